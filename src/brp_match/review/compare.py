"""Where two texts differ: marked letter by letter, and said in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

Spans = tuple[tuple[str, bool], ...]
"""Pieces of a text in order; True where the piece differs."""


@dataclass(frozen=True)
class Difference:
    """Both texts in pieces, and the difference in plain Dutch ('' when they are equal)."""

    left: Spans
    right: Spans
    words: str


@dataclass(frozen=True)
class FieldDifference:
    """One field of a signal beside the BRP."""

    label: str
    difference: Difference


def compare_text(left: str, right: str) -> Difference:
    """Compare a text of a signal with one of the BRP. Capitals do not count as a difference."""
    if not left or not right:
        words = (
            ""
            if left == right
            else ("Dit ontbreekt in het signaal." if not left else "Dit ontbreekt in de BRP.")
        )
        return Difference(_whole(left), _whole(right), words)
    matcher = SequenceMatcher(None, left.lower(), right.lower(), autojunk=False)
    if matcher.ratio() < 0.5:
        return Difference(((left, True),), ((right, True),), "Dit is helemaal anders.")
    mine: list[tuple[str, bool]] = []
    theirs: list[tuple[str, bool]] = []
    said: list[str] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            mine.append((left[a:b], False))
            theirs.append((right[c:d], False))
            continue
        if b > a:
            mine.append((left[a:b], True))
        if d > c:
            theirs.append((right[c:d], True))
        said.append(_said(left[a:b], right[c:d]))
    return Difference(tuple(mine), tuple(theirs), " ".join(said))


def _whole(text: str) -> Spans:
    return ((text, False),) if text else ()


def _said(mine: str, theirs: str) -> str:
    if not mine:
        return f"In het signaal ontbreekt {_quoted(theirs)}."
    if not theirs:
        return f"In het signaal staat {_quoted(mine)} extra."
    if _plain(mine) == _plain(theirs):
        return f"In het signaal staat {_quoted(mine)} zonder de tekens van {_quoted(theirs)}."
    return f"In het signaal staat {_quoted(mine)}, in de BRP {_quoted(theirs)}."


def _quoted(text: str) -> str:
    named = {" ": "een spatie", "-": "een streepje", ".": "een punt", ",": "een komma"}
    return named.get(text, f"“{text.strip() or 'een spatie'}”")


def _plain(text: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).lower()


def compare_rows(signal: Mapping[str, Any], candidate: Mapping[str, Any]) -> list[FieldDifference]:
    """Compare a signal with a candidate, field by field, as a reviewer reads them."""
    pairs = (
        ("Voornamen", _of(signal, "voornamen", "voorletters"), _of(candidate, "voornamen")),
        ("Achternaam", _name(signal, "voorvoegsel", "achternaam") or _of(signal, "volledige_naam"),
         _name(candidate, "voorvoegsel", "geslachtsnaam")),
        ("Geboortedatum", _date(_of(signal, "geboortedatum")), _date(_of(candidate, "geboortedatum"))),
        ("Straat", _of(signal, "straatnaam"), _of(candidate, "straat")),
        ("Huisnummer", _house(signal), _house(candidate)),
        ("Postcode", _of(signal, "postcode").replace(" ", ""), _of(candidate, "postcode").replace(" ", "")),
        ("Plaats", _of(signal, "plaatsnaam"), _of(candidate, "woonplaats")),
    )  # fmt: skip
    return [
        FieldDifference(label, compare_text(left, right))
        for label, left, right in pairs
        if left or right
    ]


def _of(row: Mapping[str, Any], *names: str) -> str:
    return next((str(row[name]).strip() for name in names if row.get(name)), "")


def _name(row: Mapping[str, Any], prefix: str, surname: str) -> str:
    return " ".join(part for part in (_of(row, prefix), _of(row, surname)) if part)


def _house(row: Mapping[str, Any]) -> str:
    return "".join(_of(row, name) for name in ("huisnummer", "huisletter")) + (
        f"-{_of(row, 'huisnummertoevoeging')}" if _of(row, "huisnummertoevoeging") else ""
    )


def _date(text: str) -> str:
    """A date as dd-mm-jjjj where its form is plain; ?? for parts the BRP does not know."""
    digits = text.replace("-", "")
    if len(digits) == 8 and digits.isdigit() and (text == digits or text[4:5] == "-"):
        day, month = digits[6:8].replace("00", "??"), digits[4:6].replace("00", "??")
        return f"{day}-{month}-{digits[:4]}"
    parts = text.split("-")
    if len(parts) == 3 and len(parts[2]) == 4 and all(part.isdigit() for part in parts):
        return f"{int(parts[0]):02d}-{int(parts[1]):02d}-{parts[2]}"
    return text
