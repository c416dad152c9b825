"""API keys: which systems have one, a new one, and withdrawing one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import clients
from brp_match.web.deps import csrf, require
from brp_match.web.pages.accounts import asked_codes, field_of, known_roles
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told

router = APIRouter(include_in_schema=False)

KEEPERS = Depends(require("beheerder"))


@router.get("/sleutels", dependencies=[KEEPERS])
def client_list(request: Request, seat: Seated) -> HTMLResponse:
    """Show which systems have a key."""
    return _page(request, seat)


@router.post("/sleutels", dependencies=[KEEPERS, Depends(csrf)])
def add_client(
    request: Request,
    seat: Seated,
    naam: Annotated[str, Form(max_length=clients.NAME_LONGEST)] = "",
    rol: Annotated[list[str] | None, Form()] = None,
    geheim: Annotated[str, Form()] = "",
    bereik: Annotated[str, Form()] = "",
    gemeenten: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Make a key and show it, this once: it stands on this page and in no address."""
    name, roles, secrecy = naam.strip(), known_roles(rol), geheim == "ja"
    try:
        with seat.writing() as con:
            token = clients.add_client(
                con, name, roles, seat.now, secrecy=secrecy, municipalities=asked_codes(bereik, gemeenten),
                account_id=seat.user.id,
            )  # fmt: skip
    except BrpMatchError as error:
        asked = {
            "naam": name,
            "rollen": [role.value for role in roles],
            "geheim": secrecy,
            "bereik": bereik,
            "gemeenten": gemeenten,
        }
        return _page(request, seat, faults_told(error), asked, field=field_of(error))
    return _page(request, seat, made={"sleutel": token, "naam": name})


@router.post("/sleutels/{client_id}/intrekken", dependencies=[KEEPERS, Depends(csrf)])
def withdraw(
    seat: Seated, client_id: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
) -> RedirectResponse:
    """Let a key open nothing any more."""
    with seat.writing() as con:
        clients.withdraw_client(con, client_id, seat.now, account_id=seat.user.id)
    return RedirectResponse("/sleutels?m=ingetrokken", 303)


def _page(
    request: Request,
    seat: Seat,
    faults: list[str] | None = None,
    asked: Context | None = None,
    made: Context | None = None,
    field: str = "naam",
) -> HTMLResponse:
    with seat.reading() as con:
        held = clients.list_clients(con)
    context: Context = {
        "sleutels": [
            {
                "href": f"/sleutels/{one.id}",
                "nummer": number_of(one.id),
                "naam": one.name,
                "rollen": sorted(role.value for role in one.roles),
                "geheim": one.secrecy,
                "gemeenten": sorted(one.municipalities),
                "sinds": one.created,
                "actief": one.active,
            }
            for one in sorted(held, key=lambda one: not one.active)
        ],
        "fouten": faults or [],
        "fout_veld": field,
        "nieuw": asked
        or {"naam": "", "rollen": [], "geheim": False, "bereik": "", "gemeenten": ""},
        "gemaakt": made,
    }
    return page(request, "clients.html", 400 if faults else 200, **context)
