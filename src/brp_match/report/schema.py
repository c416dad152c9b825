"""The JSON schema of a scorecard, made of the records that a card is: docs/scorecard.schema.json.

`python -m brp_match.report.schema` prints it; a test holds the file in docs to it. It follows `data`: what that
writes as a text or leaves out stands here as that text, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from brp_match.delivery.findings import Kind
from brp_match.dutch import Month
from brp_match.report import cards, trend
from brp_match.report import firewall as fw
from brp_match.report.data import LEFT_OUT, SCHEMA_VERSION, WITHHELD

Schema = dict[str, Any]

COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": fw.LARGEST}
SHARES = frozenset({"norm", "van", "naar", "schatting", "laag", "hoog", "ontbreekt"})
"""Decimals that are a share, 0 to 1; the others are expected numbers."""

NOT_ALWAYS = {
    (cards.MunicipalityScorecard, "sonderen"), (cards.MunicipalityScorecard, "verdeling"),
    (fw.VlpScorecard, "vergeleken"), (fw.VlpScorecard, "bestanden"), (cards.MunicipalityScorecard, "bestanden"),
}  # fmt: skip
"""Came later within one version of the form."""

TEXTS: dict[type, Schema] = {
    Month: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    fw.ExpectationCode: {"type": "string", "pattern": f"^{fw.CODE}$"},
    fw.CustomerNumber: {"type": "string", "pattern": f"^{fw.CUSTOMER}$"},
    fw.SignalNumber: {"type": "string", "pattern": f"^{fw.SIGNAL}$"},
    fw.DelivererName: {"type": "string", "minLength": 1, "maxLength": fw.LONGEST_NAME},
    fw.ColumnName: {"type": "string"},
    fw.HabitKind: {"enum": [str(kind) for kind in Kind]},
    date: {"type": "string", "format": "date"},
    str: {"type": "string"},
    int: COUNT,
    float: {"type": "number", "minimum": 0},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}
"""Type → what stands in the card."""

SAYS: dict[type, str] = {
    cards.MunicipalityScorecard: "De kaart voor de gemeente zelf.",
    fw.VlpScorecard: "De kaart die na vrijgave naar een vastelastenpartner mag.",
    fw.Sender: "Wie de kaart geeft, waar vragen naartoe gaan, en wanneer hij is gemaakt.",
    cards.Outcomes: "Besluiten over de signalen van één maand; opgepakt, beoordeling en uitval tellen op tot geleverd.",
    cards.Cause: "Signalen die uitvielen op één grond, met de terugkoppeling die daarbij hoort.",
    cards.Split: "De uitval, verdeeld: terecht en niemands fout; door de levering; aan onze kant te bekijken.",
    cards.ExpectationResult: "Hoe één controle het deed. norm: het grootste aanvaardbare aandeel fouten, of null.",
    cards.Mend: "Wat er anders was besloten zonder deze fout. uitval en beoordeling zijn verwachte aantallen signalen; "
    "kosten weegt ze naar het beleid; teruggekoppeld: uitval die de VLP per signaal te horen krijgt.",
    cards.FieldAccuracy: "P(veld klopt met de BRP | dit is de persoon), met een interval van 95%, over een verwacht "
    "aantal personen.",
    cards.RowFinding: "Eén signaal dat niet aan één controle voldoet.",
    cards.MonthOutcomes: "De besluiten van één maand, met de oorzaken van de uitval.",
    trend.MonthCount: "Eén controle in één maand: teller fouten onder noemer bekeken signalen.",
    trend.Trend: "Waar het aandeel fouten heen gaat, sinds wanneer, en het niveau daarvoor en daarna.",
    fw.OwnCount: "Wat uit de levering zelf te tellen is.",
    fw.Rate: "Teller en rest zijn elk ten minste het minimum.",
    fw.AtLeast: "Een ondergrens in hele veelvouden van het minimum; het getal zelf wordt niet getoond.",
    fw.OutcomeShare: "Hoeveel signalen één uitkomst kregen.",
    fw.MendShare: "Rijen met de fout, en hoeveel daarvan door de fout uitvielen of te beoordelen waren.",
    fw.CheckResult: "Eén controle over de maanden.",
    fw.FieldShare: "Hoe vaak een veld klopt bij de personen die zijn gevonden.",
    fw.DeliveryFact: "Eén rij van de eigen levering die niet aan één controle voldoet.",
    fw.PartShare: "Een deel van de uitval: aan wie zij lag, of twee uitkomsten samen.",
    fw.PeriodShare: "De maanden van een kalenderkwartaal of -jaar waarvan de uitval niet getoond wordt, samen: geleverd in signalen, de uitval in personen.",
}  # fmt: skip


def scorecard_schema() -> Schema:
    """Return the schema of both cards (JSON Schema 2020-12)."""
    found: dict[str, Schema] = {}
    audiences = {"gemeente": cards.MunicipalityScorecard, "vlp": fw.VlpScorecard}
    one_of = []
    for audience, record in audiences.items():
        card = _record(record, found)
        card["properties"] = {
            "schema": {"const": SCHEMA_VERSION},
            "voor": {"const": audience},
            "afzender": _of(fw.Sender, "", found),
            **card["properties"],
        }
        card["required"] = ["schema", "voor", *card["required"]]
        found[audience] = card
        one_of.append({"$ref": f"#/$defs/{audience}"})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Scorekaart van een vastelastenpartner over één maand, versie {SCHEMA_VERSION}",
        "description": "voor = gemeente: alleen binnen de gemeente. voor = vlp: na vrijgave naar de vastelastenpartner.",
        "oneOf": one_of,
        "$defs": dict(sorted(found.items())),
    }


def _of(kind: Any, name: str, found: dict[str, Schema]) -> Schema:
    """Return what a field `name` of this type looks like; records are added to `found`."""
    if isinstance(kind, UnionType):
        return {"anyOf": list(_any_of(kind, name, found))}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _of(get_args(kind)[0], name, found)}
    if kind is float and name in SHARES:
        return {**TEXTS[float], "maximum": 1}
    if kind in TEXTS:
        return TEXTS[kind]
    if issubclass(kind, Enum):
        return {"enum": [str(one.value) for one in kind]}
    if kind.__name__ not in found:
        found[kind.__name__] = _record(kind, found)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _any_of(kind: UnionType, name: str, found: dict[str, Schema]) -> Iterator[Schema]:
    for one in get_args(kind):
        if one is fw.Withheld:
            yield {"const": WITHHELD}
            yield _of(fw.AtLeast, name, found)
        else:
            yield _of(one, name, found)


def _record(kind: type, found: dict[str, Schema]) -> Schema:
    assert is_dataclass(kind)
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind) if (kind, one.name) not in LEFT_OUT]
    if kind is fw.AtLeast:
        properties = {"ten_minste": COUNT, "noemer": COUNT}
    else:
        properties = {name: _of(hints[name], name, found) for name in names}
    return {
        **({"description": SAYS[kind]} if kind in SAYS else {}),
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in properties if (kind, name) not in NOT_ALWAYS],
        "properties": properties,
    }


if __name__ == "__main__":
    print(json.dumps(scorecard_schema(), ensure_ascii=False, indent=1))
