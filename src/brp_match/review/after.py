"""What a person's judgement makes of a decision: identity first, then what the BRP says. Pure.

A reviewer answers one question, who it is. The second question (domain rules, DDAS 1.2) is answered by
the facts of the person chosen: somebody who died or left is not picked up, whoever established it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brp_match.decide.earlier import DROPPED
from brp_match.decide.feedback import told
from brp_match.decide.rules import GONE
from brp_match.model import Besluit, Ending, FeedbackState, Reason
from brp_match.policy import Policy
from brp_match.reading.status import Status
from brp_match.review.votes import Ground, Verdict, Vote


@dataclass(frozen=True)
class Result:
    """A decision after review: `terugkoppeling_status` is bevestigd where a person established it."""

    besluit: Besluit
    persoon_id: str
    terugkoppeling: str
    terugkoppeling_status: str
    ddas_status: str


BY_DELIVERY: Mapping[str, Ending] = {
    Reason.RECHTSPERSOON: Ending.RECHTSPERSOON,
    Reason.GEEN_WONING: Ending.GEEN_WONING,
    Reason.ONDER_DREMPEL: Ending.ONDER_DREMPEL,
    Reason.ACHTERSTAND_TE_JONG: Ending.ACHTERSTAND_TE_JONG,
    Reason.ACHTERSTAND_TE_OUD: Ending.ACHTERSTAND_TE_OUD,
}
"""Grounds that a delivery gives, and how a signal ends by them when it is about no resident."""


BY_GROUND: Mapping[Ground, Ending] = {
    Ground.RECHTSPERSOON: Ending.RECHTSPERSOON,
    Ground.GARAGEBOX: Ending.GEEN_WONING,
    Ground.OVERLEDEN: Ending.OVERLEDEN,
    # where to is told by the BRP alone; what a reviewer heard elsewhere is no ground to tell more
    Ground.VERTROKKEN: Ending.VERTROKKEN_ONBEKEND,
}
"""What a reviewer says is going on, and how the signal ends by it, whoever it is about."""


def after_review(
    vote: Vote, decision: Mapping[str, Any], person: Mapping[str, Any] | None, policy: Policy
) -> Result | None:
    """Return what the vote that decides a case makes of its decision; None when it changes nothing.

    `decision`: its row of decisions.parquet; `person`: the chosen row of candidates.parquet; `policy`:
    that of the run.
    """
    ruled = BY_GROUND.get(vote.ground)
    if vote.outcome is Verdict.GEEN_VAN_DEZE:
        # whatever was said about a person does not hold: it is not that person
        ending = ruled or BY_DELIVERY.get(_ground(decision), Ending.NIET_GEVONDEN)
        return _result(Besluit.REJECT, "", ending, policy)
    if vote.outcome is not Verdict.DEZELFDE_PERSOON or person is None:
        return None
    if ruled is None and _by_delivery(decision, person):
        return None
    besluit, ending = _of_person(person, policy)
    if ruled is not None and not _same_end(vote.ground, ending):
        besluit, ending = Besluit.REJECT, ruled
    known = besluit is Besluit.MATCH and _known_at_shv(decision, person)
    if known:
        ending = Ending.BEKEND_BIJ_SHV
    if (known or besluit is Besluit.REJECT) and (person.get("geheim") or 0) > 0:
        ending = Ending.GEHEIM
    return _result(besluit, vote.persoon_id, ending, policy)


def _same_end(ground: Ground, ending: Ending) -> bool:
    """Tell whether the BRP says itself what a reviewer saw, and better: who left, and where to."""
    return ground is Ground.VERTROKKEN and ending in {end for _, end in GONE.values()} - {
        Ending.OVERLEDEN
    }


def _of_person(person: Mapping[str, Any], policy: Policy) -> tuple[Besluit, Ending]:
    """What the BRP and the policy say of the person that was established."""
    gone = GONE.get(Status(str(person.get("status") or Status.INWONER)))
    if gone is not None:
        return Besluit.REJECT, gone[1]
    moved = str(person.get("adres_niveau") or "").startswith("vorig")
    if moved and policy.moved_within == "reject":
        return Besluit.REJECT, Ending.ANDERS
    return Besluit.MATCH, Ending.GEKOPPELD


def _result(besluit: Besluit, persoon_id: str, ending: Ending, policy: Policy) -> Result:
    """What a proposal needs is a person who saw the case: that one just did."""
    said = told(ending, policy)
    state = said.state if said.state is not FeedbackState.PROPOSED else FeedbackState.CONFIRMED
    return Result(besluit, persoon_id, str(said.feedback), str(state), said.status)


def _known_at_shv(decision: Mapping[str, Any], person: Mapping[str, Any]) -> bool:
    """Tell whether what was confirmed is that this resident is a client of debt counselling: found as ever, and who
    signalled may hear it."""
    same = bool(person.get("persoon_id") == decision.get("persoon_id"))
    return same and _ground(decision) == Reason.BEKEND_BIJ_SHV


def _ground(decision: Mapping[str, Any]) -> str:
    return str(decision.get("redenen") or "").split("|")[0]


def _by_delivery(decision: Mapping[str, Any], person: Mapping[str, Any]) -> bool:
    """Tell whether the reject stands whoever it is: too little, too old, or rent of what is no home; or,
    where it is who the engine thought, picked up before.

    A signal called a legal person's is another matter: who recognises a resident in it overturns that.
    """
    ground = _ground(decision)
    if decision.get("besluit") != Besluit.REJECT or ground not in DROPPED:
        return False
    if ground == Reason.GEEN_WONING:
        return not person.get("huidig_adres")
    if ground == Reason.HERHAALDE_MELDING:
        return bool(person.get("persoon_id") == decision.get("persoon_id"))
    return True
