"""What happened, for a system that follows along: lines of the audit without who or what, in their order.

A system keeps the number of the last line it saw and asks for what came after. Nothing is sent to it, so there is no
address to keep, no signature to check and nothing to send again: what it missed it asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from brp_match.review.accounts import Account
from brp_match.review.runs import FAILED
from brp_match.review.schema import audit, cases

KINDS = {
    "levering_ontvangen": "levering_ontvangen",
    "run_ingelezen": "levering_klaar",
    FAILED: "levering_mislukt",
    "verwijderd": "levering_verwijderd",
    "zaak_beoordeeld": "zaak_beoordeeld",
    "oordeel_ingetrokken": "oordeel_ingetrokken",
    "terugkoppeling_bevestigd": "terugkoppeling",
    "terugkoppeling_gewijzigd": "terugkoppeling",
    "terugkoppeling_geweigerd": "terugkoppeling",
    "terugkoppeling_teruggezet": "terugkoppeling",
    "scorekaart_vrijgegeven": "scorekaart_vrijgegeven",
    "scorekaart_ingetrokken": "scorekaart_ingetrokken",
    "beleid_gewijzigd": "beleid_gewijzigd",
}
"""Kind of a line in the audit → what a system is told."""


@dataclass(frozen=True)
class Change:
    """One line; `run_id` and `case_id` are '' where it is about none."""

    number: int
    at: datetime
    kind: str
    run_id: str
    case_id: str


def after(con: Connection, account: Account, number: int, size: int) -> tuple[list[Change], bool]:
    """Return what happened after a line, the oldest first, and whether there is more.

    Of a case only what this account may see: one that is gone, or that it has no right to, is not told.
    """
    seen = select(cases.c.id).where(account.sight.cases())
    rows = con.execute(
        select(audit.c.id, audit.c.at, audit.c.kind, audit.c.run_id, audit.c.case_id)
        .where(audit.c.id > number, audit.c.kind.in_(KINDS))
        .where(or_(audit.c.case_id == "", audit.c.case_id.in_(seen)))
        .order_by(audit.c.id)
        .limit(size + 1)
    ).all()
    found = [
        Change(row.id, row.at, KINDS[row.kind], row.run_id, row.case_id) for row in rows[:size]
    ]
    return found, len(rows) > size
