"""The mapping helper: which delivered column is which of ours, proposed, checked, and written down."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from brp_match.database import Connection, connect
from brp_match.delivery.proposals import propose
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.bsn_texts import is_bsn_column, may_hold_bsn
from brp_match.ingest.column_names import header_key
from brp_match.ingest.columns import KINDS, SIGNALS, layout_of
from brp_match.ingest.rows import STAGE
from brp_match.ingest.signals import read_signal_file
from brp_match.model import Sector
from brp_match.web.pages.cells_read import as_read, order_of

SIGNAL = KINDS["signalen"]

TARGETS = SIGNALS
"""Our columns that a delivered one may become."""

SECTORS = tuple(sector.value for sector in Sector)

FIXED = ("vlp", "sector")
"""Our columns that may have one value for a whole file."""

LOOKED_AT = 2_000
"""Rows looked at for what stands in a column."""

SAMPLES_SHOWN = 3
SAMPLE_LONGEST = 40
"""Signs of a value that are shown."""

NOT_SHOWN = "kan een BSN zijn: niet getoond"


@dataclass(frozen=True)
class Column:
    """A delivered column and what we think it is; `voorstel` is '' when it is not recognised.

    `voorbeelden`: some of its values as they came, so that a person can tell what it holds; never a BSN.
    `geraden`: proposed by what stands in it alone; `gevuld`: its cells that are not empty; `volgorde`: what its dates say of their order (see `order_of`).
    """

    naam: str
    veld: str
    voorstel: str
    hoe: str
    voorbeelden: tuple[str, ...] = ()
    gevuld: int = 0
    volgorde: str = ""
    geraden: bool = False

    @property
    def gelezen(self) -> tuple[str, ...]:
        """The same values as we read them under what is chosen; '' where that adds nothing."""
        return tuple(as_read(self.voorstel, text) for text in self.voorbeelden)


@dataclass(frozen=True)
class FileColumns:
    """One delivered file: `naam` is ours, `getoond` what its sender calls it.

    `vast`: column of ours → value for all its rows, of those in `FIXED`; without what is not given. `volgorde`: the
    order of its dates as a person told it (dmy or mdy), '' where the cells tell it. `eerder`: the month (jjjj-mm) in
    which this form was chosen before, '' for the first time.
    """

    naam: str
    getoond: str
    rijen: int
    formaat: str
    kolommen: tuple[Column, ...]
    nummer: int
    vast: Mapping[str, str] = field(default_factory=dict)
    volgorde: str = ""
    eerder: str = ""

    def gevonden(self, doel: str) -> bool:
        """Whether one of the columns is proposed as `doel`, and not by what stands in it alone."""
        return any(column.voorstel == doel and not column.geraden for column in self.kolommen)

    def veld(self, doel: str) -> str:
        """Return the field of the form that fixes `doel` for all rows."""
        return f"{doel}{self.nummer}"


def look(
    files: Sequence[Path],
    names: Mapping[str, str],
    today: date | None = None,
    deliverers: Collection[str] = (),
) -> list[FileColumns]:
    """Read delivered files and propose what each column is, by its name or by what stands in it.

    `today`: the day of the delivery. `deliverers`: those that are known. `names`: file name → what its sender calls it, which is what people are told. Raises BrpMatchError with the faults of all files that cannot be read.
    """
    found: list[FileColumns] = []
    faults: list[Fault] = []
    today = today or date.today()
    for number, path in enumerate(files):
        try:
            found.append(_look(number, path, names.get(path.name, path.name), today, deliverers))
        except BrpMatchError as error:
            faults.extend(error.faults)
    if faults:
        raise BrpMatchError.from_faults(faults)
    return found


def _look(
    number: int, path: Path, shown: str, today: date, deliverers: Collection[str]
) -> FileColumns:
    with connect() as con:
        delivered, _ = read_signal_file(con, path, SIGNAL)
        cells, filled = _cells(con, delivered.header)
    layout = layout_of(SIGNAL, delivered.header)
    ours = {place: column for column, place in layout.sources.items()}
    open_to_us = {place: "" for place, name in enumerate(delivered.header) if is_bsn_column(name)}
    guessed = propose(cells, open_to_us | ours, today, deliverers)
    columns = tuple(
        Column(
            name, f"k{number}_{place}",
            ours.get(place) or (guessed[place].column if place in guessed else ""),
            _how(name, ours.get(place, "")) or (guessed[place].why if place in guessed else ""),
            _shown(name, cells[place]), filled[place], order_of(cells[place]), place in guessed,
        )
        for place, name in enumerate(delivered.header)
        if header_key(name)
    )  # fmt: skip
    if not columns:
        raise BrpMatchError("GEEN_KOLOMMEN", path.name, "hierin staan geen kolommen met een naam")
    return FileColumns(path.name, shown, delivered.rows, str(delivered.formaat), columns, number)


def _cells(con: Connection, header: Sequence[str]) -> tuple[list[list[str | None]], list[int]]:
    """Return the first cells of every column, and how many of all its cells are filled."""
    places = range(len(header))
    columns = ", ".join(f"k{place}" for place in places)
    rows = con.execute(f"SELECT {columns} FROM {STAGE} ORDER BY regel LIMIT {LOOKED_AT}").fetchall()
    counts = ", ".join(f"count(nullif(trim(k{place}), ''))" for place in places)
    (filled,) = con.execute(f"SELECT {counts} FROM {STAGE}").fetchall()
    return [[row[place] for row in rows] for place in places], list(filled)


def _shown(name: str, values: Sequence[str | None]) -> tuple[str, ...]:
    texts = dict.fromkeys(" ".join(str(value or "").split()) for value in values)
    texts.pop("", None)
    hidden = is_bsn_column(name)
    safe = [] if hidden else [text for text in texts if not may_hold_bsn(text)]
    if not safe and texts:
        return (NOT_SHOWN,)
    return tuple(_short(text) for text in safe[:SAMPLES_SHOWN])


def _short(text: str) -> str:
    return text if len(text) <= SAMPLE_LONGEST else text[: SAMPLE_LONGEST - 1] + "…"


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
            vast=_fixed(file, form),
            volgorde=_order(form.get(file.veld("volgorde"), "")),
        )
        for file in files
    ]


def _order(text: str) -> str:
    return text if text in ("dmy", "mdy") else ""


def _fixed(file: FileColumns, form: Mapping[str, str]) -> dict[str, str]:
    given = {target: " ".join(form.get(file.veld(target), "").split())[:80] for target in FIXED}
    if given["sector"] not in SECTORS:
        del given["sector"]
    return {target: value for target, value in given.items() if value}


def faults(files: Sequence[FileColumns]) -> list[str]:
    """Return in plain Dutch what is wrong with the choices: a column twice, missing, or still used."""
    found: list[str] = []
    for file in files:
        picked = [column.voorstel for column in file.kolommen if column.voorstel]
        for target in sorted({target for target in picked if picked.count(target) > 1}):
            found.append(f"{file.getoond}: u koos twee kolommen voor {target}.")
        for target in [target for target in file.vast if target in picked]:
            found.append(f"{file.getoond}: u koos een kolom voor {target} én een vaste waarde.")
        names = [header_key(column.naam) for column in file.kolommen]
        for name in sorted({name for name in names if names.count(name) > 1}):
            found.append(f"{file.getoond}: de kolom {name} staat er twee keer in.")
        fixed = list(file.vast)
        for group in SIGNAL.required:
            if not any(target in picked or target in fixed for target in group):
                more = " Of vul de naam van de vastelastenpartner in." if "vlp" in group else ""
                found.append(f"{file.getoond}: kies een kolom voor {' of '.join(group)}.{more}")
        if not found:
            found.extend(_not_as_chosen(file, fixed))
    return found


def _not_as_chosen(file: FileColumns, fixed: Sequence[str]) -> list[str]:
    """What the reader would do otherwise than chosen: a known name is used unless given elsewhere."""
    wanted = {c.voorstel: c.naam for c in file.kolommen if c.voorstel}
    header = [column.naam for column in file.kolommen]
    layout = layout_of(SIGNAL, header, wanted, fixed)
    return [
        f"{file.getoond}: de kolom {header[place]} kennen wij als {target}. Laat die keuze staan, "
        f"of kies een andere kolom voor {target}."
        for target, place in layout.sources.items()
        if target not in wanted and target not in fixed
    ]


def as_toml(files: Sequence[FileColumns], answers: Mapping[str, str] | None = None) -> str:
    """Write the choices as a mapping file, one section a file, with `answers` to questions (see `ingest.mapping`)."""
    lines: list[str] = []
    if answers:
        lines.append("[gewoonten]")
        lines += [
            f"{_quoted(question)} = {_quoted(answer)}" for question, answer in answers.items()
        ]
        lines.append("")
    for file in files:
        section = f"bestand.{_quoted(_literal(file.naam))}"
        lines.append(f"[{section}.kolommen]")
        lines += [f"{c.voorstel} = {_quoted(c.naam)}" for c in file.kolommen if c.voorstel]
        if file.vast:
            lines.append(f"[{section}.vast]")
            lines += [f"{target} = {_quoted(value)}" for target, value in file.vast.items()]
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
