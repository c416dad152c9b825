"""Other signals beside one, and words that stand in a case."""

from __future__ import annotations

from typing import Any

import pytest

from brp_match.review.neighbours import SHOWN, beside
from brp_match.review.search import Word


def row(number: int, **changes: str) -> dict[str, Any]:
    return {
        "signaal_id": f"s{number}", "vlp": "Waterbron", "klantnummer": f"K{number}", "soort_signaal": "", "bedrag": "10",
        "signaaldatum": "1-11-2026", "geboortedatum": "", "voornamen": "Jan", "achternaam": "Proef",
        "huisnummer": str(number), "postcode": "1234 AB", "straatnaam": "Proefstraat",
    } | changes  # fmt: skip


def test_the_same_person_address_or_customer_stands_beside_a_signal() -> None:
    signals = [
        row(1),
        row(2, huisnummer="0001", postcode="1234ab"),
        row(3),
        row(4, klantnummer="K1"),
        # a number of another deliverer is another customer
        row(5, klantnummer="K1", vlp="Stroomwerk"),
    ]
    about = {"s3": ("p1", 0), "s2": ("p9", 7), "s1": ("p1", 0)}
    found = beside(signals, about, {"s1": ["p1", "p2"]})
    assert list(found) == ["s1"]
    told = {
        one["signaal_id"]: (one["waarom"], one["persoon_id"], one["geheim"]) for one in found["s1"]
    }
    assert told == {
        "s2": (["adres"], "p9", 7),
        "s3": (["persoon"], "p1", 0),
        "s4": (["klant"], "", 0),
    }
    assert found["s1"][0]["naam"] == "Jan Proef"


def test_a_town_hall_shows_no_more_than_fits_and_no_address_is_no_address() -> None:
    many = [row(n, huisnummer="1") for n in range(60)]
    assert len(beside(many, {}, {"s0": []})["s0"]) == SHOWN
    none = [row(n, huisnummer="", postcode="") for n in range(3)]
    assert beside(none, {}, {"s0": []}) == {"s0": []}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("müller", True), ("MULLER", True), ("1234ab", True), ("k-44", True), ("12-3-1980", True), ("1980-03-12", True),
        ("1204,50", True), ("1.204,50", True), ("13-3-1980", False), ("1204", False), ("jansen", False),
    ],
)  # fmt: skip
def test_a_word_stands_in_a_case_however_it_is_written(asked: str, found: bool) -> None:
    text = "muller 1234ab k-4411"
    held = (text, frozenset({"1980-03-12"}), frozenset({"1204.50"}))
    assert Word.of(asked).stands_in(*held) is found
