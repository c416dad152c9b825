"""Names of kinds, errors and origins in waarheid.csv as a report says them."""

from __future__ import annotations

from brp_match.synthetic.outcome_table import KINDS

ERRORS = {
    "geen": "geen fout",
    "naam_omgedraaid": "naamdelen omgedraaid",
    "alleen_voorletters": "alleen voorletters",
    "alleen_achternaam": "alleen een achternaam",
    "volledige_naam": "naam in één veld",
    "roepnaam": "roepnaam",
    "tweede_voornaam": "tweede voornaam",
    "partnernaam": "naam van de partner",
    "voorvoegsel": "voorvoegsel anders",
    "spelling": "andere spelling",
    "typefout_achternaam": "typefout in achternaam",
    "typefout_voornaam": "typefout in voornaam",
    "diakrieten_weg": "accenten weggelaten",
    "codering": "tekens verminkt",
    "afgekapt": "naam afgekapt",
    "twee_personen": "twee personen in één veld",
    "deel_van_naam": "deel van de naam",
    "geboortedatum_weg": "geboortedatum ontbreekt",
    "geboortedatum_standaard": "geboortedatum standaardwaarde",
    "geboortedatum_dag_maand": "dag en maand omgedraaid",
    "geboortedatum_cijfer": "verkeerd cijfer in geboortedatum",
    "geboortedatum_wissel": "cijfers in geboortedatum verwisseld",
    "geboortedatum_eeuw": "verkeerde eeuw in geboortedatum",
    "geboortedatum_anders": "andere geboortedatum",
    "postcode_weg": "postcode ontbreekt",
    "postcode_typefout": "typefout in postcode",
    "huisnummer_typefout": "typefout in huisnummer",
    "toevoeging_weg": "toevoeging weggelaten",
    "toevoeging_geplakt": "toevoeging aan huisnummer geplakt",
    "toevoeging_anders": "andere toevoeging",
    "straat_kort": "straatnaam afgekort",
    "adres_onbekend": "woont ergens anders dan in de BRP",
    "handelsnaam": "naam van de zaak",
    "bedrijfsadres": "adres van het bedrijf",
}

ORIGINS = {
    "nl": "Nederlands",
    "tr": "Turks",
    "ma": "Marokkaans",
    "pl": "Pools",
    "sy": "Syrisch",
    "er": "Eritrees",
    "ua": "Oekraïens",
    "sr": "Surinaams",
    "eu": "overig Europees",
    "febrl": "FEBRL (Australisch)",
    "onbekend": "geen persoon",
}


def words(by: str, name: str) -> str:
    """Return how a report names a group; what it has no words for, with spaces."""
    known = {"soort": KINDS, "fout": ERRORS, "herkomst": ORIGINS}.get(by, {})
    return known.get(name, name.replace("_", " "))
