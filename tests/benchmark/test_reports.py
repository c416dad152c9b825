"""The three reports as a working group reads them: order, headline, words, and nothing from outside."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmark.federation_samples import make_cases
from brp_match.benchmark.export.command import make_document
from brp_match.benchmark.export.file import as_text
from brp_match.benchmark.merge.command import merged, read_all
from brp_match.benchmark.own_data.summary import Sample, summary
from brp_match.benchmark.reports import blocks as report_blocks
from brp_match.benchmark.reports import national
from brp_match.benchmark.reports.families import OTHER, Family, families, family_of
from brp_match.benchmark.reports.scenario_words import ERRORS, KINDS, ORIGINS
from brp_match.benchmark.reports.scenarios import from_scenarios, headline
from brp_match.benchmark.reports.write import write_report
from brp_match.benchmark.truth import KINDS as TRUE_KINDS
from brp_match.model import Reason
from brp_match.synthetic.names import ORIGINS as NAME_ORIGINS
from brp_match.synthetic.rates import error_rates

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
    "landelijk": ["samenvatting", "oorzaken", "methoden", "sectoren", "vlps", "gemeenten", "maanden", "meting", "niet",
                  "begrippen", "colofon"],
    "scenarios": ["oorzaken", "methoden", "sectoren", "vlps", "soorten", "mensen", "meting", "niet"],
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
    pictures = re.findall(r'<div class="scroll" role="img" aria-label="([^"]+)"><svg', pages[name])
    assert len(pictures) >= 3
    assert len(re.findall("<svg", pages[name])) == len(pictures)
    after = re.split("<figure>", pages[name])[1:]
    assert all("<table" in part.split("<h2")[0] for part in after)


@pytest.mark.parametrize("name", ORDER)
def test_numbers_are_written_in_dutch(pages: dict[str, str], name: str) -> None:
    cells = re.findall(r"<td>([^<]*)</td>", pages[name])
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
    few = national.headline(results["landelijk"] | {"spreiding": None})
    assert "bij deze gemeenten samen" in few
    assert few.endswith("is uit zo weinig gemeenten niet te zeggen.")


def test_families_are_drawn_in_by_the_total() -> None:
    def cause(code: str, dropped: int, low: int, high: int | None) -> dict[str, Any]:
        return {
            "naam": code,
            "bestanden": 1,
            "uitval": dropped,
            "nagekeken": dropped,
            "onterecht_van": low,
            "onterecht_tot": high,
        }

    rows = [
        cause("NAAM_OMGEDRAAID", 20, 0, None),
        cause("ROEPNAAM", 10, 4, 10),
        cause("OVERLEDEN", 30, 0, 0),
    ]
    whole = {"nagekeken": 60, "onterecht_van": 24, "onterecht_tot": 25}
    assert families(rows, whole) == [
        Family("de naam", 30, 30, 24, 25), Family("overleden of vertrokken", 30, 30, 0, 0),
    ]  # fmt: skip
    assert family_of("VERHUISD_BINNEN_GEMEENTE") == "het adres"
    assert family_of("VERHUISD_ANDERE_GEMEENTE") == "overleden of vertrokken"
    assert family_of("overige") == OTHER


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
    assert any(line.startswith("Per sector;Uitval per sector;") for line in lines)


def test_the_headline_is_one_sentence(results: dict[str, dict[str, Any]]) -> None:
    said = headline(results["scenarios"])
    assert re.fullmatch(
        r"De controle van vandaag laat [\d.]+ van de [\d.]+ inwoners die hulp moeten krijgen ten "
        r"onrechte uitvallen \([\d,]+%\); brp-match verliest er (geen|[\d.]+) "
        r"\(95% zeker: [\d,]+% tot [\d,]+%\)\.",
        said,
    )


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


def test_what_was_withheld_is_no_nought(results: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    row = results["landelijk"]["oorzaken"][0] | {"nagekeken": 0, "uitval": 0, "bestanden": 0}
    row |= {"onterecht_van": None, "onterecht_tot": None, "aandeel_van": None}
    page = write_report(results["landelijk"] | {"oorzaken": [row]}, tmp_path / "x.html")
    text = page.read_text(encoding="utf-8")
    part = text.split('id="oorzaken"')[1].split("<h2")[0]
    assert re.findall(r"<td>([^<]*)</td>", part)[:4] == ["–", "–", "–", "–"]
