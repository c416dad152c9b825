"""Delimited text read line by line: every row is read, or set aside with a code; none is lost."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from brp_match.database import Connection
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.rows import Broken, Rows, clean, stage
from brp_match.ingest.text import find_header, read_lines

LONGEST_RECORD = 50
"""A quoted field may run over this many lines; a quote that is still open then was a mistake."""


def read_delimited(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read a text file into `levering`; returns how it was written and the rows set aside.

    Raises BrpMatchError SCHEIDINGSTEKEN_WISSELT when no row at all has the header's fields.
    """
    csv.field_size_limit(2**31 - 1)
    lines, encoding = read_lines(path)
    at, separator, header = find_header(lines, kind)
    rows, broken = _parse(lines, at + 1, separator, len(header))
    found = len(rows.regel) + len(broken)
    if broken and not rows.regel and all(one.code in _WIDTH_CODES for one in broken):
        raise BrpMatchError(
            "SCHEIDINGSTEKEN_WISSELT",
            path.name,
            f"geen van de {found} rijen heeft evenveel velden als de kopregel; "
            "gebruikt het bestand overal hetzelfde scheidingsteken?",
        )
    stage(con, rows)
    return Delivered(tuple(header), found, Format.CSV, encoding, separator), broken


_WIDTH_CODES = {"RIJ_TE_KORT", "RIJ_TE_LANG"}
_MESSAGES = {
    "RIJ_TE_KORT": "Deze rij heeft minder velden dan de kopregel.",
    "RIJ_TE_LANG": "Deze rij heeft meer velden dan de kopregel.",
    "AANHALINGSTEKEN_OPEN": "In deze rij staat een aanhalingsteken dat niet gesloten wordt.",
    "TEKEN_ONLEESBAAR": "In deze rij staat een teken dat geen tekst is.",
}


def _parse(
    lines: Sequence[str], start: int, separator: str, width: int
) -> tuple[Rows, list[Broken]]:
    rows, broken = Rows(width), list[Broken]()
    at = start
    while at < len(lines):
        fields, used = _record(lines, at, separator)
        text = "\n".join(lines[at : at + used])
        code = "AANHALINGSTEKEN_OPEN" if fields is None else _fault(fields, text, width)
        if code:
            broken.append(Broken(at + 1, code, _MESSAGES[code], text))
        elif fields is not None and any(values := [clean(field) for field in fields[:width]]):
            rows.add(at + 1, text, values)
        at += used
    return rows, broken


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """Return (fields, lines used) of the record that starts at `at`; None when a quote stays open."""
    line = lines[at]
    if '"' not in line:
        return line.split(separator), 1
    for used in range(1, min(LONGEST_RECORD, len(lines) - at) + 1):
        try:
            record = [one + "\n" for one in lines[at : at + used]]
            record[-1] = record[-1][:-1]
            return next(csv.reader(record, delimiter=separator, strict=True)), used
        except csv.Error as error:
            if "unexpected end of data" not in str(error):
                # a quote inside a field that is not doubled: read it as a letter
                return next(csv.reader([line], delimiter=separator)), 1
    return None, 1


def _fault(fields: Sequence[str], text: str, width: int) -> str | None:
    if "\x00" in text:
        return "TEKEN_ONLEESBAAR"
    if not any(field.strip() for field in fields):
        return None
    if len(fields) < width:
        return "RIJ_TE_KORT"
    if any(field.strip() for field in fields[width:]):
        return "RIJ_TE_LANG"
    return None
