"""Lines of delimited text → records, and which of them is the header; a header cell may hold a line end."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from brp_match.csv_file import csv_rows
from brp_match.ingest.columns import Kind, layout_of, recognised
from brp_match.ingest.rows import WIDEST

SEPARATORS = (";", ",", "\t", "|")
HEADER_WITHIN = 20
"""A header may stand under a title: it is looked for in this many lines that hold something."""

LONGEST_RECORD = 50
"""A quoted field may run over this many lines; a quote that is still open then was a mistake."""

LARGEST_RECORD = 1_000_000
"""Signs of a record over more than one line, at most."""

FEWEST = 3
"""Filled fields from which a line above the header can be a row; a title has fewer."""


@dataclass(frozen=True)
class Header:
    """The line a header starts on and the one it ends on (from 0), its separator and its names."""

    first: int
    last: int
    separator: str
    fields: list[str]


def record(lines: Sequence[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """Return (fields, lines used) of the record that starts at `at`; None when a quote stays open."""
    line = lines[at]
    if '"' not in line:
        return _bounded(line.split(separator, WIDEST), separator), 1
    read: list[str] = []
    try:
        fields = next(csv_rows(_pieces(lines, at, read), separator, strict=True))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None, 1
        # a quote inside a field that is not doubled: read it as a letter
        fields, read = next(csv_rows([line], separator)), [line]
    return _bounded(fields, separator), len(read)


def _pieces(lines: Sequence[str], at: int, read: list[str]) -> Iterator[str]:
    """Yield the lines that a record which starts at `at` may run over, each put in `read` when it is taken."""
    size = 0
    for line in lines[at : at + LONGEST_RECORD]:
        size += len(line)
        if read and size > LARGEST_RECORD:
            return
        read.append(line)
        yield line + "\n"


def _bounded(fields: list[str], separator: str) -> list[str]:
    """Return fields of which there are too many with the rest as one; without it where nothing stands there."""
    rest = separator.join(fields[WIDEST:])
    return [*fields[:WIDEST], rest] if rest.replace(separator, "").strip() else fields[:WIDEST]


def one_line(name: str | None) -> str:
    """Return a column name on one line, without blanks around it: a cell may hold a line end."""
    return " ".join((name or "").replace("\ufeff", "").split())


def head_of(stream: Iterable[str]) -> list[str]:
    """Return the lines, without their ends, that `find_header` looks at."""
    head: list[str] = []
    left = HEADER_WITHIN + LONGEST_RECORD
    for line in stream:
        head.append(line.rstrip("\r\n"))
        left -= bool(line.strip())
        if not left:
            break
    return head


def find_header(lines: Sequence[str], kind: Kind) -> Header:
    """Return what looks most like the header of `kind`; else the first line that holds something."""
    found: list[tuple[int, int, int, Header]] = []
    filled = (index for index, line in enumerate(lines) if line.strip())
    for index in islice(filled, HEADER_WITHIN):
        if lines[index].lower().startswith("sep="):
            continue
        for separator in _to_try(lines[index]):
            cells, used = record(lines, index, separator)
            if cells is None:
                cells, used = next(csv_rows([lines[index]], separator), []), 1
            fields = [one_line(cell) for cell in cells]
            header = Header(index, index + used - 1, separator, fields)
            found.append((recognised(kind, fields), -index, len(fields), header))
    if not found:
        return Header(0, 0, ";", [])
    return max(found, key=lambda one: one[:3])[3]


def _to_try(line: str) -> Sequence[str]:
    """The separators that cut a line, and of those that leave it whole the first."""
    if '"' in line:
        return SEPARATORS
    whole = [one for one in SEPARATORS if one not in line]
    return [one for one in SEPARATORS if one not in whole[1:]]


def is_row_above(fields: Sequence[str | None], header: Sequence[str], kind: Kind) -> bool:
    """Tell a row above the header (files laid behind each other) from a title or a heading over columns.

    It has something in every column that cannot be missed, or in half of all columns.
    """
    filled = {place for place, field in enumerate(fields) if (field or "").strip()}
    if len(filled) < min(FEWEST, len(header)):
        return False
    sources = layout_of(kind, header).sources
    needed = [{sources[c] for c in group if c in sources} for group in kind.required]
    usable = all(group & filled for group in needed if group) and any(needed)
    return usable or 2 * len(filled) >= len(header)


def rows_above(lines: Sequence[str], header: Header, kind: Kind) -> list[tuple[int, int]]:
    """Return (first line, lines used) of the rows above the header."""
    found, at = [], 0
    while at < header.first:
        fields, used = record(lines[: header.first], at, header.separator)
        if fields is not None and is_row_above(fields, header.fields, kind):
            found.append((at, used))
        at += used
    return found
