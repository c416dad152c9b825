"""Who calls the API: a client with a bearer token, its roles, and how often it may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from brp_match.review.accounts import Account, Role
from brp_match.review.clients import client_of_token
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.errors import WebError
from brp_match.web.ratelimit import RateLimit, visitor_of

bearer = HTTPBearer(
    scheme_name="sleutel",
    description="De sleutel van uw systeem, gemaakt met `brp-match account NAAM --client`.",
    auto_error=False,
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


def client(request: Request, credentials: Credentials) -> Account:
    """Return the client of the token. WebError 401 without a good one, 429 when it asks too often.

    Sessions of the pages are no key to the API, so no other site can make a browser call it.
    """
    limit: RateLimit = request.app.state.limit
    limit.check(f"adres|{visitor_of(request)}")
    if credentials is None:
        raise _unknown()
    with reading(deps.engine(request)) as con:
        found = client_of_token(con, credentials.credentials)
    if found is None:
        raise _unknown()
    _known_query(request)
    return found


def _known_query(request: Request) -> None:
    """Refuse query parameters that the route does not have: a misspelt filter is no filter."""
    known = {field.alias for field in request.scope["route"].dependant.query_params}
    if strange := sorted(set(request.query_params) - known):
        raise WebError(
            400,
            "VRAAG_ONGELDIG",
            "De vraag heeft fouten; ze staan alle in errors.",
            # the name is not repeated: whoever puts a person in an address must not find it in a log
            faults=[
                {
                    "in": "query",
                    "location": {"name": ""},
                    "code": "extra_forbidden",
                    "detail": f"{len(strange)} onbekende parameter(s) in het adres",
                }
            ],
        )


def allow(*roles: str, whole: bool = False) -> Callable[..., Account]:
    """Make a dependency that lets only clients with one of `roles` through; others get 403.

    `whole`: only who may see every municipality.
    """
    wanted = frozenset(Role(role) for role in roles)

    def check(caller: Annotated[Account, Depends(client)]) -> Account:
        if not wanted & caller.roles:
            raise WebError(403, "GEEN_RECHT", "De rol van deze sleutel geeft hier geen recht op.")
        if whole and not caller.sight.whole:
            raise WebError(403, "ALLE_GEMEENTEN", deps.WHOLE)
        return caller

    check.roles = wanted  # type: ignore[attr-defined]
    return check


def _unknown() -> WebError:
    return WebError(
        401,
        "SLEUTEL_ONGELDIG",
        "Geef een geldige sleutel in de header Authorization: Bearer.",
        headers={"WWW-Authenticate": 'Bearer realm="brp-match"'},
    )
