"""Workbooks for people: the same bytes every time, ready to print and to filter, and no cell is a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from brp_match.scratch import scratch

SHARE, TENTHS = "0.0%", "0.0"

FORMATS = {
    "norm": SHARE, "klopt": SHARE, "laag (95%)": SHARE, "hoog (95%)": SHARE, "ontbreekt": SHARE,
    "aandeel": SHARE, "personen": "0", "minder uitval": TENTHS, "minder beoordelingen": TENTHS,
}  # fmt: skip
"""Header → number format of its column; the reader's own program shows the comma."""

WIDTHS = dict.fromkeys(
    ("code", "controle", "fout", "advies", "wat het is", "uitkomst", "toelichting", "wat te doen"), 34
)  # fmt: skip
"""Header → width in characters, of columns with sentences or long codes."""

USUAL = 18

Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
"""Name, header, rows of texts, numbers, dates, amounts (Decimal) and None."""


def write_workbook(
    target: Path | IO[bytes],
    title: str,
    sheets: Sequence[Sheet],
    *,
    widths: Mapping[str, int] = WIDTHS,
    usual: int = USUAL,
    formats: Mapping[str, str] = FORMATS,
    foot: str = "",
    author: str = "brp-match",
) -> None:
    """Write sheets: a header that stays and is printed on every page, a filter, landscape on A4. Raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    safe = {"strings_to_formulas": False, "strings_to_urls": False}
    whole = isinstance(target, Path)
    # its parts hold the cells: a process that is killed leaves them where the next one clears up
    where = {"tmpdir": str(scratch())} if whole else {"in_memory": True}
    book = xlsxwriter.Workbook(str(target) if whole else target, safe | where)
    # a fixed moment: the same rows give the same bytes, and no clock leaks in the metadata
    book.set_properties({"title": title, "author": author, "created": datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left"})
    money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    looks = {
        header: book.add_format({"num_format": look, "valign": "top"})
        for header, look in formats.items()
    }
    for name, header, rows in sheets:
        sheet = book.add_worksheet(name)
        _lay_out(sheet, f"&L{_header(title)}&R{name}", f"&L{foot}&RBladzijde &P van &N")
        for column, heading in enumerate(header):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, widths.get(heading, usual))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime.combine(value, time()), day)
                elif isinstance(value, Decimal):
                    sheet.write_number(number, column, float(value), money)
                elif isinstance(value, int | float):
                    look = looks.get(header[column], text)
                    sheet.write_number(number, column, round(value, 6), look)
                else:
                    sheet.write_string(number, column, value or "", text)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    try:
        book.close()
    except FileCreateError as error:
        # it packs up an OSError, and that is what callers know (a full disk has its own message)
        raise OSError(*error.args[0].args) from error


def _lay_out(sheet: Any, head: str, foot: str) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(head)
    sheet.set_footer(foot)


def _header(text: str) -> str:
    """A text for the head of a printed page, where & begins a command; 200 characters at most."""
    return text.replace("&", "&&")[:200]
