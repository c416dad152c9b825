"""Feedback that only a person may send: confirmed, changed or refused, and taken back.

`feedback.code` is what the deliverer hears. The code proposed: confirmed. Another: changed, by a person
who knows better. `niet_opgepakt`: refused; the deliverer hears only that, and because the decision rested
on what does not hold, the case comes into the queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from brp_match.errors import BrpMatchError
from brp_match.model import Feedback
from brp_match.review import audit
from brp_match.review.accounts import Account
from brp_match.review.case_file import case_row, votes_of
from brp_match.review.export import established
from brp_match.review.judge import SHORTEST_REASON
from brp_match.review.run_folder import confirmable
from brp_match.review.schema import accounts, cases, feedback
from brp_match.review.sight import Sight
from brp_match.review.votes import State

REFUSED = str(Feedback.NIET_OPGEPAKT)
"""What the deliverer hears when a proposal is refused: that, and not why (DDAS 1.2)."""

CHOICES = (
    REFUSED, str(Feedback.GEEN_INWONER), str(Feedback.OVERLEDEN), str(Feedback.ONTERECHT_SIGNAAL),
    str(Feedback.HERHAALDE_MELDING),
)  # fmt: skip
"""What a person may say in the place of a proposal."""


@dataclass(frozen=True)
class Said:
    """What a person said of a proposal: the code that goes out, by whom (id, name), when, why; `final`
    once a reviewer judged the case after it."""

    code: str
    account_id: str
    by: str
    at: datetime
    reason: str
    final: bool


def _proposed(state: str, decision: Mapping[str, Any]) -> bool:
    """Tell whether a case holds a proposal that a person may look at.

    While it waits for a judgement its proposal would tell what the engine thinks.
    """
    return state == State.KLAAR and decision.get("terugkoppeling") in confirmable()


def waiting(con: Connection, run_id: str = "", *, sight: Sight) -> list[Row[Any]]:
    """Return the cases whose feedback waits for a person and that may be seen, of one run or of all, by id."""
    proposed = cases.c.decision["terugkoppeling"].as_string().in_(sorted(confirmable()))
    query = (
        select(cases)
        .outerjoin(feedback, feedback.c.case_id == cases.c.id)
        .where(
            cases.c.state == str(State.KLAAR), feedback.c.case_id.is_(None), proposed, sight.cases()
        )
        .order_by(cases.c.id)
    )
    if run_id:
        query = query.where(cases.c.run_id == run_id)
    rows = con.execute(query).all()
    asked: dict[str, list[str]] = {}
    for row in rows:
        asked.setdefault(row.run_id, []).append(row.signaal_id)
    decided = {
        (run, one)
        for run, signals in asked.items()
        for one in established(con, run, signals, sight)
    }
    return [row for row in rows if (row.run_id, row.signaal_id) not in decided]


def next_waiting(con: Connection, account: Account, row: Row[Any]) -> str | None:
    """Return the case after `row` in the list of its delivery whose feedback waits for a person; after the last one
    the first, None when none is left."""
    left = [one.id for one in waiting(con, row.run_id, sight=account.sight) if one.id != row.id]
    return next((case_id for case_id in left if case_id > row.id), left[0] if left else None)


def said_of(con: Connection, case_id: str) -> Said | None:
    """Return what a person said of the proposal of a case; None for nothing."""
    row = con.execute(
        select(feedback, accounts.c.name)
        .outerjoin(accounts, accounts.c.id == feedback.c.account_id)
        .where(feedback.c.case_id == case_id)
    ).first()
    if row is None:
        return None
    final = bool(votes_of(con, case_id))
    return Said(row.code, row.account_id, row.name or "", row.at, row.reason, final)


def said_seen(con: Connection, account: Account, row: Row[Any]) -> Said | None:
    """The same as far as this account may know it: what was refused, and waits for a judgement, would tell the
    reviewers what the engine thinks, so only who refused it sees it."""
    said = said_of(con, row.id)
    hidden = said is not None and row.state != State.KLAAR and said.account_id != account.id
    return None if hidden else said


def may_be_said(con: Connection, row: Row[Any]) -> bool:
    """Tell whether the feedback of this case waits for a person: proposed, not said, and not settled by
    judgements."""
    if not _proposed(row.state, row.decision):
        return False
    if con.execute(select(feedback.c.case_id).where(feedback.c.case_id == row.id)).first():
        return False
    sight = Sight(secrecy=not row.stand_in)
    return row.signaal_id not in established(con, row.run_id, [row.signaal_id], sight)


def say(
    con: Connection, account: Account, case_id: str, code: str, now: datetime, *, reason: str = ""
) -> None:
    """Keep what a person says of a proposal. Another code than the one proposed wants a reason.

    Only who opened the case may say it. Raises BrpMatchError 404; 400 for a code that cannot be, or without
    a reason; 409 when this account never saw the case, somebody said it already, a reviewer established
    otherwise, or the case still waits for a judgement.
    """
    row = case_row(con, account, case_id)
    proposed = str(row.decision.get("terugkoppeling") or "")
    if proposed not in confirmable() or code not in {proposed, *CHOICES}:
        raise BrpMatchError(
            "TERUGKOPPELING_ONGELDIG", "terugkoppeling", "deze code hoeft niet bevestigd te worden"
        )
    if not may_be_said(con, row):
        raise _known()
    if not audit.has_seen(con, account.id, case_id):
        raise BrpMatchError(
            "ZAAK_NIET_GEZIEN", "zaak", "open eerst de zaak en kijk of de terugkoppeling klopt",
            http_status=409,
        )  # fmt: skip
    if code != proposed and len(reason.strip()) < SHORTEST_REASON:
        raise BrpMatchError("REDEN_NODIG", "reden", "zeg kort waarom het voorstel niet klopt")
    kept = {"code": code, "account_id": account.id, "at": now, "reason": reason.strip()[:500]}
    try:
        with con.begin_nested():
            con.execute(insert(feedback).values(case_id=case_id, **kept))
    except IntegrityError:
        # two at the same moment: the first stands
        raise _known() from None
    if code == REFUSED:
        _set_state(con, row, State.OPEN)
    kind = {proposed: "terugkoppeling_bevestigd", REFUSED: "terugkoppeling_geweigerd"}.get(
        code, "terugkoppeling_gewijzigd"
    )
    audit.write(
        con, kind, account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"voorstel": proposed, "code": code},
    )  # fmt: skip


def take_back(con: Connection, account: Account, case_id: str, now: datetime) -> None:
    """Make a proposal of it again, while no reviewer judged the case after it. BrpMatchError 404, 409."""
    row = case_row(con, account, case_id)
    said = said_of(con, case_id)
    if said is None or said.final:
        raise BrpMatchError(
            "TERUGKOPPELING_VAST", "terugkoppeling", "dit kan niet meer ongedaan worden gemaakt",
            http_status=409,
        )  # fmt: skip
    con.execute(delete(feedback).where(feedback.c.case_id == case_id))
    if said.code == REFUSED:
        _set_state(con, row, State.KLAAR)
    audit.write(
        con, "terugkoppeling_teruggezet", account_id=account.id, now=now, case_id=case_id,
        run_id=row.run_id, detail={"code": said.code},
    )  # fmt: skip


KNOWN = "TERUGKOPPELING_AL_BEKEND"
"""The code of a fault: somebody said it already."""


def _known() -> BrpMatchError:
    return BrpMatchError(
        KNOWN,
        "terugkoppeling",
        "over deze terugkoppeling is intussen beslist; bekijk de zaak opnieuw",
        http_status=409,
    )


def _set_state(con: Connection, row: Row[Any], state: State) -> None:
    """Put a case into the queue or out of it; who has it open sees a newer version."""
    con.execute(
        update(cases)
        .where(cases.c.id == row.id)
        .values(state=str(state), version=row.version + 1, second_look=True)
    )
