"""The user's own password, and the picture that keeps a session alive."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import accounts, sessions
from brp_match.review.accounts import Role
from brp_match.web.deps import csrf, require
from brp_match.web.pages.accounts import note
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Seat, Seated, faults_told
from brp_match.web.visit import session_cookie

router = APIRouter(include_in_schema=False)

USERS = Depends(require(*(role.value for role in Role)))
Word = Annotated[str, Form(max_length=1000)]
DIFFERENT = "De twee nieuwe wachtwoorden zijn niet gelijk."
WRONG = "Uw huidige wachtwoord klopt niet, of het account is even op slot."

DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@router.get("/wachtwoord", dependencies=[USERS])
def password(request: Request, seat: Seated) -> HTMLResponse:
    """Ask for the old and the new password."""
    return _page(request, seat, [])


@router.post("/wachtwoord", dependencies=[USERS, Depends(csrf)])
def change_password(
    request: Request, seat: Seated, huidig: Word = "", nieuw: Word = "", nogmaals: Word = ""
) -> Response:
    """Change the user's own password; whoever else was in under this name is out."""
    if nieuw != nogmaals:
        return _page(request, seat, [DIFFERENT])
    known = accounts.verify(seat.engine, seat.user.name, huidig, seat.now)
    if known is None or known.id != seat.user.id:
        # counted: five wrong ones lock the account, here as when signing in
        return _page(request, seat, [WRONG])
    token = request.cookies.get(session_cookie(seat.settings), "")
    try:
        secret = accounts.hashed(nieuw)
        with seat.writing() as con:
            accounts.set_password(con, seat.user.id, secret)
            sessions.end_all(con, seat.user.id, but=token)
            note(con, seat, "wachtwoord_gewijzigd", seat.user)
    except BrpMatchError as error:
        return _page(request, seat, faults_told(error))
    return RedirectResponse("/wachtwoord?m=wachtwoord", 303)


@router.get("/sessie.svg", dependencies=[USERS])
def stay() -> Response:
    """Count as a sign of life: who asks for this picture stays signed in (the script does, while one types)."""
    return Response(DOT, media_type="image/svg+xml")


def _page(request: Request, seat: Seat, faults: list[str]) -> HTMLResponse:
    with seat.reading() as con:
        local = accounts.has_password(con, seat.user.id)
    return page(
        request, "password.html", 400 if faults else 200,
        eigen=local, wachtwoord_lengte=accounts.SHORTEST_PASSWORD, fouten=faults,
    )  # fmt: skip
