"""What a run decided from, kept beside its decisions, so that it can be decided again under another policy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from brp_match.database import Connection, connect, create_table, parquet_sql
from brp_match.decide.assemble import candidate_of, candidates_sql, named_rows
from brp_match.decide.facts import SignalFacts
from brp_match.decide.month import ToDecide
from brp_match.errors import BrpMatchError
from brp_match.output import OPEN_CANDIDATES
from brp_match.policy import Policy

FILE = "facts.parquet"

_TYPES = {
    "str": "VARCHAR", "bool": "BOOLEAN", "int": "INTEGER", "float": "DOUBLE", "float | None": "DOUBLE",
    "int | None": "INTEGER", "date | None": "DATE", "tuple[str, ...]": "VARCHAR[]",
}  # fmt: skip

COLUMNS = {field.name: _TYPES[str(field.type)] for field in fields(SignalFacts)}
"""Columns of the file: the facts of a signal; beside these `bij_shv`, its candidates known to debt counselling, and
`zonder_geheim`: a second row of a signal, as if nobody with secrecy stood in the register."""


def keep_facts(con: Connection, cases: Sequence[ToDecide]) -> None:
    """Make the table `signaal_feiten` of what the signals were decided from."""
    kinds = COLUMNS | {"bij_shv": "VARCHAR[]", "zonder_geheim": "BOOLEAN"}
    every = [*cases, *(case.seen for case in cases if case.seen)]
    select = ", ".join(
        f"unnest(${place}::{kind}[]) AS {name}"
        for place, (name, kind) in enumerate(kinds.items(), 1)
    )
    values = [[_plain(getattr(case.signal, name)) for case in every] for name in COLUMNS]
    known = [[one.persoon_id for one in case.candidates if one.bekend_bij_shv] for case in every]
    seen = [place >= len(cases) for place in range(len(every))]
    create_table(con, "signaal_feiten", f"SELECT {select}", [*values, known, seen])


def read_cases(folder: Path, policy: Policy) -> list[ToDecide]:
    """Return the signals of a run with their candidates as `policy` reads these, by signaal_id.

    Raises BrpMatchError FEITEN_ONTBREKEN for a run that an earlier version made, or one that is damaged.
    """
    if not (folder / FILE).is_file():
        raise _missing(folder)
    con = connect(threads=1)
    try:
        # of a run of before these were kept, who has secrecy is taken out afterwards
        kept = (folder / OPEN_CANDIDATES).is_file()
        first = "NOT zonder_geheim" if kept else "true"
        whole = _read(con, folder, policy, "candidates.parquet", first)
        seen = _read(con, folder, policy, OPEN_CANDIDATES, "zonder_geheim") if kept else {}
    except duckdb.Error as error:
        raise _missing(folder) from error
    finally:
        con.close()
    return [replace(case, seen=seen.get(signal)) for signal, case in whole.items()]


def _read(
    con: Connection, folder: Path, policy: Policy, candidates: str, rows_of: str
) -> dict[str, ToDecide]:
    """Return the signals of a run by signaal_id, with their candidates in this file; `rows_of`: SQL of which rows."""
    facts = con.execute(
        f"SELECT {', '.join(COLUMNS)}, bij_shv FROM {parquet_sql(folder / FILE)} WHERE {rows_of} ORDER BY signaal_id"
    ).fetchall()
    columns, select = candidates_sql(
        f"""(SELECT * REPLACE (string_split(nullif(redenen, ''), '|') AS redenen)
        FROM {parquet_sql(folder / candidates)})""",
        "signaal_id",
    )
    rows = named_rows(columns, con.execute(select, [policy.minor_below]).fetchall())
    people = {key: list(group) for key, group in groupby(rows, key=lambda row: row["signaal_id"])}
    cases = [_case(row[:-1], row[-1], people) for row in facts]
    return {case.signal.signaal_id: case for case in cases}


def _case(row: Sequence[Any], known: Collection[str], people: dict[str, list[Any]]) -> ToDecide:
    values = dict(zip(COLUMNS, row, strict=True))
    signal = SignalFacts(**values | {"onleesbaar": tuple(values["onleesbaar"])})
    return ToDecide(signal, [candidate_of(one, known) for one in people.get(signal.signaal_id, [])])


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _missing(folder: Path) -> BrpMatchError:
    return BrpMatchError(
        "FEITEN_ONTBREKEN",
        folder.name,
        "deze levering is met een eerdere versie van brp-match gemaakt en kan niet opnieuw worden besloten",
    )
