"""What a run decided from, kept beside its decisions, so that it can be decided again under another policy."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from brp_match.database import Connection, connect, create_table, parquet_sql
from brp_match.decide.assemble import candidate_of, candidates_sql, named_rows
from brp_match.decide.facts import SignalFacts
from brp_match.decide.month import ToDecide
from brp_match.errors import BrpMatchError
from brp_match.policy import Policy

FILE = "facts.parquet"

_TYPES = {
    "str": "VARCHAR", "bool": "BOOLEAN", "int": "INTEGER", "float": "DOUBLE", "float | None": "DOUBLE",
    "int | None": "INTEGER", "date | None": "DATE", "tuple[str, ...]": "VARCHAR[]",
}  # fmt: skip

COLUMNS = {field.name: _TYPES[str(field.type)] for field in fields(SignalFacts)}
"""Columns of the file: the facts of a signal; beside these `bij_shv`, its candidates known to debt counselling."""


def keep_facts(con: Connection, cases: Sequence[ToDecide]) -> None:
    """Make the table `signaal_feiten` of what the signals were decided from."""
    kinds = COLUMNS | {"bij_shv": "VARCHAR[]"}
    select = ", ".join(
        f"unnest(${place}::{kind}[]) AS {name}"
        for place, (name, kind) in enumerate(kinds.items(), 1)
    )
    values = [[_plain(getattr(case.signal, name)) for case in cases] for name in COLUMNS]
    known = [[one.persoon_id for one in case.candidates if one.bekend_bij_shv] for case in cases]
    create_table(con, "signaal_feiten", f"SELECT {select}", [*values, known])


def read_cases(folder: Path, policy: Policy) -> list[ToDecide]:
    """Return the signals of a run with their candidates as `policy` reads these, by signaal_id.

    Raises BrpMatchError FEITEN_ONTBREKEN for a run that an earlier version made, or one that is damaged.
    """
    if not (folder / FILE).is_file():
        raise _missing(folder)
    con = connect(threads=1)
    try:
        facts = con.execute(
            f"SELECT {', '.join(COLUMNS)}, bij_shv FROM {parquet_sql(folder / FILE)} ORDER BY signaal_id"
        ).fetchall()
        columns, select = candidates_sql(
            f"""(SELECT * REPLACE (string_split(nullif(redenen, ''), '|') AS redenen)
            FROM {parquet_sql(folder / "candidates.parquet")})""",
            "signaal_id",
        )
        rows = named_rows(columns, con.execute(select, [policy.minor_below]).fetchall())
    except duckdb.Error as error:
        raise _missing(folder) from error
    finally:
        con.close()
    people = {key: list(group) for key, group in groupby(rows, key=lambda row: row["signaal_id"])}
    return [_case(row[:-1], row[-1], people) for row in facts]


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
