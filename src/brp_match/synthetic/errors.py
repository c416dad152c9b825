# ruff: noqa: D103
"""Errors that deliverers make, one function a kind; each changes a draft or leaves it alone.

An error that cannot happen (no prefix to lose, no diacritics) returns False and is not recorded.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from functools import cache

from brp_match.csv_file import read_csv
from brp_match.settings import content_root
from brp_match.synthetic.name_form_errors import (
    alleen_achternaam,
    alleen_voorletters,
    naam_omgedraaid,
    twee_personen,
    volledige_naam,
)
from brp_match.synthetic.person import Draft

Chance = random.Random
SPELLINGS = (
    ("ij", "y"), ("y", "ij"), ("ss", "s"), ("s", "ss"), ("ck", "k"), ("k", "ck"), ("c", "k"), ("ph", "f"), ("sch", "sg"),
    ("ou", "au"), ("z", "s"), ("dt", "t"), ("th", "t"), ("oe", "u"), ("ee", "e"), ("aa", "a"), ("v", "w"), ("sh", "sch"),
)  # fmt: skip


def _typo(text: str, chance: Chance) -> str:
    if len(text) < 4:
        return text
    place = chance.randrange(1, len(text) - 1)
    letter = chance.choice("aeinrstol")
    return chance.choice(
        (
            text[:place] + text[place + 1 :],
            text[:place] + letter + text[place:],
            text[:place] + letter + text[place + 1 :],
            text[:place] + text[place + 1] + text[place] + text[place + 2 :],
        )
    )


def plain(text: str) -> str:
    """Return a text without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@cache
def daily_names() -> dict[str, tuple[str, ...]]:
    """Formal first name (plain, small letters) → daily names, from the comparators' table."""
    found: dict[str, list[str]] = {}
    path = content_root("comparators") / "tables" / "roepnamen.csv"
    for row in read_csv(path):
        found.setdefault(row["naam"], []).append(row["roepnaam"])
    return {name: tuple(daily) for name, daily in found.items()}


def partnernaam(draft: Draft, chance: Chance) -> bool:
    person = draft.person
    if not person.partner_geslachtsnaam:
        return False
    own = f"{person.voorvoegsel} {person.geslachtsnaam}".strip()
    partner = f"{person.partner_voorvoegsel} {person.partner_geslachtsnaam}".strip()
    use = person.naamgebruik if person.naamgebruik != "E" else chance.choice("PV")
    if use == "P":
        draft.voorvoegsel, draft.achternaam = (
            person.partner_voorvoegsel,
            person.partner_geslachtsnaam,
        )
    elif use == "V":
        draft.voorvoegsel, draft.achternaam = (
            person.partner_voorvoegsel,
            f"{person.partner_geslachtsnaam}-{own}",
        )
    else:
        draft.achternaam = f"{person.geslachtsnaam}-{partner}"
    return True


def roepnaam(draft: Draft, chance: Chance) -> bool:
    first = plain(draft.voornamen.split()[0]).lower() if draft.voornamen else ""
    names = daily_names().get(first, ())
    if not names:
        return False
    draft.voornamen = chance.choice(names).capitalize()
    return True


def tweede_voornaam(draft: Draft, chance: Chance) -> bool:
    parts = draft.voornamen.split()
    if len(parts) < 2:
        return False
    draft.voornamen = chance.choice(parts[1:])
    return True


def voorvoegsel(draft: Draft, chance: Chance) -> bool:
    if not draft.voorvoegsel:
        return False
    prefix, draft.voorvoegsel = draft.voorvoegsel, ""
    style = chance.random()
    if style < 0.4:
        pass
    elif style < 0.6:
        draft.achternaam = f"{draft.achternaam} {prefix}"
    elif style < 0.8:
        draft.achternaam = f"{prefix} {draft.achternaam}"
    elif style < 0.9:
        draft.achternaam = f"{draft.achternaam}, {prefix}"
    else:
        draft.achternaam = f"{prefix}{draft.achternaam}".replace(" ", "").capitalize()
    return True


def spelling(draft: Draft, chance: Chance) -> bool:
    small = draft.achternaam.lower()
    fitting = [pair for pair in SPELLINGS if pair[0] in small[1:]]
    if not fitting:
        return False
    old, new = chance.choice(fitting)
    draft.achternaam = draft.achternaam[0] + draft.achternaam[1:].replace(old, new, 1)
    return True


def typefout_achternaam(draft: Draft, chance: Chance) -> bool:
    before, draft.achternaam = draft.achternaam, _typo(draft.achternaam, chance)
    return before != draft.achternaam


def typefout_voornaam(draft: Draft, chance: Chance) -> bool:
    before, draft.voornamen = draft.voornamen, _typo(draft.voornamen, chance)
    return before != draft.voornamen


def diakrieten_weg(draft: Draft, chance: Chance) -> bool:
    before = (draft.voornamen, draft.achternaam)
    draft.voornamen, draft.achternaam = plain(draft.voornamen), plain(draft.achternaam)
    return before != (draft.voornamen, draft.achternaam)


def codering(draft: Draft, chance: Chance) -> bool:
    before = (draft.voornamen, draft.achternaam)
    draft.voornamen, draft.achternaam = (
        text.encode().decode("cp1252", "replace") for text in before
    )
    return before != (draft.voornamen, draft.achternaam)


def afgekapt(draft: Draft, chance: Chance) -> bool:
    before, draft.achternaam = draft.achternaam, draft.achternaam[: chance.randrange(5, 9)]
    return before != draft.achternaam


def deel_van_naam(draft: Draft, chance: Chance) -> bool:
    parts = draft.achternaam.replace("-", " ").split()
    if len(parts) < 2:
        return False
    draft.achternaam = chance.choice((parts[0], parts[-1]))
    return True


NAME_ERRORS: dict[str, Callable[[Draft, Chance], bool]] = {
    function.__name__: function
    for function in (
        partnernaam, deel_van_naam, roepnaam, tweede_voornaam, spelling, typefout_achternaam, typefout_voornaam,
        diakrieten_weg, codering, afgekapt, voorvoegsel, naam_omgedraaid, alleen_voorletters, alleen_achternaam,
        volledige_naam, twee_personen,
    )
}  # fmt: skip
"""In the order in which they happen: first what somebody is called, then how it is typed and sent."""
