"""Ages, and years of two figures, that stand in the column of the birth date."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from brp_match.delivery.alignment import NOBODY, Address, There, address_of
from brp_match.delivery.findings import (
    NOTHING,
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    Values,
    probability,
    settle,
)
from brp_match.reading.name_age import read_age

COLUMN = "geboortedatum"

_FIGURES = re.compile(r"\s*(\d{1,3})(?:[.,]0)?\s*")

_MORE_OFTEN_AGES = 3.0
"""Prior odds that a bare number in this column is an age: programs that keep one write it in full years."""


def mend_ages(
    rows: Sequence[Values],
    today: date,
    vlp: str,
    answers: Answers,
    there: Mapping[Address, There] = MappingProxyType({}),
) -> Step:
    """Write ages as `34 jaar` and years of two figures whole, where a group of rows tells which they are.

    `today` is the day of the delivery, `there` who is registered at the addresses of the rows. What
    cannot be told apart stays as it is, which cannot be read.
    """
    texts = [row.get(COLUMN) or "" for row in rows]
    numbers = {
        p: int(found[1]) for p, text in enumerate(texts) if (found := _FIGURES.fullmatch(text))
    }
    fillers = _fillers(numbers.values())
    numbers = {p: number for p, number in numbers.items() if number not in fillers}
    told = [p for p, text in enumerate(texts) if read_age(text) is not None]
    if not numbers and not told:
        return NOTHING
    by_itself = _are_ages(list(numbers.values()), today)
    odds = by_itself + _at_the_addresses(rows, numbers, there, today)
    sure = probability(odds) if numbers else 1.0
    mended, question = settle(Kind.LEEFTIJD, vlp, COLUMN, len(numbers), sure, answers)
    mends: Mends = {}
    for place, number in numbers.items():
        if mended:
            mends[place] = {COLUMN: f"{number} jaar"}
        elif question is None and sure < 0.5 and number <= 99:
            mends[place] = {COLUMN: str(_born(number, today))}
    count = len(numbers) + (len(told) if mended or not numbers else 0)
    filled = sum(1 for text in texts if text)
    finding = Finding(
        Kind.LEEFTIJD, COLUMN, count, filled, max(sure, 1 - sure) if numbers else 1.0,
        "likelihood ratio", mended or bool(mends), {"getallen": len(numbers), "met jaar erbij": len(told)},
        "leeftijd" if mended or question else "jaar", question, own=(odds >= 0) == (by_itself >= 0),
    )  # fmt: skip
    return Step(mends, (finding,))


_AGAIN, _AGAIN_SHARE = 4, 0.2
"""A number in so many rows, and in so large a share of those with a bare number, is a filler: no
age is that of more than two customers in a hundred (`_share`)."""


def _fillers(numbers: Collection[int]) -> set[int]:
    """Return the numbers that say nothing of anybody: they stand in too many rows."""
    counted = Counter(numbers)
    return {n for n, rows in counted.items() if rows >= max(_AGAIN, _AGAIN_SHARE * len(numbers))}


def _are_ages(numbers: Sequence[int], today: date) -> float:
    """Return the log odds that these are ages and no years of birth, by how old customers are."""
    odds = math.log(_MORE_OFTEN_AGES)
    for number in numbers:
        odds += math.log(_share(number))
        odds -= math.log(_share((today.year - number) % 100) if number <= 99 else _ODD)
    return odds


_SOMEBODY = math.log(8)
"""Log-likelihood ratio of an address where somebody has this age, and nobody this year of birth, or the other way
round: the customer is registered there in seven of ten rows, and another fits by chance in one of twelve."""


def _at_the_addresses(
    rows: Sequence[Values], numbers: Mapping[int, int], there: Mapping[Address, There], today: date
) -> float:
    """Return the log-likelihood ratio of ages against years by who is registered at the addresses of the rows."""
    total = 0.0
    for place, number in numbers.items() if there else ():
        address = address_of(rows[place])
        known = there.get(address, NOBODY) if address else NOBODY
        years = {int(born[:4]) for born in known.births}
        as_age = bool(years & {today.year - number - 1, today.year - number})
        as_year = any(year % 100 == number for year in years)
        total += _SOMEBODY * (as_age - as_year)
    return total


_ODD = 1e-5


def _share(age: int) -> float:
    """Return the rough share of customers of this age, in years."""
    for limit, share in (
        (15, _ODD),
        (17, 0.001),
        (29, 0.016),
        (59, 0.018),
        (79, 0.009),
        (99, 0.0015),
    ):
        if age <= limit:
            return share
    return _ODD


def _born(figures: int, today: date) -> int:
    """Return the last year of these two figures in which a customer may be born."""
    year = today.year - (today.year - figures) % 100
    return year - 100 if today.year - year < 16 else year
