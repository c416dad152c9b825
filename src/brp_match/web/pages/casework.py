"""The pick-up list of a month: cases by tray, one case with its history, the files, and how it is set."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.cases.pick_up import pick_up_rows
from brp_match.cases.pick_up_files import list_csv, list_xlsx
from brp_match.errors import BrpMatchError
from brp_match.review import casework
from brp_match.web.deps import csrf, require
from brp_match.web.pages import casework_views
from brp_match.web.pages.render import CSV, attachment, page
from brp_match.web.pages.seat import Seated, faults_told

router = APIRouter(include_in_schema=False)

READERS = Depends(require("coordinator"))
Month = Annotated[str, Query(pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$")]
MonthPath = Annotated[str, InPath(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
CaseId = Annotated[str, InPath(pattern=r"^[0-9A-Za-z-]{1,40}$")]
TYPES = {
    "csv": CSV,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/oppaklijst", dependencies=[READERS])
def list_of_month(
    request: Request,
    seat: Seated,
    maand: Month = "",
    bakje: Annotated[str, Query(max_length=80)] = "",
    vanaf: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
) -> HTMLResponse:
    """Show the matched cases of a month, first the day that comes first; `bakje` is one tray."""
    return page(request, "casework.html", **casework_views.list_page(seat, maand, bakje, vanaf))


@router.get("/oppaklijst/instellen", dependencies=[READERS])
def settings_form(request: Request, seat: Seated) -> HTMLResponse:
    """Show the rules of trays and the layout of the list."""
    return page(request, "casework_settings.html", **casework_views.settings_page(seat, []))


@router.post("/oppaklijst/instellen", dependencies=[READERS, Depends(csrf)])
def keep_settings(
    request: Request,
    seat: Seated,
    bakjes: Annotated[str, Form()] = "",
    indeling: Annotated[str, Form()] = "",
) -> Response:
    """Keep both, or say what is wrong with them."""
    try:
        with seat.writing() as con:
            casework.keep_texts(con, bakjes, indeling, account_id=seat.user.id, now=seat.now)
    except BrpMatchError as error:
        context = casework_views.settings_page(seat, faults_told(error), (bakjes, indeling))
        return page(request, "casework_settings.html", 400, **context)
    return RedirectResponse("/oppaklijst/instellen?m=ingesteld", 303)


@router.get("/oppaklijst/zaak/{zaak_id}", dependencies=[READERS])
def case(request: Request, seat: Seated, zaak_id: CaseId) -> HTMLResponse:
    """Show one case: who, where, why in this tray, its signals and its history."""
    return page(request, "casework_case.html", **casework_views.case_page(seat, zaak_id))


@router.get("/oppaklijst/{maand}/oppaklijst.{soort}", dependencies=[READERS])
def download(seat: Seated, maand: MonthPath, soort: Literal["csv", "xlsx"]) -> Response:
    """Hand over the list in the layout that is kept."""
    with seat.reading() as con:
        files = casework.month_files(con, maand, secrecy=seat.user.secrecy)
    seen = casework.visible(casework.work_of(files), seat.user.sight)
    rows = pick_up_rows(seen, secrecy=True)
    casework_views.note_seen(seat, seen, "oppaklijst_opgehaald")
    make = list_csv if soort == "csv" else list_xlsx
    return attachment(make(rows, files.layout), f"oppaklijst.{soort}", TYPES[soort])
