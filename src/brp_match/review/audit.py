"""The audit: who saw and decided what, when; the database refuses to change or delete a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from brp_match.review.accounts import utc
from brp_match.review.schema import audit


@dataclass(frozen=True)
class Entry:
    """One line of the audit. `detail` holds codes, versions and counts: never a value of a person."""

    id: int
    at: datetime
    kind: str
    account_id: str
    case_id: str
    run_id: str
    detail: Mapping[str, Any]


def write(
    con: Connection,
    kind: str,
    *,
    account_id: str,
    now: datetime,
    case_id: str = "",
    run_id: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add one line, in the transaction of what it tells about."""
    con.execute(
        insert(audit).values(
            at=now,
            kind=kind,
            account_id=account_id,
            case_id=case_id,
            run_id=run_id,
            detail=dict(detail or {}),
        )
    )


def read(
    con: Connection,
    *,
    kind: str = "",
    account_id: str = "",
    before: int | None = None,
    until: datetime | None = None,
    size: int = 50,
) -> list[Entry]:
    """Return lines from new to old; `before` is the id of the last line of the page before.

    With `until` only what was earlier than that moment.
    """
    query = select(audit).order_by(audit.c.id.desc()).limit(size)
    if kind:
        query = query.where(audit.c.kind == kind)
    if account_id:
        query = query.where(audit.c.account_id == account_id)
    if before is not None:
        query = query.where(audit.c.id < before)
    if until is not None:
        query = query.where(audit.c.at < until)
    return [
        Entry(row.id, utc(row.at), row.kind, row.account_id, row.case_id, row.run_id, row.detail)
        for row in con.execute(query)
    ]


def since(con: Connection, kind: str, at: datetime, *, account_id: str, run_id: str) -> bool:
    """Tell whether this account has a line of that kind about that run, at `at` or later."""
    query = select(audit.c.id).where(
        audit.c.run_id == run_id,
        audit.c.account_id == account_id,
        audit.c.kind == kind,
        audit.c.at >= at,
    )
    return con.execute(query.limit(1)).first() is not None
