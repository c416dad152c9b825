"""Birth dates as a number that says nothing by itself: read where the whole column and the register agree on how.

`1962073` is a year and a day of the year, `0620314` a century, a year, a month and a day (AS/400), and `803` may be days
since 1960 (SAS), 1970 or whatever day a program counts from; seconds and smaller steps too. For every row with a
known address it is counted whether somebody born on the date is registered there, as it is read and as the column
may be meant; a day that nobody named is found by the rows that agree on one. A likelihood ratio weighs them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from brp_match.delivery.alignment import AGREES, Evidence
from brp_match.delivery.findings import (
    NOTHING,
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    probability,
    settle,
)
from brp_match.reading.dates import read_date

COLUMN = "geboortedatum"

AT_LEAST = 3
"""So many numbers make a column of numbers."""

READABLE = 0.9
"""Of a column that is meant so, at least this share is a date."""

FORM = math.log(0.02)
"""Natural logarithm of the prior odds that a column of numbers has one of the forms that are named."""

COUNTED = math.log(0.02 / 40_000)
"""The same of days counted from one day of the hundred years in which a program may begin."""

AGREES_ON_ONE = math.log(0.4 / 0.001)
"""Log-likelihood ratio of a row at whose address somebody is born so many days from the number as others are:
two in five where it is so, one in a thousand by chance."""

UNITS = {1: "dagen", 86_400: "seconden", 86_400_000: "milliseconden", 864_000_000_000: "delen van een seconde"}  # fmt: skip
"""Steps in a day → what is counted."""

OLDEST = date(1900, 1, 1)

_NUMBER = re.compile(r"\s*(-?)(\d{1,3}(?:\.\d{3})+|\d{1,19})(?:[.,]\d{1,2})?\s*")


@dataclass(frozen=True, slots=True)
class Meant:
    """One way to read the numbers of a column: `told` in Dutch, the dates by place, rows that agree at their
    address, and the log odds beside the usual reading."""

    told: str
    dates: Mapping[int, date]
    hits: int
    odds: float


def mend_day_numbers(
    texts: Sequence[str | None], evidence: Sequence[Evidence], vlp: str, answers: Answers
) -> Step:
    """Read the numbers in a column of birth dates as the register says they are meant.

    `texts`: the column as it was delivered; `evidence` of the same rows, with the birth date as it is read
    now. A mended cell is written `jjjj-mm-dd`.
    """
    numbers = numbers_of(texts)
    if len(numbers) < AT_LEAST:
        return NOTHING
    own = sum(evidence[p].birth in evidence[p].births_there for p in numbers)
    best = max(
        [*_forms(numbers, evidence, own), *_counts(numbers, evidence, own)],
        key=lambda one: one.odds,
        default=None,
    )
    sure = probability(best.odds) if best else 0.0
    if best is None or sure < 0.5:
        return NOTHING
    mended, question = settle(Kind.DATUM_ALS_GETAL, vlp, COLUMN, len(best.dates), sure, answers)
    mends: Mends = {}
    if mended:
        mends = {p: {COLUMN: day.isoformat()} for p, day in best.dates.items()}
    counts = {"klopt zo gelezen": best.hits, "klopt zoals geleverd": own}
    return Step(mends, (Finding(
        Kind.DATUM_ALS_GETAL, COLUMN, len(best.dates), sum(1 for text in texts if text), sure, "likelihood ratio",
        mended, counts, best.told, question, own=False,
    ),))  # fmt: skip


def numbers_of(texts: Sequence[str | None]) -> dict[int, str]:
    """Return the cells that are one whole number, as figures with their sign, by place."""
    found = {p: one for p, text in enumerate(texts) if text and (one := _NUMBER.fullmatch(text))}
    return {p: one[1] + one[2].replace(".", "") for p, one in found.items()}


def odd_numbers(texts: Sequence[str | None]) -> dict[int, str]:
    """Return the numbers, by place, that are no year, month and day of eight figures, nor an age: those of three
    figures or less only where most have more."""
    found = {p: figures for p, figures in numbers_of(texts).items() if len(figures) != 8}
    long = {p: figures for p, figures in found.items() if len(figures) > 3}
    return found if 2 * len(long) > len(found) else long


def _forms(numbers: Mapping[int, str], evidence: Sequence[Evidence], own: int) -> list[Meant]:
    """The forms that are named, where nearly every number is a date so."""
    found = []
    for told, read in (("het jaar en de dag van het jaar", _day_of_year), ("eeuw, jaar, maand en dag", _century)):  # fmt: skip
        dates = {p: day for p, figures in numbers.items() if (day := read(figures))}
        if len(dates) >= READABLE * len(numbers):
            hits = _hits(dates, evidence)
            found.append(Meant(told, dates, hits, (hits - own) * AGREES + FORM))
    return found


def _day_of_year(figures: str) -> date | None:
    """Read `1962073`, and `62073` or `5073` that lost its zeros."""
    if len(figures) == 7:
        year, day = int(figures[:4]), int(figures[4:])
    elif figures.isdigit() and 4 <= len(figures) <= 5:
        two = int(figures[:-3])
        year, day = two + (1900 if two >= 20 else 2000), int(figures[-3:])
    else:
        return None
    if not (OLDEST.year <= year <= 2099 and 1 <= day <= 366):
        return None
    found = date(year, 1, 1) + timedelta(days=day - 1)
    return found if found.year == year else None


def _century(figures: str) -> date | None:
    """Read `0620314` and `620314` as 14-03-1962, and `1030314` as 14-03-2003."""
    if not (figures.isdigit() and 5 <= len(figures) <= 7) or int(figures) >= 2_000_000:
        return None
    full = int(figures) + 19_000_000
    try:
        return date(full // 10_000, full // 100 % 100, full % 100)
    except ValueError:
        return None


def _counts(numbers: Mapping[int, str], evidence: Sequence[Evidence], own: int) -> list[Meant]:
    """Steps counted from a day on which most rows agree."""
    found = []
    for unit, what in UNITS.items():
        days = {p: (2 * int(figures) + unit - 1) // (2 * unit) for p, figures in numbers.items()}
        if max(days.values()) - min(days.values()) > 100 * 366:
            continue
        votes: Counter[int] = Counter()
        for p, day in days.items():
            votes.update({born.toordinal() - day for born in _born(evidence[p])})
        if not votes:
            continue
        first, hits = min(votes.items(), key=lambda one: (-one[1], one[0]))
        dates = {p: born for p, day in days.items() if (born := _on(first + day))}
        if len(dates) < READABLE * len(numbers):
            continue
        zero = _on(first)
        since = f" vanaf {zero.day}-{zero.month}-{zero.year}" if zero else ""
        odds = (hits - own) * AGREES_ON_ONE + COUNTED
        found.append(Meant(f"het aantal {what}{since}", dates, hits, odds))
    return found


def _born(one: Evidence) -> set[date]:
    """The whole birth dates of an address; those that the register has in part tell no number of days."""
    read = (read_date(born).date for born in one.births_there)
    return {born for born in read if born is not None and born >= OLDEST}


def _on(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _hits(dates: Mapping[int, date], evidence: Sequence[Evidence]) -> int:
    return sum(day.isoformat() in evidence[p].births_there for p, day in dates.items())
