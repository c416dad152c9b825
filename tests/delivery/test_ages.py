"""An age in the column of the birth date tells about when somebody was born; a bare number may be a year."""

from __future__ import annotations

from datetime import date

import pytest

from brp_match.delivery.ages import mend_ages
from brp_match.delivery.alignment import There, address_of
from brp_match.delivery.findings import Habit, Step, Values
from brp_match.delivery.unreadable import unreadable_fields
from brp_match.reading.dates import read_date
from brp_match.reading.name_age import read_age, years_of_age

TODAY = date(2026, 11, 2)


def mended(texts: tuple[str, ...], answers: dict[str, Habit] | None = None) -> Step:
    rows: list[Values] = [{"geboortedatum": text} for text in texts]
    return mend_ages(rows, TODAY, "A", answers or {})


def cells(step: Step) -> dict[int, str | None]:
    return {place: one["geboortedatum"] for place, one in step.mends.items()}


def test_bare_numbers_that_only_ages_explain_are_ages() -> None:
    step = mended(("34", "51", "28", "47", "39", "22", "01-02-1970"))
    assert cells(step) == {0: "34 jaar", 1: "51 jaar", 2: "28 jaar", 3: "47 jaar", 4: "39 jaar", 5: "22 jaar"}  # fmt: skip
    (finding,) = step.findings
    assert (finding.rows, finding.of, finding.to, finding.mended) == (6, 7, "leeftijd", True)
    assert finding.question is None


def test_bare_numbers_that_only_years_explain_are_years() -> None:
    step = mended(("87", "92", "99", "84", "03", "78", "95"))
    assert cells(step) == {0: "1987", 1: "1992", 2: "1999", 3: "1984", 4: "2003", 5: "1978", 6: "1995"}  # fmt: skip
    (finding,) = step.findings
    assert (finding.to, finding.question) == ("jaar", None)


@pytest.mark.parametrize("filler", ["0", "00", "1", "70", "99"])
def test_one_number_in_many_rows_is_nobodys_age_or_year(filler: str) -> None:
    assert mended((*[filler] * 5, "01-02-1970")) == Step({})
    step = mended(("34", "51", filler, "28", filler, "47", filler, "39", filler, "22", filler))
    assert cells(step) == {0: "34 jaar", 1: "51 jaar", 3: "28 jaar", 5: "47 jaar", 7: "39 jaar", 9: "22 jaar"}  # fmt: skip


def test_one_number_that_may_be_both_is_asked() -> None:
    step = mended(("61",))
    (finding,) = step.findings
    assert finding.question is not None
    assert finding.question.default is Habit.MEND
    assert cells(step) == {0: "61 jaar"}
    left = mended(("61",), {finding.question.id: Habit.LEAVE})
    assert left.mends == {}
    assert read_date("61").kind == "ongeldig"


def test_who_is_registered_tells_ages_from_years() -> None:
    numbers = (40, 71, 42, 73, 44, 75)
    rows: list[Values] = [
        {"geboortedatum": str(n), "postcode": "1234AB", "huisnummer": str(place + 1)}
        for place, n in enumerate(numbers)
    ]
    born_then = {
        address: There(frozenset(), frozenset({f"19{n}-03-14"}))
        for row, n in zip(rows, numbers, strict=True)
        if (address := address_of(row))
    }
    assert len(born_then) == len(numbers)
    step = mend_ages(rows, TODAY, "A", {}, born_then)
    assert cells(step) == {place: f"19{n}" for place, n in enumerate(numbers)}
    assert [one.own for one in step.findings] == [False]
    (alone,) = mend_ages(rows, TODAY, "A", {}).findings
    assert (alone.to, alone.own) == ("leeftijd", True)


def test_a_date_is_no_age_and_nothing_is_said_of_it() -> None:
    assert mended(("01-02-1970", "", "19700102")) == Step({})


@pytest.mark.parametrize(
    ("text", "age"),
    [("34 jaar", 34), ("34 jr.", 34), ("leeftijd: 34", 34), ("34 jaar oud", 34), ("102 jr", 102),
     ("34", None), ("7 jaar", None), ("130 jaar", None), ("01-02-1970", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_text_that_says_it_is_an_age(text: str | None, age: int | None) -> None:
    assert read_age(text) == age


def test_an_age_leaves_two_years_and_is_not_unreadable() -> None:
    assert years_of_age(34, TODAY) == (1991, 1992)
    assert years_of_age(34, None) == ()
    row: Values = {"achternaam": "Proefman", "geboortedatum": "34 jaar"}
    assert unreadable_fields(row, read_date("34 jaar").kind) == ()
    assert unreadable_fields({**row, "geboortedatum": "34"}, "ongeldig") == ("geboortedatum",)
