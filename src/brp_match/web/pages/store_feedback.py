"""Proposed feedback on the page of a case: what a coordinator may say of it, and what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from brp_match.errors import BrpMatchError
from brp_match.review import cases, feedback
from brp_match.review.accounts import Account, Role
from brp_match.review.votes import State
from brp_match.web.pages.desk import Context, Refused
from brp_match.web.pages.dutch import FEEDBACK, told

REFUSE = "Weiger: niet opgepakt"
"""What refusing means, in the list of what a deliverer may hear instead."""


class FeedbackOfStore:
    """Keeps what a coordinator says of a proposal."""

    def __init__(self, engine: Engine, user: Account, now: datetime) -> None:
        self.engine = engine
        self.user = user
        self.now = now

    def say_feedback(self, case_id: str, code: str, reason: str) -> tuple[str, str]:
        """Confirm, change or refuse proposed feedback; return the address of its run and what was done."""
        try:
            with self.engine.begin() as con:
                row = cases.case_row(con, self.user, case_id)
                feedback.say(con, self.user, case_id, code, self.now, reason=reason)
        except BrpMatchError as error:
            if error.http_status != 400:
                raise
            raise Refused([told(fault.detail) for fault in error.faults]) from None
        proposed = row.decision.get("terugkoppeling")
        done = {proposed: "bevestigd", feedback.REFUSED: "geweigerd"}.get(code, "gewijzigd")
        return f"/leveringen/{row.run_id}", done

    def take_back_feedback(self, case_id: str) -> None:
        """Make a proposal of it again."""
        with self.engine.begin() as con:
            feedback.take_back(con, self.user, case_id, self.now)


def feedback_shown(con: Connection, user: Account, row: Row[Any]) -> Context | None:
    """Return what this coordinator may say of the feedback of a case, or what was said; None for nothing.

    Of a refused proposal whose case waits for a judgement only who refused it sees what it was.
    """
    if Role.COORDINATOR not in user.roles:
        return None
    said = feedback.said_of(con, row.id)
    if said is not None and row.state != State.KLAAR and said.account_id != user.id:
        return None
    if said is None and not feedback.may_be_said(con, row):
        return None
    proposed = str(row.decision["terugkoppeling"])
    return {
        "code": proposed,
        "tekst": FEEDBACK[proposed],
        "anders": [
            (code, REFUSE if code == feedback.REFUSED else FEEDBACK[code])
            for code in feedback.CHOICES
            if code != proposed
        ],
        "gezegd": None
        if said is None
        else {
            "tekst": FEEDBACK[said.code],
            "geweigerd": said.code == feedback.REFUSED,
            "wie": said.by,
            "moment": said.at,
            "reden": said.reason,
            "vast": said.final,
        },
        "lijst": f"/leveringen/{row.run_id}",
    }
