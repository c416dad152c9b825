"""XLSX workbooks: values as text, formulas without a kept value set aside, bombs refused."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from brp_match.database import Connection
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind, recognised
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.records import HEADER_WITHIN
from brp_match.ingest.rows import Broken, Rows, clean, stage

LARGEST = 2 << 30
"""Bytes a workbook may hold once unpacked: 18 million rows do not come as a workbook."""
RATIO = 200
"""Unpacked bytes per packed byte above which a part is a zip bomb (sheets reach about 30)."""
ROOMY = 50 << 20
"""Below this many unpacked bytes the ratio does no harm."""

LONGEST_MERGE = 100_000
"""Rows of a merged area that are looked at."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')

Cells = tuple[Any, ...]


@dataclass(frozen=True)
class Parts:
    """What a workbook holds besides values: any formula, and merged areas per part of the archive."""

    formulas: bool
    merged: dict[str, list[str]]


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet, whether it is hidden, and the part of the archive it is."""

    rows: list[Cells]
    hidden: bool
    part: str


def read_workbook(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read the sheet that holds `kind` into `levering`.

    Raises BrpMatchError when the file is no workbook, is a zip bomb, or when a second or hidden sheet
    holds rows of this kind (nothing may be left behind unseen).
    """
    parts = _check_parts(path)
    sheets = _sheets(path, values=True)
    name, at = _choose(sheets, kind, path)
    values = sheets[name].rows
    formulas = _sheets(path, values=False)[name].rows if parts.formulas else values
    merged = _merged_rows(parts.merged.get(sheets[name].part, ()))
    header = [_text(cell) or "" for cell in values[at]] if values else []
    while header and not header[-1]:
        header.pop()
    rows, broken = Rows(len(header)), list[Broken]()
    for number, (cells, written) in enumerate(
        zip(values[at + 1 :], formulas[at + 1 :], strict=False)
    ):
        fields = [clean(_text(cell)) for cell in cells]
        text = ";".join(_text(cell) or "" for cell in written).rstrip(";")
        regel = at + number + 2
        fault = _fault(cells, written, len(header))
        if regel in merged:
            fault = (
                "CELLEN_SAMENGEVOEGD",
                "In deze rij zijn cellen samengevoegd; splits ze en vul elke cel.",
            )
        if fault:
            broken.append(Broken(regel, *fault, text))
        elif any(fields):
            padded = fields[: len(header)] + [None] * (len(header) - len(fields))
            rows.add(regel, text, padded)
    stage(con, rows)
    return Delivered(tuple(header), len(rows.regel) + len(broken), Format.XLSX), broken


def _choose(sheets: dict[str, Sheet], kind: Kind, path: Path) -> tuple[str, int]:
    """Return the sheet with rows of `kind` and the place of its header, from 0."""
    found = [(name, *_header(sheet.rows, kind)) for name, sheet in sheets.items()]
    looks_like = [one for one in found if one[2] >= 3 and len(sheets[one[0]].rows) > one[1] + 1]
    if len(looks_like) > 1:
        raise BrpMatchError(
            "BLADEN_MEER_DAN_EEN",
            path.name,
            f"{len(looks_like)} werkbladen (verborgen bladen meegeteld) hebben rijen van deze soort; "
            "lever één blad per bestand",
        )
    if looks_like and sheets[looks_like[0][0]].hidden:
        raise BrpMatchError(
            "BLAD_VERBORGEN",
            path.name,
            "de rijen staan op een verborgen werkblad; maak dat zichtbaar, of lever een ander bestand",
        )
    name, at, _ = looks_like[0] if looks_like else max(found, key=lambda one: one[2])
    return name, at


def _merged_rows(areas: Iterable[str]) -> set[int]:
    """Return the rows, from 1, of merged areas as `D2:E3`; titles above the header among them."""
    rows: set[int] = set()
    for area in areas:
        first, last = (int(figures) for figures in re.findall(r"\d+", area))
        rows.update(range(first, min(last, first + LONGEST_MERGE) + 1))
    return rows


def _check_parts(path: Path) -> Parts:
    """Refuse what is no workbook or a bomb; tell what the sheets hold besides values."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise BrpMatchError(
                    "XLSX_ONLEESBAAR", path.name, "dit is een zip-bestand, maar geen Excel-werkmap"
                )
            total = sum(part.file_size for part in parts)
            if total > LARGEST or any(
                part.file_size > ROOMY and part.file_size > RATIO * max(part.compress_size, 1)
                for part in parts
            ):
                raise BrpMatchError(
                    "XLSX_TE_GROOT", path.name, "deze werkmap is uitgepakt te groot om te lezen"
                )
            formulas, merged = False, dict[str, list[str]]()
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        start = stream.read(4096)
                        if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                            raise BrpMatchError(
                                "XLSX_ONVEILIG", path.name, "deze werkmap bevat onveilige xml"
                            )
                        if part.filename.startswith("xl/worksheets/"):
                            found, areas = _read_marks(start, stream)
                            formulas = formulas or found
                            merged[part.filename] = areas
            return Parts(formulas, merged)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise BrpMatchError(
            "XLSX_ONLEESBAAR", path.name, "deze werkmap is beschadigd en niet te lezen"
        ) from error


def _read_marks(start: bytes, stream: Any) -> tuple[bool, list[str]]:
    """Tell of one sheet whether it holds a formula, and which areas are merged."""
    formula, areas, tail = False, dict[str, None](), start
    while True:
        formula = formula or b"<f>" in tail or b"<f " in tail
        areas |= {area.decode(): None for area in _MERGED.findall(tail)}
        piece = stream.read(1 << 20)
        if not piece:
            return formula, list(areas)
        tail = tail[-64:] + piece


def _sheets(path: Path, *, values: bool) -> dict[str, Sheet]:
    """All cells of every sheet: values kept by the program that wrote them, or formulas as text."""
    import openpyxl

    try:
        # opened here: openpyxl itself would refuse a workbook whose name does not end in .xlsx
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=values)
            try:
                return {
                    sheet.title: Sheet(
                        list(sheet.iter_rows(values_only=True)),
                        sheet.sheet_state != "visible",
                        str(getattr(sheet, "_worksheet_path", "")),
                    )
                    for sheet in book.worksheets
                } or {"": Sheet([], hidden=False, part="")}
            finally:
                book.close()
    except Exception as error:
        # openpyxl raises whatever the broken xml leads it to
        raise BrpMatchError(
            "XLSX_ONLEESBAAR", path.name, "deze werkmap is beschadigd en niet te lezen"
        ) from error


def _header(rows: list[Cells], kind: Kind) -> tuple[int, int]:
    """Return (index of the header row, columns recognised); the first filled row when none is."""
    filled = ((i, row) for i, row in enumerate(rows) if any(cell is not None for cell in row))
    scored = [
        (recognised(kind, [_text(cell) or "" for cell in row]), -index)
        for index, row in islice(filled, HEADER_WITHIN)
    ]
    score, index = max(scored, default=(0, 0))
    return -index, score


def _fault(cells: Cells, written: Cells, width: int) -> tuple[str, str] | None:
    for cell, source in zip(cells, written, strict=False):
        if cell is None and isinstance(source, str) and source.startswith("="):
            return (
                "FORMULE_ZONDER_WAARDE",
                "In deze rij staat een formule waarvan de uitkomst ontbreekt.",
            )
    if any(
        isinstance(cell, str) and cell.startswith("#") and cell.endswith(("!", "?", "A"))
        for cell in cells
    ):
        return "FORMULE_FOUT", "In deze rij staat een formule die een fout geeft."
    if any(_text(cell) for cell in cells[width:]):
        return "RIJ_TE_LANG", "Deze rij heeft meer velden dan de kopregel."
    return None


def _text(cell: Any) -> str | None:
    """Write a cell as a person would: dates as jjjj-mm-dd, whole numbers without a point."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
