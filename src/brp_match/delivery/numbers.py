"""Figures that a spreadsheet changed: exponents, lost zeros in front, `.0` behind, a house number made a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from brp_match.delivery.date_forms import EXCEL_ZERO
from brp_match.delivery.findings import Finding, Kind, Mends, Step, Values

_EXPONENT = re.compile(r"\s*-?\d(?:[.,]\d+)?[eE][+]?\d{1,3}\s*")
_POWER = re.compile(r"\s*([1-9])[.,](\d+)[eE]\+?0*(\d)\s*")
_FLOAT = re.compile(r"\s*(\d+)[.,]0+\s*")
_FLOATS = ("klantnummer", "huisnummer", "huisnummertoevoeging", "telefoon", "kvk_nummer")
_MONTHS = (
    "jan", "feb", "mrt|maa|mar", "apr", "mei|may", "jun", "jul", "aug", "sep", "okt|oct", "nov", "dec",
)  # fmt: skip
_DAY_MONTH = re.compile(r"\s*(\d{1,2})[- ]([a-z]{3})[a-z]*\.?\s*", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"\s*([a-z]{3})[a-z]*\.?[- ](\d{2})\s*", re.IGNORECASE)
_WHOLE_DATE = re.compile(r"\s*(20\d\d)-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?\s*")
_HOUSE = ("huisnummer", "huisnummertoevoeging")
HOUSE_SERIALS = (36_526, 54_788)
"""Serial numbers of 2000 to 2049 in the column of house numbers: `12-3` typed in one of these years."""


def mend_numbers(rows: Sequence[Values]) -> Step:
    """Undo what a spreadsheet did to figures of one group.

    A number in exponents has lost its figures: the cell counts as empty, because several customers
    share it. A telephone number of nine figures gets its zero back.
    """
    mends: Mends = {}
    findings: list[Finding] = []
    for column in ("klantnummer", "telefoon", "kvk_nummer"):
        gone = [p for p, row in enumerate(rows) if _EXPONENT.fullmatch(row.get(column) or "")]
        _note(rows, mends, findings, column, dict.fromkeys(gone), Kind.GETALLEN, "exponent")
    for column in _FLOATS:
        whole: dict[int, str | None] = {
            p: found[1]
            for p, row in enumerate(rows)
            if (found := _FLOAT.fullmatch(row.get(column) or ""))
        }
        _note(rows, mends, findings, column, whole, Kind.GETALLEN, "komma nul")
    powers: dict[int, str | None] = {
        p: number for p, row in enumerate(rows) if (number := _exact(row.get("huisnummer")))
    }
    _note(rows, mends, findings, "huisnummer", powers, Kind.GETALLEN, "exponent")
    nine: dict[int, str | None] = {
        p: f"0{text}"
        for p, row in enumerate(rows)
        if re.fullmatch(
            r"[1-9]\d{8}", text := mends.get(p, {}).get("telefoon", row.get("telefoon")) or ""
        )
    }
    _note(rows, mends, findings, "telefoon", nine, Kind.GETALLEN, "nul vooraan")
    for column in _HOUSE:
        houses: dict[int, str | None] = {
            p: number for p, row in enumerate(rows) if (number := house_number(row.get(column)))
        }
        _note(rows, mends, findings, column, houses, Kind.NUMMER_ALS_DATUM, "dag-maand")
    return Step(mends, tuple(findings))


def _exact(text: str | None) -> str | None:
    """Return the whole number of an exponent that lost no figure: `1,20E+01` is 12; None for any other text."""
    found = _POWER.fullmatch(text or "")
    if not found or len(found[2]) < (power := int(found[3])):
        return None
    rest = found[2][power:]
    return f"{found[1]}{found[2][:power]}" if not rest.strip("0") else None


def _note(
    rows: Sequence[Values],
    mends: Mends,
    findings: list[Finding],
    column: str,
    cells: dict[int, str | None],
    kind: Kind,
    what: str,
) -> None:
    if not cells:
        return
    for place, text in cells.items():
        mends.setdefault(place, {})[column] = text
    filled = sum(1 for row in rows if row.get(column))
    findings.append(
        Finding(kind, column, len(cells), filled, 1.0, "vorm", True, {what: len(cells)}, what)
    )


def house_number(text: str | None) -> str | None:
    """Return the house number that was made a date: `12-mrt` → `12-3`, `mrt-62` → `3-62`; None for others.

    A whole date or a serial number is a day and a month of the year in which it was typed.
    """
    if not text:
        return None
    found = _DAY_MONTH.fullmatch(text)
    if found and (month := _month(found[2])):
        return f"{int(found[1])}-{month}"
    found = _MONTH_YEAR.fullmatch(text)
    if found and (month := _month(found[1])):
        return f"{month}-{int(found[2])}"
    found = _WHOLE_DATE.fullmatch(text)
    if found:
        return f"{int(found[3])}-{int(found[2])}"
    if re.fullmatch(r"\d{5}", text.strip()):
        number = int(text)
        if HOUSE_SERIALS[0] <= number <= HOUSE_SERIALS[1]:
            day = EXCEL_ZERO + timedelta(days=number)
            return f"{day.day}-{day.month}"
    return None


def _month(word: str) -> int | None:
    low = word.lower()
    return next((n for n, names in enumerate(_MONTHS, 1) if low in names.split("|")), None)
