"""Birth dates that a spreadsheet filled down: every row a day, a month or a year on from the one above.

Only the first of such a row of cells was somebody's. The others are lost, not absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from brp_match.delivery.findings import Finding, Kind, Mends, Step, Values

COLUMN = "geboortedatum"

AT_LEAST = 4
"""So many rows in one step. Of two customers the second is a day, month or year on from the first once in 5,000."""

AT_LEAST_SORTED = 10
"""The same where the rows stand in the order of their dates, as neighbours there are near each other."""

SORTED = 0.9
"""From this share of steps in one direction on the rows are sorted, of at least ten steps."""


def mend_series(rows: Sequence[Values], births: Sequence[date | None]) -> Step:
    """Empty the dates that follow the one above in one step.

    `rows` of one VLP in one file, in its order; `births` the birth date of each as it is read.
    """
    steps = [_step(one, other) for one, other in pairwise(births)]
    runs = _runs(steps)
    fewest = AT_LEAST_SORTED if _is_sorted(births, steps) else AT_LEAST
    places = [
        p for first, last in runs if last - first + 1 >= fewest for p in range(first + 1, last + 1)
    ]
    if not places:
        return Step({})
    mends: Mends = {place: {COLUMN: None} for place in places}
    filled = sum(1 for row in rows if row.get(COLUMN))
    evidence = {"volgt op de rij erboven": len(places)}
    finding = Finding(
        Kind.GEEN_GEBOORTEDATUM, COLUMN, len(places), filled, 1.0, "reeks", True, evidence, "reeks"
    )
    return Step(mends, (finding,))


def _step(one: date | None, other: date | None) -> int:
    """Return 1 or -1 for a day, 2 or -2 for a month, 3 or -3 for a year, 0 for any other step.

    Many people stand on 1 January: a year between two of those is no step.
    """
    if one is None or other is None:
        return 0
    if abs((other - one).days) == 1:
        return (other - one).days
    months = (other.year - one.year) * 12 + other.month - one.month
    if one.day != other.day or (one.month == one.day == 1 and abs(months) == 12):
        return 0
    return {1: 2, -1: -2, 12: 3, -12: -3}.get(months, 0)


def _runs(steps: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last row of every stretch of one step."""
    runs, first = list[tuple[int, int]](), 0
    for place, step in enumerate([*steps, 0]):
        if place and step != steps[place - 1]:
            if steps[place - 1]:
                runs.append((first, place))
            first = place
    return runs


def _is_sorted(births: Sequence[date | None], steps: Sequence[int]) -> bool:
    """Tell whether the dates that are in no stretch stand in their order, up or down."""
    ups = [
        other >= one
        for (one, other), step in zip(pairwise(births), steps, strict=True)
        if one and other and not step
    ]
    return len(ups) >= 10 and max(sum(ups), len(ups) - sum(ups)) >= SORTED * len(ups)
