"""What stands around every request: host, size, headers. Plain ASGI, so that bodies stay streams."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brp_match.web.errors import API_VERSION, WebError, answer, is_api
from brp_match.web.settings import WebSettings, is_loopback

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Sent with every answer; as the guideline of the NCSC and internet.nl ask."""

HSTS = "max-age=31536000; includeSubDomains"
OPEN_TO_ALL = frozenset({"/v1/openapi.json"})
"""Paths that a page of another site may read: the design rules ask it of the API description."""

UPLOAD_PATHS = frozenset({"/v1/leveringen", "/leveringen", "/leveringen/nieuw"})
"""Paths where a delivery may be sent, with the higher limit."""


class SecurityHeaders:
    """Adds the headers to every answer, also to errors and files; `no-store` unless told otherwise."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.https = settings.https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add headers to the answer; HEAD is GET without a body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _cache(path))
                if self.https:
                    headers["Strict-Transport-Security"] = HSTS
                if is_api(path):
                    headers["API-Version"] = API_VERSION
                if path in OPEN_TO_ALL:
                    headers["Access-Control-Allow-Origin"] = "*"
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            elif head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownHost:
    """Refuses a Host that is not ours (421): a foreign name that points here reads nothing."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.public = urlsplit(settings.base_url).hostname or ""
        self.loopback = is_loopback(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its Host is ours."""
        if scope["type"] == "http":
            host = _host_of(Headers(scope=scope).get("host", ""))
            if host != self.public and not (self.loopback and is_loopback(host)):
                error = WebError(421, "VREEMDE_HOST", "Dit adres hoort niet bij deze dienst.")
                await answer(Request(scope), error)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class SizeLimit:
    """Refuses a body over the limit (413): by its length at once, else as soon as it passes it."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        # who shows neither key nor cookie is refused anyway: not after writing 200 MB to disk
        known = "authorization" in headers or "cookie" in headers
        uploads = known and scope["path"] in UPLOAD_PATHS
        limit = self.settings.upload_limit if uploads else self.settings.form_limit
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > limit:
            await answer(Request(scope), too_large(limit))(scope, receive, send)
            return
        read = 0
        started = False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise too_large(limit)
            return message

        async def unless_too_large(message: Message) -> None:
            # a parser above may have turned our refusal into another error: ours goes first
            nonlocal started
            if read <= limit or started:
                started = True
                await send(message)

        try:
            await self.app(scope, counted, unless_too_large)
        except WebError:
            if read <= limit:
                raise
        if read > limit and not started:
            await answer(Request(scope), too_large(limit))(scope, receive, send)


def _host_of(header: str) -> str:
    """The name in a Host header without its port; '' for what is none."""
    try:
        return urlsplit("//" + header).hostname or ""
    except ValueError:
        return ""


def too_large(limit: int) -> WebError:
    """Return the refusal of a body over `limit` bytes."""
    return WebError(
        413,
        "TE_GROOT",
        f"Wat u stuurt is groter dan {limit / 1024 / 1024:.0f} MB.".replace(".0", ""),
    )


def _cache(path: str) -> str:
    """What may be kept: the style sheets for an hour, nothing else (it may hold personal data)."""
    return "public, max-age=3600" if path.startswith("/static/") else "no-store"
