"""How the signals of a cause are made: a resident, what is done to the signal, and whom it is about."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from brp_match.conformance.town import ADULT, Fits, Row, Town, draft_of, place_of
from brp_match.synthetic import word_lists as words
from brp_match.synthetic.date_address_errors import ADDRESS_ERRORS, DATE_ERRORS
from brp_match.synthetic.errors import NAME_ERRORS
from brp_match.synthetic.name_form_errors import handelsnaam
from brp_match.synthetic.person import Draft

Chance = random.Random


@dataclass(frozen=True)
class Made:
    """One signal. `persoon_id`: who it is about, '' for nobody in the register.

    `sector`: the only one that can send it, '' for any. `cells`: columns of the delivered row with another
    text. `before`: the same signal was picked up last month. `known`: this resident is in the file of debt
    counselling.
    """

    draft: Draft
    persoon_id: str
    sector: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    before: bool = False
    known: Row | None = None


Maker = Callable[[Town, Chance], Made]
Spoil = Callable[[Draft, Chance], bool]


def _placeholder(draft: Draft, chance: Chance) -> bool:
    draft.datum = chance.choice(("20000101", "19000101", "19700101"))
    return draft.person.geboortedatum != draft.datum


def _other_surname(draft: Draft, chance: Chance) -> bool:
    before = draft.achternaam
    draft.voorvoegsel, draft.achternaam = "", chance.choice(words.DUTCH_STEMS) + "enstein"
    return before != draft.achternaam


def _other_given(draft: Draft, chance: Chance) -> bool:
    given = "Quirinus" if draft.person.geslacht == "M" else "Quirina"
    draft.voornamen, draft.voorletters = given, "Q."
    return True


def _administrator(draft: Draft, chance: Chance) -> bool:
    name = f"{draft.voorletters} {draft.voorvoegsel} {draft.achternaam}".replace("  ", " ")
    draft.volledige_naam = f"Bewindvoerderskantoor Helder inzake {name}"
    return True


def _first_given(draft: Draft, chance: Chance) -> bool:
    draft.voornamen = draft.voornamen.split()[0]
    return True


def _first_of_january(draft: Draft, chance: Chance) -> bool:
    draft.datum = draft.datum[:4] + "0101"
    return True


def _no_address(draft: Draft, chance: Chance) -> bool:
    draft.straat = draft.huisnummer = draft.huisletter = draft.toevoeging = draft.postcode = ""
    return True


SPOILS: Mapping[str, Spoil] = {
    **NAME_ERRORS, **DATE_ERRORS, **ADDRESS_ERRORS, "handelsnaam": handelsnaam, "geboortedatum_standaard": _placeholder,
    "andere_achternaam": _other_surname, "andere_voornaam": _other_given, "bewind": _administrator,
    "eerste_voornaam": _first_given, "adres_weg": _no_address,
    "datum_1_januari": _first_of_january,
}  # fmt: skip
"""What can be done to a signal, by name; False where it has nothing to change."""


def resident(*spoils: str, fits: Fits | None = None, sector: str = "", **cells: str) -> Maker:
    """A resident at their own address, with these faults; `fits` as well as ordinary."""

    def make(town: Town, chance: Chance) -> Made:
        for row in town.free(lambda one: town.ordinary(one) and (fits is None or fits(one))):
            draft = draft_of(row)
            if all(SPOILS[name](draft, chance) for name in spoils):
                town.take(row)
                return Made(draft, row["persoon_id"], sector, cells)
        raise LookupError(spoils)

    return make


def particular(fits: Fits, *spoils: str, **changed: str) -> Maker:
    """A resident of whom something is particular; `changed`: fields of the register that become so."""

    def make(town: Town, chance: Chance) -> Made:
        row = next(town.free(fits))
        row |= changed
        town.take(row)
        draft = draft_of(row)
        for name in spoils:
            SPOILS[name](draft, chance)
        return Made(draft, row["persoon_id"])

    return make


def left(fits: Fits, **changed: str) -> Maker:
    """Somebody who no longer lives at the address of the signal, but did."""

    def make(town: Town, chance: Chance) -> Made:
        row = next(
            one for one in town.free(lambda r: r["geboortedatum"] < ADULT and fits(r)) if town.earlier(one)
        )  # fmt: skip
        earlier = town.earlier(row)
        assert earlier is not None
        row |= changed
        town.take(row)
        return Made(draft_of(row, place_of(earlier)), row["persoon_id"])

    return make


def elsewhere(purpose: str, *spoils: str, sector: str = "") -> Maker:
    """A resident, on an address of the town where nobody lives: `purpose` is part of its gebruiksdoel."""

    def make(town: Town, chance: Chance) -> Made:
        row = town.take(next(town.free(town.ordinary)))
        draft = draft_of(row, town.place(lambda a: purpose in a["gebruiksdoel"]))
        for name in spoils:
            SPOILS[name](draft, chance)
        return Made(draft, row["persoon_id"], sector)

    return make


def at_home_of_another() -> Maker:
    """A resident who gives the address of another household of the town."""

    def make(town: Town, chance: Chance) -> Made:
        row = town.take(next(town.free(town.ordinary)))
        other = town.take(next(town.free(town.ordinary)))
        return Made(draft_of(row, place_of(other)), row["persoon_id"])

    return make


def stranger(*, surname_of_house: bool = False, dated: bool = True) -> Maker:
    """Somebody who is in no register, at the address of a resident: with the surname of the house, or another."""

    def make(town: Town, chance: Chance) -> Made:
        home = town.take(next(town.free(town.ordinary)))
        draft = draft_of(home)
        birth = next(town.free(town.ordinary))["geboortedatum"]
        draft.datum = (
            f"{int(birth[:4]) - 1}{birth[4:6]}{int(birth[6:]) % 27 + 1:02d}" if dated else ""
        )
        draft.voornamen = "Odilia" if home["geslacht"] == "V" else "Odilo"
        draft.voorletters = "O."
        if not surname_of_house:
            draft.voorvoegsel = ""
            draft.achternaam = chance.choice(words.DUTCH_STEMS) + chance.choice(
                ("erveld", "inghuis", "akkers")
            )
        return Made(draft, "")

    return make


def company(town: Town, chance: Chance) -> Made:
    """A legal person at an address where a business is."""
    row = town.take(next(town.free(town.ordinary)))
    draft = draft_of(row, town.place(lambda a: "woonfunctie" not in a["gebruiksdoel"]))
    legal = chance.choice(words.LEGAL)
    name = f"{chance.choice(words.TRADES)} {chance.choice(words.DUTCH_STEMS)}enhof"
    draft.volledige_naam = f"Stichting {name}" if legal == "Stichting" else f"{name} {legal}"
    draft.voornamen = draft.voorletters = draft.voorvoegsel = draft.achternaam = draft.datum = ""
    return Made(draft, "")


def twins(town: Town, chance: Chance) -> Made:
    """Two residents of one birthday at one address; the signal has their surname only."""
    for row in town.free(lambda r: r["geboortedatum"] < ADULT and r["functie_adres"] == "W"):
        same = [
            o
            for o in town.home_of(row)
            if o is not row and o["geboortedatum"] == row["geboortedatum"]
        ]
        if any(o["geslachtsnaam"] == row["geslachtsnaam"] for o in same):
            town.take(row)
            draft = draft_of(row)
            draft.voornamen = draft.voorletters = ""
            return Made(draft, "")
    raise LookupError("tweeling")


def namesakes(town: Town, chance: Chance) -> Made:
    """Two adults of one surname and initial at one address; the signal has the initial and no birth date."""
    for row in town.free(lambda r: r["geboortedatum"] < ADULT and r["functie_adres"] == "W"):
        for other in town.home_of(row):
            alike = other is not row and other["geboortedatum"] < ADULT
            if alike and all(o[n][:k] == other[n][:k] for o in (row,) for n, k in (("voornamen", 1), ("geslachtsnaam", 99))):  # fmt: skip
                town.take(row)
                draft = draft_of(row)
                draft.voornamen, draft.voorletters, draft.datum = "", row["voornamen"][:1] + ".", ""
                return Made(draft, "")
    raise LookupError("naamgenoten")


def again(town: Town, chance: Chance) -> Made:
    """A resident about whom the same deliverer sent the same last month."""
    made = resident()(town, chance)
    return Made(made.draft, made.persoon_id, before=True)


def in_debt_counselling(town: Town, chance: Chance) -> Made:
    """A resident who is in the file of debt counselling."""
    row = town.take(next(town.free(town.ordinary)))
    return Made(draft_of(row), row["persoon_id"], known=row)
