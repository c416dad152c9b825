"""Candidate keys: one hashed number per (person or signal, cheap agreement).

The same builders serve both sides, so that a key means the same in the register and in a
signal. `sleutel` is DuckDB's 64-bit hash of the kind and its parts.
"""

from __future__ import annotations

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
