"""The figures of the model beside m and u: `comparators/model.yaml` read, checked and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from brp_match.content.files import read_yaml, unknown_keys
from brp_match.errors import BrpMatchError, Fault
from brp_match.settings import content_root

MODEL_FILE = "model.yaml"
"""The one file of `comparators/` that is no comparator."""

UNITS: Mapping[str, tuple[float, float]] = {
    "kans": (0.0, 1.0),
    "keer": (0.0, 1_000.0),
    "signalen": (0.0, 1_000_000.0),
    "inwoners": (0.0, 100_000_000.0),
    "kandidaten": (0.0, 1_000.0),
    "datums": (0.0, 1_000_000.0),
    "jaren": (0.0, 200.0),
    "maanden": (0.0, 1200.0),
    "dagen": (0.0, 100_000.0),
    "letters": (0.0, 100.0),
}
"""Unit → bounds, both outside: every figure is greater than the first and less than the second."""

_FIGURE = {"naam", "waarde", "eenheid", "teken", "bron", "zin"}
_REQUIRED = _FIGURE - {"teken"}


@dataclass(frozen=True)
class ModelFigures:
    """Every figure of the model that is no m or u of a level, by the name it has in the file.

    The file says of each what it means, its unit and where it comes from; docs/model.md prints them.
    """

    resident_prior: float
    relative_prior: float
    relative_shares_surname: float
    relative_shares_given: float
    adult_age: int
    minor_factor: float
    unnamed_trade: float
    unnamed_person: float
    strength_pooled: float
    strength_sector: float
    strength_source: float
    rate_floor: float
    resident_strength: float
    taught_from: float
    sceptic_resident: float
    sceptic_relatives: float
    history_discount: float
    name_smoothing: float
    rare_surname: float
    rare_given: float
    letter_smoothing: float
    letter_share: float
    extra_initial: float
    extra_initials_at_most: int
    extra_name: float
    other_names: float
    daily_share: float
    surname_weight: float
    in_use_own: Mapping[str, float]
    in_use_partner: Mapping[str, float]
    cut_letters: int
    birth_dates: float
    first_january_years: float
    first_january_year_like: float
    first_january_weight: float
    placeholder_true_kept: float
    placeholder_by_error: float
    placeholder_dates: float
    placeholder_significance: float
    placeholder_at_least: int
    placeholder_times: float
    placeholder_strength: float
    calendar_days: int
    household_at_most: int
    recent_days: int
    street_letters: int
    street_difference: int
    holders_at_most: Mapping[str, float]
    fine_from: int
    keep_from: float
    keep_at_least: int
    keep_at_most: int
    clear: float
    rival: float
    probe_variants: int
    probe_months: int
    probe_copies: int
    probe_address: int
    probe_namesakes: float


@dataclass(frozen=True)
class Figure:
    """One figure as the file tells it: `waarde` a number, or numbers by name; texts in Dutch."""

    naam: str
    waarde: float | int | Mapping[str, float]
    eenheid: str
    teken: str
    bron: str
    zin: str


@dataclass(frozen=True)
class Part:
    """One part of the model with its figures, in the order of the file."""

    titel: str
    beschrijving: str
    getallen: tuple[Figure, ...]


@cache
def model_figures() -> ModelFigures:
    """Return the figures of the shipped file. Raises as `load_model`."""
    return load_model()


def load_model(path: Path | None = None) -> ModelFigures:
    """Read the figures of the model from `path`, or the shipped file.

    Raises BrpMatchError with all faults: a figure that is missing, unknown, told twice, of another kind or
    out of the bounds of its unit; a text that is missing; an unknown key or unit.
    """
    figures = {f.naam: f.waarde for part in load_parts(path) for f in part.getallen}
    return ModelFigures(**figures)  # type: ignore[arg-type]


def load_parts(path: Path | None = None) -> tuple[Part, ...]:
    """Read the same file with its texts. Raises as `load_model`."""
    file = path or content_root("comparators") / MODEL_FILE
    raw = read_yaml(file)
    faults = unknown_keys(raw, {"titel", "beschrijving", "onderdelen"}, file.name)
    entries = [f for part in raw.get("onderdelen", ()) for f in part.get("getallen", ())]
    for entry in entries:
        faults += _faults(entry, file.name)
    names = [str(entry.get("naam")) for entry in entries]
    known = {field.name for field in fields(ModelFigures)}
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(Fault("INHOUD_DUBBEL", file.name, f"het getal {name} staat er twee keer"))
    for name in sorted(known - set(names)):
        faults.append(Fault("INHOUD_ONVOLLEDIG", file.name, f"het getal {name} ontbreekt"))
    if faults:
        raise BrpMatchError.from_faults(faults)
    return tuple(
        Part(
            part["titel"],
            " ".join(str(part.get("beschrijving", "")).split()),
            tuple(_typed(entry) for entry in part["getallen"]),
        )
        for part in raw["onderdelen"]
    )


_MAPPINGS = {
    "in_use_own": {"geen_partner", "eigen_man", "eigen_vrouw", "eigen", "partner"},
    "in_use_partner": {"geen_partner", "eigen_man", "eigen_vrouw", "eigen", "partner"},
    "holders_at_most": {"A", "S", "G", "N", "J", "D", "P", "T"},
}
"""Figures by name → the names that must be there."""


@cache
def _kinds() -> dict[str, Any]:
    """The type of every figure; asked of Python once, as it reads them all each time."""
    return get_type_hints(ModelFigures)


def _faults(entry: dict[str, Any], where: str) -> list[Fault]:
    name = str(entry.get("naam"))
    place = f"{where}, getal {name}"
    faults = unknown_keys(entry, _FIGURE, place)
    for key in sorted(_REQUIRED - {key for key, value in entry.items() if value not in (None, "")}):
        faults.append(Fault("INHOUD_ONVOLLEDIG", place, f"ontbreekt: {key}"))
    kind = _kinds().get(name)
    if kind is None:
        return [*faults, Fault("INHOUD_ONBEKEND", place, "dit getal bestaat niet")]
    if entry.get("eenheid") not in UNITS:
        return [*faults, Fault("INHOUD_ONBEKEND", place, "deze eenheid bestaat niet")]
    value = entry.get("waarde")
    if name in _MAPPINGS:
        if not isinstance(value, dict) or set(value) != _MAPPINGS[name]:
            wanted = ", ".join(sorted(_MAPPINGS[name]))
            return [*faults, Fault("INHOUD_GETAL", place, f"geef een getal voor elk van {wanted}")]
        values = list(value.values())
    else:
        values = [value]
    low, high = UNITS[entry["eenheid"]]
    right = (int,) if kind is int else (int, float)
    for one in values:
        if isinstance(one, bool) or not isinstance(one, right) or not low < one < high:
            whole = "geheel " if kind is int else ""
            text = f"dit is een {whole}getal tussen {low:.0f} en {high:.0f}"
            faults.append(Fault("INHOUD_GETAL", place, text))
            break
    return faults


def _typed(entry: dict[str, Any]) -> Figure:
    value = entry["waarde"]
    if isinstance(value, dict):
        value = {str(key): float(one) for key, one in value.items()}
    elif _kinds()[entry["naam"]] is float:
        value = float(value)
    texts = {key: " ".join(str(entry.get(key, "")).split()) for key in _FIGURE - {"waarde"}}
    return Figure(waarde=value, **texts)
