"""The names that columns are delivered under, and what a heading says of a column that has none of them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

SYNONYMS: dict[str, tuple[str, ...]] = {
    "signaal_id": (
        "signaalid", "signaalnummer", "signaalkenmerk", "meldingid", "meldingsnummer", "meldingnummer", "signaalnr", "meldingsnr", "meldingsid", "meldnummer", "signaalcode", "signalid", "signalnumber",
    ),
    "vlp": (
        "vastelastenpartner", "partner", "schuldeiser", "deelnemer", "leverancier", "naamvlp", "melder", "signaalpartner", "instantie", "organisatie", "naamorganisatie", "aanbieder", "signaalgever", "crediteur", "naampartner", "supplier", "creditor",
    ),
    "sector": ("sectorvlp", "branche"),
    "klantnummer": (
        "klantnr", "debiteurnummer", "debiteurnr", "relatienummer", "relatienr", "contractnummer", "klantid", "kenmerkvlp", "klantcode", "dossiernummer", "dossiernr", "debnr", "debiteurcode", "contractnr", "contractid", "huurdernummer", "huurdernr", "relatiecode", "relatieid", "verzekerdennummer", "verzekerdenummer", "lidnummer", "customernumber", "customerno", "customerid", "accountnumber", "contractnumber",
    ),
    "signaaldatum": (
        "datumsignaal", "meldingsdatum", "meldingdatum", "datummelding", "aanleverdatum", "datumaanlevering", "datumsignalering", "signaleringsdatum", "datumaangeleverd", "datsignaal", "signaaldat", "datmelding", "signaldate", "reportdate",
    ),
    "soort_signaal": (
        "soortsignaal", "signaalsoort", "typesignaal", "soortmelding", "typemelding", "soortsign",
    ),
    "bedrag": (
        "achterstand", "bedragachterstand", "hoogteachterstand", "schuldbedrag", "openstaandbedrag", "openstbedrag", "betalingsachterstand", "totaalbedrag", "saldo", "openstaandsaldo", "achterstandsbedrag", "achterstandbedrag", "hoogteachterstandsbedrag", "totaleachterstand", "totaalachterstand", "bedragschuld", "openstaand", "openstaandevordering", "vorderingsbedrag", "schuld", "hoogteschuld", "bedragopenstaand", "amount", "outstandingamount", "amountdue", "arrears",
    ),
    "termijnbedrag": (
        "maandbedrag", "mndbedrag", "bedragpermaand", "bedragtermijn", "termijn", "maandtermijn", "maandtermijnbedrag", "maandpremie", "maandhuur", "termijnbedragpermaand",
    ),
    "voornamen": (
        "voornaam", "roepnaam", "voornaamvoornamen", "vnaam", "voorn", "doopnamen", "doopnaam", "voorletters", "firstname", "firstnames", "givenname", "givennames", "forename", "forenames", "namefirst",
    ),
    "voorletters": (
        "initialen", "voorletter", "voorl", "voorlett", "voorltrs", "vltr", "vltrs", "voorlet", "vl", "initiaal", "initials",
    ),
    "voorvoegsel": (
        "tussenvoegsel", "tussenvoegsels", "voorvoegsels", "voorvoegselgeslachtsnaam", "tussenv", "tussenvoegs", "tussenvgsl", "tv", "vv", "voorv", "tussenvoegselachternaam", "voorvoegselachternaam", "infix", "nameprefix", "surnameprefix", "lastnameprefix",
    ),
    "achternaam": (
        "geslachtsnaam", "familienaam", "naamachter", "achtern", "anaam", "familien", "eigenachternaam", "surname", "lastname", "familyname", "namelast", "achternaam1",
    ),
    "geslachtsnaam": ("achternaam", "familienaam"),
    "volledige_naam": (
        "naam", "volledigenaam", "naamklant", "klantnaam", "naamdebiteur", "tenaamstelling", "tnv", "naamvolledig", "klantnaamvolledig", "debiteurnaam", "naamhuurder", "huurdernaam", "naambewoner", "naamverzekerde", "aanschrijfnaam", "weergavenaam", "name", "fullname", "customername", "accountholder", "naam1", "name1", "contractant", "aansluithouder", "rekeninghouder", "contracthouder",
    ),
    "geboortedatum": (
        "gebdatum", "gebdat", "datumgeboorte", "geboortedag", "gebdtm", "geboortedat", "geboortedt", "gebd", "gdatum", "dtgeboorte", "geboren", "dob", "birthdate", "birthdt", "birthday", "dateofbirth", "gebdatum1", "gebdat1",
    ),
    "straatnaam": (
        "straat", "adres", "naamopenbareruimte", "openbareruimte", "openbareruimtenaam", "str", "straatn", "adresstraat", "straatadres", "adresregel1", "adresregel", "street", "streetname", "address", "addressline1",
    ),
    "straat": ("straatnaam", "naamopenbareruimte", "openbareruimte", "openbareruimtenaam"),
    "huisnummer": (
        "huisnr", "nummer", "hnr", "huisn", "hsnr", "huisnum", "adresnummer", "huisnr1", "housenumber", "housenum1", "housenr", "houseno", "streetnumber",
    ),
    "huisletter": (
        "huisnummerletter", "letter", "huislet", "huisltr", "hletter", "huislt",
    ),
    "huisnummertoevoeging": (
        "toevoeging", "huisnrtoevoeging", "huisnrtoev", "toev", "huistoevoeging", "toevoeg", "huisnrtoevoegsel", "huisnummertoevoegsel", "toevoegsel", "toevhuisnr", "huisnrtoevg", "toevoeginghuisnummer", "huisnummertoev", "htoev", "housenum2", "housenumberaddition", "housenumbersuffix", "addition", "suffix",
    ),
    "postcode": (
        "pc", "postcode6", "postc", "pcode", "postkode", "zip", "postcodecijfersletters", "postalcode", "zipcode", "postcode1",
    ),
    "plaatsnaam": (
        "woonplaats", "plaats", "woonplaatsnaam", "woonpl", "wpl", "plts", "stad", "plaatsadres", "plaatsn", "city", "city1", "town", "cityname",
    ),
    "woonplaats": ("plaatsnaam", "plaats", "woonplaatsnaam"),
    "telefoon": (
        "telefoonnummer", "telnr", "tel", "mobiel", "mobielnummer", "telefoonnr", "telefoon1", "tel1", "telnr1", "telefoonnummer1", "gsm", "telefoonmobiel", "mobieltelefoonnummer", "telnummer", "phone", "phonenumber", "telephone", "telnumber", "mobile", "mobilephone",
    ),
    "email": (
        "emailadres", "mail", "mailadres", "emailadr", "eadres", "mailadr", "email1", "emailaddress", "smtpaddr",
    ),
    "kvk_nummer": (
        "kvk", "kvknummer", "kvknr", "nummerkvk", "handelsregisternummer",
    ),
    "persoon_id": ("anummer", "anr", "persoonid", "administratienummer"),
    "bsn": ("burgerservicenummer", "sofinummer"),
    "naamgebruik": ("aanduidingnaamgebruik",),
    "partner_voorvoegsel": ("voorvoegselpartner", "voorvoegselgeslachtsnaampartner"),
    "partner_geslachtsnaam": ("geslachtsnaampartner", "partnernaam"),
    "functie_adres": ("functieadres",),
    "gemeente": ("gemeentecode", "gemeentevaninschrijving", "codegemeente"),
    "opschorting_reden": ("opschortingreden", "redenopschorting", "redenopschortingbijhouding"),
    "overlijdensdatum": ("datumoverlijden", "overlijdendatum"),
    "geheim": ("indicatiegeheim", "geheimhouding"),
    "bag_id": ("bagid", "objectid", "verblijfsobjectid", "adresseerbaarobject", "nummeraanduidingid"),
    "onderzoek_adres": ("onderzoekadres", "adresinonderzoek"),
    "ontstaansdatum": ("datumontstaan", "ontstaansdatumvordering", "oudstevordering", "oudstefactuur", "datumoudstevordering"),
    "crisissignaal": ("crisis", "crisismelding", "indicatiecrisis"),
    "warme_overdracht": ("warmeoverdracht", "overdrachtwarm"),
    "einddatum_contract": ("einddatumcontract", "contracteinddatum", "einddatumovereenkomst", "datumeindelevering"),
    "reden": ("redenuitval", "uitvalreden", "redenvanuitval", "afwijsreden", "redenafwijzing", "melding", "omschrijving",
              "toelichting", "resultaat", "resultaatcontrole", "brpcontrole", "status"),
    "land_vertrek": ("landvertrek", "landwaarnaarvertrokken", "landvanvertrek", "landadresbuitenland"),
    "datum_vertrek": ("datumvertrek", "datumaanvangadresbuitenland", "datumvertrekuitnederland"),
    "datum_van": ("datumvan", "ingangsdatum", "datumaanvangadreshouding", "begindatum", "van"),
    "datum_tot": ("datumtot", "einddatum", "tot"),
    "gebruiksdoel": ("gebruiksdoelen", "gebruiksdoelverblijfsobject", "verblijfsobjectgebruiksdoel", "gebruiksdoelvbo"),
    "object_type": ("objecttype", "typeadresseerbaarobject"),
}  # fmt: skip
"""Our column → other names it is delivered under, written as `header_key` does."""

WHOSE = (
    "verbruiksadres", "verbruiks", "leveringsadres", "leverings", "leveradres", "aansluitadres", "aansluiting", "woonadres",
    "huuradres", "adres", "hoofdhuurder", "huurder", "bewoner", "verzekerde", "verzekeringnemer", "contractant", "contracthouder",
    "debiteur", "klant", "relatie", "afnemer", "persoon", "betrokkene",
)  # fmt: skip
"""Whose name or address a column holds, in front of its name or behind it; the address that is supplied first."""

_OTHERS = (
    "partner", "mede", "kind", "behandelaar", "contactpersoon", "bewindvoerder", "gemachtigde", "betaler",
    "verhuurder", "eigenaar", "post", "correspond", "factu", "contract", "ingang", "begin", "start", "einde", "vorig", "oud",
    "vervallen", "laatste", "eerste", "betaal", "product", "tarief", "opmerking", "omschrijving",
)  # fmt: skip
"""Words of a heading that say it is about something or somebody else than who has the arrears and where they live now."""

_PLAIN = ("postcode", "postalcode", "postkode")
"""What may stand in a heading without being one of `_OTHERS`."""

_NUMBER = ("huis", "house", "nr", "no", "num", "nummer")
"""How a heading of numbers of houses begins or ends."""

STEMS = {
    "geheim": (("geheim",), ("datum",)),
    "opschorting_reden": (("opschort",), ("datum", "dat")),
    "overlijdensdatum": (("overlijd", "overled"), ("plaats", "land", "akte")),
}  # fmt: skip
"""Column of the register → what its heading has in it, and what it has not: without it somebody who died gets a letter, or
somebody with secrecy stands on a list."""

TOO_LITTLE = frozenset({"nummer", "letter", "code", "id"})
"""What is left of a name says nothing: `huurder_nummer` is no house number."""


_DATE_FORM = r"(?:[jy]{2,4}[-/. ]?mm[-/. ]?dd|dd[-/. ]?mm[-/. ]?[jy]{2,4})"
_REMARK = re.compile(
    rf"""^\s*\d{{1,2}}\s?[.):]\s+(?=[a-z])
    | [(\[]\s*(?:{_DATE_FORM} | (?:niet[ ])?verplicht | optioneel | facultatief | (?:indien|zie|bijv|bv|voorbeeld|formaat|max)\b[^)\]]{{0,80}}
        | tekst | getal | numeriek | alfanumeriek | in[ ]euro'?s? | euro | eur | (?:incl|excl)\b[^)\]]{{0,80}} | [vomj/n]{{1,3}} )\s*[)\]]
    | (?<=datum)[ _-]{_DATE_FORM}\s*$""",
    re.VERBOSE,
)
"""What stands around the name of a column and is no part of it: its number in front, how it is to be filled in behind."""


def header_key(name: str) -> str:
    """Return a column name in small letters and figures only: `Geb. datum` → `gebdatum`, without its number and how it is to
    be filled in: `3. Geb. datum (dd-mm-jjjj)`."""
    plain = _REMARK.sub("", unicodedata.normalize("NFKD", name.lower()))
    return re.sub(r"[^a-z0-9]", "", plain)


def paths_of(header: Sequence[str]) -> list[str]:
    """Return what stands in front of the names of most columns as the path or table they come from, as `header_key` writes it,
    the most frequent first: `klant.achternaam`, `signaal/adres/postcode`; not of what is somebody else's, or a second one's."""
    found = Counter(path for name in header if (path := _path(name)))
    if found.total() * 2 < sum(map(bool, header)):
        return []
    keys = [header_key(one) for one, _ in found.most_common() if not speaks_of_others(one)]
    return [key for key in keys if not key.endswith(tuple("23456789"))]


def _path(name: str) -> str:
    """What stands before the last sign of a path, '' where no name stands behind it."""
    end = max(map(name.rfind, "./:>|\\"))
    words = end > 0 and name[end + 1 :].lstrip()[:1].isalpha()
    return name[:end] if words and header_key(name[:end]).strip("0123456789") else ""


def speaks_of_others(name: str) -> bool:
    """Tell by its heading whether a column is about something or somebody else: `Geb.dat. partner`, `Postadres`."""
    key = header_key(name)
    for one in _PLAIN:
        key = key.replace(one, "")
    return any(word in key for word in _OTHERS)


def tells_number(name: str) -> bool:
    """Tell by its heading whether a column of small numbers may be that of houses: `Nr.`, `Huis`."""
    return header_key(name).startswith(_NUMBER) or header_key(name).endswith(_NUMBER)


_NUMBER_ALONE = re.compile(r"\d+([.,]\d+)?")
_SOMEBODYS = re.compile(
    r"\d{4} ?[a-z]{2}|(.*[a-z])?(\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})",
    re.IGNORECASE,
)
"""A postcode, or a date with a whole year (`01.01.10` is a field of the register), also glued to the name of a column."""


def _are_values(names: Iterable[str]) -> tuple[int, int]:
    """How many of these names of columns are a number, and how many a postcode or a date."""
    kept = [name.strip() for name in names]
    numbers = sum(_NUMBER_ALONE.fullmatch(name) is not None for name in kept)
    return numbers, sum(_SOMEBODYS.fullmatch(name) is not None for name in kept)


def holds_a_row(names: Sequence[str]) -> bool:
    """Tell whether the row of somebody ran into a header: two values, not both of them a number (as years are)."""
    numbers, others = _are_values(names)
    return others > 0 and numbers + others > 1


def told_names(names: Mapping[int, str]) -> dict[int, str]:
    """Return the names of columns that nobody reads as they may be told, by place: where one of them is a value, by their
    places (`kolom 9`), as what stands beside it may be the name of somebody."""
    if not any(_are_values(names.values())):
        return dict(names)
    return {place: f"kolom {place + 1}" for place in names}
