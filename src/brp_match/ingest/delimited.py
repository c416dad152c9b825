"""Delimited text read line by line: every row is read, or set aside with a code; none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.database import Connection
from brp_match.errors import BrpMatchError
from brp_match.ingest.column_names import holds_a_row
from brp_match.ingest.columns import Kind, recognised
from brp_match.ingest.counted import check_lines
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.odd_tables import refuse_undivided, unquoted
from brp_match.ingest.records import Header, find_header, record, rows_above
from brp_match.ingest.rows import Broken, Rows, check_width, clean, stage
from brp_match.ingest.short_rows import complete_rows
from brp_match.ingest.text import ends_with_line, read_lines


def read_delimited(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read a text file into `levering`; returns how it was written and the rows set aside.

    Raises BrpMatchError SCHEIDINGSTEKEN_WISSELT when no row at all has the header's fields, and what
    `refuse_undivided` does.
    """
    written, encoding = read_lines(path)
    lines = unquoted(written)
    header = find_header(lines, kind)
    check_width(len(header.fields), f"{path.name}, regel {header.first + 1}")
    if not recognised(kind, header.fields):
        refuse_undivided(lines, kind, path.name)
    found = _records(lines, header)
    rows, broken = _judged(found, header, kind, ended=ends_with_line(path))
    count = len(rows.regel) + len(broken)
    if broken and not rows.regel and all(one.code in _WIDTH_CODES for one in broken):
        raise BrpMatchError(
            "SCHEIDINGSTEKEN_WISSELT",
            path.name,
            f"geen van de {count} rijen heeft evenveel velden als de kopregel; "
            "gebruikt het bestand overal hetzelfde scheidingsteken?",
        )
    above = [
        Broken(at + 1, "RIJ_BOVEN_KOPREGEL", _MESSAGES["RIJ_BOVEN_KOPREGEL"], _text(lines, at, used))
        for at, used in rows_above(lines, header, kind)
    ]  # fmt: skip
    if holds_a_row(header.fields):
        text = _text(lines, header.first, header.last + 1 - header.first)
        above.append(
            Broken(header.first + 1, "RIJ_IN_KOPREGEL", _MESSAGES["RIJ_IN_KOPREGEL"], text)
        )
    title = "\n".join(lines[: header.last + 1])
    check_lines(path, [title, *rows.tekst, *(one.tekst for one in broken)])
    stage(con, rows)
    names = tuple(header.fields)
    return (
        Delivered(names, count + len(above), Format.CSV, encoding, header.separator),
        [*above, *broken],
    )


_WIDTH_CODES = {"RIJ_TE_KORT", "RIJ_TE_LANG"}
_MESSAGES = {
    "RIJ_TE_KORT": "Deze rij heeft minder velden dan de kopregel.",
    "RIJ_TE_LANG": "Deze rij heeft meer velden dan de kopregel.",
    "RIJ_BOVEN_KOPREGEL": "Deze rij staat boven de kopregel; zet de kopregel bovenaan.",
    "RIJ_IN_KOPREGEL": "In de kopregel staat ook een rij; zet die op een regel eronder.",
    "AANHALINGSTEKEN_OPEN": "In deze rij staat een aanhalingsteken dat niet gesloten wordt.",
    "TEKEN_ONLEESBAAR": "In deze rij staat een teken dat geen tekst is.",
}


@dataclass(frozen=True)
class _Record:
    """A record of the file: its first line (from 0), its text, its fields (None: a quote stays open)."""

    at: int
    text: str
    fields: list[str] | None


def _text(lines: Sequence[str], at: int, used: int) -> str:
    return "\n".join(lines[at : at + used])


def _records(lines: Sequence[str], header: Header) -> list[_Record]:
    """Return the records below the header that hold something."""
    found, at = [], header.last + 1
    while at < len(lines):
        fields, used = record(lines, at, header.separator)
        if fields is None or any(field.strip() for field in fields):
            found.append(_Record(at, _text(lines, at, used), fields))
        at += used
    return found


def _judged(
    found: Sequence[_Record], header: Header, kind: Kind, *, ended: bool
) -> tuple[Rows, list[Broken]]:
    width = len(header.fields)
    rows, broken = Rows(width), list[Broken]()
    whole = complete_rows([one.fields for one in found], header.fields, kind, ended=ended)
    for place, one in enumerate(found):
        code = _fault(one, width, complete=place in whole)
        if code:
            split = one.fields if one.fields and len(one.fields) == width else None
            broken.append(Broken(one.at + 1, code, _MESSAGES[code], one.text, fields=split))
        elif one.fields is not None:
            values = [clean(field) for field in one.fields[:width]]
            if any(values):
                rows.add(one.at + 1, one.text, values + [None] * (width - len(values)))
    return rows, broken


def _fault(one: _Record, width: int, *, complete: bool) -> str | None:
    if one.fields is None:
        return "AANHALINGSTEKEN_OPEN"
    if "\x00" in one.text:
        return "TEKEN_ONLEESBAAR"
    if len(one.fields) < width and not complete:
        return "RIJ_TE_KORT"
    if any(field.strip() for field in one.fields[width:]):
        return "RIJ_TE_LANG"
    return None
