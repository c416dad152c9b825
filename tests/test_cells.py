"""No cell of a file that `link` writes runs as a formula, and what is read back is what was delivered."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from brp_match.cells import plain_cell, safe_cell, safe_sql
from brp_match.cli import main
from brp_match.csv_file import csv_text, read_csv, write_csv
from brp_match.database import connect

TEXTS = ["=1+1", "+31", "-2", "@x", "\tq", "\rq", "Jan", "'t Hart", "", "x=1"]


@pytest.mark.parametrize("text", TEXTS)
def test_one_rule_in_both_languages(text: str) -> None:
    con = connect()
    (found,) = con.execute(f"SELECT {safe_sql('a')} FROM (SELECT ? AS a)", [text]).fetchone() or (
        "",
    )
    con.close()
    assert found == safe_cell(text)
    assert plain_cell(found) == text


def test_the_files_of_a_run(tmp_path: Path) -> None:
    residents, signals, out = tmp_path / "r.csv", tmp_path / "=s.csv", tmp_path / "uit"
    residents.write_text(
        "persoon_id;voornamen;geslachtsnaam;geboortedatum;gemeente;geheim\nP1;Piet;Bakker;19800102;9999;0\n"
    )
    signals.write_text(
        "signaal_id;vlp;sector;achternaam\n"
        "=HYPERLINK(1);@vlp;+sector;Bakker\n-S2;=cmd|x;Energie;Vos\n=weg;Waterbron;Water;\n"
    )
    assert (
        main(["link", "--signals", str(signals), "--residents", str(residents), "--out", str(out)])
        == 0
    )
    for name, rows in (("decisions.csv", 2), ("quarantine.csv", 1)):
        with (out / name).open(encoding="utf-8", newline="") as stream:
            found = list(csv.reader(stream, delimiter=";"))[1:]
        assert len(found) == rows
        assert [c for row in found for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
        assert any("'=" in cell for row in found for cell in row)
    assert main(["explain", "=HYPERLINK(1)", "--run", str(out)]) == 0


def test_a_row_set_aside_that_is_a_whole_file_is_read(tmp_path: Path) -> None:
    # longer than what the csv module takes for a field by itself
    long = "x" * 200_000
    write_csv(tmp_path / "quarantine.csv", ("regel", "tekst"), [(3, long), (4, "a;b")])
    assert read_csv(tmp_path / "quarantine.csv") == [
        {"regel": "3", "tekst": long}, {"regel": "4", "tekst": "a;b"},
    ]  # fmt: skip


def test_rows_as_text_end_as_a_spreadsheet_wants_them() -> None:
    assert csv_text([("a", "b;c"), (1, None)]) == 'a;"b;c"\r\n1;\r\n'
    assert csv_text([("a", "b")], separator=",", end="\n") == "a,b\n"
