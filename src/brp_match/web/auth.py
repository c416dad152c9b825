"""Logging in and out: own accounts, and the municipality's provider."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from brp_match.review import accounts, audit, sessions
from brp_match.review.accounts import Account, Role
from brp_match.web import deps, visit
from brp_match.web.deps import csrf
from brp_match.web.errors import WebError
from brp_match.web.oidc import ATTEMPT_SECONDS, Provider
from brp_match.web.ratelimit import visitor_of
from brp_match.web.settings import WebSettings

router = APIRouter(include_in_schema=False)

ATTEMPT_COOKIE = "oidc"
WRONG = (
    "De naam of het wachtwoord klopt niet, of het account is even op slot. Na {n} keer fout gaat een account {minuten} "
    "minuten op slot."
)
TOO_MANY = (
    "Er is te vaak geprobeerd in te loggen. Wacht nog {n} seconden en probeer het dan opnieuw."
)
ATTEMPT_WINDOW = 60
"""Seconds over which attempts to log in are counted."""


@router.get("/inloggen")
def login_page(request: Request, next: str = "/") -> Response:
    """Show the login form; who is logged in goes on."""
    if request.state.user is not None:
        return RedirectResponse(safe_next(next), 303)
    return _form(request, "", next)


@router.post("/inloggen", dependencies=[Depends(csrf)])
def login(
    request: Request,
    naam: Annotated[str, Form(max_length=200)] = "",
    wachtwoord: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=500)] = "/",
) -> Response:
    """Check a name and password: a new session, or the form again with one message for every fault."""
    settings, now = deps.settings(request), deps.now()
    with deps.engine(request).begin() as con:
        wait = sessions.attempt_wait(
            con,
            _attempt_key(request),
            now,
            limit=settings.logins_per_minute,
            seconds=ATTEMPT_WINDOW,
        )
    if wait:
        answer = _form(request, TOO_MANY.format(n=wait), next, 429, naam)
        answer.headers["Retry-After"] = str(wait)
        return answer
    account = accounts.verify(deps.engine(request), naam, wachtwoord, now)
    if account is None:
        with deps.engine(request).begin() as con:
            audit.write(con, "inloggen_mislukt", account_id="", now=now)
        minutes = int(accounts.LOCKED_FOR.total_seconds()) // 60
        said = WRONG.format(n=accounts.FAILURES_ALLOWED, minuten=minutes)
        return _form(request, said, next, 401, naam)
    return start_session(request, account, safe_next(next))


@router.post("/uitloggen", dependencies=[Depends(csrf)])
def logout(request: Request) -> Response:
    """End the session, on the server and in the browser."""
    settings = deps.settings(request)
    token = request.cookies.get(visit.session_cookie(settings), "")
    with deps.engine(request).begin() as con:
        sessions.end(con, token)
        if request.state.user is not None:
            audit.write(con, "uitgelogd", account_id=request.state.user.id, now=deps.now())
    response = RedirectResponse("/inloggen?m=uitgelogd", 303)
    visit.end_session(response, settings)
    return response


@router.get("/oidc/start")
def oidc_start(request: Request, next: str = "/") -> Response:
    """Send the visitor to the provider."""
    url, attempt = _provider(request).start(safe_next(next))
    response = RedirectResponse(url, 303)
    response.headers.append(
        "Set-Cookie",
        visit.cookie(ATTEMPT_COOKIE, attempt, deps.settings(request), seconds=ATTEMPT_SECONDS),
    )
    return response


@router.get("/oidc/callback")
def oidc_callback(request: Request) -> Response:
    """Take the visitor back from the provider: a new session for who it says it is."""
    identity, next_path = _provider(request).finish(
        request.cookies.get(ATTEMPT_COOKIE, ""), request.query_params
    )
    with deps.engine(request).begin() as con:
        account = accounts.account_of_subject(
            con, identity.issuer, identity.subject, identity.name,
            [Role(role) for role in sorted(identity.roles)], deps.now(),
        )  # fmt: skip
    if not account.active:
        raise WebError(403, "ACCOUNT_DICHT", "Uw account is gesloten. Vraag het de beheerder.")
    response = start_session(request, account, safe_next(next_path))
    response.headers.append(
        "Set-Cookie", visit.cookie(ATTEMPT_COOKIE, "", deps.settings(request), seconds=0)
    )
    return response


def start_session(request: Request, account: Account, next_path: str) -> Response:
    """Start a session under a new id, end the one the visitor came with, and lead on."""
    settings, now = deps.settings(request), deps.now()
    before = request.cookies.get(visit.session_cookie(settings), "")
    with deps.engine(request).begin() as con:
        if before:
            sessions.end(con, before)
        token, _ = sessions.start(con, account.id, now)
        audit.write(con, "ingelogd", account_id=account.id, now=now)
    response = RedirectResponse(next_path, 303)
    visit.set_session(response, token, settings)
    return response


def safe_next(path: str) -> str:
    """Return `path` when it is a plain path of ours, else /: logging in leads to no other site."""
    plain = path.startswith("/") and not path.startswith("//") and path.isascii()
    return path if plain and all(c.isalnum() or c in "/_-." for c in path) else "/"


def provider_of(settings: WebSettings) -> Provider | None:
    """Make the provider of the settings, if there is one."""
    if settings.oidc is None:
        return None
    return Provider(settings.oidc, f"{settings.base_url}/oidc/callback", settings.secret)


def _provider(request: Request) -> Provider:
    found: Provider | None = request.app.state.provider
    if found is None:
        raise WebError(404, "GEEN_OIDC", "Deze dienst kent geen inloggen bij een aanbieder.")
    return found


def _form(
    request: Request, fault: str, next_path: str, status: int = 200, name: str = ""
) -> Response:
    from brp_match.web.pages.render import page

    context: Mapping[str, Any] = {
        "fout": fault,
        "naam": name,
        "oidc": deps.settings(request).oidc is not None,
        "next": safe_next(next_path),
    }
    return page(request, "login.html", status, **context)


def _attempt_key(request: Request) -> str:
    """The visitor's network address, as a keyed hash: the address itself is kept nowhere."""
    secret = deps.settings(request).secret
    return "inloggen|" + hashlib.sha256(f"{secret}|{visitor_of(request)}".encode()).hexdigest()[:32]
