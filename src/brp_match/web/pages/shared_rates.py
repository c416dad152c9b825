"""What other municipalities know of the deliverers: the table in use, another in its place, or none; and what this one
knows, for that table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.delivery.wording import habit_name
from brp_match.errors import BrpMatchError
from brp_match.link.shared import LARGEST_FILE
from brp_match.review import shared_rates
from brp_match.review.shared_rates import Table
from brp_match.web.deps import csrf, require
from brp_match.web.own_rates import as_bytes, deliverers, own_rates
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told
from brp_match.web.uploads import sent_file

router = APIRouter(include_in_schema=False)

COORDINATORS = Depends(require("coordinator", whole=True))
ADDRESS = "/instellingen/kansen"


@router.get(ADDRESS, dependencies=[COORDINATORS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show the table that deliveries start from."""
    return _page(request, seat, [])


@router.post(ADDRESS, dependencies=[COORDINATORS, Depends(csrf)])
def replace(
    request: Request, seat: Seated, bestand: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Keep a table, or say what is wrong with it."""
    try:
        with seat.writing() as con:
            shared_rates.keep(
                con, seat.settings.data, sent_file(bestand), account_id=seat.user.id, now=seat.now
            )
    except BrpMatchError as error:
        return _page(request, seat, faults_told(error))
    return RedirectResponse(f"{ADDRESS}?m=kansen", 303)


@router.post(f"{ADDRESS}/verwijderen", dependencies=[COORDINATORS, Depends(csrf)])
def remove(seat: Seated) -> Response:
    """Take the table away."""
    with seat.writing() as con:
        shared_rates.remove(con, seat.settings.data, account_id=seat.user.id, now=seat.now)
    return RedirectResponse(f"{ADDRESS}?m=kansen_weg", 303)


@router.post(f"{ADDRESS}/uitvoer", dependencies=[COORDINATORS, Depends(csrf)])
def send(
    request: Request, seat: Seated, vlp: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Give what is known of the chosen deliverers as a file, or say why there is none."""
    try:
        made = own_rates(seat.engine, vlp or [], account_id=seat.user.id, now=seat.now)
    except BrpMatchError as error:
        return _page(request, seat, [], faults_told(error))
    return Response(
        as_bytes(made),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="kansen.json"'},
    )


def _page(
    request: Request, seat: Seat, faults: list[str], not_sent: Sequence[str] = ()
) -> HTMLResponse:
    with seat.reading() as con:
        table = shared_rates.current(con)
    told = _told(table) if table else None
    there = {one["naam"] for one in told.get("vlps", ())} if told else set()
    context: Context = {
        "tabel": told,
        "eigen": [{"naam": name, "gekozen": name in there} for name in deliverers(seat.engine)],
        "niet_gemaakt": not_sent,
        "fouten": faults,
        "grens_mb": LARGEST_FILE // 1_000_000,
    }
    return page(request, "shared_rates.html", 400 if faults or not_sent else 200, **context)


def _told(table: Table) -> Context:
    """The table as the page shows it; without sources where this version cannot read it."""
    try:
        found = shared_rates.told(table)
    except BrpMatchError:
        return {"sinds": table.received, "leesbaar": False}
    return {
        "sinds": table.received,
        "leesbaar": True,
        "gemeenten": found.municipalities,
        "vlps": [
            {
                "naam": one.name,
                "sector": one.sector,
                "gemeenten": one.municipalities,
                "signalen": one.signals,
                "gewoonten": ", ".join(habit_name(kind, column) for kind, column in one.habits),
            }
            for one in found.sources
        ],
    }
