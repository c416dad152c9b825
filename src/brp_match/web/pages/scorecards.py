"""Scorecards per deliverer, and the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as Folder
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse

from brp_match.report.cards import MunicipalityScorecard
from brp_match.report.run_files import Part, of_no_municipality
from brp_match.review import accounts, export, runs
from brp_match.web import card_places
from brp_match.web.deps import require
from brp_match.web.overviews import KEPT, Shown, catalogue, wrongful_share
from brp_match.web.pages import card_views
from brp_match.web.pages.benchmark_views import benchmark_page
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated
from brp_match.web.pages.words import month_words

router = APIRouter(include_in_schema=False)

RunId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Number = Annotated[int, Path(ge=0, le=100_000)]
READERS = Depends(require("coordinator", "datakwaliteit"))


@router.get("/scorekaarten", dependencies=[READERS])
def cards(
    request: Request,
    seat: Seated,
    levering: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{0,40}$")] = "",
) -> HTMLResponse:
    """Show all deliverers of one delivery, in alphabetical order; of the newest when none is asked for."""
    with seat.reading() as con:
        months = runs.finished_months(con, own=True)
        run = runs.finished_run(con, levering) if months or levering else None
        newest = run.id if run else ""
        if run and not levering:
            run = _made_before(seat, runs.list_runs(con, size=KEPT, finished=True, own=True))
        sample = export.audit_sample(con, run.id, seat.user.sight) if run else None
    context: Context = {
        "maanden": [(run_id, _name(run_id, month)) for run_id, month in months],
        "gekozen": "",
        "maand": "",
        "kaarten": [],
        "steekproef": None,
        "stand": None,
        "nieuwer": False,
        "vrijgeven_href": None,
        "zonder_gemeente": 0,
        "zelfde_maand": [],
    }
    if run and sample:
        made = _overviews(seat, run)
        context |= {
            "stand": min((one.of for _, one in made if one.of), default=None),
            "nieuwer": run.id != newest,
            "gekozen": run.id,
            "maand": _name(run.id, run.month),
            "kaarten": card_views.overview_rows(
                [(code, one.overview) for code, one in made],
                card_places.places(run, seat.user.sight),
                f"/scorekaarten/{run.id}",
            ),
            "steekproef": _sample(sample),
            "zonder_gemeente": of_no_municipality(Folder(run.folder))
            if seat.user.sight.whole
            else 0,
            "zelfde_maand": [
                (f"/scorekaarten?levering={run_id}", number_of(run_id))
                for run_id, month in months
                if month == run.month and run_id != run.id
            ],
            "vrijgeven_href": f"/scorekaarten/{run.id}/vrijgeven"
            if seat.is_a(accounts.Role.COORDINATOR)
            else None,
        }
    return page(request, "scorecards.html", **context)


@router.get("/scorekaarten/{run_id}/{number}", dependencies=[READERS])
def card(request: Request, seat: Seated, run_id: RunId, number: Number) -> HTMLResponse:
    """Show the municipality's card of one deliverer."""
    place, shown, card = shown_of(seat, run_id, number)
    return page(
        request,
        "scorecard.html",
        kaart=card_views.own_card(card, catalogue()),
        gemeente=place.code,
        stand=shown.of,
        mag_vrijgeven=seat.is_a(accounts.Role.COORDINATOR),
        vrijgave_href=f"/scorekaarten/{run_id}/{number}/vrijgave",
    )


@router.get("/benchmark", dependencies=[READERS])
def benchmark(request: Request, seat: Seated) -> HTMLResponse:
    """Show the drop-out of every method side by side."""
    return page(request, "benchmark.html", **benchmark_page(seat.settings.data))


def _made_before(seat: Seat, finished: Sequence[runs.Run]) -> runs.Run:
    """Return the newest delivery, or while its cards are made for the first time the newest that has them."""
    newest = finished[0]
    made = next((one for one in finished if _ready(seat, one)), newest)
    if made is not newest:
        for code in card_places.codes_seen(newest, seat.user.sight):
            seat.overviews.begin(newest, Part(code, seat.user.sight.secrecy))
    return made


def _ready(seat: Seat, run: runs.Run) -> bool:
    sight = seat.user.sight
    return all(
        seat.overviews.ready(run, Part(code, sight.secrecy))
        for code in card_places.codes_seen(run, sight)
    )


def _overviews(seat: Seat, run: runs.Run) -> list[tuple[str, Shown]]:
    """Return municipality ('' for the only one) and overview, of those whose cards this account may see."""
    sight = seat.user.sight
    return [
        (code, seat.overviews.shown(run, Part(code, sight.secrecy)))
        for code in card_places.codes_seen(run, sight)
    ]


def shown_of(
    seat: Seat, run_id: str, number: int
) -> tuple[card_places.Place, Shown, MunicipalityScorecard]:
    """Return whose card it is, what a page shows, and the card. 404 for a run or a card that is not there, or not for this account."""
    with seat.reading() as con:
        run = runs.finished_run(con, run_id)
    sight = seat.user.sight
    place = card_places.place_at(run, sight, number)
    shown = seat.overviews.shown(run, Part(place.code, sight.secrecy))
    return place, shown, card_places.card_of(shown.overview, place)[1]


def _name(run_id: str, month: str) -> str:
    """The month of a run in words, with the number of the delivery."""
    return f"{month_words(month).capitalize()}, levering {number_of(run_id)}"


def _sample(counts: export.SampleCounts) -> Context | None:
    found = wrongful_share(counts)
    if found is None:
        return None
    return {
        "n": counts.reviewed, "schatting": found.share, "laag": found.low, "hoog": found.high,
    }  # fmt: skip
