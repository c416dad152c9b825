"""The published intervals of Newcombe (1998), table I."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.proportion import wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_values(k: int, n: int, low: float, high: float) -> None:
    interval = wilson(k, n)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


def test_nothing_counted_says_nothing() -> None:
    assert wilson(0, 0).width == 1.0


@pytest.mark.parametrize(
    ("k", "n", "level"), [(-1, 5, 0.95), (6, 5, 0.95), (5.1, 5, 0.95), (1, 5, 1.0)]
)
def test_impossible_counts_are_refused(k: float, n: float, level: float) -> None:
    with pytest.raises(ValueError):
        wilson(k, n, level)


@given(st.floats(0.01, 500).flatmap(lambda n: st.tuples(st.floats(0, n), st.just(n))))
def test_it_holds_the_share_and_mirrors(pair: tuple[float, float]) -> None:
    k, n = pair
    here, mirror = wilson(k, n), wilson(n - k, n)
    assert here.low - 1e-12 <= k / n <= here.high + 1e-12
    assert here.low == pytest.approx(1 - mirror.high, abs=1e-9)
