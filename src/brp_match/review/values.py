"""Single values the service keeps for itself: a key drawn once, how far an export came."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from brp_match.review.schema import service_values


def read(con: Connection, name: str) -> str | None:
    """Return a value; None when it was never written."""
    found = con.execute(select(service_values.c.value).where(service_values.c.name == name))
    return found.scalar()


def write(con: Connection, name: str, value: str) -> None:
    """Keep a value in the place of the one before."""
    kind = postgresql if con.dialect.name == "postgresql" else sqlite
    con.execute(
        kind.insert(service_values)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=[service_values.c.name], set_={"value": value})
    )


def keep_first(con: Connection, name: str, value: str) -> str:
    """Keep a value unless there is one; return the one that stands."""
    found = read(con, name)
    if found is not None:
        return found
    kind = postgresql if con.dialect.name == "postgresql" else sqlite
    con.execute(kind.insert(service_values).values(name=name, value=value).on_conflict_do_nothing())
    return read(con, name) or value
