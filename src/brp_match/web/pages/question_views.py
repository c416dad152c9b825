"""What stood out in a delivery, and the questions about it, as their templates want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.delivery.findings import Habit
from brp_match.delivery.summary import together
from brp_match.delivery.wording import column_name
from brp_match.errors import BrpMatchError
from brp_match.reading.dates import pivot_of, read_date
from brp_match.review import questions, runs
from brp_match.review.runs import RunState
from brp_match.web.errors import WebError
from brp_match.web.pages.cells_read import DATES
from brp_match.web.pages.run_views import as_sent, run_head
from brp_match.web.pages.seat import Context, Seat
from brp_match.web.pages.words import day

EMPTY = "telt niet mee"


def questions_page(seat: Seat, run_id: str) -> Context:
    """Return the context of questions.html, without `fouten`. WebError 409 where nothing is asked."""
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
    asked = questions.open_questions(run)
    if not asked:
        raise WebError(409, "GEEN_VRAGEN", "Deze levering vraagt nu niets.")
    examples = {
        (one["bestand"], one["id"]): one["voorbeelden"]
        for one in questions.with_examples(seat.settings.data / run_id)
    }
    return {
        "run": run_head(run),
        "vooraf": run.state is RunState.ANTWOORD,
        "hier": f"/leveringen/{run_id}/vragen",
        "vragen": [
            {
                "veld": f"v{number}",
                "id": one["id"],
                "vlp": one["vlp"],
                "bestand": as_sent(run, one["bestand"]),
                "tekst": one["tekst"],
                "standaard": one["standaard"],
                "cellen": [_cell(cell) for cell in examples.get((one["bestand"], one["id"]), [])],
            }
            for number, one in enumerate(asked)
        ],
    }


def answers_of(context: Context, form: Mapping[str, str]) -> dict[str, Habit]:
    """Return the answers of a form by question. BrpMatchError ANTWOORD_ONTBREEKT for a missing one."""
    given = {}
    for one in context["vragen"]:
        text = form.get(one["veld"], "")
        if text not in set(Habit):
            raise BrpMatchError(
                "ANTWOORD_ONTBREEKT", "antwoorden", "kies bij elke vraag een antwoord"
            )
        given[one["id"]] = Habit(text)
    return given


def findings_page(seat: Seat, run_id: str) -> Context:
    """Return the context of habits.html. WebError 404 for a delivery that is not done."""
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
    if run.state is not RunState.KLAAR:
        raise WebError(404, "GEEN_GEWOONTEN", "Van deze levering is nog niets te tonen.")
    groups: Sequence[Mapping[str, Any]] = run.record.get("profiel") or []
    return {
        "run": run_head(run),
        "vragen": len(questions.open_questions(run)),
        "groepen": [
            {
                "vlp": group["vlp"],
                "bestand": as_sent(run, group["bestand"]),
                "rijen": group["rijen"],
                "bevindingen": [
                    {
                        "tekst": one["tekst"],
                        "aantal": one["aantal"],
                        "van": one["van"],
                        "stand": _state(one),
                    }
                    for one in together(group["bevindingen"])
                ],
            }
            for group in groups
        ],
        "antwoorden": [
            {
                "vlp": name.partition("/")[2].rpartition("/")[0],
                "kolom": column_name(name.rpartition("/")[2]),
                "antwoord": _ANSWERED[Habit(given)],
            }
            for name, given in (run.record.get("antwoorden") or {}).items()
        ],
    }


_ANSWERED = {Habit.MEND: "anders gelezen dan geleverd", Habit.LEAVE: "gelezen zoals geleverd"}


def _state(one: Mapping[str, Any]) -> tuple[str, str]:
    if "vraag" in one:
        return "vraag", "warning"
    return ("hersteld", "ok") if one["hersteld"] else ("niet hersteld", "")


def _cell(cell: Mapping[str, Any]) -> Context:
    column = cell["kolom"]
    return {
        "regel": cell["regel"],
        "kolom": column_name(column),
        "geleverd": cell["geleverd"],
        "ja": _read(column, cell[str(Habit.MEND)]),
        "nee": _read(column, cell[str(Habit.LEAVE)]),
    }


def _read(column: str, text: str) -> str:
    """Return how a cell reads: a date as dd-mm-jjjj, other text as it stands."""
    if column in DATES and text:
        found = read_date(text, pivot=pivot_of(column))
        return day(found.date) if found.date else f"{text} (niet te lezen)"
    return text or EMPTY
