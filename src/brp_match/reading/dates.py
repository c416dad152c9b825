"""Dates as Dutch deliveries and registers write them, in parts.

`read_date` gives the parts and what kind of date it is; `read_day` a full real date or None.

Understood: `1-1-2000` with any usual separator, `01012000`, `1012000`, `010100`, `1-1-00`, `2000-01-01` and
`20000101` (with 00, x or ? for unknown parts), all with a time, a zone or a remark in brackets behind them;
months and days of the week in Dutch or English words, months in ten other languages, in any order and with any usual shortening
(`woensdag 14 maart 1962`, `Mar 14, 1962`, `Wed Mar 14 00:00:00 CET 1962`); a month and a year, or a year; numbers
that a program made of a date (`date_numbers`). A time from 22:00 in UTC is midnight of the next day in the
Netherlands, written so by an export, and counts as that day. A month in front is read as such where it
cannot be the day (`3/14/1962`); where it can be either, `order` decides.

Years of two digits: a birth date `20` to `99` is 1920 to 1999 and `00` to `19` is 2000 to 2019, because
signals are about adults; of other dates `70` to `99` is 1970 to 1999 and the rest 20jj.
"""

from __future__ import annotations

import datetime
import re
from typing import Literal

from brp_match.reading.date_numbers import read_number
from brp_match.reading.date_parts import (
    DateReading,
    from_parts,
    is_full_year,
    missing,
    swapped_if_impossible,
    unreadable,
)
from brp_match.reading.date_words import cleaned, month_number, without_time

Order = Literal["dmy", "mdy", "ymd"]
"""Which part stands first where two figures could be either; `ymd` for two-digit years in front."""

BIRTH_PIVOT = 20
"""First two-digit year read as 19jj in a birth date."""
OTHER_PIVOT = 70
"""First two-digit year read as 19jj in any other date."""

LOST_CENTURY = 99
"""A year of four figures up to this lost its century: `14-03-0062`."""

MISSING = frozenset(
    (
        "", "onbekend", "onbek", "onb", "nvt", "n.v.t.", "n.v.t", "n/a", "na", "#n/a", "#n/b", "null", "none", "nan",
        "nat", "<na>", "nil", "geen", "leeg", "niet bekend", "niet ingevuld", "unknown", "-", "--", "---", ".", "?", "??",
        "x", "xx", "nnb", "n.n.b.", "\\n",
    )
)  # fmt: skip
"""What deliverers write for no date, in lower case."""

_EIGHT = re.compile(r"[0-9]{8}")
_DUTCH = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NOTHING = re.compile(r"[-0/.: ]*")
_SEPARATORS = re.compile(r"[\s\-/.,_'’`|\\:;~]+")
_UNKNOWN = re.compile(r"[x?*]{1,4}|onb|onbekend")
_BETWEEN = frozenset({"de", "del", "r", "г", "р"})
"""Words between the parts of a date, or for year behind it, in other languages (14 de marzo de 1962, 14 marca 1962 r.)."""
_ORDINAL = re.compile(r"([0-9]{1,2})(?:e|de|ste|st|nd|rd|th)(?![a-z0-9])")
_MISREAD = re.compile(r"(?<![a-z0-9])(?=[oil0-9]*[0-9])[oil0-9]{1,4}(?![a-z0-9])")
_MISREAD_AS = str.maketrans("oil", "011")


def read_date(text: str | None, *, order: Order = "dmy", pivot: int = BIRTH_PIVOT) -> DateReading:
    """Return year, month, day and kind of a date as it was written.

    `kind` is `geldig` (a real, full date of the years 1 to 9999), `onvolledig` (day, or day and month,
    unknown), `ontbreekt` (nothing, or a word or zeros for nothing), `standaard` (a known placeholder of a
    program that nobody can be born on, such as 1-1-0001) or `ongeldig` (it cannot exist, or was not
    understood). An unknown part is None; of a date that cannot exist the parts that could stand by themselves
    are kept (31-02-1990: all three; 19660013: year and day). `pivot`: first two-digit year read as 19jj.
    """
    if text is None:
        return missing()
    plain = _plain_form(text, order)
    if plain is not None:
        return plain
    lowered = cleaned(text)
    if lowered in MISSING or _NOTHING.fullmatch(lowered):
        return missing()
    number = read_number(lowered, pivot=pivot, order=order)
    if number is not None:
        return number
    rest, next_day = without_time(lowered)
    if rest and _NOTHING.fullmatch(rest):
        return missing()
    reading = _by_tokens(rest, order, pivot)
    return _day_later(reading) if next_day else reading


def read_day(text: str | None, *, order: Order = "dmy") -> datetime.date | None:
    """Return the date of a text that is not a birth date (a signal, a move); None for anything but a full real date."""
    reading = read_date(text, order=order, pivot=OTHER_PIVOT)
    return reading.date if reading.kind in ("geldig", "standaard") else None


def pivot_of(column: str) -> int:
    """Return the first two-digit year that is read as 19jj in a column of signals: people were born long ago, what else
    has a date was not."""
    return BIRTH_PIVOT if column == "geboortedatum" else OTHER_PIVOT


def _plain_form(text: str, order: Order) -> DateReading | None:
    """Read the three forms that most dates have; None for any other text."""
    if _EIGHT.fullmatch(text) and text[4:6] < "18":
        return (
            from_parts(int(text[:4]), int(text[4:6]), int(text[6:])) if text > "00000000" else None
        )
    if found := _DUTCH.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if year > LOST_CENTURY:
            return swapped_if_impossible(year, first, second, month_first=order == "mdy")
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        if year > LOST_CENTURY:
            return from_parts(year, month, day)
    return None


def _by_tokens(text: str, order: Order, pivot: int) -> DateReading:
    """Read figures, months and marks for the unknown between separators."""
    text = _MISREAD.sub(lambda found: found[0].translate(_MISREAD_AS), text)
    parts = _SEPARATORS.split(_ORDINAL.sub(r"\1", _apart(text)))
    tokens = [token for token in parts if token and token not in _BETWEEN]
    if any(
        not (token.isdigit() or _UNKNOWN.fullmatch(token) or month_number(token))
        for token in tokens
    ):
        return unreadable()
    if len(tokens) == 1 and tokens[0].isdigit():
        number = read_number(tokens[0], pivot=pivot, order=order)
        return number if number is not None else unreadable()
    words = [place for place, token in enumerate(tokens) if month_number(token)]
    if len(words) == 1:
        return _with_month_word(tokens, words[0], pivot)
    if words:
        return unreadable()
    if len(tokens) == 3:
        return _three_figures(tokens, order, pivot)
    if len(tokens) == 2:
        return _month_and_year(tokens)
    return unreadable()


_LETTERS_AND_FIGURES = re.compile(r"(?<=[0-9])(?=[a-z]{3})|(?<=[a-z]{3})(?=[0-9])")


def _apart(text: str) -> str:
    """Put a space between figures and a month written together (`14mrt1962`)."""
    return _LETTERS_AND_FIGURES.sub(" ", text)


def _value(token: str) -> int:
    """Return the figure of a token; 0 for a mark that it is unknown."""
    return int(token) if token.isdecimal() else 0


def full_year(token: str, pivot: int) -> int:
    """Return the year that two or four figures mean; 0 for any other number of figures."""
    if len(token) == 4:
        year = _value(token)
        return year + 1900 if pivot <= year <= LOST_CENTURY else year
    if len(token) == 2 and token.isdecimal():
        return int(token) + (1900 if int(token) >= pivot else 2000)
    return 0


def _with_month_word(tokens: list[str], place: int, pivot: int) -> DateReading:
    month = month_number(tokens[place])
    others = tokens[:place] + tokens[place + 1 :]
    if len(others) == 1:
        if is_full_year(others[0]):
            return from_parts(int(others[0]), month, 0)
        if len(others[0]) == 2 and _value(others[0]) > 31:
            return from_parts(full_year(others[0], pivot), month, 0)
        return from_parts(0, month, _value(others[0]))
    if len(others) != 2:
        return unreadable()
    # the year is what has four figures, else the last
    year, day = others if len(others[0]) == 4 else (others[1], others[0])
    if len(day) > 2 and day.isdigit():
        return unreadable()
    return from_parts(full_year(year, pivot), month, _value(day))


def _three_figures(tokens: list[str], order: Order, pivot: int) -> DateReading:
    sizes = [len(token) for token in tokens]
    if [token.lstrip("0") for token in tokens] == ["1", "1", "1"] and max(sizes[:2]) <= 2:
        return from_parts(1, 1, 1)
    if sizes[0] == 4 and max(sizes[1:]) <= 2:
        return from_parts(full_year(tokens[0], pivot), _value(tokens[1]), _value(tokens[2]))
    if max(sizes[:2]) > 2 or sizes[2] not in (2, 4):
        return unreadable()
    if order == "ymd" and sizes[2] == 2:
        return from_parts(
            full_year(tokens[0].zfill(2), pivot), _value(tokens[1]), _value(tokens[2])
        )
    year = full_year(tokens[2], pivot)
    return swapped_if_impossible(
        year, _value(tokens[0]), _value(tokens[1]), month_first=order == "mdy"
    )


def _month_and_year(tokens: list[str]) -> DateReading:
    first, second = tokens
    if is_full_year(second) and len(first) <= 2:
        return from_parts(int(second), _value(first), 0)
    if is_full_year(first) and len(second) <= 2:
        return from_parts(int(first), _value(second), 0)
    return unreadable()


def _day_later(reading: DateReading) -> DateReading:
    """Return the next day of a real date; any other reading as it is."""
    if reading.date is None or reading.date == datetime.date.max:
        return reading
    later = reading.date + datetime.timedelta(days=1)
    return from_parts(later.year, later.month, later.day)
