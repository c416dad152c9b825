"""The columns of a delivery beside what was chosen before, what is missing from them, and what must be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from brp_match.database import connect
from brp_match.delivery.findings import Habit, Kind, question_id
from brp_match.dutch import percentage
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_signals
from brp_match.ingest.column_names import header_key
from brp_match.review import forms
from brp_match.review.forms import Form
from brp_match.web.pages.cells_read import DATES, DOUBT
from brp_match.web.pages.mapping_helper import FIXED, TARGETS, FileColumns, as_toml
from brp_match.web.pages.words import count, month_words

MONTHS_OFFERED = 12
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
BEFORE = "zoals u eerder koos"

WITHOUT = (
    (("geboortedatum",), "geboortedatum", "Dan wijst alleen de naam en het adres iemand aan: meer zaken gaan naar een mens."),
    (("postcode", "straatnaam"), "adres", "Dan zijn naamgenoten niet uit elkaar te houden: bijna alles gaat naar een mens."),
    (("bedrag",), "bedrag", "Dan geldt geen drempel, en de oppaklijst noemt geen bedrag."),
)  # fmt: skip
"""Columns of which one should be there, what it is, and what follows from its absence."""

MANY = 0.05
"""Share of empty cells from which it is told."""


def recalled(con: Connection, files: Sequence[FileColumns]) -> list[FileColumns]:
    """Return files with what was chosen for the same form before in the place of our proposals."""
    return [_recalled(con, file) for file in files]


def _recalled(con: Connection, file: FileColumns) -> FileColumns:
    form = forms.recall(con, [column.naam for column in file.kolommen], file.getoond)
    if form is None:
        return file
    columns = tuple(
        replace(
            column,
            voorstel=form.columns[key],
            hoe=BEFORE if form.columns[key] else "",
            geraden=False,
        )
        if (key := header_key(column.naam)) in form.columns
        and (form.columns[key] in TARGETS or not form.columns[key])
        else column
        for column in file.kolommen
    )
    fixed = {name: text for name, text in form.fixed.items() if name in FIXED}
    return replace(
        file, kolommen=columns, vast=fixed, volgorde=form.order, eerder=form.month or "eerder"
    )


def remember(con: Connection, files: Sequence[FileColumns], month: str) -> None:
    """Keep what was chosen, for the next delivery of the same form."""
    for file in files:
        header = [column.naam for column in file.kolommen]
        columns = {header_key(column.naam): column.voorstel for column in file.kolommen}
        forms.remember(
            con, header, file.getoond, Form(columns, dict(file.vast), file.volgorde, month)
        )


def in_doubt(file: FileColumns) -> bool:
    """Tell whether the order of dates must be asked: they fit both, and no cell tells."""
    dates = [column for column in file.kolommen if column.voorstel in DATES]
    told = any(column.volgorde in ("dmy", "mdy") for column in dates)
    return not told and any(column.volgorde == DOUBT for column in dates)


def without_month(files: Sequence[FileColumns]) -> bool:
    """Tell whether nothing in these files tells of which month they are."""
    return not any(
        column.voorstel == "signaaldatum" and column.gevuld
        for file in files
        for column in file.kolommen
    )


def warnings(file: FileColumns) -> list[str]:
    """Return what is missing from a file and what follows from it, before anything is compared."""
    found = []
    for group, what, then in WITHOUT:
        columns = [column for column in file.kolommen if column.voorstel in group]
        if not columns:
            found.append(f"Er is geen {what}. {then}")
            continue
        empty = file.rijen - max(column.gevuld for column in columns)
        if file.rijen and empty / file.rijen >= MANY:
            share = percentage(empty / file.rijen, 0)
            found.append(f"In {count(empty)} van de {count(file.rijen)} rijen ({share}) staat geen {what}. {then}")  # fmt: skip
    return found


def answers(files: Sequence[FileColumns], paths: Sequence[Path], folder: Path) -> dict[str, str]:
    """Return answers to the questions about dates that a person gave with the columns, per deliverer and column.

    Reads the files as chosen, for the names of their deliverers. Nothing where no order was told.
    """
    told = {file.naam: file for file in files if file.volgorde == "mdy"}
    if not told:
        return {}
    mapping = folder / "kolommen-proef.toml"
    mapping.write_text(as_toml(files), encoding="utf-8")
    con = connect(threads=1)
    found: dict[str, str] = {}
    try:
        for path in paths:
            file = told.get(path.name)
            if file is None:
                continue
            load_signals(con, [path], mapping)
            vlps = con.execute("SELECT DISTINCT vlp FROM raw_signalen WHERE vlp IS NOT NULL").fetchall()  # fmt: skip
            con.execute("DELETE FROM raw_signalen").fetchall()
            for (vlp,) in sorted(vlps):
                for column in file.kolommen:
                    if column.voorstel in DATES and column.volgorde == DOUBT:
                        question = question_id(Kind.DATUMVOLGORDE, str(vlp), column.voorstel)
                        found[question] = str(Habit.MEND)
    except BrpMatchError:
        # what cannot be read is told when the delivery is
        return found
    finally:
        con.close()
        mapping.unlink(missing_ok=True)
    return found


def faults(files: Sequence[FileColumns], month: str) -> list[str]:
    """Return what was not answered: the order of dates, or the month where no date tells it."""
    found = [
        f"{file.getoond}: kies of in de datums de dag of de maand vooraan staat."
        for file in files
        if in_doubt(file) and not file.volgorde
    ]
    if without_month(files) and not MONTH.fullmatch(month):
        found.append(
            "Kies over welke maand deze levering gaat: geen datum in het bestand zegt het."
        )
    return found


def months_back(today: date) -> list[tuple[str, str]]:
    """Return this month and the eleven before it, with their names."""
    found = []
    for back in range(MONTHS_OFFERED):
        number = today.year * 12 + today.month - 1 - back
        code = f"{number // 12}-{number % 12 + 1:02d}"
        found.append((code, month_words(code)))
    return found
