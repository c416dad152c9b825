"""How a signal's birth date relates to a resident's: a level of `comparators/geboortedatum.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from jellyfish import hamming_distance

from brp_match.content import ModelFigures
from brp_match.link.records import BirthDate, SignalDate

FAR_YEARS = 5
"""Two dates with day and month different too are further apart than any mistake here: most pairs end at once."""


_DIFFERS = frozenset({"deels", "afwijkend", "onvolledig_anders"})

_WORSE = (
    "typefout",
    "dag_maand_gelijk",
    "deels",
    "afwijkend",
    "onvolledig_past",
    "onvolledig_anders",
)
"""Levels that another reading of a date may better; of two that are here the first agrees better."""


class DateEvidence(NamedTuple):
    """How the two birth dates agree: the id of the level, and P(the source writes this date whatever the
    truth) of a placeholder, else None."""

    level: str
    placeholder: float | None = None


def compare_dates(signal: SignalDate, resident: BirthDate, figures: ModelFigures) -> DateEvidence:
    """Return how the birth dates agree. Placeholders are compared before they are discarded.

    Of a date that may be read in two ways the one that agrees better counts: the other is no evidence against anybody.
    """
    level = _level(signal, resident, figures.calendar_days)
    if signal.other is not None and level in _WORSE:
        other = _level(signal._replace(date=signal.other), resident, figures.calendar_days)
        level = min(level, other, key=_WORSE.index) if other in _WORSE else other
    return DateEvidence(level, signal.placeholder)


def understood(found: Sequence[DateEvidence]) -> list[DateEvidence]:
    """Return how a date that nobody in debt has agrees with all candidates of its signal: unless it is that of one of them
    (a child), it was not understood, and says nothing but where it agrees by a slip."""
    if any(one.level in ("gelijk", "standaard_gelijk") for one in found):
        return list(found)
    return [one._replace(level="onleesbaar") if one.level in _DIFFERS else one for one in found]


def _level(signal: SignalDate, r: BirthDate, calendar_days: int) -> str:
    s, placeholder = signal.date, signal.placeholder is not None
    unreadable = signal.kind == "ongeldig"
    if s.year is None or r.year is None or unreadable:
        level = _of_age(signal.years, r.year)
        return "onleesbaar" if unreadable and level == "ontbreekt" else level
    if None in (s.month, s.day, r.month, r.day):
        return _of_parts(s, r, placeholder)
    if s == r:
        return "standaard_gelijk" if placeholder else "gelijk"
    if placeholder:
        return "standaard_anders"
    if s.month != r.month and s.day != r.day and abs(s.year - r.year) > FAR_YEARS:
        return "afwijkend"
    if s.year == r.year and s.month == r.day and s.day == r.month:
        return "dag_maand_omgedraaid"
    if _is_mistyped(s, r, calendar_days):
        return "typefout"
    if s.month == r.month and s.day == r.day:
        return "dag_maand_gelijk"
    return "deels" if _agrees_in_part(s, r) else "afwijkend"


def _of_age(years: tuple[int, ...], year: int | None) -> str:
    """No date, but an age or a year behind the name may say when its holder was born."""
    if not years or year is None:
        return "ontbreekt"
    return "leeftijd_past" if year in years else "leeftijd_anders"


def _of_parts(s: BirthDate, r: BirthDate, placeholder: bool) -> str:
    """A date of which one side knows a part only."""
    if placeholder and s.year != r.year:
        return "ontbreekt"
    same_month = s.month is None or r.month is None or s.month == r.month
    fits = same_month or (s.month == 1 and s.day == 1)
    return "onvolledig_past" if s.year == r.year and fits else "onvolledig_anders"


def _is_mistyped(s: BirthDate, r: BirthDate, calendar_days: int) -> bool:
    """Another figure, two figures swapped (that is every edit of eight figures to eight), a number next to it
    (1959 and 1960), a day by a time zone, or the days between Excel's two calendars."""
    if _is_next_to(s, r):
        return True
    ours, theirs = _figures(s), _figures(r)
    apart = hamming_distance(ours, theirs)
    if apart == 1 or (apart == 2 and sorted(ours) == sorted(theirs)):
        return True
    ours_day, theirs_day = _day(s), _day(r)
    return (
        ours_day is not None
        and theirs_day is not None
        and abs((ours_day - theirs_day).days) in (1, calendar_days)
    )


def _is_next_to(s: BirthDate, r: BirthDate) -> bool:
    """One of day, month and year is the number next to it, the others are equal."""
    pairs = ((s.year, r.year), (s.month, r.month), (s.day, r.day))
    apart = [abs(one - other) for one, other in pairs if one is not None and other is not None]
    return sum(apart) == 1


def _agrees_in_part(s: BirthDate, r: BirthDate) -> bool:
    if s.year == r.year:
        return s.month == r.month or s.day == r.day or (s.month == 1 and s.day == 1)
    assert s.year is not None
    assert r.year is not None
    return s.month == r.day and s.day == r.month and abs(s.year - r.year) <= 1


def _figures(d: BirthDate) -> str:
    """The date as `ddmmjjjj`."""
    return f"{d.day:02}{d.month:02}{d.year:04}"


def _day(d: BirthDate) -> date | None:
    """The day of the calendar, None where there is no such day."""
    try:
        return date(d.year or 0, d.month or 0, d.day or 0)
    except ValueError:
        return None
