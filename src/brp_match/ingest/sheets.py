"""A sheet as read from a workbook of any make: only cells that are there, whatever size it declares."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

NO_VALUE = "FORMULE_ZONDER_WAARDE"
FAILED = "FORMULE_FOUT"
MERGED = "CELLEN_SAMENGEVOEGD"
TWICE = "CEL_DUBBEL"

MESSAGES = {
    NO_VALUE: "In deze rij staat een formule waarvan de uitkomst ontbreekt.",
    FAILED: "In deze rij staat een formule die een fout geeft.",
    MERGED: "In deze rij zijn cellen samengevoegd; splits ze en vul elke cel.",
    TWICE: "In deze rij staat een cel twee keer.",
}

ERRORS = frozenset(
    [
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#LEEG!",
        "#DEEL/0!",
        "#WAARDE!",
        "#VERW!",
        "#NAAM?",
        "#GETAL!",
        "#N/B",
        "#OVERLOOP!",
    ]
)
"""What a formula that fails shows, in English and Dutch."""


@dataclass
class SheetRow:
    """A row: its number from 1, the text of its cells by column (from 1), and what is wrong with which cell."""

    regel: int
    cells: dict[int, str] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the row as text, its cells in order."""
        return ";".join(self.cells[column] for column in sorted(self.cells))


@dataclass(frozen=True)
class Area:
    """A merged area: first and last column and row, from 1."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass
class Sheet:
    """The rows of a sheet that hold something, in order, its merged areas, whether it is hidden, and whether its workbook
    counts days from 1904."""

    hidden: bool
    from_1904: bool = False
    rows: list[SheetRow] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)


_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")


def column_of(reference: str) -> int:
    """Return the column, from 1, of a reference as `AB12`; 0 where it is none."""
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter.upper()) - 64
    return column if 0 < column <= 16_384 else 0


def area_of(reference: str) -> Area | None:
    """Return the area of `A1:B2`; None where it is none."""
    first, _, last = reference.partition(":")
    one, other = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if one is None or other is None:
        return None
    columns = sorted((column_of(first), column_of(last or first)))
    rows = sorted((int(one[2]), int(other[2])))
    return Area(columns[0], columns[1], rows[0], rows[1])


class MergedRows:
    """Which rows lie in a merged area that touches one of `columns`."""

    def __init__(self, areas: Iterable[Area], columns: Iterable[int]) -> None:
        wanted = sorted(columns)
        spans: list[list[int]] = []
        for area in sorted(areas, key=lambda one: one.top):
            if not any(area.left <= column <= area.right for column in wanted):
                continue
            if spans and area.top <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], area.bottom)
            else:
                spans.append([area.top, area.bottom])
        self._tops = [top for top, _ in spans]
        self._bottoms = [bottom for _, bottom in spans]

    def __contains__(self, regel: int) -> bool:
        place = bisect_right(self._tops, regel) - 1
        return place >= 0 and regel <= self._bottoms[place]
