"""One word that a program writes in every column that has nothing: known by standing where it cannot be meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from brp_match.delivery.cells import is_lost
from brp_match.delivery.findings import Values

_TYPED = ("geboortedatum", "postcode", "telefoon", "email", "kvk_nummer")
"""Columns in which no word can stand."""

_NAMED = ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam")

_TELLS_WHO: dict[str, tuple[str, ...]] = {
    "achternaam": ("volledige_naam",), "volledige_naam": ("achternaam",), "straatnaam": (), "postcode": (), "geboortedatum": (),
}  # fmt: skip
"""Columns that tell who is meant, each with the columns that tell the same."""

COLUMNS_AT_LEAST = 3
"""A word that stands in so many columns, one of them `_TYPED`, is what a program writes for nothing."""

CELLS_AT_LEAST = 4
"""So many cells have it."""


def words_everywhere(rows: Sequence[Values], columns_looked_at: Sequence[str]) -> frozenset[str]:
    """Return the words that stand in so many columns of different kinds that they are the value of none."""
    columns: dict[str, set[str]] = defaultdict(set)
    cells: Counter[str] = Counter()
    for row in rows:
        for column in columns_looked_at:
            text = row.get(column)
            if text:
                word = text.strip().casefold()
                columns[word].add(column)
                cells[word] += 1
    return frozenset(
        word
        for word, found in columns.items()
        if len(found) >= COLUMNS_AT_LEAST
        and cells[word] >= CELLS_AT_LEAST
        and (
            # figures are nothing where names should stand
            len(found.intersection(_NAMED)) >= 2
            if any(map(str.isdigit, word))
            else any(column in found for column in _TYPED)
        )
    )


def rows_having(rows: Sequence[Values], column: str, words: frozenset[str]) -> list[int]:
    """Return the rows whose cell in a column is one of the words; a house number may be any figure."""
    if not words or column == "huisnummer":
        return []
    return [
        p
        for p, row in enumerate(rows)
        if (row.get(column) or "").strip().casefold() in words
        and (not is_lost(row.get(column)) or not_alone(row, column))
    ]


def not_alone(row: Values, column: str) -> bool:
    """Tell whether what a program lost in this cell can be left out: it tells not who is meant, or another cell of the
    row does. Else it stays, as unreadable is not absent, and somebody looks."""
    others = _TELLS_WHO.get(column)
    return others is None or any(row.get(one) and not is_lost(row.get(one)) for one in others)
