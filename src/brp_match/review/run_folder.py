"""What a run folder holds, checked and read: its record, its identity, the rows that want a person."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from brp_match import run_tables
from brp_match.content.ddas import ddas_rows
from brp_match.database import Connection, connect, rows_by_name
from brp_match.delivery.month import month_of
from brp_match.review.neighbours import LIKELY, beside
from brp_match.run_tables import OPEN, refused_run, run_sql, seen_sql

FIRST = 3
"""Candidates of a signal whose other signals stand beside it."""

FILES = ("decisions.csv", "decisions.parquet", "signals.parquet", "candidates.parquet", "run.json")
"""Files without which a folder is no run."""


def confirmable() -> frozenset[str]:
    """Return the feedback that goes out only after a person confirmed it: every row of the DDAS table that says so."""
    return frozenset(str(row.feedback) for row in ddas_rows().values() if row.confirm)


def content_hash(folder: Path) -> str:
    """Return the SHA-256 of what a run was made of: files delivered, how they were read, rules, version.

    Not of what came out: reviewed decisions of other runs may change that, and then the same delivery
    would come in twice. Raises BrpMatchError RUN_ONLEESBAAR.
    """
    record = read_record(folder)
    made_of = {
        "invoer": sorted(
            [str(one.get(key)) for key in ("soort", "sha256", "hernoemd")]
            for one in record.get("invoer", [])
        ),
        **{key: record.get(key) for key in ("gemeente", "inhoud", "beleid", "versie")},
        **({"antwoorden": record["antwoorden"]} if record.get("antwoorden") else {}),
    }
    text = json.dumps(made_of, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read_record(folder: Path) -> dict[str, Any]:
    """Return run.json. Raises BrpMatchError RUN_ONLEESBAAR for a folder that is no whole run."""
    whole = all((folder / name).is_file() for name in FILES)
    record = run_tables.read_record(folder) if whole else {}
    if not {"beleid", "drempels"} <= record.keys():
        raise refused_run(folder)
    return record


@dataclass(frozen=True)
class RunCases:
    """Cases (each a dictionary with `decision`, `signal` and `people`: rows of the run's files), the
    residents its decisions name, and the month of its signals (jjjj-mm, '' without a readable date). `without`: the
    cases as if nobody with secrecy stood in the register; None for a run of a version that did not keep these."""

    cases: list[dict[str, Any]]
    named: list[str]
    month: str
    without: list[dict[str, Any]] | None = None


def read_cases(folder: Path) -> RunCases:
    """Read the decisions that want a person. Raises BrpMatchError RUN_ONLEESBAAR."""
    try:
        return _read(folder)
    except (duckdb.Error, KeyError) as error:
        raise refused_run(folder) from error


def _read(folder: Path) -> RunCases:
    kept = (folder / f"decisions{OPEN}.parquet").is_file()
    with connect() as con:
        named = con.execute(
            f"""SELECT DISTINCT persoon_id FROM {run_sql(folder / "decisions.parquet")}
            WHERE persoon_id IS NOT NULL AND persoon_id <> '' ORDER BY persoon_id"""
        ).fetchall()
        dates = con.execute(
            f"SELECT signaaldatum, count(*) FROM {run_sql(folder / 'signals.parquet')} GROUP BY 1"
        ).fetchall()
        rows = _rows(con, folder, secrecy=True)
        without = _rows(con, folder, secrecy=False) if kept else None
    return RunCases(rows, [row[0] for row in named], month_of(dates), without)


def _rows(con: Connection, folder: Path, *, secrecy: bool) -> list[dict[str, Any]]:
    """Return the cases of a run, or those as if nobody with secrecy stood in the register."""
    files = {name: seen_sql(folder, name, secrecy=secrecy) for name in ("decisions", "candidates")}
    files["signals"] = run_sql(folder / "signals.parquet")
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE gekozen AS SELECT * FROM {files["decisions"]}
        WHERE besluit = 'review' OR steekproef = 'ja' OR terugkoppeling IN (SELECT unnest(?))""",
        [sorted(confirmable())],
    ).fetchall()
    decided = _dicts(con, "SELECT * FROM gekozen ORDER BY vlp, signaal_id")
    query = f"SELECT * FROM {files['signals']} SEMI JOIN gekozen USING (signaal_id)"
    signals = {row["signaal_id"]: row for row in _dicts(con, query)}
    people: dict[str, list[dict[str, Any]]] = {}
    query = f"SELECT * FROM {files['candidates']} SEMI JOIN gekozen USING (signaal_id) ORDER BY signaal_id, rang"
    for row in _dicts(con, query):
        people.setdefault(row["signaal_id"], []).append(row)
    others = _beside(con, files, people)
    return [
        {
            "decision": d | {"anderen": others.get(d["signaal_id"], [])},
            "signal": signals[d["signaal_id"]],
            "people": people.get(d["signaal_id"], []),
        }
        for d in decided
    ]


def _beside(
    con: Any, files: dict[str, str], people: dict[str, list[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    """Return the other signals of the delivery beside those that want a person."""
    about = con.execute(
        f"""SELECT c.signaal_id, c.persoon_id, c.geheim FROM {files["candidates"]} c
        JOIN {files["decisions"]} d USING (signaal_id)
        WHERE c.persoon_id = d.persoon_id OR (coalesce(d.persoon_id, '') = '' AND c.rang = 1 AND c.kans >= ?)
        ORDER BY c.signaal_id, c.rang DESC""",
        [LIKELY],
    ).fetchall()
    first = {
        signal: [str(one["persoon_id"]) for one in rows if one["rang"] <= FIRST]
        for signal, rows in people.items()
    }
    asked = con.execute("SELECT signaal_id FROM gekozen").fetchall()
    return beside(
        _dicts(con, f"SELECT * FROM {files['signals']} ORDER BY signaal_id"),
        {signal: (person, secrecy) for signal, person, secrecy in about},
        {row[0]: first.get(row[0], []) for row in asked},
    )


def _dicts(con: Any, query: str) -> list[dict[str, Any]]:
    return [
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in row.items()
        }
        for row in rows_by_name(con, query)
    ]
