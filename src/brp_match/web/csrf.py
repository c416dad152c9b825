"""Tokens that tie a form to the visitor who was shown it."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from fastapi import Request

from brp_match.web.errors import WebError

FIELD = "csrf_token"
REFUSED = (
    "Dit formulier hoort niet (meer) bij uw bezoek. Laad de pagina opnieuw en probeer het nog eens."
)


def token_of(secret: str, visit: str) -> str:
    """Return the token of a visit (the value of its cookie), signed with our key."""
    return hmac.new(secret.encode(), f"csrf|{visit}".encode(), hashlib.sha256).hexdigest()


def check_token(expected: str, given: object) -> None:
    """Raise WebError 403 when the token of a form is not the visitor's; compared in constant time."""
    if not (
        isinstance(given, str)
        and expected
        and hmac.compare_digest(expected.encode(), given.encode())
    ):
        raise WebError(403, "FORMULIER_ONGELDIG", REFUSED)


def check_origin(request: Request, base_url: str) -> None:
    """Raise WebError 403 when a browser says that the form came from another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise WebError(403, "FORMULIER_VREEMD", REFUSED)
    origin = request.headers.get("origin")
    if origin and origin != "null":
        ours = {urlsplit(base_url).netloc, request.headers.get("host", "")}
        if urlsplit(origin).netloc not in ours:
            raise WebError(403, "FORMULIER_VREEMD", REFUSED)
