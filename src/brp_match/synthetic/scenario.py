"""Scenarios: a municipality, its deliverers and their errors, as YAML in `benchmarks/scenarios/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.content.files import read_yaml
from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Sector
from brp_match.settings import content_root

KINDS = (
    "ter_plaatse", "verhuisd", "vertrokken", "overleden", "familielid", "vreemde", "vorige_bewoner",
    "ondernemer", "rechtspersoon", "garagebox",
)  # fmt: skip
"""Kinds of truth: who a signal is about."""

HELP_DUE = frozenset({"ter_plaatse", "verhuisd", "ondernemer"})
"""Kinds whose person must be helped; dropping one of these is a wrongful drop-out."""

ERRORS_FILE = "fouten.yaml"


@dataclass(frozen=True)
class Supplier:
    """A deliverer: its `share` of the signals and its rate (probability) of every kind of error."""

    name: str
    sector: str
    share: float
    rates: Mapping[str, float]
    placeholder: str
    date_style: str


@dataclass(frozen=True)
class Fixed:
    """So many signals of one kind with exactly these errors."""

    kind: str
    errors: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Scenario:
    """One made-up municipality and one month. Shares are probabilities that sum to 1."""

    name: str
    title: str
    residents: int
    signals: int
    gemeente: str
    month: str
    origins: Mapping[str, float]
    kinds: Mapping[str, float]
    suppliers: tuple[Supplier, ...]
    fixed: tuple[Fixed, ...]


def scenario_names() -> tuple[str, ...]:
    """Names of the shipped scenarios."""
    return tuple(
        path.stem
        for path in sorted(content_root("scenarios").glob("*.yaml"))
        if path.name != ERRORS_FILE
    )


def load_scenario(name: str | Path) -> Scenario:
    """Read a shipped scenario by name, or a YAML file by path.

    Raises BrpMatchError with every fault: unknown scenario, key, sector, kind or error; shares
    that do not sum to 1 (± 0.001); rates outside 0 to 1.
    """
    path = name if isinstance(name, Path) else content_root("scenarios") / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(scenario_names())
        raise BrpMatchError(
            "SCENARIO_ONBEKEND", str(path.stem), f"dit scenario bestaat niet; er zijn: {known}"
        )
    defaults = error_rates()
    raw = read_yaml(path)
    faults: list[Fault] = []
    where = path.name
    _keys(raw, _TOP, where, faults)
    suppliers = tuple(_supplier(one, defaults, where, faults) for one in raw.get("vlps", []))
    fixed = tuple(_fixed(one, defaults, where, faults) for one in raw.get("vast", []))
    kinds = {str(k): float(v) for k, v in (raw.get("soorten") or {}).items()}
    origins = {str(k): float(v) for k, v in (raw.get("herkomst") or {}).items()}
    for kind in sorted(set(kinds) - set(KINDS)):
        faults.append(Fault("SCENARIO_SOORT", where, f"de soort '{kind}' bestaat niet"))
    for label, shares in (("herkomst", origins), ("soorten", kinds)):
        if shares and abs(sum(shares.values()) - 1) > 0.001:
            faults.append(
                Fault("SCENARIO_SOM", where, f"de aandelen van '{label}' zijn samen niet 1")
            )
    if suppliers and abs(sum(one.share for one in suppliers) - 1) > 0.001:
        faults.append(Fault("SCENARIO_SOM", where, "de aandelen van 'vlps' zijn samen niet 1"))
    for key in ("naam", "titel", "inwoners", "signalen", "gemeente", "maand", "herkomst", "vlps"):
        if key not in raw:
            faults.append(Fault("SCENARIO_ONTBREEKT", where, f"de sleutel '{key}' ontbreekt"))
    signals = int(raw.get("signalen", 0))
    if fixed and sum(one.count for one in fixed) > signals:
        faults.append(Fault("SCENARIO_SOM", where, "'vast' telt meer signalen dan 'signalen'"))
    if not kinds and sum(one.count for one in fixed) != signals:
        faults.append(
            Fault("SCENARIO_SOM", where, "zonder 'soorten' moet 'vast' alle signalen noemen")
        )
    if faults:
        raise BrpMatchError.from_faults(faults)
    return Scenario(
        name=str(raw["naam"]), title=str(raw["titel"]), residents=int(raw["inwoners"]), signals=signals,
        gemeente=str(raw["gemeente"]), month=str(raw["maand"]), origins=origins, kinds=kinds,
        suppliers=suppliers, fixed=fixed,
    )  # fmt: skip


def error_rates() -> dict[str, float]:
    """Default probability of every kind of error (`fouten.yaml`, with sources there)."""
    raw = read_yaml(content_root("scenarios") / ERRORS_FILE)
    return {str(name): float(entry["kans"]) for name, entry in raw["fouten"].items()}


_TOP = {
    "naam", "titel", "toelichting", "inwoners", "signalen", "gemeente", "maand", "herkomst", "soorten",
    "vlps", "vast",
}  # fmt: skip


def _keys(raw: Mapping[str, Any], known: set[str], where: str, faults: list[Fault]) -> None:
    for key in sorted(set(raw) - known):
        faults.append(Fault("SCENARIO_ONBEKEND", where, f"de sleutel '{key}' bestaat niet"))


def _supplier(
    raw: Mapping[str, Any], defaults: Mapping[str, float], where: str, faults: list[Fault]
) -> Supplier:
    _keys(
        raw,
        {"naam", "sector", "aandeel", "fouten", "schaal", "standaarddatum", "datumvorm"},
        where,
        faults,
    )
    if raw.get("sector") not in {str(sector) for sector in Sector}:
        faults.append(Fault("SCENARIO_SECTOR", where, "een vlp heeft geen bekende sector"))
    own = {str(k): float(v) for k, v in (raw.get("fouten") or {}).items()}
    for name in sorted(set(own) - set(defaults)):
        faults.append(
            Fault("SCENARIO_FOUT", where, f"de fout '{name}' staat niet in {ERRORS_FILE}")
        )
    for name, rate in own.items():
        if not 0 <= rate <= 1:
            faults.append(
                Fault("SCENARIO_KANS", where, f"de kans van '{name}' ligt niet tussen 0 en 1")
            )
    scale = float(raw.get("schaal", 1))
    rates = {name: min(rate * scale, 1.0) for name, rate in defaults.items()} | own
    return Supplier(
        name=str(raw.get("naam", "")), sector=str(raw.get("sector", "")), share=float(raw.get("aandeel", 0)),
        rates=rates, placeholder=str(raw.get("standaarddatum", "20000101")),
        date_style=str(raw.get("datumvorm", "%d-%m-%Y")),
    )  # fmt: skip


def _fixed(
    raw: Mapping[str, Any], defaults: Mapping[str, float], where: str, faults: list[Fault]
) -> Fixed:
    _keys(raw, {"soort", "fouten", "aantal"}, where, faults)
    if raw.get("soort") not in KINDS:
        faults.append(
            Fault("SCENARIO_SOORT", where, "een regel van 'vast' heeft geen bekende soort")
        )
    errors = tuple(str(one) for one in raw.get("fouten", []))
    for name in sorted(set(errors) - set(defaults)):
        faults.append(
            Fault("SCENARIO_FOUT", where, f"de fout '{name}' staat niet in {ERRORS_FILE}")
        )
    return Fixed(str(raw.get("soort")), errors, int(raw.get("aantal", 0)))
