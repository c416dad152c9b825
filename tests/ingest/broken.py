"""Broken deliveries: each builds a file and says what a user must hear about it.

`Broken.code` is the code on stderr (exit 2), or with `quarantined` the code in quarantine.csv of a
run that goes on. `MARK` stands in the personal fields: it may never be printed.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

MARK = "Xplantova"
HEADER = (
    "signaal_id;vlp;sector;achternaam;voornamen;geboortedatum;straatnaam;huisnummer;postcode;bedrag"
)
GOOD = f"S1;Waterbron;Water;{MARK};Piet;1980-01-02;{MARK}straat;3;1234AB;100,00"
OTHER = GOOD.replace("S1", "S2")


@dataclass(frozen=True)
class Broken:
    """`decided` rows still get a decision (0 when the run stops), `quarantined` are set aside."""

    name: str
    write: Callable[[Path], None]
    code: str
    decided: int = 0
    quarantined: int = 0
    suffix: str = "csv"


def text(*lines: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    content = "\n".join(lines) + "\n"
    return lambda path: path.write_bytes(content.encode(encoding)) and None


def raw(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def workbook(change: Callable[[openpyxl.Workbook], None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        for line in (HEADER, GOOD, OTHER):
            book.active.append(line.split(";"))
        change(book)
        book.save(path)

    return write


def _lowered(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active.insert_rows(1, 30)


def zipped(parts: dict[str, bytes]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return write


def _formula(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active["J2"] = "=1+1"


def _error(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active["J2"] = "#REF!"


def _second_sheet(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("maand 2")
    for line in (HEADER, GOOD.replace("S1", "S9")):
        sheet.append(line.split(";"))


def _hidden_too(book: openpyxl.Workbook) -> None:
    _second_sheet(book)
    book["maand 2"].sheet_state = "hidden"


def _only_hidden(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active.sheet_state = "hidden"
    book.create_sheet("leeg")


def _merged(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active.merge_cells("D3:E3")


def _merged_title(path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        assert book.active is not None
        book.active.insert_rows(1)
        book.active["A1"] = "Levering november"
        book.active.merge_cells("A1:J1")

    workbook(change)(path)


def parquet(rows: list[dict[str, object]]) -> Callable[[Path], None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return lambda path: pq.write_table(pa.Table.from_pylist(rows), path)


def _too_wide(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    book.active["M2"] = MARK


def _wide(book: openpyxl.Workbook) -> None:
    assert book.active is not None
    for column in range(1, 1_101):
        book.active.cell(1, 20 + column, f"kolom {column}")


def _row(signal: str = "S1") -> dict[str, object]:
    return dict(zip(HEADER.split(";"), GOOD.replace("S1", signal).split(";"), strict=True))


def _cut_workbook(path: Path) -> None:
    workbook(lambda _: None)(path)
    path.write_bytes(path.read_bytes()[:-900])


def _damaged_sheet(path: Path) -> None:
    buffer = io.BytesIO()
    workbook(lambda _: None)(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = content[: len(content) // 2]
            new.writestr(part.filename, content)
    path.write_bytes(buffer.getvalue())


ROWS = [dict(zip(HEADER.split(";"), line.split(";"), strict=True)) for line in (GOOD, OTHER)]
NESTED = [{**ROWS[0], "achternaam": {"deel": MARK}}, ROWS[1]]

CASES = (
    Broken("empty file", raw(b""), "BESTAND_LEEG"),
    Broken("only a byte order mark", raw(b"\xef\xbb\xbf"), "BESTAND_LEEG"),
    Broken("only line ends", raw(b"\r\n\r\n\r\n"), "BESTAND_LEEG"),
    Broken("header only", text(HEADER), "GEEN_RIJEN"),
    Broken("header and empty rows", text(HEADER, ";;;;;;;;;", "", ";;;;;;;;;"), "GEEN_RIJEN"),
    Broken("no header", text(GOOD, OTHER), "KOPREGEL_ONTBREEKT"),
    Broken("missing id column", text(HEADER.replace("signaal_id", "nr"), GOOD), "KOLOM_ONTBREEKT"),
    Broken("missing vlp column", text(HEADER.replace("vlp", "iets"), GOOD), "KOLOM_ONTBREEKT"),
    Broken(
        "missing name columns",
        text(HEADER.replace("achternaam", "a").replace("voornamen", "b"), GOOD),
        "KOLOM_ONTBREEKT",
    ),
    Broken("column twice", text(HEADER + ";achternaam", GOOD + ";" + MARK), "KOLOM_DUBBEL"),
    Broken(
        "rows with another separator",
        text(HEADER, GOOD.replace(";", "~"), OTHER.replace(";", "~")),
        "SCHEIDINGSTEKEN_WISSELT",
    ),
    Broken(
        "space as separator",
        text(HEADER.replace(";", " "), GOOD.replace(";", " ")),
        "KOPREGEL_ONTBREEKT",
    ),
    Broken("a row too short", text(HEADER, GOOD, "S2;Waterbron;Water"), "RIJ_TE_KORT", 1, 1),
    Broken("a row too long", text(HEADER, GOOD, OTHER + ";" + MARK), "RIJ_TE_LANG", 1, 1),
    Broken(
        "a row of two million fields",
        text(HEADER, GOOD, OTHER + ";" * 2_000_000 + MARK),
        "RIJ_TE_LANG",
        1,
        1,
    ),
    Broken(
        "a header of two million names", text(HEADER + ";x" * 2_000_000, GOOD), "KOLOMMEN_TE_VEEL"
    ),
    Broken("a workbook of 1,100 columns", workbook(_wide), "KOLOMMEN_TE_VEEL", suffix="xlsx"),
    Broken(
        "a parquet file of 1,100 columns",
        parquet([_row() | {f"kolom {n}": "" for n in range(1_100)}]),
        "KOLOMMEN_TE_VEEL",
        suffix="parquet",
    ),
    Broken(
        "a JSON row of 200,000 fields",
        lambda path: (
            path.write_text(
                json.dumps([_row(), _row("S2") | dict.fromkeys(map(str, range(200_000)), MARK)])
            )
            and None
        ),
        "RIJ_TE_LANG",
        1,
        1,
        "json",
    ),
    Broken(
        "JSON rows that all have fields of their own",
        lambda path: (
            path.write_text(
                json.dumps(
                    [_row(f"S{n}") | {f"{n} {k}": MARK for k in range(900)} for n in range(200)]
                )
            )
            and None
        ),
        "RIJ_TE_LANG",
        1,
        199,
        "json",
    ),
    Broken(
        "a cell of 20,000 signs",
        text(HEADER, GOOD, OTHER.replace(MARK, MARK + ";".join(["x" * 20_000]))),
        "VELD_TE_LANG",
        1,
        1,
    ),
    Broken(
        "rows that each leave a quote open before 20,000 separators",
        text(
            HEADER,
            GOOD,
            *(f'S{n};Waterbron;Water;"{MARK}{";" * 20_000}' for n in range(2, 201)),
            GOOD.replace("S1", "S201").replace(f";{MARK};", f';"{MARK}";'),
        ),
        "VELD_TE_LANG",
        2,
        199,
    ),
    Broken("the file stops in a row", text(HEADER, GOOD, OTHER[:30]), "RIJ_TE_KORT", 1, 1),
    Broken(
        "a quote left open",
        text(HEADER, GOOD, OTHER.replace("Piet", '"Piet'), GOOD.replace("S1", "S3")),
        "AANHALINGSTEKEN_OPEN",
        2,
        1,
    ),
    Broken(
        "NUL in a field",
        text(HEADER, GOOD, OTHER.replace("Piet", "Pi\x00et")),
        "TEKEN_ONLEESBAAR",
        1,
        1,
    ),
    Broken(
        "control character in a field",
        text(HEADER, GOOD, OTHER.replace("Piet", "Pi\x07et")),
        "TEKEN_ONLEESBAAR",
        1,
        1,
    ),
    Broken(
        "a field of 100,000 characters",
        text(HEADER, GOOD, OTHER.replace("Piet", "P" * 100_000)),
        "VELD_TE_LANG",
        1,
        1,
    ),
    Broken("id twice", text(HEADER, GOOD, GOOD, OTHER), "SIGNAAL_ID_DUBBEL", 2, 1),
    Broken("id missing", text(HEADER, GOOD, OTHER.replace("S2", "")), "SIGNAAL_ID_ONTBREEKT", 1, 1),
    Broken(
        "vlp missing", text(HEADER, GOOD, OTHER.replace("Waterbron", " ")), "VLP_ONTBREEKT", 1, 1
    ),
    Broken(
        "no name", text(HEADER, GOOD, OTHER.replace(f"{MARK};Piet", ";")), "NAAM_ONTBREEKT", 1, 1
    ),
    Broken(
        "a name of signs",
        text(HEADER, GOOD, OTHER.replace(f"{MARK};Piet", "???;--")),
        "NAAM_ONTBREEKT",
        1,
        1,
    ),
    Broken("UTF-16 that breaks off", raw(b"\xff\xfe" + b"\x00\xd8" * 400), "CODERING_ONLEESBAAR"),
    Broken("a pdf", raw(b"%PDF-1.7\n" + MARK.encode()), "BESTANDSSOORT_ONBEKEND"),
    Broken(
        "an old or encrypted workbook",
        raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        "BESTANDSSOORT_ONBEKEND",
        suffix="xlsx",
    ),
    Broken("gzip", raw(b"\x1f\x8b\x08\x00abcdefgh"), "BESTANDSSOORT_ONBEKEND"),
    Broken("a web page", raw(b"<html><body>" + MARK.encode()), "BESTANDSSOORT_ONBEKEND"),
    Broken("xml", raw(b"<?xml version='1.0'?><a/>"), "BESTANDSSOORT_ONBEKEND"),
    Broken(
        "a zip that is no workbook",
        zipped({"a.txt": MARK.encode()}),
        "XLSX_ONLEESBAAR",
        suffix="xlsx",
    ),
    Broken("a workbook cut off", _cut_workbook, "XLSX_ONLEESBAAR", suffix="xlsx"),
    Broken("a workbook with a damaged sheet", _damaged_sheet, "XLSX_ONLEESBAAR", suffix="xlsx"),
    Broken(
        "a workbook with a document type",
        zipped({"xl/workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}),
        "XLSX_ONVEILIG",
        suffix="xlsx",
    ),
    Broken(
        "a zip bomb",
        zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"0" * (60 << 20)}),
        "XLSX_TE_GROOT",
        suffix="xlsx",
    ),
    Broken(
        "a formula without its value", workbook(_formula), "FORMULE_ZONDER_WAARDE", 1, 1, "xlsx"
    ),
    Broken("a formula that failed", workbook(_error), "FORMULE_FOUT", 1, 1, "xlsx"),
    Broken("two sheets of signals", workbook(_second_sheet), "BLADEN_MEER_DAN_EEN", suffix="xlsx"),
    Broken(
        "json cut off in the middle",
        raw(json.dumps(ROWS).encode()[:-40]),
        "JSON_ONLEESBAAR",
        suffix="json",
    ),
    Broken(
        "json of bare words", raw(b'["' + MARK.encode() + b'", 3]'), "GEEN_RIJEN", suffix="json"
    ),
    Broken(
        "json with nested fields", raw(json.dumps(NESTED).encode()), "JSON_GENEST", 1, 1, "json"
    ),
    Broken("json with a hole", raw(json.dumps([ROWS[0], {}]).encode()), "RIJ_LEEG", 1, 1, "json"),
    Broken("json, an empty list", raw(b"[]"), "GEEN_RIJEN", suffix="json"),
    Broken(
        "json, two lists behind each other",
        raw(json.dumps(ROWS).encode() * 2),
        "JSON_ONLEESBAAR",
        suffix="json",
    ),
    Broken(
        "json with the list too deep",
        raw(json.dumps({"a": {"b": {"c": {"d": {"e": {"f": {"signalen": ROWS}}}}}}}).encode()),
        "KOPREGEL_ONTBREEKT",
        suffix="json",
    ),
    Broken(
        "parquet that is damaged",
        raw(b"PAR1" + b"\x00" * 100),
        "PARQUET_ONLEESBAAR",
        suffix="parquet",
    ),
    Broken(
        "parquet with fields in fields",
        parquet([{**row, "achternaam": {"deel": MARK}} for row in ROWS]),
        "PARQUET_GENEST",
        suffix="parquet",
    ),
    Broken(
        "parquet with NUL in a field",
        parquet([dict(ROWS[0]), {**ROWS[1], "voornamen": "Pi\x00et"}]),
        "TEKEN_ONLEESBAAR",
        1,
        1,
        "parquet",
    ),
    Broken(
        "a header far below a story",
        text(*("Een toelichting.",) * 20, HEADER, GOOD),
        "KOPREGEL_ONTBREEKT",
    ),
    Broken("the header once more", text(HEADER, GOOD, HEADER, OTHER), "KOPREGEL_HERHAALD", 2, 1),
    Broken(
        "files with a byte order mark behind each other",
        raw(f"\ufeff{HEADER}\n{GOOD}\n\ufeff{HEADER}\n{OTHER}\n".encode()),
        "KOPREGEL_HERHAALD",
        2,
        1,
    ),
    Broken(
        "a picture", raw(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9), "BESTANDSSOORT_ONBEKEND"
    ),
    Broken("a database", raw(b"SQLite format 3\x00" + b"\x00" * 99), "BESTANDSSOORT_ONBEKEND"),
    Broken("a hidden second sheet", workbook(_hidden_too), "BLADEN_MEER_DAN_EEN", suffix="xlsx"),
    Broken("only a hidden sheet", workbook(_only_hidden), "BLAD_VERBORGEN", suffix="xlsx"),
    Broken("merged cells", workbook(_merged), "CELLEN_SAMENGEVOEGD", 1, 1, "xlsx"),
)

NASTY = (
    Broken("impossible date", text(HEADER, GOOD.replace("1980-01-02", "31-02-1990")), "", 1),
    Broken("amount n.v.t.", text(HEADER, GOOD.replace("100,00", "n.v.t.")), "", 1),
    Broken(
        "two encodings in one file",
        raw(
            (HEADER + "\n" + GOOD.replace("Piet", "André") + "\n").encode()
            + (OTHER.replace("Piet", "Zoë") + "\n").encode("cp1252")
        ),
        "",
        2,
    ),
    Broken(
        "quotes and line ends inside a name",
        text(HEADER, GOOD.replace("Piet", '"Piet\n""de"" Grote"'), OTHER),
        "",
        2,
    ),
    Broken("sep= above the header", text("sep=;", HEADER, GOOD), "", 1),
    Broken("a title above the header", text("Levering november", "", HEADER, GOOD), "", 1),
    Broken("tabs", text(HEADER.replace(";", "\t"), GOOD.replace(";", "\t")), "", 1),
    Broken("UTF-16", text(HEADER, GOOD, encoding="utf-16"), "", 1),
    Broken(
        "synonyms",
        text(HEADER.replace("achternaam", "Geslachtsnaam").replace("straatnaam", "Straat"), GOOD),
        "",
        1,
    ),
    Broken(
        "SQL in a name",
        text(HEADER, GOOD.replace("Piet", "')) DROP TABLE raw_signalen --")),
        "",
        1,
    ),
    Broken("unknown sector", text(HEADER, GOOD.replace(";Water;", ";Kabouters;")), "", 1),
    Broken(
        "postcode and number in one field",
        text(HEADER, GOOD.replace("1234AB", "1234 ab").replace(";3;", ";3-A II;")),
        "",
        1,
    ),
    Broken("UTF-32", text(HEADER, GOOD, encoding="utf-32"), "", 1),
    Broken("UTF-16 without a mark", text(HEADER, GOOD, encoding="utf-16-be"), "", 1),
    Broken("json in UTF-16", raw(json.dumps(ROWS).encode("utf-16")), "", 2),
    Broken("json in UTF-16 without a mark", raw(json.dumps(ROWS).encode("utf-16-le")), "", 2),
    Broken("a workbook named csv", workbook(lambda _: None), "", 2),
    Broken("a title over merged cells", _merged_title, "", 2),
    Broken("a remark beside the table", workbook(_too_wide), "", 2, suffix="xlsx"),
    Broken("a header below empty lines", text(*("",) * 30, "Titel", "", HEADER, GOOD), "", 1),
    Broken("a header below empty rows of a sheet", workbook(_lowered), "", 2, suffix="xlsx"),
    Broken(
        "parquet with text as bytes",
        parquet([{**ROWS[0], "voornamen": "Andr\u00e9".encode()}]),
        "",
        1,
    ),
    Broken("the end-of-file sign of DOS", raw(f"{HEADER}\r\n{GOOD}\r\n\x1a".encode()), "", 1),
    Broken(
        "every line end there is",
        raw(f"{HEADER}\r\n{GOOD}\n{OTHER}\r{GOOD.replace('S1', 'S3')}\r\n".encode()),
        "",
        3,
    ),
    Broken("lone carriage returns", raw((HEADER + "\r" + GOOD + "\r").encode()), "", 1),
)
"""Deliveries that look broken and are read all the same: every row gets a decision."""
