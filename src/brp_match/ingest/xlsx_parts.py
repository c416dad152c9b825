"""The archive an XLSX workbook is: which parts it has, texts and number formats, and bombs refused."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from brp_match.errors import BrpMatchError

LARGEST = 2 << 30
"""Bytes a workbook may hold once unpacked: 18 million rows do not come as a workbook."""
RATIO = 200
"""Unpacked bytes per packed byte above which a part is a zip bomb (sheets reach about 30)."""
ROOMY = 50 << 20
"""Below this many unpacked bytes the ratio does no harm."""

PIECE = 1 << 18

Attributes = dict[str, str]


class Unsafe(Exception):
    """A part of the archive declares a document type: entities may be anything."""


@dataclass(frozen=True)
class SheetPart:
    """A worksheet as the workbook names it: the part of the archive, and whether it is shown."""

    part: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """What the workbook says: its worksheets in order, shared texts, which cell styles are dates (`True`) or
    lengths of time (`None`), and whether days are counted from 1904."""

    sheets: list[SheetPart]
    texts: list[str]
    dates: list[bool | None]
    from_1904: bool


def local(name: str) -> str:
    """Return a name without its prefix: a program may give every namespace one."""
    return name.rpartition(":")[2]


@contextmanager
def archive_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open the archive; raise BrpMatchError XLSX_TE_GROOT for a bomb."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > LARGEST or any(
            part.file_size > ROOMY and part.file_size > RATIO * max(part.compress_size, 1)
            for part in parts
        ):
            raise BrpMatchError(
                "XLSX_TE_GROOT", path.name, "deze werkmap is uitgepakt te groot om te lezen"
            )
        yield archive


def parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read one part of the archive, calling back with names as they stand there, prefix and all.

    Raises Unsafe at a document type, whatever the XML reader and the archive raise for damage.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def unsafe(*_: Any) -> None:
        raise Unsafe

    parser.StartDoctypeDeclHandler = unsafe
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)


def read_book(archive: zipfile.ZipFile) -> Book:
    """Read what the workbook is made of. Raises KeyError where a part that it names is not there."""
    main = next(iter(_targets(archive, "", "officeDocument").values()), "xl/workbook.xml")
    sheets: list[SheetPart] = []
    from_1904 = False
    places = _targets(archive, main, "worksheet")

    def start(name: str, attributes: Attributes) -> None:
        nonlocal from_1904
        match local(name):
            case "sheet":
                by_name = {local(key): value for key, value in attributes.items()}
                if by_name.get("id") in places:
                    hidden = by_name.get("state", "visible") != "visible"
                    sheets.append(SheetPart(places[by_name["id"]], hidden))
            case "workbookPr":
                from_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse(archive, main, start)
    texts = [_texts(archive, part) for part in _targets(archive, main, "sharedStrings").values()]
    dates = [_dates(archive, part) for part in _targets(archive, main, "styles").values()]
    return Book(sheets, texts[0] if texts else [], dates[0] if dates else [], from_1904)


def _targets(archive: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """Return id → part of the relations of `part` whose type ends in `kind` (Strict has other types in front)."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if local(tag) == "Relationship" and attributes.get("Type", "").endswith("/" + kind):
            target = posixpath.normpath(posixpath.join("/" + folder, attributes["Target"]))
            found[attributes["Id"]] = target.lstrip("/")

    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    if relations in archive.namelist():
        parse(archive, relations, start)
    return found


def _texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the shared texts: pieces of one text joined, without the readings above Japanese signs."""
    texts: list[str] = []
    pieces: list[str] = []
    inside, above = False, False

    def start(name: str, _: Attributes) -> None:
        nonlocal inside, above
        match local(name):
            case "si":
                pieces.clear()
            case "rPh":
                above = True
            case "t":
                inside = not above

    def end(name: str) -> None:
        nonlocal inside, above
        match local(name):
            case "si":
                texts.append("".join(pieces))
            case "rPh":
                above = False
            case "t":
                inside = False

    parse(archive, part, start, end, lambda text: pieces.append(text) if inside else None)
    return texts


def _dates(archive: zipfile.ZipFile, part: str) -> list[bool | None]:
    """Tell of every cell style whether its number format shows a date; None for a length of time."""
    from openpyxl.styles.numbers import (
        builtin_format_code,
        is_date_format,
        is_timedelta_format,
    )

    own: dict[int, str] = {}
    found: list[bool | None] = []
    in_cells = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal in_cells
        match local(name):
            case "numFmt":
                own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            case "cellXfs":
                in_cells = True
            case "xf" if in_cells:
                number = int(attributes.get("numFmtId", "0"))
                code = own.get(number) or builtin_format_code(number)
                found.append(None if is_timedelta_format(code) else bool(is_date_format(code)))

    def end(name: str) -> None:
        nonlocal in_cells
        in_cells = in_cells and local(name) != "cellXfs"

    parse(archive, part, start, end)
    return found
