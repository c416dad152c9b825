"""The pick-up list as CSV and XLSX: readable by its owner only, printable, and no cell runs as a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from brp_match.cases.layout import Layout, headers, laid_out, value_text
from brp_match.cells import safe_cell
from brp_match.csv_file import csv_text
from brp_match.workbooks import write_workbook

FILES = ("oppaklijst.csv", "oppaklijst.xlsx")

_WIDTHS = {"naam": 30, "straat": 24, "signalen": 44, "bakje_waarom": 40, "let_op": 24, "email": 26}
_USUAL = 13
OWNER_ONLY = 0o600


def write_lists(rows: Sequence[Mapping[str, Any]], layout: Layout, folder: Path) -> None:
    """Write oppaklijst.csv and oppaklijst.xlsx in `folder`. Raises OSError."""
    for name, content in zip(FILES, (list_csv(rows, layout), list_xlsx(rows, layout)), strict=True):
        path = folder / name
        # the mode comes before the content: nobody else reads along
        path.touch(mode=OWNER_ONLY)
        path.write_bytes(content)


def list_csv(rows: Sequence[Mapping[str, Any]], layout: Layout) -> bytes:
    """Return the list as UTF-8 CSV with a BOM, which a spreadsheet asks to show diacritics."""
    cells = [[value_text(value, layout) for value in laid_out(row, layout)] for row in rows]
    lines = [[safe_cell(text.replace("\n", " | ")) for text in row] for row in cells]
    header = [safe_cell(name) for name in headers(layout)]
    return csv_text([header, *lines], layout.separator).encode("utf-8-sig")


def list_xlsx(
    rows: Sequence[Mapping[str, Any]],
    layout: Layout,
    *,
    title: str = "Oppaklijst",
    author: str = "brp-match",
) -> bytes:
    """Return a list as a workbook."""
    buffer = io.BytesIO()
    write_workbook(
        buffer,
        title,
        [(title, headers(layout), [laid_out(row, layout) for row in rows])],
        widths={
            column.naam: _WIDTHS[column.uit] for column in layout.columns if column.uit in _WIDTHS
        },
        usual=_USUAL,
        formats={},
        foot=f"{title}: vertrouwelijk",
        author=author,
    )
    return buffer.getvalue()
