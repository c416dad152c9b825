"""Birth dates that all stand the same number of days off, found beside the register and moved back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.delivery.test_alignment import town

from brp_match.delivery.alignment import Evidence, evidence_of
from brp_match.delivery.day_counts import mend_day_counts, offsets
from brp_match.delivery.findings import DeliveredRow, Habit, Values
from brp_match.delivery.known import KnownWords
from brp_match.delivery.moved_register import refuse_moved, register_is_moved
from brp_match.delivery.profile import profile
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import SIGNALS


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


def said(vlp: str, days: int, count: int) -> tuple[str, list[Evidence]]:
    """A deliverer and what so many rows of it say, with birth dates that stand `days` off."""
    rows, residents = town(count, seed=len(vlp) + ord(vlp[-1]))
    return vlp, evidence_of(moved(rows, days), residents)


@pytest.mark.parametrize(
    ("groups", "refused"),
    [
        ((("A", 1462, 30), ("B", 1462, 30)), True),
        ((("A", -1462, 30), ("B", -1462, 30), ("C", -1462, 30)), True),
        # none of them has rows enough to tell by itself
        (tuple((f"V{n}", 1462, 3) for n in range(8)), True),
        (tuple((f"V{n}", -1462, 1) for n in range(20)), True),
        # one deliverer may have counted so itself; so may two, beside one who did not
        ((("A", 1462, 30),), False),
        ((("A", 1462, 30), ("B", 0, 1), ("C", 1462, 1)), False),
        ((("A", 1462, 30), ("B", 1462, 30), ("C", 0, 30)), False),
        ((("A", 1462, 30), ("B", -1462, 30)), False),
        ((("A", 1, 30), ("B", 1, 30)), False),
        ((("A", 0, 30), ("B", 0, 30)), False),
        ((), False),
    ],
)
def test_deliverers_who_all_stand_off_show_that_the_register_does(
    groups: tuple[tuple[str, int, int], ...], refused: bool
) -> None:
    found = register_is_moved([said(*one) for one in groups])
    assert found is refused
    refuse_moved(False)
    with pytest.raises(BrpMatchError, match="1904") as caught:
        refuse_moved(True)
    assert [one.code for one in caught.value.faults] == ["INWONERS_GEBOORTEDATUM"]


def test_a_profile_tells_that_the_register_stands_off() -> None:
    rows, residents = town(24)
    for days in (0, 1462):
        delivered = [
            DeliveredRow(0, n, f"V{n % 12}", dict.fromkeys(SIGNALS) | row | {"signaal_id": f"S{n}"})
            for n, row in enumerate(moved(rows, days))
        ]
        found = profile(delivered, {}, KnownWords(), date(2026, 11, 2), {}, lambda _: residents)
        assert found.register_moved is bool(days)


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
