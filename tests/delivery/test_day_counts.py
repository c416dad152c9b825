"""Birth dates that all stand the same number of days off, found beside the register and moved back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.delivery.test_alignment import town

from brp_match.delivery.alignment import evidence_of
from brp_match.delivery.day_counts import mend_day_counts, offsets
from brp_match.delivery.findings import Habit, Values


def moved(rows: list[Values], days: int) -> list[Values]:
    births = [date.fromisoformat(row["geboortedatum"] or "") - timedelta(days=days) for row in rows]
    return [
        {**row, "geboortedatum": born.isoformat()} for row, born in zip(rows, births, strict=True)
    ]


@pytest.mark.parametrize("days", offsets())
def test_dates_of_another_count_go_back(days: int) -> None:
    rows, residents = town(30)
    off = moved(rows, days)
    step = mend_day_counts(evidence_of(off, residents), "A", {})
    back = [{**row, **step.mends[n]} for n, row in enumerate(off)]
    assert back == rows
    (finding,) = step.findings
    assert finding.mended
    assert finding.evidence["klopt zoals geleverd"] == 0
    assert not finding.own


def test_dates_that_stand_well_stay() -> None:
    rows, residents = town(80)
    step = mend_day_counts(evidence_of(rows, residents), "A", {})
    assert not step.mends
    assert not step.findings


def test_a_few_hits_are_no_habit_and_an_answer_decides() -> None:
    rows, residents = town(30)
    off = moved(rows, 1462)
    evidence = evidence_of(off, residents)
    few = [one if n < 2 else evidence_of(rows, {})[n] for n, one in enumerate(evidence)]
    assert not mend_day_counts(few, "A", {}).mends
    told = {"datum_verschoven/A/geboortedatum": Habit.LEAVE}
    assert not mend_day_counts(evidence, "A", told).mends
