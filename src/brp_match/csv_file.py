"""Files of rows as the program writes them: `;` between cells, UTF-8, a header."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file as texts by column. Raises OSError."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = ";"
) -> None:
    """Write a header and rows; what people open in a spreadsheet is made safe first (`cells`). Raises OSError."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
