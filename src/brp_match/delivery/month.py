"""The month that a delivery is about: the one definition, for the store, the report and what is learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from brp_match.reading.dates import read_day

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Years that a signal can be of; a date outside them is a mistake, and says nothing of the month."""


def month_of(dates: Iterable[tuple[str | None, int]]) -> str:
    """Return the month (jjjj-mm) that most signals are dated in; of two with as many, the later.

    `dates`: signal dates as delivered, each with the number of signals that have it. Not the newest: one
    date with a typing error would then move the whole delivery. '' when no date can be read.
    """
    months: Counter[str] = Counter()
    for text, number in dates:
        day = read_day(text)
        if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
            months[f"{day.year:04d}-{day.month:02d}"] += number
    return max(months, key=lambda month: (months[month], month), default="")


def day_of(text: str | None) -> str:
    """Return a signal date as jjjj-mm-dd; '' for none, or one that cannot be read or cannot be."""
    day = read_day(text)
    return day.isoformat() if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else ""
