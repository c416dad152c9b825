"""A run of `link` in which every step is watched: which tables it reads and which it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from brp_match.database import Connection, connect
from brp_match.link_steps import LINK_STEPS
from brp_match.pipeline import LinkRequest
from brp_match.policy import load_policy
from brp_match.steps import Run, Step

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Watched:
    """What a step did: tables its statements name that stood before it, and tables that are new after it."""

    step: Step
    read: set[str]
    made: set[str]


def watch(request: LinkRequest, folder: Path) -> list[Watched]:
    """Do every step, one after the other, and watch it."""
    run = Run(request, load_policy(), lambda _: None, folder=folder)
    con = connect(threads=1)
    found: list[Watched] = []
    try:
        con.execute("CALL enable_logging('QueryLog')").fetchall()
        for step in LINK_STEPS:
            before = _tables(con)
            con.execute("CALL truncate_duckdb_logs()").fetchall()
            step.work(con, run)
            words = {
                word
                for (message,) in con.execute("SELECT message FROM duckdb_logs").fetchall()
                for word in WORD.findall(message)
            }
            after = _tables(con)
            made = {name for name, number in after.items() if before.get(name) != number}
            found.append(Watched(step, words & (before.keys() | after.keys()) - made, made))
    finally:
        con.close()
    return found


def _tables(con: Connection) -> dict[str, int]:
    """Name → number of every table and view of ours, also of an attached register; one made anew has another number."""
    rows = con.execute(
        """SELECT table_name, table_oid FROM duckdb_tables()
        UNION ALL SELECT view_name, view_oid FROM duckdb_views() WHERE NOT internal"""
    ).fetchall()
    return {str(name): int(number) for name, number in rows}
