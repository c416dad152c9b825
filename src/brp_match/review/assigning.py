"""Who a case is for, and notes to a colleague.

An assignment says whose work it is first; it hides a case from nobody, so that none waits for who is away.
A note is about a case and goes with it; only who may see the case reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, case, delete, exists, insert, select

from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.accounts import Account, get_account
from brp_match.review.case_file import case_row
from brp_match.review.schema import accounts, assignments, cases, notes
from brp_match.review.team import JUDGES, team_of
from brp_match.review.votes import State

ASSIGNED, NOTED = "zaken_toegewezen", "notitie_gemaakt"
LONGEST_NOTE = 1_000
MINE, NOBODY_S, OTHERS = 0, 1, 2
"""Order of the queue: own work, what is nobody's in particular, what is somebody else's."""


@dataclass(frozen=True)
class Note:
    """One note, with the name of who wrote it."""

    by: str
    text: str
    at: datetime


def assign(
    con: Connection, account: Account, case_ids: Sequence[str], account_id: str, now: datetime
) -> None:
    """Give cases to an account, '' to nobody. A case that either of the two may not see is left as it is.

    Raises BrpMatchError 400 for somebody who may not judge, or may see none of these cases.
    """
    colleague = _colleague(con, account_id)
    given = seen = _seen(con, account, case_ids)
    if colleague is not None:
        given = _seen(con, colleague, seen)
        if seen and not given:
            raise BrpMatchError(
                "COLLEGA_ZIET_DIT_NIET", "collega", "deze collega mag deze zaken niet zien"
            )
    for case_id in given:
        _give(con, account, case_id, account_id, now)
    audit.write(
        con, ASSIGNED, account_id=account.id, now=now,
        detail={"aan": account_id or "niemand", "zaken": len(given)},
    )  # fmt: skip


def share(con: Connection, account: Account, case_ids: Sequence[str], now: datetime) -> int:
    """Divide cases over the team, in turn; nobody gets one that he or she may not see. Returns how many were given.

    The work of who stands at the desk already counts: who has least gets the next.
    """
    team = team_of(con)
    if not team.members:
        return 0
    rows = {row.id: row for row in con.execute(select(cases).where(cases.c.id.in_(case_ids)))}
    load = dict.fromkeys(sorted(team.members), 0)
    held = con.execute(
        select(assignments.c.account_id)
        .join(cases, cases.c.id == assignments.c.case_id)
        .where(cases.c.state != str(State.KLAAR))
    ).scalars()
    for one in held:
        if one in load:
            load[one] += 1
    given = 0
    for case_id in _seen(con, account, case_ids):
        able = team.able(rows[case_id])
        if able:
            who = min(sorted(able), key=lambda one: load[one])
            load[who] += 1
            given += 1
            _give(con, account, case_id, who, now)
    audit.write(
        con, ASSIGNED, account_id=account.id, now=now, detail={"aan": "het team", "zaken": given}
    )
    return given


def _give(con: Connection, account: Account, case_id: str, account_id: str, now: datetime) -> None:
    con.execute(delete(assignments).where(assignments.c.case_id == case_id))
    if account_id:
        con.execute(
            insert(assignments).values(
                case_id=case_id, account_id=account_id, by_id=account.id, at=now
            )
        )


def _colleague(con: Connection, account_id: str) -> Account | None:
    """The account that cases are given to, None for nobody."""
    found = get_account(con, account_id) if account_id else None
    if account_id and (found is None or not found.active or not found.roles & JUDGES):
        raise BrpMatchError("COLLEGA_ONBEKEND", "collega", "kies iemand die mag oordelen")
    return found


def _seen(con: Connection, account: Account, case_ids: Sequence[str]) -> list[str]:
    """Return those of these cases that this account may see, in order."""
    query = select(cases.c.id).where(cases.c.id.in_(case_ids), account.sight.cases())
    seen = set(con.execute(query).scalars())
    return [one for one in case_ids if one in seen]


_ASSIGNED = (
    select(assignments.c.account_id, accounts.c.name)
    .outerjoin(accounts, accounts.c.id == assignments.c.account_id)
    .where(assignments.c.case_id == bindparam("case_id"))
)
_NOTES = (
    select(notes.c.text, notes.c.at, accounts.c.name)
    .outerjoin(accounts, accounts.c.id == notes.c.account_id)
    .where(notes.c.case_id == bindparam("case_id"))
    .order_by(notes.c.id)
)


def assigned_to(con: Connection, case_id: str) -> tuple[str, str]:
    """Return id and name of who a case is for; two times '' for nobody."""
    row = con.execute(_ASSIGNED, {"case_id": case_id}).first()
    return (row.account_id, row.name or "") if row is not None else ("", "")


def whose(me: ColumnElement[str]) -> ColumnElement[int]:
    """Return the place of a case in the order of the queue of an account: MINE, NOBODY_S or OTHERS."""
    of_case = assignments.c.case_id == cases.c.id
    # who may not sign in any more holds no case
    at_work = exists().where(accounts.c.id == assignments.c.account_id, accounts.c.active)
    return case(
        (exists().where(of_case, assignments.c.account_id == me), MINE),
        (exists().where(of_case, at_work), OTHERS),
        else_=NOBODY_S,
    )


def add_note(con: Connection, account: Account, case_id: str, text: str, now: datetime) -> None:
    """Keep a note. Raises BrpMatchError 404 for a case this account may not see, 400 for one without text."""
    row = case_row(con, account, case_id)
    kept = text.strip()[:LONGEST_NOTE]
    if not kept:
        raise BrpMatchError("NOTITIE_LEEG", "notitie", "schrijf eerst een notitie")
    con.execute(insert(notes).values(case_id=case_id, account_id=account.id, text=kept, at=now))
    # of what it says nothing comes in the audit: that stays when the case is gone
    audit.write(
        con, NOTED, account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"tekens": len(kept)},
    )  # fmt: skip


def notes_of(con: Connection, case_id: str) -> list[Note]:
    """Return the notes of a case, old to new."""
    rows = con.execute(_NOTES, {"case_id": case_id})
    return [Note(row.name or "iemand die er niet meer is", row.text, row.at) for row in rows]
