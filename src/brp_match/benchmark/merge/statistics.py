"""How much municipalities differ more than chance: Cochran's Q, I², and the spread between them. Pure.

Shares are compared as logits. Q and I²: Cochran (1954), Biometrics 10: 101-129; Higgins & Thompson
(2002), Statistics in Medicine 21: 1539-1558. The spread tau is the standard deviation between
municipalities in a logistic model with a random intercept, by maximum likelihood on the counts
themselves: Stijnen, Hamza & Ozdemir (2010), Statistics in Medicine 29: 3046-3067; its integral
by Gauss-Hermite quadrature. Prediction interval: Higgins, Thompson & Spiegelhalter (2009), Journal
of the Royal Statistical Society A 172: 137-159. A unit whose count is not given counts with all that it can be, each
as likely as its noise says: leaving it out would leave out the small ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any

NODES = 40
"""Points of the quadrature; enough for tau up to 3 with counts in the thousands (tests)."""

LARGEST_TAU = 4.0
"""Upper bound of the search, in logits: shares of 2% and 98% side by side."""


@dataclass(frozen=True)
class Heterogeneity:
    """How much shares of units differ.

    `q` with `df` degrees of freedom and its `p`; `i2`: the part of the variation that is no chance
    (0 to 1); `share` the typical share and `tau` the spread between units in logits; `low` and
    `high`: where the share of a unit not yet seen is expected (95%).
    """

    units: int
    q: float
    df: int
    p: float
    i2: float
    share: float
    tau: float
    low: float
    high: float


@dataclass(frozen=True)
class Unsure:
    """A unit with `size` as its denominator and a numerator that is not given: how likely the noise on it is for each
    number from nought on.
    """

    size: int
    chances: tuple[float, ...]


def convolved(parts: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Return how likely each sum is of counts with these chances."""
    import numpy

    whole = numpy.ones(1)
    for part in parts:
        whole = numpy.convolve(whole, numpy.asarray(part, dtype=float))
    return tuple(float(chance) for chance in whole)


def heterogeneity(
    counts: Sequence[tuple[int, int]], unsure: Sequence[Unsure] = ()
) -> Heterogeneity | None:
    """Measure (numerator, denominator) per unit; None with fewer than three units that are given.

    Units with denominator 0 are left out. `unsure` ones count in the typical share, the spread and the prediction, not
    in Q, I² and p.
    """
    used = [(k, n) for k, n in counts if n > 0]
    if len(used) < 3 or not 0 < sum(k for k, _ in used) < sum(n for _, n in used):
        return None
    from scipy.stats import chi2, t

    q = cochran_q(used)
    df = len(used) - 1
    others = [one for one in unsure if one.size > 0 and sum(one.chances) > 0]
    units = len(used) + len(others)
    centre, tau, error = random_intercept(used, others)
    half = float(t.ppf(0.975, max(1, units - 2))) * sqrt(tau**2 + error**2)
    return Heterogeneity(
        units=units,
        q=q,
        df=df,
        p=float(chi2.sf(q, df)),
        i2=max(0.0, (q - df) / q) if q > 0 else 0.0,
        share=expit(centre),
        tau=tau,
        low=expit(centre - half),
        high=expit(centre + half),
    )


def cochran_q(counts: Sequence[tuple[int, int]]) -> float:
    """Return the weighted sum of squares of the logits around their mean.

    A half is added to both parts of every unit (Haldane-Anscombe), so that 0 and n have a logit.
    """
    logits = [log((k + 0.5) / (n - k + 0.5)) for k, n in counts]
    weights = [1.0 / (1.0 / (k + 0.5) + 1.0 / (n - k + 0.5)) for k, n in counts]
    mean = sum(w * y for w, y in zip(weights, logits, strict=True)) / sum(weights)
    return sum(w * (y - mean) ** 2 for w, y in zip(weights, logits, strict=True))


def random_intercept(
    counts: Sequence[tuple[int, int]], unsure: Sequence[Unsure] = ()
) -> tuple[float, float, float]:
    """Return centre (logit), tau and the standard error of the centre, by maximum likelihood.

    The standard error comes from the curvature of the likelihood in the centre, at this tau.
    """
    from scipy.optimize import minimize, minimize_scalar

    pooled = sum(k for k, _ in counts) / sum(n for _, n in counts)
    start = log(pooled / (1.0 - pooled))
    scale = _points(counts, unsure)

    def lost(values: Any) -> float:
        return -_log_likelihood(scale, float(values[0]), exp(float(values[1])))

    tries = [
        minimize(lost, (start, log(tau)), method="Nelder-Mead",
                 bounds=((start - 6, start + 6), (log(1e-4), log(LARGEST_TAU))),
                 options={"xatol": 1e-5, "fatol": 1e-8, "maxiter": 2000})
        for tau in (0.05, 0.5)
    ]  # fmt: skip
    best = min(tries, key=lambda one: float(one.fun))
    centre, tau = float(best.x[0]), exp(float(best.x[1]))
    alone = minimize_scalar(
        lambda c: -_log_likelihood(scale, float(c), 0.0),
        bounds=(start - 3, start + 3),
        method="bounded",
    )
    if float(alone.fun) <= float(best.fun) + 1e-6:
        centre, tau = float(alone.x), 0.0
    step = 1e-3
    curve = (
        2 * _log_likelihood(scale, centre, tau)
        - _log_likelihood(scale, centre + step, tau)
        - _log_likelihood(scale, centre - step, tau)
    ) / step**2
    return centre, tau, 1.0 / sqrt(curve) if curve > 0 else 0.0


@dataclass(frozen=True)
class _Points:
    """The units as columns: `size`, and per unit the counts it can have with the logarithm of how likely each is (of
    one that is given one count); `own` and `precision`: its own logit, roughly. Nodes and weights of the quadrature.
    """

    size: Any
    count: Any
    chance: Any
    own: Any
    precision: Any
    nodes: Any
    weights: Any

    def binomial(self, eta: Any) -> Any:
        """Return the logarithm of the likelihood of every unit at logits `eta` (unit by node)."""
        import numpy
        from scipy.special import logsumexp

        told = logsumexp(self.chance[:, None, :] + self.count[:, None, :] * eta[:, :, None], axis=2)
        return told - self.size * numpy.logaddexp(0.0, eta)


def _points(counts: Sequence[tuple[int, int]], unsure: Sequence[Unsure]) -> _Points:
    import numpy
    from scipy.special import gammaln

    nodes, weights = numpy.polynomial.hermite_e.hermegauss(NODES)
    sizes = [float(n) for _, n in counts] + [float(one.size) for one in unsure]
    options: list[list[tuple[float, float]]] = [[(float(k), 1.0)] for k, _ in counts]
    for one in unsure:
        most = max(one.chances)
        options.append(
            [
                (float(k), chance)
                for k, chance in enumerate(one.chances[: one.size + 1])
                if chance > most * 1e-9
            ]
        )
    wide = max(len(option) for option in options)
    count, chance = numpy.zeros((len(options), wide)), numpy.full((len(options), wide), -numpy.inf)
    middle, spread = numpy.zeros(len(options)), numpy.zeros(len(options))
    for row, (size, option) in enumerate(zip(sizes, options, strict=True)):
        k, likely = (numpy.array(part) for part in zip(*option, strict=True))
        ways = (
            gammaln(size + 1) - gammaln(k + 1) - gammaln(size - k + 1) if len(option) > 1 else 0.0
        )
        count[row, : len(k)], chance[row, : len(k)] = k, numpy.log(likely) + ways
        middle[row] = float((k * likely).sum() / likely.sum())
        spread[row] = float((likely * (k - middle[row]) ** 2).sum() / likely.sum())
    whole = numpy.array(sizes)
    own = numpy.log((middle + 0.5) / (whole - middle + 0.5))
    slope = 1.0 / (middle + 0.5) + 1.0 / (whole - middle + 0.5)
    return _Points(
        whole[:, None], count, chance, own[:, None], (1.0 / (slope + spread * slope**2))[:, None],
        nodes[None, :], numpy.log(weights / weights.sum())[None, :],
    )  # fmt: skip


def _log_likelihood(points: _Points, centre: float, tau: float) -> float:
    """Sum over units of log of the binomial likelihood, the random part integrated out.

    Nodes are moved to where each unit's own likelihood stands (adaptive quadrature), without which
    a unit with thousands of counts falls between two nodes.
    """
    import numpy
    from scipy.special import logsumexp

    if tau == 0.0:
        return float(numpy.sum(points.binomial(numpy.full_like(points.own, centre))))
    precision = points.precision + 1.0 / tau**2
    middle = (points.own * points.precision + centre / tau**2) / precision
    eta = middle + points.nodes / numpy.sqrt(precision)
    value = (
        points.binomial(eta)
        - 0.5 * ((eta - centre) / tau) ** 2
        - numpy.log(tau)
        + 0.5 * points.nodes**2
        - 0.5 * numpy.log(precision)
    )
    return float(numpy.sum(logsumexp(value + points.weights, axis=1)))


def expit(logit: float) -> float:
    """Return the share of a logit."""
    return 1.0 / (1.0 + exp(-logit))
