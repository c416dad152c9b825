"""What mending brought and what to aim for: by hand, and told on both cards."""

from __future__ import annotations

import pytest

from brp_match.dutch import Month
from brp_match.report.cards import ExpectationResult
from brp_match.report.progress import brought, target
from brp_match.report.trend import MonthCount, trend_of
from brp_match.report.wording import brought_text, target_text


def result(
    *counts: tuple[int, int], norm: float | None = 0.03, code: str = "X"
) -> ExpectationResult:
    months = tuple(MonthCount(Month(2026, n), *count) for n, count in enumerate(counts, start=9))
    return ExpectationResult(code, *counts[-1], norm, months, trend_of(months))


def test_a_fault_that_was_mended_is_told_with_what_it_brought() -> None:
    (one,) = brought([result((28, 140), (30, 150), (2, 160))])
    # a fifth of 160 would have been 32
    assert (one.worse, one.difference, one.expected) == (False, 30, pytest.approx(32.0))
    assert brought_text(one) == (
        "In oktober 2026 stond deze fout in 20,0% van de signalen, in november 2026 in 1,2%: ongeveer 30 signalen minder met "
        "deze fout dan wanneer er niets was veranderd."
    )


def test_chance_is_no_mending_and_worse_comes_last() -> None:
    chance = result((10, 100), (8, 100), code="A")
    worse = result((2, 100), (20, 100), code="B")
    better = result((20, 100), (2, 100), code="C")
    assert [(one.code, one.worse) for one in brought([chance, worse, better])] == [
        ("C", False),
        ("B", True),
    ]
    assert brought([result((4, 10)), result((0, 0), (4, 10))]) == ()


@pytest.mark.parametrize(
    ("count", "norm", "most"),
    [((28, 140), 0.03, 4), ((4, 140), 0.03, None), ((9, 40), None, 4), ((1, 40), None, 0), ((0, 40), None, None), ((3, 40), 0.0, 0)],
)  # fmt: skip
def test_the_target_is_the_norm_or_half(
    count: tuple[int, int], norm: float | None, most: int | None
) -> None:
    one = result(count, norm=norm)
    assert target(one) == most
    assert bool(target_text(one)) == (most is not None)


def test_a_target_says_what_it_rests_on() -> None:
    assert (
        target_text(result((28, 140)))
        == "Doel: bij 140 signalen hooguit 4 met deze fout (de norm); nu 28."
    )
    assert "de helft, want er is geen norm" in target_text(result((9, 40), norm=None))
