# ruff: noqa: D103
"""Errors in birth dates and addresses, one function a kind; see `errors` for the rules."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from brp_match.synthetic.person import Draft

Chance = random.Random

LAST_DAY = date(2025, 12, 31)
"""A spoiled date is a possible birth date: not before 1900, not after this day."""


def _valid(text: str) -> bool:
    try:
        found = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= found <= LAST_DAY


def _put(draft: Draft, text: str) -> bool:
    if text == draft.datum or not _valid(text):
        return False
    draft.datum = text
    return True


def geboortedatum_weg(draft: Draft, chance: Chance) -> bool:
    draft.datum = ""
    return True


def geboortedatum_dag_maand(draft: Draft, chance: Chance) -> bool:
    text = draft.datum
    return bool(text) and _put(draft, text[:4] + text[6:8] + text[4:6])


def geboortedatum_cijfer(draft: Draft, chance: Chance) -> bool:
    for _ in range(8):
        place = chance.choice((2, 3, 3, 5, 6, 7, 7))
        digit = chance.choice("0123456789")
        if draft.datum and _put(draft, draft.datum[:place] + digit + draft.datum[place + 1 :]):
            return True
    return False


def geboortedatum_wissel(draft: Draft, chance: Chance) -> bool:
    for _ in range(8):
        place = chance.choice((2, 4, 6))
        text = draft.datum
        if text and _put(draft, text[:place] + text[place + 1] + text[place] + text[place + 2 :]):
            return True
    return False


def geboortedatum_eeuw(draft: Draft, chance: Chance) -> bool:
    """Two figures of the year filled up with the other century; only where that is no future."""
    century = {"19": "20", "20": "19"}.get(draft.datum[:2], "")
    return bool(century) and _put(draft, century + draft.datum[2:])


def geboortedatum_anders(draft: Draft, chance: Chance) -> bool:
    year = int(draft.person.geboortedatum[:4]) + chance.choice((-1, 1)) * chance.randrange(1, 12)
    return _put(draft, f"{year}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}")


def postcode_weg(draft: Draft, chance: Chance) -> bool:
    draft.postcode = ""
    return True


def postcode_typefout(draft: Draft, chance: Chance) -> bool:
    place = chance.choice((2, 3, 4, 5))
    new = chance.choice("0123456789" if place < 4 else "ABCDEGHJKLMN")
    if not draft.postcode:
        return False
    before, draft.postcode = (
        draft.postcode,
        draft.postcode[:place] + new + draft.postcode[place + 1 :],
    )
    return before != draft.postcode


def huisnummer_typefout(draft: Draft, chance: Chance) -> bool:
    number = int("".join(c for c in draft.huisnummer if c.isdigit()) or 1)
    draft.huisnummer = str(max(1, number + chance.choice((-2, -1, 1, 2, 10))))
    return True


def toevoeging_weg(draft: Draft, chance: Chance) -> bool:
    if not draft.huisletter and not draft.toevoeging:
        return False
    draft.huisletter = draft.toevoeging = ""
    return True


def toevoeging_geplakt(draft: Draft, chance: Chance) -> bool:
    if not draft.huisletter and not draft.toevoeging:
        return False
    draft.huisnummer += draft.huisletter + (f"-{draft.toevoeging}" if draft.toevoeging else "")
    draft.huisletter = draft.toevoeging = ""
    return True


def toevoeging_anders(draft: Draft, chance: Chance) -> bool:
    """Another home at the same number."""
    before = (draft.huisletter, draft.toevoeging)
    if draft.huisletter:
        draft.huisletter = chance.choice("ABCD")
    elif draft.toevoeging:
        draft.toevoeging = chance.choice("1234")
    return before != (draft.huisletter, draft.toevoeging)


def straat_kort(draft: Draft, chance: Chance) -> bool:
    before = draft.straat
    for long, short in (
        ("straat", "str"),
        ("laan", "ln"),
        ("plein", "pln"),
        ("Burgemeester", "Burg."),
    ):
        draft.straat = draft.straat.replace(long, short)
    return before != draft.straat


DATE_ERRORS: dict[str, Callable[[Draft, Chance], bool]] = {
    function.__name__: function
    for function in (
        geboortedatum_dag_maand, geboortedatum_cijfer, geboortedatum_wissel, geboortedatum_eeuw, geboortedatum_anders,
        geboortedatum_weg,
    )
}  # fmt: skip
ADDRESS_ERRORS: dict[str, Callable[[Draft, Chance], bool]] = {
    function.__name__: function
    for function in (
        toevoeging_anders, toevoeging_weg, toevoeging_geplakt, huisnummer_typefout, postcode_weg, postcode_typefout, straat_kort,
    )
}  # fmt: skip
