"""The pick-up list as CSV and XLSX: readable by its owner only, printable, and no cell runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from brp_match.cases.layout import Layout, headers, laid_out, value_text
from brp_match.cells import safe_cell

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
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=layout.separator, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in headers(layout)])
    for row in rows:
        cells = [value_text(value, layout) for value in laid_out(row, layout)]
        writer.writerow([safe_cell(text.replace("\n", " | ")) for text in cells])
    return buffer.getvalue().encode("utf-8-sig")


def list_xlsx(
    rows: Sequence[Mapping[str, Any]],
    layout: Layout,
    *,
    title: str = "Oppaklijst",
    author: str = "brp-match",
) -> bytes:
    """Return a list as a workbook: fixed header, filter, landscape on A4, the header on every page."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # a fixed moment: the same list gives the same bytes
    book.set_properties({"title": title, "author": author, "created": datetime(2000, 1, 1)})
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    for place, column in enumerate(layout.columns):
        sheet.write_string(0, place, column.naam, bold)
        sheet.set_column(place, place, _WIDTHS.get(column.uit, _USUAL))
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(laid_out(row, layout)):
            if isinstance(value, date):
                sheet.write_datetime(number, place, datetime.combine(value, time()), day)
            elif isinstance(value, Decimal):
                sheet.write_number(number, place, float(value), money)
            elif isinstance(value, int):
                sheet.write_number(number, place, value, text)
            else:
                sheet.write_string(number, place, value or "", text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(layout.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{title}: vertrouwelijk&RBladzijde &P van &N")
    book.close()
    return buffer.getvalue()
