"""Funnel plot of proportions: who differs from the whole by more than chance, without ranking.

Method: Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics
in Medicine 24: 1185-1202. Exact binomial limits with his interpolation (appendix A.1.1), the
winsorised estimate of the overdispersion factor phi (section 3.2) and multiplicative limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

WINSORISE = 0.10
"""Share of the z-scores pulled in at either end before phi is estimated (Spiegelhalter 2005)."""

TAILS = (0.0005, 0.025, 0.975, 0.9995)
"""Lower and upper tail probabilities of the 99.9% and 95% limits."""

LEAST_UNITS = 4
"""With fewer units the estimate of overdispersion says nothing."""

EPSILON = 1e-12
"""Rounding allowed when a rate is held against a limit."""


class Position(StrEnum):
    """Where a unit stands against the limits; no order among units is meant."""

    WITHIN = "binnen"
    ABOVE_95 = "boven95"
    BELOW_95 = "onder95"
    ABOVE_999 = "boven999"
    BELOW_999 = "onder999"


_FROM_THE_MIDDLE = tuple(Position)
"""Positions from within to far outside; a unit lies on one side only."""


@dataclass(frozen=True)
class Limits:
    """Control limits, as proportions, at one denominator."""

    low999: float
    low95: float
    high95: float
    high999: float

    def position(self, rate: float) -> Position:
        """Place `rate` against these limits; a rate on a limit is within it."""
        if rate > self.high999 + EPSILON:
            return Position.ABOVE_999
        if rate > self.high95 + EPSILON:
            return Position.ABOVE_95
        if rate < self.low999 - EPSILON:
            return Position.BELOW_999
        if rate < self.low95 - EPSILON:
            return Position.BELOW_95
        return Position.WITHIN


@dataclass(frozen=True)
class FunnelUnit:
    """One unit: its count, and where it stands by chance alone and with overdispersion allowed.

    `by_chance` follows exact tail probabilities (no interpolation, so that one signal more or
    less in a small unit never counts as a difference); `allowed` the widened limits.
    """

    name: str
    numerator: int
    denominator: int
    z: float
    by_chance: Position
    allowed: Position

    @property
    def rate(self) -> float:
        """Return numerator / denominator."""
        return self.numerator / self.denominator


@dataclass(frozen=True)
class Funnel:
    """Units in the order given; `phi` >= 1, and above 1 only when `overdispersed`."""

    target: float
    phi: float
    overdispersed: bool
    units: tuple[FunnelUnit, ...]


def funnel(counts: Sequence[tuple[str, int, int]]) -> Funnel:
    """Make a funnel of (name, numerator, denominator); units with denominator 0 are left out.

    The target is the pooled proportion. Overdispersion counts when I * phi exceeds the 95th
    percentile of chi-square with I degrees of freedom, and only with four units or more: below
    that its estimate says nothing.
    """
    used = [(name, k, n) for name, k, n in counts if n > 0]
    total = sum(n for _, _, n in used)
    target = sum(k for _, k, _ in used) / total if total else 0.0
    scores = [z_score(k, n, target) for _, k, n in used]
    estimate = winsorised_phi(scores)
    over = len(scores) >= LEAST_UNITS and is_overdispersed(estimate, len(scores))
    phi = max(1.0, estimate) if over else 1.0
    units = tuple(
        _unit(name, k, n, z, target, phi) for (name, k, n), z in zip(used, scores, strict=True)
    )
    return Funnel(target, phi, over, units)


def _unit(name: str, k: int, n: int, z: float, target: float, phi: float) -> FunnelUnit:
    by_chance = count_limits(n, target).position(k / n)
    # widened limits follow the normal curve: for few signals and a rare outcome the exact ones are
    # the wider, and who is within those differs by no more than chance
    widened = widened_limits(n, target, phi).position(k / n)
    allowed = min(by_chance, widened, key=_FROM_THE_MIDDLE.index) if phi > 1.0 else by_chance
    return FunnelUnit(name, k, n, z, by_chance, allowed)


def z_score(numerator: int, denominator: int, target: float) -> float:
    """Return the standardised difference from the target; 0 where the target is 0 or 1."""
    spread = sqrt(target * (1.0 - target) / denominator)
    return (numerator / denominator - target) / spread if spread > 0 else 0.0


def winsorised_phi(scores: Sequence[float]) -> float:
    """Return the mean square of the z-scores, the outer share (WINSORISE) at either end pulled in.

    Quantiles are interpolated linearly between order statistics. 0.0 for no scores.
    """
    if not scores:
        return 0.0
    import numpy

    low, high = numpy.quantile(scores, [WINSORISE, 1.0 - WINSORISE])
    pulled = numpy.clip(numpy.asarray(scores, dtype=float), low, high)
    return float(numpy.mean(pulled**2))


def is_overdispersed(phi: float, units: int) -> bool:
    """Tell whether units * phi lies beyond the 95th percentile of chi-square(units)."""
    from scipy.stats import chi2

    return bool(units * phi > chi2.ppf(0.95, units))


def binomial_limits(tails: Sequence[float], denominator: int, target: float) -> list[float]:
    """Return the interpolated binomial quantiles as proportions (Spiegelhalter A.1.1).

    r is the smallest count with P(R <= r) >= tail; the limit is (r - a) / n with
    a = (P(R <= r) - tail) / (P(R <= r) - P(R <= r - 1)). Bounded to [0, 1].
    """
    if target in (0.0, 1.0):
        return [target] * len(tails)
    import numpy
    from scipy.stats import binom

    counts = numpy.floor(binom.ppf(tails, denominator, target))
    upto, below = (binom.cdf(r, denominator, target) for r in (counts, counts - 1))
    steps = numpy.where(upto > below, upto - below, numpy.inf)
    limits = (counts - (upto - tails) / steps) / denominator
    return [float(one) for one in numpy.clip(limits, 0.0, 1.0)]


def exact_limits(denominator: int, target: float) -> Limits:
    """Return the exact binomial 95% and 99.9% limits at `denominator`."""
    return Limits(*binomial_limits(TAILS, denominator, target))


def count_limits(denominator: int, target: float) -> Limits:
    """Return the outermost counts that are no surprise, as proportions: not interpolated.

    A count above the upper one has probability P(R >= count) under its tail, and so on.
    """
    from scipy.stats import binom

    return Limits(*(float(count) / denominator for count in binom.ppf(TAILS, denominator, target)))


def widened_limits(denominator: int, target: float, phi: float) -> Limits:
    """Return multiplicative limits: target +- z * sqrt(phi * t(1-t)/n), within [0, 1].

    With phi = 1 the exact limits are returned, so that there is one set to read.
    """
    if phi <= 1.0:
        return exact_limits(denominator, target)
    from scipy.stats import norm

    spread = sqrt(phi * target * (1.0 - target) / denominator)
    return Limits(*(min(1.0, max(0.0, target + float(norm.ppf(t)) * spread)) for t in TAILS))
