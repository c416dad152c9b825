"""The facts of a signal beside its case, and what each field weighed."""

from __future__ import annotations

from typing import Any

import pytest

from brp_match.link.comparisons import ORDER
from brp_match.web.pages.signal_views import signal_facts, weighed


def test_the_facts_of_a_signal_in_dutch_and_in_order() -> None:
    signal = {
        "telefoon": "06 1234", "bedrag": "1204.5", "klantnummer": " K1 ", "signaal_id": "S1",
        "signaaldatum": "2026-10-02", "achternaam": "Aardbeek", "kvk_nummer": "", "email": None,
        "vlp": "Waterbron",
    }  # fmt: skip
    assert signal_facts(signal) == [
        ("Signaalnummer", "S1"), ("Klantnummer", "K1"), ("Bedrag", "€ 1.204,50"),
        ("Datum van het signaal", "02-10-2026"), ("Telefoon", "06 1234"),
    ]  # fmt: skip


def test_what_cannot_be_read_stands_as_it_came() -> None:
    facts = signal_facts({"bedrag": "veel", "signaaldatum": "1980-13-45"})
    assert facts == [("Bedrag", "veel"), ("Datum van het signaal", "1980-13-45")]
    assert signal_facts({}) == []


def person(*weights: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, weight in zip(ORDER, weights, strict=False):
        found |= {f"{name}_gewicht": weight, f"{name}_niveau": "verzonnen"}
    return found


def test_weights_beside_the_runner_up_and_together() -> None:
    best = person(*(1.26, -3.04, *([0.0] * (len(ORDER) - 2))))
    second = person(*(1.0, 2.0, *([0.0] * (len(ORDER) - 2))))
    rows, together = weighed(best, second)
    assert [(row["gewicht"], row["tweede"]) for row in rows[:2]] == [(-3.0, 2.0), (1.3, 1.0)]
    assert together == [-1.7, 3.0]
    assert len(rows) == len(ORDER)
    rows, together = weighed(best, None)
    assert rows[0]["tweede"] is None
    assert together == [-1.7, None]


@pytest.mark.parametrize("second", [None, {}])
def test_a_run_without_weights_gives_none(second: dict[str, Any] | None) -> None:
    assert weighed({"kans": 0.5}, second) == ([], [])
