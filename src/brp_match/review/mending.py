"""Rows of a delivery that were set aside, mended by a person: they join the delivery as one that belongs to it.

What was delivered stays as it came in quarantine.csv and counts as set aside: it is what the deliverer sent. Beside it
stands, in the folder of the delivery and gone with it, what a person made of it, who, when and how that is known. The
audit tells which fields, never a value.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from brp_match.csv_file import each_row
from brp_match.review import runs
from brp_match.review.runs import Run, RunState
from brp_match.review.schema import runs as runs_table

MENDABLE = frozenset({
    "SIGNAAL_ID_ONTBREEKT", "SIGNAAL_ID_DUBBEL", "VLP_ONTBREEKT", "NAAM_ONTBREEKT", "VELD_TE_LANG", "TEKEN_ONLEESBAAR",
    "RIJ_TE_KORT", "RIJ_TE_LANG", "AANHALINGSTEKEN_OPEN",
})  # fmt: skip
"""Why a row was set aside that a person can mend: it holds a signal. A line that is none stays where it is."""

IDENTITY = (
    "signaal_id", "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam", "geboortedatum",
)  # fmt: skip
"""Which signal it is and about whom: changed only as its deliverer confirmed."""

MENDED, COMPARED = "rij_verbeterd", "verbeterde_rijen_vergeleken"
"""Kinds of the audit's lines."""

SHORTEST_REASON, LONGEST_REASON, LONGEST_FIELD = 5, 500, 500
FOLDER = "verbeterd"


@dataclass(frozen=True)
class Aside:
    """A row of quarantine.csv: `number` its place from 1, `file` as it lies on the server."""

    number: int
    file: str
    line: int
    code: str
    message: str
    text: str


@dataclass(frozen=True)
class Mend:
    """A row as a person mended it: `before` what was delivered, `after` what counts, by our columns."""

    number: int
    before: Mapping[str, str]
    after: Mapping[str, str]
    reason: str
    account_id: str
    at: str


def rows_aside(run: Run) -> list[Aside]:
    """Return the rows that a finished delivery set aside, in order; none without the file."""
    path = Path(run.folder) / "quarantine.csv"
    if run.state is not RunState.KLAAR or not path.is_file():
        return []
    return [
        Aside(number, row["bestand"], int(row["regel"]), row["code"], row["melding"], row["tekst"])
        for number, row in enumerate(each_row(path), start=1)
    ]


def file_of(run: Run, row: Aside) -> Path | None:
    """Return the delivered file of a row that can be mended; None for one that cannot, or whose file is gone."""
    paths = (Path(one) for one in run.request.signals)
    found = next((path for path in paths if path.name == row.file), None)
    # a row that was mended once is mended again where it was delivered
    allowed = row.code in MENDABLE and not run.request.mends
    return found if allowed and found is not None and found.is_file() else None


def kept(run: Run) -> dict[int, Mend]:
    """Return number → what a person made of the row, of those that were mended."""
    return {
        one.number: one
        for path in sorted(place_of(run).glob("*.json"))
        for one in [Mend(**json.loads(path.read_text(encoding="utf-8")))]
    }


def joined(con: Connection, run_id: str) -> dict[int, Run]:
    """Return number → the delivery in which a mended row was compared, or is being compared."""
    query = select(runs_table.c.id).where(runs_table.c.request["mends"].as_string() == run_id)
    found = [runs.get_run(con, one) for one in con.execute(query).scalars().all()]
    return {
        number: one
        for one in found
        if one.state is not RunState.MISLUKT
        for number in one.request.rows
    }


LOOKED_AT = 20
"""Deliveries, the newest, that are looked at for mended rows that nobody compared."""


def waiting(con: Connection) -> list[tuple[Run, list[Mend]]]:
    """Return the deliveries with mended rows that did not join them yet: who mended them may forget."""
    found = []
    for run in runs.list_runs(con, size=LOOKED_AT, finished=True, own=True):
        made = kept(run)
        done = joined(con, run.id) if made else {}
        if rows := [one for number, one in sorted(made.items()) if number not in done]:
            found.append((run, rows))
    return found


def place_of(run: Run) -> Path:
    """Where the mended rows of a delivery lie: with its files as delivered."""
    signals = run.request.signals
    return Path(signals[0]).parent / FOLDER if signals else Path(run.folder) / FOLDER
