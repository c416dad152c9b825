"""What stands around every request: host and headers. Plain ASGI, so that bodies stay streams."""

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
        "connect-src 'self'",
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
NUL = "\x00"
OPEN_TO_ALL = frozenset({"/v1/openapi.json"})
"""Paths that a page of another site may read: the design rules ask it of the API description."""


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
    """Refuses a Host that is not ours (421): a foreign name that points here reads nothing.

    And an address with a NUL sign (400): no value of ours has one, and PostgreSQL takes none.
    """

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
            if NUL in scope["path"] or b"%00" in scope.get("query_string", b""):
                error = WebError(
                    400, "ADRES_ONGELDIG", "In dit adres staat een teken dat niet kan."
                )
                await answer(Request(scope), error)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _host_of(header: str) -> str:
    """The name in a Host header without its port; '' for what is none."""
    try:
        return urlsplit("//" + header).hostname or ""
    except ValueError:
        return ""


def _cache(path: str) -> str:
    """What may be kept: the style sheets for an hour, nothing else (it may hold personal data)."""
    return "public, max-age=3600" if path.startswith("/static/") else "no-store"
