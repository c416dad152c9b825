"""JSON deliveries: on one line, by column, and the exchange file of DDAS; never nothing decided without a word."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from brp_match.cli import main
from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register, load_signals
from brp_match.validate.fatal import quarantine_fatal

ROWS: list[dict[str, Any]] = [
    {"signaal_id": "S1", "vlp": "Waterbron", "achternaam": "Bakker", "huisnummer": 3},
    {"signaal_id": "S2", "vlp": "Waterbron", "achternaam": "Vos", "huisnummer": None},
]
COLUMNS = list(ROWS[0])


def read(path: Path, value: Any) -> tuple[list[Any], list[Any], int]:
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    con = connect(threads=1)
    try:
        load_signals(con, [path])
        quarantine_fatal(con, ["signalen"])
        rows = con.execute(
            "SELECT regel, signaal_id, vlp, achternaam, huisnummer FROM raw_signalen ORDER BY regel"
        ).fetchall()
        aside = con.execute("SELECT regel, code FROM quarantaine ORDER BY regel").fetchall()
        return rows, aside, con.execute("SELECT rijen FROM bronnen").fetchall()[0][0]
    finally:
        con.close()


SHAPES = {
    "list": ROWS,
    "list within": {"aantal": 2, "signalen": ROWS},
    "list beside and within others": {"door": {"dagen": [{"dag": 1}]}, "data": {"signalen": ROWS}},
    "columns of lists": {name: [row[name] for row in ROWS] for name in COLUMNS},
    "columns of numbers": {name: {str(n): r[name] for n, r in enumerate(ROWS)} for name in COLUMNS},
    "by number": {str(n): row for n, row in enumerate(ROWS)},
    "split": {
        "columns": COLUMNS,
        "index": [0, 1],
        "data": [[row[name] for name in COLUMNS] for row in ROWS],
    },
    "list of lists": [COLUMNS, *([row[name] for name in COLUMNS] for row in ROWS)],
    "list of lists within": {"rijen": [COLUMNS, *(list(row.values()) for row in ROWS)]},
    "two names deep": {"signalen": {"signaal": ROWS}},
    "one a line": "\n".join(json.dumps(row) for row in ROWS),
    "one behind the other": "".join(json.dumps(row) for row in ROWS),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_table(tmp_path: Path, shape: str) -> None:
    rows, aside, count = read(tmp_path / "a.json", SHAPES[shape])
    assert rows == [(1, "S1", "Waterbron", "Bakker", "3"), (2, "S2", "Waterbron", "Vos", None)]
    assert (aside, count) == ([], 2)


def test_columns_that_differ_in_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError, match="JSON_KOLOMMEN_ONGELIJK"):
        read(
            tmp_path / "a.json",
            {"signaal_id": ["S1", "S2"], "vlp": ["W"], "achternaam": ["B", "V"]},
        )


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([list(row.values()) for row in ROWS], "JSON_ZONDER_NAMEN"),
        ([COLUMNS, ["S1", "Waterbron"]], "JSON_KOLOMMEN_ONGELIJK"),
        ([[*COLUMNS, "vlp"], ["S1", "Waterbron", "Bakker", 3, "Ander"]], "JSON_KOLOMMEN_ONGELIJK"),
    ],
)
def test_lists_that_are_no_table_are_refused(tmp_path: Path, value: Any, code: str) -> None:
    with pytest.raises(BrpMatchError) as caught:
        read(tmp_path / "a.json", value)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_names_around_names_end_in_a_message(tmp_path: Path) -> None:
    """Deeper than a table stands, and than Python can call."""
    with pytest.raises(BrpMatchError):
        read(tmp_path / "a.json", '{"a":' * 900 + "[]" + "}" * 900)


def test_one_bad_row_on_a_line_of_many(tmp_path: Path) -> None:
    bad = [{**ROWS[0], "signaal_id": None}, {"achternaam": {"deel": "x"}}]
    rows, aside, count = read(tmp_path / "a.json", [ROWS[0], *bad, ROWS[1]])
    assert [row[:2] for row in rows] == [(1, "S1"), (4, "S2")]
    assert aside == [(2, "SIGNAAL_ID_ONTBREEKT"), (3, "JSON_GENEST")]
    assert count == 4


def test_residents_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "inwoners.json"
    people = [
        {
            "persoon_id": str(n % 5_900),
            "geslachtsnaam": "Vos",
            "geboortedatum": "19800101",
            "gemeente": "0518",
        }
        for n in range(6_000)
    ]
    path.write_text(json.dumps(people), encoding="utf-8")
    con = connect(threads=1)
    start = time.perf_counter()
    load_register(con, path)
    assert quarantine_fatal(con, ["inwoners"]) == 100
    assert time.perf_counter() - start < 10
    assert con.execute("SELECT count(*), count(DISTINCT regel) FROM raw_inwoners").fetchall() == [
        (5_900, 5_900)
    ]
    con.close()


@pytest.mark.parametrize(
    "value",
    [[{**ROWS[0], "achternaam": {"deel": "x"}}], {**ROWS[0], "achternaam": ["x"]}],
)
def test_nothing_to_decide_is_an_error(tmp_path: Path, value: Any) -> None:
    with pytest.raises(BrpMatchError, match="GEEN_BRUIKBARE_RIJEN") as caught:
        read(tmp_path / "a.json", value)
    assert "JSON_GENEST 1" in caught.value.faults[0].detail


RESIDENTS = (
    "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim;straat;huisnummer;postcode\n"
    "P1;Piet;Bakker;19800102;9999;0;Kerkstraat;3;1234AB\n"
    + "".join(
        f"F{n};Jan;Vul{chr(97 + n % 26)};19{40 + n}0304;9999;0;Vulstraat;{n};1234AC\n"
        for n in range(50)
    )
)


def exchange(*clients: dict[str, Any]) -> dict[str, Any]:
    signals = [
        {
            "ID": f"S{n}",
            "crisissignaal": True,
            "warmeOverdracht": False,
            "bedrag": 212,
            "ontstaansdatum": "2026-08-01",
            "signaaldatum": "2026-11-02",
            "status": "Nog niet opgepakt",
            "signaalpartner": {"type": "Energie"},
            "client": client,
        }
        for n, client in enumerate(clients)
    ]
    delivery = {
        "aanleverendeOrganisatie": "X",
        "gemeentecode": "9999",
        "teller": 1,
        "vroegsignalen": signals,
    }
    return {
        "aanleverdatumEnTijd": "2026-11-03T10:00:00",
        "leveringen": [delivery, {**delivery, "vroegsignalen": []}],
    }


CLIENT = {"geboortedatum": "1980-01-02", "postcode": "1234AB", "huisnummer": 3}


def test_the_exchange_file_is_a_delivery(tmp_path: Path) -> None:
    signals, residents, out = tmp_path / "ddas.json", tmp_path / "r.csv", tmp_path / "uit"
    residents.write_text(RESIDENTS, encoding="utf-8")
    text = json.dumps(
        exchange(CLIENT, {"burgerservicenummer": "999990019"}, {"postcode": "1234AB"})
    )
    signals.write_text(text, encoding="utf-8")
    args = ["link", "--signals", str(signals), "--residents", str(residents), "--out", str(out)]
    assert main(args) == 0
    con = connect()
    assert con.execute(
        f"""SELECT signaal_id, vlp, sector, gemeente, ontstaansdatum, crisissignaal, warme_overdracht, huisnummer
        FROM read_parquet('{out}/signals.parquet')"""
    ).fetchall() == [("S0", "Energie", "Energie", "9999", "2026-08-01", "ja", "nee", "3")]
    assert con.execute(
        f"SELECT signaal_id, persoon_id FROM read_parquet('{out}/decisions.parquet')"
    ).fetchall() == [("S0", "P1")]
    con.close()
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert record["invoer"][0]["indeling"] == "ddas"
    assert record["afstemming"] == {"rijen_in": 3, "besloten": 1, "quarantaine": 2, "klopt": True}
    aside = (out / "quarantine.csv").read_text(encoding="utf-8")
    assert aside.count("NAAM_ONTBREEKT") == 2
    assert "999990019" not in aside


def test_an_exchange_file_with_only_numbers_of_citizens_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signals, residents, out = tmp_path / "ddas.json", tmp_path / "r.csv", tmp_path / "uit"
    residents.write_text(RESIDENTS, encoding="utf-8")
    signals.write_text(json.dumps(exchange({"burgerservicenummer": "999990019"})), encoding="utf-8")
    args = ["link", "--signals", str(signals), "--residents", str(residents), "--out", str(out)]
    assert main(args) == 2
    told = capsys.readouterr().err
    assert "[GEEN_BRUIKBARE_RIJEN]" in told
    assert "NAAM_ONTBREEKT 1" in told
    assert not out.exists()
