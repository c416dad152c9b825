"""The file that leaves a municipality: made out of cells, read back and checked by the receiver.

The form stands in `export.schema.json`. What the schema cannot say is checked here: every sum,
no count under the minimum, no group twice. Every fault is told; none repeats what the file held.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from brp_match.benchmark.export.cells import Cells, family_sums
from brp_match.benchmark.export.groups import NAME
from brp_match.benchmark.export.keys import (
    ALL,
    REST,
    Group,
    Reviewed,
    all_measures,
    cell,
    group_measures,
    measure_sums,
)
from brp_match.benchmark.export.noise import NOISY
from brp_match.benchmark.export.suppression import ceiling, may_be_bounded
from brp_match.benchmark.families import FAMILIES, SIDES, family_of
from brp_match.errors import BrpMatchError, Fault
from brp_match.json_file import read_json
from brp_match.model import Reason

SCHEMA = "brp-match-uitval/1"
SCHEMA_FILE = "export.schema.json"
LARGEST_FILE = 5_000_000
"""Largest file that is read, in bytes: a large municipality's is a hundredth of it."""


@dataclass(frozen=True)
class Export:
    """What one municipality published. `counts` lacks what it withheld; `at_most` bounds some of that, and `noisy`
    tells some with noise (see `noise`).
    """

    gemeente: str
    minimum: int
    controle: str
    reviewed: Mapping[str, Reviewed]
    groups: tuple[Group, ...]
    counts: Mapping[str, int]
    at_most: Mapping[str, int] = field(default_factory=dict)
    noisy: Mapping[str, int] = field(default_factory=dict)

    @property
    def months(self) -> tuple[str, ...]:
        """Return the months it is about, jjjj-mm, in order."""
        return tuple(sorted(group.name for group in self.groups if group.kind == "maand"))


def as_document(
    cells: Cells,
    hidden: Collection[str],
    gemeente: str,
    minimum: int,
    controle: str,
    noisy: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the JSON of an export; a count that stays hidden is not in it, at most its ceiling, or what it is with
    noise (`noisy`).
    """
    bounded = may_be_bounded(cells.table, minimum) & frozenset(hidden)
    groups = []
    for group in cells.groups:
        shown = {
            measure: cells.table.counts[cell(group, measure)]
            for measure in group_measures(cells.reviewed, group.kind)
            if cell(group, measure) not in hidden
        }
        named = {"sector": group.sector, "naam": group.name}
        entry = {"soort": group.kind, **{k: v for k, v in named.items() if v}, "aantallen": shown}
        at_most = {
            measure: ceiling(minimum)
            for measure in group_measures(cells.reviewed, group.kind)
            if cell(group, measure) in bounded
        }
        guessed = {
            measure: noisy[cell(group, measure)]
            for measure in NOISY.get(group.kind, ())
            if cell(group, measure) in noisy
        }
        further = {"hoogstens": at_most, "met_ruis": guessed}
        groups.append({**entry, **{name: told for name, told in further.items() if told}})
    return {
        "schema": SCHEMA,
        "gemeente": gemeente,
        "minimum": minimum,
        "controle": controle,
        "nagekeken": {method: str(kind) for method, kind in cells.reviewed.items()},
        "groepen": groups,
    }


def as_text(document: Mapping[str, Any]) -> str:
    """Return the document as the text of the file."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_export(path: Path) -> Export:
    """Read and check one export. Raises BrpMatchError with every fault found."""
    said = "dit bestand is niet te lezen als JSON van een export"
    document = read_json(path, LARGEST_FILE, "EXPORT_ONLEESBAAR", said)
    faults = schema_faults(document, path.name)
    if not faults:
        faults = content_faults(document, path.name)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return _parsed(document)


def _parsed(document: Mapping[str, Any]) -> Export:
    groups = tuple(_group(entry) for entry in document["groepen"])
    counts = {
        cell(group, measure): int(count)
        for group, entry in zip(groups, document["groepen"], strict=True)
        for measure, count in entry["aantallen"].items()
    }
    at_most, noisy = (
        {
            cell(group, measure): int(count)
            for group, entry in zip(groups, document["groepen"], strict=True)
            for measure, count in entry.get(told, {}).items()
        }
        for told in ("hoogstens", "met_ruis")
    )
    reviewed = {method: Reviewed(kind) for method, kind in document["nagekeken"].items()}
    return Export(
        document["gemeente"], document["minimum"], document["controle"], reviewed, groups, counts,
        at_most, noisy,
    )  # fmt: skip


def _group(entry: Mapping[str, Any]) -> Group:
    return Group(entry["soort"], entry.get("naam", ""), entry.get("sector", ""))


def load_schema() -> dict[str, Any]:
    """Return the JSON schema of an export."""
    text = resources.files("brp_match.benchmark").joinpath(SCHEMA_FILE).read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def schema_faults(document: object, where: str) -> list[Fault]:
    """Return what breaks the schema, by place in the file and rule; no value is repeated."""
    import jsonschema  # type: ignore[import-untyped]

    errors = jsonschema.Draft202012Validator(load_schema()).iter_errors(document)
    faults = {
        Fault(
            "EXPORT_VORM",
            where,
            f"{_place(error.absolute_path)} voldoet niet aan '{error.validator}'",
        )
        for error in errors
    }
    return sorted(faults, key=lambda fault: fault.detail)


def _place(path: Collection[object]) -> str:
    """Say where: keys of the schema's own and numbers, an unknown key as `?`."""
    known = {"gemeente", "minimum", "controle", "nagekeken", "groepen", "schema", "aantallen",
             "hoogstens", "met_ruis", "soort", "sector", "naam", "exact", "brp_match"}  # fmt: skip
    parts = [str(part) if isinstance(part, int) or part in known else "?" for part in path]
    return "/".join(parts) or "het bestand"


def content_faults(document: Mapping[str, Any], where: str) -> list[Fault]:
    """Return what is wrong in a file that fits the schema, by number of the group."""
    faults: list[Fault] = []
    reviewed = {method: Reviewed(kind) for method, kind in document["nagekeken"].items()}
    groups = [_group(entry) for entry in document["groepen"]]
    if not NAME.fullmatch(document["gemeente"]):
        faults.append(Fault("EXPORT_NAAM", where, "deze naam van de gemeente mag hier niet staan"))
    for place, (group, entry) in enumerate(zip(groups, document["groepen"], strict=True), start=1):
        spot = f"{where}, groep {place}"
        if any(name and not NAME.fullmatch(name) for name in (group.name, group.sector)):
            faults.append(Fault("EXPORT_NAAM", spot, "deze naam mag niet in een export staan"))
        causes = {"oorzaak": Reason.__members__, "familie": {**FAMILIES, **SIDES}}.get(group.kind)
        if causes is not None and group.name not in {*causes, "overige"}:
            faults.append(Fault("EXPORT_OORZAAK", spot, "deze oorzaak bestaat niet"))
        if min(entry["aantallen"].values(), default=document["minimum"]) < document["minimum"]:
            faults.append(Fault("EXPORT_TE_KLEIN", spot, "een aantal is kleiner dan het minimum"))
        at_most = entry.get("hoogstens", {})
        if (
            set(at_most.values()) - {ceiling(document["minimum"])}
            or at_most.keys() & entry["aantallen"].keys()
        ):
            faults.append(Fault("EXPORT_GRENS", spot, "een bovengrens die hier niet kan staan"))
        noisy = entry.get("met_ruis", {})
        if (
            noisy.keys() - set(NOISY.get(group.kind, ()))
            or noisy.keys() & entry["aantallen"].keys()
        ):
            faults.append(Fault("EXPORT_RUIS", spot, "een aantal met ruis dat hier niet kan staan"))
        if not {*entry["aantallen"], *at_most, *noisy} <= set(group_measures(reviewed, group.kind)):
            faults.append(Fault("EXPORT_MAAT", spot, "een aantal dat hier niet kan staan"))
    twice = [group for group, times in Counter(groups).items() if times > 1]
    if twice or groups.count(ALL) != 1:
        faults.append(Fault("EXPORT_GROEP", where, "een groep ontbreekt of staat er twee keer"))
    if not faults and not _sums_hold(_parsed(document)):
        faults.append(Fault("EXPORT_SOM", where, "de aantallen tellen niet op tot hun totaal"))
    return faults


def export_sums(export: Export) -> list[tuple[str, tuple[str, ...]]]:
    """Return every sum that holds among the counts of an export: total and parts, as keys."""
    sums = [
        (cell(group, whole), tuple(cell(group, part) for part in parts))
        for group in export.groups
        for whole, parts in measure_sums(export.reviewed, group.kind)
    ]
    divisions = [
        (ALL, [g for g in export.groups if g.kind == kind])
        for kind in ("maand", "sector", "familie", "oorzaak")
    ]
    divisions += [
        (sector, [g for g in export.groups if g.kind == "vlp" and g.sector == sector.name])
        for sector in export.groups
        if sector.kind == "sector"
    ]
    for total, parts in divisions:
        for measure in all_measures(export.reviewed, parts[0].kind) if parts else ():
            sums.append((cell(total, measure), tuple(cell(part, measure) for part in parts)))
    named = {
        g.name: family_of(g.name) for g in export.groups if g.kind == "oorzaak" and g.name != REST
    }
    sums += [(one.total, one.parts) for one in family_sums(named, export.groups, export.reviewed)]
    return sums


def _sums_hold(export: Export) -> bool:
    """Tell whether no sum is broken by what is shown; a hidden part may be 0 or more."""
    for total, parts in export_sums(export):
        known = sum(export.counts.get(part, 0) for part in parts)
        whole = all(part in export.counts for part in parts)
        if total in export.counts and (
            known > export.counts[total] or (whole and known != export.counts[total])
        ):
            return False
    return True
