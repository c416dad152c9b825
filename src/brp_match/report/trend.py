"""What months tell of one share: better, worse, the same, or too few to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from brp_match.dutch import Month
from brp_match.report.statistics.pchart import PChart, p_chart


class Direction(StrEnum):
    """Where a share of faults goes; fewer faults is better."""

    BETTER = "beter"
    WORSE = "slechter"
    SAME = "gelijk"
    UNKNOWN = "onbekend"


@dataclass(frozen=True)
class MonthCount:
    """One month of a share: `teller` faults among `noemer` cases."""

    maand: Month
    teller: int
    noemer: int


@dataclass(frozen=True)
class Trend:
    """A direction, the month since which, and the levels before and after where both are known."""

    richting: Direction
    sinds: Month | None = None
    van: float | None = None
    naar: float | None = None


def chart_of(months: Sequence[MonthCount]) -> tuple[tuple[Month, ...], PChart]:
    """Return the months that have cases, and their p-chart."""
    used = [m for m in months if m.noemer > 0]
    return tuple(m.maand for m in used), p_chart([(m.teller, m.noemer) for m in used])


def trend_of(months: Sequence[MonthCount]) -> Trend:
    """Judge the last month against those before it, by its p-chart and never by eye.

    A month beyond the limits of its level counts at once; a lasting shift counts from the month
    it began. With fewer than two months nothing is said.
    """
    used, chart = chart_of(months)
    if len(used) < 2 or used[-1] != months[-1].maand:
        return Trend(Direction.UNKNOWN)
    last = chart.points[-1]
    if last.outside:
        earlier = p_chart(
            [(p.numerator, p.denominator) for p in chart.points[chart.phases[-1] : -1]]
        )
        before = earlier.points[-1].centre if earlier.points else last.centre
        direction = Direction.WORSE if last.rate > last.centre else Direction.BETTER
        return Trend(direction, used[-1], before, last.rate)
    if len(chart.phases) > 1:
        start = chart.phases[-1]
        before, after = chart.points[start - 1].centre, chart.points[start].centre
        direction = Direction.WORSE if after > before else Direction.BETTER
        return Trend(direction, used[start], before, after)
    return Trend(Direction.SAME, None, last.centre, last.centre)
