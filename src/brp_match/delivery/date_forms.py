"""The forms in which a delivery writes its dates, and the orders in which one may be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from brp_match.reading.date_words import cleaned, without_time
from brp_match.reading.dates import BIRTH_PIVOT

EXCEL_ZERO = date(1899, 12, 30)
"""Day 0 of a serial number of Excel's 1900 calendar, for days after February 1900."""

SERIALS = (10_000, 73_050)
"""Serial numbers that are a date of 1927 to 2099; the same bounds as in reading a date."""


class Order(StrEnum):
    """In which order day, month and year stand."""

    DMY = "dag-maand-jaar"
    MDY = "maand-dag-jaar"
    YMD = "jaar-maand-dag"
    YDM = "jaar-dag-maand"


class Family(StrEnum):
    """Forms that one program writes alike."""

    YEAR_LAST = "jaar achteraan"
    YEAR_FIRST = "jaar vooraan"
    SHORT_YEAR = "jaar in twee cijfers"
    EIGHT = "acht cijfers"
    SIX = "zes cijfers"
    SERIAL = "volgnummer"


ORDERS: Mapping[Family, Mapping[Order, float]] = {
    Family.YEAR_LAST: {Order.DMY: 0.0, Order.MDY: -4.0},
    Family.YEAR_FIRST: {Order.YMD: 0.0, Order.YDM: -5.0},
    Family.SHORT_YEAR: {Order.DMY: 0.0, Order.YMD: -1.5, Order.MDY: -4.0, Order.YDM: -7.0},
    Family.EIGHT: {Order.DMY: 0.0, Order.YMD: 0.0, Order.MDY: -4.0, Order.YDM: -5.0},
    Family.SIX: {Order.DMY: 0.0, Order.YMD: -0.5, Order.MDY: -4.0, Order.YDM: -7.0},
    Family.SERIAL: {Order.YMD: 0.0},
}
"""Orders a form may have, with the natural logarithm of their prior odds in a Dutch delivery: one in fifty
writes the month first. An assumption; two rows that prove otherwise outweigh it."""

EXCHANGED = {
    Order.DMY: Order.MDY,
    Order.MDY: Order.DMY,
    Order.YMD: Order.YDM,
    Order.YDM: Order.YMD,
}
"""The order with day and month exchanged."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date in figures as it is written: three parts in their order, in one `form`.

    `form` tells family, separator, zeros in front and a time behind: what one program writes alike.
    """

    family: Family
    form: str
    parts: tuple[int, int, int]


_SEPARATED = re.compile(
    r"\s*(\d{1,4})\s*([-/. ])\s*(\d{1,2})\s*[-/. ]\s*'?(\d{1,4})([T ,]+\d{1,2}[:.]\d{2}.*)?\s*"
)
_FIGURES = re.compile(r"\s*(\d{5,8})(?:[.,]0+)?\s*")


@lru_cache(maxsize=50_000)
def written(text: str | None) -> Written | None:
    """Return a date in figures as it is written; None for anything else (words, one part, nothing)."""
    found = _SEPARATED.fullmatch(text or "")
    if found:
        one = _separated(found)
        return _midnight(one, text or "") if one and found[5] else one
    figures = _FIGURES.fullmatch(text or "")
    return _together(figures[1]) if figures else None


def _midnight(one: Written, text: str) -> Written:
    """Return a date with a time that is midnight of the next day, as an export in world time writes it, as that day."""
    _, next_day = without_time(cleaned(text))
    nominal = as_read(one, Order.YMD) if one.family is Family.YEAR_FIRST else None
    if not next_day or nominal is None:
        return one
    day = date(*nominal) + timedelta(days=1)
    return replace(one, parts=(day.year, day.month, day.day))


def _separated(found: re.Match[str]) -> Written | None:
    first, sign, second, third, time = found.groups()
    if len(first) == 4 and len(third) <= 2:
        family, small = Family.YEAR_FIRST, (second, third)
    elif len(first) <= 2 and len(third) == 4:
        family, small = Family.YEAR_LAST, (first, second)
    elif len(first) <= 2 and len(third) == 2:
        family, small = Family.SHORT_YEAR, (first, second)
    else:
        return None
    zeros = "00" if any(p[0] == "0" for p in small) else "0" if min(map(len, small)) == 1 else ""
    form = f"{family}{sign}{zeros}{'t' if time else ''}"
    return Written(family, form, (int(first), int(second), int(third)))


def _together(figures: str) -> Written | None:
    if len(figures) == 5:
        number = int(figures)
        if not SERIALS[0] <= number <= SERIALS[1]:
            return None
        day = EXCEL_ZERO + timedelta(days=number)
        return Written(Family.SERIAL, str(Family.SERIAL), (day.year, day.month, day.day))
    if len(figures) == 6:
        cut = (int(figures[:2]), int(figures[2:4]), int(figures[4:]))
        return Written(Family.SIX, str(Family.SIX), cut)
    # the parts of eight figures depend on the order: they are kept as one number
    return Written(Family.EIGHT, str(Family.EIGHT), (int(figures), 0, 0))


def short_serial(text: str | None) -> Written | None:
    """Return a number of one to four figures as Excel's number of a day, 31-12-1899 to 17-05-1927; None for others.

    Only for a column of such numbers: elsewhere it is a year, an age, or nothing. A year of 1900 to 2099 stays one.
    """
    plain = (text or "").strip()
    if not re.fullmatch(r"\d{1,4}(?:[.,]0+)?", plain):
        return None
    number = int(re.split("[.,]", plain)[0])
    if number >= SERIALS[0] or 1900 <= number <= 2099 or 18 <= number <= 115:
        return None
    # Excel counts a 29 February 1900 that never was
    day = EXCEL_ZERO + timedelta(days=number + (number < 60))
    return Written(Family.SERIAL, str(Family.SERIAL), (day.year, day.month, day.day))


def as_read(one: Written, order: Order, pivot: int = BIRTH_PIVOT) -> tuple[int, int, int] | None:
    """Return (year, month, day) of a written date in this order; None where that is no date.

    A year of two figures is 19jj from `pivot` on (see `reading.dates.pivot_of`), else 20jj.
    """
    parts = _cut(one.parts[0], order) if one.family is Family.EIGHT else one.parts
    first, second, third = parts
    match order:
        case Order.DMY:
            day, month, year = first, second, third
        case Order.MDY:
            month, day, year = first, second, third
        case Order.YMD:
            year, month, day = first, second, third
        case Order.YDM:
            year, day, month = first, second, third
    if one.family in (Family.SHORT_YEAR, Family.SIX) and year < 100:
        year += 1900 if year >= pivot else 2000
    if not 1850 <= year <= 2100:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def _cut(number: int, order: Order) -> tuple[int, int, int]:
    text = f"{number:08d}"
    if order in (Order.DMY, Order.MDY):
        return int(text[:2]), int(text[2:4]), int(text[4:])
    return int(text[:4]), int(text[4:6]), int(text[6:])
