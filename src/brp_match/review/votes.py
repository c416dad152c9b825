"""From judgements to the state of a case: pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Verdict(StrEnum):
    """What a reviewer says of a case."""

    DEZELFDE_PERSOON = "dezelfde_persoon"
    GEEN_VAN_DEZE = "geen_van_deze"
    WEET_IK_NIET = "weet_ik_niet"
    OVERSLAAN = "overslaan"


class Ground(StrEnum):
    """What a reviewer sees is going on, beside who it is; '' for nothing special."""

    NIETS = ""
    RECHTSPERSOON = "rechtspersoon"
    GARAGEBOX = "garagebox"
    OVERLEDEN = "overleden"
    VERTROKKEN = "vertrokken"
    BEWIND = "bewind"


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
    ground: Ground = Ground.NIETS

    @property
    def said(self) -> tuple[Verdict, str]:
        """Who it was said to be, without who said it."""
        return self.outcome, self.persoon_id

    def agrees(self, other: Vote) -> bool:
        """Tell whether two judgements lead to the same: one that names no ground contradicts none."""
        grounds = {self.ground, other.ground} - {Ground.NIETS}
        return self.said == other.said and len(grounds) <= 1


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
        same = votes[0].agrees(votes[1])
        return State.KLAAR if same and votes[0].outcome is not Verdict.WEET_IK_NIET else State.DERDE
    return State.KLAAR


def final(votes: Sequence[Vote], second_look: bool) -> Vote | None:
    """Return the vote that decides the case, with the ground that was named; None while it is not done."""
    if state_of(votes, second_look) is not State.KLAAR:
        return None
    last = votes[-1]
    if len(votes) == 2 and last.ground is Ground.NIETS:
        # the first named what is going on; the second agreed about who it is, and named nothing else
        return replace(last, ground=votes[0].ground)
    return last
