"""Workbooks as programs really write them: what they declare is not believed, what lies beside does no harm."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_register, load_signals
from brp_match.ingest.sheets import Area, MergedRows, area_of, column_of
from brp_match.ingest.xlsx import unescaped
from shared_data import shared

HEADER = ["signaal_id", "vlp", "achternaam", "geboortedatum", "huisnummer", "bedrag"]
ROWS = [
    ["S1", "Waterbron", "Bakker", "01-02-1980", 3, 12.5],
    ["S2", "Waterbron", "Vos", "", 4, 100],
]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (HEADER, *ROWS):
        book.active.append(row)
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return buffer.getvalue()


def sheet(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return changed(data, lambda name, part: change(part) if name == SHEET else part)


def raw_sheet(rows: str, after: str = "") -> bytes:
    """A workbook whose sheet holds these rows as XML."""
    text = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )
    return sheet(workbook(), lambda _: text.encode())


def text_row(number: int | str, *values: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
    return f'<row r="{number}">{cells}</row>' if number else f"<row>{cells}</row>"


def read(
    path: Path, data: bytes, columns: str = "signaal_id", mapping: Path | None = None
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], int]:
    path.write_bytes(data)
    con = connect(threads=1)
    try:
        load_signals(con, [path], mapping)
        rows = con.execute(f"SELECT regel, {columns} FROM raw_signalen ORDER BY regel").fetchall()
        aside = con.execute(
            "SELECT regel, code, blad FROM quarantaine ORDER BY blad, regel"
        ).fetchall()
        return rows, aside, con.execute("SELECT rijen FROM bronnen").fetchall()[0][0]
    finally:
        con.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "levering.xlsx"


@pytest.mark.parametrize("claimed", ["A1", "A1:B2", "A1:A1048576", "A1:XFD1", "onzin"])
def test_the_declared_size_is_not_believed(path: Path, claimed: str) -> None:
    data = sheet(
        workbook(),
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{claimed}"'.encode(), xml),
    )
    rows, aside, count = read(path, data, "signaal_id, huisnummer, bedrag")
    assert rows == [(2, "S1", "3", "12.5"), (3, "S2", "4", "100")]
    assert (aside, count) == ([], 2)


@pytest.mark.parametrize("folder", ["01-xlsx-dimension-rijen", "02-xlsx-dimension-kolommen"])
def test_the_workbooks_of_the_field(folder: str) -> None:
    con = connect(threads=1)
    load_signals(con, [shared(f"cases/praktijk/{folder}/signalen.xlsx")])
    assert con.execute(
        "SELECT count(*), count(huisnummer), count(postcode) FROM raw_signalen"
    ).fetchall() == [(4, 4, 4)]
    con.close()


@pytest.mark.parametrize(
    ("before", "after"),
    [("S1", '<row r="300000000"><c r="A300000000" t="inlineStr"><is><t>x</t></is></c></row>'),
     ("S1", '<row r="9"><c r="XFD9" t="inlineStr"><is><t>x</t></is></c></row>'),
     ("S1", '<row r="99999999999999999999999"><c r="ZZZZZZ1"><v>1</v></c></row>')],
)  # fmt: skip
def test_a_cell_may_claim_any_place(path: Path, before: str, after: str) -> None:
    rows = text_row(1, *HEADER) + text_row(2, before, "Waterbron", "Bakker", "", "3", "1") + after
    start = time.perf_counter()
    found, _, count = read(path, raw_sheet(rows))
    assert time.perf_counter() - start < 5
    assert found[0] == (2, "S1")
    assert count == len(found) <= 2


def test_a_header_cell_far_away_costs_nothing(path: Path) -> None:
    far = '<c r="XFD1" t="inlineStr"><is><t>ver weg</t></is></c></row>'
    header = text_row(1, *HEADER).replace("</row>", far)
    found, _, _ = read(path, raw_sheet(header + text_row(2, "S1", "Waterbron", "Bakker")))
    assert found == [(2, "S1")]


def test_rows_and_cells_without_a_place_follow_each_other(path: Path) -> None:
    rows = text_row("", *HEADER) + text_row("", "S1", "W", "B") + text_row(2, "S2", "W", "B")
    found, aside, count = read(path, raw_sheet(rows))
    # a number that was given before is not given twice
    assert (found, aside, count) == ([(2, "S1"), (3, "S2")], [], 2)


def test_a_cell_that_stands_there_twice(path: Path) -> None:
    twice = '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>'
    rows = text_row(1, *HEADER) + twice + text_row(3, "S3", "W", "B")
    found, aside, count = read(path, raw_sheet(rows))
    assert (found, aside, count) == ([(3, "S3")], [(2, "CEL_DUBBEL", None)], 2)


def prefixed(xml: bytes) -> bytes:
    tagged = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml.replace(b'xmlns="', b'xmlns:x="'))
    return re.sub(rb"^(.*?)<x:\?", rb"\1<?", tagged)


def test_a_namespace_with_a_prefix_hides_nothing(path: Path) -> None:
    def marks(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active["F2"] = "=1+1"
        book.active.append(["S3", "Waterbron", "Bok", "", 5, 1])
        book.active.merge_cells("C4:D4")

    data = changed(
        workbook(marks),
        lambda name, part: prefixed(part) if name.startswith(("xl/work", "xl/shared")) else part,
    )
    data = changed(
        data,
        lambda name, part: (
            part.replace(b' id="rId', b' r:id="rId') if "workbook.xml" in name else part
        ),
    )
    found, aside, count = read(path, data)
    assert found == [(3, "S2")]
    assert aside == [(2, "FORMULE_ZONDER_WAARDE", None), (4, "CELLEN_SAMENGEVOEGD", None)]
    assert count == 3


def beside(value: str) -> Callable[[openpyxl.Workbook], None]:
    """Put a value in a column G that is not collected."""

    def change(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active["G1"], book.active["G2"] = "Rayon", value

    return change


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "=VLOOKUP(A2,B:C,2)", "=1+1"])
def test_a_fault_in_a_column_nobody_asked_for(path: Path, tmp_path: Path, value: str) -> None:
    found, aside, count = read(path, workbook(beside(value)))
    assert ([row[1] for row in found], aside, count) == (["S1", "S2"], [], 2)
    # a mapping that asks for the column makes it matter
    mapping = tmp_path / "koppeling.toml"
    mapping.write_text('[kolommen]\nklantnummer = "rayon"\n', encoding="utf-8")
    found, aside, count = read(path, workbook(beside(value)), mapping=mapping)
    assert ([row[1] for row in found], len(aside), count) == (["S2"], 1, 2)


def test_merged_cells_beside_what_is_collected(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        beside("x")(book)
        assert book.active is not None
        book.active["H1"] = "Opmerking"
        book.active.merge_cells("G2:H3")

    wide = b'<mergeCell ref="J1:XFD1048576"/></mergeCells>'
    data = sheet(workbook(change), lambda xml: xml.replace(b"</mergeCells>", wide))
    found, aside, _ = read(path, data)
    assert ([row[1] for row in found], aside) == (["S1", "S2"], [])


def test_a_header_over_two_lines_and_remarks_beside(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active["D1"] = "geboorte\ndatum"
        book.active["G3"], book.active["K2"] = "nabellen", "let op: oud adres"

    found, aside, count = read(path, workbook(change), "signaal_id, geboortedatum")
    assert (found, aside, count) == ([(2, "S1", "01-02-1980"), (3, "S2", None)], [], 2)


def test_a_second_sheet_that_goes_on_without_a_header(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        more = book.create_sheet("vervolg")
        more.append(["S3", "Waterbron", "Bok", "", 5, 1])
        more.append(["S4", "Waterbron", "Das", "", 6, 1])
        book.create_sheet("Toelichting").append(["Aantal", 4])

    found, aside, count = read(path, workbook(change))
    assert len(found) == 2
    assert aside == [(1, "RIJ_OP_ANDER_BLAD", 2), (2, "RIJ_OP_ANDER_BLAD", 2)]
    assert count == 4


def test_rows_above_the_header(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active.insert_rows(1, 2)
        book.active["A1"] = "Levering"
        for column, value in enumerate(["S8", "Waterbron", "Bok", "", 5, 1], start=1):
            book.active.cell(2, column, value)

    found, aside, count = read(path, workbook(change))
    assert (len(found), aside, count) == (2, [(2, "RIJ_BOVEN_KOPREGEL", None)], 3)


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def test_strict_ooxml_with_its_dates(path: Path) -> None:
    def strict(_: str, part: bytes) -> bytes:
        for usual, other in STRICT.items():
            part = part.replace(usual, other)
        return part

    data = sheet(
        changed(workbook(), strict),
        lambda xml: re.sub(
            rb'<c r="D2"[^>]*>.*?</c>', b'<c r="D2" t="d"><v>1980-02-01T00:00:00</v></c>', xml
        ),
    )
    found, _, _ = read(path, data, "signaal_id, geboortedatum")
    assert found == [(2, "S1", "1980-02-01"), (3, "S2", None)]


def test_values_as_a_person_would_write_them(path: Path) -> None:
    import datetime

    def change(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active["D2"] = datetime.date(1980, 2, 1)
        book.active["D3"] = datetime.datetime(1980, 2, 1, 12, 30)
        book.active["F2"], book.active["F3"] = 212.85, 412000000.0
        book.active["E2"], book.active["E3"] = True, "00_x0031_2"

    found, _, _ = read(path, workbook(change), "geboortedatum, bedrag, huisnummer")
    assert found == [
        (2, "1980-02-01", "212.85", "ja"),
        (3, "1980-02-01 12:30:00", "412000000", "0012"),
    ]


@pytest.mark.parametrize("mapped", [False, True])
def test_days_counted_from_1904_are_dates_with_a_style_and_without(
    path: Path, tmp_path: Path, mapped: bool
) -> None:
    import datetime

    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def change(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.epoch = CALENDAR_MAC_1904
        book.active["D2"] = datetime.date(1980, 2, 1)
        # the same day as a number that nobody gave a style, and a number that is none
        book.active["D3"], book.active["E3"] = 27790, 27790
        if mapped:
            book.active["D1"] = "Gebdatum huurder"

    mapping = tmp_path / "mapping.toml"
    mapping.write_text('[kolommen]\ngeboortedatum = "Gebdatum huurder"\n', encoding="utf-8")
    data, columns = workbook(change), "geboortedatum, huisnummer"
    found, _, _ = read(path, data, columns, mapping if mapped else None)
    assert found == [(2, "1980-02-01", "3"), (3, "1980-02-01", "27790")]


@pytest.mark.parametrize(
    ("cell", "value"),
    [('<c r="D2" s="1"><v>99999999</v></c>', "99999999"), (f'<c r="D2"><v>{"9" * 400}</v></c>', "9" * 400),
     ('<c r="D2"><v>4.1200000000000002E8</v></c>', "412000000"), ('<c r="D2" s="77"><v>29221</v></c>', "29221"),
     ('<c r="D2" t="str"><f>""</f><v></v></c>', None), ('<c r="D2"><v>NaN</v></c>', "NaN")],
)  # fmt: skip
def test_numbers_out_of_the_way(path: Path, cell: str, value: str | None) -> None:
    rows = text_row(1, *HEADER) + text_row(2, "S1", "W", "B").replace("</row>", cell + "</row>")
    found, aside, _ = read(path, raw_sheet(rows), "geboortedatum")
    assert (found, aside) == ([(2, value)], [])


def test_no_byte_flip_ends_in_anything_but_one_message(path: Path) -> None:
    whole, chance = workbook(), random.Random(7)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 40))):
            data[chance.randrange(30, len(data))] ^= 1 << chance.randrange(8)
        with suppress(BrpMatchError):
            read(path, bytes(data))


def test_residents_of_a_workbook_with_a_stale_size() -> None:
    con = connect(threads=1)
    load_register(con, shared("cases/praktijk/23-xlsx-dimension-inwoners/inwoners.xlsx"))
    assert con.execute(
        "SELECT count(*), count(DISTINCT persoon_id) FROM raw_inwoners"
    ).fetchall() == [(64, 64)]
    con.close()


def test_references() -> None:
    assert [column_of(one) for one in ("A1", "XFD9", "ZZZ1", "", "12")] == [1, 16384, 0, 0, 0]
    assert area_of("B3:A1") == Area(1, 2, 1, 3)
    assert area_of("A1:onzin") is None
    rows = MergedRows([Area(1, 2, 5, 9), Area(3, 3, 7, 12), Area(9, 9, 1, 99)], [1, 3])
    assert [r for r in range(1, 15) if r in rows] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert unescaped("a_x000D__x0041_ _xD800_") == "a\rA _xD800_"


def test_strict_ooxml_is_read(path: Path) -> None:
    """Excel's 'Strict Open XML' has names of its own for every part, and dates as ISO text."""
    usual, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"

    def renamed(name: str, data: bytes) -> bytes:
        text = data.decode().replace(
            f"{usual}spreadsheetml/2006/main", f"{strict}spreadsheetml/main"
        )
        text = text.replace(
            f"{usual}officeDocument/2006/relationships", f"{strict}officeDocument/relationships"
        )
        return text.encode()

    strictly = read(path, changed(workbook(), renamed))
    assert strictly == read(path, workbook())
    assert len(strictly[0]) == len(ROWS)
