"""Scorecards that a person released to a deliverer: an explicit act, with what was released.

A card that was mended is released again: the one before is withdrawn, and gets the number of nothing else.
Who fetched or was sent a card stands in the audit.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from brp_match.errors import BrpMatchError
from brp_match.review import audit, municipality
from brp_match.review.schema import audit as audit_table
from brp_match.review.schema import releases

RELEASED, WITHDRAWN = "scorekaart_vrijgegeven", "scorekaart_ingetrokken"
FETCHED, SENT = "scorekaart_opgehaald", "scorekaart_verstuurd"
"""Kinds of the audit's lines about a released card."""

REPLACED = "vervangen door een nieuwe kaart"
SHORTEST_REASON = 5
LONGEST_REASON = 500


@dataclass(frozen=True)
class Release:
    """One released card; `card_hash` is the SHA-256 of the data that went out.

    `number` counts the cards of this deliverer in this run. `withdrawn` None while it stands.
    """

    run_id: str
    vlp: str
    number: int
    card_hash: str
    account_id: str
    at: datetime
    withdrawn: datetime | None = None
    withdrawn_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class HandedOver:
    """That a released card left the service: `how` is the form fetched, or where it was sent."""

    vlp: str
    number: int
    kind: str
    how: str
    account_id: str
    at: datetime


def release_card(
    con: Connection, *, run_id: str, vlp: str, card_hash: str, account_id: str, now: datetime
) -> int:
    """Keep that a card was released; returns its number.

    One with another content that stood is withdrawn. Raises BrpMatchError 409 where the same one stands.
    """
    held = [one for one in list_releases(con, run_id) if one.vlp == vlp]
    before = next((one for one in held if one.withdrawn is None), None)
    if before is not None and before.card_hash == card_hash:
        raise _released()
    if before is not None:
        _end(con, before, account_id, REPLACED, now)
    number = len(held) + 1
    try:
        with con.begin_nested():
            con.execute(
                insert(releases).values(
                    run_id=run_id, vlp=vlp, number=number, card_hash=card_hash,
                    account_id=account_id, at=now,
                )
            )  # fmt: skip
    except IntegrityError:
        # two at the same moment: the first stands
        raise _released() from None
    audit.write(
        con, RELEASED, account_id=account_id, now=now, run_id=run_id,
        detail={"vlp": vlp, "nummer": number, "inhoud": card_hash},
    )  # fmt: skip
    return number


def withdraw(
    con: Connection, *, run_id: str, vlp: str, reason: str, account_id: str, now: datetime
) -> None:
    """Take the card of a deliverer back. BrpMatchError 404 where none stands, 400 without a reason."""
    found = standing(con, run_id).get(vlp)
    if found is None:
        raise BrpMatchError(
            "NIET_VRIJGEGEVEN", "scorekaart", "deze kaart is niet vrijgegeven", http_status=404
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise BrpMatchError("REDEN_NODIG", "reden", "zeg kort waarom u de kaart intrekt")
    _end(con, found, account_id, reason.strip()[:LONGEST_REASON], now)


def _end(con: Connection, one: Release, account_id: str, reason: str, now: datetime) -> None:
    con.execute(
        update(releases)
        .where(
            releases.c.run_id == one.run_id,
            releases.c.vlp == one.vlp,
            releases.c.number == one.number,
        )
        .values(withdrawn=now, withdrawn_by=account_id, reason=reason)
    )
    audit.write(
        con, WITHDRAWN, account_id=account_id, now=now, run_id=one.run_id,
        detail={"vlp": one.vlp, "nummer": one.number},
    )  # fmt: skip


def hand_over(
    con: Connection, one: Release, kind: str, how: str, *, account_id: str, now: datetime
) -> None:
    """Note that a released card was fetched (`how`: html, pdf, xlsx or json) or sent (`how`: mail or map)."""
    audit.write(
        con, kind, account_id=account_id, now=now, run_id=one.run_id,
        detail={"vlp": one.vlp, "nummer": one.number, "vorm": how},
    )  # fmt: skip


def handed_over(con: Connection, run_id: str) -> list[HandedOver]:
    """Return who fetched or sent the cards of a run, the newest first."""
    query = (
        select(audit_table)
        .where(audit_table.c.run_id == run_id, audit_table.c.kind.in_((FETCHED, SENT)))
        .order_by(audit_table.c.id.desc())
    )
    return [
        HandedOver(
            row.detail["vlp"], row.detail["nummer"], row.kind, row.detail["vorm"], row.account_id, row.at
        )
        for row in con.execute(query)
    ]  # fmt: skip


def _released() -> BrpMatchError:
    return BrpMatchError(
        "AL_VRIJGEGEVEN", "scorekaart", "deze kaart is al vrijgegeven", http_status=409
    )


def standing(con: Connection, run_id: str) -> dict[str, Release]:
    """Return deliverer → the card that stands, of those that have one."""
    return {one.vlp: one for one in list_releases(con, run_id) if one.withdrawn is None}


def new_names(con: Connection, run_id: str, names: Collection[str]) -> set[str]:
    """Return which of these never had a card, where others had one of another run and nobody named them in the settings: who
    is a deliverer is for a person to say, as one with five names reads five cards. Names as releases know them."""
    had = set(
        con.execute(select(releases.c.vlp).where(releases.c.run_id != run_id).distinct()).scalars()
    )
    told = {one.name for one in municipality.read(con).partners if one.email}
    return set(names) - had - told if had else set()


def newest(con: Connection, *, start: int = 0, size: int | None = None) -> list[Release]:
    """Return releases of all runs, the newest first, from the one at place `start` on; all without `size`."""
    rows = con.execute(
        select(releases)
        .order_by(releases.c.at.desc(), releases.c.run_id, releases.c.vlp, releases.c.number.desc())
        .offset(start)
        .limit(size)
    )
    return [Release(**row._mapping) for row in rows]


def list_releases(con: Connection, run_id: str) -> list[Release]:
    """Return the releases of a run by deliverer and number, also those that were withdrawn."""
    rows = con.execute(
        select(releases)
        .where(releases.c.run_id == run_id)
        .order_by(releases.c.vlp, releases.c.number)
    )
    return [Release(**row._mapping) for row in rows]
