"""Who has a case open: two reviewers at work do not get the same one offered."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select

from brp_match.review.accounts import Account
from brp_match.review.engine import upsert
from brp_match.review.schema import cases, claims

HELD_FOR = timedelta(minutes=10)
"""A case is decided in seconds; who walked away holds nothing up."""


def claim(con: Connection, account: Account, case_id: str, now: datetime) -> bool:
    """Note that this account has a case open or was offered it; False when somebody else has it already.

    It forbids nothing: of two who do judge, the version of the case lets one win.
    """
    new = {"account_id": account.id, "until": now + HELD_FOR}
    done = con.execute(
        upsert(con, claims)
        .values(case_id=case_id, **new)
        .on_conflict_do_update(
            index_elements=[claims.c.case_id],
            set_=new,
            where=or_(claims.c.account_id == account.id, claims.c.until <= now),
        )
    )
    return done.rowcount == 1


def release(con: Connection, case_id: str) -> None:
    """Let go of a case that was judged."""
    con.execute(delete(claims).where(claims.c.case_id == case_id))


def held(con: Connection, account: Account, case_id: str, now: datetime) -> bool:
    """Tell whether this account holds a case for half of `HELD_FOR` yet: then there is nothing to note."""
    query = select(claims.c.case_id).where(
        claims.c.case_id == case_id,
        claims.c.account_id == account.id,
        claims.c.until > now + HELD_FOR / 2,
    )
    return con.execute(query).first() is not None


def taken_by_other(account: Account, now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return the condition on `cases` that somebody else has it open."""
    return exists().where(
        and_(
            claims.c.case_id == cases.c.id,
            claims.c.account_id != account.id,
            claims.c.until > now,
        )
    )
