"""A box by the words of the signal itself."""

from __future__ import annotations

import pytest

from brp_match.decide.garage import names_a_box


@pytest.mark.parametrize(
    ("street", "numbers", "box"),
    [
        ("Dorpstraat", ("12", None, "BOX 4"), True),
        ("Dorpstraat", ("12", None, "BOX4"), True),
        ("Dorpstraat", ("12 garage", None, None), True),
        ("Dorpstraat", ("12", None, "GAR2"), True),
        ("Dorpstraat", ("12", None, "berging 3"), True),
        ("Dorpstraat", ("12", None, "Parkeerplaats 7"), True),
        ("Dorpstraat", ("12", None, "garagebox"), True),
        ("Dorpstraat 12 box 4", (None, None, None), True),
        ("Dorpstraat 12 garagebox 3", (), True),
        ("Boxtelseweg", ("12", None, None), False),
        ("Garagestraat", ("12", "A", "2"), False),
        ("Box", ("3", None, None), False),
        ("Boxbergerweg 12", (), False),
        ("Dorpstraat", ("12", None, "BOVEN"), False),
        ("Dorpstraat", ("12", None, "GARDEN"), False),
        (None, (None, None, None), False),
    ],
)
def test_names_a_box(street: str | None, numbers: tuple[str | None, ...], box: bool) -> None:
    assert names_a_box(street, *numbers) is box
