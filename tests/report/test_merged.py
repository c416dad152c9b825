"""One card over many municipalities: made of released cards alone, and no more than they say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pytest

from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.json_file import write_json
from brp_match.report import firewall as fw
from brp_match.report.cards import Overview
from brp_match.report.data import municipality_json, released_json
from brp_match.report.merged import Told, merge
from brp_match.report.merged_files import headline, write_merged
from brp_match.report.release import ReleaseOrder, release
from report.run_fixture import CATALOGUE, LEGAL, PLACEHOLDER, PLANTED

ENERGY = "Energie Direct"


@pytest.fixture(scope="module")
def cards(march: Overview, june: Overview, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same delivery released by three municipalities; one of them tells no drop-out."""
    root = tmp_path_factory.mktemp("kaarten")
    card = release(june, ReleaseOrder(ENERGY, june.maand), CATALOGUE)
    silent = replace(
        card, maanden=(*card.maanden[:-1], replace(card.maanden[-1], uitval=fw.Withheld()))
    )
    paths = []
    for name, one in (("Zeestad", card), ("Aardorp", silent), ("Middel", card)):
        folder = root / name
        folder.mkdir()
        write_json(released_json(one, fw.Sender(name)), folder / "scorekaart.json")
        paths.append(folder)
    return paths


def test_own_counts_add_up_and_shares_only_where_told(cards: list[Path]) -> None:
    card = merge(cards)
    assert [one.gemeente for one in card.gemeenten] == ["Aardorp", "Middel", "Zeestad"]
    assert card.geleverd == 3 * 209
    assert card.over("uitval") == (Told(70, 410), 2)
    assert card.gemeenten[0].uitval is None
    assert card.over("uw_gegevens") == (None, 0)
    assert card.controles()[LEGAL] == (36, 627, 3)
    assert card.controles()[PLACEHOLDER][2] == 3


def test_the_command_writes_every_form(
    cards: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scorecard", "merge", *map(str, cards), "--out", str(tmp_path / "uit")]) == 0
    assert (
        "U leverde 627 signalen aan 3 gemeenten in juni 2026; bij de 2 die dat tonen viel ongeveer 17% uit"
        in capsys.readouterr().out
    )
    text = (tmp_path / "uit" / "scorekaart.html").read_text(encoding="utf-8")
    assert text.count("niet getoond") >= 1
    assert not [value for value in PLANTED if value in text]
    sheet = openpyxl.load_workbook(tmp_path / "uit" / "scorekaart.xlsx")["Gemeenten"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][3:7] == ["uitval", "uitval, van", "uitval, aandeel", "uitval, toelichting"]
    assert [row[3:7] for row in rows[1:3]] == [
        ["", "", "", "niet getoond"],
        [35, 205, round(35 / 205, 6), ""],
    ]


def test_only_released_cards_of_one_deliverer_and_month_go_in(
    cards: list[Path], june: Overview, tmp_path: Path
) -> None:
    own = tmp_path / "eigen.json"
    write_json(municipality_json(june.kaarten[0], fw.Sender("X")), own)
    other = json.loads((cards[0] / "scorekaart.json").read_text(encoding="utf-8")) | {
        "vlp": "Ander",
        "maand": "2026-05",
    }
    strange = tmp_path / "ander.json"
    strange.write_text(json.dumps(other), encoding="utf-8")
    planted = json.loads((cards[1] / "scorekaart.json").read_text(encoding="utf-8"))
    planted["maanden"][-1]["geleverd"]["teller"] = PLANTED[0]
    broken = tmp_path / "stuk.json"
    broken.write_text(json.dumps(planted), encoding="utf-8")
    deep = tmp_path / "diep.json"
    deep.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(BrpMatchError) as error:
        merge([cards[0], own, strange, broken, deep])
    assert [fault.code for fault in error.value.faults] == [
        "KAART_VAN_GEMEENTE", "KAART_ONLEESBAAR", "KAART_ONLEESBAAR", "KAARTEN_VLP", "KAARTEN_MAAND", "KAARTEN_DUBBEL",
    ]  # fmt: skip
    assert PLANTED[0] not in str(error.value)


def test_what_most_municipalities_put_first_stands_first(cards: list[Path], tmp_path: Path) -> None:
    """Not what is most frequent: a telephone number that lacks, within its norm, comes before no birth date."""
    card = merge(cards)
    first = card.gemeenten[0].eerst
    assert first
    assert card.verbeteren()[0] == first
    assert set(card.verbeteren()) == {code for one in card.gemeenten for code in one.verbeteren}
    other = next(code for code in card.controles() if code != first)
    places = (
        *(replace(one, verbeteren=(other, first)) for one in card.gemeenten[:2]),
        replace(card.gemeenten[2], verbeteren=(first,)),
    )
    assert replace(card, gemeenten=places).verbeteren() == (other, first)
    nothing = replace(card, gemeenten=tuple(replace(one, verbeteren=()) for one in places))
    assert nothing.verbeteren() == ()
    assert "eerst te verbeteren" not in headline(nothing, CATALOGUE)
    assert f"eerst te verbeteren: “{CATALOGUE[first].melding}”" in headline(card, CATALOGUE)


def test_the_card_says_of_whom_and_of_when_it_is(cards: list[Path], tmp_path: Path) -> None:
    path = cards[0] / "scorekaart.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["afzender"]["contact"] = "data@zeestad.example"
    own = tmp_path / "zeestad.json"
    own.write_text(json.dumps(told), encoding="utf-8")
    write_merged(merge([own, cards[1]]), CATALOGUE, tmp_path, Mock(), date(2026, 7, 2))
    text = (tmp_path / "scorekaart.html").read_text(encoding="utf-8")
    assert '<span class="contact">data@zeestad.example</span>' in text
    assert "<dd>02-07-2026</dd>" in text
    assert "normen gehaald." in text
    assert "Norm niet gehaald" in text
