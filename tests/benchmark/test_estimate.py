"""Estimates out of a reviewed sample: values worked out by hand, and coverage by simulation."""

from __future__ import annotations

from math import comb

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.benchmark.own_data.estimate import (
    Stratum,
    estimate,
    hypergeometric_interval,
    review_plan,
    sample_size,
    stratified,
)


def upper_tail(size: int, total: int, n: int, x: int) -> float:
    return sum(
        comb(total, k) * comb(size - total, n - k) for k in range(x, min(n, total) + 1)
    ) / comb(size, n)


def test_everything_reviewed_leaves_nothing_uncertain() -> None:
    haarlem = estimate(Stratum("haarlem", 40, 40, 10))
    assert (haarlem.number, haarlem.low, haarlem.high) == (10, 10, 10)
    assert haarlem.standard_error == 0
    assert haarlem.share == 0.25


def test_hand_worked_small_population() -> None:
    # N = 5, n = 2, x = 0. P(X = 0 | M): 1, 6/10, 3/10, 1/10, 0: M up to 3 at a tail of 0.05
    assert hypergeometric_interval(Stratum("", 5, 2, 0), level=0.90) == (0, 3)
    # x = 1. P(X >= 1 | M = 1) = 4/10 > tail; P(X <= 1 | M = 4) = 4/10 > tail
    assert hypergeometric_interval(Stratum("", 5, 2, 1), level=0.90) == (1, 4)


def test_interval_is_the_inversion_of_the_two_tests() -> None:
    size, n, x = 60, 20, 5
    low, high = hypergeometric_interval(Stratum("", size, n, x))
    inside = [
        m
        for m in range(size + 1)
        if upper_tail(size, m, n, x) > 0.025 and 1 - upper_tail(size, m, n, x + 1) > 0.025
    ]
    assert (low, high) == (inside[0], inside[-1]) == (7, 27)


def test_standard_error_of_cochran() -> None:
    # N = 100, n = 20, p = 1/4: N² (1 - 0.2) (3/16) / 19 = 78.947…
    result = estimate(Stratum("", 100, 20, 5))
    assert result.number == 25
    assert result.standard_error == pytest.approx((10_000 * 0.8 * 0.1875 / 19) ** 0.5)
    assert estimate(Stratum("", 100, 1, 0)).standard_error is None


def test_nothing_reviewed_says_nothing() -> None:
    nothing = estimate(Stratum("", 30, 0, 0))
    assert (nothing.rejects, nothing.unseen, nothing.high) == (0, 30, 0)


def test_stratified_adds_up_and_leaves_out_what_was_not_seen() -> None:
    result = stratified(
        [Stratum("a", 100, 20, 5), Stratum("b", 50, 50, 10), Stratum("c", 30, 0, 0)]
    )
    assert result.number == 35
    assert (result.rejects, result.reviewed, result.unseen) == (150, 70, 30)
    low, high = hypergeometric_interval(Stratum("a", 100, 20, 5))
    # b is known exactly: the width is a's alone
    assert (result.low, result.high) == (10 + low, 10 + high)


def test_stratified_hand_worked() -> None:
    a, b = Stratum("a", 5, 2, 0), Stratum("b", 5, 2, 1)
    result = stratified([a, b], level=0.90)
    assert result.number == 2.5
    assert result.low == pytest.approx(2.5 - 1.5)
    assert result.high == pytest.approx(2.5 + (3**2 + 1.5**2) ** 0.5)


def test_one_seen_stratum_keeps_its_exact_interval() -> None:
    alone = stratified([Stratum("a", 60, 20, 5), Stratum("b", 9, 0, 0)])
    assert (alone.low, alone.high, alone.unseen) == (7, 27, 9)


@pytest.mark.parametrize("bad", [(10, 5, 6), (10, 11, 0), (10, 5, -1)])
def test_impossible_sample_is_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):
        Stratum("", *bad)


@given(st.integers(1, 80), st.data())
def test_interval_holds_the_sample_and_widens_with_the_level(
    size: int, data: st.DataObject
) -> None:
    n = data.draw(st.integers(1, size))
    x = data.draw(st.integers(0, n))
    low, high = hypergeometric_interval(Stratum("", size, n, x))
    wide_low, wide_high = hypergeometric_interval(Stratum("", size, n, x), level=0.99)
    assert x <= wide_low <= low <= size * x / n <= high <= wide_high <= size - (n - x)


@pytest.mark.parametrize(("size", "wrong", "n"), [(40, 10, 12), (200, 6, 30), (150, 75, 40)])
def test_exact_interval_covers(size: int, wrong: int, n: int) -> None:
    draws = numpy.random.default_rng(7).hypergeometric(wrong, size - wrong, n, 2000)
    limits = {x: hypergeometric_interval(Stratum("", size, n, int(x))) for x in numpy.unique(draws)}
    covered = numpy.mean([limits[x][0] <= wrong <= limits[x][1] for x in draws])
    assert covered >= 0.945  # 0.95 less three standard errors would be 0.935


def test_stratified_interval_covers() -> None:
    rng = numpy.random.default_rng(11)
    strata = [(120, 30, 25), (60, 3, 15), (40, 20, 12)]
    wrong, hits = sum(w for _, w, _ in strata), 0
    samples = [rng.hypergeometric(w, size - w, n, 600) for size, w, n in strata]
    for i in range(600):
        result = stratified(
            [
                Stratum("", size, n, int(s[i]))
                for (size, _, n), s in zip(strata, samples, strict=True)
            ]
        )
        hits += result.low <= wrong <= result.high
    assert hits / 600 >= 0.93


def test_sample_size() -> None:
    # Cochran: n0 = 1.96² / 4 / 0.05² = 384.1; at N = 1000 that is 277.7
    assert 278 <= sample_size(1000, 0.05) <= 300
    assert sample_size(40, 0.01) == 40
    assert sample_size(0, 0.05) == 0
    plan = review_plan(500, expected=0.25)
    assert plan[0.02] > plan[0.05] > plan[0.10]
    for d, n in plan.items():
        low, high = hypergeometric_interval(Stratum("", 500, n, round(n * 0.25)))
        assert (high - low) / 1000 <= d


def test_sample_size_refuses_nonsense() -> None:
    with pytest.raises(ValueError):
        sample_size(100, 0.0)
