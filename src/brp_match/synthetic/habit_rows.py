"""What habits need of a row: its date in parts, its cells in the order of the file."""

from __future__ import annotations

import re
from datetime import date

from brp_match.ingest.columns import SIGNALS

Row = dict[str, str]

_EXCEL_ZERO = date(1899, 12, 30)


def parts_of(text: str) -> tuple[int, int, int] | None:
    """Return day, month and year of a date in a form of `deliverers.DATE_STYLES`; None where it is no real date."""
    figures = re.findall(r"\d+", text)
    if len(figures) == 1 and len(figures[0]) == 8:
        year, month, day = int(figures[0][:4]), int(figures[0][4:6]), int(figures[0][6:])
    elif len(figures) == 3 and len(figures[0]) == 4:
        year, month, day = (int(one) for one in figures)
    elif len(figures) == 3:
        day, month, year = (int(one) for one in figures)
    else:
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return day, month, year


def serial_of(day: date) -> str:
    """Return Excel's number of a day."""
    return str((day - _EXCEL_ZERO).days)


def cells_of(row: Row) -> list[str]:
    """Return the cells of a row in the order of the file."""
    return [row.get(column, "") for column in SIGNALS]


def put_cells(row: Row, cells: list[str]) -> None:
    """Write the cells of a row back, in the order of the file."""
    for column, text in zip(SIGNALS, cells, strict=True):
        if column in row:
            row[column] = text
