"""Findings and questions in plain Dutch (B1): the one place where they are worded."""

from __future__ import annotations

from brp_match.delivery.date_forms import Order
from brp_match.delivery.findings import NOT_OF_ROW, TOO_OFTEN, Finding, Kind

COLUMNS = {
    "geboortedatum": "geboortedatum", "signaaldatum": "datum van het signaal", "ontstaansdatum": "ontstaansdatum",
    "einddatum_contract": "einddatum van het contract", "voornamen": "voornamen", "voorletters": "voorletters",
    "voorvoegsel": "voorvoegsel", "achternaam": "achternaam", "volledige_naam": "volledige naam",
    "straatnaam": "straatnaam", "huisnummer": "huisnummer", "huisletter": "huisletter",
    "huisnummertoevoeging": "toevoeging", "postcode": "postcode", "plaatsnaam": "plaatsnaam", "telefoon": "telefoon",
    "email": "e-mailadres", "klantnummer": "klantnummer", "kvk_nummer": "KVK-nummer", "bedrag": "bedrag",
    "signaal_id": "nummer van het signaal", "vlp": "VLP", "sector": "sector", "naam": "naam", "adres": "adres",
}  # fmt: skip
"""Our column → what it is called in a sentence."""

_ORDERS = {
    Order.DMY: "dag-maand-jaar",
    Order.MDY: "maand-dag-jaar",
    Order.YMD: "jaar-maand-dag",
    Order.YDM: "jaar-dag-maand",
}


_HABITS = {
    Kind.VERSCHOVEN: "kolommen verschoven vanaf {0}",
    Kind.VERWISSELD: "{0} in een andere kolom",
    Kind.OMHULD: "iets om {0} heen",
    Kind.AFGEKAPT: "{0} een cijfer te kort",
    Kind.TEKENS: "beschadigde letters",
    Kind.GETALLEN: "{0} veranderd door een spreadsheet",
    Kind.MINTEKEN: "{0} met een minteken",
    Kind.NUMMER_ALS_DATUM: "{0} als datum",
    Kind.RIJ_VERSCHOVEN: "{0} van een andere rij",
    Kind.SAMENGEVOEGD: "{0} samen met iets anders",
    Kind.DATUMVOLGORDE: "{0} in een andere volgorde van dag, maand en jaar",
    Kind.HALF_OMGEZET: "{0} half omgezet",
    Kind.DATUM_VERSCHOVEN: "{0} een vast aantal dagen verschoven",
    Kind.DATUM_ALS_GETAL: "{0} als getal",
    Kind.STANDAARDWAARDE: "een vaste {0} voor iedereen",
    Kind.LEEFTIJD: "een leeftijd als {0}",
    Kind.GEEN_GEBOORTEDATUM: "geen geboortedatum",
    Kind.ONLEESBAAR: "{0} onleesbaar",
    Kind.KOLOM: "{0} in een kolom met een onbekende naam",
}
"""Kind of finding → the habit in a few words; {0} is the column."""


def habit_name(kind: str, column: str) -> str:
    """Return what a habit of a deliverer is called in a list."""
    return _HABITS[Kind(kind)].format(column_name(column))


def column_name(column: str) -> str:
    """Return what a column is called in a sentence."""
    return COLUMNS.get(column, column.replace("_", " "))


def sentence(finding: Finding) -> str:
    """Return one sentence: what was seen, in how many rows, and what was done."""
    name = column_name(finding.column)
    seen = _seen(finding, name)
    return (
        seen
        if finding.kind in (Kind.ONLEESBAAR, Kind.GEEN_GEBOORTEDATUM)
        or (finding.kind is Kind.AFGEKAPT and not finding.question)
        else f"{seen} {_done(finding)}"
    )


def _seen(finding: Finding, name: str) -> str:
    n = finding.rows
    match finding.kind:
        case Kind.VERSCHOVEN:
            return (
                f"In {_rows(n)} staan de gegevens vanaf '{name}' één of meer kolommen {finding.to}."
            )
        case Kind.VERWISSELD:
            return f"In {_rows(n)} staan '{name}' en '{column_name(finding.to)}' in elkaars kolom."
        case Kind.OMHULD:
            return f"In {_rows(n)} staat om gegevens heen iets dat er niet bij hoort, zoals om '{name}' ({finding.to})."
        case Kind.AFGEKAPT:
            return f"Bij {_dates(n).lower()} in '{name}' is {finding.to} een cijfer weggevallen. Maand en jaar tellen mee, de dag niet."
        case Kind.TEKENS:
            return f"In {_rows(n)} zijn letters beschadigd ({finding.to})."
        case Kind.GETALLEN:
            return f"In {_rows(n)} is '{name}' door een spreadsheet veranderd ({finding.to})."
        case Kind.MINTEKEN:
            return (
                f"In {_rows(n)} staat voor '{name}' een minteken: een achterstand is geen tegoed."
            )
        case Kind.NUMMER_ALS_DATUM:
            return f"In {_rows(n)} is '{name}' door een spreadsheet een datum geworden."
        case Kind.RIJ_VERSCHOVEN:
            return f"In {_rows(n)} staat {_the(finding.column)} van een andere rij: die kolommen staan {finding.to} dan ze horen."
        case Kind.SAMENGEVOEGD:
            return f"In {_rows(n)} staat in '{name}' ook de {column_name(finding.to)}."
        case Kind.DATUMVOLGORDE:
            order = _ORDERS.get(Order(finding.to), finding.to)
            return f"{_dates(n)} in '{name}' {_stand(n)} als {order}."
        case Kind.HALF_OMGEZET:
            return f"Bij {_dates(n).lower()} in '{name}' heeft een spreadsheet dag en maand omgewisseld."
        case Kind.DATUM_VERSCHOVEN:
            return f"{_dates(n)} in '{name}' {_stand(n)} {finding.to}: een programma telde de dagen vanaf een andere datum."
        case Kind.DATUM_ALS_GETAL:
            return f"{_dates(n)} in '{name}' {_stand(n)} als getal: {finding.to}."
        case Kind.STANDAARDWAARDE:
            return (
                f"In {_rows(n)} staat in '{name}' geen echte waarde{_NO_VALUE.get(finding.to, '')}."
            )
        case Kind.LEEFTIJD:
            what = "de leeftijd" if finding.to == "leeftijd" else "alleen het geboortejaar"
            return f"In {_rows(n)} staat in '{name}' {what}."
        case Kind.GEEN_GEBOORTEDATUM:
            return _no_birth(finding)
        case Kind.KOLOM:
            return f"De kolom '{finding.to}' heeft een naam die wij niet kennen. Naar wat erin staat is het '{name}' ({_rows(n)})."
        case Kind.ONLEESBAAR:
            return f"In {_rows(n)} is {_the(finding.column)} niet te lezen. Zo'n signaal wordt nooit zonder meer afgewezen."


_NO_VALUE = {
    TOO_OFTEN: ": die staat bij te veel mensen",
    NOT_OF_ROW: ": die hoort niet bij de rij",
}


def _no_birth(finding: Finding) -> str:
    n = finding.rows
    if finding.to == "begindatum":
        return (
            f"In {_rows(n)} staat een geboortedatum van een kind, waarschijnlijk de begindatum van het contract. "
            "Die telt niet mee."
        )
    if finding.to == "reeks":
        return (
            f"In {_rows(n)} is de geboortedatum telkens een dag, maand of jaar na die van de rij erboven, zoals een "
            "spreadsheet een kolom doortrekt. Die telt niet mee."
        )
    if finding.to == "van niemand":
        return (
            f"In {_rows(n)} staat als geboortedatum iets dat bij niemand hoort. Dat telt niet mee."
        )
    return f"In {_rows(n)} staat een geboortedatum die niet kan bestaan. Die telt niet mee."


_KINDS = {
    Kind.VERSCHOVEN: "staan de gegevens vanaf '{}' één of meer kolommen te ver naar links of rechts",
    Kind.VERWISSELD: "staat '{}' in de kolom van een ander gegeven",
    Kind.OMHULD: "staat om '{}' heen iets dat er niet bij hoort",
    Kind.AFGEKAPT: "is van '{}' een cijfer weggevallen",
    Kind.TEKENS: "zijn letters beschadigd, vooral in '{}'",
    Kind.GETALLEN: "is '{}' door een spreadsheet veranderd",
    Kind.MINTEKEN: "staat voor '{}' een minteken",
    Kind.NUMMER_ALS_DATUM: "is '{}' door een spreadsheet een datum geworden",
    Kind.RIJ_VERSCHOVEN: "staat '{}' van een andere rij",
    Kind.SAMENGEVOEGD: "staan in '{}' twee gegevens",
    Kind.DATUMVOLGORDE: "staat '{}' in een ongewone volgorde van dag, maand en jaar",
    Kind.HALF_OMGEZET: "heeft een spreadsheet dag en maand van '{}' omgewisseld",
    Kind.DATUM_VERSCHOVEN: "staat '{}' een vast aantal dagen te vroeg of te laat",
    Kind.DATUM_ALS_GETAL: "staat '{}' als een getal",
    Kind.STANDAARDWAARDE: "staat in '{}' geen echte waarde",
    Kind.LEEFTIJD: "staat in '{}' een leeftijd of een jaar",
    Kind.GEEN_GEBOORTEDATUM: "staat in '{}' een datum die geen geboortedatum van een klant kan zijn",
    Kind.ONLEESBAAR: "is '{}' niet te lezen",
    Kind.KOLOM: "staat '{}' in een kolom met een naam die wij niet kennen",
}


def kind_sentence(kind: str, column: str, rows: int) -> str:
    """Return what a finding of this kind says, for a deliverer: kind, column and count, nothing more."""
    return f"In {_rows(rows)} {_KINDS[Kind(kind)].format(column_name(column))}."


def question_sentence(finding: Finding) -> str:
    """Return the question to put to the deliverer or the municipality about an unsure finding."""
    n, name = finding.rows, column_name(finding.column)
    dates, rows = _these(n, "datum", "datums"), _these(n, "rij", "rijen")
    match finding.kind:
        case Kind.DATUMVOLGORDE:
            order = _ORDERS.get(Order(finding.to), finding.to)
            said = f"{dates} in '{name}' {_stand(n)} als {order}"
        case Kind.LEEFTIJD:
            said = f"In {rows.lower()} staat in '{name}' de leeftijd"
        case Kind.HALF_OMGEZET:
            said = f"Van {dates.lower()} in '{name}' zijn dag en maand omgewisseld"
        case Kind.DATUM_VERSCHOVEN:
            said = f"{dates} in '{name}' {_stand(n)} {finding.to}"
        case Kind.DATUM_ALS_GETAL:
            said = f"{dates} in '{name}' {_stand(n)} als getal ({finding.to})"
        case Kind.AFGEKAPT:
            said = f"Van {dates.lower()} in '{name}' is {finding.to} een cijfer weggevallen"
        case Kind.VERSCHOVEN:
            said = f"In {rows.lower()} staan de gegevens vanaf '{name}' een kolom {finding.to}"
        case Kind.RIJ_VERSCHOVEN:
            said = (
                f"In {rows.lower()} staat {_the(finding.column)} een rij {finding.to} dan het hoort"
            )
        case Kind.VERWISSELD:
            said = (
                f"In {rows.lower()} staan '{name}' en '{column_name(finding.to)}' in elkaars kolom"
            )
        case Kind.KOLOM:
            said = f"In {rows.lower()} staat in de kolom '{finding.to}': {name}"
        case _:
            said = f"In {rows.lower()} staat in '{name}' geen echte waarde"
    return f"{said}: klopt dat?"


def _done(finding: Finding) -> str:
    if finding.kind is Kind.KOLOM:
        told = "Zo is hij gelezen" if finding.mended else "Hij is niet gelezen"
        return f"{told}; controleer dit." if finding.question else f"{told}."
    if finding.question:
        return (
            "Zo zijn ze nu gelezen; controleer dit."
            if finding.mended
            else "Dat is niet zeker; ze zijn gelezen zoals ze er staan."
        )
    if finding.kind is Kind.STANDAARDWAARDE and finding.mended:
        return "Die telt niet mee."
    return "Dit is hersteld." if finding.mended else "Dit is niet hersteld."


def _rows(n: int) -> str:
    return "1 rij" if n == 1 else f"{n} rijen"


def _dates(n: int) -> str:
    return "1 datum" if n == 1 else f"{n} datums"


def _these(n: int, one: str, more: str) -> str:
    if n == 1:
        return f"Deze {one}" if one == "rij" else f"Deze ene {one}"
    return f"Deze {n} {more}"


def _stand(n: int) -> str:
    return "staat" if n == 1 else "staan"


def _the(column: str) -> str:
    return "het adres" if column == "adres" else f"de {column_name(column)}"
