"""Wilson's interval of a proportion.

Reference: Wilson (1927), JASA 22: 209-212; Newcombe (1998), Statistics in Medicine 17: 857-872, whose
table I the tests reproduce.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Interval:
    """Two proportions, 0 <= low <= high <= 1."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """Return high minus low."""
        return self.high - self.low


def wilson(numerator: float, denominator: float, level: float = 0.95) -> Interval:
    """Return the score interval without continuity correction: close to `level` on average.

    Counts may be expected ones, so need not be whole. (0, 1) when the denominator is 0. Raises ValueError
    unless 0 <= numerator <= denominator and 0 < level < 1.
    """
    if not 0 <= numerator <= denominator:
        raise ValueError("a proportion needs 0 <= numerator <= denominator")
    if not 0.0 < level < 1.0:
        raise ValueError("a level lies between 0 and 1")
    if denominator == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf(1.0 - (1.0 - level) / 2.0)
    share = numerator / denominator
    scale = 1.0 + z * z / denominator
    centre = (share + z * z / (2 * denominator)) / scale
    half = z * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2)) / scale
    low = 0.0 if numerator == 0 else max(0.0, centre - half)
    high = 1.0 if numerator == denominator else min(1.0, centre + half)
    return Interval(low, high)
