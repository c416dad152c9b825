"""Files of rows as the program writes them: `;` between cells, UTF-8, a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

# Python has one limit for all that a process reads, and `csv_rows` is the only reader: a row that was set aside may be
# a whole file on one line
csv.field_size_limit(2**31 - 1)


def csv_rows(
    lines: Iterable[str], separator: str = ";", *, strict: bool = False
) -> Iterator[list[str]]:
    """Yield the cells of every record, however long. Raises csv.Error, of a quote that stays open when `strict`."""
    return csv.reader(lines, delimiter=separator, strict=strict)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file as texts by column. Raises OSError."""
    return list(each_row(path))


def each_row(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of `read_csv` one by one, of a file that may be long."""
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter=";")


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ";"
) -> None:
    """Write a header and rows; what people open in a spreadsheet is made safe first (`cells`). Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def csv_text(rows: Iterable[Sequence[Any]], separator: str = ";", end: str = "\r\n") -> str:
    """Return rows as lines of text, for what is sent and not written; made safe first, as of `write_csv`."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue()
