"""Files laid behind each other: the rows behind a later header are read by it, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.database import connect
from brp_match.ingest import load_register, load_signals

COLUMNS = ["signaal_id", "vlp", "achternaam", "voornamen", "geboortedatum", "postcode", "huisnummer", "bsn"]  # fmt: skip
ROWS = [
    ["S1", "Waterbron", "Bakker", "Piet", "01-02-1980", "1234AB", "3", "999990019"],
    ["S2", "Waterbron", "Vos", "Anna", "03-04-1970", "1234AC", "4", "999990020"],
    ["S3", "Waterbron", "Smit", "Wim", "05-06-1960", "1234AD", "5", "999990032"],
]
OTHER = ["dossier", "straatnaam", "plaatsnaam", "telefoon", "postcode", "achternaam", "bedrag", "bsn"]  # fmt: skip


def table(columns: list[str], rows: list[list[str]], order: list[int]) -> str:
    return "".join(";".join(row[n] for n in order) + "\n" for row in (columns, *rows))


def read(
    tmp_path: Path, text: str
) -> tuple[list[tuple[str, ...]], list[tuple[int, str]], str, int]:
    path = tmp_path / "levering.csv"
    path.write_text(text, encoding="utf-8")
    con = connect(threads=1)
    load_signals(con, [path])
    rows = con.execute(
        "SELECT signaal_id, vlp, achternaam, voornamen, geboortedatum, postcode, huisnummer FROM raw_signalen ORDER BY regel"
    ).fetchall()
    aside = con.execute("SELECT regel, code FROM quarantaine ORDER BY regel").fetchall()
    kept = con.execute("SELECT string_agg(tekst, ' ') FROM quarantaine").fetchall()[0][0] or ""
    (count,) = con.execute("SELECT rijen FROM bronnen").fetchone() or (0,)
    con.close()
    return rows, aside, kept, count


IN_ORDER = list(range(8))


@pytest.mark.parametrize("order", [IN_ORDER, IN_ORDER[::-1], [3, 0, 7, 1, 5, 2, 4, 6]])
def test_rows_behind_the_same_names_are_read_by_where_these_stand(
    order: list[int], tmp_path: Path
) -> None:
    text = table(COLUMNS, ROWS[:1], IN_ORDER) + table(COLUMNS, ROWS[1:2], order)
    text += table(COLUMNS, ROWS[2:], IN_ORDER)
    rows, aside, _, count = read(tmp_path, text)
    assert rows == [tuple(row[:7]) for row in ROWS]
    assert aside == [(3, "KOPREGEL_HERHAALD"), (5, "KOPREGEL_HERHAALD")]
    assert count == 5


def test_rows_behind_other_columns_are_set_aside_until_the_own_header(tmp_path: Path) -> None:
    text = table(COLUMNS, ROWS[:1], IN_ORDER) + table(OTHER, ROWS[1:2], IN_ORDER)
    text += table(COLUMNS, ROWS[2:], IN_ORDER[::-1])
    rows, aside, kept, count = read(tmp_path, text)
    assert rows == [tuple(ROWS[0][:7]), tuple(ROWS[2][:7])]
    assert aside == [(3, "KOPREGEL_ANDERS"), (4, "KOPREGEL_ANDERS"), (5, "KOPREGEL_HERHAALD")]
    assert count == 5
    # which cell is a BSN is not known there
    assert not any(value in kept for value in ROWS[1])


def test_five_names_among_many_that_nobody_knows_are_a_header(tmp_path: Path) -> None:
    wide = [*COLUMNS, *(f"vrij veld {letter}" for letter in "abcdefghij")]
    other = [*OTHER[1:6], *(f"eigen veld {letter}" for letter in "abcdefghijklm")]
    long = [[*row, *[""] * 10] for row in ROWS]
    order = list(range(18))
    text = table(wide, long[:2], order) + table(other, long[2:], order)
    rows, aside, _, _ = read(tmp_path, text)
    assert (len(rows), aside) == (2, [(4, "KOPREGEL_ANDERS"), (5, "KOPREGEL_ANDERS")])


def test_a_header_with_a_year_in_it_is_known_by_its_first_name(tmp_path: Path) -> None:
    years = [*COLUMNS[:7], "Stand 2026"]
    text = table(years, ROWS[:1], IN_ORDER) + table(years, ROWS[1:], IN_ORDER)
    rows, aside, _, _ = read(tmp_path, text)
    assert (len(rows), aside) == (3, [(3, "KOPREGEL_HERHAALD")])


def test_somebody_called_as_a_column_is_nobodys_header(tmp_path: Path) -> None:
    odd = [["Sector", "Partner", "Letter", "Wim", "05-06-1960", "1234AD", "5", ""]]
    rows, aside, _, _ = read(tmp_path, table(COLUMNS, [*ROWS, *odd], IN_ORDER))
    assert (len(rows), aside) == (4, [])


RESIDENTS = ["persoon_id", "geslachtsnaam", "geboortedatum", "gemeente", "geheim", "postcode", "huisnummer"]  # fmt: skip


def test_residents_behind_a_header_in_another_order_are_who_they_are(tmp_path: Path) -> None:
    rows = [["1", "Vos", "19800101", "0518", "0", "1234AB", "3"], ["2", "Bok", "19810101", "0518", "7", "1234AC", "4"]]  # fmt: skip
    path = tmp_path / "inwoners.csv"
    text = table(RESIDENTS, rows[:1], list(range(7))) + table(RESIDENTS, rows[1:], [4, 2, 0, 6, 5, 3, 1])  # fmt: skip
    path.write_text(text, encoding="utf-8")
    con = connect(threads=1)
    load_register(con, path)
    found = con.execute(
        f"SELECT {', '.join(RESIDENTS)} FROM raw_inwoners ORDER BY regel"
    ).fetchall()
    aside = con.execute("SELECT regel, code FROM quarantaine").fetchall()
    con.close()
    assert found == [tuple(row) for row in rows]
    assert aside == [(3, "KOPREGEL_HERHAALD")]
