"""Expectations: what good data is, with norm, advice, source and examples.

`expectations/*.yaml` says it, `expectations/README.md` explains each key. Fatal expectations stand
in files of their own (`*_fataal.yaml`), so that a link run reads those and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from brp_match.content.files import parse_yaml, read_content, unknown_keys
from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Reason, Sector
from brp_match.settings import content_root

TABLES = ("signalen", "leveringen", "inwoners")
"""What an expectation can be about: each row of it is checked once."""


class Dimension(StrEnum):
    """Dimensions of data quality in the words of the NORA (Raamwerk gegevenskwaliteit)."""

    COMPLEETHEID = "compleetheid"
    VALIDITEIT = "validiteit"
    JUISTHEID = "juistheid"
    CONSISTENTIE = "consistentie"
    ACTUALITEIT = "actualiteit"
    UNICITEIT = "uniciteit"


class NormOf(StrEnum):
    """What a norm rests on: the law, the national covenant and what was agreed under it, a standard, or our own choice."""

    WET = "wet"
    CONVENANT = "convenant"
    STANDAARD = "standaard"
    EIGEN_KEUZE = "eigen keuze"


class Severity(StrEnum):
    """How bad a fault is; `fataal` sets the row aside before anything is compared."""

    FATAAL = "fataal"
    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"


CHECKS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "expect_column_values_to_not_be_null": (frozenset(), frozenset()),
    "expect_column_values_to_be_in_set": (frozenset({"value_set"}), frozenset()),
    "expect_column_values_to_not_be_in_set": (frozenset({"value_set"}), frozenset()),
    "expect_column_values_to_match_regex": (frozenset({"regex"}), frozenset()),
    "expect_column_values_to_not_match_regex": (frozenset({"regex"}), frozenset()),
    "expect_column_values_to_be_between": (
        frozenset(),
        frozenset({"min_value", "max_value", "strict_min", "strict_max"}),
    ),
    "expect_column_value_lengths_to_be_between": (
        frozenset(),
        frozenset({"min_value", "max_value"}),
    ),
}
"""Great Expectations 1.24 types that may be used → arguments needed, arguments allowed besides."""

NOT_NULL = "expect_column_values_to_not_be_null"

_REQUIRED = {
    "id", "titel", "melding", "dimensie", "ernst", "velden", "norm", "norm_van", "advies", "bron", "voorbeelden",
}  # fmt: skip
_KEYS = _REQUIRED | {
    "sectoren", "alleen", "kolom", "verwachting", "argumenten", "reden", "voorwaarde",
}  # fmt: skip
_EXAMPLES = {"goed", "fout", "niet"}


@dataclass(frozen=True)
class Expectation:
    """One expectation. `id` is unique among those over one table.

    `norm` is the share of checked rows that should pass, 0 to 1, `norm_van` what that rests on. `velden` are delivered columns,
    `kolom` and `alleen` columns of the check table (`validate/tables.py`): a row is checked when
    its sector is listed (none listed: every sector), `alleen` is true, and `kolom` is filled
    (but for not_be_null). `reden` is the reason code of the drop-out such a fault brings by
    itself. `titel` says what is right, `melding` what is wrong, without any value. A fatal one has
    instead of a check a `voorwaarde`, SQL that is true for a row to set aside. `onderwerp` and
    `bestand` say where it stands.
    """

    id: str
    over: str
    titel: str
    dimensie: Dimension
    ernst: Severity
    sectoren: tuple[str, ...]
    velden: tuple[str, ...]
    kolom: str
    verwachting: str
    argumenten: Mapping[str, Any]
    alleen: str
    norm: float
    norm_van: NormOf
    reden: str
    melding: str
    voorwaarde: str
    advies: str
    bron: str
    onderwerp: str
    bestand: str
    voorbeelden: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def uit_levering(self) -> bool:
        """A finding follows from the delivery and public lists alone: its deliverer may see it."""
        return self.over != "inwoners"

    @property
    def hoogste_foutdeel(self) -> float:
        """The largest acceptable share of faults: one minus the norm."""
        return round(1.0 - self.norm, 6)


def load_expectations(
    root: Path | None = None, *, fatal_only: bool = False
) -> tuple[Expectation, ...]:
    """Read the expectations in order of file name and place; with `fatal_only` the fatal ones.

    Raises BrpMatchError with all faults of all files: unknown or missing keys, an id twice, a
    dimension, severity, sector, reason or expectation that does not exist, arguments that do not
    fit, a norm outside 0 to 1, no example of a fault.
    """
    folder = root or content_root("expectations")
    files = sorted(folder.glob("*_fataal.yaml" if fatal_only else "*.yaml"))
    return _expectations(folder.name, tuple((path.name, read_content(path)) for path in files))


@lru_cache(maxsize=4)
def _expectations(folder: str, files: tuple[tuple[str, bytes], ...]) -> tuple[Expectation, ...]:
    """The expectations of files with these bytes: every link of a process asks for the fatal ones twice."""
    faults: list[Fault] = []
    found: list[Expectation] = []
    for name, content in files:
        raw = parse_yaml(name, content)
        problems = _file_faults(raw, name)
        faults += problems
        if not problems:
            found += [_typed(entry, raw, name) for entry in raw["verwachtingen"]]
    seen: set[tuple[str, str]] = set()
    for item in found:
        if (item.over, item.id) in seen:
            faults.append(Fault("INHOUD_DUBBEL", item.bestand, f"{item.id} bestaat al"))
        seen.add((item.over, item.id))
    if not found and not faults:
        faults.append(Fault("INHOUD_ONTBREEKT", folder, "er zijn geen verwachtingen gevonden"))
    if faults:
        raise BrpMatchError.from_faults(faults)
    return tuple(found)


def _file_faults(raw: dict[str, Any], where: str) -> list[Fault]:
    faults = unknown_keys(raw, {"over", "onderwerp", "verwachtingen"}, where)
    if raw.get("over") not in TABLES:
        faults.append(Fault("INHOUD_TABEL", where, f"'over' is een van: {', '.join(TABLES)}"))
    if not isinstance(raw.get("onderwerp"), str):
        faults.append(Fault("INHOUD_ONVOLLEDIG", where, "'onderwerp' ontbreekt"))
    entries = raw.get("verwachtingen")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [*faults, Fault("INHOUD_ONVOLLEDIG", where, "'verwachtingen' is een lijst")]
    for entry in entries:
        faults += _entry_faults(entry, f"{where}, {entry.get('id')}", where)
    return faults


def _entry_faults(entry: dict[str, Any], place: str, where: str) -> list[Fault]:
    faults = unknown_keys(entry, _KEYS, place)
    fatal = entry.get("ernst") == Severity.FATAAL
    needed = _REQUIRED | ({"voorwaarde"} if fatal else {"kolom", "verwachting"})
    missing = sorted(key for key in needed if entry.get(key) in (None, "", []))
    if missing:
        faults.append(Fault("INHOUD_ONVOLLEDIG", place, f"ontbreekt: {', '.join(missing)}"))
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{2,60}", str(entry.get("id"))):
        faults.append(Fault("INHOUD_CODE", place, "een id bestaat uit HOOFDLETTERS_EN_STREEPJES"))
    for key, kind in (("dimensie", Dimension), ("ernst", Severity), ("norm_van", NormOf)):
        if entry.get(key) not in {str(member) for member in kind}:
            faults.append(Fault("INHOUD_WAARDE", place, f"'{key}' is een van: {', '.join(kind)}"))
    wrong = set(entry.get("sectoren") or ()) - {str(sector) for sector in Sector}
    if wrong:
        faults.append(
            Fault("INHOUD_WAARDE", place, f"onbekende sector: {', '.join(sorted(wrong))}")
        )
    if entry.get("reden") and entry["reden"] not in Reason.__members__:
        faults.append(Fault("INHOUD_REDEN", place, f"de redencode {entry['reden']} bestaat niet"))
    norm = entry.get("norm")
    if isinstance(norm, bool) or not isinstance(norm, int | float) or not 0 < norm <= 1:
        faults.append(Fault("INHOUD_GETAL", place, "'norm' is een deel tussen 0 en 1"))
    if fatal != where.endswith("_fataal.yaml"):
        faults.append(Fault("INHOUD_ERNST", place, "fatale verwachtingen staan in *_fataal.yaml"))
    if fatal and ";" in str(entry.get("voorwaarde")):
        faults.append(Fault("INHOUD_WAARDE", place, "'voorwaarde' is één SQL-uitdrukking"))
    if not fatal and "verwachting" in entry:
        faults += _check_faults(entry, place)
    return faults + _example_faults(entry.get("voorbeelden"), place)


def _check_faults(entry: dict[str, Any], place: str) -> list[Fault]:
    kind, given = str(entry["verwachting"]), set(entry.get("argumenten") or {})
    if kind not in CHECKS:
        return [Fault("INHOUD_WAARDE", place, f"de verwachting {kind} wordt hier niet gebruikt")]
    needed, allowed = CHECKS[kind]
    wrong = sorted((needed - given) | (given - needed - allowed))
    if wrong or (allowed and not given):
        return [Fault("INHOUD_WAARDE", place, f"argumenten van {kind}: {', '.join(wrong)}")]
    try:
        groups = re.compile(str((entry.get("argumenten") or {}).get("regex", ""))).groups
    except re.error:
        return [Fault("INHOUD_WAARDE", place, "'regex' is geen geldige uitdrukking")]
    if groups:
        return [Fault("INHOUD_WAARDE", place, "schrijf in 'regex' (?:…) in plaats van (…)")]
    return []


def _example_faults(examples: Any, place: str) -> list[Fault]:
    if not isinstance(examples, dict):
        return [Fault("INHOUD_VOORBEELD", place, "'voorbeelden' heeft goed en fout")]
    faults = unknown_keys(examples, _EXAMPLES, place)
    for key in ("goed", "fout"):
        if not isinstance(examples.get(key), list) or not examples[key]:
            faults.append(Fault("INHOUD_VOORBEELD", place, f"er is geen voorbeeld '{key}'"))
    return faults


def _typed(entry: dict[str, Any], raw: dict[str, Any], where: str) -> Expectation:
    fatal = entry["ernst"] == Severity.FATAAL
    return Expectation(
        id=entry["id"],
        over=raw["over"],
        titel=entry["titel"],
        dimensie=Dimension(entry["dimensie"]),
        ernst=Severity(entry["ernst"]),
        sectoren=tuple(entry.get("sectoren") or ()),
        velden=tuple(entry["velden"]),
        kolom=entry["id"].lower() if fatal else entry["kolom"],
        verwachting="expect_column_values_to_be_in_set" if fatal else entry["verwachting"],
        argumenten={"value_set": [False]} if fatal else dict(entry.get("argumenten") or {}),
        alleen=entry.get("alleen", ""),
        norm=float(entry["norm"]),
        norm_van=NormOf(entry["norm_van"]),
        reden=entry.get("reden", ""),
        melding=entry["melding"],
        voorwaarde=entry.get("voorwaarde", ""),
        advies=" ".join(str(entry["advies"]).split()),
        bron=" ".join(str(entry["bron"]).split()),
        onderwerp=raw["onderwerp"],
        bestand=where,
        voorbeelden={key: tuple(cases) for key, cases in entry["voorbeelden"].items()},
    )
