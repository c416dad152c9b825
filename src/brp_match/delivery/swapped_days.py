"""The day of birth and that of the signal in each other's column: what two dates, and those of a whole group, tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from brp_match.delivery.findings import Values
from brp_match.reading.dates import OTHER_PIVOT, read_date

DAYS = ("geboortedatum", "signaaldatum")

SENT_WITHIN = 62
"""Days around the usual day of a delivery in which a date is that of a signal."""

ADULT = 16
"""Hardly anybody in debt is younger, in years."""


def born_after(born: str | None, signalled: str | None) -> int:
    """Return 1 where somebody is born on or after the day of the signal about them, which cannot be, -1 where
    before it, 0 where a date cannot be read."""
    birth, day = read_date(born).date, read_date(signalled, pivot=OTHER_PIVOT).date
    if birth is None or day is None:
        return 0
    return 1 if birth >= day else -1


def may_be_births(rows: Sequence[Values]) -> bool:
    """Tell whether the days of the signals may be those of births: they are no nearer to each other than the others."""
    births, sent = (
        sorted(day for row in rows if (day := _day(row.get(column)))) for column in DAYS
    )
    few = min(len(births), len(sent)) // 4
    if not births or not sent:
        return True
    return sent[-1 - few] - sent[few] >= births[-1 - few] - births[few]


def usual_day(rows: Sequence[Values]) -> date | None:
    """Return the middle one of the days of the signals; None where none can be read."""
    days = sorted(day for row in rows if (day := _day(row.get("signaaldatum"))))
    return days[len(days) // 2] if days else None


def by_itself(row: Values, gain: float, sent: date | None) -> bool:
    """Tell whether a row alone shows that the day of birth and that of the signal are exchanged: the one is the
    usual day of the delivery, and the other that of a grown-up."""
    day, born = _day(row.get("geboortedatum")), read_date(row.get("signaaldatum")).date
    if gain <= 0 or sent is None or day is None or born is None:
        return False
    return abs((day - sent).days) <= SENT_WITHIN and ADULT <= sent.year - born.year <= 110


def _day(text: str | None) -> date | None:
    return read_date(text, pivot=OTHER_PIVOT).date
