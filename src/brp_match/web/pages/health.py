"""The page of health, and the metrics for a monitor."""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from brp_match.settings import secret_text
from brp_match.web import deps
from brp_match.web.deps import require
from brp_match.web.errors import WebError
from brp_match.web.health import gauges, health
from brp_match.web.observe import METRICS_VARIABLE, Observatory
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Seated

router = APIRouter(include_in_schema=False)


@router.get("/gezondheid", dependencies=[Depends(require("beheerder", "coordinator"))])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show queue, deliveries, register, disk and faults."""
    with seat.reading() as con:
        found = health(con, seat.settings, _seen(request), seat.now)
    return page(request, "health.html", gezond=found, vrij_gb=found.free // 1_000_000_000)


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Give the metrics to who sends the key; WebError 404 where there is none, 401 for another."""
    key = secret_text(METRICS_VARIABLE)
    if not key:
        raise WebError(404, "GEEN_METINGEN", "Er zijn hier geen metingen.")
    sent = request.headers.get("authorization", "")
    if not hmac.compare_digest(sent.encode(), f"Bearer {key}".encode()):
        raise WebError(401, "GEEN_SLEUTEL", "Deze sleutel geldt hier niet.")
    seen = _seen(request)
    with deps.engine(request).connect() as con:
        found = health(con, deps.settings(request), seen, deps.now())
    return PlainTextResponse(seen.text(gauges(found)), media_type="text/plain; version=0.0.4")


def _seen(request: Request) -> Observatory:
    found: Observatory = request.app.state.observatory
    return found
