"""Ages and years of birth behind a name."""

from __future__ import annotations

from datetime import date

import pytest

from brp_match.reading.name_age import birth_years, read_age

DATED = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("J. Smit 79 jr", (1946, 1947)), ("J. Smit 79 jaar", (1946, 1947)), ("J. Smit (79 jr.)", (1946, 1947)), ("J. Smit geb. 1947", (1947,)),
        ("J. Smit (1947)", (1947,)), ("J. Smit '47", (1947,)), ("J. Smit '07", (2007,)), ("J. Smit jr", ()), ("J. Smit 2 jr", ()), ("J. Smit 300 jaar", ()),
        ("J. Smit", ()), ("", ()), (None, ()), ("J. Smit geb. 12-03-1947", ()), ("J. Smit 2000", ()), ("'t Hart", ()), ("J. in 't Veld 33", ()),
    ],
)  # fmt: skip
def test_the_years_of_birth_that_a_name_field_leaves(
    text: str | None, years: tuple[int, ...]
) -> None:
    assert birth_years(text, DATED) == years


def test_an_age_is_counted_from_the_day_of_the_signal() -> None:
    assert birth_years("J. Smit 79 jr", None) == ()
    assert birth_years("J. Smit geb. 1947", None) == (1947,)


@pytest.mark.parametrize("age", [11, 12, 115, 116])
def test_nobody_is_younger_or_older_than_may_have_a_contract(age: int) -> None:
    known = 12 <= age <= 115
    assert read_age(f"{age} jaar") == read_age(f"leeftijd {age}") == (age if known else None)
    years = (DATED.year - age - 1, DATED.year - age) if known else ()
    assert birth_years(f"J. Smit {age} jr", DATED) == years
