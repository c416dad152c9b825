"""The published intervals of Newcombe (1998), table I, and the exact method's coverage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.report.statistics.intervals import clopper_pearson, wilson

NEWCOMBE = [
    # numerator, denominator, Wilson low, high, Clopper-Pearson low, high
    (81, 263, 0.2553, 0.3662, 0.2527, 0.3676),
    (15, 148, 0.0624, 0.1605, 0.0578, 0.1617),
    (0, 20, 0.0000, 0.1611, 0.0000, 0.1684),
    (1, 29, 0.0061, 0.1718, 0.0009, 0.1776),
]


@pytest.mark.parametrize(
    ("k", "n", "wilson_low", "wilson_high", "exact_low", "exact_high"), NEWCOMBE
)
def test_published_values(
    k: int, n: int, wilson_low: float, wilson_high: float, exact_low: float, exact_high: float
) -> None:
    score, exact = wilson(k, n), clopper_pearson(k, n)
    assert (score.low, score.high) == pytest.approx((wilson_low, wilson_high), abs=5e-5)
    assert (exact.low, exact.high) == pytest.approx((exact_low, exact_high), abs=5e-5)


def test_nothing_counted_says_nothing() -> None:
    assert clopper_pearson(0, 0).width == 1.0
    assert wilson(0, 0).width == 1.0


@pytest.mark.parametrize(("k", "n", "level"), [(-1, 5, 0.95), (6, 5, 0.95), (1, 5, 1.0)])
def test_impossible_counts_are_refused(k: int, n: int, level: float) -> None:
    with pytest.raises(ValueError):
        clopper_pearson(k, n, level)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_exact_interval_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    k, n = pair
    here, mirror = clopper_pearson(k, n), clopper_pearson(n - k, n)
    assert here.low <= k / n <= here.high
    assert here.low == pytest.approx(1 - mirror.high)


def test_exact_interval_covers_at_least_its_level() -> None:
    from scipy.stats import binom

    n = 17
    intervals = [clopper_pearson(k, n) for k in range(n + 1)]
    for truth in (0.02, 0.1, 0.33, 0.5, 0.9):
        covered = sum(
            binom.pmf(k, n, truth) for k, i in enumerate(intervals) if i.low <= truth <= i.high
        )
        assert covered >= 0.95
