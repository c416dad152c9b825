"""What counts with noise come to together: the sum and where it lies, with 95% certainty.

The noise is known (`export.noise`) and does not depend on the counts, so the interval of a sum holds for every set
of municipalities, without a model of how they differ; it is cut off where the counts that were given leave no room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import ceil, floor, inf, sqrt

from brp_match.benchmark.merge.ranges import Range
from brp_match.noise import ratio

LEVEL = 0.95

NO_END = 10**9
"""Where a guess of a count without an end is cut off."""


@dataclass(frozen=True)
class Known:
    """What is known of one count: the bounds that hold for certain, and its value with noise (`minimum`: of its file)."""

    range: Range
    noisy: int | None = None
    minimum: int = 10


@dataclass(frozen=True)
class Guess:
    """A sum of counts: the best guess and its limits."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Pool:
    """Counts added up. `exact`: those given; `noisy`: the values with noise of others, with the `minimum` of each;
    `bounds`: what all of them together can be for certain.
    """

    exact: int = 0
    noisy: int = 0
    minima: tuple[int, ...] = ()
    bounds: Range = field(default_factory=lambda: Range(0, 0))
    open: Range = field(default_factory=lambda: Range(0, 0))
    """Bounds of what was neither given nor told with noise: files from before there was noise."""

    @classmethod
    def of(cls, counts: Iterable[Known]) -> Pool:
        """Add counts up."""
        pool = cls()
        for one in counts:
            pool += cls.single(one)
        return pool

    @classmethod
    def single(cls, one: Known) -> Pool:
        """Return a pool of one count."""
        if one.range.exact:
            return cls(exact=one.range.low, bounds=one.range)
        if one.noisy is None:
            return cls(bounds=one.range, open=one.range)
        return cls(noisy=one.noisy, minima=(one.minimum,), bounds=one.range)

    def __add__(self, other: Pool) -> Pool:
        return Pool(
            self.exact + other.exact,
            self.noisy + other.noisy,
            tuple(sorted((*self.minima, *other.minima))),
            self.bounds + other.bounds,
            self.open + other.open,
        )

    @property
    def bounds_only(self) -> bool:
        """Tell whether of some count nothing but bounds is known: then the middle of them is no best guess."""
        return self.open.low < self.open.high

    @property
    def variance(self) -> float:
        """Return the variance of the noise."""
        return sum(variance(minimum) for minimum in self.minima)

    @property
    def told(self) -> float:
        """Return what was told together, pulled in to what it can be for certain.

        Noise may carry it beyond: -6 of a count of persons. The limits lie around the nearest count that can be;
        around -6 they would leave 0 to 4, and seem to know a small count better than the noise lets anybody know it.
        """
        least = self.bounds.low - self.open.low
        most = self.bounds.high - self.open.high if self.open.high < inf else inf
        return min(max(self.exact + self.noisy, least), most)

    def guess(self) -> Guess:
        """Return the sum with its 95% limits, within the bounds that are certain."""
        half = noise_limit(self.minima) if self.minima else 0
        told = self.told
        low = max(self.bounds.low, told - half + self.open.low)
        high = min(self.bounds.high, told + half + self.open.high)
        middle = told + (self.open.low + min(self.open.high, self.bounds.high)) / 2
        return Guess(min(max(middle, low), high), low, high)


def variance(minimum: int) -> float:
    """Return the variance of the noise on one count."""
    step = ratio(minimum)
    return 2.0 * step / (1.0 - step) ** 2


@lru_cache(maxsize=1024)
def noise_limit(minima: tuple[int, ...]) -> int:
    """Return the least number that the noise of so many counts together stays within 95% of the time, either way: by
    adding the distributions up (fast Fourier transform)."""
    import numpy

    spread = sqrt(sum(variance(minimum) for minimum in minima))
    half = ceil(12 * spread) + 12
    steps = numpy.arange(-half, half + 1)
    size = 2 * half + 1
    product = numpy.ones(size, dtype=complex)
    for minimum in sorted(set(minima)):
        one = ratio(minimum)
        chances = (1 - one) / (1 + one) * one ** abs(steps)
        spectrum = numpy.fft.fft(numpy.fft.ifftshift(chances))
        product *= spectrum ** minima.count(minimum)
    chances = numpy.fft.fftshift(numpy.fft.ifft(product).real)
    inside = chances[half] + 2 * numpy.cumsum(chances[half + 1 :])
    return int(numpy.searchsorted(inside, LEVEL)) + 1


def share(part: Pool, whole: Pool) -> Guess:
    """Return `part` of `whole` with its 95% limits: the shares p for which part - p × whole is no surprise (Fieller 1954,
    Journal of the Royal Statistical Society B 16: 175-185), within what is certain.
    """
    parts, wholes = part.guess(), whole.guess()
    least = parts.low / whole.bounds.high if whole.bounds.high not in (0, inf) else 0.0
    most = parts.high / whole.bounds.low if whole.bounds.low else 1.0
    if not whole.minima and not whole.open.high:
        return _within(parts.value / whole.exact, least, most) if whole.exact else _NONE
    middle = wholes.value
    if middle <= 0:
        return _NONE
    value = min(1.0, max(0.0, parts.value / middle))
    # how many spreads 95% of the noise lies within: more than 1.96 for few counts
    minima = part.minima or whole.minima
    times = noise_limit(minima) / sqrt(sum(variance(minimum) for minimum in minima))
    low, high = _fieller(part, whole, times)
    loose = part.open.high - part.open.low
    low, high = low - loose / middle, high + loose / middle
    return _within(value, max(least, low), min(most, high))


_NONE = Guess(0.0, 0.0, 1.0)


def _fieller(part: Pool, whole: Pool, times: float) -> tuple[float, float]:
    a, b = part.told, whole.told
    # (a - p b)² = times² (variance of a + p² variance of b)
    square = b * b - times**2 * whole.variance
    straight = a * b
    rest = a * a - times**2 * part.variance
    inside = straight * straight - square * rest
    if square <= 0 or inside < 0:
        return 0.0, 1.0
    root = sqrt(inside)
    return (straight - root) / square, (straight + root) / square


def _within(value: float, low: float, high: float) -> Guess:
    low, high = min(1.0, max(0.0, low)), min(1.0, max(0.0, high))
    if low > high:
        return _NONE
    return Guess(min(max(value, low), high), low, high)


def rounded(guess: Guess) -> tuple[int, int, int]:
    """Return a guess of a count as whole numbers, its limits outwards."""
    return round(min(guess.value, NO_END)), floor(guess.low), ceil(min(guess.high, NO_END))
