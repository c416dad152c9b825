"""Funnel limits, overdispersion and positions, on values worked out by hand or published."""

from __future__ import annotations

import pytest

from brp_match.report.statistics.funnel import (
    Position,
    binomial_limits,
    count_limits,
    exact_limits,
    funnel,
    is_overdispersed,
    widened_limits,
    winsorised_phi,
)


def test_interpolated_limit_by_hand() -> None:
    # Binomial(10, 0.5): P(R<=1) = 11/1024, P(R<=2) = 56/1024; tail 0.025 falls at r = 2,
    # a = (56/1024 - 0.025) / (45/1024) = 0.6755..., limit (2 - a) / 10.
    alpha = (56 / 1024 - 0.025) / (45 / 1024)
    assert binomial_limits([0.025], 10, 0.5) == pytest.approx([(2 - alpha) / 10])


def test_exact_limits_tend_to_the_normal_ones() -> None:
    # The interpolation lies half a count below the continuous limit, as (r - a) does.
    limits = exact_limits(100_000, 0.2)
    sigma = (0.2 * 0.8 / 100_000) ** 0.5
    assert limits.high95 == pytest.approx(0.2 + 1.959964 * sigma, abs=1e-5)
    assert limits.low999 == pytest.approx(0.2 - 3.290527 * sigma, abs=1.5e-5)


@pytest.mark.parametrize("target", [0.0, 1.0])
def test_a_target_without_spread_gives_flat_limits(target: float) -> None:
    assert exact_limits(12, target) == exact_limits(400, target)
    assert count_limits(12, target).position(target) is Position.WITHIN


def test_limits_of_counts_keep_their_tail_probability() -> None:
    from scipy.stats import binom

    for n in (10, 40, 120):
        limits = count_limits(n, 0.3)
        above = round(limits.high95 * n) + 1
        assert binom.sf(above - 1, n, 0.3) <= 0.025 < binom.sf(above - 2, n, 0.3)


def test_winsorised_phi_pulls_one_outlier_in() -> None:
    scores = [-1.0, -0.5, 0.0, 0.0, 0.5, 1.0, 0.3, -0.3, 0.1, 0.2, 40.0]
    # 0.1-quantile is the 2nd of 11 sorted values (-0.5), the 0.9-quantile the 10th (1.0).
    pulled = [-0.5, -0.5, 0.0, 0.0, 0.5, 1.0, 0.3, -0.3, 0.1, 0.2, 1.0]
    assert winsorised_phi(scores) == pytest.approx(sum(z * z for z in pulled) / 11)
    assert winsorised_phi([]) == 0.0


def test_overdispersion_is_chi_square() -> None:
    # 95th percentile of chi-square(7) is 14.067
    assert is_overdispersed(14.1 / 7, 7)
    assert not is_overdispersed(14.0 / 7, 7)


def test_one_unit_far_above_is_seen_and_the_others_are_not() -> None:
    counts = [(f"v{i}", 12 + i % 3, 100) for i in range(9)] + [("hoog", 50, 100)]
    result = funnel(counts)
    assert result.target == pytest.approx(sum(k for _, k, _ in counts) / 1000)
    seen = {u.name: u.by_chance for u in result.units}
    assert seen.pop("hoog") is Position.ABOVE_999
    assert set(seen.values()) == {Position.WITHIN}
    assert [u.name for u in result.units] == [name for name, _, _ in counts]


def test_scattered_units_widen_the_limits() -> None:
    counts = [(f"v{i}", k, 200) for i, k in enumerate([10, 80, 30, 60, 20, 70, 40])]
    result = funnel(counts)
    assert result.overdispersed
    assert result.phi > 10
    assert any(u.by_chance is not Position.WITHIN for u in result.units)
    assert all(u.allowed is Position.WITHIN for u in result.units)
    wide, narrow = widened_limits(200, result.target, result.phi), exact_limits(200, result.target)
    assert wide.low95 < narrow.low95 < narrow.high95 < wide.high95


def test_few_units_never_widen() -> None:
    assert not funnel([("a", 1, 200), ("b", 100, 200), ("c", 180, 200)]).overdispersed


def test_units_without_signals_are_left_out() -> None:
    result = funnel([("leeg", 0, 0), ("a", 3, 30)])
    assert [u.name for u in result.units] == ["a"]
    assert funnel([]).units == ()


def test_one_review_of_two_signals_is_chance_also_with_widened_limits() -> None:
    counts = [(f"A{n}", 6 * (n % 2), 100) for n in range(20)]
    result = funnel([*counts, ("klein", 1, 2)])
    assert result.overdispersed
    small = result.units[-1]
    # P(R >= 1) = 1 - (1 - 61/2002)^2 = 0.06: more than 0.025, however far the normal curve puts it
    assert small.rate > widened_limits(2, result.target, result.phi).high95
    assert small.allowed is Position.WITHIN
