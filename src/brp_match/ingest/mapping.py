"""The mapping file (TOML): which delivered column is which of ours, for all, a file or a VLP."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.column_names import header_key
from brp_match.ingest.columns import SIGNALS
from brp_match.toml_file import read_toml


@dataclass(frozen=True)
class Renames:
    """`columns`: our column → delivered column. `fixed`: our column → value for every row."""

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnMapping:
    """A mapping file: for every file, for files whose name fits a pattern, for rows of a VLP."""

    general: Renames = field(default_factory=Renames)
    per_file: Mapping[str, Renames] = field(default_factory=dict)
    per_vlp: Mapping[str, Renames] = field(default_factory=dict)
    habits: Mapping[str, str] = field(default_factory=dict)
    """Answers to questions about a delivery: id of the question → `herstellen` or `zoals_geleverd`."""
    drop_out: Mapping[str, str] = field(default_factory=dict)
    """Of the list of today's drop-out: signaal_id and reden → its column."""

    def for_file(self, name: str) -> Renames:
        """Return the general renames with those of every fitting file pattern laid over them."""
        fitting = [
            r for pattern, r in self.per_file.items() if fnmatch(name.lower(), pattern.lower())
        ]
        columns, fixed = dict(self.general.columns), dict(self.general.fixed)
        for renames in fitting:
            columns |= renames.columns
            fixed |= renames.fixed
        return Renames(columns, fixed)

    def asked(self, name: str) -> frozenset[str]:
        """Return the delivered columns that are spoken of for a file, as `header_key` writes them."""
        renames = [self.for_file(name), *self.per_vlp.values()]
        return frozenset(header_key(theirs) for one in renames for theirs in one.columns.values())

    def in_use(self, files: Sequence[str], vlps: Collection[str]) -> list[Renames]:
        """Return every set of renames that speaks of one of these files or VLP's: a mapping serves more
        deliveries than one."""
        of_files = [
            renames
            for pattern, renames in self.per_file.items()
            if any(fnmatch(name.lower(), pattern.lower()) for name in files)
        ]
        of_vlps = [renames for vlp, renames in self.per_vlp.items() if vlp in vlps]
        return [self.general, *of_files, *of_vlps]


def load_mapping(path: Path | None) -> ColumnMapping:
    """Read a mapping file; None gives an empty mapping.

    Sections: `[kolommen]` (ours = "theirs"), `[vast]` (ours = "value"), and the same two under
    `[bestand."patroon*.csv"]` and `[vlp."Naam"]`; `[gewoonten]` holds answers to questions about a
    delivery ("datumvolgorde/Naam/geboortedatum" = "herstellen"), `[uitval]` the columns of `--uitval`. Raises BrpMatchError with every fault.
    """
    if path is None:
        return ColumnMapping()
    said = "dit mappingbestand is niet te lezen als TOML"
    values = read_toml(path, "MAPPING_ONLEESBAAR", said)
    faults: list[Fault] = []
    for key in sorted(
        values.keys() - {"kolommen", "vast", "bestand", "vlp", "gewoonten", "uitval"}
    ):
        faults.append(Fault("MAPPING_ONBEKEND", path.name, f"de sleutel '{key}' bestaat niet"))
    general = _renames({k: v for k, v in values.items() if k in _PARTS}, path.name, "", faults)
    parts = {
        section: {
            name: _renames(part, path.name, f"{section}.", faults)
            for name, part in _table(values.get(section, {}), path.name, section, faults).items()
        }
        for section in ("bestand", "vlp")
    }
    habits = _answers(values.get("gewoonten", {}), path.name, faults)
    drop_out = _drop_out(values.get("uitval", {}), path.name, faults)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return ColumnMapping(general, parts["bestand"], parts["vlp"], habits, drop_out)


ANSWERS = ("herstellen", "zoals_geleverd")
"""What may be answered to a question about a delivery."""


def _answers(part: Any, where: str, faults: list[Fault]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for question, answer in _table(part, where, "gewoonten", faults).items():
        if question.count("/") < 2:
            faults.append(
                Fault("MAPPING_GEWOONTE", where, f"'{question}' is geen vraag: soort/vlp/kolom")
            )
        elif answer not in ANSWERS:
            faults.append(
                Fault("MAPPING_GEWOONTE", where, f"'{question}' is een van: {', '.join(ANSWERS)}")
            )
        else:
            answers[question] = str(answer)
    return answers


def _drop_out(part: Any, where: str, faults: list[Fault]) -> dict[str, str]:
    """Read `[uitval]`: signaal_id and reden of today's list → its column."""
    columns = _table(part, where, "uitval", faults)
    for ours, theirs in columns.items():
        if ours not in ("signaal_id", "reden", "klantnummer"):
            said = f"'{ours}' is geen kolom van de uitval: signaal_id, klantnummer of reden"
            faults.append(Fault("MAPPING_KOLOM", where, said))
        elif not isinstance(theirs, str) or not theirs.strip():
            faults.append(Fault("MAPPING_WAARDE", where, f"'{ours}' moet een tekst zijn"))
    return dict(columns)


_PARTS = ("kolommen", "vast")


def _table(value: Any, where: str, key: str, faults: list[Fault]) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    faults.append(Fault("MAPPING_WAARDE", where, f"'{key}' moet een tabel zijn"))
    return {}


def _renames(part: Any, where: str, prefix: str, faults: list[Fault]) -> Renames:
    table = _table(part, where, prefix.rstrip(".") or "mapping", faults)
    for key in sorted(table.keys() - set(_PARTS)):
        faults.append(Fault("MAPPING_ONBEKEND", where, f"de sleutel '{prefix}…{key}' bestaat niet"))
    found: dict[str, dict[str, str]] = {}
    for name in _PARTS:
        found[name] = {}
        for ours, theirs in _table(table.get(name, {}), where, f"{prefix}{name}", faults).items():
            if ours not in SIGNALS:
                faults.append(
                    Fault("MAPPING_KOLOM", where, f"'{ours}' is geen kolom van een signaal")
                )
            elif not isinstance(theirs, str) or not theirs.strip():
                faults.append(Fault("MAPPING_WAARDE", where, f"'{ours}' moet een tekst zijn"))
            else:
                found[name][ours] = theirs
    return Renames(found["kolommen"], found["vast"])
