"""Who may do what: local accounts with Argon2, and accounts of a provider."""

from __future__ import annotations

import hashlib
import secrets
import threading
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Engine, Row, case, insert, or_, select, update

from brp_match.errors import BrpMatchError
from brp_match.review.schema import accounts
from brp_match.review.sight import Sight

SHORTEST_PASSWORD = 12
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)
NAME_LONGEST = 120
"""Signs of a name, as the store has room for."""


class Role(StrEnum):
    """What an account may do; one account may have several."""

    BEOORDELAAR = "beoordelaar"
    COORDINATOR = "coordinator"
    BEHEERDER = "beheerder"
    DATAKWALITEIT = "datakwaliteit"


@dataclass(frozen=True)
class Account:
    """Who is at work. `secrecy`: may see cases of residents whose data are secret; `municipalities`: codes of
    those whose residents it may see, none for every one."""

    id: str
    name: str
    roles: frozenset[Role]
    secrecy: bool
    active: bool
    municipalities: frozenset[str] = frozenset()

    @property
    def sight(self) -> Sight:
        """What of the residents it may see."""
        return Sight(self.secrecy, self.municipalities)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


_hashing = threading.BoundedSemaphore(4)
"""Argon2 takes 64 MB a time: four at once, the rest waits."""


class PasswordHash(str):
    """A password that was checked for its length and hashed, before any transaction began."""

    __slots__ = ()


def hashed(password: str) -> PasswordHash:
    """Hash a password. Raises BrpMatchError 400 for a short one."""
    if isinstance(password, PasswordHash):
        return password
    _check_length(password)
    with _hashing:
        return PasswordHash(_hasher().hash(password))


@cache
def _nobody() -> str:
    """A hash to check against when the account does not exist: both take the same time."""
    return _hasher().hash(secrets.token_hex(16))


def add_account(
    con: Connection,
    name: str,
    password: str,
    roles: Collection[Role],
    *,
    secrecy: bool = False,
    municipalities: Collection[str] = (),
    now: datetime,
) -> Account:
    """Make a local account. BrpMatchError 409 for a name that exists, 400 for a short password.

    `municipalities`: the codes (`parse_codes`) whose residents it may see, none for every one.

    `password`: in the service `hashed` beforehand, so that no transaction waits for Argon2.
    """
    secret = hashed(password)
    if not name.strip() or not roles:
        raise BrpMatchError(
            "ACCOUNT_ONVOLLEDIG", "account", "een account heeft een naam en minstens één rol"
        )
    if con.execute(select(accounts.c.id).where(accounts.c.name == name.strip())).first():
        raise BrpMatchError(
            "ACCOUNT_BESTAAT", "account", "er is al een account met deze naam", http_status=409
        )
    return _insert(con, name.strip(), str(secret), None, None, roles, secrecy, municipalities, now)


def _insert(
    con: Connection,
    name: str,
    password_hash: str | None,
    issuer: str | None,
    subject: str | None,
    roles: Collection[Role],
    secrecy: bool,
    municipalities: Collection[str],
    now: datetime,
) -> Account:
    if len(name) > NAME_LONGEST:
        raise BrpMatchError(
            "NAAM_LANG", "account", f"een naam heeft ten hoogste {NAME_LONGEST} tekens"
        )
    account = Account(
        uuid.uuid4().hex, name, frozenset(Role(role) for role in roles), secrecy, True,
        frozenset(municipalities),
    )  # fmt: skip
    con.execute(
        insert(accounts).values(
            id=account.id, name=name, password_hash=password_hash, issuer=issuer, subject=subject,
            roles=sorted(account.roles), secrecy=secrecy, municipalities=sorted(municipalities), active=True, failures=0, created=now,
        )
    )  # fmt: skip
    return account


def verify(engine: Engine, name: str, password: str, now: datetime) -> Account | None:
    """Return the account when the password is right; None otherwise, and nothing tells why.

    Five failures in a row lock the account for fifteen minutes. A try is counted before the password is
    looked at, in one statement: fifteen at the same moment are fifteen. No transaction is open while
    Argon2 works: nobody's click waits for it.
    """
    with engine.begin() as con:
        row = _count_try(con, name, now)
    if not _matches(_nobody() if row is None else row.password_hash, password) or row is None:
        return None
    with engine.begin() as con:
        con.execute(
            update(accounts).where(accounts.c.id == row.id).values(failures=0, locked_until=None)
        )
    return account_of(row)


def _count_try(con: Connection, name: str, now: datetime) -> Row[Any] | None:
    """Count a try as a failure; None when the account is not there, closed, without password, or locked."""
    last = accounts.c.failures + 1 >= FAILURES_ALLOWED
    return con.execute(
        update(accounts)
        .where(
            accounts.c.name == name.strip(),
            accounts.c.password_hash.is_not(None),
            accounts.c.active,
            or_(accounts.c.locked_until.is_(None), accounts.c.locked_until <= now),
        )
        .values(
            failures=case((last, 0), else_=accounts.c.failures + 1),
            locked_until=case((last, now + LOCKED_FOR), else_=None),
        )
        .returning(*accounts.c)
    ).first()


def _matches(hashed: str, password: str) -> bool:
    try:
        with _hashing:
            return _hasher().verify(hashed, password)
    except VerificationError:
        return False


def set_password(con: Connection, account_id: str, password: str) -> None:
    """Give a local account another password and take it off its lock.

    BrpMatchError 400 for a short one, or for an account of a provider, which has none; 404. `password`: as
    of `add_account`.
    """
    secret = hashed(password)
    row = con.execute(select(accounts).where(accounts.c.id == account_id)).first()
    if row is None:
        raise BrpMatchError(
            "ACCOUNT_ONBEKEND", "account", "dit account bestaat niet", http_status=404
        )
    if not row.password_hash:
        raise BrpMatchError(
            "GEEN_WACHTWOORD", "account", "dit account logt in via de gemeente en heeft geen wachtwoord"
        )  # fmt: skip
    con.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(password_hash=str(secret), failures=0, locked_until=None)
    )


def has_password(con: Connection, account_id: str) -> bool:
    """Tell whether an account signs in with a password of ours."""
    query = select(accounts.c.password_hash).where(accounts.c.id == account_id)
    return bool(con.execute(query).scalar())


def _check_length(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise BrpMatchError(
            "WACHTWOORD_KORT",
            "wachtwoord",
            f"een wachtwoord heeft minstens {SHORTEST_PASSWORD} tekens",
        )


def account_of_subject(
    con: Connection, issuer: str, subject: str, name: str, roles: Collection[Role], now: datetime
) -> Account:
    """Return the account of a provider's subject; made at the first visit, roles kept up to date."""
    row = con.execute(
        select(accounts).where(accounts.c.issuer == issuer, accounts.c.subject == subject)
    ).first()
    name = name[: NAME_LONGEST - len(" (123456)")]
    if row is None:
        taken = con.execute(select(accounts.c.id).where(accounts.c.name == name)).first()
        shown = f"{name} ({uuid.uuid4().hex[:6]})" if taken else name
        return _insert(con, shown, None, issuer, subject, roles, False, (), now)
    con.execute(update(accounts).where(accounts.c.id == row.id).values(roles=sorted(roles)))
    return account_of(con.execute(select(accounts).where(accounts.c.id == row.id)).one())


def get_account(con: Connection, account_id: str) -> Account | None:
    """Return an account by its id."""
    row = con.execute(select(accounts).where(accounts.c.id == account_id)).first()
    return account_of(row) if row else None


def list_accounts(con: Connection) -> list[Account]:
    """Return all accounts by name."""
    return [account_of(row) for row in con.execute(select(accounts).order_by(accounts.c.name))]


def change_account(
    con: Connection,
    account_id: str,
    *,
    roles: Collection[Role],
    secrecy: bool,
    municipalities: Collection[str] = (),
    active: bool,
) -> Account:
    """Change what an account may do; see `add_account`. BrpMatchError 404, or 400 without a role."""
    if not roles:
        raise BrpMatchError("ACCOUNT_ONVOLLEDIG", "account", "een account heeft minstens één rol")
    con.execute(
        update(accounts)
        .where(accounts.c.id == account_id)
        .values(
            roles=sorted(Role(role) for role in roles),
            secrecy=secrecy,
            municipalities=sorted(municipalities),
            active=active,
        )
    )
    found = get_account(con, account_id)
    if found is None:
        raise BrpMatchError(
            "ACCOUNT_ONBEKEND", "account", "dit account bestaat niet", http_status=404
        )
    return found


def hash_token(token: str) -> str:
    """Return the SHA-256 of a random token: what is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_of(row: Row[Any]) -> Account:
    """Return the account in a row of the table of accounts, or of clients."""
    return Account(
        row.id, row.name, frozenset(Role(r) for r in row.roles), bool(row.secrecy), bool(row.active),
        frozenset(row.municipalities),
    )  # fmt: skip
