"""Scorecards that a person released to a deliverer: an explicit act, with what was released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.accounts import utc
from brp_match.review.schema import releases


@dataclass(frozen=True)
class Release:
    """One released card; `card_hash` is the SHA-256 of the data that went out."""

    run_id: str
    vlp: str
    card_hash: str
    account_id: str
    at: datetime


def release_card(
    con: Connection, *, run_id: str, vlp: str, card_hash: str, account_id: str, now: datetime
) -> None:
    """Keep that a card was released. Raises BrpMatchError 409 when it was released before."""
    if is_released(con, run_id, vlp):
        raise _released()
    try:
        with con.begin_nested():
            con.execute(
                insert(releases).values(
                    run_id=run_id, vlp=vlp, card_hash=card_hash, account_id=account_id, at=now
                )
            )
    except IntegrityError:
        # two at the same moment: the first stands
        raise _released() from None
    audit.write(
        con, "scorekaart_vrijgegeven", account_id=account_id, now=now, run_id=run_id,
        detail={"vlp": vlp, "inhoud": card_hash},
    )  # fmt: skip


def _released() -> BrpMatchError:
    return BrpMatchError(
        "AL_VRIJGEGEVEN", "scorekaart", "deze kaart is al vrijgegeven", http_status=409
    )


def is_released(con: Connection, run_id: str, vlp: str) -> bool:
    """Tell whether a card was released."""
    row = con.execute(
        select(releases.c.vlp).where(releases.c.run_id == run_id, releases.c.vlp == vlp)
    ).first()
    return row is not None


def newest(con: Connection, *, start: int, size: int) -> list[Release]:
    """Return releases of all runs, the newest first, from the one at place `start` on."""
    rows = con.execute(
        select(releases)
        .order_by(releases.c.at.desc(), releases.c.run_id, releases.c.vlp)
        .offset(start)
        .limit(size)
    )
    return [_release(row) for row in rows]


def list_releases(con: Connection, run_id: str) -> list[Release]:
    """Return the releases of a run by deliverer."""
    rows = con.execute(select(releases).where(releases.c.run_id == run_id).order_by(releases.c.vlp))
    return [_release(row) for row in rows]


def _release(row: Row[Any]) -> Release:
    return Release(row.run_id, row.vlp, row.card_hash, row.account_id, utc(row.at))
