"""The causes of the conformance set: what is the matter with a signal, and which decisions are right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brp_match.conformance.makers import (
    Maker,
    again,
    at_home_of_another,
    company,
    elsewhere,
    in_debt_counselling,
    left,
    namesakes,
    particular,
    resident,
    stranger,
    twins,
)
from brp_match.conformance.town import ADULT, Row
from brp_match.model import Besluit, Reason

PICK_UP = frozenset({Besluit.MATCH})
LEAVE = frozenset({Besluit.REJECT})
LOOK = frozenset({Besluit.REVIEW})


@dataclass(frozen=True)
class Cause:
    """`count` signals of one cause. `right`: the decisions that are right; `codes`: reason codes that belong to it.

    `why` says what should happen, and why. `vlp`: the one deliverer all of whose signals have a habit of its
    program (`habits` of conformance.deliverers), '' for any.
    """

    key: str
    title: str
    family: str
    count: int
    right: frozenset[Besluit]
    codes: tuple[Reason, ...]
    why: str
    make: Maker = field(repr=False)
    vlp: str = ""


NAME, BIRTH, ADDRESS = "naam", "geboortedatum", "adres"
PERSON, GROUND, NOBODY, DOUBT, HABIT = "inwoner", "levering", "niemand", "twijfel", "programma"

FAMILIES: Mapping[str, str] = {
    "goed": "Alles klopt",
    NAME: "De naam staat anders",
    BIRTH: "De geboortedatum staat anders of ontbreekt",
    ADDRESS: "Het adres staat anders",
    HABIT: "Een heel bestand is anders geschreven",
    PERSON: "Wat de BRP van de persoon zegt",
    GROUND: "Wat het signaal zelf zegt",
    NOBODY: "Niemand uit de BRP",
    DOUBT: "Alleen een mens kan het zien",
}
"""Family of causes → its title in the report, in its order."""

R = Reason
THERE = "Deze persoon staat hier ingeschreven: oppakken."


def _living(row: Row) -> bool:
    return not row["opschorting_reden"] and bool(row["postcode"]) and row["geheim"] in ("", "0")


CAUSES: tuple[Cause, ...] = (
    Cause("schoon", "alles is gelijk", "goed", 24, PICK_UP,
          (R.NAAM_GELIJK, R.GEBOORTEDATUM_GELIJK, R.ADRES_GELIJK), THERE, resident()),
    # the name
    Cause("naam_omgedraaid", "voornaam en achternaam omgedraaid", NAME, 24, PICK_UP, (R.NAAM_OMGEDRAAID,), THERE,
          resident("eerste_voornaam", "naam_omgedraaid")),
    Cause("partnernaam", "naam van de partner", NAME, 12, PICK_UP, (R.NAAM_PARTNER,), THERE,
          resident("eerste_voornaam", "partnernaam")),
    Cause("schrijfwijze", "achternaam anders gespeld", NAME, 10, PICK_UP, (R.NAAM_SCHRIJFWIJZE,), THERE,
          resident("eerste_voornaam", "spelling")),
    Cause("typefout", "typefout in de achternaam", NAME, 10, PICK_UP, (R.NAAM_SCHRIJFWIJZE,), THERE,
          resident("eerste_voornaam", "typefout_achternaam")),
    Cause("diakrieten", "accenten weggelaten", NAME, 8, PICK_UP, (), THERE, resident("diakrieten_weg")),
    Cause("voorvoegsel", "voorvoegsel weg of op een andere plaats", NAME, 12, PICK_UP, (R.VOORVOEGSEL_AFWIJKEND,), THERE,
          resident("eerste_voornaam", "voorvoegsel")),
    Cause("roepnaam", "roepnaam in plaats van voornaam", NAME, 12, PICK_UP, (R.ROEPNAAM,), THERE, resident("roepnaam")),
    Cause("tweede_voornaam", "een latere voornaam", NAME, 6, PICK_UP, (R.ROEPNAAM,), THERE, resident("tweede_voornaam")),
    Cause("voorletters", "alleen voorletters", NAME, 12, PICK_UP, (R.ALLEEN_VOORLETTERS,), THERE,
          resident("alleen_voorletters")),
    Cause("achternaam", "alleen een achternaam, met geboortedatum", NAME, 8, PICK_UP, (R.ALLEEN_ACHTERNAAM,), THERE,
          resident("alleen_achternaam")),
    Cause("een_veld", "de hele naam in één veld", NAME, 10, PICK_UP, (), THERE,
          resident("eerste_voornaam", "volledige_naam")),
    Cause("deel_van_naam", "een deel van een dubbele naam", NAME, 6, PICK_UP, (), THERE,
          resident("eerste_voornaam", "deel_van_naam")),
    Cause("twee_personen", "twee mensen in één veld", NAME, 8, PICK_UP, (R.MEDEHOUDER,), THERE,
          resident("twee_personen")),
    Cause("een_naam", "iemand met één naam of een namenreeks", NAME, 4, PICK_UP, (), THERE,
          particular(lambda r: _living(r) and not r["voornamen"] and r["functie_adres"] == "W" and r["geboortedatum"] < ADULT)),
    Cause("bewind", "een bewindvoerder ertussen", NAME, 6, PICK_UP, (R.BEWIND,), THERE, resident("bewind")),
    Cause("eenmanszaak", "handelsnaam met de naam van de eigenaar", NAME, 8, PICK_UP, (R.ONDERNEMER,),
          "Een eenmanszaak is een natuurlijk persoon: oppakken.", resident("handelsnaam", sector="Energie")),
    # the birth date
    Cause("datum_standaard", "geboortedatum is een standaardwaarde (1-1-2000)", BIRTH, 16, PICK_UP,
          (R.GEBOORTEDATUM_STANDAARDWAARDE,), THERE, resident("eerste_voornaam", "geboortedatum_standaard")),
    Cause("datum_weg", "geboortedatum ontbreekt", BIRTH, 16, PICK_UP, (R.GEBOORTEDATUM_ONTBREEKT,), THERE,
          resident("eerste_voornaam", "geboortedatum_weg")),
    Cause("dag_maand", "dag en maand omgedraaid", BIRTH, 10, PICK_UP, (R.GEBOORTEDATUM_DAG_MAAND_OMGEDRAAID,), THERE,
          resident("eerste_voornaam", "geboortedatum_dag_maand")),
    Cause("datum_cijfer", "één cijfer van de geboortedatum fout", BIRTH, 12, PICK_UP, (R.GEBOORTEDATUM_TYPEFOUT,), THERE,
          resident("eerste_voornaam", "geboortedatum_cijfer")),
    Cause("datum_eeuw", "verkeerde eeuw", BIRTH, 4, PICK_UP, (), THERE, resident("eerste_voornaam", "geboortedatum_eeuw")),
    Cause("datum_brp", "de BRP kent alleen het jaar", BIRTH, 8, PICK_UP, (R.GEBOORTEDATUM_BRP_ONVOLLEDIG,), THERE,
          particular(lambda r: _living(r) and r["functie_adres"] == "W" and r["geboortedatum"].endswith("0000")
                     and "1900" < r["geboortedatum"] < ADULT, "eerste_voornaam", "datum_1_januari")),
    Cause("datum_januari", "echt op 1 januari geboren", BIRTH, 6, PICK_UP, (R.GEBOORTEDATUM_GELIJK,), THERE,
          resident(fits=lambda r: r["geboortedatum"].endswith("0101"))),
    Cause("datum_onleesbaar", "geboortedatum is geen datum", BIRTH, 6, PICK_UP, (R.GEBOORTEDATUM_ONLEESBAAR,), THERE,
          resident("eerste_voornaam", geboortedatum="00-13-19xx")),
    Cause("datum_anders", "een heel andere geboortedatum", BIRTH, 6, PICK_UP | LOOK, (R.GEBOORTEDATUM_AFWIJKEND,),
          "Naam en adres zijn die van een inwoner: oppakken, of laten bekijken; niet laten uitvallen.",
          resident("geboortedatum_anders")),
    # the address
    Cause("toevoeging_weg", "huisletter of toevoeging ontbreekt", ADDRESS, 8, PICK_UP, (R.ADRES_TOEVOEGING_AFWIJKEND,), THERE,
          resident("eerste_voornaam", "toevoeging_weg")),
    Cause("toevoeging_geplakt", "huisletter of toevoeging aan het nummer geplakt", ADDRESS, 8, PICK_UP, (), THERE,
          resident("eerste_voornaam", "toevoeging_geplakt")),
    Cause("postcode_fout", "typefout in de postcode", ADDRESS, 8, PICK_UP, (), THERE,
          resident("eerste_voornaam", "postcode_typefout")),
    Cause("postcode_weg", "postcode ontbreekt", ADDRESS, 6, PICK_UP, (), THERE, resident("eerste_voornaam", "postcode_weg")),
    Cause("huisnummer_fout", "huisnummer verkeerd getypt", ADDRESS, 6, PICK_UP, (R.ADRES_AFWIJKEND,), THERE,
          resident("eerste_voornaam", "huisnummer_typefout")),
    Cause("straat_kort", "straatnaam afgekort", ADDRESS, 6, PICK_UP, (), THERE, resident("eerste_voornaam", "straat_kort")),
    Cause("adres_weg", "adres ontbreekt, naam en geboortedatum kloppen", ADDRESS, 6, PICK_UP | LOOK, (R.ADRES_ONTBREEKT,),
          "Een inwoner met deze naam en geboortedatum is er: oppakken, of laten bekijken.", resident("adres_weg")),
    Cause("adres_anders", "ander adres in de gemeente, naam en geboortedatum kloppen", ADDRESS, 6, PICK_UP | LOOK,
          (R.ADRES_AFWIJKEND,), "Een inwoner met deze naam en geboortedatum is er: oppakken, of laten bekijken.",
          at_home_of_another()),
    Cause("bedrijfsadres", "ondernemer, op het adres van de zaak", ADDRESS, 12, PICK_UP, (R.ADRES_BEDRIJF,),
          "De ondernemer woont elders in de gemeente: oppakken.", elsewhere("kantoor", "eerste_voornaam", sector="Energie")),
    # what the register says
    Cause("verhuisd", "verhuisd binnen de gemeente, signaal op het oude adres", PERSON, 14, PICK_UP,
          (R.VERHUISD_BINNEN_GEMEENTE, R.ADRES_VORIG), "Wie binnen de gemeente verhuist, blijft inwoner: oppakken.",
          left(lambda r: _living(r) and not r["onderzoek_adres"] and r["functie_adres"] == "W")),
    Cause("overleden", "overleden", PERSON, 10, LEAVE, (R.OVERLEDEN,), "Deze persoon is overleden: niet oppakken.",
          particular(lambda r: r["opschorting_reden"] == "O" and r["geboortedatum"] < ADULT and r["geheim"] in ("", "0"))),
    Cause("andere_gemeente", "verhuisd naar een andere gemeente", PERSON, 10, LEAVE,
          (R.VERHUISD_ANDERE_GEMEENTE, R.VERTROKKEN), "Deze persoon staat elders ingeschreven: niet oppakken.",
          left(lambda r: not r["opschorting_reden"] and not r["postcode"] and r["geheim"] in ("", "0"))),
    Cause("geemigreerd", "geëmigreerd", PERSON, 6, LEAVE, (R.VERTROKKEN,), "Deze persoon is geëmigreerd: niet oppakken.",
          left(lambda r: r["opschorting_reden"] == "E" and r["geheim"] in ("", "0"))),
    Cause("vertrokken_onbekend", "vertrokken, onbekend waarheen", PERSON, 6, LEAVE, (R.VERTROKKEN_ONBEKEND,),
          "Deze persoon is vertrokken: niet oppakken.",
          left(lambda r: r["opschorting_reden"] == "E" and r["geheim"] in ("", "0"), land_vertrek="0000")),
    Cause("in_onderzoek", "adres in onderzoek", PERSON, 6, PICK_UP, (R.ADRES_IN_ONDERZOEK,),
          "Zolang het onderzoek loopt, staat de persoon hier ingeschreven: oppakken.",
          particular(lambda r: _living(r) and bool(r["onderzoek_adres"]) and r["geboortedatum"] < ADULT)),
    Cause("niet_op_adres", "vastgesteld dat de persoon er niet woont", PERSON, 4, LOOK, (R.ADRES_IN_ONDERZOEK,),
          "Wel ingeschreven, niet op dit adres: laten bekijken.",
          particular(lambda r: _living(r) and r["functie_adres"] == "W" and not r["onderzoek_adres"]
                     and r["geboortedatum"] < ADULT and bool(r["voornamen"]), onderzoek_adres="089999")),
    Cause("briefadres", "briefadres", PERSON, 6, PICK_UP, (R.BRIEFADRES,), THERE,
          particular(lambda r: _living(r) and r["functie_adres"] == "W" and not r["onderzoek_adres"]
                     and r["geboortedatum"] < ADULT and bool(r["voornamen"]), functie_adres="B")),
    Cause("geheim", "geheimhouding", PERSON, 6, PICK_UP, (R.GEHEIMHOUDING,),
          "Ook wie geheimhouding heeft, moet hulp krijgen: oppakken.",
          particular(lambda r: r["geheim"] == "7" and not r["opschorting_reden"] and bool(r["postcode"]) and bool(r["voornamen"])
                     and r["functie_adres"] == "W" and not r["onderzoek_adres"] and r["geboortedatum"] < ADULT)),
    Cause("minderjarig", "minderjarig", PERSON, 6, LOOK, (R.MINDERJARIG,), "Een kind heeft geen contract: laten bekijken.",
          particular(lambda r: _living(r) and r["geboortedatum"] > "2011" and bool(r["voornamen"]) and r["functie_adres"] == "W"
                     and not r["onderzoek_adres"])),
    Cause("bekend_shv", "bekend bij schuldhulpverlening", PERSON, 6, LOOK, (R.BEKEND_BIJ_SHV,),
          "De inwoner staat in schuldhulpverlening.csv: een mens bevestigt het.", in_debt_counselling),
    # what the signal says
    Cause("rechtspersoon", "rechtspersoon", GROUND, 10, LEAVE, (R.RECHTSPERSOON,),
          "Een rechtspersoon krijgt geen schuldhulp: niet oppakken.", company),
    Cause("garagebox", "huur van een garagebox", GROUND, 8, LEAVE, (R.GEEN_WONING,),
          "Huur van iets dat geen woning is: niet oppakken.", elsewhere("overige", sector="Huur")),
    Cause("herhaald", "vorige maand al opgepakt, voor dezelfde achterstand", GROUND, 6, LEAVE, (R.HERHAALDE_MELDING,),
          "Staat ook in eerder-oktober.csv, en is toen opgepakt: niet oppakken.", again),
    Cause("drempel", "bedrag onder de drempel", GROUND, 6, LEAVE, (R.ONDER_DREMPEL,),
          "Onder de drempel van 50 euro uit beleid.toml: niet oppakken.", resident(sector="Overige", bedrag="31,50")),
    Cause("te_jong", "achterstand te jong", GROUND, 6, LEAVE, (R.ACHTERSTAND_TE_JONG,),
          "Jonger dan 30 dagen (beleid.toml): niet oppakken.", resident(sector="Overige", ontstaansdatum="2026-10-25")),
    Cause("te_oud", "achterstand te oud", GROUND, 6, LEAVE, (R.ACHTERSTAND_TE_OUD,),
          "Ouder dan 365 dagen (beleid.toml): niet oppakken.", resident(sector="Overige", ontstaansdatum="2024-03-01")),
    # nobody
    Cause("vreemde", "onbekende op het adres van een ander", NOBODY, 12, LEAVE, (R.NIET_GEVONDEN,),
          "Niemand in de BRP heeft deze naam en geboortedatum: niet oppakken.", stranger()),
    Cause("familielid", "niet ingeschreven familielid, met eigen geboortedatum", NOBODY, 8, LEAVE,
          (R.HUISGENOOT_MOGELIJK, R.NIET_GEVONDEN), "Wie hier woont heeft een andere voornaam en geboortedatum: niet oppakken.",
          stranger(surname_of_house=True)),
    # doubt
    Cause("tweeling", "tweeling, alleen een achternaam", DOUBT, 6, LOOK, (R.MEERDERE_KANDIDATEN,),
          "Twee inwoners passen even goed: laten bekijken.", twins),
    Cause("naamgenoten", "naamgenoten op één adres, zonder geboortedatum", DOUBT, 6, LOOK, (R.MEERDERE_KANDIDATEN,),
          "Twee inwoners passen even goed: laten bekijken.", namesakes),
    Cause("huisgenoot", "andere voornaam op het adres, zonder geboortedatum", DOUBT, 6, LOOK | LEAVE, (R.HUISGENOOT_MOGELIJK,),
          "Het kan een familielid zijn dat niet is ingeschreven: geen brief sturen op de gok.",
          stranger(surname_of_house=True, dated=False)),
    Cause("andere_voornaam", "andere voornaam, de rest klopt", DOUBT, 6, PICK_UP | LOOK, (R.VOORNAAM_AFWIJKEND,),
          "Achternaam, geboortedatum en adres zijn die van een inwoner: niet laten uitvallen.", resident("andere_voornaam")),
    Cause("andere_achternaam", "andere achternaam, de rest klopt", DOUBT, 6, PICK_UP | LOOK, (R.NAAM_AFWIJKEND,),
          "Voornaam, geboortedatum en adres zijn die van een inwoner: niet laten uitvallen.", resident("andere_achternaam")),
    Cause("weinig", "alleen een achternaam en een adres", DOUBT, 6, LOOK | PICK_UP, (R.ONVOLDOENDE_GEGEVENS,),
          "Er woont iemand met deze achternaam: laten bekijken.", resident("alleen_achternaam", "geboortedatum_weg")),
    Cause("onleesbaar", "naam en adres niet te lezen", DOUBT, 6, LOOK, (R.GEGEVENS_ONLEESBAAR,),
          "Wat niet te lezen is, is geen bewijs dat iemand er niet woont: laten bekijken.",
          resident("alleen_achternaam", achternaam="#NAAM?", straatnaam="#NAAM?", huisnummer="########", postcode="#NAAM?", geboortedatum="########")),
    # habits of a program
    Cause("verschoven", "gegevens een kolom verschoven", HABIT, 24, PICK_UP, (R.GEGEVENS_VERSCHOVEN,), THERE,
          resident("eerste_voornaam", fits=lambda r: not r["voorvoegsel"]), vlp="Waterlijn"),
    Cause("maand_dag", "alle geboortedatums met de maand voorop", HABIT, 24, PICK_UP, (), THERE,
          resident("eerste_voornaam"), vlp="Netwerk Noord"),
    Cause("letters", "letters met accent beschadigd", HABIT, 12, PICK_UP, (), THERE,
          resident(fits=lambda r: not (r["geslachtsnaam"] + r["voornamen"]).isascii()), vlp="Zorgpunt"),
    Cause("eigen_leeg", "een eigen datum voor ‘onbekend’", HABIT, 12, PICK_UP, (R.GEBOORTEDATUM_STANDAARDWAARDE,), THERE,
          resident("eerste_voornaam"), vlp="Gasgroep"),
)  # fmt: skip
"""In the order of the report."""
