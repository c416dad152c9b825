"""Matching periods: the month, week or quarter in which signals about one resident are one case. Pure."""

from __future__ import annotations

from datetime import date, timedelta

UNKNOWN = "zonder-datum"
"""The period of a signal where no date of the delivery can be read."""


def period_of(day: date | None, kind: str) -> str:
    """Return the period of a day: `2026-11` (month), `2026-W48` (week, ISO 8601) or `2026-K4` (quarter)."""
    if day is None:
        return UNKNOWN
    if kind == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if kind == "quarter":
        return f"{day.year:04d}-K{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"


def bounds(period: str) -> tuple[date, date] | None:
    """Return the first and last day of a period that `period_of` named; None for UNKNOWN."""
    if period == UNKNOWN:
        return None
    year, part = int(period[:4]), period[5:]
    if part.startswith("W"):
        first = date.fromisocalendar(year, int(part[1:]), 1)
        return first, first + timedelta(days=6)
    months = 3 if part.startswith("K") else 1
    month = 3 * int(part[1:]) - 2 if months == 3 else int(part)
    first = date(year, month, 1)
    return first, months_later(first, months) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the first day of the month that lies `months` after (before, where negative) that of `day`."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)
