"""How two birth dates agree: every level, and which of them do not depend on who says what."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from brp_match.content import load_comparators, model_figures
from brp_match.link.compare_dates import compare_dates, understood
from brp_match.link.records import BirthDate, SignalDate


def parts(text: str) -> BirthDate:
    """`jjjj-mm-dd`, with ? for a part that is not known."""
    return BirthDate(*(None if part == "?" else int(part) for part in text.split("-")))


def level(said: str, known: str, placeholder: float | None = None, kind: str = "geldig") -> str:
    signal = SignalDate(kind, parts(said), placeholder)
    return compare_dates(signal, parts(known), model_figures()).level


CASES = [
    ("1962-3-14", "1962-3-14", "gelijk"),
    ("1985-3-7", "1985-7-3", "dag_maand_omgedraaid"),
    ("1963-3-14", "1962-3-14", "typefout"),
    ("1926-3-14", "1962-3-14", "typefout"),
    ("1962-3-21", "1962-3-12", "typefout"),
    ("1962-4-1", "1962-3-31", "typefout"),
    ("1958-3-13", "1962-3-14", "typefout"),
    ("1960-3-14", "1959-3-14", "typefout"),
    ("2000-3-14", "1999-3-14", "typefout"),
    ("1962-10-14", "1962-9-14", "typefout"),
    ("1962-3-20", "1962-3-19", "typefout"),
    ("1961-3-14", "1959-3-14", "dag_maand_gelijk"),
    ("1971-3-14", "1959-3-14", "dag_maand_gelijk"),
    ("1962-11-14", "1962-9-14", "deels"),
    ("1960-10-14", "1959-9-14", "afwijkend"),
    ("1974-3-14", "1962-3-14", "dag_maand_gelijk"),
    ("1962-3-28", "1962-3-11", "deels"),
    ("1962-11-14", "1962-8-14", "deels"),
    ("1962-1-1", "1962-7-28", "deels"),
    ("1963-3-7", "1962-7-3", "deels"),
    ("1957-11-28", "1962-3-14", "afwijkend"),
    ("1962-3-14", "?-?-?", "ontbreekt"),
    ("?-?-?", "1962-3-14", "ontbreekt"),
    ("1990-3-14", "1990-?-?", "onvolledig_past"),
    ("1990-3-14", "1990-3-?", "onvolledig_past"),
    ("1990-1-1", "1990-3-?", "onvolledig_past"),
    ("1990-?-?", "1990-3-14", "onvolledig_past"),
    ("1990-5-14", "1990-3-?", "onvolledig_anders"),
    ("1985-3-14", "1990-?-?", "onvolledig_anders"),
]


@pytest.mark.parametrize(("said", "known", "expected"), CASES)
def test_level(said: str, known: str, expected: str) -> None:
    kind = "onvolledig" if "?" in said else "geldig"
    assert level(said, known, kind=kind) == expected


@pytest.mark.parametrize("said", ["1990-2-31", "1990-?-?", "?-?-?"])
@pytest.mark.parametrize("known", ["1990-2-28", "?-?-?"])
def test_a_date_that_cannot_be_read_is_told_so(said: str, known: str) -> None:
    assert level(said, known, kind="ongeldig") == "onleesbaar"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("2000-1-1", "standaard_gelijk"),
        ("1962-3-14", "standaard_anders"),
        ("2000-1-2", "standaard_anders"),
        ("2000-?-?", "onvolledig_past"),
        ("1962-?-?", "ontbreekt"),
    ],
)
def test_a_placeholder_is_compared_before_it_is_discarded(known: str, expected: str) -> None:
    assert level("2000-1-1", known, placeholder=0.2) == expected


@pytest.mark.parametrize(
    ("kind", "years", "known", "expected"),
    [
        ("ontbreekt", (1946, 1947), "1947-3-14", "leeftijd_past"), ("ontbreekt", (1946, 1947), "1946-?-?", "leeftijd_past"),
        ("ontbreekt", (1946, 1947), "1979-3-14", "leeftijd_anders"), ("ongeldig", (1947,), "1947-3-14", "leeftijd_past"),
        ("ontbreekt", (), "1947-3-14", "ontbreekt"), ("ontbreekt", (1947,), "?-?-?", "ontbreekt"),
    ],
)  # fmt: skip
def test_an_age_behind_the_name(
    kind: str, years: tuple[int, ...], known: str, expected: str
) -> None:
    signal = SignalDate(kind, BirthDate(), None, years)
    assert compare_dates(signal, parts(known), model_figures()).level == expected


def test_every_level_is_one_of_the_comparator() -> None:
    known = set(load_comparators()[2].by_id)
    told = {expected for *_, expected in CASES} | {"standaard_gelijk", "standaard_anders"}
    told |= {"leeftijd_past", "leeftijd_anders"}
    assert told == known - {"huisgenoot", "onleesbaar"}


def test_two_whole_dates_agree_the_same_either_way() -> None:
    chance = Random(7)
    for _ in range(2000):
        first = date(1930, 1, 1) + timedelta(days=chance.randrange(29_000))
        near = chance.choice(
            [timedelta(days=chance.randrange(3)), timedelta(days=chance.randrange(29_000))]
        )
        one, other = (f"{d.year}-{d.month}-{d.day}" for d in (first, first + near))
        if "deels" in (level(one, other), level(other, one)):
            continue  # a first of January stands for a date that is not known, on the signal's side only
        assert level(one, other) == level(other, one), (one, other)


@pytest.mark.parametrize(
    ("residents", "expected"),
    [
        (["1962-3-14", "1971-1-1"], ["onleesbaar", "onleesbaar"]),
        (["1962-3-14", "2061-2-4"], ["onleesbaar", "typefout"]),
        # somebody has it: a child that is registered
        (["2061-2-3", "1962-3-14"], ["gelijk", "afwijkend"]),
        ([], []),
    ],
)
def test_a_date_of_nobody_that_is_no_candidates_was_not_understood(
    residents: list[str], expected: list[str]
) -> None:
    signal = SignalDate("geldig", parts("2061-2-3"), impossible=True)
    found = understood([compare_dates(signal, parts(one), model_figures()) for one in residents])
    assert [one.level for one in found] == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("1956-11-12", "typefout"),  # of the other reading, where the first is another date
        ("1956-2-11", "gelijk"),
        ("1956-11-2", "dag_maand_omgedraaid"),
        ("1944-11-2", "dag_maand_gelijk"),
        ("1956-11-?", "onvolledig_past"),
        ("1956-2-?", "onvolledig_past"),
        ("1956-5-?", "onvolledig_anders"),
        ("1971-5-6", "afwijkend"),
        ("?-?-?", "ontbreekt"),
    ],
)
def test_of_two_readings_the_one_that_agrees_better_counts(known: str, expected: str) -> None:
    signal = SignalDate("geldig", parts("1956-2-11"), other=parts("1956-11-2"))
    assert compare_dates(signal, parts(known), model_figures()).level == expected
