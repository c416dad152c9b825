"""Single values the service keeps for itself: a key drawn once, how far an export came."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from brp_match.review.engine import upsert
from brp_match.review.schema import service_values

_OF_NAME = select(service_values.c.value).where(service_values.c.name == bindparam("name"))


def read(con: Connection, name: str) -> str | None:
    """Return a value; None when it was never written."""
    return con.execute(_OF_NAME, {"name": name}).scalar()


def write(con: Connection, name: str, value: str) -> None:
    """Keep a value in the place of the one before."""
    con.execute(
        upsert(con.dialect.name, service_values)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=[service_values.c.name], set_={"value": value})
    )


def hold(con: Connection, name: str) -> None:
    """Let nobody else change a value until this transaction ends, before what stands there is read to be changed: on
    PostgreSQL two would read the same and the last one lose what the first wrote. SQLite has one writer at a time.
    """
    if con.dialect.name == "postgresql":
        con.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def read_json(con: Connection, name: str) -> Any:
    """Return a value that `write_json` kept; None when there is none, or it was emptied."""
    text = read(con, name)
    return json.loads(text) if text else None


def write_json(con: Connection, name: str, value: Any) -> None:
    """Keep a value as JSON; records in it as their fields."""
    write(con, name, json.dumps(value, ensure_ascii=False, default=asdict))


def forget(con: Connection, name: str) -> None:
    """Take a value away; nothing where there is none."""
    con.execute(delete(service_values).where(service_values.c.name == name))


def keep_first(con: Connection, name: str, value: str) -> str:
    """Keep a value unless there is one; return the one that stands."""
    found = read(con, name)
    if found is not None:
        return found
    fresh = upsert(con.dialect.name, service_values).values(name=name, value=value)
    con.execute(fresh.on_conflict_do_nothing())
    return read(con, name) or value
