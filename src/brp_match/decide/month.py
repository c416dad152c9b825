"""All signals of a delivery in the order in which they were sent: what was picked up decides what repeats it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from brp_match.decide.facts import CandidateFacts, Decision, SignalFacts
from brp_match.decide.repeats import PickUp, PickUps
from brp_match.decide.rules import decide, has_secret, without_secret
from brp_match.model import Besluit
from brp_match.policy import Policy


@dataclass(frozen=True)
class ToDecide:
    """One signal with its candidates, likeliest first; `seen`: the same as if nobody with secrecy stood in the register,
    None where that is no other."""

    signal: SignalFacts
    candidates: Sequence[CandidateFacts]
    seen: ToDecide | None = None


def decide_month(
    cases: Sequence[ToDecide],
    policy: Policy,
    earlier: Iterable[PickUp] = (),
    seen_earlier: Iterable[PickUp] | None = None,
) -> tuple[list[Decision], list[Decision]]:
    """Decide every case; `earlier` is what was picked up before this delivery, `seen_earlier` the same as if nobody with
    secrecy stood in the register (None where that is no other).

    Returns the decisions in the order given, and the same as if nobody with secrecy stood in the register:
    what somebody without that right may see. Where it is not told how that is (`seen`), who has secrecy is taken out.
    """
    before = list(earlier)
    seen_before = before if seen_earlier is None else list(seen_earlier)
    hidden = [
        case.seen
        or (
            ToDecide(*without_secret(case.signal, case.candidates))
            if has_secret(case.candidates)
            else case
        )
        for case in cases
    ]
    decided = [decide(case.signal, case.candidates, policy) for case in cases]
    # few have a candidate with secrecy; of the others the decision is the same
    seen = [
        first if other is case else decide(other.signal, other.candidates, policy)
        for case, other, first in zip(cases, hidden, decided, strict=True)
    ]
    return (
        _with_repeats(cases, decided, policy, before),
        _with_repeats(hidden, seen, policy, seen_before),
    )


def _with_repeats(
    cases: Sequence[ToDecide],
    decided: Sequence[Decision],
    policy: Policy,
    earlier: Iterable[PickUp],
) -> list[Decision]:
    """Decide once more what repeats a signal that was picked up before it, in the order in which they were sent."""
    picked_up = PickUps(earlier)
    found = list(decided)
    for place in sorted(range(len(cases)), key=lambda one: _sent(cases[one].signal)):
        case, decision = cases[place], decided[place]
        if decision.besluit != Besluit.MATCH:
            continue
        one = _pick_up(case.signal, decision.persoon_id)
        if picked_up.repeated(one, policy.repeat_within_days):
            found[place] = decide(case.signal, case.candidates, policy, picked_up=True)
        else:
            picked_up.add(replace(one, now=True))
    return found


def picked_up_of(cases: Sequence[ToDecide], decisions: Sequence[Decision]) -> list[PickUp]:
    """Return what a delivery picks up, for the ones after it: `decisions` of `cases`, in the same order."""
    return [
        _pick_up(case.signal, found.persoon_id)
        for case, found in zip(cases, decisions, strict=True)
        if found.besluit == Besluit.MATCH
    ]


def _sent(signal: SignalFacts) -> tuple[date, str]:
    """In order of date; of one day a signal with a smaller id is the earlier."""
    return signal.signaaldatum or date.max, signal.signaal_id


def _pick_up(signal: SignalFacts, persoon_id: str) -> PickUp:
    return PickUp(
        signal.vlp, persoon_id, signal.soort, signal.bedrag, signal.signaaldatum, signal.signaal_id,
        signal.contract,
    )  # fmt: skip
