"""Cells of a delivery as we read them, for beside the cells as they came; and the order of dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brp_match.dutch import euros
from brp_match.reading import read_amount, read_date, read_postcode
from brp_match.reading.dates import pivot_of

DATES = frozenset({"geboortedatum", "signaaldatum", "ontstaansdatum", "einddatum_contract"})
AMOUNTS = frozenset({"bedrag", "termijnbedrag"})
UNREADABLE = "niet te lezen"
DOUBT = "twijfel"
TWO_PARTS = re.compile(r"\s*(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(?:\d{4}|\d{2})\b")


def as_read(column: str, text: str) -> str:
    """Return how a cell of this column is read; '' for a column whose cells are taken as they come."""
    if column in DATES:
        return _date(text, pivot_of(column))
    if column in AMOUNTS:
        amount = read_amount(text)
        return UNREADABLE if amount is None else euros(amount)
    if column == "postcode":
        return read_postcode(text) or UNREADABLE
    return ""


def _date(text: str, pivot: int) -> str:
    found = read_date(text, pivot=pivot)
    if found.kind == "standaard":
        return "invulwaarde, telt niet mee"
    if found.year is None or found.kind in ("ongeldig", "ontbreekt"):
        return UNREADABLE
    parts = [f"{one:02d}" if one else "??" for one in (found.day, found.month)]
    return "-".join([*parts, str(found.year)])


def order_of(cells: Sequence[str | None]) -> str:
    """Return what dates of two numbers and a year say of their order: dmy, mdy, `twijfel` where all fit both,
    '' where there is none that tells anything."""
    day_first = month_first = both = 0
    for cell in cells:
        found = TWO_PARTS.match(cell or "")
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            day_first += 1
        elif second > 12 >= first:
            month_first += 1
        elif first != second and max(first, second) <= 12:
            both += 1
    if day_first or month_first:
        return "dmy" if day_first >= month_first else "mdy"
    return DOUBT if both else ""
