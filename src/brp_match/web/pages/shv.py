"""Debt counselling: give the file, see who of the newest delivery is a client, say who is not, remove the file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import shv
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Seated, faults_told
from brp_match.web.pages.shv_views import shv_page
from brp_match.web.uploads import sent_file
from brp_match.web.validation import whole_number

router = APIRouter(include_in_schema=False)

COORDINATORS = Depends(require("coordinator", whole=True))
Person = Annotated[str, Form(pattern=r"^[0-9A-Za-z_-]{1,64}$")]


@router.get("/schuldhulpverlening", dependencies=[COORDINATORS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show the file that is kept and the pairs of the newest delivery."""
    return page(request, "shv.html", **shv_page(seat), fouten=[])


@router.post("/schuldhulpverlening", dependencies=[COORDINATORS, Depends(csrf)])
def upload(
    request: Request,
    seat: Seated,
    bestand: Annotated[UploadFile | None, File()] = None,
    dagen: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Keep a file in the place of the one before, or say what is wrong with it."""
    days = whole_number(dagen) or 0
    try:
        data = seat.settings.data
        file = shv.arrive(data, sent_file(bestand), days=days, now=seat.now)
        with seat.writing() as con:
            shv.keep(con, data, file, account=seat.user, now=seat.now)
    except BrpMatchError as error:
        return page(request, "shv.html", 400, **shv_page(seat), fouten=faults_told(error))
    return RedirectResponse("/schuldhulpverlening?m=shv", 303)


@router.post("/schuldhulpverlening/verwijderen", dependencies=[COORDINATORS, Depends(csrf)])
def remove(seat: Seated) -> Response:
    """Delete the file and what was said of it."""
    with seat.writing() as con:
        shv.remove(con, seat.settings.data, now=seat.now, account_id=seat.user.id)
    return RedirectResponse("/schuldhulpverlening?m=shv_weg", 303)


@router.post("/schuldhulpverlening/oordeel", dependencies=[COORDINATORS, Depends(csrf)])
def judge(
    seat: Seated, persoon: Person, zelfde: Annotated[str, Form(pattern="^(ja|nee)$")]
) -> Response:
    """Keep whether a resident is the client of the row beside them. WebError 404 for one who is not shown."""
    if persoon not in {pair["persoon_id"] for pair in shv_page(seat)["paren"]}:
        raise WebError(404, "PERSOON_ONBEKEND", "Deze inwoner staat niet op deze bladzijde.")
    with seat.writing() as con:
        shv.say(con, seat.user, persoon, zelfde == "ja", seat.now)
    return RedirectResponse("/schuldhulpverlening?m=besloten", 303)
