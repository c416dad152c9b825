"""Feedback that waits for a person, as work: groups by kind, a drawn sample of each, one case after the other.

Who confirms has seen the ground of every case. A group whose sample was looked at one by one, and held, may
be confirmed a page at a time; a sample in which something was wrong closes that way for its group.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from sqlalchemy import Connection, Row, select

from brp_match.review import audit, claims, feedback, processing_log
from brp_match.review.accounts import Account, Role, list_accounts
from brp_match.review.case_file import people_seen
from brp_match.review.schema import cases, runs
from brp_match.review.schema import feedback as said_table
from brp_match.review.sight import Sight
from brp_match.review.votes import State

SAMPLE_SHARE = 0.1
"""Share of a group that is looked at one by one before the others may be confirmed together."""

SAMPLE_LEAST = 3
"""Cases of a group that are looked at one by one, where it has that many."""

ON_A_PAGE = 25
"""Cases whose grounds stand on one page, to be confirmed together."""


@dataclass(frozen=True)
class Group:
    """Proposals of one kind in one delivery. `waiting` and `drawn` are case ids in order: what waits, and what of
    the sample waits; `wrong` counts those of the sample that a person changed or refused."""

    run_id: str
    code: str
    month: str
    created: datetime
    waiting: tuple[str, ...]
    drawn: tuple[str, ...]
    wrong: int

    @property
    def together(self) -> bool:
        """Whether what is left may be confirmed a page at a time."""
        return bool(self.waiting) and not self.drawn and not self.wrong


def groups(con: Connection, sight: Sight, run_id: str = "") -> list[Group]:
    """Return the groups in which something waits, of one delivery or of all, the oldest delivery first."""
    waiting = feedback.waiting(con, run_id, sight=sight)
    found: dict[tuple[str, str], list[str]] = {}
    for row in waiting:
        found.setdefault((row.run_id, row.decision["terugkoppeling"]), []).append(row.id)
    if not found:
        return []
    ids = {run for run, _ in found}
    about = {
        row.id: row
        for row in con.execute(
            select(runs.c.id, runs.c.month, runs.c.created).where(runs.c.id.in_(ids))
        )
    }
    made = [_group(con, about[run], code, waits, sight) for (run, code), waits in found.items()]
    return sorted(made, key=lambda one: (one.created, one.run_id, one.code))


def group_of(con: Connection, run_id: str, code: str, sight: Sight) -> Group | None:
    """Return one group; None where nothing of it waits."""
    return next((one for one in groups(con, sight, run_id) if one.code == code), None)


def _group(con: Connection, run: Any, code: str, waits: list[str], sight: Sight) -> Group:
    query = (
        select(cases.c.id, said_table.c.code)
        .outerjoin(said_table, said_table.c.case_id == cases.c.id)
        .where(
            cases.c.run_id == run.id,
            cases.c.decision["terugkoppeling"].as_string() == code,
            sight.cases(),
        )
    )
    said = {row.id: row.code for row in con.execute(query) if row.id in waits or row.code}
    drawn = sample(list(said))
    # what was drawn comes first
    order = sorted(waits, key=lambda one: (one not in drawn, one))
    return Group(
        run.id, code, run.month, run.created, tuple(order),
        tuple(one for one in order if one in drawn),
        sum(said[one] not in (None, code) for one in drawn),
    )  # fmt: skip


def sample(ids: Sequence[str]) -> frozenset[str]:
    """Return what is drawn of a group, by a hash of the case: the same whoever asks, and when. Pure."""
    size = min(len(ids), max(SAMPLE_LEAST, ceil(SAMPLE_SHARE * len(ids))))
    return frozenset(sorted(ids, key=lambda one: hashlib.sha256(one.encode()).hexdigest())[:size])


def next_of(
    con: Connection, account: Account, found: Sequence[Group], now: datetime, *, after: str = ""
) -> str | None:
    """Return the case to look at next, and hold it for this account; None when nothing waits.

    `after`: the case that was looked at or skipped. What somebody else has open comes last.
    """
    ids = [one for group in found for one in group.waiting]
    # where the one before is gone, it was the first that waited
    at = ids.index(after) + 1 if after in ids else 0
    order = [one for one in (*ids[at:], *ids[:at]) if one != after]
    for one in order:
        if claims.claim(con, account, one, now):
            return one
    return order[0] if order else None


def seen_together(
    con: Connection, account: Account, ids: Sequence[str], now: datetime
) -> list[tuple[Row[Any], list[dict[str, Any]]]]:
    """Return cases with the people this account sees in them, and note in audit and processing log that it did."""
    rows = {row.id: row for row in con.execute(select(cases).where(cases.c.id.in_(ids)))}
    shown = []
    for one in ids:
        row = rows[one]
        people = [
            p
            for p in people_seen(con, account, one)
            if p["persoon_id"] == row.decision.get("persoon_id")
        ]
        subjects = [str(person["persoon_id"]) for person in people]
        processing_log.log_all(con, operation="zaak bekijken", subjects=subjects, now=now)
        audit.write(
            con, audit.CASE_SEEN, account_id=account.id, now=now, case_id=one, run_id=row.run_id,
            detail={"versie": row.version, "lijst": True},
        )  # fmt: skip
        shown.append((row, people))
    return shown


def waits_for_nobody(con: Connection) -> int:
    """Count the proposals that no account may confirm: no coordinator at all, or none who may see the case."""
    leaders = [one for one in list_accounts(con) if one.active and Role.COORDINATOR in one.roles]
    # of proposals about somebody with secrecy nothing is counted, for that would tell of them
    able = {Sight(False, one.municipalities) for one in leaders}
    if Sight(False) in able:
        return 0
    seen = {row.id for sight in able for row in feedback.waiting(con, sight=sight)}
    return sum(row.id not in seen for row in feedback.waiting(con, sight=Sight(False)))


def last_said(con: Connection, account: Account) -> str | None:
    """Return the case of which this account said the feedback last, while it can be taken back."""
    row = con.execute(
        select(said_table.c.case_id, cases.c.state)
        .join(cases, cases.c.id == said_table.c.case_id)
        .where(said_table.c.account_id == account.id)
        .order_by(said_table.c.at.desc(), said_table.c.case_id)
    ).first()
    if row is None:
        return None
    said = feedback.said_of(con, row.case_id)
    return (
        None
        if said is None or said.final or row.state not in {State.KLAAR, State.OPEN}
        else str(row.case_id)
    )
