"""The last day on which a municipality can act in time. Pure.

Source: the ways of working in the signaalreis: a crisis within 3 working days; a case within 28 days, for then
RIS (now xxllnc Vroegsignalering) and VPS close it, which is not from the Bgs; before the end of a delivery 20 working days before the contract ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from brp_match.cases.facts import CaseSignal, Clock
from brp_match.cases.working_days import add_working_days

CRISIS_WORKING_DAYS, CASE_DAYS, END_WORKING_DAYS = 3, 28, 20


def clocks_of(signals: Sequence[CaseSignal]) -> tuple[Clock, ...]:
    """Return the clocks that run, each at its first end, in order of that day.

    A rejected signal starts no clock. The clock of the case starts with its oldest signal.
    """
    ends: dict[str, list[date]] = {}
    for signal in signals:
        if signal.besluit == "reject":
            continue
        if signal.datum is not None:
            ends.setdefault("zaak", []).append(signal.datum + timedelta(days=CASE_DAYS))
            if signal.crisis:
                day = add_working_days(signal.datum, CRISIS_WORKING_DAYS)
                ends.setdefault("crisis", []).append(day)
        if signal.eindelevering and signal.einde is not None:
            day = add_working_days(signal.einde, -END_WORKING_DAYS)
            ends.setdefault("eindelevering", []).append(day)
    found = [Clock(name, min(days)) for name, days in ends.items()]
    return tuple(sorted(found, key=lambda clock: (clock.dag, clock.naam)))
