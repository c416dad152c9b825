"""What mending brought since last month, and what to aim for: from the deliverer's own rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from brp_match.report.cards import ExpectationResult
from brp_match.report.trend import Direction, MonthCount

SURE = 0.05
"""A change counts when chance brings one so large in fewer than one of twenty months."""


@dataclass(frozen=True)
class Brought:
    """A fault that is rarer (or, `worse`, more frequent) than the month before: `expected` faults had its share stayed."""

    code: str
    before: MonthCount
    now: MonthCount
    expected: float
    worse: bool

    @property
    def direction(self) -> Direction:
        """Return it as a trend is told."""
        return Direction.WORSE if self.worse else Direction.BETTER

    @property
    def difference(self) -> int:
        """Return about how many faults fewer, or more."""
        return round(abs(self.expected - self.now.teller))


def brought(results: Sequence[ExpectationResult]) -> tuple[Brought, ...]:
    """Return the faults that changed more than chance since the month before, what helped most first.

    Only of months that follow one another among those of a check, the last being that of the card.
    """
    found = []
    for one in results:
        months = one.maanden[-2:]
        if len(months) < 2 or not all(month.noemer for month in months):
            continue
        if not any(month.teller for month in months):
            continue
        before, now = months
        expected = before.teller / before.noemer * now.noemer
        worse = now.teller > expected
        if _chance(before, now, worse) < SURE:
            found.append(Brought(one.code, before, now, expected, worse))
    return tuple(sorted(found, key=lambda b: (b.worse, -b.difference, b.code)))


def _chance(before: MonthCount, now: MonthCount, worse: bool) -> float:
    """Fisher's exact test, one-sided: the chance of so few, or so many, in this month if nothing changed."""
    from scipy.stats import hypergeom

    rows = (before.noemer + now.noemer, before.teller + now.teller, now.noemer)
    # asked of the distribution itself: an object of it with its rows takes ten times as long to make
    return float(hypergeom.sf(now.teller - 1, *rows) if worse else hypergeom.cdf(now.teller, *rows))


def target(result: ExpectationResult) -> int | None:
    """Return the most faults to aim for next month, in a delivery of the same size; None where there is nothing to gain.

    That is the norm where there is one, else half of this month's.
    """
    most = result.teller // 2 if result.norm is None else floor(result.norm * result.noemer + 1e-9)
    return most if result.teller > most else None
