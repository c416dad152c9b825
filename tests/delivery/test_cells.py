"""The type of one cell: a line break in it is a space."""

from __future__ import annotations

import pytest

from brp_match.delivery.cells import Cell, cell_type


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Schoolstraat 27, 1000 BB Dorp", Cell.STRAAT),
        ("1000 BB Dorp", Cell.POSTCODE_PLAATS),
        ("van der", Cell.VOORVOEGSEL),
        ("03-02-1957 00:00", Cell.DATUM),
        ("Jan Bakker", Cell.NAAM),
    ],
)
def test_a_line_break_in_a_cell_is_a_space(text: str, kind: Cell) -> None:
    assert cell_type(text) is kind
    for gap in ("\n", "\r\n", " \n ", "\u00a0\n"):
        assert cell_type(text.replace(" ", gap)) is kind
        assert cell_type(f"{gap}{text}{gap}") is kind
