"""Dates that are one number: written together, or made so by a program.

`19620314` and `14031962` with or without zeros in front, six figures, a time behind them (`19620314000000`), the
same as a number with decimals (`19620314.0`, `1.9620314E7`) or in groups of three (`19.620.314`); the serial number of a spreadsheet (days since
30-12-1899, five figures: 18-05-1927 to 31-12-2099), with or without a part of a day; the day of a
year or of a week (`1962-073`, `1962-W11-3`); and seconds or milliseconds (`-245462400`, `/Date(-245462400000)/`) that are midnight in the Netherlands or in UTC.
"""

from __future__ import annotations

import datetime
import re

from brp_match.reading.date_parts import (
    DateReading,
    exists,
    from_parts,
    is_full_year,
    swapped_if_impossible,
    unreadable,
)

FIRST_SERIAL, LAST_SERIAL = 10000, 73050
"""Serial numbers of a spreadsheet that are read as a date: 18-05-1927 to 31-12-2099."""

_SERIAL_ZERO = datetime.date(1899, 12, 30)
_EPOCH = datetime.datetime(1970, 1, 1)

_FIGURES = re.compile(r"([0-9]+)(?:[.,]([0-9]*))?")
_SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]{5,7})e\+?0?7")
_GROUPED = re.compile(r"([0-9]{1,2})([., '])([0-9]{3})\2([0-9]{3})")
_STAMP = re.compile(r"(?:[0-9]{8})(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{3})?)?")
_SINCE_1970 = re.compile(r"(-?[0-9]{6,14})")
_MARKED = re.compile(r"/?date\((-?[0-9]{1,14})(?:[+-][0-9]{4})?\)?/?")

_WEEK = re.compile(r"((?:1[89]|20)[0-9]{2})-?w([0-9]{2})-?([1-7])")
_DAY_OF_YEAR = re.compile(r"(?P<year>(?:1[89]|20)[0-9]{2})[-/](?P<day>[0-3][0-9]{2})")
_DAY_BEFORE_YEAR = re.compile(r"(?P<day>[0-3][0-9]{2})[-/](?P<year>(?:1[89]|20)[0-9]{2})")


def read_number(text: str, *, pivot: int, order: str) -> DateReading | None:
    """Return the reading of a text that is one number; None when it is anything else.

    `pivot` and `order` as `dates.read_date` has them.
    """
    if "-" in text or "/" in text or "w" in text:
        iso = _of_year(text)
        if iso is not None:
            return iso
    if found := _GROUPED.fullmatch(text):
        text = found[1] + found[3] + found[4]
    if found := _SCIENTIFIC.fullmatch(text):
        text = (found[1] + found[2]).ljust(8, "0")
    if found := _FIGURES.fullmatch(text):
        figures, decimals = found[1], found[2] or ""
        if len(figures) == 5 and FIRST_SERIAL <= int(figures) <= LAST_SERIAL:
            day = _SERIAL_ZERO + datetime.timedelta(days=int(figures))
            return from_parts(day.year, day.month, day.day)
        if not decimals.strip("0"):
            reading = _written_together(figures, pivot, order)
            if reading is not None:
                return reading
    if found := _MARKED.fullmatch(text):
        return _since_1970(int(found[1]), milliseconds=True)
    if found := _SINCE_1970.fullmatch(text):
        return _since_1970(int(found[1]), milliseconds=len(found[1].lstrip("-")) > 10)
    return unreadable() if _FIGURES.fullmatch(text) else None


def _of_year(text: str) -> DateReading | None:
    """Read a day by its number in the year or its week (`1962-073`, `073/1962`, `1962-W11-3`, ISO 8601); None for
    another text, and for a day or week that the year does not have."""
    if found := _WEEK.fullmatch(text):
        year, week, weekday = (int(part) for part in found.groups())
        try:
            day = datetime.date.fromisocalendar(year, week, weekday)
        except ValueError:
            return None
        return from_parts(day.year, day.month, day.day)
    if found := _DAY_OF_YEAR.fullmatch(text) or _DAY_BEFORE_YEAR.fullmatch(text):
        year, number = int(found["year"]), int(found["day"])
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=max(number, 1) - 1)
        return from_parts(year, day.month, day.day) if number and day.year == year else None
    return None


def _written_together(figures: str, pivot: int, order: str) -> DateReading | None:
    """Read figures without separators by how many there are; None where no form fits."""
    by_year = (int(figures[:4]), int(figures[4:6] or 0), int(figures[6:8] or 0))
    if _STAMP.fullmatch(figures) and is_full_year(figures[:4]) and exists(*by_year):
        return from_parts(*by_year)
    if len(figures) == 8:
        year_behind = is_full_year(figures[4:]) and figures[4:6] in ("18", "19", "20")
        if year_behind:
            return _day_month_year(figures, order)
        return from_parts(*by_year)
    if len(figures) == 7:
        if is_full_year(figures[3:]):
            return _day_month_year(figures.zfill(8), order)
        # a figure too few or too many: only the year can be trusted
        return unreadable(int(figures[:4])) if is_full_year(figures[:4]) else unreadable()
    if len(figures) == 6:
        return _six_figures(figures, pivot, order)
    if len(figures) == 4 and is_full_year(figures):
        return from_parts(int(figures), 0, 0)
    return None


def _day_month_year(figures: str, order: str) -> DateReading:
    return swapped_if_impossible(
        int(figures[4:]), int(figures[:2]), int(figures[2:4]), month_first=order == "mdy"
    )


def _six_figures(figures: str, pivot: int, order: str) -> DateReading:
    """Read day, month and two figures of the year; another way only where no other can stand."""

    def century(two: str) -> int:
        return int(two) + (1900 if int(two) >= pivot else 2000)

    first, second, third = figures[:2], figures[2:4], figures[4:]
    by_day = (century(third), int(second), int(first))
    by_month = (century(third), int(first), int(second))
    by_year = (century(first), int(second), int(third))
    preferred = {"dmy": by_day, "mdy": by_month, "ymd": by_year}[order]
    _, month, day = preferred
    if exists(*preferred) or (day == 0 and 1 <= month <= 12):
        return from_parts(*preferred)
    others = [parts for parts in (by_day, by_month, by_year) if exists(*parts)]
    if is_full_year(figures[:4]) and 1 <= int(third) <= 12:
        others.append((int(figures[:4]), int(third), 0))
    return from_parts(*(others[0] if len(others) == 1 else preferred))


def _since_1970(number: int, *, milliseconds: bool) -> DateReading:
    """Read seconds or milliseconds; only midnights are dates."""
    if milliseconds and number % 1000:
        return unreadable()
    seconds = number // 1000 if milliseconds else number
    hour, rest = divmod(seconds % 86400, 3600)
    # midnight in the Netherlands is 22:00 or 23:00 in UTC; before 1940 it was some minutes before midnight
    if rest and not (hour == 23 and seconds < 0):
        return unreadable()
    if hour not in (0, 22, 23):
        return unreadable()
    moment = _EPOCH + datetime.timedelta(seconds=seconds)
    day = moment.date() + datetime.timedelta(days=1 if hour else 0)
    return from_parts(day.year, day.month, day.day)
