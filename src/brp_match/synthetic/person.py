"""Who a signal is about, and the signal as it would be without a single error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """An address as the register writes it."""

    straat: str
    huisnummer: str
    huisletter: str
    huisnummertoevoeging: str
    postcode: str
    woonplaats: str


@dataclass(frozen=True)
class Person:
    """A resident, or somebody who is not registered (`persoon_id` empty)."""

    persoon_id: str
    voornamen: str
    voorvoegsel: str
    geslachtsnaam: str
    naamgebruik: str
    partner_voorvoegsel: str
    partner_geslachtsnaam: str
    geboortedatum: str
    geslacht: str
    herkomst: str


@dataclass
class Draft:
    """A signal in the making: what the deliverer knows before it is written in columns.

    `datum` is `jjjjmmdd`, empty when missing. `errors` are the kinds of error made, in order.
    """

    person: Person
    place: Place
    voornamen: str
    voorletters: str
    voorvoegsel: str
    achternaam: str
    datum: str
    straat: str
    huisnummer: str
    huisletter: str
    toevoeging: str
    postcode: str
    volledige_naam: str
    errors: list[str]


def faultless(person: Person, place: Place) -> Draft:
    """Return the signal that agrees with the register in everything; own name, all first names."""
    return Draft(
        person=person,
        place=place,
        voornamen=person.voornamen,
        voorletters="".join(f"{word[0]}." for word in person.voornamen.split()),
        voorvoegsel=person.voorvoegsel,
        achternaam=person.geslachtsnaam,
        datum=person.geboortedatum,
        straat=place.straat,
        huisnummer=place.huisnummer,
        huisletter=place.huisletter,
        toevoeging=place.huisnummertoevoeging,
        postcode=place.postcode,
        volledige_naam="",
        errors=[],
    )
