"""The p-chart on Montgomery's orange-juice cans, Laney's sigma_z by hand, and shifts in level."""

from __future__ import annotations

import random

import pytest

from brp_match.report.statistics.pchart import (
    exact_limits,
    find_phases,
    is_prime,
    p_chart,
    pooled,
    sigma_limits,
    sigma_z,
)

CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22,
        8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]  # fmt: skip
"""Nonconforming cans in 30 samples of 50 (Montgomery, Introduction to SQC, table 7.1)."""


def test_published_limits_of_the_orange_juice_cans() -> None:
    centre = pooled([(k, 50) for k in CANS])
    low, high = sigma_limits(50, centre)
    assert centre == pytest.approx(0.2313, abs=5e-5)
    assert (low, high) == pytest.approx((0.0524, 0.4102), abs=5e-5)
    outside = [i + 1 for i, k in enumerate(CANS) if not low <= k / 50 <= high]
    assert outside == [15, 23]


def test_sigma_z_by_hand() -> None:
    # moving ranges 2, 1, 3: mean 2, divided by 1.128
    assert sigma_z([0.0, 2.0, 1.0, -2.0]) == pytest.approx(2 / 1.128)
    assert sigma_z([1.0]) == 1.0


def test_prime_limits_are_sigma_z_times_as_wide() -> None:
    low, high = sigma_limits(400, 0.3)
    low_prime, high_prime = sigma_limits(400, 0.3, 2.5)
    assert (high_prime - low_prime) == pytest.approx(2.5 * (high - low))


def test_in_control_months_stay_a_p_chart() -> None:
    draw = random.Random(5)
    prime = 0
    for _ in range(200):
        counts = [(sum(draw.random() < 0.2 for _ in range(150)), 150) for _ in range(12)]
        prime += p_chart(counts).prime
    assert prime <= 15


def test_months_that_scatter_become_a_p_prime_chart() -> None:
    counts = [(k, 20_000) for k in (4000, 4400, 3900, 4300, 3950, 4350, 4050, 4500, 3900, 4280)]
    chart = p_chart(counts)
    assert chart.prime
    assert chart.sigma_z > 3
    assert not any(point.outside for point in chart.points)


def test_one_lasting_shift_is_no_overdispersion_but_two_levels() -> None:
    chart = p_chart([(46, 150), (44, 148), (47, 152), (3, 149), (2, 151), (4, 150)])
    assert chart.phases == (0, 3)
    assert not chart.prime
    assert chart.points[0].centre == pytest.approx(137 / 450)
    assert chart.points[5].centre == pytest.approx(9 / 450)
    assert not any(point.outside for point in chart.points)


def test_the_first_month_after_a_change_stands_outside() -> None:
    chart = p_chart([(46, 150), (44, 148), (47, 152), (45, 150), (3, 149)])
    assert [point.outside for point in chart.points] == [False] * 4 + [True]


@pytest.mark.parametrize("counts", [[(1, 10)], [(0, 10), (0, 12)], [(10, 10), (12, 12)], []])
def test_short_or_flat_series(counts: list[tuple[int, int]]) -> None:
    chart = p_chart(counts)
    assert not any(point.outside for point in chart.points)
    assert find_phases(counts) == (0,)


def test_small_months_are_judged_by_exact_tails() -> None:
    from scipy.stats import binom

    low, high = exact_limits(30, 0.02)
    assert low == 0.0
    count = round(high * 30)
    assert binom.sf(count, 30, 0.02) <= 0.00135 < binom.sf(count - 1, 30, 0.02)
    with pytest.raises(ValueError):
        exact_limits(30, 0.02, 2.0)


def test_impossible_months_are_refused() -> None:
    with pytest.raises(ValueError):
        p_chart([(1, 0)])
    assert not is_prime([9.0, -9.0])
