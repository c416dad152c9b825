"""The last day of a case, and when the work is done at the pace of four weeks."""

from __future__ import annotations

from datetime import date

import pytest

from brp_match.cases.clocks import Terms
from brp_match.review.due import due_day
from brp_match.review.forecast import forecast

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("signal", "sent", "last"),
    [
        ({}, "2026-11-02", date(2026, 11, 30)),
        ({"soort_signaal": "Crisis"}, "2026-11-06", date(2026, 11, 11)),
        ({"crisissignaal": "ja"}, "2026-11-02", date(2026, 11, 5)),
        ({"soort_signaal": "eindelevering", "einddatum_contract": "1-12-2026"}, "2026-11-02", date(2026, 11, 3)),
        ({"soort_signaal": "eindelevering", "einddatum_contract": None}, "2026-11-02", date(2026, 11, 30)),
        ({}, "", None),
        ({}, "onbekend", None),
    ],
)  # fmt: skip
def test_the_first_clock_that_ends_is_the_last_day(
    signal: dict[str, str | None], sent: str, last: date | None
) -> None:
    assert due_day(signal, sent, Terms(3, 28, 20)) == last


def test_at_this_pace_the_work_is_done_on_a_working_day() -> None:
    # forty judgements in four weeks: two a day; five cases take three days
    found = forecast([date(2026, 11, 30)] * 5, 40, MONDAY)
    assert (found.per_day, found.done, found.late) == (2.0, date(2026, 11, 4), 0)


def test_cases_that_come_too_late_are_told_with_the_pace_they_need() -> None:
    due = [date(2026, 11, 2)] * 3 + [date(2026, 11, 3)]
    found = forecast(due, 20, MONDAY)
    # one a day: the first is in time, two of the same day are not, nor is the fourth
    assert (found.late, found.needed) == (3, 3.0)
    assert found.done == date(2026, 11, 5)


def test_what_is_late_already_goes_first_and_is_not_counted_again() -> None:
    found = forecast([date(2026, 10, 1), date(2026, 11, 2), None], 20, MONDAY)
    assert (found.late, found.done) == (1, date(2026, 11, 4))


def test_a_team_at_a_standstill_is_told_so() -> None:
    found = forecast([date(2026, 11, 30)], 0, MONDAY)
    assert (found.done, found.late) == (None, 1)
    assert forecast([], 0, MONDAY).done == MONDAY
