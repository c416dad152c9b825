"""The audit, the processing log and its export, and the accounts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages.desk import AuditDesk, Refused
from brp_match.web.pages.dutch import ROLES
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import audit_desk

router = APIRouter(include_in_schema=False)

Desk = Annotated[AuditDesk, Depends(audit_desk)]
READERS = Depends(require("beheerder", "coordinator"))
KEEPERS = Depends(require("beheerder"))
Text = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(pattern=r"^((19|20)\d\d-\d\d-\d\d)?$")]


@router.get("/audit", dependencies=[READERS])
def audit(
    request: Request, desk: Desk, wat: Text = "", wie: Text = "", voor: Text = "", tot: Day = ""
) -> HTMLResponse:
    """Show who saw and decided what, the newest first; `tot` is the last day to show."""
    try:
        until = date.fromisoformat(tot) if tot else None
    except ValueError:
        raise WebError(400, "DATUM_ONGELDIG", "Deze datum bestaat niet.") from None
    return page(request, "audit.html", **desk.audit(wat, wie, voor, until))


@router.get("/audit/verwerkingen", dependencies=[READERS])
def processing(request: Request, desk: Desk, voor: Text = "") -> HTMLResponse:
    """Show the processing log, a line per data subject."""
    return page(request, "processing_log.html", **desk.processing(voor))


@router.get("/audit/verwerkingen.jsonl", dependencies=[READERS])
def processing_lines(desk: Desk) -> Response:
    """Hand over the whole processing log."""
    return StreamingResponse(
        desk.processing_lines(),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="verwerkingen.jsonl"'},
    )


@router.get("/accounts", dependencies=[KEEPERS])
def accounts(request: Request, desk: Desk) -> HTMLResponse:
    """Show who may sign in."""
    return _accounts_page(request, desk, [], "", [])


@router.post("/accounts", dependencies=[KEEPERS, Depends(csrf)])
def add_account(
    request: Request,
    desk: Desk,
    naam: Annotated[str, Form(max_length=80)],
    wachtwoord: Annotated[str, Form(max_length=1000)],
    rol: Annotated[list[str] | None, Form()] = None,
    geheim: Annotated[str, Form()] = "",
) -> Response:
    """Make an account."""
    roles = known_roles(rol)
    values: dict[str, Any] = {
        "naam": naam.strip(), "wachtwoord": wachtwoord, "rollen": roles, "geheim": geheim == "ja",
    }  # fmt: skip
    try:
        desk.add_account(values)
    except Refused as refused:
        return _accounts_page(request, desk, list(refused.faults), naam.strip(), roles)
    return RedirectResponse("/accounts?m=account", 303)


@router.post("/accounts/{account_id}", dependencies=[KEEPERS, Depends(csrf)])
def change_account(
    request: Request,
    desk: Desk,
    account_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")],
    rol: Annotated[list[str] | None, Form()] = None,
    geheim: Annotated[str, Form()] = "",
    actief: Annotated[str, Form()] = "",
    wachtwoord: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Change what an account may do."""
    values = {
        "rollen": known_roles(rol), "geheim": geheim == "ja", "actief": actief == "ja",
        "wachtwoord": wachtwoord,
    }  # fmt: skip
    try:
        desk.change_account(account_id, values)
    except Refused as refused:
        return _accounts_page(request, desk, list(refused.faults), "", [])
    return RedirectResponse("/accounts?m=account", 303)


def known_roles(given: list[str] | None) -> list[str]:
    """Return the roles of a form that exist, in our order."""
    return [role for role in ROLES if role in (given or [])]


def _accounts_page(
    request: Request, desk: AuditDesk, faults: list[str], name: str, roles: list[str]
) -> HTMLResponse:
    return page(
        request,
        "accounts.html",
        400 if faults else 200,
        **desk.accounts(),
        fouten=faults,
        nieuw={"naam": name, "rollen": roles},
    )
