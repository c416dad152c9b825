"""Systems that call the API: made, listed, withdrawn. Their tokens are kept only as a hash."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.accounts import Account, Role, account_of, hash_token, list_accounts
from brp_match.review.schema import clients

NAME_LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Client(Account):
    """One system with a key: an account that calls, and since when. Residents with secrecy do not stand in the
    register of who may not see them."""

    created: datetime


def add_client(
    con: Connection,
    name: str,
    roles: Collection[Role],
    now: datetime,
    *,
    secrecy: bool = False,
    municipalities: Collection[str] = (),
    account_id: str = "",
) -> str:
    """Make an API client; returns its token, which is shown once and kept only as a hash.

    `secrecy`, `municipalities`: as of `Client`; `account_id`: who made it, for the audit; '' for the command. BrpMatchError 400 without a name or role.
    """
    shown = " ".join(name.split())
    if not shown or len(shown) > NAME_LONGEST or not roles:
        raise BrpMatchError(
            "SLEUTEL_ONVOLLEDIG", "sleutel",
            f"een API-sleutel heeft een naam van ten hoogste {NAME_LONGEST} tekens en minstens één rol",
        )  # fmt: skip
    token, client_id = secrets.token_urlsafe(32), uuid.uuid4().hex
    held = sorted(Role(role) for role in roles)
    con.execute(
        insert(clients).values(
            id=client_id, token_hash=hash_token(token), name=shown, roles=held, secrecy=secrecy,
            municipalities=sorted(municipalities), active=True, created=now,
        )
    )  # fmt: skip
    audit.write(
        con, "sleutel_gemaakt", account_id=account_id, now=now,
        detail={
            "sleutel": client_id, "rollen": held, "geheim": secrecy, "gemeenten": sorted(municipalities),
        },
    )  # fmt: skip
    return token


def client_of_token(con: Connection, token: str) -> Account | None:
    """Return the API client of a token as an account; None for an unknown or withdrawn one."""
    row = con.execute(
        select(clients).where(clients.c.token_hash == hash_token(token), clients.c.active)
    ).first()
    return account_of(row) if row else None


def list_clients(con: Connection) -> list[Client]:
    """Return all clients, by name; those withdrawn too: the audit speaks of them."""
    query = select(clients).order_by(clients.c.name, clients.c.created, clients.c.id)
    return [Client(**vars(account_of(row)), created=row.created) for row in con.execute(query)]


def names_of(con: Connection) -> dict[str, str]:
    """Return id → name of accounts and API keys."""
    names = {one.id: one.name for one in list_accounts(con)}
    return names | {one.id: f"{one.name} (API)" for one in list_clients(con)}


def withdraw_client(
    con: Connection, client_id: str, now: datetime, *, account_id: str = ""
) -> Client:
    """Let a token open nothing any more, from the next request on. BrpMatchError 404, or 409 when it did.

    `client_id`: the whole id or its first signs, as long as only one client begins with them.
    """
    found = [one for one in list_clients(con) if client_id and one.id.startswith(client_id)]
    if len(found) != 1:
        raise BrpMatchError(
            "SLEUTEL_ONBEKEND", "sleutel", "deze API-sleutel bestaat niet", http_status=404
        )
    if not found[0].active:
        raise BrpMatchError(
            "SLEUTEL_INGETROKKEN", "sleutel", "deze API-sleutel was al ingetrokken", http_status=409
        )
    con.execute(update(clients).where(clients.c.id == found[0].id).values(active=False))
    audit.write(
        con, "sleutel_ingetrokken", account_id=account_id, now=now, detail={"sleutel": found[0].id}
    )
    return found[0]
