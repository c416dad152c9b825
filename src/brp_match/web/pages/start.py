"""The first page, the explanation, the accessibility statement, and the switch for the keys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from brp_match.web.auth import safe_next
from brp_match.web.deps import csrf, settings
from brp_match.web.errors import WebError
from brp_match.web.pages.render import MENU, page, roles_of

router = APIRouter(include_in_schema=False)

A_YEAR = 365 * 24 * 3600
"""Seconds that the choice of keys is kept."""


@router.get("/")
def start(request: Request) -> RedirectResponse:
    """Lead to the first page the visitor may see, or to signing in."""
    own = roles_of(getattr(request.state, "user", None))
    first = next((item.href for item in MENU if item.roles & own), "/inloggen")
    return RedirectResponse(first, 303)


@router.get("/thema.css")
def theme(request: Request) -> Response:
    """Hand over the theme of the municipality; 404 when it has none."""
    path = settings(request).theme
    if path is None:
        raise WebError(404, "GEEN_THEMA", "Deze dienst heeft geen eigen thema.")
    return FileResponse(path, media_type="text/css; charset=utf-8")


@router.get("/uitleg")
def about(request: Request) -> HTMLResponse:
    """Explain the work and the choices."""
    return page(request, "about.html")


@router.get("/toegankelijkheid")
def accessibility(request: Request) -> HTMLResponse:
    """Say what the pages hold themselves to."""
    return page(request, "accessibility.html")


@router.post("/voorkeuren/toetsen", dependencies=[Depends(csrf)])
def switch_keys(
    request: Request, stand: Annotated[str, Form()], terug: Annotated[str, Form()] = "/"
) -> RedirectResponse:
    """Switch the keys of the decide page on or off, for this browser."""
    off = stand == "uit"
    answer = RedirectResponse(
        f"{safe_next(terug)}?m={'toetsen_uit' if off else 'toetsen_aan'}", 303
    )
    answer.set_cookie(
        "toetsen", "uit" if off else "aan", max_age=A_YEAR, httponly=True, samesite="strict",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer
