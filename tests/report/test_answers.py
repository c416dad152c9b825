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
from brp_match.report.glossary import used_words
from brp_match.report.html import released_page
from brp_match.report.judged import SEEN, also_to_mend
from brp_match.report.own_results import own_results
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.statistics.pchart import p_chart
from brp_match.report.trend import Direction, Trend
from brp_match.report.wording import checked_text, rate_text
from brp_match.report.workbook import released_workbook
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
    assert hidden.endswith("januari tot en met maart 2026 samen: ten minste 20 van 300 personen.")
    assert "Of het meer is dan bij anderen, is dan ook niet te zeggen." in hidden
    others = drop_out(with_last(fw.Withheld(), fw.Rate(155, 635, 10)), 10)
    assert "alle vastelastenpartners samen: ongeveer 24% (155 van 635)." in others
    both = drop_out(with_last(fw.Rate(20, 75, 10), fw.Rate(155, 635, 10)), 10)
    assert both == (
        "Ongeveer 27% (20 van 75). Uitval bij alle vastelastenpartners samen: ongeveer 24% (155 van 635); dat verschil kan "
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
        both == "Uw levering: ongeveer 44% (20 van 45); niet uw levering: ongeveer 56% (25 van 45)."
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
        "1 van de 3 normen gehaald. Niet gehaald: “De geboortedatum ontbreekt” (39%, max. 5%). Erboven, maar dat kan toeval zijn: "
        "“De geboortedatum is een standaardwaarde” (1,3%, max. 1%)."
    )
    assert norms(rows[3:], catalogue) == "Geen controle had een norm."
    # a missed norm is a task, whatever it costs; then what is most frequent
    also = [(row.code, over) for row, over in also_to_mend(rows, ["GEBOORTEDATUM_STANDAARDWAARDE"])]
    assert also == [("GEBOORTEDATUM_ONTBREEKT", True), ("CONTACT_ONTBREEKT", False)]
    many = [result(f"X_{number}", 40, 77, 0.01) for number in range(9)]
    assert len(also_to_mend([*rows, *many], [])) == 10
    assert [row.code for row, _ in also_to_mend(rows, ["GEBOORTEDATUM_ONTBREEKT"])] == [
        "CONTACT_ONTBREEKT", "GEBOORTEDATUM_STANDAARDWAARDE",
    ]  # fmt: skip


def test_a_share_of_faults_reads_the_same_whatever_its_norm() -> None:
    def result(norm: float) -> ExpectationResult:
        return ExpectationResult("X", 1, 77, norm, (), Trend(Direction.SAME))

    assert [checked_text(result(norm)) for norm in (0.01, 0.02, 0.2)] == ["1,3%"] * 3
    assert checked_text(replace(result(0.05), teller=30)) == "39%"
    assert checked_text(replace(result(0.05), teller=0)) == "0%"


def test_what_the_delivery_showed_is_not_denied_by_a_check_that_passed(
    card: fw.VlpScorecard, june: Overview
) -> None:
    """The profile sees damage that the check of the rows does not know, or that stands in another municipality's rows."""
    code = "CODERING_BESCHADIGD"
    catalogue = {**CATALOGUE, code: load_catalogue()[code]}
    passed = fw.CheckResult(
        fw.ExpectationCode(code), (fw.MonthChecks(june.maand, fw.OwnCount(0, 112)),)
    )
    one = fw.OwnCount(1, 112)
    habit = fw.HabitCount(fw.HabitKind("tekens"), fw.ColumnName("achternaam"), one, one)
    clean = replace(card, controles=(passed,), feiten=(), verbeteren=(), gewoonten=())
    damaged = replace(clean, gewoonten=(habit,))
    title = "Letters met een accent zijn heel"
    for shown, group in ((clean, "Zonder fouten"), (damaged, SEEN)):
        page = unescape(released_page(shown, catalogue, june.minimum))
        assert re.findall(r"<summary>([^<]+) \(1\)</summary>", page) == [group]
        assert title in page.partition(f"<summary>{group}")[2]
    assert "ook aan rijen van een andere gemeente. De controles tellen die niet mee." in page
    norm = "Halen wij de norm, of is dit toeval?"
    results = own_results(damaged, catalogue)
    assert dict(answers(clean, results, catalogue, 10))[norm] == "1 van de 1 norm gehaald."
    assert dict(answers(damaged, results, catalogue, 10))[norm] == "Geen controle had een norm."


def test_at_least_is_told_as_what_it_is_wherever_it_stands(card: fw.VlpScorecard) -> None:
    """It comes of a count with noise: mostly a bound, and never a certain one."""
    bare = replace(
        card, gemiddelde_uitval=fw.Withheld(), uitkomsten=(), verdeling=(), velden=(), tijdvakken=(), verbeteren=(),
        maanden=tuple(replace(m, uitval=fw.Withheld(), beoordeling=fw.Withheld()) for m in card.maanden),
    )  # fmt: skip
    assert "ten minste" not in not_shown(bare, 10)
    bound = fw.PeriodShare(Month(2026, 1), Month(2026, 3), 3, fw.OwnCount(300, 300), fw.AtLeast(20, 300, 10))  # fmt: skip
    said = not_shown(replace(bare, tijdvakken=(bound,)), 10)
    assert "Ook “ten minste” is dus niet helemaal zeker." in said
    ((_, word, _),) = used_words("<p>ten minste</p>")
    assert word.endswith(
        "met opzet iets te hoog of te laag is: het echte aantal is meestal even groot of groter"
    )


def test_a_missed_norm_has_its_advice_and_its_sheet(
    card: fw.VlpScorecard, june: Overview, tmp_path: Path
) -> None:
    """With nothing that costs most, the norms that are missed are the tasks of the card."""
    import openpyxl

    bare = replace(card, verbeteren=())
    missed = [row.code for row, over in also_to_mend(own_results(bare, CATALOGUE), []) if over]
    assert missed
    page = unescape(released_page(bare, CATALOGUE, june.minimum))
    part = page.partition("<h2>Ook te verbeteren</h2>")[2].partition("<h2>")[0]
    assert all(CATALOGUE[code].advies in part for code in missed)
    said = dict(answers(bare, own_results(bare, CATALOGUE), CATALOGUE, june.minimum))
    assert (
        f"norm is niet gehaald: “{CATALOGUE[missed[0]].melding}”"
        in said["Wat verbeter ik het eerst?"]
    )
    assert said["Wat doe ik met zo'n rij?"].startswith(CATALOGUE[missed[0]].advies)
    released_workbook(bare, CATALOGUE, tmp_path / "v.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx")["Taken"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)][: len(missed)] == [
        CATALOGUE[code].melding for code in missed
    ]


def test_a_card_explains_the_words_it_uses_and_no_others(
    card: fw.VlpScorecard, june: Overview
) -> None:
    page = unescape(released_page(card, CATALOGUE, june.minimum))
    body, _, words = page.partition('<section class="words"')
    explained = set(re.findall(r"<dt>([^<]+)</dt>", words))
    assert {"Signaal", "BRP", "Norm", "Standaardwaarde", "Onterecht signaal"} <= explained
    assert not {"BAG", "Convenant", "Consistentie", "Eindelevering"} & explained
    assert "“Ongeveer” en “ten minste”: geteld in personen" in body or "ongeveer" not in body
    assert [word for word, *_ in used_words("<p title='Norm'>Neem het over uit de BAG.</p>")] == [
        "BAG"
    ]
    assert used_words("<p title='BAG'>niets</p>") == ()
    # what is folded away on the screen is not printed, and its words are not either
    folded = used_words("<p>juistheid</p><details><p>validiteit</p></details>")
    assert [(word, printed) for word, _, printed in folded] == [
        ("Validiteit", False), ("Juistheid", True),
    ]  # fmt: skip


def test_what_stands_in_one_column_has_as_many_decimals() -> None:
    assert [rate_text(*count, 120) for count in ((14, 76), (30, 120), (0, 91))] == [
        "18,4%", "25,0%", "0,0%",
    ]  # fmt: skip


def test_of_a_first_month_there_is_nothing_to_compare(card: fw.VlpScorecard) -> None:
    one = dict(answers(replace(card, maanden=card.maanden[-1:]), [], CATALOGUE, 10))
    assert one["Gaat het beter of slechter dan vorige maanden?"].startswith(
        "Dit is de eerste maand"
    )
    rounded = replace(card, gemiddelde_uitval=fw.Rate(155, 635, 10))
    assert "veelvoud van 5" in not_shown(rounded, 10)
    assert "eigen rijen zelf kunt tellen, tonen wij altijd" in not_shown(rounded, 10)


@pytest.mark.parametrize(
    ("counts", "near"),
    [
        # the lowest limit of the first month lay in the name
        ([(8, 28), (14, 39), (13, 37), (16, 42), (12, 35), (10, 25)], 5),
        ([(14, 76), (30, 120), (20, 107), (0, 91), (2, 114), (3, 119)], 5),
        ([(2, 40), (3, 40)], 27),
        ([(4, 40), (9, 40), (1, 40), (6, 40)] * 3, 49),
    ],
)
def test_the_name_of_the_norm_is_struck_through_by_no_line(
    counts: list[tuple[int, int]], near: int
) -> None:
    months = [Month(2026, number) for number in range(1, len(counts) + 1)]
    drawing = p_chart_svg(months, p_chart(counts), "t", "n", norm=0.05)
    x, label = map(float, re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="label"[^>]*>norm', drawing)[0])  # fmt: skip
    lines = re.findall(
        r'<line x1="([\d.]+)" x2="([\d.]+)" y1="([\d.]+)" y2="[\d.]+" class="(?:centre|limit far|norm)', drawing
    )  # fmt: skip
    crossed = [(start, end, y) for start, end, y in lines if float(start) < x + 60 and float(end) > x]  # fmt: skip
    assert len(crossed) >= 4
    assert not [y for *_, y in crossed if label - 18 <= float(y) <= label + 4]
    norm = float(next(y for start, _, y in lines if float(start) == 72.0))
    assert abs(label - norm) <= near


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
