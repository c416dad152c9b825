"""Open the review database and bring it to the newest version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from brp_match.errors import BrpMatchError
from brp_match.review.places import URL_VARIABLE, seal_key

READS = "brp_match_reads"
"""Execution option of a transaction that only reads."""

BUSY_MILLISECONDS = 15_000
MIGRATION_LOCK = 5_120_261
"""Number of the advisory lock under which PostgreSQL is migrated; any number of our own."""


SEAL_KEY = "brp_match_seal_key"
"""Execution option with the key that seals the audit."""

SEAL_FOLDER = "brp_match_seal_folder"
"""Execution option with the folder in which the last seal seen is kept; None for none."""


def open_engine(url: str, keys: Path | None = None) -> Engine:
    """Open SQLite (WAL, foreign keys, waits for a lock) or PostgreSQL (through psycopg).

    `keys`: the folder of the key that seals the audit (see `places.seal_key`); for SQLite always the one its
    file lies in. Without a folder lines are chained under no key, which a check tells. Raises BrpMatchError DATABASE_ADRES for an address of another kind; never repeats the address,
    which may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BrpMatchError(
            "DATABASE_ADRES", URL_VARIABLE, "dit is geen adres van een database"
        ) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        keys = Path(str(parsed.database)).parent
    options = {SEAL_KEY: seal_key(keys) if keys else b"", SEAL_FOLDER: keys}
    if backend == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, pool_size=10,
            execution_options=options,
        )  # fmt: skip
    if backend != "sqlite":
        raise BrpMatchError(
            "DATABASE_ADRES", URL_VARIABLE, "alleen sqlite en postgresql worden ondersteund"
        )
    engine = create_engine(
        parsed, connect_args={"check_same_thread": False}, execution_options=options
    )

    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _hand_back)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Any) -> None:
    reads = bool(connection.get_execution_options().get(READS))
    # take the write lock at once: two writers wait for each other instead of failing half-way
    words = ("ON", "BEGIN") if reads else ("OFF", "BEGIN IMMEDIATE")
    try:
        # by the driver itself: every page begins two of these
        connection.connection.execute(f"PRAGMA query_only={words[0]}").close()
        connection.connection.execute(words[1]).close()
    except sqlite3.Error as error:
        raise DBAPIError.instance(words[1], None, error, sqlite3.Error) from error


def _hand_back(connection: Any, _record: Any) -> None:
    # who gets it next may want to write, also outside a transaction (VACUUM)
    if connection is not None:
        connection.execute("PRAGMA query_only=OFF").close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that only reads, all of it as it stood at one moment; it waits for no writer, and cannot write.

    PostgreSQL would read every statement as of its own moment: a card would have a judgement in one figure and not in another.
    """
    options: dict[str, Any] = {READS: True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect() as con, con.execution_options(**options).begin():
        yield con


def upsert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that can say what happens where a row stands already, in the words of this database."""
    if dialect == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _check_references(con: Connection, on: bool) -> None:
    """Let SQLite check what rows refer to, or not while a table that others refer to is made anew; outside a transaction."""
    if con.dialect.name == "sqlite":
        raw: Any = con.connection.dbapi_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}").close()


def migrate(engine: Engine) -> None:
    """Bring the database to the newest version; safe to repeat.

    Raises BrpMatchError DATABASE_ONBEREIKBAAR when it cannot be reached.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    try:
        with engine.connect() as con:
            _check_references(con, False)
            try:
                with con.begin():
                    if engine.dialect.name == "postgresql":
                        # two services that start at once: the second waits for the first
                        con.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
                    config.attributes["connection"] = con
                    command.upgrade(config, "head")
            finally:
                _check_references(con, True)
    except SQLAlchemyError as error:
        raise BrpMatchError(
            "DATABASE_ONBEREIKBAAR",
            URL_VARIABLE,
            "de database is niet te bereiken of niet te openen",
            http_status=503,
        ) from error
