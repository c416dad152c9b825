"""Enums and frozen records that every step shares; imports nothing of ours."""

from __future__ import annotations

from enum import StrEnum


class Besluit(StrEnum):
    """What happens with a signal."""

    MATCH = "match"
    REVIEW = "review"
    REJECT = "reject"


class Feedback(StrEnum):
    """What a deliverer hears, NONE where nothing is sent; `status` is the word of DDAS 1.2 for it.

    The words are those of EnumSignaalstatus; a test holds them against the standard.
    """

    status: str

    def __new__(cls, code: str, status: str = "") -> Feedback:
        """Make a member whose value is the code and that carries the standard's word."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.status = status
        return member

    BEKEND_BIJ_SHV = "bekend_bij_shv", "Inwoner al bekend bij schuldhulpverlening"
    ONTERECHT_SIGNAAL = "onterecht_signaal", "Niet opgepakt: onterecht signaal"
    HERHAALDE_MELDING = "herhaalde_melding", "Niet opgepakt: herhaalde melding"
    OVERLEDEN = "overleden", "Inwoner is overleden"
    GEEN_INWONER = "geen_inwoner", "Persoon is geen inwoner (meer) in de gemeente"
    NIET_OPGEPAKT = "niet_opgepakt", "Niet opgepakt: andere reden"
    NONE = "", "Nog niet opgepakt"


class Ending(StrEnum):
    """How a signal ends, as far as the deliverer may hear of it: the rows of feedback/ddas_status.yaml."""

    GEKOPPELD = "gekoppeld"
    OPGEPAKT = "opgepakt"
    TE_BEOORDELEN = "te_beoordelen"
    BEKEND_BIJ_SHV = "bekend_bij_shv"
    HERHAALDE_MELDING = "herhaalde_melding"
    ONDER_DREMPEL = "onder_drempel"
    ACHTERSTAND_TE_JONG = "achterstand_te_jong"
    ACHTERSTAND_TE_OUD = "achterstand_te_oud"
    RECHTSPERSOON = "rechtspersoon"
    GEEN_WONING = "geen_woning"
    OVERLEDEN = "overleden"
    ANDERE_GEMEENTE = "andere_gemeente"
    VERTROKKEN_ONBEKEND = "vertrokken_onbekend"
    GEEMIGREERD = "geemigreerd"
    NIET_GEVONDEN = "niet_gevonden"
    GEHEIM = "geheim"
    ANDERS = "anders"


class FeedbackState(StrEnum):
    """How sure feedback is: by a rule and final, a proposal that a person must confirm, or what a person said."""

    RULE = "volgens_regel"
    PROPOSED = "voorstel"
    CONFIRMED = "bevestigd"
    REFUSED = "geweigerd"
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
        "Van de geboortedatum is maar een deel bekend; dat deel past.",
    )
    GEBOORTEDATUM_AFWIJKEND = "GEBOORTEDATUM_AFWIJKEND", "De geboortedatum is anders."
    GEBOORTEDATUM_ONLEESBAAR = (
        "GEBOORTEDATUM_ONLEESBAAR",
        "De geboortedatum in het signaal is niet te lezen.",
    )
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
    VERTROKKEN_ONBEKEND = "VERTROKKEN_ONBEKEND", "De persoon is vertrokken, onbekend waarheen."
    VERHUISD_ANDERE_GEMEENTE = (
        "VERHUISD_ANDERE_GEMEENTE",
        "De persoon staat ingeschreven in een andere gemeente.",
    )
    OVERLEDEN = "OVERLEDEN", "De persoon is overleden."
    BEKEND_BIJ_SHV = "BEKEND_BIJ_SHV", "De persoon is bekend bij schuldhulpverlening."
    ADRES_IN_ONDERZOEK = "ADRES_IN_ONDERZOEK", "Het adres van deze persoon is in onderzoek."
    BRIEFADRES = "BRIEFADRES", "De persoon heeft een briefadres."
    GEHEIMHOUDING = "GEHEIMHOUDING", "De gegevens van deze persoon zijn geheim."
    MINDERJARIG = "MINDERJARIG", "De persoon is minderjarig."
    ONDERNEMER = "ONDERNEMER", "Het signaal noemt een onderneming van een persoon."
    # delivery
    MEDEHOUDER = "MEDEHOUDER", "Het signaal noemt twee mensen en dit is een van hen."
    BEWIND = "BEWIND", "Het signaal noemt een bewindvoerder van deze persoon."
    GEGEVENS_VERSCHOVEN = (
        "GEGEVENS_VERSCHOVEN",
        "Gegevens stonden in de verkeerde kolom en zijn teruggezet.",
    )
    GEGEVENS_ONLEESBAAR = (
        "GEGEVENS_ONLEESBAAR",
        "Belangrijke gegevens in het signaal zijn niet te lezen.",
    )
    # ground
    ONDER_DREMPEL = "ONDER_DREMPEL", "Het bedrag is lager dan de drempel van de gemeente."
    ACHTERSTAND_TE_JONG = (
        "ACHTERSTAND_TE_JONG",
        "De achterstand is jonger dan de gemeente oppakt.",
    )
    ACHTERSTAND_TE_OUD = "ACHTERSTAND_TE_OUD", "De achterstand is ouder dan de gemeente oppakt."
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
        "Deze inwoner is kort geleden opgepakt voor dezelfde achterstand, en die is niet hoger.",
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
