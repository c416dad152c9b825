"""A delivery as its pages show it: its state in words, how far it is, and its counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from brp_match.review.runs import Run, RunState
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.desk import Context
from brp_match.web.pages.dutch import told

STATES = {
    RunState.KOLOMMEN: ("wacht op kolommen", "warning"),
    RunState.WACHTEND: ("wacht", ""),
    RunState.BEZIG: ("bezig", ""),
    RunState.KLAAR: ("klaar", "ok"),
    RunState.MISLUKT: ("mislukt", "error"),
}
STEPS = (
    "begonnen", "signalen lezen", "inwoners lezen", "register voorbereiden",
    "signalen standaardiseren", "kandidaten zoeken", "vergelijken", "kansen berekenen",
    "besluiten nemen", "uitvoer schrijven",
)  # fmt: skip
"""What the pipeline says while it works, in order: how far it is follows from it."""


def run_head(run: Run) -> Context:
    """Return number, state, step and faults of a delivery."""
    text, kind = STATES[run.state]
    waits = run.state is RunState.KOLOMMEN
    return {
        "nummer": number_of(run.id),
        "href": f"/leveringen/{run.id}/kolommen" if waits else f"/leveringen/{run.id}",
        "hier": f"/leveringen/{run.id}",
        "ontvangen": run.created,
        "stand": {"tekst": text, "soort": kind},
        "bezig": run.state in {RunState.WACHTEND, RunState.BEZIG},
        "wacht_op_kolommen": waits,
        "mislukt": run.state is RunState.MISLUKT,
        "stap": told(run.step or "wacht op zijn beurt"),
        "procent": 100 * STEPS.index(run.step) // len(STEPS) if run.step in STEPS else None,
        "fouten": [f"{as_sent(run, fault.where)}: {told(fault.detail)}" for fault in run.faults],
    }


def as_sent(run: Run, where: str) -> str:
    """Return a place ("signalen-1.csv", with or without a line) with the sender's own file name in it."""
    return with_names(where, run.request.names)


def with_names(where: str, names: Mapping[str, str]) -> str:
    """Return a place that begins with a file name of ours with the sender's name instead."""
    for ours, theirs in names.items():
        rest = where.removeprefix(ours)
        if rest != where and not rest[:1].isalnum():
            return theirs + rest
    return where


def files_sent(run: Run) -> list[Context]:
    """Return the files of a delivery of the pages: what each is, and what the sender calls it."""
    asked = run.request
    by_kind = (
        ("Signalen", asked.signals), ("Inwoners", (asked.residents,)),
        ("Vorige adressen", (asked.previous_addresses,)), ("Adressen", (asked.addresses,)),
    )  # fmt: skip
    return [
        {"soort": kind, "naam": asked.names[name]}
        for kind, paths in by_kind
        for name in (Path(path).name for path in paths if path)
        if name in asked.names
    ]


def run_counts(run: Run) -> Context:
    """Return how many rows came and what became of them, with whether that adds up."""
    checked = run.record.get("afstemming", {})
    return {
        "match": run.counts.get("match", 0),
        "review": run.counts.get("review", 0),
        "reject": run.counts.get("reject", 0),
        "apart": run.quarantined,
        "rijen": checked.get("rijen_in", 0),
        "klopt": bool(checked.get("klopt")),
    }
