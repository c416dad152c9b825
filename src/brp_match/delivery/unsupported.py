"""Birth dates that cannot be what they are read as: numbers few of which are a date, dates that are nobody's.

A number that happens to read as a date among many that do not is none. And where the surname is that of somebody at
the address, the birth date is theirs in more than half of the rows; of a column in which that is never so, whatever
it holds, no date proves that somebody is not there.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from brp_match.delivery.alignment import Evidence
from brp_match.delivery.findings import (
    NOTHING,
    Finding,
    Kind,
    Mends,
    Step,
    probability,
)
from brp_match.reading.date_parts import DateReading

COLUMN = "geboortedatum"

AT_LEAST = 4
"""So many numbers before they can be told to be no dates."""

READ = 0.6
"""Of numbers that are dates nearly all read as one; of others one in ten."""

OLD, MANY = 95, 0.3
"""Of people in debt hardly any is older, in years; where so large a part of the different numbers is, they count something else."""

NEVER = math.log(0.5)
"""Log-likelihood ratio of a row whose surname agrees at its address and whose date does not."""

ONCE = math.log(0.5 / 0.002)
"""The same of one whose date agrees as well."""

NUMBERS, DATES = math.log(0.05), math.log(0.001)
"""Natural logarithm of the prior odds that a column of numbers, or of dates, holds something else than it is read as."""


def drop_unsupported(
    read: Sequence[DateReading],
    numbers: Mapping[int, str],
    evidence: Sequence[Evidence],
    today: date,
) -> Step:
    """Empty the birth dates that cannot be birth dates.

    `read`: as they are read, by row; `numbers`: the figures of the rows whose cell is one number; `evidence`
    of the same rows, empty without a register; `today` the day of the delivery.
    """
    births = [one.date for one in read]
    understood = sum(read[p].kind in ("geldig", "onvolledig") for p in numbers)
    places, by_register = set[int](), False
    below = sum(one[0] == "-" and read[p].kind == "ongeldig" for p, one in numbers.items())
    # one value of many rows is a deliverer's own for "unknown", and tells nothing of the others
    days = {figures: births[p] for p, figures in numbers.items()}.values()
    old = sum(born is not None and today.year - born.year > OLD for born in days)
    if len(numbers) >= AT_LEAST and (
        understood < READ * len(numbers) or below >= 2 or old > MANY * len(days)
    ):
        places = {p for p in numbers if births[p] is not None}
    others = {p for p, born in enumerate(births) if born is not None} - set(numbers)
    for rows, prior in ((set(numbers), NUMBERS), (others, DATES)):
        if evidence and not places & rows and _nobodys(births, rows, evidence, prior):
            places |= {p for p in rows if births[p] is not None}
            by_register = True
    if not places:
        return NOTHING
    mends: Mends = {p: {COLUMN: None} for p in sorted(places)}
    filled = sum(born is not None for born in births)
    return Step(mends, (Finding(
        Kind.GEEN_GEBOORTEDATUM, COLUMN, len(places), max(filled, len(places)), 0.99, "likelihood ratio", True,
        {"rijen": len(places)}, "van niemand", own=not by_register,
    ),))  # fmt: skip


def _nobodys(
    births: Sequence[date | None],
    rows: Collection[int],
    evidence: Sequence[Evidence],
    prior: float,
) -> bool:
    """Tell whether the dates of these rows are those of nobody where the surname says that somebody is meant."""
    named = [p for p in rows if births[p] and evidence[p].names & evidence[p].names_there]
    agree = sum(str(births[p]) in evidence[p].births_there for p in named)
    return probability(prior - (len(named) - agree) * NEVER - agree * ONCE) >= 0.5
