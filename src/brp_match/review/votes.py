"""From judgements to the state of a case: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a reviewer says of a case."""

    DEZELFDE_PERSOON = "dezelfde_persoon"
    GEEN_VAN_DEZE = "geen_van_deze"
    WEET_IK_NIET = "weet_ik_niet"
    OVERSLAAN = "overslaan"


class State(StrEnum):
    """Where a case stands: to decide, for a second person, for a third, or done."""

    OPEN = "open"
    TWEEDE = "tweede"
    DERDE = "derde"
    KLAAR = "klaar"


@dataclass(frozen=True)
class Vote:
    """One judgement that counts: not skipped, not taken back."""

    id: int
    account_id: str
    outcome: Verdict
    persoon_id: str

    @property
    def said(self) -> tuple[Verdict, str]:
        """What was said, without who said it."""
        return self.outcome, self.persoon_id


def state_of(votes: Sequence[Vote], second_look: bool) -> State:
    """Return the state after these votes.

    One vote decides, unless a second look is due or the voter did not know. Two that agree decide;
    two that do not go to a third, who decides.
    """
    if not votes:
        return State.OPEN
    if len(votes) == 1:
        unsure = votes[0].outcome is Verdict.WEET_IK_NIET
        return State.TWEEDE if second_look or unsure else State.KLAAR
    if len(votes) == 2:
        same = votes[0].said == votes[1].said
        return State.KLAAR if same and votes[0].outcome is not Verdict.WEET_IK_NIET else State.DERDE
    return State.KLAAR


def final(votes: Sequence[Vote], second_look: bool) -> Vote | None:
    """Return the vote that decides the case; None while it is not done."""
    if state_of(votes, second_look) is not State.KLAAR:
        return None
    return votes[-1]
