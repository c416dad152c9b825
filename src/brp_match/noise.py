"""Noise on a count that may not be told exactly: the same count has the same noise, and nobody outside can take it off.

The noise is the difference of two geometric draws (the discrete Laplace distribution), nought on average: a
reader finds no count within the minimum of the true one more than `TIMES` as likely or unlikely. So the 95% range of
a small count stays wider than the minimum, also for who knows all others, and one person more or less moves every
probability by a factor of `TIMES` ** (1 / minimum) at most. Method: Dwork, McSherry, Nissim & Smith (2006), TCC:
265-284; Ghosh, Roughgarden & Sundararajan (2012), SIAM Journal on Computing 41: 1673-1693.

The draw comes from a key that stays at home, so nobody can take the mean of many draws of one count.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from math import ceil, log

TIMES = 20
"""How many times more likely a count may be than another that is the minimum away."""


def ratio(minimum: int) -> float:
    """Return by what a probability falls with every step away from the true count, between 0 and 1."""
    return float(TIMES ** (-1.0 / minimum))


def noise(key: bytes, about: str, minimum: int) -> int:
    """Return the draw that belongs to a count: `about` says which one, and what it is."""
    digest = hmac.new(key, about.encode("utf-8"), sha256).digest()
    step = log(ratio(minimum))
    first, second = (
        int(log((int.from_bytes(half, "big") + 0.5) / 2**128) / step)
        for half in (digest[:16], digest[16:])
    )
    return first - second


def widest(minimum: int) -> int:
    """Return how far from the true count 95 of 100 draws stay at most."""
    alpha = ratio(minimum)
    # P(|noise| > k) = 2 alpha^(k + 1) / (1 + alpha)
    return ceil(log(0.05 * (1 + alpha) / 2) / log(alpha)) - 1
