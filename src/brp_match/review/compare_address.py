"""An address of a signal beside that of a resident, told as a person would: another street, the house next door."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from brp_match.model import Reason
from brp_match.reading.streets import same_street
from brp_match.reading.towns import town_key
from brp_match.review.compare_text import Difference, compare_text, folded, whole

ALIKE = 0.85
"""Likeness (of SequenceMatcher, 0 to 1) from which two streets are one, written differently: all end in straat or laan."""

NEXT_DOOR = 2
"""Numbers at most so far apart are neighbours, on either side of the street or on one."""

NOT_THERE = "Staat niet in de BRP."

Row = tuple[str, str, str, Difference]


def address_rows(signal: Mapping[str, Any], person: Mapping[str, Any]) -> list[Row]:
    """Return label, both texts and their difference of street, number, postcode and town.

    `signal`: a delivered row; `person`: a row of candidates.parquet, or empty when there is nobody.
    """
    street, number = _of(signal, "straatnaam"), _house(signal)
    theirs, home = _of(person, "straat"), _house(person)
    rows = [
        ("Straat", street, theirs, compare_streets(street, theirs)),
        ("Huisnummer", number, home, compare_numbers(number, home, one_street=same_street(street, theirs))),
        ("Postcode", _postcode(signal), _postcode(person), compare_postcodes(_postcode(signal), _postcode(person))),
        ("Plaats", _of(signal, "plaatsnaam"), _of(person, "woonplaats"), _towns(_of(signal, "plaatsnaam"), _of(person, "woonplaats"))),
    ]  # fmt: skip
    if person and not any(right for _, _, right, _ in rows):
        said = ("De BRP geeft geen adres.", *[NOT_THERE] * 3)
        rows = [
            (label, left, right, Difference(found.left, found.right, words if left else ""))
            for (label, left, right, found), words in zip(rows, said, strict=True)
        ]
    if Reason.ADRES_VORIG.value in str(person.get("redenen") or "").split("|"):
        return _previous(rows)
    return rows


def _previous(rows: list[Row]) -> list[Row]:
    """What the columns cannot show is said where the eye is: at the first part that differs."""
    at = next((place for place, row in enumerate(rows) if row[3].words), None)
    if at is None:
        return rows
    label, left, right, found = rows[at]
    said = "Dit hoort bij een vorig adres van deze persoon."
    told = Difference(found.left, found.right, said)
    return [*rows[:at], (label, left, right, told), *rows[at + 1 :]]


def compare_streets(mine: str, theirs: str) -> Difference:
    """Compare two streets: the same, the same written differently, or another."""
    found = compare_text(mine, theirs, other="Een andere straat.")
    if not (mine and theirs) or folded(mine) == folded(theirs):
        return found
    if same_street(mine, theirs):
        return Difference(found.left, found.right, "Dezelfde straat, anders geschreven.")
    if SequenceMatcher(None, folded(mine), folded(theirs), autojunk=False).ratio() >= ALIKE:
        return found
    return Difference(whole(mine, True), whole(theirs, True), "Een andere straat.")


def compare_numbers(mine: str, theirs: str, *, one_street: bool = True) -> Difference:
    """Compare two house numbers with their letters and additions; neighbours live in `one_street`."""
    a, b = _split(mine), _split(theirs)
    if not (mine and theirs) or a is None or b is None:
        return compare_text(mine, theirs, other="Een ander huisnummer.")
    if a == b:
        return Difference(whole(mine), whole(theirs), "")
    if a[0] == b[0]:
        return _additions(mine, theirs, a[1], b[1])
    if one_street and sorted(str(a[0])) == sorted(str(b[0])):
        words = "De cijfers zijn omgedraaid."
    elif one_street and abs(a[0] - b[0]) <= NEXT_DOOR:
        words = f"{a[0]} staat naast {b[0]}."
    else:
        words = "Een ander huisnummer."
    return Difference(whole(mine, True), whole(theirs, True), words)


def _additions(mine: str, theirs: str, a: str, b: str) -> Difference:
    if a and b:
        words = "Hetzelfde nummer, een andere toevoeging."
    else:
        words = (
            f"Hetzelfde nummer; de toevoeging staat alleen in {'het signaal' if a else 'de BRP'}."
        )
    found = compare_text(mine, theirs)
    return Difference(found.left, found.right, words)


def compare_postcodes(mine: str, theirs: str) -> Difference:
    """Compare two postcodes: the figures are a neighbourhood, the letters a street or a part of it."""
    found = compare_text(mine, theirs, other="Een andere postcode.")
    a, b = mine.upper(), theirs.upper()
    if not (a and b) or a == b:
        return found
    if len(a) == len(b) == 6:
        differ = [place for place in range(6) if a[place] != b[place]]
        spans = (_marked(mine, differ), _marked(theirs, differ))
        if sorted(a) == sorted(b):
            return Difference(*spans, "Twee tekens zijn omgewisseld.")
        if len(differ) == 1:
            return Difference(*spans, "Eén teken is anders.")
        if a[:4] == b[:4]:
            return Difference(*spans, "Dezelfde cijfers, andere letters.")
    return Difference(whole(mine, True), whole(theirs, True), "Een andere postcode.")


def _marked(text: str, places: list[int]) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    for place, sign in enumerate(text):
        differs = place in places
        if pieces and pieces[-1][1] == differs:
            pieces[-1] = (pieces[-1][0] + sign, differs)
        else:
            pieces.append((sign, differs))
    return tuple(pieces)


def _towns(mine: str, theirs: str) -> Difference:
    found = compare_text(mine, theirs, other="Een andere plaats.")
    if mine and theirs and found.words and town_key(mine) == town_key(theirs):
        return Difference(found.left, found.right, "Dezelfde plaats, anders geschreven.")
    return found


def _split(text: str) -> tuple[int, str] | None:
    """The number and what stands behind it, glued and in capitals; None for a text without a number in front."""
    found = re.fullmatch(r"0*(\d{1,5})(.*)", text.strip())
    return (int(found[1]), re.sub(r"[\W_]+", "", found[2]).upper()) if found else None


def _of(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "").strip()


def _postcode(row: Mapping[str, Any]) -> str:
    return _of(row, "postcode").replace(" ", "")


def _house(row: Mapping[str, Any]) -> str:
    number = "".join(_of(row, name) for name in ("huisnummer", "huisletter"))
    addition = _of(row, "huisnummertoevoeging")
    return f"{number}-{addition}" if addition else number
