"""The mapping helper: which delivered column is which of ours, proposed, checked, and written down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from brp_match.database import connect
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import KINDS, SIGNALS, header_key, layout_of
from brp_match.ingest.signals import read_signal_file

SIGNAL = KINDS["signalen"]

TARGETS = SIGNALS
"""Our columns that a delivered one may become."""


@dataclass(frozen=True)
class Column:
    """A delivered column and what we think it is; `voorstel` is '' when it is not recognised."""

    naam: str
    veld: str
    voorstel: str
    hoe: str


@dataclass(frozen=True)
class FileColumns:
    """One delivered file. `vast_vlp` is the deliverer's name for all its rows, '' for none."""

    naam: str
    rijen: int
    formaat: str
    kolommen: tuple[Column, ...]
    veld_vlp: str
    vast_vlp: str = ""

    @property
    def vlp_gevonden(self) -> bool:
        """Whether one of the columns is proposed as the deliverer."""
        return any(column.voorstel == "vlp" for column in self.kolommen)


def look(files: Sequence[Path]) -> list[FileColumns]:
    """Read the headers of delivered files and propose what each column is.

    Raises BrpMatchError with the faults of all files that cannot be read.
    """
    found: list[FileColumns] = []
    faults: list[Fault] = []
    for number, path in enumerate(files):
        try:
            found.append(_look(number, path))
        except BrpMatchError as error:
            faults.extend(error.faults)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return found


def _look(number: int, path: Path) -> FileColumns:
    con = connect()
    try:
        delivered, _ = read_signal_file(con, path, SIGNAL)
    finally:
        con.close()
    layout = layout_of(SIGNAL, delivered.header)
    ours = {place: column for column, place in layout.sources.items()}
    columns = tuple(
        Column(name, f"k{number}_{place}", ours.get(place, ""), _how(name, ours.get(place, "")))
        for place, name in enumerate(delivered.header)
        if header_key(name)
    )
    if not columns:
        raise BrpMatchError("GEEN_KOLOMMEN", path.name, "hierin staan geen kolommen met een naam")
    return FileColumns(path.name, delivered.rows, str(delivered.formaat), columns, f"vlp{number}")


def _how(name: str, column: str) -> str:
    if not column:
        return ""
    return "zelfde naam" if header_key(name) == header_key(column) else "andere naam"


def chosen(files: Sequence[FileColumns], form: Mapping[str, str]) -> list[FileColumns]:
    """Return the files with the choices of a form in place of our proposals; unknown ones ignored."""
    return [
        replace(
            file,
            kolommen=tuple(
                replace(column, voorstel=_target(form.get(column.veld, column.voorstel)))
                for column in file.kolommen
            ),
            vast_vlp=" ".join(form.get(file.veld_vlp, "").split())[:80],
        )
        for file in files
    ]


def faults(files: Sequence[FileColumns]) -> list[str]:
    """Return in plain Dutch what is wrong with the choices: a column twice, missing, or still used."""
    found: list[str] = []
    for file in files:
        picked = [column.voorstel for column in file.kolommen if column.voorstel]
        for target in sorted({target for target in picked if picked.count(target) > 1}):
            found.append(f"{file.naam}: u koos twee kolommen voor {target}.")
        names = [header_key(column.naam) for column in file.kolommen]
        for name in sorted({name for name in names if names.count(name) > 1}):
            found.append(f"{file.naam}: de kolom {name} staat er twee keer in.")
        fixed = ["vlp"] if file.vast_vlp else []
        for group in SIGNAL.required:
            if not any(target in picked or target in fixed for target in group):
                more = " Of vul de naam van de leverancier in." if "vlp" in group else ""
                found.append(f"{file.naam}: kies een kolom voor {' of '.join(group)}.{more}")
        if not found:
            found.extend(_not_as_chosen(file, fixed))
    return found


def _not_as_chosen(file: FileColumns, fixed: Sequence[str]) -> list[str]:
    """What the reader would do otherwise than chosen: a known name is used unless given elsewhere."""
    wanted = {c.voorstel: c.naam for c in file.kolommen if c.voorstel}
    header = [column.naam for column in file.kolommen]
    layout = layout_of(SIGNAL, header, wanted, fixed)
    return [
        f"{file.naam}: de kolom {header[place]} kennen wij als {target}. Laat die keuze staan, "
        f"of kies een andere kolom voor {target}."
        for target, place in layout.sources.items()
        if target not in wanted and target not in fixed
    ]


def as_toml(files: Sequence[FileColumns]) -> str:
    """Write the choices as a mapping file, one section a file (see `ingest.mapping`)."""
    lines: list[str] = []
    for file in files:
        section = f"bestand.{_quoted(_literal(file.naam))}"
        lines.append(f"[{section}.kolommen]")
        lines += [f"{c.voorstel} = {_quoted(c.naam)}" for c in file.kolommen if c.voorstel]
        if file.vast_vlp:
            lines += [f"[{section}.vast]", f"vlp = {_quoted(file.vast_vlp)}"]
        lines.append("")
    return "\n".join(lines)


def _target(value: str) -> str:
    return value if value in TARGETS else ""


def _literal(name: str) -> str:
    """A file name as a pattern that fits that name only."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's is one, but for the DEL sign, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
