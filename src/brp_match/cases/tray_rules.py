"""Conditions of a rule about trays: what each asks of a case and how it says it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from math import isfinite
from typing import Any

from brp_match.cases.facts import Case
from brp_match.dutch import euros


@dataclass(frozen=True)
class TrayFacts:
    """What a rule may look at. `bedrag` in EUR, `vlps` how many deliverers, `zaken_6_maanden` earlier cases,
    `telefoon` and `email` whether one was delivered."""

    bedrag: Decimal = Decimal(0)
    vlps: int = 1
    sectoren: frozenset[str] = frozenset()
    zaken_6_maanden: int = 0
    maanden_zelfde_vlp: int = 1
    leeftijdsgroep: str = ""
    eindelevering: bool = False
    crisis: bool = False
    warme_overdracht: bool = False
    bekend_bij_shv: bool = False
    telefoon: bool = False
    email: bool = False


def facts_of(case: Case) -> TrayFacts:
    """Return what a rule may look at of a case. Of a signal that is not picked up it looks at nothing."""
    return TrayFacts(
        bedrag=case.bedrag, vlps=len(case.vlps), sectoren=frozenset(case.sectoren),
        zaken_6_maanden=case.zaken_6_maanden, maanden_zelfde_vlp=case.maanden_zelfde_vlp,
        leeftijdsgroep=case.leeftijdsgroep, eindelevering=case.eindelevering, crisis=case.crisis,
        warme_overdracht=case.warme_overdracht, bekend_bij_shv=case.bekend_bij_shv == "ja",
        telefoon=any(one.sent.telefoon for one in case.signalen),
        email=any(one.sent.email for one in case.signalen),
    )  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """`kind`: the type its value has in TOML. `holds(facts, value)`; `says(facts, value)`: the fact in Dutch."""

    kind: type
    holds: Callable[[TrayFacts, Any], bool]
    says: Callable[[TrayFacts, Any], str]


def _flag(name: str, yes: str, no: str) -> Condition:
    return Condition(
        bool,
        lambda facts, value: getattr(facts, name) is value,
        lambda facts, value: yes if value else no,
    )


def _sectors(facts: TrayFacts) -> str:
    return ", ".join(sorted(facts.sectoren)) or "geen sector"


CONDITIONS: Mapping[str, Condition] = {
    "bedrag_vanaf": Condition(
        float, lambda f, v: f.bedrag >= Decimal(str(v)),
        lambda f, v: f"{euros(f.bedrag)} is {euros(v)} of meer",
    ),
    "bedrag_onder": Condition(
        float, lambda f, v: f.bedrag < Decimal(str(v)),
        lambda f, v: f"{euros(f.bedrag)} is minder dan {euros(v)}",
    ),
    "vlps_vanaf": Condition(
        int, lambda f, v: f.vlps >= v, lambda f, v: f"signalen van {f.vlps} vastelastenpartners"
    ),
    "vlps_tot": Condition(
        int, lambda f, v: f.vlps <= v,
        lambda f, v: "één vastelastenpartner" if f.vlps == 1 else f"{f.vlps} vastelastenpartners",
    ),
    "sectoren_een_van": Condition(
        list, lambda f, v: bool(f.sectoren & set(v)), lambda f, v: f"sector {_sectors(f)}"
    ),
    "sectoren_alle": Condition(
        list, lambda f, v: set(v) <= f.sectoren, lambda f, v: f"sectoren {_sectors(f)}"
    ),
    "sectoren_alleen": Condition(
        list, lambda f, v: f.sectoren <= set(v), lambda f, v: f"alleen {_sectors(f)}"
    ),
    "sectoren_zonder": Condition(
        list, lambda f, v: not f.sectoren & set(v), lambda f, v: f"zonder {', '.join(v)}"
    ),
    "recidive": Condition(
        bool, lambda f, v: (f.zaken_6_maanden > 0) is v,
        lambda f, v: f"{f.zaken_6_maanden}x eerder in zes maanden" if v else "niet eerder in zes maanden",
    ),
    "maanden_zelfde_vlp_vanaf": Condition(
        int, lambda f, v: f.maanden_zelfde_vlp >= v,
        lambda f, v: f"{f.maanden_zelfde_vlp} maanden een signaal van dezelfde vastelastenpartner",
    ),
    "leeftijd": Condition(
        list, lambda f, v: f.leeftijdsgroep in v, lambda f, v: f"leeftijd {f.leeftijdsgroep}"
    ),
    "eindelevering": _flag("eindelevering", "de levering eindigt", "geen eindelevering"),
    "crisis": _flag("crisis", "crisis", "geen crisis"),
    "warme_overdracht": _flag("warme_overdracht", "warme overdracht", "geen warme overdracht"),
    "bekend_bij_shv": _flag("bekend_bij_shv", "bekend bij schuldhulpverlening", "niet bekend bij SHV"),
    "telefoon": _flag("telefoon", "telefoonnummer bekend", "geen telefoonnummer"),
    "email": _flag("email", "e-mailadres bekend", "geen e-mailadres"),
}  # fmt: skip
"""Key of a rule in the file → what it asks."""


def fact_faults(values: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the facts of a written case (`[geval.zaak]`), in Dutch."""
    if not isinstance(values, Mapping):
        return ["'zaak' heeft de feiten van een zaak: { bedrag = 100 }"]
    kinds = {field.name: _KINDS[str(field.type)] for field in fields(TrayFacts)}
    return [
        f"'{key[:40]}' is geen feit van een zaak"
        if key not in kinds
        else f"een feit is niet van de goede soort: '{key}'"
        for key, value in values.items()
        if key not in kinds or not _is(value, kinds[key])
    ]


_KINDS: Mapping[str, tuple[type, ...]] = {
    "Decimal": (int, float), "int": (int,), "bool": (bool,), "str": (str,), "frozenset[str]": (list,),
}  # fmt: skip
"""Kind of a fact → what it is in TOML."""


def _is(value: Any, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, float) and not isfinite(value):
        return False
    return type(value) in kinds and (list not in kinds or all(isinstance(v, str) for v in value))


def written_facts(values: Mapping[str, Any]) -> TrayFacts:
    """Return the facts of a written case; what it leaves out has its usual value."""
    given = dict(values)
    if "bedrag" in given:
        given["bedrag"] = Decimal(str(given["bedrag"]))
    if "sectoren" in given:
        given["sectoren"] = frozenset(given["sectoren"])
    return TrayFacts(**given)
