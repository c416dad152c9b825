"""Reporting back to the register: choose which doubts are reported, fetch them for Burgerzaken, say that it was done."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.cases.report_back import report_csv, report_rows, report_xlsx
from brp_match.errors import BrpMatchError
from brp_match.review import processing_log, report_back
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages import report_back_views as views
from brp_match.web.pages.casework import TYPES, CaseId
from brp_match.web.pages.casework_views import case_of
from brp_match.web.pages.render import attachment, page
from brp_match.web.pages.seat import Seated, faults_told

router = APIRouter(include_in_schema=False)

COORDINATORS = Depends(require("coordinator", whole=True))
Keys = Annotated[list[str] | None, Form(max_length=views.SHOWN)]


@router.get("/terugmelding", dependencies=[COORDINATORS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show the doubts about the register that the deliveries tell, and what was chosen and reported of them."""
    return page(request, "report_back.html", **views.doubts_page(seat), fouten=[])


@router.post("/terugmelding", dependencies=[COORDINATORS, Depends(csrf)])
def choose(
    request: Request, seat: Seated, rij: Keys = None, melden: Keys = None, retour: Keys = None
) -> Response:
    """Keep what was ticked; one deliverer without post that came back is no ground, and is told."""
    try:
        views.choose(seat, set(rij or ()), set(melden or ()), set(retour or ()))
    except BrpMatchError as error:
        ticked = (set(melden or ()), set(retour or ()))
        context = views.doubts_page(seat, ticked)
        return page(request, "report_back.html", 400, **context, fouten=faults_told(error))
    return RedirectResponse("/terugmelding?m=terugmelding", 303)


@router.get("/terugmelding/terugmelding.{soort}", dependencies=[COORDINATORS])
def download(seat: Seated, soort: Literal["csv", "xlsx"]) -> Response:
    """Hand over what was chosen and not reported yet: nothing of a deliverer, an amount or a signal."""
    chosen, found = views.chosen(seat)
    rows = report_rows(chosen, found)
    with seat.writing() as con:
        people = sorted({row["persoon_id"] for row in rows})
        processing_log.log_all(con, operation="terugmelding maken", subjects=people, now=seat.now)
        seat.note(con, "terugmelding_opgehaald", meldingen=len(rows))
    make = report_csv if soort == "csv" else report_xlsx
    return attachment(make(rows), f"terugmelding.{soort}", TYPES[soort])


@router.post("/terugmelding/gemeld", dependencies=[COORDINATORS, Depends(csrf)])
def done(seat: Seated) -> Response:
    """Keep that what was chosen has been reported."""
    chosen, _ = views.chosen(seat)
    with seat.writing() as con:
        report_back.reported(
            con, {doubt.key for doubt, _ in chosen}, seat.now.date(), account_id=seat.user.id, now=seat.now
        )  # fmt: skip
    return RedirectResponse("/terugmelding?m=gemeld", 303)


@router.post("/oppaklijst/zaak/{zaak_id}/retour", dependencies=[COORDINATORS, Depends(csrf)])
def post_came_back(
    seat: Seated, zaak_id: CaseId, retour: Annotated[str, Form(pattern="^(ja|nee)$")]
) -> Response:
    """Keep whether the post to the resident of a case came back. WebError 404 for a case that is not shown."""
    one = case_of(seat, zaak_id)
    if one is None or one.resident is None:
        raise WebError(404, "ZAAK_ONBEKEND", "Deze zaak is er niet, of niet voor u.")
    with seat.writing() as con:
        given = report_back.deliveries(con, secrecy=seat.user.secrecy)
        report_back.set_returned(
            con, one.resident, given.ids[-1], yes=retour == "ja", account_id=seat.user.id, now=seat.now
        )  # fmt: skip
    return RedirectResponse(f"/oppaklijst/zaak/{zaak_id}?m=retour_{retour}", 303)
