"""The cells of an XLSX workbook: text as a person would write it, dates as jjjj-mm-dd, formulas that failed told."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime, time
from pathlib import Path
from xml.parsers import expat

from brp_match.errors import BrpMatchError
from brp_match.ingest.counted import check_count
from brp_match.ingest.sheets import (
    ERRORS,
    FAILED,
    NO_VALUE,
    TWICE,
    Sheet,
    SheetRow,
    area_of,
    column_of,
)
from brp_match.ingest.xlsx_parts import (
    Attributes,
    Book,
    Unsafe,
    archive_of,
    local,
    parse,
    read_book,
)

DAMAGED = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, OSError, EOFError, LookupError, ValueError, RuntimeError,
    NotImplementedError, OverflowError, MemoryError,
)  # fmt: skip
"""What damage in a packed part, its XML, its numbers or its references raises."""


def read_sheets(path: Path) -> list[Sheet]:
    """Return every worksheet of a workbook, in its order.

    Raises BrpMatchError XLSX_ONLEESBAAR, XLSX_ONVEILIG, XLSX_TE_GROOT, or RIJEN_ONVERKLAARD where a count of the
    rows by other means gives another number.
    """
    try:
        with archive_of(path) as archive:
            _refuse_others(archive, path)
            book = read_book(archive)
            return [
                _Reader(book).read(archive, sheet.part, Sheet(sheet.hidden, book.from_1904), path)
                for sheet in book.sheets
            ]
    except Unsafe:
        raise BrpMatchError(
            "XLSX_ONVEILIG", path.name, "deze werkmap bevat onveilige xml"
        ) from None
    except DAMAGED as error:
        raise BrpMatchError(
            "XLSX_ONLEESBAAR", path.name, "deze werkmap is beschadigd en niet te lezen"
        ) from error


def _refuse_others(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse archives that are no XLSX, by name and with what to do."""
    names = archive.namelist()
    if "xl/workbook.bin" in names:
        raise BrpMatchError(
            "BESTANDSSOORT_ONBEKEND", path.name,
            "dit is een binaire Excel-werkmap (xlsb); open hem in Excel en bewaar hem als xlsx of csv",
        )  # fmt: skip
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:100]:
        raise BrpMatchError(
            "BESTANDSSOORT_ONBEKEND", path.name,
            "dit is een OpenDocument-bestand (ods); open het in LibreOffice en bewaar het als xlsx of csv",
        )  # fmt: skip
    if not any(name.startswith("xl/") for name in names):
        raise BrpMatchError(
            "XLSX_ONLEESBAAR",
            path.name,
            "dit is een zip-bestand, maar geen Excel-werkmap; pak het uit, en lever csv, xlsx, json of parquet",
        )


class _Reader:
    """Takes the events of one worksheet; a row or cell without a place of its own follows the one before."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._sheet = Sheet(hidden=False)
        self._row = SheetRow(0)
        self._column = 0
        self._cell: Attributes = {}
        self._value: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None
        self._has_value = self._has_formula = self._above = False
        self._something = False
        self._rows = 0

    def read(self, archive: zipfile.ZipFile, part: str, sheet: Sheet, path: Path) -> Sheet:
        """Fill `sheet` with what stands in `part`."""
        self._sheet = sheet
        parse(archive, part, self._start, self._end, self._text)
        check_count(path, _written_rows(archive, part), self._rows, "rijen op een werkblad")
        return sheet

    def _start(self, name: str, attributes: Attributes) -> None:
        match local(name):
            case "c":
                self._cell = attributes
                place = column_of(attributes.get("r", ""))
                self._column = place or self._column + 1
                self._value, self._formula = [], []
                self._has_value = self._has_formula = self._above = False
            case "v" | "t":
                if not self._above:
                    self._has_value, self._into = True, self._value
            case "f":
                self._has_formula, self._into = True, self._formula
            case "rPh":
                self._above = True
            case "row":
                number = attributes.get("r", "")
                after = self._row.regel + 1
                claimed = int(number) if number.isdigit() and len(number) < 16 else after
                # a number that is not higher than the one before would be two rows of one name
                self._row = SheetRow(max(claimed, after))
                self._column, self._something = 0, False
            case "mergeCell":
                if area := area_of(attributes.get("ref", "")):
                    self._sheet.merged.append(area)

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _end(self, name: str) -> None:
        match local(name):
            case "v" | "t" | "f":
                self._into = None
            case "rPh":
                self._above = False
            case "c":
                self._take()
            case "row":
                self._rows += self._something
                if self._row.cells:
                    self._sheet.rows.append(self._row)

    def _take(self) -> None:
        """Write down the cell that ended."""
        written = "".join(self._value)
        self._something = self._something or self._has_formula or bool(written)
        kind = self._cell.get("t", "n")
        fault = ""
        value: str | None
        if self._has_formula and not written and not (kind == "str" and self._has_value):
            value, fault = "=" + "".join(self._formula), NO_VALUE
        elif not written:
            return
        else:
            value = self._shown(kind, written)
            if kind == "e" or value in ERRORS:
                fault = FAILED
        column, row = self._column, self._row
        if not value:
            return
        if row.cells.get(column, value) != value:
            fault = TWICE
        row.cells[column] = value
        if fault:
            row.faults[column] = fault

    def _shown(self, kind: str, written: str) -> str:
        match kind:
            case "s":
                return unescaped(self._book.texts[int(written)])
            case "str" | "inlineStr" | "e":
                return unescaped(written)
            case "b":
                return "ja" if written.strip() in ("1", "true") else "nee"
            case "d":
                return _iso(written.strip())
        style = self._cell.get("s", "0")
        dates = self._book.dates
        place = int(style) if style.isdigit() else 0
        as_date = place < len(dates) and dates[place]
        return _number(written.strip(), as_date=bool(as_date), from_1904=self._book.from_1904)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return a text of a workbook with `_x000D_` and its like as the sign they stand for; halves of a pair stay."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(
        lambda m: m[0] if 0xD800 <= int(m[1], 16) < 0xE000 else chr(int(m[1], 16)), text
    )


def _number(written: str, *, as_date: bool, from_1904: bool) -> str:
    """Write a number as a person would: a date as jjjj-mm-dd, a whole number without a point."""
    if written.isdigit() and len(written) <= 15 and not as_date:
        return written
    try:
        value = float(written)
    except ValueError:
        return written
    if as_date and (shown := _date(value, from_1904=from_1904)):
        return shown
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if abs(value) < float("inf") else written


def _date(value: float, *, from_1904: bool) -> str | None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        found = from_excel(value, CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
    except (OverflowError, ValueError):
        return None
    if isinstance(found, datetime):
        return found.date().isoformat() if found.time() == time() else found.isoformat(" ")
    return found.isoformat() if isinstance(found, date | time) else None


def day_from_1904(written: str) -> str:
    """Return a number of a day as a workbook that counts from 1904 has it, 1927 to 2099, as jjjj-mm-dd; another text as it is."""
    low, high = DAYS_FROM_1904
    is_day = written.isdigit() and len(written) in (4, 5) and low <= int(written) <= high
    return (_date(float(written), from_1904=True) or written) if is_day else written


DAYS_FROM_1904 = (8_538, 71_588)
"""The days of 1927 to 2099 that reading a date takes for those of a workbook, counted from 1904."""


def _iso(written: str) -> str:
    """Return an ISO date without a time that is midnight."""
    day, _, clock = written.partition("T")
    return day if not clock.strip("0:.Z") else f"{day} {clock.rstrip('Z')}"


_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_SOMETHING = re.compile(rb"<(?:[\w.-]+:)?(?:v|t)(?:\s[^>]*)?(?<!/)>(?!</)|<(?:[\w.-]+:)?f[\s>/]")


def _written_rows(archive: zipfile.ZipFile, part: str) -> int:
    """Count the rows of a sheet that hold a value or a formula, by the bytes of its part."""
    count, rest = 0, b""
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20):
            *rows, rest = _ROW_END.split(rest + piece)
            count += sum(1 for row in rows if _SOMETHING.search(row))
    return count
