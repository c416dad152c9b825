# ruff: noqa: D103
"""Errors that deliverers make, one function a kind; each changes a draft or leaves it alone.

An error that cannot happen (no prefix to lose, no diacritics) returns False and is not recorded.
"""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Callable
from functools import cache

from brp_match.settings import content_root
from brp_match.synthetic import word_lists as words
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
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
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


def naam_omgedraaid(draft: Draft, chance: Chance) -> bool:
    if not draft.voornamen:
        parts = draft.achternaam.split()
        if len(parts) < 2:
            return False
        draft.voornamen, draft.achternaam = parts[-1], " ".join(parts[:-1])
        return True
    full = f"{draft.voorvoegsel} {draft.achternaam}".strip()
    draft.voornamen, draft.achternaam, draft.voorvoegsel = full, draft.voornamen, ""
    draft.voorletters = f"{draft.voornamen[0]}."
    return True


def alleen_voorletters(draft: Draft, chance: Chance) -> bool:
    if not draft.voornamen or "naam_omgedraaid" in draft.errors:
        return False
    draft.voornamen = ""
    if chance.random() < 0.5:
        draft.voorletters = draft.voorletters[:2]
    return True


def alleen_achternaam(draft: Draft, chance: Chance) -> bool:
    if "naam_omgedraaid" in draft.errors:
        return False
    draft.voornamen = draft.voorletters = ""
    return True


def volledige_naam(draft: Draft, chance: Chance) -> bool:
    title = "" if chance.random() < 0.4 else "Dhr. " if draft.person.geslacht == "M" else "Mevr. "
    surname = f"{draft.voorvoegsel} {draft.achternaam}".strip()
    given = draft.voorletters if not draft.voornamen or chance.random() < 0.55 else draft.voornamen
    style = chance.random()
    if style < 0.8:
        draft.volledige_naam = f"{title}{given} {surname}".strip()
    elif style < 0.92:
        draft.volledige_naam = f"{draft.achternaam}, {given} {draft.voorvoegsel}".strip()
    elif style < 0.97:
        draft.volledige_naam = f"{surname} {given}".strip()
    else:
        draft.volledige_naam = f"Fam. {surname}"
    return True


def twee_personen(draft: Draft, chance: Chance) -> bool:
    """Two people in one field: the partner by surname, or "en/of" and a letter."""
    person = draft.person
    if not person.partner_geslachtsnaam or "naam_omgedraaid" in draft.errors:
        return False
    surname = f"{draft.voorvoegsel} {draft.achternaam}".strip()
    partner = f"{person.partner_voorvoegsel} {person.partner_geslachtsnaam}".strip()
    letter = chance.choice("ABCEHJKLMPST")
    draft.volledige_naam = chance.choice(
        (f"{draft.voorletters} {surname} e/o {letter}. {partner}", f"{draft.voorletters} {surname} en {letter}. {partner}",
         f"{surname} e/o {partner}")
    )  # fmt: skip
    return True


def handelsnaam(draft: Draft, chance: Chance) -> bool:
    name = f"{draft.voorletters} {draft.voorvoegsel} {draft.achternaam}".replace("  ", " ").strip()
    trade = chance.choice(words.TRADES)
    draft.volledige_naam = chance.choice(
        (f"{trade} {name}", f"{name} h/o {trade} {draft.achternaam}", f"{trade} {draft.achternaam} h/o {name}",
         f"{trade} {draft.achternaam}")
    )  # fmt: skip
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
