"""The description of the API, as OpenAPI and as a page of this installation."""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from brp_match.web import deps
from brp_match.web.api.openapi import describe

router = APIRouter(tags=["beschrijving"])

PLACES = {"path": "in het adres", "query": "achter het vraagteken", "header": "header"}
"""Where a parameter stands, in Dutch."""


@router.get("/openapi.json", response_class=JSONResponse)
def openapi(request: Request) -> Response:
    """De beschrijving van deze API, als OpenAPI 3.1."""
    return JSONResponse(document_of(request))


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """Show the description as a page, without anything from outside."""
    from brp_match.web.pages.render import page

    return page(
        request, "api_docs.html", api=document_of(request), klant=client_example(),
        met_de_hand=by_hand(deps.settings(request).base_url), plaatsen=PLACES,
        als_json=partial(json.dumps, ensure_ascii=False, indent=2),
    )  # fmt: skip


def document_of(request: Request) -> dict[str, Any]:
    """Return the OpenAPI document, made once per application."""
    state = request.app.state
    if getattr(state, "openapi", None) is None:
        settings = deps.settings(request)
        state.openapi = describe(request.app, settings.base_url, settings.security_contact)
    found: dict[str, Any] = state.openapi
    return found


def by_hand(address: str) -> list[str]:
    """Return the first calls as they are typed, that the tests run: one signal, a delivery, how far it is, decisions."""
    one = '"signaalId": "S1", "vlp": "Waterbron", "sector": "Water", "achternaam": "Jansen", "geboortedatum": "1980-04-02", "postcode": "1234AB", "huisnummer": "7"'
    call = 'curl --header "Authorization: Bearer $SLEUTEL"'
    sent = f'{call} --header "Content-Type: application/json" --data'
    return [
        "SLEUTEL=...",
        f"{sent} '{{{one}}}' {address}/v1/vergelijkingen",
        f'{sent} \'{{"naam": "proef", "signalen": [{{{one}}}]}}\' {address}/v1/signalen',
        f"{call} {address}/v1/leveringen/LEVERING",
        f"{call} {address}/v1/leveringen/LEVERING/besluiten",
    ]


@cache
def client_example() -> str:
    """Return a client in forty lines, that the tests run."""
    return Path(__file__).with_name("client_example.py").read_text(encoding="utf-8")
