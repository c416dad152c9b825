"""Who has a case open: two reviewers at work do not get the same one offered."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, or_
from sqlalchemy.dialects import postgresql, sqlite

from brp_match.review.accounts import Account
from brp_match.review.engine import upsert
from brp_match.review.schema import cases, claims

HELD_FOR = timedelta(minutes=10)
"""A case is decided in seconds; who walked away holds nothing up."""


def claim(con: Connection, account: Account, case_id: str, now: datetime) -> bool:
    """Note that this account has a case open or was offered it; False when somebody else has it already.

    It forbids nothing: of two who do judge, the version of the case lets one win.
    """
    values = {"case_id": case_id, "account_id": account.id, "until": now + HELD_FOR, "now": now}
    return con.execute(_claim(con.dialect.name), values).rowcount == 1


@lru_cache(maxsize=2)
def _claim(dialect: str) -> postgresql.Insert | sqlite.Insert:
    made = upsert(dialect, claims)
    mine = made.excluded.account_id
    return made.values(
        {name: bindparam(name) for name in ("case_id", "account_id", "until")}
    ).on_conflict_do_update(
        index_elements=[claims.c.case_id],
        set_={"account_id": mine, "until": made.excluded.until},
        where=or_(
            claims.c.account_id == mine,
            claims.c.until <= bindparam("now", type_=claims.c.until.type),
        ),
    )


def release(con: Connection, case_id: str) -> None:
    """Let go of a case that was judged."""
    con.execute(_RELEASE, {"case_id": case_id})


_RELEASE = delete(claims).where(claims.c.case_id == bindparam("case_id"))


def taken_by_other(me: ColumnElement[str], now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return the condition on `cases` that somebody else than `me` has it open."""
    return exists().where(
        and_(
            claims.c.case_id == cases.c.id,
            claims.c.account_id != me,
            claims.c.until > now,
        )
    )
