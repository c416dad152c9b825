"""Birth dates that all stand the same number of days off, found beside the register and moved back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.delivery.test_alignment import town

from brp_match.delivery.alignment import evidence_of
from brp_match.delivery.day_counts import mend_day_counts, offsets
from brp_match.delivery.findings import Habit, Values
from brp_match.delivery.moved_register import refuse_moved
from brp_match.delivery.profile import Group, Profile
from brp_match.errors import BrpMatchError


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


def group(vlp: str, days: int, count: int = 30) -> Group:
    rows, residents = town(count)
    off = moved(rows, days)
    return Group(1, vlp, off, mend_day_counts(evidence_of(off, residents), vlp, {}).findings)


@pytest.mark.parametrize(
    ("groups", "refused"),
    [
        ((("A", 1462), ("B", 1462)), True),
        ((("A", -1462), ("B", -1462), ("C", -1462)), True),
        # one deliverer may have counted so itself; so may two, beside one who did not
        ((("A", 1462),), False),
        ((("A", 1462), ("B", 1462), ("C", 0)), False),
        ((("A", 1462), ("B", -1462)), False),
        ((("A", 1), ("B", 1)), False),
        ((("A", 0), ("B", 0)), False),
    ],
)
def test_deliverers_who_all_stand_off_show_that_the_register_does(
    groups: tuple[tuple[str, int], ...], refused: bool
) -> None:
    found = Profile({}, {}, tuple(group(vlp, days) for vlp, days in groups))
    if not refused:
        refuse_moved(found)
        return
    with pytest.raises(BrpMatchError, match="1904") as caught:
        refuse_moved(found)
    assert [one.code for one in caught.value.faults] == ["INWONERS_GEBOORTEDATUM"]


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
