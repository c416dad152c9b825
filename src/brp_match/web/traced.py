"""The trace of a request, kept while it is answered, so that the processing log can take it over."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from brp_match.review.trace_context import CALLER, caller_of


class Traced:
    """Sets `CALLER` from the header `traceparent`; a header that is none is passed over."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its caller known."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        token = CALLER.set(caller_of(Headers(scope=scope).get("traceparent", "")))
        try:
            await self.app(scope, receive, send)
        finally:
            CALLER.reset(token)
