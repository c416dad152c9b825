"""`link --uitval`: what today's system dropped is answered in the form it came, and comes first in the queue."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from brp_match.cases.uitval import ANSWER, Answered, answered, counts
from brp_match.database import connect
from brp_match.ingest import load_signals
from brp_match.ingest.uitval import DropOut, Dropped, load_uitval
from brp_match.synthetic.drop_out import write_drop_out
from rules.town import TownOf, filler, resident, signal

NOBODY = {
    "achternaam": "Onbekendsma", "voornamen": "Xanthippe", "geboortedatum": "01-03-1933",
    "straatnaam": "Nergensweg", "huisnummer": "77", "postcode": "9977ZZ",
}  # fmt: skip
SENT = [signal("S1"), signal("S2", **NOBODY), signal("S3", voornamen="Wouter", klantnummer="10009")]
LIST = "Partner,Ons kenmerk,Waarom\nProefpartij,S1,=Naam wijkt af\nProefpartij,S2,\nProefpartij,X9,Weg\n"
MAPPING = '[uitval]\nsignaal_id = "Ons kenmerk"\nreden = "Waarom"\n'


@pytest.fixture
def town(tmp_path: Path) -> TownOf:
    made = TownOf(tmp_path)
    (tmp_path / "bak.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "m.toml").write_text(MAPPING, encoding="utf-8")
    return made


def test_the_list_goes_back_as_it_came_with_our_answer(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ("--uitval", str(town.folder / "bak.csv"), "--mapping", str(town.folder / "m.toml"))
    assert town.link([*filler(), resident("P1")], SENT, *more) == 0
    assert "van 3 rijen vond brp-match 1 keer de inwoner, 0 te beoordelen, 1 terecht, 1 niet in deze" in (
        capsys.readouterr().out
    )  # fmt: skip
    lines = (town.folder / "uit" / "uitval.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == ",".join(["Partner", "Ons kenmerk", "Waarom", *ANSWER])
    # what a spreadsheet would run stays text
    assert lines[1].startswith(
        "Proefpartij,S1,'=Naam wijkt af,inwoner gevonden,GEBOORTEDATUM_GELIJK|"
    )
    assert lines[2].startswith("Proefpartij,S2,,terecht uitgevallen,NIET_GEVONDEN,")
    assert lines[3] == "Proefpartij,X9,Weg,niet in deze levering,,"
    record = json.loads((town.folder / "uit" / "run.json").read_text(encoding="utf-8"))
    assert record["uitval"] == {"rijen": 3, "match": 1, "review": 0, "reject": 1, "onbekend": 1}
    kept = duckdb.sql(
        f"SELECT signaal_id, uitval_reden FROM '{town.folder}/uit/signals.parquet' ORDER BY 1"
    ).fetchall()
    assert kept == [("S1", "=Naam wijkt af"), ("S2", ""), ("S3", None)]


def test_of_who_has_secrecy_the_answer_tells_nothing(town: TownOf) -> None:
    more = ("--uitval", str(town.folder / "bak.csv"), "--mapping", str(town.folder / "m.toml"))
    assert town.link([*filler(), resident("P1", geheim="7")], SENT, *more) == 0
    line = (town.folder / "uit" / "uitval.csv").read_text(encoding="utf-8").splitlines()[1]
    assert line.startswith("Proefpartij,S1,'=Naam wijkt af,terecht uitgevallen,NIET_GEVONDEN")


def test_a_number_a_spreadsheet_changed_and_a_customer_number_name_the_signal(
    tmp_path: Path,
) -> None:
    sent = tmp_path / "s.csv"
    columns = "signaal_id;vlp;klantnummer;achternaam"
    sent.write_text(
        f"{columns}\n000123;V;A-1;Bos\n0456;V;A-2;Bos\n456;V;A-3;Bos\nX-7;V;A-3;Bos\n",
        encoding="utf-8",
    )
    bak = tmp_path / "bak.csv"
    bak.write_text(
        "Signaalnummer;Klantnr;Status\n123;;Café\n00456;;x\n;a1;x\n;A3;x\n456;A-1;x\n",
        encoding="cp1252",
    )
    con = connect()
    try:
        load_signals(con, [sent])
        assert [row.signaal_id for row in load_uitval(con, bak).rows] == [
            "000123",
            "00456",
            "000123",
            "",
            "456",
        ]
    finally:
        con.close()


def test_an_answer_of_an_earlier_run_does_not_stay(town: TownOf) -> None:
    more = ("--uitval", str(town.folder / "bak.csv"), "--mapping", str(town.folder / "m.toml"))
    people = [*filler(), resident("P1")]
    assert town.link(people, SENT, *more) == 0
    assert town.link(people, SENT) == 0
    assert not (town.folder / "uit" / "uitval.csv").exists()


def test_a_list_without_signals_is_refused(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    (town.folder / "leeg.csv").write_text("Partner;Waarom\nA;B\n", encoding="utf-8")
    more = ("--uitval", str(town.folder / "leeg.csv"))
    assert town.link([resident("P1")], SENT, *more) == 2
    assert (
        "de kolom signaal_id of klantnummer ontbreekt [KOLOM_ONTBREEKT]" in capsys.readouterr().err
    )


def test_a_workbook_goes_back_as_a_workbook(town: TownOf) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(town.folder / "bak.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("signaal_id", "reden"), ("S1", "Naam"), ("S2", "Datum"))):
            sheet.write_row(number, 0, row)
    more = ("--uitval", str(town.folder / "bak.xlsx"))
    assert town.link([*filler(), resident("P1")], SENT, *more) == 0
    con = connect()
    back = load_uitval(con, town.folder / "uit" / "uitval.xlsx")
    con.close()
    assert back.header == ("signaal_id", "reden", *ANSWER)
    assert [row.cells[:3] for row in back.rows] == [
        ("S1", "Naam", "inwoner gevonden"), ("S2", "Datum", "terecht uitgevallen"),
    ]  # fmt: skip


def test_every_row_is_answered_also_one_that_stands_twice() -> None:
    rows = tuple(Dropped(one, "", (one,)) for one in ("S1", "S1", ""))
    listed = DropOut(("id",), rows, False, ";")
    ours = {"S1": Answered("review", "MEERDERE_KANDIDATEN", "Kijk.")}
    assert answered(listed, ours) == [
        ("S1", "te beoordelen", "MEERDERE_KANDIDATEN", "Kijk."),
        ("S1", "te beoordelen", "MEERDERE_KANDIDATEN", "Kijk."),
        ("", "niet in deze levering", "", ""),
    ]
    assert counts(listed, ours) == {"rijen": 3, "match": 0, "review": 2, "reject": 0, "onbekend": 1}


def test_a_made_up_town_has_such_a_list(tmp_path: Path) -> None:
    columns = "signaal_id;vlp;achternaam;geboortedatum"
    (tmp_path / "s.csv").write_text(
        f"{columns}\nA;V;Jansen;1-1-1970\nB;V;Jansen;\nC;V;;1-1-1970\nD;V;Bos;1-1-1980\n",
        encoding="utf-8",
    )
    found = {"A": "", "B": "", "C": "", "D": "P1"}
    assert write_drop_out([tmp_path / "s.csv"], found, tmp_path / "uitval.csv") == 3
    assert (tmp_path / "uitval.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "A;V;Uitsluiting op basis van BRP;Persoon niet gevonden in BRP",
        "B;V;Uitsluiting op basis van BRP;Geboortedatum ontbreekt",
        "C;V;Uitsluiting op basis van BRP;Achternaam ontbreekt",
    ]
