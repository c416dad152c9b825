"""Deletion that is real, with proof of what went: counts and hashes, kept in the audit."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, String, Table, cast, delete, select
from sqlalchemy.exc import SQLAlchemyError

from brp_match.errors import BrpMatchError
from brp_match.review import audit, report_back, values
from brp_match.review.engine import reading
from brp_match.review.runs import RunState
from brp_match.review.schema import (
    assignments,
    candidates,
    cases,
    claims,
    feedback,
    idempotency,
    judgements,
    notes,
    releases,
    runs,
)

CHUNK = 500
"""Ids in one statement: databases bound the number of parameters."""

FILES = "bestanden"
PURGED = "purged_on"
"""Name of the value that says on which day the service last deleted what is too old."""
DUE = "space_due"
"""Name of the value that says that space is still to be given back."""


@dataclass(frozen=True)
class Proof:
    """What was deleted of one run: rows per table, files, and SHA-256s.

    `hashes`: per table over its rows in order, and `bestanden` over the files; `content_hash`: what the
    run was made of. Whoever kept a copy can show that it is what was deleted; nothing can be read back.
    """

    run_id: str
    rows: dict[str, int]
    files: int
    content_hash: str
    hashes: dict[str, str]


def purge_run(
    engine: Engine, run_id: str, *, now: datetime, account_id: str = "", later: bool = False
) -> Proof:
    """Delete a run: every delivered and made file, its cases, candidates and judgements.

    Raises BrpMatchError 404; 409 RUN_BEZIG for a run at work; VERWIJDEREN_MISLUKT when a file cannot be
    deleted (then nothing is deleted from the database); RUIMTE_NIET_TERUG when all is deleted but the
    database was too busy to give its space back (VACUUM): repeat the command then. With `later` that is no
    fault: the service gives it back as soon as it can (see `give_back_if_due`).
    """
    with engine.begin() as con:
        # a worker that takes it this moment is waited for, or waits and finds nothing
        row = con.execute(select(runs).where(runs.c.id == run_id).with_for_update()).first()
        if row is None:
            raise BrpMatchError(
                "RUN_ONBEKEND", "run", "deze levering bestaat niet", http_status=404
            )
        if row.state == RunState.BEZIG:
            raise BrpMatchError(
                "RUN_BEZIG",
                "run",
                "aan deze run wordt gewerkt; wacht tot hij klaar is",
                http_status=409,
            )
        rows, hashes = _delete_rows(con, run_id)
        try:
            files, hashes[FILES] = _delete_files(run_id, row)
        except OSError as error:
            raise BrpMatchError(
                "VERWIJDEREN_MISLUKT",
                "run",
                f"een bestand van deze run kan niet worden verwijderd ({error.strerror})",
            ) from error
        proof = Proof(run_id, rows, files, row.content_hash or "", hashes)
        audit.write(
            con, "verwijderd", account_id=account_id, now=now, run_id=run_id, detail=asdict(proof)
        )
    if later:
        give_back_later(engine)
    else:
        give_back(engine)
    return proof


def give_back_later(engine: Engine) -> None:
    """Give the space of deleted rows back now, or note that the service is to do it when the database is busy."""
    try:
        give_back(engine)
    except BrpMatchError:
        with engine.begin() as con:
            values.write(con, DUE, "ja")


def purge_if_due(engine: Engine, days: int, now: datetime) -> list[Proof]:
    """Delete, once a day, every run older than so many days; nothing on the same day again."""
    today = now.date().isoformat()
    with reading(engine) as con:
        if values.read(con, PURGED) == today:
            return []
    proofs = purge_before(engine, now - timedelta(days=days), now=now)
    with engine.begin() as con:
        values.write(con, PURGED, today)
    return proofs


def purge_before(engine: Engine, moment: datetime, *, now: datetime) -> list[Proof]:
    """Delete every run made before a moment that is not at work, the oldest first. Raises as purge_run."""
    with engine.begin() as con:
        query = select(runs.c.id).where(
            runs.c.created < moment, runs.c.state != str(RunState.BEZIG)
        )
        old = con.execute(query.order_by(runs.c.created, runs.c.id)).scalars().all()
    return [purge_run(engine, run_id, now=now) for run_id in old]


def give_back(engine: Engine) -> None:
    """Give the space of deleted rows back to the disk, outside any transaction.

    SQLite: the file is written anew and the write-ahead log emptied (deleted cells were overwritten
    already); PostgreSQL: the tables are written anew. Raises BrpMatchError RUIMTE_NIET_TERUG.
    """
    try:
        if engine.dialect.name == "sqlite":
            raw = engine.raw_connection()
            try:
                for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    raw.cursor().execute(statement).fetchall()
            finally:
                raw.close()
            return
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
            con.exec_driver_sql(
                "VACUUM (FULL) runs, cases, candidates, judgements, feedback, notes, idempotency, service_values"
            )
    except (SQLAlchemyError, OSError, engine.dialect.loaded_dbapi.Error) as error:
        raise BrpMatchError(
            "RUIMTE_NIET_TERUG",
            "database",
            "alles is verwijderd, maar de database was te druk om de ruimte vrij te geven; herhaal de opdracht",
            http_status=503,
        ) from error


def give_back_if_due(engine: Engine) -> None:
    """Give back the space of a run deleted while the database was too busy; a next call tries again."""
    with reading(engine) as con:
        due = values.read(con, DUE) == "ja"
    if due:
        with suppress(BrpMatchError):
            give_back(engine)
            with engine.begin() as con:
                values.write(con, DUE, "")


def _delete_rows(con: Connection, run_id: str) -> tuple[dict[str, int], dict[str, str]]:
    """Delete a run's rows; returns the number and the hash per table."""
    ids = con.execute(
        select(cases.c.id).where(cases.c.run_id == run_id).order_by(cases.c.id)
    ).scalars()
    rows, hashes = delete_cases(con, ids.all())
    for table, condition in (
        (releases, releases.c.run_id == run_id),
        (runs, runs.c.id == run_id),
        # answers kept for a repeated question tell what the delivery was called
        (idempotency, cast(idempotency.c.body, String).contains(run_id)),
    ):
        rows[table.name], hashes[table.name] = _delete(con, table, [condition])
    report_back.forget(con, run_id)
    return rows, hashes


def delete_cases(con: Connection, ids: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Delete cases with all that hangs on them; returns the number of rows and their hash per table."""
    chunks = list(_chunks(ids))
    rows: dict[str, int] = {}
    hashes: dict[str, str] = {}
    # the database lets a judgement go only when its case is gone
    for table in (claims, assignments, notes, feedback, candidates, cases, judgements):
        column = table.c.id if table is cases else table.c.case_id
        rows[table.name], hashes[table.name] = _delete(
            con, table, [column.in_(chunk) for chunk in chunks]
        )
    return rows, hashes


def _delete(
    con: Connection, table: Table, conditions: Sequence[ColumnElement[bool]]
) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for condition in conditions:
        for one in con.execute(select(table).where(condition).order_by(*table.primary_key)):
            digest.update(_line(one))
        count += con.execute(delete(table).where(condition)).rowcount
    return count, digest.hexdigest()


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _line(row: Row[Any]) -> bytes:
    text = json.dumps(list(row), sort_keys=True, ensure_ascii=False, default=str)
    return text.encode() + b"\n"


def _delete_files(run_id: str, row: Row[Any]) -> tuple[int, str]:
    """Delete the outcome and what was delivered; returns the number of files and their hash.

    What lies in a folder named after the run is the run's own and goes whole. A prepared register and a
    policy serve other runs and stay.
    """
    asked = row.request
    delivered = [
        *asked.get("signals", []),
        *(
            asked.get(key, "")
            for key in ("residents", "previous_addresses", "addresses", "mapping", "uitval")
        ),
    ]
    roots = {_root(Path(name), run_id) for name in [row.folder, *delivered] if name}
    files = sorted(
        {path for root in roots for path in ([root] if root.is_file() else root.rglob("*"))}
    )
    files = [path for path in files if path.is_file()]
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    for root in sorted(roots):
        if root.is_dir():
            shutil.rmtree(root)
        else:
            root.unlink(missing_ok=True)
    return len(files), digest.hexdigest()


def _root(path: Path, run_id: str) -> Path:
    """Return the folder named after the run that a path lies in, else the path itself."""
    return next((one for one in (path, *path.parents) if one.name == run_id), path)
