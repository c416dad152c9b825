"""How an address agrees with where somebody lives and has lived: every level, and which address is kept."""

from __future__ import annotations

from datetime import date

import pytest

from brp_match.content import load_comparators, model_figures
from brp_match.link.compare_addresses import (
    ADDRESS_LEVELS,
    AddressEvidence,
    compare_addresses,
    is_same_street,
)
from brp_match.link.records import SignalAddress, Stay

NOW = date(2026, 11, 2)
HOME = Stay("1234AB", "kerkstr", 12, "A")


def left(day: date | None) -> Stay:
    return Stay("1234CD", "dorpspln", 5, "", current=False, until=day)


def compare(signal: SignalAddress, *stays: Stay, dated: date | None = NOW) -> AddressEvidence:
    return compare_addresses(signal, stays, dated, model_figures())


CASES = [
    (SignalAddress("1234AB", None, 12, "A"), HOME, "gelijk"),
    (SignalAddress("1234AB", None, 12, ""), HOME, "toevoeging_ontbreekt"),
    (SignalAddress("1234AB", None, 12, "B"), HOME, "toevoeging_afwijkend"),
    (SignalAddress("1234BA", "kerkstr", 12, "A"), HOME, "straat_gelijk"),
    (SignalAddress(None, "kerkstr", 12, "B"), HOME, "straat_gelijk"),
    (SignalAddress("1234AB", None, 14, "A"), HOME, "nabij"),
    (SignalAddress("9999ZZ", "kerkstr", 14, ""), HOME, "nabij"),
    (SignalAddress("9999ZZ", "plein", 14, "", no_dwelling=True), HOME, "bedrijf"),
    (SignalAddress("9999ZZ", "plein", 14, ""), HOME, "afwijkend"),
    (SignalAddress("1234AB", "kerkstr", None, ""), HOME, "ontbreekt"),
    (SignalAddress(None, None, 12, "A"), HOME, "ontbreekt"),
    (SignalAddress("1234CD", None, 5, "C"), left(date(2026, 7, 15)), "vorig_recent"),
    (SignalAddress("1234CD", None, 5, ""), left(date(2024, 11, 2)), "vorig_recent"),
    (SignalAddress("1234CD", None, 5, ""), left(date(2024, 11, 1)), "vorig_lang"),
    (SignalAddress("1234CD", None, 5, ""), left(None), "vorig_recent"),
    (SignalAddress("1234CD", None, 7, ""), left(date(2026, 7, 15)), "afwijkend"),
    (SignalAddress("9999ZZ", None, 7, "", no_dwelling=True), left(date(2026, 7, 15)), "afwijkend"),
]  # fmt: skip


@pytest.mark.parametrize(("signal", "stay", "expected"), CASES)
def test_level(signal: SignalAddress, stay: Stay, expected: str) -> None:
    assert compare(signal, stay).level == expected


def test_every_level_is_one_of_the_comparator() -> None:
    assert set(ADDRESS_LEVELS) == set(load_comparators()[3].by_id)
    assert {expected for *_, expected in CASES} == set(ADDRESS_LEVELS)


def test_nobody_without_an_address() -> None:
    assert compare(SignalAddress("1234AB", None, 12, "")) == AddressEvidence("ontbreekt")


def test_the_best_of_all_addresses_is_kept() -> None:
    former = left(date(2026, 1, 1))
    found = compare(SignalAddress("1234CD", None, 5, ""), HOME, former)
    assert found == AddressEvidence("vorig_recent", False, 305, "1234CD", 5, "")
    found = compare(SignalAddress("1234AB", None, 12, "A"), former, HOME)
    assert found == AddressEvidence("gelijk", True, None, "1234AB", 12, "A")


def test_of_two_stays_at_one_address_the_last_one_counts() -> None:
    early, late = left(date(2020, 1, 1)), left(date(2025, 1, 1))
    for order in ((early, late), (late, early)):
        assert compare(SignalAddress("1234CD", None, 5, ""), *order).days == 670


def test_without_a_date_of_the_signal_there_are_no_days() -> None:
    found = compare(SignalAddress("1234CD", None, 5, ""), left(date(1990, 1, 1)), dated=None)
    assert (found.level, found.days) == ("vorig_recent", None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("dorpstr", "dorpsstr", True),
        ("prbeatrixln", "pbeatrixln", True),
        ("lvbeethovenstr", "ludwigvbeethovenstr", True),
        ("berkenln", "beukenln", False),
        ("dorpstr", "torpstr", False),
        ("brink", "brinck", False),
        ("kerkstr", None, False),
    ],
)
def test_streets(one: str, other: str | None, same: bool) -> None:
    figures = model_figures()
    assert is_same_street(one, other, figures) == is_same_street(other, one, figures) == same
