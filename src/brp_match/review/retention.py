"""Deletion that is real, with proof of what went: counts and hashes, kept in the audit."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, select

from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.schema import candidates, cases, feedback, judgements, releases, runs


@dataclass(frozen=True)
class Proof:
    """What was deleted of one run: rows per table, files, and the hash of its decisions."""

    run_id: str
    rows: dict[str, int]
    files: int
    content_hash: str


def purge_run(engine: Engine, run_id: str, *, now: datetime, account_id: str = "") -> Proof:
    """Delete a run: its files, cases, candidates and judgements. Raises BrpMatchError 404.

    The database gives the space back (VACUUM), so that nothing stays in its free pages.
    """
    with engine.begin() as con:
        row = con.execute(select(runs).where(runs.c.id == run_id)).first()
        if row is None:
            raise BrpMatchError("RUN_ONBEKEND", "run", "deze run bestaat niet", http_status=404)
        ids = con.execute(select(cases.c.id).where(cases.c.run_id == run_id)).scalars().all()
        counts = {
            table.name: con.execute(delete(table).where(table.c.case_id.in_(ids))).rowcount
            for table in (candidates, feedback)
        }
        counts["releases"] = con.execute(
            delete(releases).where(releases.c.run_id == run_id)
        ).rowcount
        counts["cases"] = con.execute(delete(cases).where(cases.c.run_id == run_id)).rowcount
        # the database lets a judgement go only now that its case is gone
        counts["judgements"] = con.execute(
            delete(judgements).where(judgements.c.case_id.in_(ids))
        ).rowcount
        counts["runs"] = con.execute(delete(runs).where(runs.c.id == run_id)).rowcount
        files = _delete_files(
            row.folder, [*row.request.get("signals", []), row.request.get("mapping", "")]
        )
        proof = Proof(run_id, counts, files, row.content_hash or "")
        audit.write(
            con, "verwijderd", account_id=account_id, now=now, run_id=run_id, detail=asdict(proof)
        )
    _give_back(engine)
    return proof


def _give_back(engine: Engine) -> None:
    """VACUUM, outside any transaction; on SQLite the write-ahead log is emptied as well."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.cursor().execute(statement).fetchall()
        finally:
            raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        con.exec_driver_sql("VACUUM")


def purge_before(
    engine: Engine, moment: datetime, *, now: datetime, account_id: str = ""
) -> list[Proof]:
    """Delete every run made before a moment, the oldest first."""
    with engine.begin() as con:
        old = (
            con.execute(
                select(runs.c.id).where(runs.c.created < moment).order_by(runs.c.created, runs.c.id)
            )
            .scalars()
            .all()
        )
    return [purge_run(engine, run_id, now=now, account_id=account_id) for run_id in old]


def _delete_files(folder: str, delivered: list[str]) -> int:
    """Delete the outcome and the delivered files of a run; returns how many files went."""
    count = 0
    if folder and Path(folder).is_dir():
        count += sum(1 for path in Path(folder).rglob("*") if path.is_file())
        shutil.rmtree(folder)
    for name in delivered:
        path = Path(name) if name else None
        if path is not None and path.is_file():
            path.unlink()
            count += 1
    return count
