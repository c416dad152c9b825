"""The body of a request: not too large, and not too slow. Plain ASGI, so that bodies stay streams."""

from __future__ import annotations

import time

from anyio import fail_after
from anyio.to_thread import run_sync
from sqlalchemy import Engine
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brp_match.review import sessions
from brp_match.review.accounts import Role
from brp_match.review.clients import client_of_token
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.errors import WebError, answer, is_api
from brp_match.web.settings import WebSettings
from brp_match.web.visit import session_cookie

UPLOAD_PATHS = frozenset(
    {
        "/v1/leveringen", "/v1/signalen", "/v1/schuldhulpverlening", "/leveringen", "/leveringen/nieuw", "/lijsten",
        "/schuldhulpverlening", "/instellingen/register", "/instellingen/kansen",
    }
)  # fmt: skip
"""Paths where a file may be sent, with the higher limit: a delivery, a register, a list."""

SLOWEST = 16 * 1024
"""Bytes a second that a body must come in with, beside the time every body gets: a poor mobile line."""


class BodyLimit:
    """Refuses a body over the limit (413): by its length at once, else as soon as it passes it.

    And one that comes in too slowly (408): a silence, or a trickle that would hold a place for hours.
    """

    def __init__(self, app: ASGIApp, settings: WebSettings, engine: Engine) -> None:
        self.app = app
        self.settings = settings
        self.engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting and timing what is read of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        may_be_large = scope["path"] in UPLOAD_PATHS and bool(
            {"authorization", "cookie"} & set(headers.keys())
        )
        limit = self.settings.upload_limit if may_be_large else self.settings.form_limit
        if not length.isascii() or not length.isdigit() or int(length) > limit:
            await answer(Request(scope), too_large(limit))(scope, receive, send)
            return
        large = "content-length" not in headers or int(length) > self.settings.form_limit
        if may_be_large and large and scope["method"] == "POST":
            # a stranger is refused before anything of a large body is on the disk, not after it
            try:
                await run_sync(self._check_sender, Request(scope))
            except Exception as error:
                await refusal(Request(scope), error)(scope, receive, send)
                return
        body = _Body(receive, limit, self.settings)
        started = False

        async def unless_refused(message: Message) -> None:
            # a parser above may have turned our refusal into another error: ours goes first
            nonlocal started
            if body.refusal is None or started:
                started = True
                await send(message)

        try:
            await self.app(scope, body.receive, unless_refused)
        except WebError:
            if body.refusal is None:
                raise
        if body.refusal is not None and not started:
            await answer(Request(scope), body.refusal)(scope, receive, send)

    def _check_sender(self, request: Request) -> None:
        """Raise WebError 401 or 403 for who may send no delivery, as the route itself would later."""
        if is_api(request.url.path):
            kind, _, token = request.headers.get("authorization", "").partition(" ")
            with reading(self.engine) as con:
                found = client_of_token(con, token.strip()) if kind.lower() == "bearer" else None
            if found is None:
                raise WebError(
                    401, "NIET_INGELOGD", "De sleutel is niet bekend.",
                    headers={"WWW-Authenticate": "Bearer"},
                )  # fmt: skip
        else:
            token = request.cookies.get(session_cookie(self.settings), "")
            with reading(self.engine) as con:
                session, _ = sessions.peek(con, token, deps.now())
            if session is None:
                raise deps.LoginNeeded("/leveringen/nieuw", sent=True)
            found = session.account
        if Role.COORDINATOR not in found.roles:
            raise WebError(
                403, "GEEN_RECHT", "Uw rol geeft geen recht op deze pagina of handeling."
            )


def refusal(request: Request, error: Exception) -> Response:
    """Return the answer to who may not send: to the form for signing in, or what went wrong."""
    if isinstance(error, deps.LoginNeeded):
        return RedirectResponse(error.location, 303)
    return answer(request, error)


class _Body:
    """Hands a body on piece by piece; `refusal` says why it stopped."""

    def __init__(self, receive: Receive, limit: int, settings: WebSettings) -> None:
        self._receive = receive
        self._limit = limit
        self._settings = settings
        self._read = 0
        self._since = 0.0
        self._whole = False
        self.refusal: WebError | None = None

    async def receive(self) -> Message:
        """Return the next message. Raises WebError 413 or 408; after the body it waits as long as it takes."""
        if self._whole:
            return await self._receive()
        if self.refusal is not None:
            raise self.refusal
        try:
            with fail_after(self._patience()):
                message = await self._receive()
        except TimeoutError:
            self.refusal = too_slow()
            raise self.refusal from None
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        self._read += len(message.get("body", b""))
        if self._read > self._limit:
            self.refusal = too_large(self._limit)
            raise self.refusal
        return message

    def _patience(self) -> float:
        """Seconds that the next piece may take: a silence, and what is left for the body as a whole."""
        now = time.monotonic()
        self._since = self._since or now
        allowed = min(
            self._settings.body_seconds + self._read / SLOWEST, self._settings.body_seconds_most
        )
        return max(0.0, min(self._settings.body_silence, self._since + allowed - now))


def too_large(limit: int) -> WebError:
    """Return the refusal of a body over `limit` bytes."""
    return WebError(
        413,
        "TE_GROOT",
        f"Wat u stuurt, is groter dan {_size(limit)}. Er is niets opgeslagen. Stuur minder in één keer, "
        "bijvoorbeeld elk bestand als een eigen levering.",
    )


def _size(limit: int) -> str:
    kilobytes = limit / 1024
    return f"{kilobytes / 1024:.0f} MB" if kilobytes >= 1024 else f"{kilobytes:.0f} kB"


def too_slow() -> WebError:
    """Return the refusal of a body that does not come in; the connection ends with it."""
    return WebError(
        408,
        "TE_TRAAG",
        "Wat u stuurt, komt te langzaam binnen. Er is niets opgeslagen. Probeer het opnieuw.",
        headers={"Connection": "close"},
    )
