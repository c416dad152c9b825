"""The type of one cell: what a text can be, whatever column it stands in."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from brp_match.reading.dates import read_date
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import spaced


class Cell(StrEnum):
    """Types of cells, from the most to the least telling."""

    LEEG = "leeg"
    GEEN = "geen"
    DATUM = "datum"
    POSTCODE = "postcode"
    POSTCODE_PLAATS = "postcode met plaats"
    EMAIL = "email"
    TELEFOON = "telefoon"
    IBAN = "iban"
    BEDRAG = "bedrag"
    EXPONENT = "exponent"
    CIJFERS = "cijfers"
    GETAL = "getal"
    NUMMER = "nummer"
    TOEVOEGING = "toevoeging"
    VOORVOEGSEL = "voorvoegsel"
    VOORLETTERS = "voorletters"
    STRAAT = "straat"
    SECTOR = "sector"
    SOORT = "soort"
    NAAM = "naam"
    TEKENS = "tekens"


NO_VALUE = frozenset(
    (
        "onbekend", "onbek", "onb", "nvt", "n.v.t.", "n.v.t", "n v t", "n/a", "na", "n.a.", "#n/b", "#n/a", "null",
        "<null>", "(null)", "none", "nan", "nat", "nil", "geen", "leeg", "(leeg)", "niet bekend", "geen opgave",
        "niet ingevuld", "niet opgegeven", "niet van toepassing", "niet geregistreerd", "niet beschikbaar", "geen gegevens", "unknown",
        "undefined", "(geen)", "(blank)", "<leeg>", "{}", "[]", "[object object]", "n.b.", "ntb", "n.t.b.", "tbd", "\"\"", "''", "—", "–", "…", "-", "--", "---", ".", "..", "...", "?", "??",  "x", "xx", "xxx", "*", "**", "_", "/", "\\n", "0", "00",
    )
)  # fmt: skip
"""What programs and people write for no value, in small letters. Sources: pandas' `STR_NA_VALUES`, the NULL of
SQL exports (`\\N`, `<NULL>`), Excel's `#N/B`; the Dutch words are what forms of deliverers say."""

_MONTH = r"(?:jan|feb|m[aä]?r|maa|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec)[a-zä]*"
_FORMS: tuple[tuple[Cell, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Cell.EMAIL, r"[^@\s]+@[^@\s]+\.[a-z]{2,}"),
        (Cell.POSTCODE, r"(?:NL[- ]?)?[1-9]\d{3}\s*[a-z]{2}"),
        (Cell.POSTCODE_PLAATS, r"(?:NL[- ]?)?[1-9]\d{3}\s*[a-z]{2}[\s,]+[a-z'’].{1,40}"),
        (Cell.DATUM, r"\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{4}|\d{2})(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"),
        (Cell.DATUM, r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}[:.]\d{2}.*)?"),
        (Cell.DATUM, r"(?:1[89]|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:\.0+)?"),
        (Cell.DATUM, r"(?:[0-2]?\d|3[01])(?:0\d|1[0-2])(?:19|20)\d\d"),
        (Cell.DATUM, rf"(?:[a-z]+\s+)?\d{{1,2}}[-. ]*{_MONTH}[-. ,']*\d{{2,4}}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}"),
        (Cell.IBAN, r"[a-z]{2}\d{2}\s?[a-z]{4}[\d ]{8,}"),
        (Cell.EXPONENT, r"-?\d(?:[.,]\d+)?E[+-]?\d{1,3}"),
        (Cell.TELEFOON, r"(?:\+|00)31[\d ()-]{9,14}|0[\d ()-]{9,13}"),
        (Cell.BEDRAG, r"(?:€|eur)?\s*-?\d{1,3}(?:[., ]?\d{3})*[.,]\d{1,2}(?:\s*(?:€|eur))?"),
        (Cell.CIJFERS, r"\d{6,}"),
        (Cell.GETAL, r"\d{1,5}(?:[.,]0+)?"),
        (Cell.NUMMER, r"\d{1,5}\s*[-/ ]?\s*(?:[a-z]{1,3}|hs|bis|[a-z]?\d{1,4})(?:[-/ ]?[a-z0-9]{1,3})?"),
        (Cell.SECTOR, r"energie|huur|hypotheek|water|zorg|cak\b.*|belastingdienst|dienst toeslagen|duo|overige"),
        (Cell.SOORT, r"vroegsignaal|eindelevering"),
        (Cell.VOORLETTERS, r"(?:[A-Za-z]{1,2}\.\s?)+"),
        (Cell.STRAAT, r".*[a-z](?:straat|laan|weg|plein|gracht|kade|dijk|hof|pad|singel|plantsoen|dreef|steeg|park|markt|erf|ring|haven|str\.?|pln\.?|ln\.?)(?:\s+\d.*)?"),
        (Cell.TOEVOEGING, r"[a-z]|hs|bis|huis|ii|iii|iv|[a-z]\d{1,3}|i{1,3}v?"),
    )
)  # fmt: skip


_ERROR = re.compile(r"#[A-Z/0]{2,12}[!?]?|#{2,}")
"""An error of a spreadsheet, in Dutch or English (`#WAARDE!`, `#REF!`), or a column that was too narrow (`####`)."""


def is_lost(text: str | None) -> bool:
    """Tell whether a program lost what stood here: something was filled in, unlike in `NO_VALUE` (`#N/B`)."""
    plain = (text or "").strip()
    return bool(_ERROR.fullmatch(plain)) and plain.lower() not in NO_VALUE


def _is_prefix(word: str) -> bool:
    """Tell whether a word stands in prefixes; one letter only with an apostrophe, else it is an initial."""
    bare = word.strip("'’`.")
    return (len(bare) > 1 or bare + "'" in word or "'" + bare in word) and (
        bare.replace("/", "").replace(".", "") in prefixes()
    )


_INITIALS = re.compile(r"(?:[A-Z]\w?\.[ -]?)+")
"""Initials in capitals, before prefixes: `D.A.` is no `da`."""


@lru_cache(maxsize=50_000)
def cell_type(text: str | None) -> Cell:
    """Return the type of one cell; the most telling of the forms that fit the whole text, a line break being a space."""
    plain = spaced(text or "").strip()
    if not plain:
        return Cell.LEEG
    low = plain.lower()
    if low in NO_VALUE:
        return Cell.GEEN
    if is_lost(plain):
        return Cell.TEKENS
    if _INITIALS.fullmatch(plain):
        return Cell.VOORLETTERS
    if len(low) > 1 and all(_is_prefix(word) for word in low.split()):
        return Cell.VOORVOEGSEL
    for kind, pattern in _FORMS:
        if pattern.fullmatch(plain):
            return kind
    letters = sum(c.isalpha() for c in plain)
    # whatever reads as a whole date is one, in words too (de 14e maart 1962)
    if letters and any(map(str.isdigit, plain)) and read_date(plain).kind == "geldig":
        return Cell.DATUM
    return Cell.NAAM if letters >= max(1, len(plain) // 2) else Cell.TEKENS
