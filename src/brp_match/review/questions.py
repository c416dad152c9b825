"""Questions about a delivery: asked before it is compared or after, answered by a person, read anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from brp_match.delivery.findings import Habit
from brp_match.delivery.record import questions as questions_of
from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.link_process import QUESTIONS
from brp_match.review.runs import Run, RunState, get_run
from brp_match.review.schema import (
    assignments,
    candidates,
    cases,
    claims,
    feedback,
    judgements,
    notes,
    releases,
    runs,
)


def ask(con: Connection, run_id: str, folder: Path) -> None:
    """Let a run at work wait for answers to the questions of its folder; of those no value of a person
    comes in the database."""
    found = [
        {key: value for key, value in one.items() if key != "voorbeelden"}
        for one in with_examples(folder)
    ]
    con.execute(
        update(runs)
        .where(runs.c.id == run_id, runs.c.state == str(RunState.BEZIG))
        .values(state=str(RunState.ANTWOORD), step="", record={"vragen": found})
    )


def with_examples(folder: Path) -> list[dict[str, Any]]:
    """Return the questions of a delivery with `voorbeelden` of its cells; none where there are none."""
    path = folder / QUESTIONS
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def open_questions(run: Run) -> list[dict[str, Any]]:
    """Return the questions of a delivery that have no answer yet, without examples."""
    if run.state is RunState.ANTWOORD:
        return list(run.record.get("vragen", []))
    return questions_of(run.record.get("profiel") or []) if run.state is RunState.KLAAR else []


def answer(
    con: Connection, run_id: str, answers: Mapping[str, Habit], *, account_id: str, now: datetime
) -> None:
    """Read a delivery anew with answers to its questions; who answered what comes in the audit.

    Where it waits for answers, a question that is left out gets its default. Raises BrpMatchError 404; 400
    VRAAG_ONBEKEND for an answer to no open question or for none at all; 409 when it is at work, or when a
    person has judged a case of it, or released its card: that work would be lost.
    """
    run = get_run(con, run_id)
    if run.state not in (RunState.ANTWOORD, RunState.KLAAR):
        raise BrpMatchError("LEVERING_VRAAGT_NIET", "levering", "deze levering vraagt nu niets", http_status=409)  # fmt: skip
    asked = {one["id"]: one for one in open_questions(run)}
    if not answers or not answers.keys() <= asked.keys():
        raise BrpMatchError(
            "VRAAG_ONBEKEND", "antwoorden", "dit is geen open vraag van deze levering"
        )
    if run.state is RunState.ANTWOORD:
        answers = {name: Habit(one["standaard"]) for name, one in asked.items()} | dict(answers)
    else:
        _take_back(con, run_id)
    request = asdict(run.request)
    request["answers"] = {**run.request.answers, **{q: str(a) for q, a in answers.items()}}
    moved = con.execute(
        update(runs)
        .where(runs.c.id == run_id, runs.c.state == str(run.state))
        .values(
            state=str(RunState.WACHTEND), step="", request=request, record={}, content_hash=None,
            finished=None, folder="", month="",
        )
    )  # fmt: skip
    if moved.rowcount != 1:
        raise BrpMatchError("LEVERING_VRAAGT_NIET", "levering", "deze levering vraagt nu niets", http_status=409)  # fmt: skip
    # the name of a VLP stays out of it: in a delivery with shifted columns a client may stand there
    detail = {
        "antwoorden": [
            {
                "vraag": name.split("/")[0],
                "kolom": name.rsplit("/")[-1],
                "rijen": asked[name]["rijen"],
                "antwoord": str(given),
            }
            for name, given in sorted(answers.items())
        ]
    }
    audit.write(
        con, "levering_beantwoord", account_id=account_id, now=now, run_id=run_id, detail=detail
    )


def _take_back(con: Connection, run_id: str) -> None:
    """Delete the cases of a delivery on which nobody has worked yet."""
    own = select(cases.c.id).where(cases.c.run_id == run_id)
    worked = [
        con.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
        for table, condition in (
            (judgements, judgements.c.case_id.in_(own)),
            (feedback, feedback.c.case_id.in_(own)),
            (notes, notes.c.case_id.in_(own)),
            (releases, releases.c.run_id == run_id),
        )
    ]
    if any(worked):
        raise BrpMatchError(
            "LEVERING_BEOORDEELD", "levering",
            "aan deze levering is al gewerkt: er is een oordeel, een bevestiging, een notitie of een vrijgave",
            http_status=409,
        )  # fmt: skip
    for table in (claims, assignments, candidates):
        con.execute(delete(table).where(table.c.case_id.in_(own)))
    con.execute(delete(cases).where(cases.c.run_id == run_id))
