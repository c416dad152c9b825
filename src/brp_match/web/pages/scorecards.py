"""Scorecards per deliverer, the release of one after a preview, and the benchmark."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.web.deps import csrf, require
from brp_match.web.pages.desk import CardDesk
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import card_desk

router = APIRouter(include_in_schema=False)

RunId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Number = Annotated[int, Path(ge=0, le=100_000)]
Desk = Annotated[CardDesk, Depends(card_desk)]
READERS = Depends(require("coordinator", "datakwaliteit"))
RELEASERS = Depends(require("coordinator"))


@router.get("/scorekaarten", dependencies=[READERS])
def cards(
    request: Request,
    desk: Desk,
    levering: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{0,40}$")] = "",
) -> HTMLResponse:
    """Show all deliverers of one delivery, in alphabetical order."""
    return page(request, "scorecards.html", **desk.cards(levering))


@router.get("/scorekaarten/{run_id}/{number}", dependencies=[READERS])
def card(request: Request, desk: Desk, run_id: RunId, number: Number) -> HTMLResponse:
    """Show the municipality's card of one deliverer."""
    return page(request, "scorecard.html", **desk.card(run_id, number))


@router.get("/scorekaarten/{run_id}/{number}/vrijgave", dependencies=[RELEASERS])
def preview(request: Request, desk: Desk, run_id: RunId, number: Number) -> HTMLResponse:
    """Show what the deliverer would get."""
    return page(request, "release.html", **desk.preview(run_id, number), fouten=[])


@router.post("/scorekaarten/{run_id}/{number}/vrijgave", dependencies=[RELEASERS, Depends(csrf)])
def release(
    request: Request,
    desk: Desk,
    run_id: RunId,
    number: Number,
    versie: Annotated[str, Form(max_length=200)],
    akkoord: Annotated[str, Form()] = "",
) -> Response:
    """Release the card as previewed: an explicit act, with a tick and the version seen."""
    if akkoord != "ja":
        faults = ["Zet een vinkje als u het voorbeeld hebt bekeken."]
        return page(request, "release.html", 400, **desk.preview(run_id, number), fouten=faults)
    desk.release(run_id, number, versie)
    return RedirectResponse(f"/scorekaarten/{run_id}/{number}/vrijgave?m=vrijgegeven", 303)


@router.get("/benchmark", dependencies=[READERS])
def benchmark(request: Request, desk: Desk) -> HTMLResponse:
    """Show the drop-out of every method side by side."""
    return page(request, "benchmark.html", **desk.benchmark())
