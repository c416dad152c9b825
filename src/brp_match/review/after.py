"""What a person's judgement makes of a decision: identity first, then what the BRP says. Pure.

A reviewer answers one question, who it is. The second question (domain rules, DDAS 1.2) is answered by
the facts of the person chosen: somebody who died or left is not picked up, whoever established it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brp_match.decide.facts import Status
from brp_match.model import Besluit, Feedback, Reason
from brp_match.review.votes import Verdict, Vote

CONFIRMED, PROPOSED, REFUSED = "bevestigd", "voorstel", "geweigerd"


@dataclass(frozen=True)
class Result:
    """A decision after review: `terugkoppeling_status` is bevestigd where a person established it."""

    besluit: Besluit
    persoon_id: str
    terugkoppeling: str
    terugkoppeling_status: str


def after_review(
    vote: Vote, decision: Mapping[str, Any], person: Mapping[str, Any] | None, moved_within: str
) -> Result | None:
    """Return what the vote that decides a case makes of its decision; None when it changes nothing.

    `decision`: its row of decisions.parquet; `person`: the chosen row of candidates.parquet;
    `moved_within`: the policy's word.
    """
    if vote.outcome is Verdict.GEEN_VAN_DEZE:
        told = str(decision.get("terugkoppeling") or "")
        if told in ("", str(Feedback.OVERLEDEN), str(Feedback.GEEN_INWONER)):
            # whatever was proposed about a person does not hold: it is not that person
            told = str(Feedback.NIET_OPGEPAKT)
        return Result(Besluit.REJECT, "", told, PROPOSED)
    if vote.outcome is not Verdict.DEZELFDE_PERSOON or person is None:
        return None
    if _by_delivery(decision, person):
        return None
    status = person.get("status")
    if status == Status.OVERLEDEN:
        return Result(Besluit.REJECT, vote.persoon_id, str(Feedback.OVERLEDEN), CONFIRMED)
    if status == Status.VERTROKKEN:
        return Result(Besluit.REJECT, vote.persoon_id, str(Feedback.GEEN_INWONER), CONFIRMED)
    if str(person.get("adres_niveau") or "").startswith("vorig") and moved_within == "reject":
        return Result(Besluit.REJECT, vote.persoon_id, str(Feedback.NIET_OPGEPAKT), PROPOSED)
    return Result(Besluit.MATCH, vote.persoon_id, "", "")


def _by_delivery(decision: Mapping[str, Any], person: Mapping[str, Any]) -> bool:
    """Tell whether the reject stands whoever it is: reported before, or rent of what is no home.

    A signal called a legal person's is another matter: who recognises a resident in it overturns that.
    """
    ground = str(decision.get("redenen") or "").split("|")[0]
    if decision.get("besluit") != Besluit.REJECT:
        return False
    if ground == Reason.GEEN_WONING:
        return not person.get("huidig_adres")
    return ground == Reason.HERHAALDE_MELDING
