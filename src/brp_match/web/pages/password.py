"""The user's own password, and the picture that keeps a session alive."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.review.accounts import Role
from brp_match.web.deps import csrf, require, settings
from brp_match.web.pages.desk import AuditDesk, Refused
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import audit_desk
from brp_match.web.visit import session_cookie

router = APIRouter(include_in_schema=False)

Desk = Annotated[AuditDesk, Depends(audit_desk)]
USERS = Depends(require(*(role.value for role in Role)))
Word = Annotated[str, Form(max_length=1000)]

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@router.get("/wachtwoord", dependencies=[USERS])
def password(request: Request, desk: Desk) -> HTMLResponse:
    """Ask for the old and the new password."""
    return page(request, "password.html", **desk.password(), fouten=[])


@router.post("/wachtwoord", dependencies=[USERS, Depends(csrf)])
def change_password(
    request: Request, desk: Desk, huidig: Word = "", nieuw: Word = "", nogmaals: Word = ""
) -> Response:
    """Change the user's own password."""
    token = request.cookies.get(session_cookie(settings(request)), "")
    try:
        desk.change_password(huidig, nieuw, nogmaals, token)
    except Refused as refused:
        return page(request, "password.html", 400, **desk.password(), fouten=list(refused.faults))
    return RedirectResponse("/wachtwoord?m=wachtwoord", 303)


@router.get("/sessie.svg", dependencies=[USERS])
def stay() -> Response:
    """Count as a sign of life: who asks for this picture stays signed in (the script does, while one types)."""
    return Response(DOT, media_type="image/svg+xml")
