"""The last day on which a case can be acted on in time, by the clocks of cases. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from brp_match.cases.clocks import Terms, clocks_of
from brp_match.cases.facts import CaseSignal
from brp_match.cases.store import YES
from brp_match.reading import read_day

SOON = 7
"""Days before its last day from which a case is about to be late."""


def due_day(signal: Mapping[str, Any], signal_date: str, terms: Terms) -> date | None:
    """Return the first end of the clocks that run for a delivered signal; None where it tells no date.

    `signal_date` is jjjj-mm-dd, '' for none; `terms`: how long the clocks of the policy in force run.
    """
    kind = str(signal.get("soort_signaal") or "").strip().lower()
    clocks = clocks_of(
        [
            CaseSignal(
                signaal_id="", vlp="", sector="", gemeente="", persoon_id="", besluit="review",
                datum=_day(signal_date),
                eindelevering=kind.startswith("einde"),
                einde=read_day(signal.get("einddatum_contract")),
                crisis=kind.startswith("crisis") or str(signal.get("crisissignaal") or "").strip().lower() in YES,
            )
        ],
        terms,
    )  # fmt: skip
    return clocks[0].dag if clocks else None


def days_until(
    signal: Mapping[str, Any], signal_date: str, today: date, terms: Terms
) -> int | None:
    """Days until the first clock of a delivered signal ends; negative when it did."""
    day = due_day(signal, signal_date, terms)
    return None if day is None else (day - today).days


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
