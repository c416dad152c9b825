"""The questions that a deliverer comes with, answered on its card: from what the card tells, and no more."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from brp_match.dutch import Month
from brp_match.report import firewall as fw
from brp_match.report.answers import answers, compared, drop_out, norms, not_shown, whose
from brp_match.report.cards import ExpectationResult, Overview
from brp_match.report.catalogue import load_catalogue
from brp_match.report.charts import p_chart_svg
from brp_match.report.html import released_page
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.statistics.pchart import p_chart
from brp_match.report.trend import Direction, Trend
from report.run_fixture import CATALOGUE

DOCS = Path(__file__).resolve().parents[2] / "docs" / "scorekaart.md"


@pytest.fixture(scope="module")
def card(june: Overview) -> fw.VlpScorecard:
    return release(june, ReleaseOrder(june.kaarten[0].vlp, june.maand), CATALOGUE)


def test_the_card_answers_the_questions_of_the_docs(card: fw.VlpScorecard, june: Overview) -> None:
    page = unescape(released_page(card, CATALOGUE, june.minimum))
    listed = re.findall(r"(?m)^\| \d+ \| ([^|]+) \|", DOCS.read_text(encoding="utf-8"))
    assert len(listed) == 10
    asked = re.findall(r"<dt>([^<]*\?)</dt><dd>([^<]+)</dd>", page)
    # the head of the card answers the first two: of whom, of when
    assert [question for question, _ in asked] == listed[2:]
    assert all(re.fullmatch(r"[A-Z0-9“].*[.]", said) for _, said in asked)
    # the blocks of what to mend come before, the details after
    places = [page.index(f"<h2>{title}") for title in ("Eerst verb", "Vragen en", "Wat er met")]
    assert places == sorted(places)


def test_a_difference_with_the_others_counts_only_beyond_chance_and_rounding() -> None:
    def rate(part: int, of: int) -> fw.Rate:
        return fw.Rate(part, of, 10)

    assert compared(rate(20, 75), rate(155, 635)) == "dat verschil kan toeval zijn"
    assert compared(rate(40, 75), rate(155, 635)) == "bij u is het meer dan toeval verklaart"
    assert compared(rate(10, 200), rate(155, 635)) == "bij u is het minder dan toeval verklaart"
    # 25 of 100 beside 70 of 460 would be no chance; half a step nearer it may be
    assert compared(rate(25, 100), rate(95, 560)) == "dat verschil kan toeval zijn"
    assert compared(rate(20, 75), rate(20, 75)) == "dat verschil kan toeval zijn"


def test_the_drop_out_is_said_or_why_it_is_not(card: fw.VlpScorecard) -> None:
    def with_last(share: fw.Share, average: fw.Share) -> fw.VlpScorecard:
        *before, last = card.maanden
        return replace(
            card, maanden=(*before, replace(last, uitval=share)), gemiddelde_uitval=average,
            tijdvakken=(fw.PeriodShare(Month(2026, 1), Month(2026, 3), 3, fw.OwnCount(300, 300), fw.AtLeast(20, 300, 10)),),
        )  # fmt: skip

    hidden = drop_out(with_last(fw.Withheld(), fw.Withheld()), 10)
    assert "mogen wij dat niet tonen" in hidden
    assert hidden.endswith("januari tot en met maart 2026 samen: ten minste 20 van 300.")
    both = drop_out(with_last(fw.Rate(20, 75, 10), fw.Rate(155, 635, 10)), 10)
    assert both == (
        "27% (ongeveer 20 van 75). Uitval bij alle vastelastenpartners samen: 24,4% (ongeveer 155 van 635); dat verschil kan "
        "toeval zijn."
    )
    alone = drop_out(with_last(fw.Rate(20, 75, 10), fw.Withheld()), 10)
    assert alone.endswith("Van de anderen mogen wij het niet tonen.")


def test_whose_the_drop_out_was_is_said_as_far_as_it_may_be(card: fw.VlpScorecard) -> None:
    def said(**parts: fw.Share) -> str:
        told = tuple(fw.PartShare(fw.Part[name], share) for name, share in parts.items())
        return whose(replace(card, verdeling=told), 10)

    both = said(UW_GEGEVENS=fw.Rate(20, 45, 10), NIET_UW_GEGEVENS=fw.Rate(25, 45, 10))
    assert (
        both == "Uw levering: 44% (ongeveer 20 van 45); niet uw levering: 56% (ongeveer 25 van 45)."
    )
    assert said(NIET_UW_GEGEVENS=fw.AtLeast(10, 35, 10)) == (
        "Niet uw levering: ten minste 28%. Van uw levering mogen wij het niet tonen."
    )
    assert said().startswith("Dat mogen wij niet tonen")


def test_norms_are_told_apart_by_chance() -> None:
    def result(code: str, faults: int, checked: int, norm: float | None) -> ExpectationResult:
        return ExpectationResult(code, faults, checked, norm, (), Trend(Direction.SAME))

    catalogue = load_catalogue()
    rows = [
        result("POSTCODE_ONTBREEKT", 0, 77, 0.01),
        result("GEBOORTEDATUM_ONTBREEKT", 30, 77, 0.05),
        result("GEBOORTEDATUM_STANDAARDWAARDE", 1, 77, 0.01),
        result("CONTACT_ONTBREEKT", 3, 77, None),
    ]
    assert norms(rows, catalogue) == (
        "1 van de 3 normen gehaald. Niet gehaald: “De geboortedatum is ingevuld” (39%, max. 5%). Erboven, maar dat kan toeval zijn: "
        "“De geboortedatum is geen standaardwaarde” (1,3%, max. 1%)."
    )
    assert norms(rows[3:], catalogue) == "Geen controle had een norm."


def test_of_a_first_month_there_is_nothing_to_compare(card: fw.VlpScorecard) -> None:
    one = dict(answers(replace(card, maanden=card.maanden[-1:]), [], CATALOGUE, 10))
    assert one["Gaat het beter of slechter dan vorige maanden?"].startswith(
        "Dit is de eerste maand"
    )
    assert "veelvoud van 5" in not_shown(10)


@pytest.mark.parametrize("last", [100, 90, 80, 76, 72, 68, 60])
def test_the_last_share_in_a_chart_is_struck_through_by_no_line(last: int) -> None:
    """With 72 of 200 below a level of 41% a label just above its dot lies on the line of the level."""
    months = [Month(2026, number) for number in (1, 2, 3, 4)]
    chart = p_chart([(84, 200), (86, 200), (85, 200), (last, 200)])
    drawing = p_chart_svg(months, chart, "t", "n", norm=0.3)
    label = float(re.findall(r'<text x="[\d.]+" y="([\d.]+)" class="label"', drawing)[-1])
    lines = re.findall(r'y1="([\d.]+)" y2="[\d.]+" class="(?:centre|limit far|norm)', drawing)
    assert len(set(lines)) >= 3
    # the room of the larger letters of a phone
    assert not [y for y in lines if label - 18 <= float(y) <= label + 4]
