"""Text files as programs really write them: header cells with line ends, short rows, marks of a spreadsheet,
rows above the header."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register, load_signals
from brp_match.ingest.columns import KINDS
from brp_match.ingest.counted import check_lines, written_lines
from brp_match.ingest.short_rows import complete_rows

HEADER = "signaal_id;vlp;achternaam;geboortedatum;postcode;huisnummer;telefoon;email"
GOOD = "S1;Waterbron;Bakker;01-02-1980;1234AB;3;0612345678;a@example.org"


def read(tmp_path: Path, text: str, columns: str, mapping: str = "") -> tuple[list, list, int]:
    path = tmp_path / "levering.csv"
    path.write_bytes(text.encode())
    named = None
    if mapping:
        named = tmp_path / "koppeling.toml"
        named.write_text(mapping, encoding="utf-8")
    con = connect(threads=1)
    load_signals(con, [path], named)
    rows = con.execute(f"SELECT regel, {columns} FROM raw_signalen ORDER BY regel").fetchall()
    aside = con.execute("SELECT regel, code FROM quarantaine ORDER BY regel").fetchall()
    (count,) = con.execute("SELECT rijen FROM bronnen").fetchone() or (0,)
    con.close()
    return rows, aside, count


@pytest.mark.parametrize(
    "cell", ['"geboorte\ndatum"', '"geboorte-\r\ndatum"', '"Geb.\n\ndatum"', '" geboorte datum "']
)
def test_a_header_cell_over_lines(tmp_path: Path, cell: str) -> None:
    text = f"{HEADER.replace('geboortedatum', cell)}\n{GOOD}\n"
    rows, aside, count = read(tmp_path, text, "signaal_id, geboortedatum")
    start = 2 + cell.replace("\r", "").count("\n")
    assert (rows, aside, count) == ([(start, "S1", "01-02-1980")], [], 1)


def test_a_register_whose_header_runs_over_lines_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "inwoners.csv"
    head = 'persoon_id;geslachtsnaam;"geboorte\ndatum";gemeente;geheim'
    path.write_text(f"{head}\n1;Vos;19800101;0518;0\n2;Bok;19810101;0518;1\n", encoding="utf-8")
    con = connect(threads=1)
    load_register(con, path)
    assert con.execute(
        "SELECT regel, persoon_id, geboortedatum, geheim FROM raw_inwoners ORDER BY regel"
    ).fetchall() == [(3, "1", "19800101", "0"), (4, "2", "19810101", "1")]
    con.close()


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ('="000123"', "000123"),
        ('"=""000123"""', "000123"),
        ("'000123", "000123"),
        ("'000123'", "000123"),
        ("'+31612345678", "+31612345678"),
        ('\'="0012"', "0012"),
        ("'t Hart", "'t Hart"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("=1+1", "=1+1"),
        ('="', '="'),
        ('=""', None),
    ],
)
def test_marks_of_a_spreadsheet(tmp_path: Path, written: str, read_as: str | None) -> None:
    text = f"{HEADER};klantnummer\n{GOOD};{written}\n"
    rows, aside, _ = read(tmp_path, text, "klantnummer")
    assert (rows, aside) == ([(2, read_as)], [])


@pytest.mark.parametrize("written", ['="12"', "'12"])
def test_marks_of_a_spreadsheet_in_a_register(tmp_path: Path, written: str) -> None:
    path = tmp_path / "inwoners.csv"
    path.write_text(
        f"persoon_id;geslachtsnaam;geboortedatum;gemeente;huisnummer\n1;'t Hart;19800101;0518;{written}\n"
    )
    con = connect(threads=1)
    load_register(con, path)
    assert con.execute("SELECT geslachtsnaam, huisnummer FROM raw_inwoners").fetchall() == [
        ("'t Hart", "12")
    ]
    con.close()


def test_empty_last_fields_left_out(tmp_path: Path) -> None:
    text = f"{HEADER}\n{GOOD}\nS2;Waterbron;Vos;01-02-1981;1234AB;4\nS3;Waterbron;Bok;;1234AB;5;0611111111"
    rows, aside, count = read(tmp_path, text, "signaal_id, huisnummer, telefoon")
    assert rows == [
        (2, "S1", "3", "0612345678"),
        (3, "S2", "4", None),
        (4, "S3", "5", "0611111111"),
    ]
    assert (aside, count) == ([], 3)


COLUMNS = HEADER.split(";")
FULL = GOOD.split(";")


def short(*records: list[str] | None, ended: bool = True) -> set[int]:
    return complete_rows(records, COLUMNS, KINDS["signalen"], ended=ended)


def test_which_short_rows_are_whole() -> None:
    assert short(FULL, FULL[:6]) == {1}
    # an address that all others have is not an empty last field
    assert short(FULL, FULL[:4]) == set()
    # unless more rows lack it
    assert short(FULL, FULL[:4], FULL, FULL[:5]) == {3}
    assert short(FULL, FULL[:4], FULL[:4], FULL) == {1, 2}
    assert short(FULL, [*FULL[:4], "", "", "", ""], FULL[:4]) == {2}
    # without what cannot be missed it is no row
    assert short(FULL, FULL[:2], FULL[:2]) == set()
    assert short(None, FULL) == set()


def test_a_last_line_that_may_be_cut_off() -> None:
    assert short(FULL, FULL[:4], FULL[:4], ended=False) == set()
    assert short(FULL, FULL[:4], FULL[:4], FULL[:4], ended=False) == {1, 2}
    assert short(FULL, FULL[:6], ended=False) == {1}


def test_two_halves_of_a_row_are_no_rows() -> None:
    halves = (FULL[:6], ["3", *FULL[6:]])
    assert short(*halves, *halves, FULL) == set()
    odd = [*COLUMNS, "kvk_nummer"]
    equal = [*FULL, "1"][:5]
    assert complete_rows([equal, equal], odd, KINDS["signalen"], ended=True) == {0, 1}


def test_rows_above_the_header_are_set_aside(tmp_path: Path) -> None:
    text = f"Levering november\nPeriode;11-2026\nS8;Waterbron;Vos;;;;;\n{HEADER}\n{GOOD}\n"
    rows, aside, count = read(tmp_path, text, "signaal_id")
    assert (rows, aside, count) == ([(5, "S1")], [(3, "RIJ_BOVEN_KOPREGEL")], 2)


@pytest.mark.parametrize(
    ("glued", "aside"),
    [
        (f"{HEADER}9;Waterbron;Vos;;02-03-1980;;4;1234AB", ["RIJ_IN_KOPREGEL"]),
        # years, and one number, are names of columns
        (f"{HEADER};2024;2025", []),
        (f"{HEADER};0", []),
        (f"{HEADER};Stand 01-11-2026", []),
    ],
)
def test_a_row_that_ran_into_the_header_is_set_aside_and_told_by_its_place(
    glued: str, aside: list[str], tmp_path: Path
) -> None:
    wide = [
        GOOD.replace("S1", f"S{n}") + ";" * (glued.count(";") - GOOD.count(";")) for n in (1, 2)
    ]
    path = tmp_path / "signalen.csv"
    path.write_text("\n".join([glued, *wide]) + "\n", encoding="utf-8")
    con = connect(threads=1)
    load_signals(con, [path])
    assert con.execute("SELECT regel, code FROM quarantaine").fetchall() == [(1, c) for c in aside]
    ((rows, names),) = con.execute("SELECT rijen, weggelaten FROM bronnen").fetchall()
    assert rows == 2 + len(aside)
    assert "Vos" not in names
    con.close()


def test_a_heading_over_the_columns_is_no_row(tmp_path: Path) -> None:
    text = f"Klant;;;Geboren;Adres;;;\n{HEADER}\n{GOOD}\n"
    rows, aside, count = read(tmp_path, text, "signaal_id")
    assert (rows, aside, count) == ([(3, "S1")], [], 1)


def test_residents_above_the_header_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "inwoners.csv"
    path.write_text(
        "3;Bok;19800101;0518\npersoon_id;geslachtsnaam;geboortedatum;gemeente\n1;Vos;19800101;0518\n"
    )
    con = connect(threads=1)
    load_register(con, path)
    assert con.execute("SELECT regel, code FROM quarantaine").fetchall() == [
        (1, "RIJ_BOVEN_KOPREGEL")
    ]
    assert con.execute("SELECT rijen FROM bronnen").fetchall() == [(2,)]
    con.close()


def test_a_header_that_only_a_mapping_knows_is_found(tmp_path: Path) -> None:
    text = "Een titel;met;meer;velden;dan;twee\nSigNr;Wie;Hoe heet;x;y;z\nS1;Waterbron;Vos;1;2;3\n"
    mapping = '[kolommen]\nsignaal_id = "SigNr"\nvlp = "Wie"\nachternaam = "Hoe heet"\n'
    rows, _, _ = read(tmp_path, text, "signaal_id, vlp, achternaam", mapping)
    assert rows == [(3, "S1", "Waterbron", "Vos")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_lines_are_counted_apart_from_the_reader(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a;é\r\n;;\r\n\rb;1\n".encode(encoding))
    assert written_lines(path) == 2
    check_lines(path, ["a;é", "b;1"])
    with pytest.raises(BrpMatchError, match="RIJEN_ONVERKLAARD"):
        check_lines(path, ["a;é"])
