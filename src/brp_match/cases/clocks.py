"""The last day on which a municipality can act in time. Pure.

The policy says how long they run. Source of what it says by itself, the ways of working in the signaalreis: a crisis
within 3 working days; a case within 28 days, for then RIS (now xxllnc Vroegsignalering) and VPS close it, which is not
from the Bgs; the end of a delivery 20 working days before the contract ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from brp_match.cases.facts import CaseSignal, Clock
from brp_match.cases.working_days import add_working_days
from brp_match.policy import Policy


@dataclass(frozen=True)
class Terms:
    """How long the clocks run: working days after a crisis, days of a case, working days before a contract ends."""

    crisis: int
    case: int
    end: int


def terms_of(policy: Policy) -> Terms:
    """Return the clocks of a policy."""
    return Terms(policy.crisis_working_days, policy.case_days, policy.end_working_days)


def clocks_of(signals: Sequence[CaseSignal], terms: Terms) -> tuple[Clock, ...]:
    """Return the clocks that run, each at its first end, in order of that day.

    A rejected signal starts no clock. The clock of the case starts with its oldest signal.
    """
    ends: dict[str, list[date]] = {}
    for signal in signals:
        if signal.besluit == "reject":
            continue
        if signal.datum is not None:
            ends.setdefault("zaak", []).append(signal.datum + timedelta(days=terms.case))
            if signal.crisis:
                day = add_working_days(signal.datum, terms.crisis)
                ends.setdefault("crisis", []).append(day)
        if signal.eindelevering and signal.einde is not None:
            day = add_working_days(signal.einde, -terms.end)
            ends.setdefault("eindelevering", []).append(day)
    found = [Clock(name, min(days)) for name, days in ends.items()]
    return tuple(sorted(found, key=lambda clock: (clock.dag, clock.naam)))
