"""Sessions on the server, and counters of attempts."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from brp_match.review.accounts import Account, get_account, hash_token, utc
from brp_match.review.schema import attempts, sessions

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)


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


def read(con: Connection, token: str, now: datetime) -> Session | None:
    """Return the session of a cookie; None when it is unknown, too old, idle, or its account closed."""
    row = con.execute(select(sessions).where(sessions.c.token_hash == hash_token(token))).first()
    if row is None:
        return None
    if utc(row.created) < now - LONGEST or utc(row.seen) < now - IDLE:
        end(con, token)
        return None
    account = get_account(con, row.account_id)
    if account is None or not account.active:
        end(con, token)
        return None
    # once a minute is enough: a page must not wait for a write
    if utc(row.seen) < now - timedelta(minutes=1):
        con.execute(
            update(sessions).where(sessions.c.token_hash == row.token_hash).values(seen=now)
        )
    return Session(account, row.csrf)


def end(con: Connection, token: str) -> None:
    """End a session."""
    con.execute(delete(sessions).where(sessions.c.token_hash == hash_token(token)))


def count_attempt(con: Connection, key: str, now: datetime, *, limit: int, seconds: int) -> bool:
    """Count one attempt under `key`; True while there were at most `limit` in `seconds`."""
    row = con.execute(select(attempts).where(attempts.c.key == key)).first()
    if row is None:
        con.execute(insert(attempts).values(key=key, tries=1, since=now))
        return limit >= 1
    if utc(row.since) <= now - timedelta(seconds=seconds):
        con.execute(update(attempts).where(attempts.c.key == key).values(tries=1, since=now))
        return limit >= 1
    con.execute(update(attempts).where(attempts.c.key == key).values(tries=row.tries + 1))
    return bool(row.tries + 1 <= limit)
