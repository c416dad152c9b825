"""A list of persons before it is used: give it, see in one sentence what it is worth, fetch it, remove it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.lists.answers import Answer
from brp_match.review import list_check, processing_log
from brp_match.review.list_check import KeptList, State
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told
from brp_match.web.uploads import sent_file

router = APIRouter(include_in_schema=False)

COORDINATORS = Depends(require("coordinator", whole=True))
ListId = Annotated[str, InPath(pattern=r"^[0-9a-f]{32}$")]
LISTED = Literal["lijst.xlsx", "lijst.csv", "voor-afzender.html", "voor-afzender.xlsx"]
STATES = {
    State.WACHT: ("wacht", ""),
    State.BEZIG: ("wordt getoetst", ""),
    State.KLAAR: ("klaar", "ok"),
    State.MISLUKT: ("mislukt", "error"),
}
"""Where a list stands, in words and as a badge."""


@router.get("/lijsten", dependencies=[COORDINATORS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show the lists with what came of them."""
    return page(request, "lists.html", **_page(seat), fouten=[])


@router.post("/lijsten", dependencies=[COORDINATORS, Depends(csrf)])
def upload(
    request: Request,
    seat: Seated,
    bestand: Annotated[UploadFile | None, File()] = None,
    naam: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Keep a list that is to be checked, or say what is wrong with it."""
    try:
        with seat.writing() as con:
            list_check.receive(
                con, seat.settings.data, sent_file(bestand), naam, account=seat.user, now=seat.now
            )
    except BrpMatchError as error:
        return page(request, "lists.html", 400, **_page(seat, naam), fouten=faults_told(error))
    return RedirectResponse("/lijsten?m=lijst", 303)


@router.get("/lijsten/{lijst_id}/{bestand}", dependencies=[COORDINATORS])
def fetch(seat: Seated, lijst_id: ListId, bestand: LISTED) -> Response:
    """Hand over a file of a checked list; a line in the processing log for every resident in it."""
    with seat.reading() as con:
        kept = list_check.get(con, lijst_id)
    path = kept.out / bestand
    if not path.is_file():
        raise WebError(404, "LIJST_ONBEKEND", "Deze lijst is nog niet klaar.")
    with seat.writing() as con:
        if bestand.startswith("lijst."):
            people = sorted(
                {row["persoon_id"] for row in list_check.rows(kept) if row["persoon_id"]}
            )
            processing_log.log_all(con, operation="lijst ophalen", subjects=people, now=seat.now)
        seat.note(con, "lijst_opgehaald", lijst=kept.id, bestand=bestand)
    return FileResponse(path, filename=bestand)


@router.post("/lijsten/{lijst_id}/verwijderen", dependencies=[COORDINATORS, Depends(csrf)])
def remove(seat: Seated, lijst_id: ListId) -> Response:
    """Delete a list and what came of it."""
    with seat.writing() as con:
        kept = list_check.get(con, lijst_id)
        list_check.remove(con, seat.settings.data, kept, now=seat.now, account_id=seat.user.id)
    return RedirectResponse("/lijsten?m=lijst_weg", 303)


def _page(seat: Seat, name: str = "") -> Context:
    with seat.reading() as con:
        kept = list_check.lists(con)
    return {
        "lijsten": [_row(one) for one in kept],
        "naam": name,
        "register": seat.settings.register is not None,
        "dagen": list_check.KEPT_DAYS,
        "grens_mb": seat.settings.upload_limit // (1024 * 1024),
        "bezig": any(one.state in (State.WACHT, State.BEZIG) for one in kept),
    }


def _row(one: KeptList) -> Context:
    text, kind = STATES[State(one.state)]
    rows = list_check.rows(one) if one.state == State.KLAAR else []
    found = Counter(row["uitkomst"] for row in rows)
    fresh = Counter(row["uitkomst"] for row in rows if row["nieuw"] == "ja")
    return {
        "naam": one.name, "ontvangen": one.received, "tot": one.until, "stand": {"tekst": text, "soort": kind},
        "zin": one.sentence, "fouten": list(one.faults), "klaar": one.state == State.KLAAR,
        "pad": f"/lijsten/{one.id}", "vergeleken": any(row["nieuw"] for row in rows),
        "aantallen": [(kind.says, found[kind], fresh[kind]) for kind in Answer if found[kind]],
    }  # fmt: skip
