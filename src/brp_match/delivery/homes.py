"""How well a cell is at home in a column: the probability of its type there.

Log-probabilities of a type in a column, by hand from what the contract says the column holds; what is
not named shares `ELSEWHERE`. They order the cells of a shifted row, no more: the sums they are used in
differ by tens, and halving or doubling any of them moves none of the results in the tests.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from brp_match.delivery.cells import Cell, cell_type
from brp_match.delivery.known import KnownWords

ELSEWHERE = 0.0005
"""Probability of a type that a column is not for."""

UNKNOWN = 0.05
"""Probability of any cell in a column that is not ours: it says nothing."""

_EMPTY_MOSTLY = {Cell.LEEG: 0.8, Cell.GEEN: 0.01}
_NAMES = {Cell.NAAM: 0.8, Cell.LEEG: 0.15, Cell.GEEN: 0.01, Cell.VOORLETTERS: 0.02, Cell.STRAAT: 0.01,
          Cell.TOEVOEGING: 0.005, Cell.TEKENS: 0.01, Cell.VOORVOEGSEL: 0.002}  # fmt: skip
_AMOUNT = {Cell.BEDRAG: 0.6, Cell.GETAL: 0.25, Cell.LEEG: 0.1, Cell.CIJFERS: 0.01, Cell.GEEN: 0.01}
_DATE = {Cell.DATUM: 0.8, Cell.LEEG: 0.12, Cell.GEEN: 0.03, Cell.GETAL: 0.03, Cell.CIJFERS: 0.01}

HOMES: Mapping[str, Mapping[Cell, float]] = {
    "signaal_id": {Cell.NAAM: 0.2, Cell.CIJFERS: 0.2, Cell.GETAL: 0.2, Cell.TEKENS: 0.2, Cell.NUMMER: 0.1},
    "vlp": {Cell.NAAM: 0.9, Cell.STRAAT: 0.02, Cell.SECTOR: 0.02, Cell.CIJFERS: 0.02},
    "sector": {Cell.SECTOR: 0.9, Cell.LEEG: 0.05, Cell.NAAM: 0.03},
    "klantnummer": {Cell.CIJFERS: 0.5, Cell.GETAL: 0.1, Cell.TEKENS: 0.1, Cell.IBAN: 0.05, Cell.TELEFOON: 0.05,
                    Cell.NAAM: 0.02, Cell.LEEG: 0.1, Cell.EXPONENT: 0.02, Cell.NUMMER: 0.02, Cell.DATUM: 0.01},
    "signaaldatum": _DATE,
    "soort_signaal": {Cell.SOORT: 0.9, Cell.LEEG: 0.05, Cell.NAAM: 0.03},
    "bedrag": _AMOUNT,
    "termijnbedrag": {**_AMOUNT, Cell.LEEG: 0.3},
    "voornamen": {**_NAMES, Cell.LEEG: 0.4},
    "voorletters": {Cell.VOORLETTERS: 0.5, Cell.NAAM: 0.03, Cell.TOEVOEGING: 0.1, Cell.LEEG: 0.3, Cell.GEEN: 0.01},
    "voorvoegsel": {Cell.VOORVOEGSEL: 0.25, Cell.LEEG: 0.7, Cell.GEEN: 0.02, Cell.NAAM: 0.002},
    "achternaam": {**_NAMES, Cell.LEEG: 0.1, Cell.VOORLETTERS: 0.001},
    "volledige_naam": {**_NAMES, Cell.LEEG: 0.5},
    "geboortedatum": _DATE,
    "straatnaam": {Cell.STRAAT: 0.6, Cell.NAAM: 0.34, Cell.POSTCODE_PLAATS: 0.005, Cell.LEEG: 0.03, Cell.GEEN: 0.01, Cell.TEKENS: 0.01},
    "huisnummer": {Cell.GETAL: 0.88, Cell.NUMMER: 0.07, Cell.LEEG: 0.03, Cell.GEEN: 0.01, Cell.DATUM: 0.002},
    "huisletter": {**_EMPTY_MOSTLY, Cell.TOEVOEGING: 0.18},
    "huisnummertoevoeging": {**_EMPTY_MOSTLY, Cell.TOEVOEGING: 0.1, Cell.GETAL: 0.05, Cell.NUMMER: 0.01, Cell.NAAM: 0.004},
    "postcode": {Cell.POSTCODE: 0.9, Cell.POSTCODE_PLAATS: 0.02, Cell.LEEG: 0.05, Cell.GEEN: 0.005, Cell.GETAL: 0.003},
    "plaatsnaam": {Cell.NAAM: 0.88, Cell.POSTCODE_PLAATS: 0.02, Cell.LEEG: 0.05, Cell.STRAAT: 0.02, Cell.VOORVOEGSEL: 0.001},
    "telefoon": {Cell.TELEFOON: 0.6, Cell.CIJFERS: 0.1, Cell.LEEG: 0.3, Cell.GEEN: 0.01},
    "email": {Cell.EMAIL: 0.6, Cell.LEEG: 0.35, Cell.GEEN: 0.01},
    "kvk_nummer": {Cell.CIJFERS: 0.2, Cell.LEEG: 0.75, Cell.GEEN: 0.01},
    "gemeente": {Cell.GETAL: 0.7, Cell.LEEG: 0.2, Cell.NAAM: 0.05},
    "ontstaansdatum": _DATE,
    "einddatum_contract": {**_DATE, Cell.LEEG: 0.6},
    "crisissignaal": {Cell.NAAM: 0.3, Cell.LEEG: 0.6, Cell.GEEN: 0.05},
    "warme_overdracht": {Cell.NAAM: 0.3, Cell.LEEG: 0.6, Cell.GEEN: 0.05},
}  # fmt: skip

_LOGS = {
    column: {kind: math.log(p) for kind, p in kinds.items()} for column, kinds in HOMES.items()
}
_ELSEWHERE = math.log(ELSEWHERE)

MISPLACED = 0.0015
"""A type of a smaller probability than this is not at home in a column."""


def at_home(column: str | None, text: str | None) -> bool:
    """Tell whether a column may hold a cell of this type; a column that is not ours may hold any."""
    if column is None or column not in HOMES:
        return True
    return HOMES[column].get(cell_type(text), ELSEWHERE) >= MISPLACED


@dataclass(frozen=True, slots=True)
class Fit:
    """The log-probability of cells in columns, with the streets and towns that are known."""

    known: KnownWords
    _seen: dict[tuple[str, str | None], float] = field(default_factory=dict, compare=False)
    """A cell is tried in many columns, and every column by many pairs: worked out once."""

    def of(self, column: str | None, text: str | None) -> float:
        """Return the log-probability of a cell in a column; None is a column that is not ours."""
        if column is None or column not in HOMES:
            return math.log(UNKNOWN)
        found = self._seen.get((column, text))
        if found is None:
            found = self._seen[column, text] = self._of(column, text)
        return found

    def is_home(self, column: str, text: str | None) -> bool:
        """Tell whether a column may hold a cell: its type, and what is known of its words."""
        return self.of(column, text) >= math.log(MISPLACED)

    def _of(self, column: str, text: str | None) -> float:
        kind = cell_type(text)
        usual = _LOGS[column].get(kind, _ELSEWHERE)
        return usual + (self._word(column, text) if kind in (Cell.NAAM, Cell.STRAAT) else 0.0)

    def _word(self, column: str, text: str | None) -> float:
        """Return what is known of a word: a town under a town and a street under a street are at home."""
        if not (self.known.streets or self.known.towns):
            return 0.0
        role = {"plaatsnaam": "towns", "straatnaam": "streets"}.get(column)
        is_town, is_street = self.known.is_town(text), self.known.is_street(text)
        if role == "towns":
            return 0.5 if is_town else -3.0 if is_street else -0.5 if self.known.towns else 0.0
        if role == "streets":
            return 0.5 if is_street else -3.0 if is_town else -0.5 if self.known.streets else 0.0
        return -2.0 if is_town or is_street else 0.0
