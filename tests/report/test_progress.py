"""What mending brought and what to aim for: by hand, and told on both cards."""

from __future__ import annotations

import pytest

from brp_match.dutch import Month
from brp_match.model import Sector
from brp_match.report import firewall as fw
from brp_match.report.answers import course
from brp_match.report.cards import ExpectationResult
from brp_match.report.catalogue import load_catalogue
from brp_match.report.progress import brought, target
from brp_match.report.trend import Direction, MonthCount, trend_of
from brp_match.report.wording import brought_text, target_text, trend_text


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
        "In oktober 2026 stond deze fout in 20,0% van de signalen, in november 2026 in 1,2%: naar verhouding 30 signalen "
        "minder."
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


def test_a_fault_has_one_course_wherever_it_is_told() -> None:
    """2 of 114 and then 10 of 119, after months of 2%: the months together tell nothing, the last two do."""
    months = tuple(
        MonthCount(Month(2026, n), *count)
        for n, count in enumerate(
            [(5, 76), (5, 120), (6, 107), (5, 91), (2, 114), (10, 119)], start=6
        )
    )
    contact = ExpectationResult("CONTACT_ONTBREEKT", 10, 119, 0.2, months, trend_of(months))
    assert contact.trend.richting is Direction.SAME
    assert trend_text(contact) == "slechter dan in oktober 2026"
    catalogue = load_catalogue()
    card = card_of(2)
    assert course(card, [contact], catalogue) == (
        "Slechter dan in oktober 2026: “Telefoonnummer en e-mailadres ontbreken”."
    )
    # a lasting change is told since when, and not a second time beside the month before
    mended = result((40, 100), (42, 100), (41, 100), norm=None)
    assert trend_text(mended) == "gelijk gebleven"
    gone = result((40, 100), (42, 100), (2, 100))
    assert trend_text(gone) == "beter sinds november 2026"
    assert course(card, [gone], {"X": catalogue["CONTACT_ONTBREEKT"]}) == (
        "Beter: “Telefoonnummer en e-mailadres ontbreken” sinds november 2026."
    )


def card_of(number: int) -> fw.VlpScorecard:
    """A card with months of which nothing is told."""
    month = fw.MonthShares(Month(2026, 10), fw.OwnCount(9, 9), fw.Withheld(), fw.Withheld())
    return fw.VlpScorecard(
        fw.DelivererName("X"), Sector.ENERGIE, Month(2026, 10), (), fw.Withheld(), (), (), (), (month,) * number, ()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "norm", "most"),
    [((28, 140), 0.03, 4), ((4, 140), 0.03, None), ((9, 40), None, 4), ((1, 40), None, 0), ((0, 40), None, None), ((3, 40), 0.0, 0)],
)  # fmt: skip
def test_the_target_is_the_norm_or_half(
    count: tuple[int, int], norm: float | None, most: int | None
) -> None:
    one = result(count, norm=norm)
    assert target(one) == most
    assert target_text(one).startswith("Doel:") == (most is not None)


def test_a_target_says_what_it_rests_on() -> None:
    assert (
        target_text(result((28, 140)))
        == "Doel: bij 140 signalen hooguit 4 met deze fout (de norm); nu 28."
    )
    assert target_text(result((4, 140))) == "De norm (max. 3%) is gehaald; minder is beter."
    assert target_text(result((0, 140))) == target_text(result((0, 40), norm=None)) == ""
    assert "de helft, want er is geen norm" in target_text(result((9, 40), norm=None))
    assert target_text(result((3, 119), norm=0.01)).endswith("nu 3, wat nog toeval kan zijn.")
