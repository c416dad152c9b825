"""Who has a case open: two reviewers at work do not get the same one offered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, exists, or_
from sqlalchemy.dialects import postgresql, sqlite

from brp_match.review.accounts import Account
from brp_match.review.schema import cases, claims
from brp_match.review.votes import State

HELD_FOR = timedelta(minutes=10)
"""A case is decided in seconds; who walked away holds nothing up."""


def claim(con: Connection, account: Account, case: Row[Any], now: datetime) -> None:
    """Note that this account has an undecided case open, unless somebody else has it open already.

    It forbids nothing: of two who do judge, the version of the case lets one win.
    """
    if case.state == State.KLAAR:
        return
    kind = postgresql if con.dialect.name == "postgresql" else sqlite
    new = {"account_id": account.id, "until": now + HELD_FOR}
    con.execute(
        kind.insert(claims)
        .values(case_id=case.id, **new)
        .on_conflict_do_update(
            index_elements=[claims.c.case_id],
            set_=new,
            where=or_(claims.c.account_id == account.id, claims.c.until <= now),
        )
    )


def release(con: Connection, case_id: str) -> None:
    """Let go of a case that was judged."""
    con.execute(delete(claims).where(claims.c.case_id == case_id))


def taken_by_other(account: Account, now: datetime) -> ColumnElement[bool]:
    """Return the condition on `cases` that somebody else has it open."""
    return exists().where(
        and_(
            claims.c.case_id == cases.c.id,
            claims.c.account_id != account.id,
            claims.c.until > now,
        )
    )
