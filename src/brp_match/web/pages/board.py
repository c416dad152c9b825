"""The board of the coordinator: what waits, for whom and by when; the work divided over the team; notes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import assigning, case_file
from brp_match.review.board import open_cases
from brp_match.web.deps import csrf, require
from brp_match.web.pages.board_views import board_page
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Seated, faults_told

router = APIRouter(include_in_schema=False)

LEADERS = Depends(require("coordinator"))
REVIEWERS = Depends(require("beoordelaar", "coordinator"))


@router.get("/bord", dependencies=[LEADERS])
def board(request: Request, seat: Seated) -> HTMLResponse:
    """Show what waits."""
    return page(request, "board.html", **board_page(seat, []))


@router.post("/bord/verdelen", dependencies=[LEADERS, Depends(csrf)])
def divide(
    request: Request,
    seat: Seated,
    vlp: Annotated[str, Form(max_length=500)] = "",
    collega: Annotated[str, Form(pattern=r"^(alle|[A-Za-z0-9_-]{1,40})?$")] = "alle",
) -> Response:
    """Give what is nobody's in particular, of one deliverer or of all, to a colleague or to the team in turn."""
    try:
        with seat.writing() as con:
            waiting = open_cases(con, seat.user.sight, vlp)
            free = [one.id for one in waiting if not one.assigned]
            if collega == "alle":
                assigning.share(con, seat.user, free, seat.now)
            else:
                assigning.assign(con, seat.user, free, collega, seat.now)
    except BrpMatchError as error:
        return page(request, "board.html", 400, **board_page(seat, faults_told(error)))
    return RedirectResponse("/bord?m=verdeeld", 303)


@router.post("/zaak/{case_id}/notitie", dependencies=[REVIEWERS, Depends(csrf)])
def note(
    seat: Seated,
    case_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")],
    notitie: Annotated[str, Form()] = "",
    collega: Annotated[str, Form(pattern=r"^[A-Za-z0-9_-]{0,40}$")] = "",
) -> RedirectResponse:
    """Keep a note for a colleague, where one was written, and who the case is for."""
    with seat.writing() as con:
        case_file.case_row(con, seat.user, case_id)
        before, _ = assigning.assigned_to(con, case_id)
        if notitie.strip():
            assigning.add_note(con, seat.user, case_id, notitie, seat.now)
        if collega != before:
            assigning.assign(con, seat.user, [case_id], collega, seat.now)
    return RedirectResponse(f"/zaak/{case_id}?m=notitie#team", 303)
