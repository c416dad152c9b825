"""Comparators: what is compared, level by level, with reasons, sentences and prior m and u."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from brp_match.content.files import parse_yaml, read_content, unknown_keys
from brp_match.content.model import MODEL_FILE
from brp_match.errors import BrpMatchError, Fault
from brp_match.model import Reason
from brp_match.settings import content_root

_TOP = {
    "naam",
    "titel",
    "beschrijving",
    "groepen",
    "niveaus",
    "extra_redenen",
    "voorbeelden",
}
_LEVEL = {
    "id", "titel", "redenen", "zin", "m", "m_bron", "u", "u_minimum", "u_bron", "geen_informatie",
    "sectoren",
}  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level. `m` and `u` are probabilities in (0, 1); `u` None means the pair's own frequency in
    the register, bounded below by `u_minimum`; `m_bron` and `u_bron` say where the figures come from. A level without information has weight 0."""

    id: str
    titel: str
    redenen: tuple[str, ...]
    zin: str
    m: float
    m_bron: str
    u: float | None
    u_minimum: float
    u_bron: str
    geen_informatie: bool
    sectoren: dict[str, float]


FACTS = ("voorvoegsel_gelijk", "een_naam", "diakrieten_weg", "verder_anders", "deel_anders")
"""Facts of a pair beside its levels, that a condition may ask for; what they mean: `NameEvidence`."""


@dataclass(frozen=True)
class Condition:
    """Comparator → levels of which it has one, and fact → what it is; all of them together."""

    niveaus: Mapping[str, frozenset[str]]
    feiten: Mapping[str, bool]

    def holds(self, levels: Mapping[str, str], facts: Mapping[str, bool]) -> bool:
        """Tell whether a pair is so: comparator → its level, and every one of FACTS."""
        return all(levels[name] in wanted for name, wanted in self.niveaus.items()) and all(
            facts[name] is wanted for name, wanted in self.feiten.items()
        )


@dataclass(frozen=True)
class ExtraReason:
    """Reason codes of a pair for which one of the conditions holds."""

    voorwaarde: tuple[Condition, ...]
    redenen: tuple[str, ...]


@dataclass(frozen=True)
class Comparator:
    """One comparator. `groepen` says which levels are alternatives of each other: within a group m sums
    to 1."""

    naam: str
    titel: str
    beschrijving: str
    groepen: dict[str, tuple[str, ...]]
    niveaus: tuple[Level, ...]
    extra_redenen: tuple[ExtraReason, ...]
    voorbeelden: tuple[dict[str, Any], ...] = field(default=())

    @cached_property
    def by_id(self) -> dict[str, Level]:
        """Levels by id."""
        return {level.id: level for level in self.niveaus}

    def m_of(self, level: str, sector: str | None = None) -> float:
        """Prior m of a level, in a sector where the content gives one; rescaled to sum to 1."""
        return self._known_m[level] if sector is None else self._m_of(level, sector)

    @cached_property
    def _known_m(self) -> dict[str, float]:
        """Prior m of every level that a group has, of no sector: a look-up asks it sixty times."""
        return {
            level: self._m_of(level, None) for group in self.groepen.values() for level in group
        }

    def _m_of(self, level: str, sector: str | None) -> float:
        group = next(g for g in self.groepen.values() if level in g)
        values = {
            name: self.by_id[name].sectoren.get(sector or "", self.by_id[name].m) for name in group
        }
        return values[level] / sum(values.values())


def load_comparators(root: Path | None = None) -> tuple[Comparator, ...]:
    """Read every comparator of the comparators folder, in the order of `link.comparisons.ORDER`.

    Raises BrpMatchError with all faults of all files: unknown keys, unknown reason codes, m that do
    not sum to 1 within a group (± 0.02), levels outside every group.
    """
    folder = root or content_root("comparators")
    files = (path for path in sorted(folder.glob("*.yaml")) if path.name != MODEL_FILE)
    return _comparators(folder.name, tuple((path.name, read_content(path)) for path in files))


@lru_cache(maxsize=4)
def _comparators(folder: str, files: tuple[tuple[str, bytes], ...]) -> tuple[Comparator, ...]:
    """The comparators of files with these bytes: many municipalities in one process ask for the same again and again."""
    faults: list[Fault] = []
    found: list[Comparator] = []
    for name, content in files:
        raw = parse_yaml(name, content)
        problems = _faults(raw, name)
        faults += problems
        if not problems:
            found.append(_typed(raw))
    if not found and not faults:
        faults.append(Fault("INHOUD_ONTBREEKT", folder, "er zijn geen vergelijkingen gevonden"))
    if not faults:
        faults = _condition_faults(found)
    if faults:
        raise BrpMatchError.from_faults(faults)
    order = {"achternaam": 0, "voornaam": 1, "geboortedatum": 2, "adres": 3}
    return tuple(sorted(found, key=lambda c: (order.get(c.naam, 9), c.naam)))


def _faults(raw: dict[str, Any], where: str) -> list[Fault]:
    faults = unknown_keys(raw, _TOP, where)
    missing = {"naam", "titel", "groepen", "niveaus"} - set(raw)
    if missing:
        return [
            *faults,
            Fault("INHOUD_ONVOLLEDIG", where, f"ontbreekt: {', '.join(sorted(missing))}"),
        ]
    grouped = [name for group in raw["groepen"].values() for name in group]
    for level in raw["niveaus"]:
        place = f"{where}, niveau {level.get('id')}"
        faults += unknown_keys(level, _LEVEL, place)
        faults += _reason_faults(level.get("redenen", ()), place)
        if level.get("geen_informatie"):
            continue
        if level.get("id") not in grouped:
            faults.append(Fault("INHOUD_GROEP", place, "dit niveau staat in geen groep"))
        m, u = level.get("m"), level.get("u")
        if not isinstance(m, float) or not 0 < m < 1:
            faults.append(Fault("INHOUD_GETAL", place, "m is een kans tussen 0 en 1"))
        if u != "register" and not (isinstance(u, float) and 0 < u < 1):
            faults.append(Fault("INHOUD_GETAL", place, "u is 'register' of een kans tussen 0 en 1"))
        if u == "register" and not 0 < float(level.get("u_minimum", 0)) < 1:
            faults.append(Fault("INHOUD_GETAL", place, "u_minimum is een kans tussen 0 en 1"))
    for extra in raw.get("extra_redenen", ()):
        faults += _extra_faults(extra, where)
    known = {level.get("id"): level for level in raw["niveaus"]}
    for name, group in raw["groepen"].items():
        if set(group) - set(known):
            faults.append(Fault("INHOUD_GROEP", where, f"groep {name} noemt een onbekend niveau"))
        elif not faults and abs(sum(known[level]["m"] for level in group) - 1) > 0.02:
            faults.append(Fault("INHOUD_SOM", where, f"m van groep {name} is samen niet 1"))
    return faults


def _reason_faults(codes: Any, where: str) -> list[Fault]:
    return [
        Fault("INHOUD_REDEN", where, f"de redencode {code} bestaat niet")
        for code in codes
        if code not in Reason.__members__
    ]


def _extra_faults(extra: Any, where: str) -> list[Fault]:
    """Faults of one extra reason by itself; the levels it names are looked for when all files are read."""
    place = f"{where}, extra_redenen"
    faults = unknown_keys(extra, {"voorwaarde", "redenen"}, place)
    faults += _reason_faults(extra.get("redenen", ()), place)
    conditions = extra.get("voorwaarde")
    if not isinstance(conditions, list) or not conditions:
        text = "'voorwaarde' is een lijst van regels waarvan er één moet gelden"
        return [*faults, Fault("INHOUD_VOORWAARDE", place, text)]
    for condition in conditions:
        if not isinstance(condition, dict) or not condition:
            faults.append(Fault("INHOUD_VOORWAARDE", place, "een voorwaarde noemt wat moet gelden"))
            continue
        for name, wanted in condition.items():
            if name in FACTS and not isinstance(wanted, bool):
                faults.append(Fault("INHOUD_VOORWAARDE", place, f"{name} is true of false"))
            elif name not in FACTS and (not isinstance(wanted, list) or not wanted):
                faults.append(Fault("INHOUD_VOORWAARDE", place, f"{name} is een lijst van niveaus"))
    return faults


def _condition_faults(comparators: Sequence[Comparator]) -> list[Fault]:
    """Faults of conditions that name a comparator or a level that does not exist."""
    known = {c.naam: set(c.by_id) for c in comparators}
    return [
        Fault("INHOUD_VOORWAARDE", f"{c.naam}.yaml, extra_redenen", f"{name}: {level} bestaat niet")
        for c in comparators
        for extra in c.extra_redenen
        for condition in extra.voorwaarde
        for name, levels in condition.niveaus.items()
        for level in sorted(levels - known.get(name, set()))
    ]


def _condition(raw: Mapping[str, Any]) -> Condition:
    return Condition(
        niveaus={name: frozenset(levels) for name, levels in raw.items() if name not in FACTS},
        feiten={name: wanted for name, wanted in raw.items() if name in FACTS},
    )


def _typed(raw: dict[str, Any]) -> Comparator:
    return Comparator(
        naam=raw["naam"],
        titel=raw["titel"],
        beschrijving=str(raw.get("beschrijving", "")).strip(),
        groepen={name: tuple(group) for name, group in raw["groepen"].items()},
        niveaus=tuple(
            Level(
                id=level["id"],
                titel=level["titel"],
                redenen=tuple(level.get("redenen", ())),
                zin=level["zin"],
                m=float(level.get("m", 0)),
                m_bron=str(level.get("m_bron", "")),
                u=None if level.get("u") in (None, "register") else float(level["u"]),
                u_minimum=float(level.get("u_minimum", 0)),
                u_bron=str(level.get("u_bron", "")),
                geen_informatie=bool(level.get("geen_informatie", False)),
                sectoren={k: float(v) for k, v in (level.get("sectoren") or {}).items()},
            )
            for level in raw["niveaus"]
        ),
        extra_redenen=tuple(
            ExtraReason(tuple(map(_condition, extra["voorwaarde"])), tuple(extra["redenen"]))
            for extra in raw.get("extra_redenen", ())
        ),
        voorbeelden=tuple(raw.get("voorbeelden", ())),
    )
