"""The last day on which a municipality can act in time. Pure.

Source: Bgs and the ways of working in the signaalreis: a crisis within 3 working days, a case within 28 days
(then RIS and VPS close it), before the end of a delivery 20 working days before the contract ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from brp_match.cases.facts import CaseSignal
from brp_match.cases.working_days import add_working_days

CRISIS_WORKING_DAYS, CASE_DAYS, END_WORKING_DAYS = 3, 28, 20


def last_day(signals: Sequence[CaseSignal]) -> date | None:
    """Return the first day on which a clock of these signals ends; None where none runs.

    A rejected signal starts no clock. The clock of the case starts with its oldest signal.
    """
    ends: list[date] = []
    for signal in signals:
        if signal.besluit == "reject":
            continue
        if signal.datum is not None:
            ends.append(signal.datum + timedelta(days=CASE_DAYS))
            if signal.crisis:
                ends.append(add_working_days(signal.datum, CRISIS_WORKING_DAYS))
        if signal.eindelevering and signal.einde is not None:
            ends.append(add_working_days(signal.einde, -END_WORKING_DAYS))
    return min(ends, default=None)
