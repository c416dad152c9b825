"""A column that is not used is kept nowhere: planted values are looked for in every table that goes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from brp_match.database import connect
from brp_match.ingest import load_register, load_signals
from brp_match.ingest.bsn_texts import may_hold_bsn, without_bsn, without_bsn_sql
from brp_match.ingest.rows import WITHHELD
from brp_match.validate.fatal import quarantine_fatal

HEADER = ["signaal_id", "vlp", "naam", "schoenmaat", "bsn", "postcode"]
PLANTED = ("PLANT-MAAT", "111222333")
GOOD = ["S1", "Water", "P. Jansen", "PLANT-MAAT", "111222333", "1234AB"]
NO_NAME = ["S2", "Water", "", "PLANT-MAAT", "111222333", "1234AB"]
SHORT = ["S3", "Water", "PLANT-MAAT", "111222333"]
LONG = [*GOOD, "111222333", "PLANT-MAAT"]


def as_csv(folder: Path) -> Path:
    path = folder / "levering.csv"
    lines = [HEADER, GOOD, NO_NAME, SHORT, LONG, HEADER]
    odd = 'S5;Water;"P. Jansen;PLANT-MAAT;111222333;1234AB\n'
    path.write_text("".join(";".join(line) + "\n" for line in lines) + odd, encoding="utf-8")
    return path


def as_json(folder: Path) -> Path:
    path = folder / "levering.json"
    rows = [dict(zip(HEADER, row, strict=True)) for row in (GOOD, NO_NAME)]
    path.write_text(json.dumps([*rows, "PLANT-MAAT 111222333"]), encoding="utf-8")
    return path


def as_workbook(folder: Path) -> Path:
    path, book = folder / "levering.xlsx", openpyxl.Workbook()
    for row in (
        ["Levering PLANT-MAAT", *GOOD[1:]],
        HEADER,
        GOOD,
        NO_NAME,
        ["S6", "=1/0", *GOOD[2:]],
    ):
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("write", [as_csv, as_json, as_workbook])
def test_of_a_delivery(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    con = connect(threads=1)
    load_signals(con, [write(tmp_path)])
    quarantine_fatal(con)
    aside = con.execute("SELECT code, tekst FROM quarantaine ORDER BY regel").fetchall()
    kept = str(
        [con.execute(f"FROM {table}").fetchall() for table in ("quarantaine", "raw_signalen")]
    )
    con.close()
    assert [value for value in PLANTED if value in kept] == []
    assert ("NAAM_ONTBREEKT", "signaal_id: S2; vlp: Water; postcode: 1234AB") in aside
    assert len(aside) >= 2
    assert all(text for _, text in aside)


def test_of_the_register(tmp_path: Path) -> None:
    path = tmp_path / "inwoners.csv"
    path.write_text(
        "persoon_id;geslachtsnaam;geboortedatum;gemeente;geheim;bsn;schoenmaat\n"
        "1;Jansen;19800101;9999;0;111222333;PLANT-MAAT\n"
        ";Vries;19800101;9999;0;111222333;PLANT-MAAT\n"
        "3;111222333;PLANT-MAAT\n",
        encoding="utf-8",
    )
    con = connect(threads=1)
    load_register(con, path)
    quarantine_fatal(con)
    aside = con.execute("SELECT code, tekst FROM quarantaine ORDER BY regel").fetchall()
    con.close()
    assert aside == [
        (
            "PERSOON_ID_ONTBREEKT",
            "geslachtsnaam: Vries; geboortedatum: 19800101; gemeente: 9999; geheim: 0",
        ),
        ("RIJ_TE_KORT", WITHHELD),
    ]


def test_a_row_that_cannot_be_split_keeps_its_text_where_every_column_is_used(
    tmp_path: Path,
) -> None:
    path = tmp_path / "levering.csv"
    path.write_text(
        "signaal_id;vlp;naam;postcode\nS1;Water;P. Jansen;1234AB\nS2;Water;123456782\n",
        encoding="utf-8",
    )
    con = connect(threads=1)
    load_signals(con, [path])
    aside = con.execute("SELECT bestand, regel, code, tekst FROM quarantaine").fetchall()
    con.close()
    assert aside == [("levering.csv", 3, "RIJ_TE_KORT", "S2;Water;(nummer weggelaten)")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("123456782", "(nummer weggelaten)"),
        ("a123456782 111222333b", "a(nummer weggelaten) (nummer weggelaten)b"),
        ("1234.56.782;123-456-782", "(nummer weggelaten);(nummer weggelaten)"),
        ("0612345678", "0612345678"),
        ("12-03-1985 0:00", "12-03-1985 0:00"),
        ("19.03.1985", "19.03.1985"),
        ("1234 AB 56", "1234 AB 56"),
    ],
)
def test_nine_digits_are_left_out_in_python_as_in_sql(text: str, left: str) -> None:
    con = connect(threads=1)
    assert without_bsn(text) == left
    assert con.execute(f"SELECT {without_bsn_sql('$1::VARCHAR')}", [text]).fetchall() == [(left,)]
    con.close()
    assert may_hold_bsn(text) == (left != text)
