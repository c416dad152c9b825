"""What today's system dropped, answered: the list goes back in the form it came, with our answer behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from brp_match.cells import safe_cell
from brp_match.csv_file import write_csv
from brp_match.database import Connection
from brp_match.ingest.uitval import DropOut
from brp_match.model import Besluit
from brp_match.workbooks import write_workbook

ANSWER = ("brp-match besluit", "brp-match redenen", "brp-match toelichting")
"""Columns behind those of the list."""

CSV, XLSX = "uitval.csv", "uitval.xlsx"
FILES = (CSV, XLSX)

WORDS = {
    Besluit.MATCH: "inwoner gevonden",
    Besluit.REVIEW: "te beoordelen",
    Besluit.REJECT: "terecht uitgevallen",
}
NOT_HERE = "niet in deze levering"


@dataclass(frozen=True)
class Answered:
    """What we decided of one signal; `besluit` as in decisions.csv."""

    besluit: str
    redenen: str
    toelichting: str


def decided(con: Connection) -> dict[str, Answered]:
    """signaal_id → our decision, as who has no right to secret persons sees it. Reads `besluiten_open`."""
    rows = con.execute(
        "SELECT signaal_id, besluit, coalesce(redenen, ''), coalesce(toelichting, '') FROM besluiten_open"
    ).fetchall()
    return {signal: Answered(*rest) for signal, *rest in rows}


def answered(drop_out: DropOut, ours: Mapping[str, Answered]) -> list[tuple[str, ...]]:
    """Return the rows of the list as they came, each with our answer behind it. Pure."""
    rows = []
    for row in drop_out.rows:
        one = ours.get(row.signaal_id)
        told = (
            (WORDS[Besluit(one.besluit)], one.redenen, one.toelichting)
            if one
            else (NOT_HERE, "", "")
        )
        rows.append((*row.cells, *told))
    return rows


def counts(drop_out: DropOut, ours: Mapping[str, Answered]) -> dict[str, int]:
    """Return `uitval` of run.json: rows by our decision, and those about no signal of this delivery. Pure."""
    found = dict.fromkeys(("rijen", *map(str, Besluit), "onbekend"), 0)
    for row in drop_out.rows:
        one = ours.get(row.signaal_id)
        found["rijen"] += 1
        found[one.besluit if one else "onbekend"] += 1
    return found


def write_answers(drop_out: DropOut | None, ours: Mapping[str, Answered], folder: Path) -> None:
    """Write the list with our answers: a workbook where a workbook came, else text with its separator. Nothing
    where no list was given."""
    if drop_out is None:
        return
    header, rows = (*drop_out.header, *ANSWER), answered(drop_out, ours)
    if drop_out.xlsx:
        write_workbook(folder / XLSX, "Uitval", [("uitval", header, rows)])
        return
    safe = ([safe_cell(cell) for cell in row] for row in rows)
    write_csv(folder / CSV, header, safe, drop_out.separator or ";")
