"""Find a municipality's files in one folder, and read its hand-checked outcomes."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from brp_match.errors import BrpMatchError, Fault

ENDINGS = (".csv", ".txt", ".xlsx", ".json", ".parquet")
OUTCOMES = "uitkomsten.csv"


class Checked(StrEnum):
    """What a person found of a signal that dropped out."""

    WRONGFUL = "onterecht"
    RIGHTFUL = "terecht"
    UNKNOWN = "onbekend"


WORDS = {
    **dict.fromkeys(("onterecht", "inwoner", "match"), Checked.WRONGFUL),
    **dict.fromkeys(("terecht", "geen_inwoner", "reject"), Checked.RIGHTFUL),
    **dict.fromkeys(("onbekend", "onduidelijk", ""), Checked.UNKNOWN),
}
"""Words that `uitkomst` may hold, lower case; match and reject are those of the review service."""


@dataclass(frozen=True)
class DataFolder:
    """The files of one municipality; those that may be absent are None."""

    signals: tuple[Path, ...]
    residents: Path
    previous_addresses: Path | None
    addresses: Path | None
    outcomes: Path | None
    drop_out: Path | None
    mapping: Path | None


def find_files(folder: Path) -> DataFolder:
    """Find the files by the beginning of their names, in any format that `link` reads.

    Looked for: `signalen*` (one or more), `inwoners*` (one), and if there `vorige_adressen*`,
    `adressen*`, `uitval*`, `uitkomsten.csv` and `mapping.toml`. Raises BrpMatchError with every fault: no
    folder, signals or residents missing, two files where one can be.
    """
    if not folder.is_dir():
        raise BrpMatchError("MAP_ONTBREEKT", folder.name, "deze map bestaat niet")
    faults: list[Fault] = []
    signals = _starting(folder, "signalen")
    if not signals:
        faults.append(
            Fault("BESTAND_ONTBREEKT", folder.name, "er is geen bestand 'signalen*' in deze map")
        )
    one = {
        name: _only(folder, name, faults)
        for name in ("inwoners", "vorige_adressen", "adressen", "uitval")
    }
    residents = one["inwoners"]
    if residents is None and not any(fault.where.startswith("inwoners") for fault in faults):
        faults.append(
            Fault("BESTAND_ONTBREEKT", folder.name, "er is geen bestand 'inwoners*' in deze map")
        )
    if faults or residents is None:
        raise BrpMatchError.from_faults(faults)
    outcomes, mapping = folder / OUTCOMES, folder / "mapping.toml"
    return DataFolder(
        signals,
        residents,
        one["vorige_adressen"],
        one["adressen"],
        outcomes if outcomes.is_file() else None,
        one["uitval"],
        mapping if mapping.is_file() else None,
    )


def _starting(folder: Path, name: str) -> tuple[Path, ...]:
    return tuple(
        sorted(
            path
            for path in folder.iterdir()
            if path.is_file()
            and path.name.lower().startswith(name)
            and path.suffix.lower() in ENDINGS
        )
    )


def _only(folder: Path, name: str, faults: list[Fault]) -> Path | None:
    found = _starting(folder, name)
    if len(found) > 1:
        faults.append(
            Fault(
                "BESTAND_DUBBEL", f"{name}*", f"er zijn {len(found)} bestanden; laat er één staan"
            )
        )
    return found[0] if len(found) == 1 else None


def read_outcomes(path: Path, signals: frozenset[str] | None = None) -> Mapping[str, Checked]:
    """Read `uitkomsten.csv` (`signaal_id; persoon_id; uitkomst`): signaal_id → what was found.

    `uitkomst` is one of WORDS; `persoon_id` (who it turned out to be) may be empty or absent, and
    is not used in a count. Raises BrpMatchError with every fault, by line: unknown word, signal
    that is not in `signals` (None: not looked at), or that stands there twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BrpMatchError(
            "UITKOMSTEN_ONLEESBAAR", path.name, "dit bestand is niet te lezen als UTF-8-tekst"
        ) from error
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text[:200] else ",")
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    lacking = [name for name in ("signaal_id", "uitkomst") if name not in names]
    if lacking:
        raise BrpMatchError("UITKOMSTEN_KOLOM", path.name, "kolom ontbreekt: " + ", ".join(lacking))
    reader.fieldnames = names
    found: dict[str, Checked] = {}
    faults: list[Fault] = []
    for line, row in enumerate(reader, start=2):
        signal, word = ((row[key] or "").strip() for key in ("signaal_id", "uitkomst"))
        where = f"{path.name}, rij {line}"
        if signals is not None and signal not in signals:
            faults.append(Fault("UITKOMST_SIGNAAL", where, "dit signaal staat niet in de levering"))
        elif signal in found:
            faults.append(Fault("UITKOMST_DUBBEL", where, "dit signaal stond er al"))
        elif word.lower() not in WORDS:
            faults.append(
                Fault(
                    "UITKOMST_WOORD",
                    where,
                    "'uitkomst' is onterecht, terecht of onbekend",
                )
            )
        else:
            found[signal] = WORDS[word.lower()]
    if faults:
        raise BrpMatchError.from_faults(faults)
    return found
