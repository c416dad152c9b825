"""Wrongful drop-out out of a reviewed random sample of rejects: a finite population. Pure.

What is estimated is the number of wrongful rejects among the `rejects` there were, not a chance
in the abstract: when all were reviewed nothing is uncertain, as with Haarlem's 10 of 40.

Methods: simple random sampling without replacement, Cochran, Sampling Techniques (3rd ed. 1977),
chapters 2, 3 and 5; exact interval by inverting the two one-sided hypergeometric tests (Buonaccorsi
1987, The American Statistician 41: 215-218); strata put together by the recovery of variance out of
the limits of each (Zou, Huang & Zhang 2009, Computational Statistics & Data Analysis 53: 1080-1085).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

LEVEL = 0.95
"""Confidence of every interval that is not given one."""


@dataclass(frozen=True)
class Stratum:
    """Rejects of one group: how many there were, were drawn and reviewed, and were wrongful.

    Needs 0 <= wrongful <= reviewed <= rejects, else ValueError. With reviewed == 0 nothing is
    known of the group.
    """

    name: str
    rejects: int
    reviewed: int
    wrongful: int

    def __post_init__(self) -> None:
        if not 0 <= self.wrongful <= self.reviewed <= self.rejects:
            raise ValueError("a sample needs 0 <= wrongful <= reviewed <= rejects")


@dataclass(frozen=True)
class Estimate:
    """Wrongful rejects: number and limits, over `rejects`; `share` and its limits over the same.

    `standard_error` is that of `number`, and None with fewer than two reviewed in a group that was
    not reviewed whole. `unseen` is the number of rejects in groups of which none was reviewed: they
    stand outside `rejects`, so outside the estimate.
    """

    number: float
    low: float
    high: float
    rejects: int
    reviewed: int
    standard_error: float | None
    unseen: int = 0

    @property
    def share(self) -> float:
        """Return number / rejects; 0.0 where there were none."""
        return self.number / self.rejects if self.rejects else 0.0

    @property
    def limits(self) -> tuple[float, float]:
        """Return low and high as shares of the rejects."""
        return (self.low / self.rejects, self.high / self.rejects) if self.rejects else (0.0, 0.0)


def hypergeometric_interval(stratum: Stratum, level: float = LEVEL) -> tuple[int, int]:
    """Return the least and greatest number of wrongful rejects that the sample does not exclude.

    The least M with P(X >= wrongful | M) > tail and the greatest with P(X <= wrongful | M) > tail,
    tail = (1 - level) / 2. Holds the true number at least `level` of the time, for every sample.
    """
    from scipy.stats import hypergeom

    n, x, size = stratum.reviewed, stratum.wrongful, stratum.rejects
    tail = (1.0 - level) / 2.0
    least, most = x, size - (n - x)

    def from_above(total: int) -> bool:
        return bool(hypergeom.sf(x - 1, size, total, n) > tail)

    def beyond(total: int) -> bool:
        return bool(hypergeom.cdf(x, size, total, n) <= tail)

    return _first(least, most, from_above), _first(least, most + 1, beyond) - 1


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the first number from `low` for which `holds`, `high` where none before it does."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def estimate(stratum: Stratum, level: float = LEVEL) -> Estimate:
    """Estimate out of one simple random sample, with the exact interval.

    With nothing reviewed all is unseen: `rejects` 0 and the limits 0.
    """
    if stratum.reviewed == 0:
        return Estimate(0.0, 0.0, 0.0, 0, 0, None, stratum.rejects)
    low, high = hypergeometric_interval(stratum, level)
    variance = variance_of_total(stratum)
    return Estimate(
        stratum.rejects * stratum.wrongful / stratum.reviewed,
        float(low),
        float(high),
        stratum.rejects,
        stratum.reviewed,
        None if variance is None else sqrt(variance),
    )


def variance_of_total(stratum: Stratum) -> float | None:
    """Return N² (1 - n/N) p (1 - p) / (n - 1): Cochran's formula 3.8 times N².

    0 where all was reviewed, None where fewer than two of more were.
    """
    size, n = stratum.rejects, stratum.reviewed
    if n == size:
        return 0.0
    if n < 2:
        return None
    p = stratum.wrongful / n
    return size * (size - n) * p * (1.0 - p) / (n - 1)


def stratified(strata: Sequence[Stratum], level: float = LEVEL) -> Estimate:
    """Estimate out of a simple random sample in each group; groups without a review are `unseen`.

    The number is the sum of the groups' estimates. The lower limit lies sqrt(sum of (estimate -
    low)²) under it and the upper one likewise above it, low and high being each group's exact ones.
    """
    seen = [estimate(stratum, level) for stratum in strata if stratum.reviewed]
    unseen = sum(stratum.rejects for stratum in strata if not stratum.reviewed)
    if len(seen) == 1:
        only = seen[0]
        return Estimate(
            only.number, only.low, only.high, only.rejects, only.reviewed,
            only.standard_error, unseen,
        )  # fmt: skip
    number = sum(part.number for part in seen)
    size = sum(part.rejects for part in seen)
    errors = [part.standard_error for part in seen]
    known = [error for error in errors if error is not None]
    return Estimate(
        number,
        max(0.0, number - sqrt(sum((part.number - part.low) ** 2 for part in seen))),
        min(float(size), number + sqrt(sum((part.high - part.number) ** 2 for part in seen))),
        size,
        sum(part.reviewed for part in seen),
        sqrt(sum(error**2 for error in known)) if seen and len(known) == len(errors) else None,
        unseen,
    )


def sample_size(rejects: int, precision: float, expected: float = 0.5) -> int:
    """Return how many rejects to review so that the share is known to within `precision`.

    `precision`: half the width of the exact interval, as a share (0.05 = five percentage points);
    `expected`: the share one thinks to find, 0.5 where one has no idea, which asks the most. Starts
    at Cochran's n0 / (1 + (n0 - 1) / N), n0 = z² p (1 - p) / d², and goes up until the exact
    interval at the expected outcome is narrow enough. At most `rejects`.
    """
    if not 0.0 < precision < 1.0 or not 0.0 <= expected <= 1.0 or rejects < 0:
        raise ValueError("precision lies between 0 and 1, expected in [0, 1], rejects from 0")
    if rejects == 0:
        return 0
    from scipy.stats import norm

    z = float(norm.ppf(1.0 - (1.0 - LEVEL) / 2.0))
    endless = max(1.0, z * z * expected * (1.0 - expected) / precision**2)
    n = min(rejects, ceil(endless / (1.0 + (endless - 1.0) / rejects)))
    while n < rejects:
        low, high = hypergeometric_interval(Stratum("", rejects, n, round(n * expected)))
        if high - low <= 2.0 * precision * rejects:
            return n
        n += max(1, (rejects - n) // 200)
    return rejects


def review_plan(
    rejects: int, expected: float = 0.5, precisions: Sequence[float] = (0.02, 0.05, 0.10)
) -> Mapping[float, int]:
    """Return how many to review for each precision, the narrowest first."""
    return {d: sample_size(rejects, d, expected) for d in sorted(precisions)}
