"""What a deliverer hears: outcome and policy to a word of DDAS, and whether a person must confirm it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from brp_match.content.ddas import ddas_rows
from brp_match.model import Ending, Feedback, FeedbackState
from brp_match.policy import Policy

WORDS = {
    "onterecht_signaal": Feedback.ONTERECHT_SIGNAAL,
    "andere_reden": Feedback.NIET_OPGEPAKT,
}
"""Word of the policy → feedback."""


@dataclass(frozen=True)
class Told:
    """Feedback with the standard's word for it, and whether a rule settles it or a person must."""

    feedback: Feedback
    status: str
    state: FeedbackState


def told(ending: Ending, policy: Policy) -> Told:
    """Return what the deliverer hears of an outcome under this policy."""
    row = ddas_rows()[ending]
    ruled = policy.ddas_status.get(str(ending), "") if not row.fixed else ""
    word = str(getattr(policy, row.policy_key)) if row.policy_key else ruled
    if word:
        feedback = WORDS[word]
        return Told(feedback, feedback.status, FeedbackState.RULE)
    if row.feedback is Feedback.NONE:
        return Told(row.feedback, row.status, FeedbackState.NONE)
    state = FeedbackState.PROPOSED if row.confirm else FeedbackState.RULE
    return Told(row.feedback, row.status, state)


def going_out(status: str, state: str) -> str:
    """Return the word that may leave the house now: a proposal that nobody confirmed says nothing yet."""
    return Feedback.NONE.status if state == FeedbackState.PROPOSED else status
