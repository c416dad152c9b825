"""How much municipalities differ more than chance: Cochran's Q, I², and the spread between them. Pure.

Shares are compared as logits. Q and I²: Cochran (1954), Biometrics 10: 101-129; Higgins & Thompson
(2002), Statistics in Medicine 21: 1539-1558. The spread tau is the standard deviation between
municipalities in a logistic model with a random intercept, by maximum likelihood on the counts
themselves: Stijnen, Hamza & Ozdemir (2010), Statistics in Medicine 29: 3046-3067; its integral
by Gauss-Hermite quadrature. Prediction interval: Higgins, Thompson & Spiegelhalter (2009), Journal
of the Royal Statistical Society A 172: 137-159.
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


def heterogeneity(counts: Sequence[tuple[int, int]]) -> Heterogeneity | None:
    """Measure (numerator, denominator) per unit; None with fewer than three units that count.

    Units with denominator 0 are left out.
    """
    used = [(k, n) for k, n in counts if n > 0]
    if len(used) < 3 or not 0 < sum(k for k, _ in used) < sum(n for _, n in used):
        return None
    from scipy.stats import chi2, t

    q = cochran_q(used)
    df = len(used) - 1
    centre, tau, error = random_intercept(used)
    half = float(t.ppf(0.975, max(1, len(used) - 2))) * sqrt(tau**2 + error**2)
    return Heterogeneity(
        units=len(used),
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


def random_intercept(counts: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """Return centre (logit), tau and the standard error of the centre, by maximum likelihood.

    The standard error comes from the curvature of the likelihood in the centre, at this tau.
    """
    from scipy.optimize import minimize, minimize_scalar

    pooled = sum(k for k, _ in counts) / sum(n for _, n in counts)
    start = log(pooled / (1.0 - pooled))
    scale = _points(counts)

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


def _points(counts: Sequence[tuple[int, int]]) -> tuple[Any, Any, Any, Any]:
    import numpy

    nodes, weights = numpy.polynomial.hermite_e.hermegauss(NODES)
    k = numpy.array([float(k) for k, _ in counts])[:, None]
    n = numpy.array([float(n) for _, n in counts])[:, None]
    return k, n, nodes[None, :], numpy.log(weights / weights.sum())[None, :]


def _log_likelihood(points: tuple[Any, Any, Any, Any], centre: float, tau: float) -> float:
    """Sum over units of log of the binomial likelihood, the random part integrated out.

    Nodes are moved to where each unit's own likelihood stands (adaptive quadrature), without which
    a unit with thousands of counts falls between two nodes.
    """
    import numpy
    from scipy.special import logsumexp

    k, n, nodes, log_weights = points
    if tau == 0.0:
        return float(numpy.sum(k * centre - n * numpy.logaddexp(0.0, centre)))
    own = numpy.log((k + 0.5) / (n - k + 0.5))
    own_precision = 1.0 / (1.0 / (k + 0.5) + 1.0 / (n - k + 0.5))
    precision = own_precision + 1.0 / tau**2
    middle = (own * own_precision + centre / tau**2) / precision
    eta = middle + nodes / numpy.sqrt(precision)
    value = (
        k * eta
        - n * numpy.logaddexp(0.0, eta)
        - 0.5 * ((eta - centre) / tau) ** 2
        - numpy.log(tau)
        + 0.5 * nodes**2
        - 0.5 * numpy.log(precision)
    )
    return float(numpy.sum(logsumexp(value + log_weights, axis=1)))


def expit(logit: float) -> float:
    """Return the share of a logit."""
    return 1.0 / (1.0 + exp(-logit))
