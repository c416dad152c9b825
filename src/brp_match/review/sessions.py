"""Sessions on the server, and counters of attempts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, bindparam, case, delete, insert, select, update

from brp_match.review.accounts import Account, account_of, get_account, hash_token
from brp_match.review.engine import upsert
from brp_match.review.schema import accounts, attempts, sessions

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
KEPT = timedelta(days=1)
"""How long a counter of attempts is kept at most; longer than any window."""


_OF_TOKEN = (
    select(
        *(
            accounts.c[name]
            for name in ("id", "name", "roles", "secrecy", "municipalities", "active")
        ),
        *(sessions.c[name] for name in ("csrf", "created", "seen")),
    )
    .join(accounts, accounts.c.id == sessions.c.account_id)
    .where(sessions.c.token_hash == bindparam("token"))
)
"""The session of a cookie with its account: every page asks it, so it is one question, made once."""


@dataclass(frozen=True)
class Session:
    """A logged-in account and the token its forms must carry."""

    account: Account
    csrf: str


def start(con: Connection, account_id: str, now: datetime) -> tuple[str, Session]:
    """Start a session; returns the cookie's token (kept only as a hash) and the session."""
    account = get_account(con, account_id)
    if account is None:
        raise ValueError("no such account")
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    con.execute(delete(sessions).where(sessions.c.created < now - LONGEST))
    con.execute(
        insert(sessions).values(
            token_hash=hash_token(token), account_id=account_id, csrf=csrf, created=now, seen=now
        )
    )
    return token, Session(account, csrf)


def peek(con: Connection, token: str, now: datetime) -> tuple[Session | None, bool]:
    """Return what `read` returns, and whether `read` has something to write; writes nothing."""
    row = con.execute(_OF_TOKEN, {"token": hash_token(token)}).first()
    if row is None:
        return None, False
    if row.created < now - LONGEST or row.seen < now - IDLE or not row.active:
        return None, True
    # once a minute is enough: a page must not wait for a write
    return Session(account_of(row), row.csrf), row.seen < now - timedelta(minutes=1)


def read(con: Connection, token: str, now: datetime) -> Session | None:
    """Return the session of a cookie, and note that it was seen; None when it is unknown, too old, idle,
    or its account closed, and then it ends."""
    found, due = peek(con, token, now)
    if due and found is None:
        end(con, token)
    elif due:
        con.execute(
            update(sessions).where(sessions.c.token_hash == hash_token(token)).values(seen=now)
        )
    return found


def keep_search(con: Connection, csrf: str, text: str) -> None:
    """Keep what the user of the session with this form token looked for; it goes when the session ends."""
    con.execute(update(sessions).where(sessions.c.csrf == csrf).values(search=text))


def search_of(con: Connection, csrf: str) -> str:
    """Return what was looked for last in the session with this form token; '' for nothing."""
    found = con.execute(select(sessions.c.search).where(sessions.c.csrf == csrf)).scalar()
    return str(found or "")


def end(con: Connection, token: str) -> None:
    """End a session."""
    con.execute(delete(sessions).where(sessions.c.token_hash == hash_token(token)))


def end_all(con: Connection, account_id: str, but: str = "") -> None:
    """End the sessions of an account, except the one of the token `but`."""
    con.execute(
        delete(sessions).where(
            sessions.c.account_id == account_id, sessions.c.token_hash != hash_token(but)
        )
    )


def attempt_wait(con: Connection, key: str, now: datetime, *, limit: int, seconds: int) -> int:
    """Count one attempt under `key`; returns 0 while there were at most `limit` in `seconds`, else how many seconds
    until the next may be made.

    Keys of long ago go: they may name an address on the network.
    """
    con.execute(delete(attempts).where(attempts.c.since < now - KEPT))
    over = attempts.c.since <= now - timedelta(seconds=seconds)
    # in one statement: two attempts at the same moment are two
    row = con.execute(
        upsert(con.dialect.name, attempts)
        .values(key=key, tries=1, since=now)
        .on_conflict_do_update(
            index_elements=[attempts.c.key],
            set_={
                "tries": case((over, 1), else_=attempts.c.tries + 1),
                "since": case((over, now), else_=attempts.c.since),
            },
        )
        .returning(attempts.c.tries, attempts.c.since)
    ).one()
    if row.tries <= limit:
        return 0
    left: timedelta = row.since + timedelta(seconds=seconds) - now
    return max(1, ceil(left.total_seconds()))
