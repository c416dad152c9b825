"""What a date was read as: its parts and its kind."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Literal

from brp_match.reading.word_lists import placeholder_dates

DateKind = Literal["geldig", "onvolledig", "ongeldig", "ontbreekt", "standaard"]

PLAUSIBLE_YEARS = (1850, 2100)
"""Years kept of a date that cannot exist, and years that a person of a register can be born in."""

_FULL_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date in parts; None for a part that is not known. What each kind means: `dates.read_date`.

    `turned`: the figures of day and month stood the other way round than the order that was asked for, which could
    not stand (`3/14/1962`).
    """

    year: int | None
    month: int | None
    day: int | None
    kind: DateKind
    turned: bool = False

    @property
    def date(self) -> datetime.date | None:
        """The date where it is full and real, else None."""
        if self.kind not in ("geldig", "standaard") or None in (self.year, self.month, self.day):
            return None
        return datetime.date(self.year or 1, self.month or 1, self.day or 1)


def missing() -> DateReading:
    """Return the reading of no date."""
    return DateReading(None, None, None, "ontbreekt")


def unreadable(year: int | None = None) -> DateReading:
    """Return the reading of a text that was not understood, but for its year where that is sure."""
    return DateReading(year, None, None, "ongeldig")


def is_full_year(token: str) -> bool:
    """Tell whether a token is a year of four figures that a date of our time can have (1800 to 2099)."""
    return _FULL_YEAR.fullmatch(token) is not None


def exists(year: int, month: int, day: int) -> bool:
    """Tell whether there is such a day."""
    try:
        datetime.date(year, month, day)
    except (ValueError, OverflowError):
        # or figures without end: `jan 99999999999`
        return False
    return True


def from_parts(year: int, month: int, day: int) -> DateReading:
    """Return the reading of three figures, 0 for an unknown part."""
    if exists(year, month, day):
        low, high = PLAUSIBLE_YEARS
        placeholder = not low <= year <= high and (year, month, day) in placeholder_dates()
        return DateReading(year, month, day, "standaard" if placeholder else "geldig")
    if year > 0 and month <= 12 and day == 0:
        return DateReading(year, month or None, None, "onvolledig")
    return DateReading(
        year if PLAUSIBLE_YEARS[0] <= year <= PLAUSIBLE_YEARS[1] else None,
        month if 1 <= month <= 12 else None,
        day if 1 <= day <= 31 else None,
        "ongeldig",
    )


def swapped_if_impossible(year: int, first: int, second: int, *, month_first: bool) -> DateReading:
    """Return the reading of two figures and a year: the day first, or the month; the other way round where
    only that can stand."""
    day, month = (second, first) if month_first else (first, second)
    if month > 12 and 1 <= day <= 12 and exists(year, day, month):
        return replace(from_parts(year, day, month), turned=True)
    return from_parts(year, month, day)
