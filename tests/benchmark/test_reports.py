"""The three reports as a working group reads them: order, headline, words, and nothing from outside."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmark.federation_samples import make_cases, write_folder
from brp_match.benchmark.export.command import make_document
from brp_match.benchmark.export.file import as_text
from brp_match.benchmark.families import (
    FAMILIES,
    OTHER,
    SIDE_WORDS,
    SIDES,
    WORDS,
    family_of,
    side_of,
)
from brp_match.benchmark.merge.command import merged, read_all
from brp_match.benchmark.merge.edition import publication
from brp_match.benchmark.merge.guesses import Guessed, guess_fields
from brp_match.benchmark.merge.noisy import Pool
from brp_match.benchmark.merge.ranges import Range
from brp_match.benchmark.own_data.summary import Sample, summary
from brp_match.benchmark.reports import blocks as report_blocks
from brp_match.benchmark.reports import national
from brp_match.benchmark.reports.charts import (
    PHONE_WIDTH,
    configured,
    for_a_phone,
    intervals,
    panels,
    share_format,
)
from brp_match.benchmark.reports.data import write_data
from brp_match.benchmark.reports.funnel_chart import LETTER_SIDES, free_side
from brp_match.benchmark.reports.national import from_national
from brp_match.benchmark.reports.national_answers import (
    answers,
    best_measure,
    own_place,
)
from brp_match.benchmark.reports.national_funnel import (
    counts_said,
    deliverers_block,
    funnel_block,
    letters,
    spread_blocks,
    widened_said,
)
from brp_match.benchmark.reports.national_groups import (
    both_block,
    causes_block,
    families_block,
    looked,
)
from brp_match.benchmark.reports.national_months import months_block
from brp_match.benchmark.reports.national_sectors import differs_by_chance, sectors_said
from brp_match.benchmark.reports.national_summary import (
    methods_said,
    rest_said,
    reviews_of,
    saves,
    sides_said,
)
from brp_match.benchmark.reports.scenario_words import ERRORS, KINDS, ORIGINS
from brp_match.benchmark.reports.scenarios import from_scenarios, headline
from brp_match.benchmark.reports.sensitivity import sensitivity, verdict
from brp_match.benchmark.reports.words import about, about_count, best, of_today, period, vague
from brp_match.benchmark.reports.write import write_report
from brp_match.benchmark.truth import KINDS as TRUE_KINDS
from brp_match.model import Reason
from brp_match.synthetic.names import ORIGINS as NAME_ORIGINS
from brp_match.synthetic.rates import error_rates

DOCS = Path(__file__).resolve().parents[2] / "docs"
FROZEN = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "results.json"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the three commands leave, by name."""
    from benchmark.federation_samples import write_folder

    work = tmp_path_factory.mktemp("verslagen")
    files = []
    for number in range(5):
        folder = write_folder(
            make_cases(400, number, wrongful=0.3 + 0.05 * number), work / f"m{number}"
        )
        files.append(work / f"{number}.json")
        document = make_document([folder], 10, f"gemeente-{number}")
        files[-1].write_text(as_text(document), encoding="utf-8")
    return {
        "eigen": summary(make_cases(300, 1, reviewed=0.4), 2, "exact", Sample.RANDOM, (0.05,)),
        "landelijk": merged(read_all(files)),
        "scenarios": json.loads(FROZEN.read_text(encoding="utf-8")),
    }


@pytest.fixture(scope="module")
def pages(
    results: Mapping[str, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    work = tmp_path_factory.mktemp("html")
    return {
        name: write_report(one, work / f"{name}.html").read_text(encoding="utf-8")
        for name, one in results.items()
    }


ORDER = {
    "eigen": ["oorzaken", "methoden", "sectoren", "vlps", "meting", "niet"],
    "landelijk": ["samenvatting", "aanbevelingen", "oorzaken", "methoden", "sectoren", "vlps", "gemeenten", "maanden", "meting", "niet",
                  "begrippen", "colofon"],
    "scenarios": ["oorzaken", "methoden", "sectoren", "vlps", "soorten", "mensen", "ijking", "meting", "niet"],
}  # fmt: skip


@pytest.mark.parametrize("name", ORDER)
def test_the_order_in_which_a_working_group_reads(pages: dict[str, str], name: str) -> None:
    assert re.findall(r'<h2 id="([^"]+)"', pages[name]) == ORDER[name]


@pytest.mark.parametrize("name", ORDER)
def test_nothing_is_asked_from_outside(pages: dict[str, str], name: str) -> None:
    assert not re.search(r'(?:src|href)="(?!#)', pages[name])
    assert "url(" not in re.sub(r"url\(#[^)]+\)", "", pages[name])
    assert "<script" not in pages[name]
    assert "default-src &#39;none&#39;" in pages[name] or "default-src 'none'" in pages[name]


@pytest.mark.parametrize("name", ORDER)
def test_every_picture_says_what_it_shows_and_has_its_table(
    pages: dict[str, str], name: str
) -> None:
    start = '<div class="scroll" role="img" aria-label="([^"]+)"><div class="on-screen"><svg'
    pictures = re.findall(start, pages[name])
    assert len(pictures) >= 3
    # each for a screen and for a phone, of which one is shown
    assert len(re.findall("<svg", pages[name])) == 2 * len(pictures)
    assert pages[name].count('<div class="on-phone"><svg') == len(pictures)
    after = re.split("<figure>", pages[name])[1:]
    assert all("<table" in part.split("<h2")[0] for part in after)


@pytest.mark.parametrize("name", ORDER)
def test_numbers_are_written_in_dutch(pages: dict[str, str], name: str) -> None:
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", pages[name])
    assert len(cells) > 50
    # a point only between thousands
    assert [cell for cell in cells if re.search(r"\.\d{1,2}(?!\d)|\.\d{4}|None|nan", cell)] == []


def test_the_national_headline_tells_the_spread_and_what_to_expect_next(
    results: dict[str, dict[str, Any]],
) -> None:
    spread = {"share": 0.2173, "low": 0.1843, "high": 0.2546}
    said = national.headline(results["landelijk"] | {"spreiding": spread})
    assert re.fullmatch(
        r"Van elke 100 signalen vallen er \d+ uit \(per gemeente \d+ tot \d+\); in een doorsnee gemeente is daarvan 22% "
        r"onterecht, en in een volgende gemeente verwachten wij tussen 18% en 25%\.",
        said,
    )
    wide = {"share": 0.35, "low": 0.01, "high": 0.99}
    assert "niet te zeggen" in national.headline(results["landelijk"] | {"spreiding": wide})
    few = national.headline(results["landelijk"] | {"spreiding": None})
    assert "bij deze gemeenten samen" in few
    assert few.endswith("is uit zo weinig gemeenten niet te zeggen.")


def test_every_reason_is_in_a_family_with_words() -> None:
    assert family_of("VERHUISD_BINNEN_GEMEENTE") == "adres"
    assert family_of("VERHUISD_ANDERE_GEMEENTE") == "weg"
    assert family_of("overige") == OTHER
    assert {family_of(str(reason)) for reason in Reason} <= set(WORDS) == {*FAMILIES, *SIDES, OTHER}
    assert {family for own in SIDES.values() for family in own} == set(FAMILIES)
    assert set(SIDE_WORDS) == set(SIDES)
    assert [side_of(name) for name in ("adres", "weg", "persoon", OTHER)] == [
        "gegevens",
        "persoon",
        "persoon",
        OTHER,
    ]


def test_families_tell_how_much_was_wrongful(results: dict[str, dict[str, Any]]) -> None:
    """Counted before anything is hidden: of each of the largest the wrongful part is known within bounds."""
    rows = {row["naam"]: row for row in results["landelijk"]["families"]}
    assert {"naam", "weg", "geboortedatum", "levering"} <= set(rows)
    for name in ("naam", "weg", "geboortedatum", "levering"):
        row = rows[name]
        assert row["niet_gegeven"] == 0
        assert row["nagekeken"] == row["uitval"] > 50
        assert 0 < row["aandeel_van"] <= row["aandeel_tot"] < 1
    table = next(
        b.table
        for s in from_national(results["landelijk"]).sections
        if s.key == "oorzaken"
        for b in s.blocks
    )
    assert table is not None
    assert [row[0] for row in table.rows][-1] == "groep niet gegeven"


def test_who_lies_outside_has_a_letter_in_picture_and_table(
    results: dict[str, dict[str, Any]],
) -> None:
    rows = [
        {"naam": name, "positie": place}
        for name, place in (
            ("gemeente-b", "boven95"),
            ("gemeente-a", "binnen"),
            ("gemeente-c", "onder999"),
            ("gemeente-d", "open"),
        )
    ]
    assert letters(rows, "") == {"gemeente-b": "A", "gemeente-c": "B"}
    assert letters(rows, "gemeente-a") == {"gemeente-a": "A", "gemeente-b": "B", "gemeente-c": "C"}
    many = [{"naam": f"g{n:02d}", "positie": "boven95"} for n in range(28)]
    assert list(letters(many, "").values())[-2:] == ["AA", "AB"]
    block = funnel_block(results["landelijk"] | {"eigen": "gemeente-2"}, "per_gemeente")
    assert block.table is not None
    assert any(re.fullmatch(r"gemeente-2 \([A-Z]\)", row[0]) for row in block.table.rows)


def test_the_colophon_says_who_when_and_how_to_cite(results: dict[str, dict[str, Any]]) -> None:
    figures = results["landelijk"]
    first = publication(figures, "NVVK", "CC BY 4.0", date(2026, 11, 29))
    again = publication(
        figures, "NVVK", "CC BY 4.0", date(2027, 1, 5),
        [{"nummer": "abcd1234", "datum": "2026-11-29", "gemeenten": 5, "signalen": 900, "uitval": 90, "onterecht": 0.25}],
    )  # fmt: skip
    assert first["nummer"] == again["nummer"]
    section = from_national(figures | {"uitgave": again}).sections[-1]
    said = " ".join(line for block in section.blocks for line in block.text)
    assert f"Uitgave {first['nummer']} van 05-01-2027" in said
    assert f"(2027), uitgave {first['nummer']}" in said
    assert "uitgegeven door NVVK" in said
    assert "Licentie: CC BY 4.0." in said
    table = next(block.table for block in section.blocks if block.table)
    assert table.rows == (("abcd1234", "29-11-2026", "5", "900", "90 (10,0%)", "25%"),)


def test_the_data_are_numbers_with_a_description(
    results: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    figures = results["landelijk"] | {
        "uitgave": publication(results["landelijk"], "", "", date(2026, 11, 29))
    }
    write_data(figures, tmp_path)
    with (tmp_path / "landelijk-gegevens.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    kinds = {row["soort"] for row in rows}
    assert kinds == {
        "methode",
        "gemeente",
        "vlp",
        "sector",
        "grootte",
        "maand",
        "soort_oorzaak",
        "familie",
        "oorzaak",
    }
    assert all(re.fullmatch(r"\d*", row[name]) for row in rows for name in list(row)[4:])
    places = [row for row in rows if row["soort"] == "gemeente"]
    assert sum(int(row["uitval"]) for row in places) == figures["totaal"]["uitval"]
    told = json.loads(
        (tmp_path / "landelijk-gegevens.csv-metadata.json").read_text(encoding="utf-8")
    )
    assert [one["name"] for one in told["tableSchema"]["columns"]] == list(rows[0])


@pytest.mark.parametrize("name", ["landelijk", "scenarios"])
def test_a_publication_names_no_command_seed_or_package(pages: dict[str, str], name: str) -> None:
    text = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", pages[name], flags=re.DOTALL)
    assert not re.search(r"--\w|\bzaad\b|\bzaden\b|duckdb|pandas|numpy", text)


def test_the_figures_lie_beside_the_report(
    results: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    write_report(results["landelijk"], tmp_path / "rapport.html")
    lines = (tmp_path / "rapport-cijfers.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "hoofdstuk;tabel;rij;kolom;waarde"
    assert any(
        line.startswith("Per sector;Uitval per sector, als aandeel van de signalen;")
        for line in lines
    )


def test_the_headline_never_adds_municipalities_up(results: dict[str, dict[str, Any]]) -> None:
    figures = results["scenarios"]
    # the calibrated municipality has a sentence of its own before it
    methods = {
        name: one
        | {"scenarios": {town: r for town, r in one["scenarios"].items() if town != "geijkt"}}
        for name, one in figures["methods"].items()
    }
    said = headline(figures | {"methods": methods})
    assert re.fullmatch(
        r"Van de signalen over inwoners die hulp moeten krijgen laat de controle van vandaag per verzonnen gemeente "
        r"[\d,]+% tot [\d,]+% ten onrechte uitvallen, brp-match (per verzonnen gemeente )?[\d,]+%( tot [\d,]+%)?\.",
        said,
    )


def rates(**shares: float) -> dict[str, Any]:
    """Rates over a thousand, by name."""
    return {
        name: {"count": round(1000 * share), "of": 1000, "value": share, "low": 0.0, "high": 1.0}
        for name, share in shares.items()
    }


def test_the_headline_starts_from_what_is_published() -> None:
    today = rates(wrongful_drop=0.02, drop_out=0.07, wrongful_of_drops=0.25)
    ours = rates(wrongful_drop=0.0)
    methods = {"exact": {"scenarios": {"geijkt": today}}, "ours": {"scenarios": {"geijkt": ours}}}
    assert headline({"methods": methods, "scenarios": ["geijkt"]}) == (
        "Valt er zo veel uit als is gemeld, 7,0% van de signalen, dan is daarvan 25,0% onterecht (250 signalen); "
        "brp-match laat daarvan er geen uitvallen."
    )


def test_every_conclusion_is_shown_at_other_guesses() -> None:
    def both(today: float, ours: float) -> dict[str, Any]:
        rest = rates(drop_out=0.1, wrongful_of_drops=0.3, wrong_automatic=0.001, review=0.02)
        return {
            "exact": rest | rates(wrongful_drop=today),
            "ours": rest | rates(wrongful_drop=ours),
        }

    variants = {
        "": both(0.02, 0.0),
        "fouten_half": both(0.01, 0.0),
        "fouten_dubbel": both(0.04, 0.001),
    }
    section = sensitivity({"sensitivity": {"geijkt": variants}})
    assert section is not None
    intro, block = section.blocks
    assert intro.text[-1].endswith("staat in elke kolom.")
    assert block.table is not None
    row = next(
        r
        for r in block.table.rows
        if r[0] == "brp-match: onterechte uitval van wie hulp moet krijgen"
    )
    assert row[1:] == ("0,00%", "0,00%", "0,10%", "–", "–")
    variants["fouten_half"] = both(0.01, 0.02)
    assert "in 2 van de 3 gevallen" in verdict({"geijkt": variants})
    assert sensitivity({}) is None


def test_every_kind_error_and_origin_has_its_words() -> None:
    assert set(KINDS) == TRUE_KINDS
    assert set(ERRORS) == {*error_rates().base, "geen"}
    assert {*NAME_ORIGINS, "febrl", "onbekend"} == set(ORIGINS)
    assert {*Reason.__members__, "overige"} == set(report_blocks.CAUSE_WORDS)
    assert len(set(report_blocks.CAUSE_WORDS.values())) == len(report_blocks.CAUSE_WORDS)


def test_a_scenario_row_by_hand(results: dict[str, dict[str, Any]]) -> None:
    """Kinds: residents are counted lost, others are counted as letters that should not go."""
    report = from_scenarios(results["scenarios"])
    table = next(s for s in report.sections if s.key == "soorten").blocks[0].table
    assert table is not None
    rows = {row[0]: dict(zip(table.header, row, strict=True)) for row in table.rows}
    groups = results["scenarios"]["methods"]["exact"]["groups"]["soort"]
    moved, stranger = rows["verhuisd binnen de gemeente"], rows["onbekende, niet ingeschreven"]
    lost = groups["verhuisd"]["wrongful_drop"]["count"]
    assert moved["controle van vandaag"].startswith(f"{lost} (")
    assert moved["fout als het signaal"] == "valt uit"
    wrong = groups["vreemde"]["false_match"]["count"]
    assert stranger["controle van vandaag"].startswith(f"{wrong} (")
    assert stranger["fout als het signaal"] == "krijgt een brief"


def test_what_was_withheld_is_no_nought(results: dict[str, dict[str, Any]]) -> None:
    row = results["landelijk"]["families"][0] | {
        "nagekeken": 0,
        "uitval": 0,
        "bestanden": 0,
        "niet_gegeven": 5,
    }
    row |= {"onterecht_van": None, "onterecht_tot": None, "aandeel_van": None, "geschat": None}
    families, causes = (
        families_block([row]),
        causes_block([row | {"naam": "ROEPNAAM"}], results["landelijk"]["totaal"]),
    )
    assert families.table is not None
    assert families.table.rows[0][1:] == ("–", "–", "–", "5")
    assert causes.table is not None
    assert causes.table.rows[0][1:] == ("–", "–", "5")


def test_a_share_is_said_with_its_limits_or_between_them() -> None:
    assert about(0.9, 0.85, 0.95, 10) == "90% (85%\u2060–\u206095%)"
    assert about(0.9, 0.9, 0.9, 10) == "90%"
    assert about(0.5, 0.1, 0.9, 10) == "tussen 10% en 90%"
    assert about(None, 0.2, 0.3, 10) == "tussen 20% en 30%"
    assert about(None, 0.0, 0.7, 10) == "ten hoogste 70%"
    assert about(None, 0.2, 1.0, 10) == "ten minste 20%"
    assert about(0.5, 0.0, 1.0, 10) == "niet te zeggen"
    assert about_count(37, 20, 42) == "37 (20\u2060–\u206042)"
    assert about_count(None, 20, 42) == "20\u2060–\u206042"
    told = {"uitval": 149, "uitval_van": 149, "uitval_tot": 149, "nagekeken": 149, "onterecht": 0, "onterecht_van": 0,
            "onterecht_tot": 13, "aandeel": 0.0, "aandeel_van": 0.0, "aandeel_tot": 0.0872}  # fmt: skip
    much = {**told, "aandeel": 0.88, "aandeel_van": 0.48, "aandeel_tot": 1.0}
    rows = [{"naam": "gegevens", "geschat": much}, {"naam": "persoon", "geschat": told}]
    assert sides_said(rows) == (
        "Waar de gegevens verschillen, is 88% (48%\u2060–\u2060100%) onterecht; "
        "waar de persoon hier niet hoort, is 0% (0%\u2060–\u20609%) onterecht."
    )
    assert sides_said([{**rows[0], "geschat": {**much, "aandeel_van": 0.1}}, rows[1]]) == ""


def test_a_pair_is_of_one_set_of_signals_or_says_that_it_is_not(
    results: dict[str, dict[str, Any]],
) -> None:
    def side(signals: int, dropped: int) -> dict[str, Any]:
        return {"signalen": signals, "uitval": dropped, "nagekeken": 0, "onterecht_van": None, "onterecht_tot": None,
                "aandeel_van": None, "aandeel_tot": None, "geschat": None}  # fmt: skip

    water = {"naam": "Water", **side(67, 11), "brp_match": side(219, 12), "zelfde_signalen": False}
    wonen = {"naam": "Wonen", **side(0, 0), "brp_match": side(144, 16), "zelfde_signalen": False}
    power = {
        "naam": "Energie",
        **side(200, 20),
        "brp_match": side(200, 10),
        "zelfde_signalen": True,
    }
    mixed = both_block([water, wonen, power], "vastelastenpartner")
    assert mixed.table is not None
    assert mixed.table.header[1:] == (
        "signalen nu", "uitval nu", "onterecht van de uitval", "signalen bij brp-match", "uitval bij brp-match",
    )  # fmt: skip
    assert mixed.table.rows[1][1:] == ("niet gegeven", "niet gegeven", "–", "144", "16 (11,1%)")
    assert "niet over dezelfde signalen" in mixed.text[0]
    assert "Water en Wonen" in mixed.text[0]
    assert "meestal te hoog" in mixed.text[1]
    assert mixed.picture is not None
    drawn = json.dumps(mixed.picture().to_dict())
    assert "Energie" in drawn
    assert '"Water"' not in drawn
    assert both_block([water, wonen], "vastelastenpartner").picture is None
    same = both_block([power], "sector")
    assert same.table is not None
    assert same.table.header[1] == "signalen"
    figures = results["landelijk"]
    said = [national.from_national(figures | {"beide": one}) for one in (figures["beide"], None)]
    texts = [
        " ".join(
            line
            for s in one.sections
            for b in s.blocks
            for line in (*b.text, *(a.said for a in b.answers))
        )
        for one in said
    ]
    assert "Beide methoden kregen dezelfde signalen" in texts[0]
    assert "op dezelfde signalen de uitval" in texts[0]
    assert "dezelfde signalen de uitval" not in texts[1]
    assert "Beide methoden kregen" not in texts[1]


def test_nothing_outside_is_not_said_where_nothing_is_known() -> None:
    def row(place: str, share: float | None = 0.1) -> dict[str, Any]:
        return {
            "positie": place,
            "aandeel_van": share,
            "nagekeken": 9,
            "onterecht_van": 1,
            "onterecht_tot": 1,
        }

    assert counts_said([row("open")] * 7, "gemeente") == (
        "Van geen van de 7 is te zeggen of zij buiten de grenzen ligt."
    )
    # nor of those that gave nothing
    assert "geen van de 8 is" in counts_said([row("open")] * 7 + [row("", None)], "gemeente")
    rows = [row("boven95"), *[row("binnen")] * 2, row("open"), row("", None)]
    assert counts_said(rows, "gemeente") == (
        "Buiten de grenzen: 1; erbinnen: 2; niet te zeggen: 1; niet getekend, want niet gegeven: 1. "
        "Samen 5 gemeenten."
    )
    noise = [*rows[:-1], row("", None) | {"geschat": {"met_ruis": 1}}]
    assert "want niet of alleen met ruis gegeven: 1." in counts_said(noise, "gemeente")
    assert "te weinig (3), dus zijn zij niet verruimd" in widened_said(rows[:3], 1.0)
    assert widened_said(rows, 1.0).endswith("dat is hier niet zo.")
    assert widened_said(rows, 2.5).endswith(
        "dat is hier zo: zij verschillen 2,5 keer zo veel als toeval geeft (in variantie)."
    )


def test_what_is_in_no_group_is_told_in_the_summary(results: dict[str, dict[str, Any]]) -> None:
    figures = results["landelijk"]
    (said,) = rest_said(figures)
    rest = best(next(row for row in figures["families"] if row["naam"] == OTHER))
    assert (
        f"{round(100 * rest['uitval'] / best(figures['totaal'])['uitval'])}% van de uitval" in said
    )
    assert rest_said(figures | {"families": []}) == []


def test_labels_of_an_axis_differ_and_a_dot_says_something() -> None:
    assert [share_format(most) for most in (0.3, 0.05, 0.002)] == [".0%", ".1%", ".2%"]
    assert vague({"aandeel": 0.06, "aandeel_van": 0.0, "aandeel_tot": 0.61})
    assert vague({"aandeel": None, "aandeel_van": 0.0, "aandeel_tot": 0.1})
    assert not vague({"aandeel": 0.06, "aandeel_van": 0.0, "aandeel_tot": 0.2})


def test_how_the_drop_out_is_known_is_said_with_how_many() -> None:
    assert of_today(["exact", "uitval"], [13, 27]).startswith(
        "13 gemeenten gaven de lijst met uitval"
    )
    assert "Bij de andere 27 is de controle nagebootst: " in of_today(["exact", "uitval"], [13, 27])
    assert of_today(["exact"], [5]).startswith("De controle van vandaag is nagebootst: ")
    assert of_today(["uitval"], [5]) == (
        "De uitval van vandaag is die van de lijst met uitval uit het systeem van de gemeente."
    )


def test_months_in_a_row_are_said_as_a_period() -> None:
    assert period(["2026-09", "2026-10", "2026-11"]) == "september tot en met november 2026"
    assert period(["2025-12", "2026-01", "2026-02"]) == "december 2025 tot en met februari 2026"
    assert (
        period(["2026-09", "2026-11", "2026-12"])
        == "september 2026, november 2026 en december 2026"
    )
    assert period(["2026-09"]) == "september 2026"


def test_a_small_municipality_stands_in_the_table_with_what_is_known(
    results: dict[str, dict[str, Any]],
) -> None:
    figures = results["landelijk"]
    told = {"signalen": 240, "uitval": 21, "uitval_van": 11, "uitval_tot": 31, "nagekeken": 21, "onterecht": 9,
            "onterecht_van": 0, "onterecht_tot": 19, "aandeel": 0.43, "aandeel_van": 0.0, "aandeel_tot": 0.62,
            "bestanden": 1, "niet_gegeven": 0, "met_ruis": 1}  # fmt: skip
    nothing = {"signalen": 0, "uitval": 0, "nagekeken": 0, "bestanden": 0, "positie": "", "onterecht_van": None,
               "onterecht_tot": None, "aandeel_van": None, "aandeel_tot": None}  # fmt: skip
    first, second, *rest = figures["per_gemeente"]
    rows = [first | nothing | {"geschat": told}, second | nothing | {"geschat": None}, *rest]
    block = funnel_block(figures | {"per_gemeente": rows, "eigen": first["naam"]}, "per_gemeente")
    assert block.table is not None
    small, silent = block.table.rows[0], block.table.rows[1]
    assert small[1] == "240"
    assert small[3:6] == ("niet te zeggen", "ten hoogste 62%", "niet te zeggen")
    assert any("Van een kleine gemeente alleen is niet te zeggen" in line for line in block.text)
    near = rows[0]["geschat"] | {"aandeel_tot": 0.55}
    rows[0] = rows[0] | {"geschat": near}
    block = funnel_block(figures | {"per_gemeente": rows, "eigen": first["naam"]}, "per_gemeente")
    assert block.table is not None
    assert block.table.rows[0][3] == "ongeveer 9 (0\u2060–\u206019), met ruis"
    assert silent[1:] == ("niet gegeven", "niet gegeven", "–", "–", "niet gegeven")
    assert any("staat niet in de tekening" in line for line in block.text)


def test_the_report_begins_with_the_questions_of_the_docs_and_their_answers(
    results: dict[str, dict[str, Any]],
) -> None:
    block = answers(results["landelijk"], "Titel", "mei 2026")
    listed = re.findall(
        r"(?m)^\| \d+ \| ([^|]+) \|", (DOCS / "landelijk-verslag.md").read_text(encoding="utf-8")
    )
    assert [one.question for one in block.answers] == listed
    assert len(listed) == 10
    anchors = {s.key: s.title for s in from_national(results["landelijk"]).sections}
    for one in block.answers:
        assert anchors[one.section] == one.where
        assert re.fullmatch(r"[A-Z5].*[.]", one.said)
        assert "None" not in one.said


def row(signals: int, dropped: int, **other: Any) -> dict[str, Any]:
    """A row of landelijk.json whose drop-out is known and of which nothing was reviewed."""
    nothing = dict.fromkeys(("onterecht_van", "onterecht_tot", "aandeel_van", "aandeel_tot"))
    return {"naam": "x", "signalen": signals, "uitval": dropped, "nagekeken": 0, "bestanden": 1, "geschat": None,
            "positie": "", **nothing, **other}  # fmt: skip


def test_a_difference_between_sectors_is_said_with_what_chance_may_do() -> None:
    water, power = row(200, 40, naam="Water"), row(200, 10, naam="Energie")
    assert not differs_by_chance(water, power)
    assert differs_by_chance(row(200, 12), power)
    noisy = row(200, 40, geschat={**row(200, 40), "uitval_van": 9, "uitval_tot": 71, "met_ruis": 1})
    assert differs_by_chance(noisy, power)
    assert sectors_said([power, water]) == (
        "Water heeft de meeste uitval, 20,0%, en Energie de minste, 5,0%."
    )
    # who is the first is not said where that may be chance, nor where not everybody told
    assert sectors_said([row(200, 12, naam="Zorg"), power]) == (
        "De uitval per sector: Zorg 6,0% en Energie 5,0%; dat verschil kan toeval zijn."
    )
    rent = row(200, 38, naam="Huur")
    assert "Of Water meer heeft dan Huur, is niet te zeggen" in sectors_said([power, rent, water])
    for silent in (row(0, 0, naam="Zorg"), row(400, 20, naam="Zorg", niet_gegeven=1)):
        said = sectors_said([power, water, silent])
        assert said.startswith("Welke sector de meeste uitval heeft, is niet te zeggen: van Zorg")
        assert "meeste uitval, 20" not in said
    assert sectors_said([power]) == "Geen twee sectoren met getallen."


def test_the_place_of_the_reader_is_said_with_what_it_means(
    results: dict[str, dict[str, Any]],
) -> None:
    figures = results["landelijk"]
    seen = {
        "nagekeken": 30,
        "onterecht_van": 12,
        "onterecht_tot": 12,
        "aandeel_van": 0.4,
        "aandeel_tot": 0.4,
    }
    own = row(300, 30, naam="Ons dorp", positie="boven95", **seen)

    def said(one: dict[str, Any], phi: float = 1.0, others: int = 0) -> str:
        rest = [row(300, 30, naam=f"g{n}", **seen) for n in range(others)]
        return own_place(figures | {"per_gemeente": [one, *rest], "eigen": "Ons dorp",
                                    "overspreiding": {"gemeenten": phi}})  # fmt: skip

    together = f"alle samen {round(100 * figures['streef'])}%"
    start = f"Ons dorp: uitval 10,0%, daarvan onterecht 40% ({together})."
    assert said(own, others=5) == (
        f"{start} Met dat deel onterecht ligt zij boven de 95%-grens: dat is meer dan toeval."
    )
    assert said(own).endswith("dus dat zegt weinig.")
    assert said(own | {"positie": "binnen"}).endswith("het verschil met de andere kan toeval zijn.")
    # within limits that were widened, a difference may well be more than chance
    wider = said(own | {"positie": "binnen"}, phi=2.5)
    assert wider.endswith("is niet groter dan gemeenten onderling gewoon zijn.")
    assert "toeval" not in wider
    assert said(own | {"positie": "open"}) == f"{start} Of dat toeval is, is niet te zeggen."
    wide = own | {"aandeel_van": 0.0, "aandeel_tot": 0.9}
    assert said(wide).endswith("is van haar alleen niet te zeggen.")
    assert said(own | {"nagekeken": 0}).endswith("is niet nagekeken of niet gegeven.")
    assert (
        said(own | {"signalen": 0}) == "Ons dorp gaf haar aantallen niet, want die zijn te klein."
    )
    assert own_place(figures).startswith("Zoek uw eigen naam")


def test_bounds_of_reviews_that_say_nothing_are_not_given_as_figures() -> None:
    """Over five municipalities of 3.241 signals, in a row of the 2.473 of four: "0–3.095" says nothing, and is more than there are."""
    ours = row(2473, 146, beoordeling=[0, 3095])
    assert reviews_of(ours) is None
    assert reviews_of(ours | {"beoordeling": [300, 400]}) == (300, 400)
    assert (
        reviews_of(ours | {"beoordeling": [0, None]})
        is reviews_of(ours | {"beoordeling": None})
        is None
    )


def test_a_measure_of_which_the_wrongful_part_is_unknown_is_said_in_a_sentence() -> None:
    unknown = {
        "nagekeken": 30,
        "onterecht_van": 0,
        "onterecht_tot": 30,
        "aandeel_van": 0.0,
        "aandeel_tot": 1.0,
    }
    said = best_measure(
        {"totaal": row(3000, 244), "families": [row(0, 30, naam="naam", **unknown)]}
    )
    assert said.endswith("12,3% van alle uitval); hoeveel daarvan onterecht is, is niet te zeggen.")
    half = unknown | {
        "onterecht_van": 15,
        "onterecht_tot": 15,
        "aandeel_van": 0.5,
        "aandeel_tot": 0.5,
    }
    said = best_measure({"totaal": row(3000, 244), "families": [row(0, 30, naam="naam", **half)]})
    assert said.endswith("; daarvan is 50% onterecht.")


def test_without_figures_every_question_says_so(results: dict[str, dict[str, Any]]) -> None:
    """A report over municipalities that are all too small to give a thing."""
    nothing = row(0, 0, naam="x")
    figures = results["landelijk"] | {
        "totaal": nothing, "per_gemeente": [nothing], "per_vlp": [], "per_sector": [], "families": [], "zijden": [], "spreiding": None,
        "beide": None, "methoden": [{**nothing, "schatting": None, "beoordeling": None}] * 2,
    }  # fmt: skip
    said = [one.said for one in answers(figures, "Titel", "mei 2026").answers]
    assert said[0] == "Geen gemeente gaf haar uitval."
    assert said[1] == "Hoeveel daarvan onterecht is, is niet nagekeken."
    assert all(one.startswith("Niet te zeggen") for one in said[2:6])
    assert said[6].startswith("Geen twee sectoren met getallen.")


def test_no_picture_where_no_place_can_be_told(results: dict[str, dict[str, Any]]) -> None:
    rows = [
        one | {"positie": "open", "aandeel_van": 0.0, "aandeel_tot": 0.5}
        for one in results["landelijk"]["per_vlp"]
    ]
    (block,) = deliverers_block(results["landelijk"] | {"per_vlp": rows})
    assert block.picture is block.table is None
    assert block.text[0].startswith(f"Van geen van de {len(rows)} is te zeggen")
    seen = {"nagekeken": 9, "aandeel_van": 0.2, "aandeel_tot": 0.2, "positie": "binnen"}
    (funnel,) = deliverers_block(results["landelijk"] | {"per_vlp": [rows[0], rows[1] | seen]})
    assert funnel.picture is not None


def noisy(
    signals: int, value: int, low: int, high: int, wrong: int, **other: Any
) -> dict[str, Any]:
    """A row of landelijk.json whose drop-out was told with noise, and reviewed whole; `wrong` of it within 10."""
    shares = {
        "aandeel": wrong / value,
        "aandeel_van": 0.0,
        "aandeel_tot": min(1.0, (wrong + 10) / value),
    }
    told = {"signalen": signals, "uitval": value, "uitval_van": low, "uitval_tot": high, "nagekeken": value, "bestanden": 1,
            "niet_gegeven": 0, "onterecht": wrong, "onterecht_van": 0, "onterecht_tot": wrong + 10, "met_ruis": 1,
            **shares}  # fmt: skip
    return row(signals, low, **{"niet_gegeven": 0, "geschat": told, **other})


def test_counts_with_noise_that_do_not_add_up_say_so_there() -> None:
    """Groups of 39 and 33 wrongful ones beside 401 of no group are no 66 together: the reader is told why, and which is surest."""
    country = noisy(3241, 264, 259, 274, 66)
    rows = [noisy(0, 90, 80, 100, 30, naam="naam"), noisy(0, 73, 68, 83, 32, naam=OTHER)]
    block = families_block(rows, (), country)
    assert "tellen de getallen niet precies op" in block.text[1]
    assert "264, waarvan 0\u2060–\u206076 onterecht; dat is het nauwkeurigst" in block.text[1]
    assert block.table is not None
    assert "niet gegeven" not in block.table.header
    openly = row(0, 30, naam="naam", niet_gegeven=0)
    assert len(families_block([openly], (), country).text) == 1
    # a share of which nothing can be said has no count either; one known by its limits only has these
    small = noisy(0, 12, 12, 12, 3, naam="gegevens")
    vague_one = noisy(0, 13, 13, 13, 2, naam="persoon")
    small["geschat"] |= {"aandeel_tot": 1.0}
    table = families_block([small, vague_one]).table
    assert table is not None
    assert [one[2:] for one in table.rows] == [
        ("niet te zeggen", "niet te zeggen"),
        ("0\u2060–\u206012", "ten hoogste 92%"),
    ]
    # nor is more than all of the wrongful drop-out in no group
    sides = [noisy(0, 384, 361, 407, 384, naam="gegevens"), noisy(0, 1606, 1580, 1632, 33, naam="persoon")]  # fmt: skip
    rest = noisy(0, 711, 677, 745, 401, naam=OTHER)
    figures = {"totaal": noisy(9999, 2691, 2660, 2722, 758), "families": [rest], "zijden": sides}
    assert "Daarin zit ongeveer 49% van de onterechte uitval" in rest_said(figures)[0]


def test_rows_with_noise_say_what_they_are_not_and_where_ours_seems_worse() -> None:
    def both(name: str, today: int, ours: int, same: bool = True) -> dict[str, Any]:
        return noisy(1000, today, today - 20, today + 20, 5, naam=name, zelfde_signalen=same,
                     brp_match=noisy(1000, ours, ours - 20, ours + 20, 0))  # fmt: skip

    methods = [noisy(3000, 240, 230, 250, 60), noisy(3000, 174, 160, 190, 1)]
    rows = [both("Energie", 90, 60), both("Zorg", 55, 72), both("Huur", 50, 99)]
    said = both_block(rows, "sector", methods=methods).text
    assert "(nu 8,0%, bij brp-match 5,8%); dat is nauwkeuriger." in said[1]
    assert said[2] == "Bij Huur laat brp-match meer uitvallen dan de controle van nu."
    assert said[3].startswith("Bij Zorg is de schatting bij brp-match hoger dan nu.")
    assert len(both_block(rows[:1], "sector").text) == 1


def test_causes_that_are_not_all_given_say_how_much_they_are_together() -> None:
    rows = [row(0, 37, naam="OVERLEDEN", niet_gegeven=0), row(0, 189, naam=OTHER, niet_gegeven=1)]
    block = causes_block(rows, row(3000, 250))
    assert block.text[1].startswith("De rijen zijn samen 90,4% van alle uitval.")
    assert block.table is not None
    assert block.table.rows[1] == ("oorzaak niet apart gegeven", "189", "75,6%", "1")
    # a group and a cause that were not given are two things with two names
    assert WORDS[OTHER] != block.table.rows[1][0]
    assert len(causes_block(rows, row(3000, 226)).text) == 1


def test_months_that_were_not_all_given_say_what_they_are_together() -> None:
    block = months_block([row(850, 75, naam="2026-09")], 3241)
    assert block.text[0].endswith("de maanden zijn samen 850 van de 3.241 signalen.")
    assert months_block([row(850, 75, naam="2026-09")], 850).text[0].endswith("zonder ruis gaf.")


def test_a_sector_of_which_it_cannot_be_said_may_have_the_most() -> None:
    rows = [noisy(500, 50, 40, 60, 20, naam="Energie"), noisy(400, 50, 40, 60, 5, naam="Huur"),
            noisy(200, 20, 10, 30, 9, naam="Water")]  # fmt: skip
    assert sectors_said(rows).endswith("Alleen ruw bekend: Water (ten hoogste 95%).")
    rows[0]["geschat"] |= {"aandeel_van": 0.38, "aandeel_tot": 0.5}
    third = noisy(400, 50, 40, 60, 8, naam="Zorg")
    said = sectors_said([*rows, third])
    assert "het grootste deel onterecht bij Energie, 40%" in said
    assert (
        "het kleinste bij Huur, 10% (0%\u2060–\u206030%); bij Zorg kan het even klein zijn." in said
    )
    rows[2]["geschat"] |= {"aandeel_tot": 1.0}
    assert sectors_said(rows).endswith("Van Water is dat deel niet te zeggen.")


def test_a_prediction_too_wide_to_be_said_is_so_in_the_side_text_too(
    results: dict[str, dict[str, Any]],
) -> None:
    found = {"units": 4, "q": 16.1, "df": 2, "p": 0.0003, "i2": 0.88, "share": 0.285, "tau": 0.69}
    wide, near = ({**found, "low": low, "high": high} for low, high in ((0.013, 0.925), (0.2, 0.4)))
    values = []
    for spread in (wide, near):
        text, aside = spread_blocks(results["landelijk"] | {"spreiding": spread})
        assert aside.table is not None
        values.append(aside.table.rows[-1][1])
        assert "niet te zeggen" in text.text[0] or spread is near
    assert values[0].endswith("te wijd om iets te zeggen")
    assert values[1] == "20,0%\u2060–\u206040,0%"
    # five municipalities, of which three gave their counts openly and one its drop-out
    assert aside.text[0].startswith("3 van de 5 gemeenten gaven hun aantallen open, zonder ruis.")
    assert "Van 1 andere is de uitval open" in aside.text[0]
    assert "1 telt hier niet mee" in aside.text[0]


def test_a_month_says_how_much_was_wrongful_or_that_it_cannot_be_said() -> None:
    def month(low: float, high: float) -> dict[str, Any]:
        seen = {
            "nagekeken": 20,
            "onterecht_van": 1,
            "onterecht_tot": 9,
            "aandeel_van": low,
            "aandeel_tot": high,
        }
        return row(200, 20, naam="2026-11", **seen)

    told, silent = (
        months_block([month(0.1, 0.3), month(0.0, 0.59)]),
        months_block([month(0.0, 0.59)]),
    )
    assert told.table is not None
    assert [one[-1] for one in told.table.rows] == ["10,0%\u2060–\u206030,0%", "niet te zeggen"]
    assert silent.table is not None
    assert "aandeel onterecht" not in silent.table.header
    assert "niet te zeggen" in silent.text[1]


def test_a_picture_for_a_phone_is_drawn_narrower_with_its_names_above_their_rows() -> None:
    one = for_a_phone(configured(intervals([("naam", 0.2, 0.1, 0.3)], "onterecht")))
    assert one["width"] == PHONE_WIDTH
    assert one["config"]["axisYPoint"]["labelAlign"] == "left"
    both = for_a_phone(
        configured(
            panels([("a", "m", 0.1, 0.0, 0.2), ("b", "n", 0.1, 0.0, 0.2)], ["a", "b"], ["m", "n"])
        )
    )
    assert [part["width"] for part in both["vconcat"]] == [PHONE_WIDTH] * 2
    ticks = [
        layer["encoding"]["x"]["axis"]["tickCount"]
        for part in both["vconcat"]
        for layer in part["layer"]
    ]
    assert set(ticks) == {4}


def test_a_letter_stands_where_no_other_point_is() -> None:
    alone = {"a": (100.0, -100.0)}
    assert free_side("a", alone) == next(iter(LETTER_SIDES)) == "rechtsboven"
    assert free_side("a", alone | {"b": (118.0, -108.0)}) == "linksboven"
    above = alone | {"b": (118.0, -108.0), "c": (82.0, -108.0)}
    assert free_side("a", above) == "rechtsonder"
    # a line is near with its end, however far its middle is
    line = above | {"d": (115.0, -47.0)}
    assert free_side("a", line) == "rechtsonder"
    assert free_side("a", line, {"d": (-94.0, 0.0)}) == "linksonder"


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Landelijk.json of files without noise, of which one gives no drop-out and one not how much was wrongful."""
    work = tmp_path_factory.mktemp("zonder-ruis")
    made = []
    for number, (signals, wrongful) in enumerate(((400, 0.3), (400, 0.4), (400, 0.02), (12, 0.3))):
        folder = write_folder(make_cases(signals, number, wrongful=wrongful), work / f"m{number}")
        document = make_document([folder], 10, f"gemeente-{number}")
        document.pop("ruis", None)
        made.append(work / f"{number}.json")
        made[-1].write_text(as_text(document), encoding="utf-8")
    return merged(read_all(made))


def said_in(report: Any) -> str:
    """All that a report says in sentences."""
    lines = [
        line
        for s in report.sections
        for b in s.blocks
        for line in (*b.text, *(a.said for a in b.answers))
    ]
    return " ".join((report.headline, report.about, *lines))


def test_the_middle_of_bounds_is_no_estimate(withheld: dict[str, Any]) -> None:
    """59 to 78 of 244 wrongful, all of them looked at: "28% (95% certain)" would be a figure that nobody counted."""
    found = withheld["methoden"][0]["schatting"]
    assert found["van"] < found["tot"]
    assert found["aandeel"] is found["aantal"] is None
    assert found["zeker"]
    report = from_national(withheld)
    low, high = round(100 * found["van"]), round(100 * found["tot"])
    assert f"bij deze gemeenten samen tussen {low}% en {high}% onterecht." in report.headline
    assert ("onterecht, alle uitval samen", f"tussen {low}% en {high}%") in report.facts
    text = said_in(report)
    assert "deze grenzen zijn zeker" in text
    assert "(95% zeker" not in text
    assert (
        f"Van alle uitval samen is tussen {low}% en {high}% onterecht; de lijn in het midden ligt halverwege"
        in text
    )
    picture = next(s for s in report.sections if s.key == "methoden").blocks[0].picture
    assert picture is not None
    drawn = json.dumps(picture().to_dict())
    assert '"v": null' in drawn
    # an estimate out of noise has a point
    assert about(0.28, 0.24, 0.32, 10).startswith("28%")


def test_how_many_municipalities_the_figures_are_of_stands_at_the_front(
    withheld: dict[str, Any],
) -> None:
    report = from_national(withheld)
    assert report.facts[0] == ("gemeenten", "3 van de 4")
    assert (
        "De uitval nu is van 3; 1 gaf die niet. De controle van vandaag is nagebootst."
        in report.about
    )
    text = said_in(report)
    assert (
        "4 gemeenten, elk zelf, op eigen signalen en de eigen BRP; 3 gemeenten gaven hun uitval nu."
        in text
    )
    assert "3 of 4 Dutch municipalities" in text
    assert "waar “niet gegeven” staat niet" in text
    assert "In de getallen van alle samen telt zij mee" not in text
    mixed = withheld | {
        "per_controle": [
            row(9, 1, naam="echte lijst", gemeenten=1),
            row(9, 1, naam="nabootsing", gemeenten=3),
        ]
    }
    assert "nagebootst bij 3 van de 4." in national._whose(mixed)


def test_nothing_is_said_of_noise_or_intervals_where_there_are_none(
    withheld: dict[str, Any],
) -> None:
    text = said_in(from_national(withheld))
    assert "is niet gegeven; soms staat er tussen welke grenzen het ligt." in text
    assert not re.search(
        "staat er alleen ongeveer in|alleen met ruis|told with noise|Raken de intervallen", text
    )
    assert "interval van 95%" not in text
    assert "1 bestand telt daarin niet mee" in text


def test_both_methods_stand_beside_each_other_on_the_same_signals_only(
    withheld: dict[str, Any],
) -> None:
    total = withheld["methoden"]
    assert total[0]["signalen"] != total[1]["signalen"] or withheld["zelfde_signalen"]
    both = withheld["beide"]
    first, second = both["methoden"]
    assert first["signalen"] == second["signalen"] > 0
    others = withheld | {"beide": both | {"gemeenten": 2}}
    said = methods_said(others)
    assert said.startswith(
        f"Bij de 2 die beide gaven, was met brp-match op dezelfde signalen de uitval {second['uitval']} ("
    )
    assert "vergelijk ze niet" not in said
    methods = next(s for s in from_national(others).sections if s.key == "methoden").blocks[0]
    assert methods.text[0].startswith(
        "2 gemeenten gaven de uitval van beide methoden; hier staan alleen hun signalen."
    )
    assert methods.table is not None
    assert methods.table.rows[0][1] == methods.table.rows[1][1]
    assert methods_said(withheld | {"beide": None}).startswith("Niet te zeggen")
    assert "probabilistic" not in said_in(from_national(withheld | {"beide": None}))


def test_at_most_is_said_of_an_upper_limit_only() -> None:
    whole_group = row(0, 30, naam="naam")
    rest = row(0, 70, naam=OTHER)
    told = noisy(0, 344, 323, 365, 340, naam="naam")
    country = row(3000, 244)
    assert saves(whole_group, {"families": [whole_group]}) == ("ten hoogste", "30")
    assert saves(whole_group, {"families": [whole_group, rest]}) == ("ten minste", "30")
    assert saves(row(0, 30, naam="naam", niet_gegeven=1), {"families": []})[0] == "ten minste"
    said = best_measure({"totaal": country, "families": [told, rest]})
    assert "Dat gaat over naar schatting 344 (323\u2060–\u2060365) signalen (" in said
    assert "ten hoogste" not in said


def test_a_count_with_noise_is_about_so_many() -> None:
    assert looked(best(noisy(0, 2685, 2655, 2716, 762))) == "ongeveer 2.685"
    assert looked(best(row(0, 244) | {"nagekeken": 244})) == "244"


def test_rows_of_other_signals_are_named_in_a_sentence() -> None:
    def apart(name: str) -> dict[str, Any]:
        return row(100, 9, naam=name, zelfde_signalen=False, brp_match=row(140, 9))

    said = both_block([apart("minder dan 100"), apart("100 tot 500")], "signalen per maand").text[0]
    assert said.startswith(
        "Bij “minder dan 100” en “100 tot 500” gaan de uitval nu en die bij brp-match niet over dezelfde"
    )
    assert both_block([apart("Huur")], "sector").text[0].startswith("Bij Huur gaan de uitval nu")
    few = row(
        100,
        9,
        naam="nabootsing",
        zelfde_signalen=True,
        brp_match=row(100, 9),
        gemeenten=4,
        gaven=3,
        open=0,
    )
    table = both_block([few], "hoe de uitval bekend is").table
    assert table is not None
    assert table.rows[0][1] == "4 (3 met uitval nu)"


def test_bounds_among_counts_with_noise_have_no_best_guess_either() -> None:
    """A file from before there was noise gives bounds: their middle is no part of an estimate."""
    drops = Pool(exact=50, noisy=12, minima=(10,), bounds=Range(51, 70))
    told = Pool(exact=20, noisy=4, minima=(10,), bounds=Range(20, 29))
    one = Guessed(900, drops, drops, told, 2, 0)
    fields = guess_fields(one)
    assert fields is not None
    assert fields["onterecht"] == 24
    older = Pool(bounds=Range(0, 9), open=Range(0, 9))
    fields = guess_fields(Guessed(900, drops, drops, told + older, 3, 0))
    assert fields is not None
    assert fields["onterecht"] is fields["aandeel"] is None
    assert fields["aandeel_van"] < fields["aandeel_tot"]
