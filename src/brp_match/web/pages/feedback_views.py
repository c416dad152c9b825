"""Proposed feedback on the page of a case: what a coordinator may say of it, and what was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from brp_match.review import feedback
from brp_match.review.accounts import Account, Role
from brp_match.review.votes import State
from brp_match.web.pages.dutch import FEEDBACK
from brp_match.web.pages.seat import Context

REFUSE = "Weiger: niet opgepakt"
"""What refusing means, in the list of what a deliverer may hear instead."""


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
