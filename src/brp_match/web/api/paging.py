"""Pages of a collection: an opaque cursor that carries a place, signed by nothing and trusted for nothing."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from brp_match.web.api.models import Item, Link, Links, Page
from brp_match.web.errors import WebError
from brp_match.web.validation import is_text, whole_number

Cursor = Annotated[
    str,
    Query(
        max_length=300, description="De waarde uit `_links.next`; leeg voor de eerste bladzijde."
    ),
]
Limit = Annotated[int, Query(ge=1, le=200, description="Hoeveel er op een bladzijde staan.")]


def encode(place: str) -> str:
    """Return a cursor for a place."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=") if place else ""


def decode(cursor: str) -> str:
    """Return the place of a cursor. Raises WebError 400 for one that we did not make."""
    try:
        place = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise invalid() from error
    if not is_text(place):
        raise invalid()
    return place


def number(cursor: str) -> int:
    """Return the place of a cursor that counts rows; 0 for none."""
    place = decode(cursor)
    found = whole_number(place or "0")
    if found is None:
        raise invalid()
    return found


def invalid() -> WebError:
    """Return the refusal of a cursor that is not ours."""
    return WebError(
        400,
        "CURSOR_ONGELDIG",
        "Deze plaats in de lijst bestaat niet.",
        faults=[
            {
                "in": "query",
                "location": {"name": "cursor"},
                "code": "CURSOR_ONGELDIG",
                "detail": "deze waarde komt niet uit _links.next",
            }
        ],
    )


def page(
    path: str, items: list[Item], cursor: str, limit: int, following: str | int | None, **other: str
) -> Page[Item]:
    """Return a page with its links; `following` is the place of the next one, None or '' for none.

    `other`: what else was asked, '' for nothing.
    """

    def link(place: str) -> Link:
        query = {**{k: v for k, v in other.items() if v}, "limit": str(limit)}
        return Link(href=f"{path}?{urlencode(query | ({'cursor': place} if place else {}))}")

    more = link(encode(str(following))) if following else None
    return Page(items=items, _links=Links(self=link(cursor), next=more))
