"""The audit, and the processing log with its export."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from brp_match.web.deps import require
from brp_match.web.errors import WebError
from brp_match.web.pages import audit_views
from brp_match.web.pages.audit_views import AuditFilter
from brp_match.web.pages.render import attachment, page
from brp_match.web.pages.seat import Context, Seated

router = APIRouter(include_in_schema=False)

READERS = Depends(require("beheerder", "coordinator"))
Text = Annotated[str, Query(max_length=200)]
Day = Annotated[str, Query(pattern=r"^((19|20)\d\d-\d\d-\d\d)?$")]


def _asked(
    wat: Text = "",
    wie: Text = "",
    zaak: Annotated[str, Query(pattern=r"^[0-9A-Fa-f]{0,32}$")] = "",
    van: Day = "",
    tot: Day = "",
) -> AuditFilter:
    try:
        days = [date.fromisoformat(one) if one else None for one in (van, tot)]
    except ValueError:
        raise WebError(400, "DATUM_ONGELDIG", "Deze datum bestaat niet.") from None
    return AuditFilter(wat, wie, zaak.lower(), *days)


NO_LOG: Context = {"mag_niet": True, "vorige": None, "volgende": None, "regels": []}
"""The context of processing_log.html for who lacks the right of secrecy."""

Asked = Annotated[AuditFilter, Depends(_asked)]


@router.get("/audit", dependencies=[READERS])
def audit(
    request: Request,
    seat: Seated,
    asked: Asked,
    voor: Text = "",
    na: Text = "",
    namen: Annotated[str, Query(pattern=r"^(|ja)$")] = "",
) -> HTMLResponse:
    """Show who saw and decided what, the newest first; with `namen` about whom, to who may see the case."""
    context = audit_views.audit_page(seat, asked, voor, na, names=namen == "ja")
    return page(request, "audit.html", **context)


@router.get("/audit.csv", dependencies=[READERS])
def audit_file(seat: Seated, asked: Asked) -> Response:
    """Hand over the lines that were asked for, as CSV; that too stands in the audit."""
    return attachment(audit_views.audit_lines(seat, asked), "audit.csv")


@router.get("/audit/controle", dependencies=[READERS])
def check(request: Request, seat: Seated) -> HTMLResponse:
    """Check the seals of all lines, and say whether anything was changed, taken out or made up."""
    return page(request, "audit_check.html", **audit_views.check_page(seat))


@router.get("/audit/verwerkingen", dependencies=[READERS])
def processing(request: Request, seat: Seated, voor: Text = "") -> HTMLResponse:
    """Show the processing log, a line per data subject, to who has the right of secrecy: how many there are tells."""
    if not seat.user.secrecy:
        return page(request, "processing_log.html", **NO_LOG)
    return page(request, "processing_log.html", **audit_views.processing_page(seat, voor))


@router.get("/audit/verwerkingen.jsonl", dependencies=[READERS])
def processing_lines(request: Request, seat: Seated) -> Response:
    """Hand over the whole processing log."""
    if not seat.user.secrecy:
        return page(request, "processing_log.html", 400, **NO_LOG)
    lines = audit_views.processing_lines(seat)
    return attachment(lines, "verwerkingen.jsonl", "application/jsonl")
