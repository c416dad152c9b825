"""Birth dates whose field is a sign too short, at the end or at the beginning."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from brp_match.delivery.cut_dates import mend_cut_dates
from brp_match.delivery.findings import Habit, Kind
from brp_match.reading.dates import read_date


def days(count: int) -> list[date]:
    chance = random.Random(3)
    return [date(1940, 1, 1) + timedelta(days=chance.randrange(24_000)) for _ in range(count)]


def mended(texts: list[str], **answers: Habit) -> list[str]:
    step = mend_cut_dates(texts, "A", {f"{k}/A/geboortedatum": v for k, v in answers.items()})
    return [step.mends.get(p, {}).get("geboortedatum") or text for p, text in enumerate(texts)]


@pytest.mark.parametrize(
    "written", [lambda d: d.isoformat()[:-1], lambda d: d.strftime("%d/%m/%Y")[1:], lambda d: d.strftime("%d-%m-%y")[1:]],
)  # fmt: skip
def test_month_and_year_are_left_of_a_column_that_was_cut(written) -> None:  # type: ignore[no-untyped-def]
    born = days(30)
    read = [read_date(text) for text in mended([written(day) for day in born])]
    assert [(r.year, r.month, r.day) for r in read] == [(d.year, d.month, None) for d in born]
    (finding,) = mend_cut_dates([written(day) for day in born], "A", {}).findings
    assert (finding.kind, finding.rows, finding.question) == (Kind.AFGEKAPT, 30, None)


@pytest.mark.parametrize(
    "texts",
    [
        [day.isoformat() for day in days(30)], [f"{d.day}-{d.month:02d}-{d.year}" for d in days(30)],
        [f"{d.year}-{d.month}-{d.day}" for d in days(30)], [*(day.isoformat() for day in days(9)), "1962-03-1"],
        ["4-03-1962"], ["1962-03-7"], ["1962-11-1"], ["4-3-1962"], ["14-03-1962", "4-03-1962", "9-04-1971"],
    ],
)  # fmt: skip
def test_dates_that_are_whole_stay(texts: list[str]) -> None:
    assert mended(texts) == texts


def test_few_rows_are_asked_about() -> None:
    step = mend_cut_dates(["1962-03-1", None], "A", {})
    assert step.mends == {0: {"geboortedatum": "1962-03-00"}}
    (finding,) = step.findings
    assert finding.question is not None
    assert 0.5 < finding.certainty < 0.99
    assert mended(["1962-03-1"], afgekapt=Habit.LEAVE) == ["1962-03-1"]
