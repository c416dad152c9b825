"""Proposed feedback on the page of a case: what a coordinator may say of it, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row

from brp_match.model import FeedbackState
from brp_match.review import feedback
from brp_match.review.accounts import Account, Role
from brp_match.review.export import finals, hidden_signals
from brp_match.review.votes import State
from brp_match.web.pages.case_views import gone
from brp_match.web.pages.seat import Context
from brp_match.web.pages.words import FEEDBACK

REFUSE = "Weiger: niet opgepakt"
"""What refusing means, in the list of what a deliverer may hear instead."""

SETTLED_BY = {
    FeedbackState.RULE: "Dit volgt uit een vaste regel. Niemand hoeft het te bevestigen.",
    FeedbackState.CONFIRMED: "Dit is bevestigd met het oordeel over deze zaak.",
}
"""Why feedback of a judged case is final."""


def feedback_shown(
    con: Connection, user: Account, row: Row[Any], people: Sequence[Mapping[str, Any]]
) -> Context | None:
    """Return what this coordinator may say of the feedback of a case, or what was said; None for nothing.

    `people`: the candidates this coordinator sees; what the BRP says of who the proposal is about stands
    beside the button. Of a refused proposal whose case waits for a judgement only who refused it sees what
    it was. Feedback that is final says so, and why.
    """
    if Role.COORDINATOR not in user.roles:
        return None
    said = feedback.said_seen(con, user, row)
    if said is None and not feedback.may_be_said(con, row):
        return _settled(con, user, row)
    proposed = str(row.decision["terugkoppeling"])
    about = row.decision.get("persoon_id")
    return {
        "vast": "",
        "code": proposed,
        "tekst": FEEDBACK[proposed],
        "feiten": [line for one in people if one["persoon_id"] == about for line in gone(one)],
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


def _settled(con: Connection, user: Account, row: Row[Any]) -> Context | None:
    """What a deliverer hears of a judged case, and that it is final: by a rule, or by that judgement.

    None where nothing is sent, or where this account may not know what was judged.
    """
    if row.state != State.KLAAR:
        return None
    judged = finals(con, row.run_id, [row.signaal_id], user.sight)
    if not judged:
        return None
    if row.signaal_id in hidden_signals(con, row.run_id, judged, user.sight):
        return None
    result = judged[0].result
    now = row.decision if result is None else asdict(result)
    state = now.get("terugkoppeling_status")
    if state not in SETTLED_BY:
        return None
    return {
        "tekst": FEEDBACK[str(now["terugkoppeling"])],
        "vast": SETTLED_BY[state],
        "lijst": f"/leveringen/{row.run_id}",
    }
