# ruff: noqa: D103
"""Errors in which fields hold which part of a name, one function a kind; see `errors` for the rules."""

from __future__ import annotations

import random

from brp_match.synthetic import word_lists as words
from brp_match.synthetic.person import Draft

Chance = random.Random


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
