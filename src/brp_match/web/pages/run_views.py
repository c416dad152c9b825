"""Deliveries as their templates want them: state in words, how far they are, counts, rows set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from brp_match.dutch import NOT_KNOWN, sentence
from brp_match.errors import Fault
from brp_match.ingest.columns import KINDS
from brp_match.review import export, feedback, mending, questions, queue, runs
from brp_match.review.accounts import Role
from brp_match.review.runs import Run, RunState
from brp_match.review.sight import Sight
from brp_match.review.visible import counts_of
from brp_match.web.pages import policy_views
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import FEEDBACK, moment, month_words
from brp_match.web.register_upload import register_age
from brp_match.web.settings import MEGABYTE

RUNS = 50
"""Deliveries on one page."""

NEEDED = {
    kind.soort: ", ".join(" of ".join(group) for group in kind.required) for kind in KINDS.values()
}
"""Kind of file → the columns that it cannot do without, in words."""

STATES = {
    RunState.KOLOMMEN: ("wacht op kolommen", "warning"),
    RunState.ANTWOORD: ("wacht op antwoord", "warning"),
    RunState.WACHTEND: ("wacht", ""),
    RunState.BEZIG: ("bezig", ""),
    RunState.KLAAR: ("klaar", "ok"),
    RunState.MISLUKT: ("mislukt", "error"),
}
LIKE = 5
"""Deliveries of before that tell how long one takes."""

MINUTE = 60
STEPS = (
    "begonnen", "signalen lezen", "inwoners lezen", "register voorbereiden",
    "signalen standaardiseren", "kandidaten zoeken", "vergelijken", "kansen berekenen",
    "besluiten nemen", "uitvoer schrijven",
)  # fmt: skip
"""What the pipeline says while it works, in order: how far it is follows from it."""


def runs_page(seat: Seat, start: int) -> Context:
    """Return the context of runs.html, a page of deliveries from `start` (0 is the newest)."""
    with seat.reading() as con:
        found = runs.list_runs(con, start=start, size=RUNS + 1)
        waiting = queue.open_by_run(con, sight=seat.user.sight)
    return {
        "mag_leveren": seat.is_a(Role.COORDINATOR),
        "runs": [
            run_head(run)
            | {
                "signalen": _delivered(run, seat.user.sight),
                "apart": run.quarantined if run.done else None,
                "open": waiting.get(run.id, 0) if run.done else None,
                "maand": month_words(run.month),
            }
            for run in found[:RUNS]
        ],
        "vorige": f"/leveringen?vanaf={max(0, start - RUNS)}" if start else None,
        "volgende": f"/leveringen?vanaf={start + RUNS}" if len(found) > RUNS else None,
    }


def _delivered(run: Run, sight: Sight) -> int | None:
    """The signals of a delivery, as far as they may be seen; who has secrecy is somebody's signal to all."""
    if not run.done:
        return None
    return sum(counts_of(run, replace(sight, secrecy=sight.secrecy or sight.whole)).values())


def upload_page(seat: Seat) -> Context:
    """Return the context of upload.html, without `fouten`."""
    made, old = register_age(seat.settings, seat.now)
    return {
        "grens_mb": seat.settings.upload_limit // MEGABYTE,
        "heeft_register": seat.settings.register is not None,
        "bevraagt_brp": seat.settings.population is not None,
        "gemeenten": seat.settings.gemeente.split(",") if seat.settings.gemeente else [],
        "nodig": NEEDED,
        "register_oud": old,
        "register_datum": made,
    }


def run_page(seat: Seat, run_id: str) -> Context:
    """Return the context of run.html, without `fouten` and `ververst`. Raises BrpMatchError 404."""
    coordinates, sight = seat.is_a(Role.COORDINATOR), seat.user.sight
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
        waiting = queue.open_by_run(con, run_id, sight).get(run_id, 0)
        months = runs.finished_months(con)
        joined = mending.joined(con, run_id)
        parent = runs.get_run(con, run.request.mends) if _stands(con, run.request.mends) else None
        before = runs.list_runs(con, size=LIKE, finished=True) if run.started else []
        counts = export.counts_by_decision(con, run_id, counts_of(run, sight), sight)
        asked = feedback.waiting(con, run_id, sight=sight) if coordinates else []
    return {
        "run": run_head(run),
        "resterend": time_left(run, before, seat.now),
        "zelfde_maand": [
            {"href": f"/leveringen/{other}", "nummer": number_of(other)}
            for other, month in months
            if month == run.month and other != run.id and run.state is RunState.KLAAR
        ],
        "beleid": policy_views.labels(run.record),
        "gemeenten": run.municipalities,
        "bestanden": files_sent(run),
        "verbeterd": len(joined),
        "verbeterd_in": [
            {"href": f"/leveringen/{one}", "nummer": number_of(one)}
            for one in dict.fromkeys(other.id for other in joined.values())
        ],
        "hoort_bij": run_head(parent) if parent else None,
        "tellingen": run_counts(run, counts) if run.state is RunState.KLAAR else None,
        "mag_leveren": coordinates,
        "mag_beoordelen": seat.is_a(Role.BEOORDELAAR, Role.COORDINATOR),
        "mag_uitvoeren": coordinates,
        "open_zaken": waiting,
        "terugkoppelingen": sorted(
            Counter(FEEDBACK[row.decision["terugkoppeling"]] for row in asked).items()
        ),
        "te_bevestigen": len(asked),
        "vragen": len(questions.open_questions(run)),
        "bevindingen": sum(len(group["bevindingen"]) for group in run.record.get("profiel") or []),
    }


def _stands(con: Connection, run_id: str) -> bool:
    return bool(run_id) and any(one == run_id for one, _ in runs.finished_months(con))


def progress(seat: Seat, run_id: str) -> Context:
    """Return how far a delivery is: `bezig`, `stap`, `procent` (None where not known), `resterend` in words."""
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
        before = runs.list_runs(con, size=LIKE, finished=True)
    head = run_head(run)
    return {
        "bezig": head["bezig"],
        "stap": head["stap"],
        "procent": head["procent"],
        "resterend": time_left(run, before, seat.now),
    }


def time_left(run: Run, before: Sequence[Run], now: datetime) -> str:
    """Return in words how long a run at work will still take, by how long the last ones took; '' when not known."""
    if run.started is None or run.state is not RunState.BEZIG:
        return ""
    took = sorted(
        (one.finished - one.started).total_seconds()
        for one in before
        if one.finished is not None and one.started is not None
    )
    if not took:
        return ""
    left = took[len(took) // 2] - (now - run.started).total_seconds()
    if left <= 0:
        return "Dit duurt langer dan anders."
    if left < MINUTE:
        return "Nog minder dan een minuut."
    return (
        f"Nog ongeveer {'1 minuut' if left < 1.5 * MINUTE else f'{round(left / MINUTE)} minuten'}."
    )


def run_name(run: Run | Row[Any]) -> str:
    """Return what people call a delivery (its `month` and `created`): its month and when it came; without a month when
    it came."""
    came = f"ontvangen {moment(run.created)}"
    month = month_words(run.month)
    return came if month == NOT_KNOWN else f"{month}, {came}"


def run_head(run: Run) -> Context:
    """Return name, number, state, step and faults of a delivery."""
    text, kind = STATES[run.state]
    waits = run.state is RunState.KOLOMMEN
    asks = run.state is RunState.ANTWOORD
    return {
        "id": run.id,
        "nummer": number_of(run.id),
        "naam": run_name(run),
        "href": f"/leveringen/{run.id}/kolommen" if waits else f"/leveringen/{run.id}",
        "hier": f"/leveringen/{run.id}",
        "ontvangen": run.created,
        "stand": {"tekst": text, "soort": kind},
        "bezig": run.state in {RunState.WACHTEND, RunState.BEZIG},
        "wacht_op_kolommen": waits,
        "wacht_op_antwoord": asks,
        "mislukt": run.state is RunState.MISLUKT,
        "stap": sentence(run.step or "wacht op zijn beurt"),
        "procent": 100 * STEPS.index(run.step) // len(STEPS) if run.step in STEPS else None,
        "fouten": [
            f"{as_sent(run, fault.where)}: {sentence(fault.detail)}" for fault in run.faults
        ],
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


def fault_told(fault: Fault, names: Mapping[str, str]) -> str:
    """Return a fault of a form: the sender's file first where it is about one, then what is wrong."""
    place = with_names(fault.where, names)
    return sentence(fault.detail) if place == fault.where else f"{place}: {sentence(fault.detail)}"


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


def run_counts(run: Run, counts: Mapping[str, int]) -> Context:
    """Return how many rows came and what became of them by now (`counts`), and whether that adds up."""
    checked = run.record.get("afstemming", {})
    return {
        "match": counts.get("match", 0),
        "review": counts.get("review", 0),
        "reject": counts.get("reject", 0),
        "apart": run.quarantined,
        "rijen": checked.get("rijen_in", 0),
        "klopt": bool(checked.get("klopt")),
    }
