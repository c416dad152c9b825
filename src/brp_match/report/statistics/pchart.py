"""p-chart over months, with Laney's p' limits where months vary more than chance allows.

References: Montgomery, Introduction to Statistical Quality Control (p-chart, sample sizes that
vary); Laney (2002), "Improved control charts for attributes", Quality Engineering 14: 531-537
(sigma_z from the moving range of the z-scores); Hawkins & Zamba (2005), J. Quality Technology 37:
164-173 (a shift in level found by its likelihood ratio).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import fmean, median

SIGMAS = 3.0
"""Width of the control limits in standard deviations (Shewhart)."""

TAIL = 0.00135
"""Probability beyond three standard deviations on one side."""

MEAN_RANGE = 1.128
"""Mean of a moving range of two standard normal values (d2 for n = 2)."""

MEDIAN_RANGE = 0.954
"""Median of the same range; one lasting shift moves the mean of the ranges, hardly the median."""

SHIFT_DEVIANCE = 10.83
"""A split in two levels counts when its deviance exceeds this: chi-square(1) at 0.999."""

SHORTEST_PHASE = 3
"""Months a level must last before it is drawn as a level of its own."""


@dataclass(frozen=True)
class ChartPoint:
    """One month: its count, the level of its phase, its limits, and whether it lies outside."""

    numerator: int
    denominator: int
    centre: float
    low: float
    high: float

    @property
    def rate(self) -> float:
        """Return numerator / denominator."""
        return self.numerator / self.denominator

    @property
    def outside(self) -> bool:
        """Tell whether the rate lies beyond a limit."""
        return not self.low - 1e-12 <= self.rate <= self.high + 1e-12


@dataclass(frozen=True)
class PChart:
    """Points in the order of time; `phases` are the indexes where a new level starts (0 first).

    `sigma_z` is 1 unless the chart is `prime` (Laney's p').
    """

    points: tuple[ChartPoint, ...]
    phases: tuple[int, ...]
    sigma_z: float
    prime: bool


def p_chart(counts: Sequence[tuple[int, int]]) -> PChart:
    """Make the chart of (numerator, denominator) per month; every denominator is above 0.

    Levels are split where the share shifted for good. Within a level the limits are exact
    binomial counts at the tail probabilities of three sigmas; on a p' chart they are centre +-
    3 * sigma_z * sqrt(c(1-c)/n), cut to [0, 1].
    """
    if any(n <= 0 or not 0 <= k <= n for k, n in counts):
        raise ValueError("every month needs 0 <= numerator <= denominator and denominator > 0")
    phases = find_phases(counts)
    bounds = [*phases, len(counts)]
    levels = [pooled(counts[a:b]) for a, b in itertools.pairwise(bounds)]
    centres = [
        level for level, a, b in zip(levels, bounds, bounds[1:], strict=False) for _ in range(b - a)
    ]
    scores = _scores(counts, centres)
    prime = is_prime(scores)
    spread = sigma_z(scores) if prime else 1.0
    points = tuple(
        ChartPoint(k, n, centre, *(sigma_limits if prime else exact_limits)(n, centre, spread))
        for (k, n), centre in zip(counts, centres, strict=True)
    )
    return PChart(points, phases, spread, prime)


def pooled(counts: Sequence[tuple[int, int]]) -> float:
    """Return the pooled proportion of the months; 0.0 for none."""
    total = sum(n for _, n in counts)
    return sum(k for k, _ in counts) / total if total else 0.0


def sigma_z(scores: Sequence[float]) -> float:
    """Return Laney's sigma_z: mean moving range of the z-scores / 1.128; 1.0 below two scores."""
    ranges = _ranges(scores)
    return fmean(ranges) / MEAN_RANGE if ranges else 1.0


def is_prime(scores: Sequence[float]) -> bool:
    """Tell whether the months vary more than binomial chance: then the p' limits are used.

    Needs at least eight months. Both the mean and the median of the moving ranges must exceed
    what 95% of in-control charts show (1 + 1.645 * sqrt(0.83 / (months - 1)) for the mean, whose
    variance factor 0.83 is that of the moving-range estimate of sigma).
    """
    if len(scores) < 8:
        return False
    ranges = _ranges(scores)
    bound = 1.0 + 1.645 * sqrt(0.83 / len(ranges))
    return fmean(ranges) / MEAN_RANGE > bound and median(ranges) / MEDIAN_RANGE > bound


def find_phases(counts: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return the indexes where a new level starts; always begins with 0.

    Splits in two at the month with the largest binomial deviance, when that exceeds 10.83 and
    both parts last three months or more, and repeats within the parts.
    """
    return (0, *sorted(_splits(counts, 0)))


def _splits(counts: Sequence[tuple[int, int]], offset: int) -> list[int]:
    whole = _log_likelihood(counts)
    candidates = range(SHORTEST_PHASE, len(counts) - SHORTEST_PHASE + 1)
    gains = [
        (2 * (_log_likelihood(counts[:i]) + _log_likelihood(counts[i:]) - whole), -i)
        for i in candidates
    ]
    if not gains or max(gains)[0] <= SHIFT_DEVIANCE:
        return []
    at = -max(gains)[1]
    return [offset + at, *_splits(counts[:at], offset), *_splits(counts[at:], offset + at)]


def _log_likelihood(counts: Sequence[tuple[int, int]]) -> float:
    hits, total = sum(k for k, _ in counts), sum(n for _, n in counts)
    return sum(part * log(part / total) for part in (hits, total - hits) if part > 0)


def _scores(counts: Sequence[tuple[int, int]], centres: Sequence[float]) -> list[float]:
    scores = []
    for (k, n), centre in zip(counts, centres, strict=True):
        spread = sqrt(centre * (1.0 - centre) / n)
        scores.append((k / n - centre) / spread if spread > 0 else 0.0)
    return scores


def _ranges(scores: Sequence[float]) -> list[float]:
    return [abs(b - a) for a, b in itertools.pairwise(scores)]


def sigma_limits(denominator: int, centre: float, spread: float = 1.0) -> tuple[float, float]:
    """Return centre +- 3 * spread * sqrt(c(1-c)/n), cut to [0, 1]."""
    half = SIGMAS * spread * sqrt(centre * (1.0 - centre) / denominator)
    return max(0.0, centre - half), min(1.0, centre + half)


def exact_limits(denominator: int, centre: float, spread: float = 1.0) -> tuple[float, float]:
    """Return the outermost counts that are no surprise, as proportions; `spread` must be 1.

    A month beyond them has a binomial tail probability under 0.00135, however few its signals.
    """
    if spread != 1.0:
        raise ValueError("exact limits hold for a binomial count only")
    from scipy.stats import binom

    low, high = map(float, binom.ppf((TAIL, 1.0 - TAIL), denominator, centre))
    return low / denominator, high / denominator
