"""When the work will be done at the pace of the last weeks, and what will be late by then. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from brp_match.cases.working_days import add_working_days, is_working_day

WEEKS = 4
"""Weeks that the pace is taken over."""

WORKING_DAYS = 5 * WEEKS


@dataclass(frozen=True)
class Forecast:
    """`per_day` judgements a working day; `done` the day on which the last case is decided, None at a standstill.

    `late`: cases whose last day comes before they are decided at this pace, of those that are not late yet.
    `needed`: judgements a working day with which none of those would be late, 0.0 when there is nothing to do.
    """

    per_day: float
    done: date | None
    late: int
    needed: float


def forecast(due: Sequence[date | None], judged: int, today: date) -> Forecast:
    """Return what becomes of open cases when they are decided in order of their last day.

    `due`: the last day of every open case, None where no date tells (those come last); `judged`: judgements in
    the last `WEEKS` weeks.
    """
    pace = judged / WORKING_DAYS
    in_time = sorted(day for day in due if day is not None and day >= today)
    needed = max(
        ((place + 1) / max(1, _days_until(day, today)) for place, day in enumerate(in_time)),
        default=0.0,
    )
    if not due:
        return Forecast(pace, today, 0, 0.0)
    if not pace:
        return Forecast(0.0, None, len(in_time), needed)
    overdue = sum(day is not None and day < today for day in due)
    late = sum(_day_of(overdue + place + 1, pace, today) > day for place, day in enumerate(in_time))
    return Forecast(pace, _day_of(len(due), pace, today), late, needed)


def _day_of(place: int, pace: float, today: date) -> date:
    """The day on which the case at a place (from 1) is decided; today's work is part of it."""
    days = ceil(place / pace) - 1
    return add_working_days(today, days) if days > 0 else today


def _days_until(day: date, today: date) -> int:
    """Working days from today until a day, both counted."""
    days = range(today.toordinal(), day.toordinal() + 1)
    return sum(is_working_day(date.fromordinal(one)) for one in days)
