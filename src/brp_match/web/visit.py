"""Who comes in: the session of the cookie, or a visit without one, before any route runs."""

from __future__ import annotations

import secrets
from http.cookies import SimpleCookie

from anyio.to_thread import run_sync
from sqlalchemy import Engine
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brp_match.review import sessions
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.csrf import token_of
from brp_match.web.errors import answer, is_api
from brp_match.web.settings import WebSettings

WITHOUT_VISIT = ("/static/", "/.well-known/")


class Visit:
    """Sets `request.state.user`, `.csrf_token` and `.visit` on every page; the API has tokens instead.

    Without a session the form token is tied to a random cookie, so that logging in is protected too.
    """

    def __init__(self, app: ASGIApp, settings: WebSettings, engine: Engine) -> None:
        self.app = app
        self.settings = settings
        self.engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the visitor, pass the request on, and give a new visitor a cookie."""
        path = scope.get("path", "")
        if scope["type"] != "http" or is_api(path) or path.startswith(WITHOUT_VISIT):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        state = request.state
        state.user, state.visit = None, ""
        token = request.cookies.get(session_cookie(self.settings), "")
        if token:
            try:
                found = await run_sync(self._read, token)
            except Exception as error:
                await answer(request, error)(scope, receive, send)
                return
            if found is not None:
                state.user, state.csrf_token = found.account, found.csrf
                await self.app(scope, receive, send)
                return
        visit = request.cookies.get(visit_cookie(self.settings), "")
        fresh = "" if 20 <= len(visit) <= 100 else secrets.token_urlsafe(24)
        state.visit = fresh or visit
        state.csrf_token = token_of(self.settings.secret, state.visit)

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and fresh:
                MutableHeaders(scope=message).append(
                    "Set-Cookie", cookie(visit_cookie(self.settings), fresh, self.settings)
                )
            await send(message)

        await self.app(scope, receive, with_cookie)

    def _read(self, token: str) -> sessions.Session | None:
        with reading(self.engine) as con:
            found, due = sessions.peek(con, token, deps.now())
        if not due:
            return found
        with self.engine.begin() as con:
            return sessions.read(con, token, deps.now())


class CatchAll:
    """The last net: an exception nobody foresaw becomes a plain 500, and no traceback is written."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer what goes wrong, unless the answer was already under way."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = answer(Request(scope), error)
            if not started:
                await response(scope, receive, send)


def session_cookie(settings: WebSettings) -> str:
    """Return the name of the session cookie; over https bound to this host by its prefix."""
    return "__Host-sessie" if settings.https else "sessie"


def visit_cookie(settings: WebSettings) -> str:
    """Return the name of the cookie of a visit without a session."""
    return "__Host-bezoek" if settings.https else "bezoek"


def cookie(name: str, value: str, settings: WebSettings, *, seconds: int | None = None) -> str:
    """Return a Set-Cookie line: HttpOnly, SameSite=Lax, Secure over https; kept `seconds` or till closing."""
    jar: SimpleCookie = SimpleCookie()
    jar[name] = value
    jar[name]["httponly"] = True
    jar[name]["samesite"] = "Lax"
    jar[name]["path"] = "/"
    if settings.https:
        jar[name]["secure"] = True
    if seconds is not None:
        jar[name]["max-age"] = seconds
    return jar[name].OutputString()


def set_session(response: Response, token: str, settings: WebSettings) -> None:
    """Give the browser the cookie of a new session and take the one of the visit away."""
    response.headers.append("Set-Cookie", cookie(session_cookie(settings), token, settings))
    response.headers.append("Set-Cookie", cookie(visit_cookie(settings), "", settings, seconds=0))


def end_session(response: Response, settings: WebSettings) -> None:
    """Take the session's cookie away."""
    response.headers.append("Set-Cookie", cookie(session_cookie(settings), "", settings, seconds=0))
