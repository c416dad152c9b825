"""A list through the engine: the run of it, and its rows as `answers` needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from brp_match.csv_file import each_row
from brp_match.database import Connection, connect, rows_by_name
from brp_match.delivery.probing import COLUMNS, delivered
from brp_match.lists.answers import ListRow
from brp_match.model import Besluit, Reason
from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import Progress
from brp_match.reading.status import Status
from brp_match.run_tables import run_sql, seen_sql


@dataclass(frozen=True)
class Linked:
    """The rows of a list. `match_at`: P from which the policy of the run takes a resident for sure.
    `weggelaten`: columns of the list that are not collected."""

    rows: tuple[ListRow, ...]
    match_at: float
    weggelaten: tuple[str, ...]


def link_list(request: LinkRequest, secret: bool, progress: Progress) -> Linked:
    """Link a list (`request.listed` names it) and return its rows, those set aside too.

    `secret`: whether residents with secrecy may be seen; else the rows are as if they were not in the register.
    Raises BrpMatchError as `link` does. The run stays in `request.out`.
    """
    record = link(request, progress).record
    with connect() as con:
        rows = [_row(row) for row in _decided(con, request.out, secret)]
    rows += _set_aside(request.out)
    dropped = {
        name for one in record["invoer"] if one["soort"] == "signalen" for name in one["weggelaten"]
    }
    return Linked(
        tuple(sorted(rows, key=lambda row: row.regel)),
        float(record["drempels"]["match_vanaf"]),
        tuple(sorted(dropped)),
    )  # fmt: skip


_SEEN = ("besluit", "kans", "persoon_id", "redenen", "toelichting")


def _decided(con: Connection, run: Path, secret: bool) -> list[dict[str, Any]]:
    """Every row of the list that was decided, with the status of the resident its decision names."""
    signals = run_sql(run / "signals.parquet")
    decisions, people = (
        seen_sql(run, name, secrecy=secret) for name in ("decisions", "candidates")
    )
    return rows_by_name(
        con,
        f"""SELECT s.regel, s.klantnummer AS kenmerk, {", ".join(f"d.{name}" for name in _SEEN)},
            k.status, coalesce(k.huidig_adres, false) AS op_adres, {", ".join(f"s.{name}" for name in COLUMNS)}
        FROM {signals} s JOIN {decisions} d USING (signaal_id)
        LEFT JOIN {people} k ON k.signaal_id = s.signaal_id AND k.persoon_id = d.persoon_id
        ORDER BY s.regel""",
    )


def _row(row: Mapping[str, Any]) -> ListRow:
    who = delivered({name: row[name] for name in COLUMNS})
    return ListRow(
        regel=int(row["regel"]),
        kenmerk=row["kenmerk"] or "",
        besluit=row["besluit"],
        kans=float(row["kans"]),
        persoon_id=row["persoon_id"] or "",
        redenen=tuple(code for code in (row["redenen"] or "").split("|") if code),
        toelichting=row["toelichting"] or "",
        status=Status(row["status"]) if row["status"] else None,
        op_adres=row["op_adres"],
        # a name alone is no person
        wie=who.who if who.name and (who.birth or who.address) else (),
    )


def _set_aside(run: Path) -> list[ListRow]:
    """The rows that could not be used: unreadable, with the reason."""
    found: dict[int, ListRow] = {}
    for one in each_row(run / "quarantine.csv"):
        line = int(one["regel"])
        found.setdefault(
            line,
            ListRow(line, "", str(Besluit.REVIEW), 0.0, "", (str(Reason.GEGEVENS_ONLEESBAAR),),
                one["melding"], None, False),
        )  # fmt: skip
    return list(found.values())
