"""Enums and frozen records that every step shares; imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Besluit(StrEnum):
    """What happens with a signal."""

    MATCH = "match"
    REVIEW = "review"
    REJECT = "reject"


class Feedback(StrEnum):
    """Feedback codes of DDAS vroegsignalering 1.2; NONE where nothing is sent."""

    ONTERECHT_SIGNAAL = "onterecht_signaal"
    HERHAALDE_MELDING = "herhaalde_melding"
    OVERLEDEN = "overleden"
    GEEN_INWONER = "geen_inwoner"
    NIET_OPGEPAKT = "niet_opgepakt"
    NONE = ""


class Reason(StrEnum):
    """Stable reason codes; `sentence` is the plain Dutch said to a reviewer."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> Reason:
        """Make a member whose value is the code and that carries its sentence."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member

    # name
    NAAM_GELIJK = "NAAM_GELIJK", "De naam is gelijk."
    NAAM_OMGEDRAAID = "NAAM_OMGEDRAAID", "Voornaam en achternaam zijn omgedraaid."
    NAAM_PARTNER = (
        "NAAM_PARTNER",
        "De naam klopt met de naam van de partner of een andere vorm van de naam.",
    )
    NAAM_SCHRIJFWIJZE = (
        "NAAM_SCHRIJFWIJZE",
        "De naam is iets anders of niet helemaal geschreven.",
    )
    VOORVOEGSEL_AFWIJKEND = "VOORVOEGSEL_AFWIJKEND", "Het voorvoegsel staat anders of ontbreekt."
    ROEPNAAM = (
        "ROEPNAAM",
        "De voornaam is een roepnaam of een andere voornaam uit de BRP.",
    )
    ALLEEN_VOORLETTERS = "ALLEEN_VOORLETTERS", "Het signaal heeft alleen voorletters en die passen."
    ALLEEN_ACHTERNAAM = "ALLEEN_ACHTERNAAM", "Het signaal heeft alleen een achternaam."
    VOORNAAM_AFWIJKEND = "VOORNAAM_AFWIJKEND", "De voornaam is anders."
    NAAM_AFWIJKEND = "NAAM_AFWIJKEND", "De naam is anders."
    # birth date
    GEBOORTEDATUM_GELIJK = "GEBOORTEDATUM_GELIJK", "De geboortedatum is gelijk."
    GEBOORTEDATUM_ONTBREEKT = (
        "GEBOORTEDATUM_ONTBREEKT",
        "De geboortedatum ontbreekt in het signaal.",
    )
    GEBOORTEDATUM_STANDAARDWAARDE = (
        "GEBOORTEDATUM_STANDAARDWAARDE",
        "De geboortedatum in het signaal is een standaardwaarde en zegt niets.",
    )
    GEBOORTEDATUM_DAG_MAAND_OMGEDRAAID = (
        "GEBOORTEDATUM_DAG_MAAND_OMGEDRAAID",
        "Dag en maand van de geboortedatum zijn omgedraaid.",
    )
    GEBOORTEDATUM_TYPEFOUT = (
        "GEBOORTEDATUM_TYPEFOUT",
        "De geboortedatum lijkt een typefout te hebben.",
    )
    GEBOORTEDATUM_BRP_ONVOLLEDIG = (
        "GEBOORTEDATUM_BRP_ONVOLLEDIG",
        "De BRP kent de geboortedatum niet helemaal; wat bekend is, past.",
    )
    GEBOORTEDATUM_AFWIJKEND = "GEBOORTEDATUM_AFWIJKEND", "De geboortedatum is anders."
    # address
    ADRES_GELIJK = "ADRES_GELIJK", "Het adres is gelijk."
    ADRES_TOEVOEGING_AFWIJKEND = (
        "ADRES_TOEVOEGING_AFWIJKEND",
        "Straat en nummer kloppen, maar de huisletter of toevoeging is anders of ontbreekt.",
    )
    ADRES_VORIG = "ADRES_VORIG", "Het adres is een vorig adres van deze persoon."
    ADRES_BEDRIJF = (
        "ADRES_BEDRIJF",
        "Het adres is geen woning; de persoon woont ergens anders in de gemeente.",
    )
    ADRES_AFWIJKEND = "ADRES_AFWIJKEND", "Het adres is anders."
    ADRES_ONTBREEKT = "ADRES_ONTBREEKT", "Het adres ontbreekt in het signaal of in de BRP."
    # status
    VERHUISD_BINNEN_GEMEENTE = (
        "VERHUISD_BINNEN_GEMEENTE",
        "De persoon is verhuisd binnen de gemeente.",
    )
    VERTROKKEN = "VERTROKKEN", "De persoon woont niet meer in deze gemeente."
    OVERLEDEN = "OVERLEDEN", "De persoon is overleden."
    ADRES_IN_ONDERZOEK = "ADRES_IN_ONDERZOEK", "Het adres van deze persoon is in onderzoek."
    BRIEFADRES = "BRIEFADRES", "De persoon heeft een briefadres."
    GEHEIMHOUDING = "GEHEIMHOUDING", "De gegevens van deze persoon zijn geheim."
    MINDERJARIG = "MINDERJARIG", "De persoon is minderjarig."
    ONDERNEMER = "ONDERNEMER", "Het signaal noemt een onderneming van een persoon."
    # ground
    MEERDERE_KANDIDATEN = "MEERDERE_KANDIDATEN", "Meer dan één inwoner past bij dit signaal."
    HUISGENOOT_MOGELIJK = (
        "HUISGENOOT_MOGELIJK",
        "Het kan een familielid of huisgenoot zijn die niet op dit adres staat ingeschreven.",
    )
    NIET_GEVONDEN = "NIET_GEVONDEN", "Er is geen inwoner gevonden die bij dit signaal past."
    ONVOLDOENDE_GEGEVENS = "ONVOLDOENDE_GEGEVENS", "Het signaal heeft te weinig gegevens."
    RECHTSPERSOON = (
        "RECHTSPERSOON",
        "Het signaal gaat over een rechtspersoon, niet over een persoon.",
    )
    GEEN_WONING = "GEEN_WONING", "Het signaal gaat over huur van iets dat geen woning is."
    HERHAALDE_MELDING = (
        "HERHAALDE_MELDING",
        "Dit signaal is eerder gemeld, met dezelfde achterstand en niet hoger.",
    )


class Sector(StrEnum):
    """Sectors of fixed-cost partners as the contract spells them."""

    ENERGIE = "Energie"
    HUUR = "Huur"
    HYPOTHEEK = "Hypotheek"
    WATER = "Water"
    ZORG = "Zorg"
    CAK_ZORGVERZEKERINGEN = "CAK Zorgverzekeringen"
    CAK_EIGEN_BIJDRAGE = "CAK Eigen bijdrage"
    BELASTINGDIENST = "Belastingdienst"
    DIENST_TOESLAGEN = "Dienst Toeslagen"
    DUO = "DUO"
    OVERIGE = "Overige"


@dataclass(frozen=True)
class QuarantinedRow:
    """A delivered row that could not be used: where, which rule, and its text as it came."""

    bestand: str
    regel: int
    code: str
    melding: str
    tekst: str
