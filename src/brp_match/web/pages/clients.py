"""API keys: which systems have one, a new one, and withdrawing one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.review.clients import NAME_LONGEST
from brp_match.web.deps import csrf, require
from brp_match.web.pages.audit import known_roles
from brp_match.web.pages.desk import AuditDesk, Refused
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import audit_desk

router = APIRouter(include_in_schema=False)

Desk = Annotated[AuditDesk, Depends(audit_desk)]
KEEPERS = Depends(require("beheerder"))


@router.get("/sleutels", dependencies=[KEEPERS])
def clients(request: Request, desk: Desk) -> HTMLResponse:
    """Show which systems have a key."""
    return _clients_page(request, desk)


@router.post("/sleutels", dependencies=[KEEPERS, Depends(csrf)])
def add_client(
    request: Request,
    desk: Desk,
    naam: Annotated[str, Form(max_length=NAME_LONGEST)] = "",
    rol: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Make a key and show it, this once: it stands on this page and in no address."""
    roles = known_roles(rol)
    try:
        token = desk.add_client(naam.strip(), roles)
    except Refused as refused:
        return _clients_page(request, desk, list(refused.faults), naam.strip(), roles)
    return _clients_page(request, desk, made=token, made_for=naam.strip())


@router.post("/sleutels/{client_id}/intrekken", dependencies=[KEEPERS, Depends(csrf)])
def withdraw(
    desk: Desk, client_id: Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
) -> RedirectResponse:
    """Let a key open nothing any more."""
    desk.withdraw_client(client_id)
    return RedirectResponse("/sleutels?m=ingetrokken", 303)


def _clients_page(
    request: Request,
    desk: AuditDesk,
    faults: list[str] | None = None,
    name: str = "",
    roles: list[str] | None = None,
    made: str = "",
    made_for: str = "",
) -> HTMLResponse:
    return page(
        request,
        "clients.html",
        400 if faults else 200,
        **desk.clients(),
        fouten=faults or [],
        nieuw={"naam": name, "rollen": roles or []},
        gemaakt={"sleutel": made, "naam": made_for} if made else None,
    )
