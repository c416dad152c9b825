"""Candidate keys: one hashed number per (person or signal, cheap agreement).

The same builders serve both sides, so that a key means the same in the register and in a
signal. `sleutel` is DuckDB's 64-bit hash of the kind and its parts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

KINDS = {
    "A": "postcode en huisnummer",
    "S": "straat en huisnummer",
    "G": "geboortedatum",
    "N": "klank van de achternaam en een voorletter",
    "J": "klank van de achternaam en geboortejaar",
    "D": "klank van de achternaam, geboortemaand en -dag",
    "P": "postcode en klank van de achternaam",
    "T": "zeldzaam naamdeel",
}
"""Kinds of candidate key with what they say, in the order of the report."""


def key(kind: str, *parts: str) -> str:
    """SQL of one key: NULL when a part is NULL; `kind` is a key of KINDS."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind of key: {kind}")
    known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
    return f"CASE WHEN {known} THEN hash('{kind}', {', '.join(parts)}) END"


def stored_key(kind: str, *parts: str) -> str:
    """SQL of the number of one key in a row store: half of the MD5 of its text, which Python gives as well
    (`stored_number`); NULL when a part is NULL. Nothing secret: it only spreads."""
    text = f"concat_ws('|', '{kind}', {', '.join(parts)})"
    known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
    return f"CASE WHEN {known} THEN md5_number_lower({text}) END"


def stored_number(asked: Asked) -> int:
    """Return the number of a key in a row store, without sign."""
    parts = _WITH_PARTS[asked.soort](asked)
    text = "|".join([str(part) for part in parts if part is not None])
    digest = hashlib.md5(text.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[8:], "little")


PARTS: dict[str, tuple[str, ...]] = {
    "A": ("postcode", "nummer"), "S": ("straat", "nummer", "plaats"), "G": ("jaar", "maand", "dag", "letter"),
    "N": ("klank", "letter"), "J": ("klank", "jaar", "letter"), "D": ("klank", "maand", "dag", "letter"), "P": ("postcode", "klank"),
    "T": ("deel",),
}  # fmt: skip
"""Kind of key → its parts, in the order in which the keys of the register have them. Where keys are fine G, J and D have a
`letter` too, and S stands there twice: with the town as well. Of J and D it is the first of the first given name, of G what a
name begins with behind its kind: GIVEN and a letter, or the first FIRST_SOUNDS of its sound, or SURNAME and a letter."""

_WITH_PARTS = {kind: attrgetter("soort", *names) for kind, names in PARTS.items()}

FINE_PART = {"G": "letter", "J": "letter", "D": "letter", "S": "plaats"}
"""Kind of key → its part that only fine keys have."""

GIVEN, SURNAME = "v", "a"
"""Kind of name in a fine key of a birth date: a first given name, or a word of a surname."""

FIRST_SOUNDS = 3
"""Letters of the sound of a given name in a fine key of a birth date: Yasmina begins as Jasmin does, Alex as Alexander."""


class Asked(NamedTuple):
    """One key a signal asks for: its kind, and the parts of that kind (PARTS)."""

    soort: str
    postcode: str | None = None
    straat: str | None = None
    nummer: int | None = None
    plaats: str | None = None
    jaar: int | None = None
    maand: int | None = None
    dag: int | None = None
    klank: str | None = None
    letter: str | None = None
    deel: str | None = None


class Known(NamedTuple):
    """What keys are made of: the address, birth dates that may be meant, words and first letters of names.

    `dates`: year, month, day. `words`: each with its sound, None for a single letter. `letters`: of any name. Of fine keys
    `named`: the sound of a surname beside the first letter of a given name, the other way round too, as parts swap; and
    `firsts`: how names begin, beside a birth date.
    """

    postcode: str | None
    straat: str | None
    nummer: int | None
    plaats: str | None
    dates: Sequence[tuple[int, int, int]]
    words: Sequence[tuple[str, str | None]]
    letters: Sequence[str]
    named: Sequence[tuple[str, str]]
    firsts: Sequence[str]


def asked_keys(known: Known, *, fine: bool) -> Iterator[Asked]:
    """Return the keys to ask a register for; `fine`: one of FINE_FROM residents or more."""
    sounds = sorted({sound for _, sound in known.words if sound is not None})
    if known.nummer is not None:
        if known.postcode is not None:
            yield Asked("A", postcode=known.postcode, nummer=known.nummer)
        if known.straat is not None:
            # a street of that name stands in hundreds of towns: only one that may be written otherwise is not asked for
            named = [known.plaats] if fine and known.plaats is not None else []
            for town in named if named and known.postcode is not None else [None, *named]:
                yield Asked("S", straat=known.straat, nummer=known.nummer, plaats=town)
    for jaar, maand, dag in known.dates:
        for letter in known.firsts if fine else (None,):
            yield Asked("G", jaar=jaar, maand=maand, dag=dag, letter=letter)
        for sound, letter in known.named if fine else [(sound, None) for sound in sounds]:
            yield Asked("J", klank=sound, jaar=jaar, letter=letter)
            yield Asked("D", klank=sound, maand=maand, dag=dag, letter=letter)
    for sound in sounds:
        for letter in known.letters:
            yield Asked("N", klank=sound, letter=letter)
        if known.postcode is not None:
            yield Asked("P", postcode=known.postcode, klank=sound)
    for word, _ in known.words:
        yield Asked("T", deel=word)


ASKED_TYPES = {
    "soort": "VARCHAR", "postcode": "VARCHAR", "straat": "VARCHAR", "nummer": "INTEGER", "plaats": "VARCHAR",
    "jaar": "SMALLINT", "maand": "SMALLINT", "dag": "SMALLINT",
    "klank": "VARCHAR", "letter": "VARCHAR", "deel": "VARCHAR",
}  # fmt: skip
"""Columns of Asked with the SQL types that the register's side has."""


def asked_sql() -> str:
    """SQL of the key of a row with the columns of Asked; a part that only fine keys have is NULL in a coarse one."""
    whens = []
    for kind, names in PARTS.items():
        made = key(kind, *names)
        if kind in FINE_PART:
            coarse = key(kind, *(name for name in names if name != FINE_PART[kind]))
            made = f"coalesce({made}, {coarse})"
        whens.append(f"WHEN '{kind}' THEN {made}")
    return f"CASE soort {' '.join(whens)} END"
