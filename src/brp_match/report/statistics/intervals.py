"""Confidence intervals of a proportion, for counts as small as they come.

References: Clopper & Pearson (1934), Biometrika 26: 404-413; Wilson (1927), JASA 22: 209-212;
Newcombe (1998), Statistics in Medicine 17: 857-872, whose table I the tests reproduce.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Interval:
    """Two proportions, 0 <= low <= high <= 1."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Return high minus low."""
        return self.high - self.low


def clopper_pearson(numerator: int, denominator: int, level: float = 0.95) -> Interval:
    """Return the exact interval: covers the true proportion at least `level` of the time.

    Defined for every 0 <= numerator <= denominator; (0, 1) when the denominator is 0.
    """
    _check(numerator, denominator, level)
    if denominator == 0:
        return Interval(0.0, 1.0)
    from scipy.stats import beta

    tail = (1.0 - level) / 2.0
    missing = denominator - numerator
    low = float(beta.ppf(tail, numerator, missing + 1)) if numerator else 0.0
    high = float(beta.ppf(1.0 - tail, numerator + 1, missing)) if missing else 1.0
    return Interval(low, high)


def wilson(numerator: int, denominator: int, level: float = 0.95) -> Interval:
    """Return the score interval without continuity correction: close to `level` on average."""
    _check(numerator, denominator, level)
    if denominator == 0:
        return Interval(0.0, 1.0)
    from scipy.stats import norm

    z = float(norm.ppf(1.0 - (1.0 - level) / 2.0))
    share = numerator / denominator
    scale = 1.0 + z * z / denominator
    centre = (share + z * z / (2 * denominator)) / scale
    half = z * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2)) / scale
    low = 0.0 if numerator == 0 else max(0.0, centre - half)
    high = 1.0 if numerator == denominator else min(1.0, centre + half)
    return Interval(low, high)


def _check(numerator: int, denominator: int, level: float) -> None:
    if not 0 <= numerator <= denominator:
        raise ValueError("a proportion needs 0 <= numerator <= denominator")
    if not 0.0 < level < 1.0:
        raise ValueError("a level lies between 0 and 1")
