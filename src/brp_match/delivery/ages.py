"""Ages, and years of two figures, that stand in the column of the birth date."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date

from brp_match.delivery.findings import (
    NOTHING,
    Finding,
    Habit,
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


def mend_ages(rows: Sequence[Values], today: date, vlp: str, answers: Mapping[str, Habit]) -> Step:
    """Write ages as `34 jaar` and years of two figures whole, where a group of rows tells which they are.

    `today` is the day of the delivery. What cannot be told apart stays as it is, which cannot be read.
    """
    texts = [row.get(COLUMN) or "" for row in rows]
    numbers = {
        p: int(found[1]) for p, text in enumerate(texts) if (found := _FIGURES.fullmatch(text))
    }
    told = [p for p, text in enumerate(texts) if read_age(text) is not None]
    if not numbers and not told:
        return NOTHING
    sure = _are_ages(list(numbers.values()), today) if numbers else 1.0
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
        "leeftijd" if mended or question else "jaar", question,
    )  # fmt: skip
    return Step(mends, (finding,))


def _are_ages(numbers: Sequence[int], today: date) -> float:
    """Return the posterior that these are ages and no years of birth, by how old customers are."""
    odds = math.log(_MORE_OFTEN_AGES)
    for number in numbers:
        odds += math.log(_share(number))
        odds -= math.log(_share((today.year - number) % 100) if number <= 99 else _ODD)
    return probability(odds)


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
