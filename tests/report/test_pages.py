"""Scorecards as files: pages, PDF, workbook and data; nothing of the BRP in what goes out."""

from __future__ import annotations

import errno
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from browser.checks import violations
from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.report import firewall as fw
from brp_match.report import wording
from brp_match.report.cards import Overview
from brp_match.report.command import file_names, sender_of
from brp_match.report.data import municipality_json, released_json
from brp_match.report.html import municipality_page, overview_page, released_page
from brp_match.report.pdf import write_pdf
from brp_match.report.release import ReleaseOrder, release
from brp_match.report.schema import scorecard_schema
from brp_match.report.workbook import municipality_workbook, released_workbook
from report.run_fixture import CATALOGUE, PLANTED


@pytest.fixture(scope="module")
def released(june: Overview) -> fw.VlpScorecard:
    return release(june, ReleaseOrder(june.kaarten[0].vlp, june.maand), CATALOGUE)


def test_the_headline_is_one_sentence(june: Overview, released: fw.VlpScorecard) -> None:
    for card in june.kaarten:
        text = wording.headline(card, CATALOGUE)
        assert text.endswith(".")
        assert text.count(". ") == 0
        assert str(card.uitkomsten.geleverd) in text
    assert wording.released_headline(released, CATALOGUE).startswith("U leverde")


def test_pages_ask_for_nothing_outside(june: Overview, released: fw.VlpScorecard) -> None:
    pages = [
        overview_page(june, CATALOGUE, {card.vlp: "x.html" for card in june.kaarten}),
        municipality_page(june.kaarten[0], june, CATALOGUE, "kaart"),
        released_page(released, CATALOGUE, june.minimum),
    ]
    for page in pages:
        assert "http" not in page.replace("http://www.w3.org", "")
        assert "<script" not in page
        assert 'lang="nl"' in page
        assert page.count("<h1") == 1


def test_every_picture_has_its_figures_in_a_table(june: Overview) -> None:
    page = municipality_page(june.kaarten[0], june, CATALOGUE, "kaart")
    assert page.count("<svg") >= 2
    assert page.count("<table") >= page.count("<svg")
    for month in june.kaarten[0].maanden:
        assert month.maand.words in page


def test_mended_placeholder_dates_show_in_the_chart(june: Overview) -> None:
    row = next(
        r
        for card in june.kaarten
        for r in card.verwachtingen
        if r.trend.richting == "beter" and r.code == "GEBOORTEDATUM_STANDAARDWAARDE"
    )
    assert row.trend.sinds == Month(2026, 4)


def test_nothing_planted_leaves(released: fw.VlpScorecard, june: Overview, tmp_path: Path) -> None:
    page = released_page(released, CATALOGUE, june.minimum)
    (tmp_path / "kaart.html").write_text(page, encoding="utf-8")
    write_pdf(page, tmp_path / "kaart.pdf")
    released_workbook(released, CATALOGUE, tmp_path / "kaart.xlsx")
    (tmp_path / "kaart.json").write_text(json.dumps(released_json(released)), encoding="utf-8")
    from pypdf import PdfReader

    reader = PdfReader(tmp_path / "kaart.pdf")
    texts = [page, (tmp_path / "kaart.json").read_text(encoding="utf-8"), str(reader.metadata)]
    texts += [part.extract_text() for part in reader.pages]
    with zipfile.ZipFile(tmp_path / "kaart.xlsx") as archive:
        texts += [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    whole = "\n".join(texts)
    assert [value for value in PLANTED if value in whole] == []
    assert [path.name for path in tmp_path.iterdir() if any(v in path.name for v in PLANTED)] == []


def test_both_kinds_of_data_follow_the_schema(june: Overview, released: fw.VlpScorecard) -> None:
    import jsonschema

    schema = scorecard_schema()
    validator = jsonschema.Draft202012Validator(schema)
    for value in (municipality_json(june.kaarten[0]), released_json(released)):
        validator.validate(json.loads(json.dumps(value)))
    spoiled = released_json(released) | {"naam": "x"}
    assert not validator.is_valid(spoiled)


def test_text_in_a_workbook_is_never_a_formula(june: Overview, tmp_path: Path) -> None:
    import openpyxl

    municipality_workbook(june.kaarten[0], CATALOGUE, tmp_path / "k.xlsx")
    released_workbook(
        release(june, ReleaseOrder(june.kaarten[0].vlp, june.maand), CATALOGUE),
        CATALOGUE,
        tmp_path / "v.xlsx",
    )
    for name in ("k.xlsx", "v.xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        assert all(
            cell.data_type != "f"
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
        )
        assert book.properties.creator == "brp-match"


def test_workbook_that_cannot_be_written_is_an_os_error(june: Overview, tmp_path: Path) -> None:
    """XlsxWriter packs it up; the command tells what is wrong by its number."""
    with pytest.raises(FileNotFoundError) as raised:
        municipality_workbook(june.kaarten[0], CATALOGUE, tmp_path / "weg" / "k.xlsx")
    assert raised.value.errno == errno.ENOENT


SENDER = fw.Sender("Gemeente Proefstad", "data@proefstad.example", date(2026, 7, 2))


def test_every_form_says_whose_card_it_is_from_whom_and_of_when(
    june: Overview, released: fw.VlpScorecard, tmp_path: Path
) -> None:
    import jsonschema
    import openpyxl

    card = next(one for one in june.kaarten if one.vlp == released.vlp.value)
    pages = [
        municipality_page(card, june, CATALOGUE, "kaart", sender=SENDER),
        released_page(released, CATALOGUE, june.minimum, SENDER),
        overview_page(june, CATALOGUE, {one.vlp: "x.html" for one in june.kaarten}, sender=SENDER),
    ]
    for page in pages:
        title = page.partition("<title>")[2].partition("</title>")[0]
        assert "juni 2026, Gemeente Proefstad" in title
        for text in (
            "<dd>Gemeente Proefstad</dd>", "<dd>data@proefstad.example</dd>", "<dd>juni 2026</dd>", "<dd>02-07-2026</dd>",
        ):  # fmt: skip
            assert text in page
    assert f"Scorekaart {card.vlp}, " in pages[1]
    schema = jsonschema.Draft202012Validator(scorecard_schema())
    for value in (municipality_json(card, SENDER), released_json(released, SENDER)):
        schema.validate(json.loads(json.dumps(value)))
        assert value["afzender"] == {
            "gemeente": "Gemeente Proefstad", "contact": "data@proefstad.example", "gemaakt": "2026-07-02",
        }  # fmt: skip
    municipality_workbook(card, CATALOGUE, tmp_path / "g.xlsx", SENDER)
    released_workbook(released, CATALOGUE, tmp_path / "v.xlsx", SENDER)
    for name in ("g.xlsx", "v.xlsx"):
        about = openpyxl.load_workbook(tmp_path / name)["Over deze kaart"]
        assert [row[1].value for row in about.iter_rows(min_row=2)] == [
            card.vlp, "Gemeente Proefstad", "data@proefstad.example", "juni 2026", "02-07-2026",
        ]  # fmt: skip


def test_what_a_sender_says_of_itself_is_bounded() -> None:
    for text in ("x" * 81, "a\nb"):
        with pytest.raises(ValueError, match="not a name"):
            fw.Sender(text)
        with pytest.raises(ValueError, match="not a name"):
            fw.Sender("Proefstad", text)
        with pytest.raises(BrpMatchError) as caught:
            sender_of("Proefstad", text)
        assert caught.value.faults[0].code == "AFZENDER_ONGELDIG"


def test_a_workbook_leads_from_each_task_to_its_rows(
    june: Overview, released: fw.VlpScorecard, tmp_path: Path
) -> None:
    import openpyxl

    card = next(one for one in june.kaarten if one.vlp == released.vlp.value)
    municipality_workbook(card, CATALOGUE, tmp_path / "g.xlsx")
    released_workbook(released, CATALOGUE, tmp_path / "v.xlsx")
    for name in ("g.xlsx", "v.xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        header, *listed = [[cell.value for cell in row] for row in book["Taken"].iter_rows()]
        assert header == ["blad", "fout", "wat te doen", "rijen"]
        found = {}
        for sheet, fault, todo, rows in listed:
            head, *work = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
            assert head[:4] == ["signaalnummer", "klantnummer", "bestand", "regel"]
            assert len(work) == rows
            assert {(row[4], row[5]) for row in work} == {(fault, todo)}
            found[fault] = sorted((row[0], row[1], row[3]) for row in work)
            assert book[sheet].page_setup.orientation == "landscape"
            assert book[sheet].print_title_rows == "$1:$1"
        own = {
            CATALOGUE[code].melding: sorted(
                (r.signaal_id, r.klantnummer, r.regel) for r in card.bevindingen if r.code == code
            )
            for code in {r.code for r in card.bevindingen}
        }
        assert found == own
        assert (
            listed[0][1]
            == CATALOGUE[
                (card.verbeteren[0].code if name == "g.xlsx" else released.verbeteren[0].code.value)
            ].melding
        )


def test_shares_in_a_workbook_are_numbers(released: fw.VlpScorecard, tmp_path: Path) -> None:
    import openpyxl

    released_workbook(released, CATALOGUE, tmp_path / "v.xlsx")
    book = openpyxl.load_workbook(tmp_path / "v.xlsx")
    rows = [[cell.value for cell in row][:5] for row in book["Overzicht"].iter_rows(min_row=2)]
    for row, one in zip(rows, released.uitkomsten, strict=False):
        if isinstance(one.aandeel, fw.Withheld):
            assert row[1:] == ["", "", "", "niet getoond"]
        else:
            assert row[1:3] == [one.aandeel.teller, one.aandeel.noemer]
            assert isinstance(row[3], int | float)


def test_what_is_not_shown_stands_in_one_sentence(
    released: fw.VlpScorecard, june: Overview
) -> None:
    hidden = tuple(
        replace(one, aandeel=fw.Withheld()) if one.uitkomst in HIDDEN_OUTCOMES else one
        for one in released.uitkomsten
    )
    card = replace(
        released, uitkomsten=hidden, gemiddelde_uitval=fw.Withheld(),
        velden=tuple(replace(one, klopt=fw.Withheld()) for one in released.velden),
    )  # fmt: skip
    page = released_page(card, CATALOGUE, june.minimum)
    table = page.partition("Wat er met uw signalen gebeurde")[2].partition("<h2>")[0]
    assert "niet getoond" not in table
    assert "Niet getoond, om personen te beschermen: " in table
    assert "overleden, geen inwoner" in table
    assert "uitval bij alle vastelastenpartners samen." in table
    assert "Hoe juist de gegevens zijn" not in page


def test_the_month_is_split_in_two_where_its_parts_are_hidden(
    released: fw.VlpScorecard, june: Overview
) -> None:
    *before, last = released.maanden
    month = replace(last, uitval=fw.Rate(25, 125, 10))
    page = released_page(replace(released, maanden=(*before, month)), CATALOGUE, june.minimum)
    table = page.partition("Wat er met uw signalen gebeurde")[2].partition("<h2>")[0]
    assert re.search(r"Niet uitgevallen[^%]*>ongeveer 80% \(100 van 125\)<", table)
    assert re.search(r"Uitgevallen, om welke[^%]*>ongeveer 20% \(25 van 125\)<", table)
    hidden = replace(last, uitval=fw.Withheld())
    page = released_page(replace(released, maanden=(*before, hidden)), CATALOGUE, june.minimum)
    assert "Uitgevallen, om welke" not in page


HIDDEN_OUTCOMES = (fw.Outcome.OVERLEDEN, fw.Outcome.GEEN_INWONER)


def test_file_names_are_plain_and_never_the_same() -> None:
    vlps = ["Één & Twee b.v.", "Een/Twee BV", "een twee b v", "***", "../..", "Index"]
    assert list(file_names(vlps).values()) == [
        "een-twee-b-v", "een-twee-bv", "een-twee-b-v-2", "vlp", "vlp-2", "index-2",
    ]  # fmt: skip


def test_a_faulty_card_is_refused_by_every_writer(
    released: fw.VlpScorecard, tmp_path: Path
) -> None:
    broken = object.__new__(fw.VlpScorecard)
    for name in fw.VlpScorecard.__dataclass_fields__:
        object.__setattr__(broken, name, getattr(released, name))
    object.__setattr__(broken, "feiten", ("Hertogkruid",))
    with pytest.raises(fw.FirewallError):
        released_json(broken)
    with pytest.raises(fw.FirewallError):
        released_page(broken, CATALOGUE, 10)
    with pytest.raises(fw.FirewallError):
        released_workbook(broken, CATALOGUE, tmp_path / "x.xlsx")


@pytest.mark.browser
def test_pages_have_no_accessibility_fault_and_fit_a_phone(
    june: Overview, released: fw.VlpScorecard, tmp_path: Path, browser: Any
) -> None:
    changed = release(june, ReleaseOrder(june.kaarten[3].vlp, june.maand), CATALOGUE)

    pages = {
        "index": overview_page(june, CATALOGUE, {card.vlp: "kaart.html" for card in june.kaarten}),
        "kaart": municipality_page(june.kaarten[0], june, CATALOGUE, "kaart"),
        "veranderd": municipality_page(june.kaarten[3], june, CATALOGUE, "kaart"),
        "leeg": municipality_page(june.kaarten[1], june, CATALOGUE, "kaart"),
        "vlp": released_page(released, CATALOGUE, june.minimum),
        "vlp-veranderd": released_page(changed, CATALOGUE, june.minimum),
    }
    for name, text in pages.items():
        path = tmp_path / f"{name}.html"
        path.write_text(text, encoding="utf-8")
        page = browser.new_page(viewport={"width": 320, "height": 800})
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert violations(page) == []
        page.close()


def test_a_picture_carries_its_own_look(june: Overview) -> None:
    page = municipality_page(june.kaarten[3], june, CATALOGUE, "kaart")
    lines = re.findall(r"<polyline [^>]*>", page)
    assert len(lines) >= 6
    assert all('fill="none"' in line and "stroke=" in line for line in lines)


def test_a_mended_fault_keeps_its_chart(june: Overview) -> None:
    card = june.kaarten[3]
    title = CATALOGUE["GEBOORTEDATUM_STANDAARDWAARDE"].melding
    page = municipality_page(card, june, CATALOGUE, "kaart")
    assert f"{title}: beter sinds april 2026" in page
    own = released_page(
        release(june, ReleaseOrder(card.vlp, june.maand), CATALOGUE), CATALOGUE, june.minimum
    )
    assert f"{title}: beter sinds april 2026" in own
    assert own.count("<svg") <= own.count("<caption")


def test_a_fault_that_costs_nothing_is_not_called_first(june: Overview) -> None:
    hypotheek = june.kaarten[1]
    assert wording.to_mend(hypotheek) == ()
    assert wording.headline(hypotheek, CATALOGUE) == (
        "Van 15 signalen in juni 2026 viel er 1 uit en hoefde er geen te worden beoordeeld; "
        "geen enkele fout in de levering veroorzaakte dat aantoonbaar."
    )
    for card in june.kaarten:
        assert all(max(m.uitval, m.beoordeling) >= 0.05 for m in wording.to_mend(card))
        assert len(wording.to_mend(card)) <= 3


def test_the_same_cards_give_the_same_bytes(
    june: Overview, released: fw.VlpScorecard, tmp_path: Path
) -> None:
    page = municipality_page(june.kaarten[0], june, CATALOGUE, "kaart")
    assert page == municipality_page(june.kaarten[0], june, CATALOGUE, "kaart")
    for number in ("1", "2"):
        write_pdf(page, tmp_path / f"{number}.pdf")
        municipality_workbook(june.kaarten[0], CATALOGUE, tmp_path / f"{number}.xlsx")
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_numbers_in_a_workbook_are_numbers(june: Overview, tmp_path: Path) -> None:
    import openpyxl

    municipality_workbook(june.kaarten[0], CATALOGUE, tmp_path / "k.xlsx")
    book = openpyxl.load_workbook(tmp_path / "k.xlsx")
    rows = [[cell.value for cell in row] for row in book["Juistheid"].iter_rows()]
    assert rows[0] == ["veld", "klopt", "laag (95%)", "hoog (95%)", "personen", "ontbreekt"]
    assert rows[3] == ["Geboortedatum", 0.72, 0.67, 0.75, 162, 0.04]
    assert book["Juistheid"]["B2"].number_format == "0.0%"
    assert [c.value for c in book["Overzicht"]["B"]] == ["aantal", 209, 156, 18, 35]


def test_charts_name_few_months_and_round_sizes() -> None:
    from brp_match.report.charts import _step

    assert [_step(most) for most in (1, 4, 5, 30, 36, 90, 219, 1050)] == [
        1, 1, 2, 10, 10, 25, 100, 500,
    ]  # fmt: skip


def test_the_schema_in_the_docs_is_that_of_the_records() -> None:
    docs = Path(__file__).resolve().parents[2] / "docs" / "scorecard.schema.json"
    assert json.loads(docs.read_text(encoding="utf-8")) == scorecard_schema()
