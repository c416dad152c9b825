"""What routes ask for: the database, who is logged in, a role, a form that is ours, the time."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import Request
from sqlalchemy import Engine

from brp_match.review.accounts import Account, Role
from brp_match.review.earlier_months import EarlierMonths
from brp_match.web import csrf as tokens
from brp_match.web.errors import WebError
from brp_match.web.overviews import Overviews
from brp_match.web.settings import WebSettings
from brp_match.web.validation import is_text

FORM_PAGES = re.compile(
    r"/terugkoppeling/zaak/[\w-]+|/terugkoppeling/[\w-]+/[a-z_]+|/oefenen(/[0-9]+)?|/rechten|/zoeken|/werkvoorraad"
    r"|/leveringen/[\w-]+/(vragen|apart-gezet(/[0-9]+)?)"
    r"|/zaak/[\w-]+|/leveringen/[\w-]+(/kolommen)?|/scorekaarten/\w+/(\d+/vrijgave|vrijgeven)|/oppaklijst/instellen|/accounts|/beleid(/\d+)?|/sleutels|/wachtwoord|/schuldhulpverlening|/terugmelding|/lijsten|/oppaklijst/zaak/[\w-]+|/instellingen(/kansen|/register)?|/bord"
)
"""The page that a form was sent from, in the path it was sent to."""

_clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """Return the present moment in UTC; tests set `_clock`."""
    return _clock()


def engine(request: Request) -> Engine:
    """Return the database of the service."""
    found: Engine = request.app.state.engine
    return found


def overviews(request: Request) -> Overviews:
    """Return the scorecards of the service."""
    found: Overviews = request.app.state.overviews
    return found


def earlier(request: Request) -> EarlierMonths:
    """Return what the months before picked up."""
    found: EarlierMonths = request.app.state.earlier
    return found


def settings(request: Request) -> WebSettings:
    """Return the settings of the service."""
    found: WebSettings = request.app.state.settings
    return found


class LoginNeeded(WebError):
    """Nobody is logged in: pages lead to the login form, then back to `next_path`."""

    def __init__(self, next_path: str, *, sent: bool = False) -> None:
        super().__init__(401, "NIET_INGELOGD", "Log in om verder te gaan.")
        # a form that was sent after the session ended was not kept: the login page says so
        self.location = "/inloggen?" + urlencode(
            {"next": next_path} | ({"m": "verlopen"} if sent else {})
        )


def current_user(request: Request) -> Account:
    """Return who is logged in (the middleware `Visit` found out); raises LoginNeeded."""
    user: Account | None = getattr(request.state, "user", None)
    if user is None:
        path = request.url.path
        if request.method == "GET":
            raise LoginNeeded(path)
        form = FORM_PAGES.match(path)
        raise LoginNeeded(form.group() if form else "/", sent=True)
    return user


WHOLE = "Dit gaat over alle gemeenten samen, en u mag een deel daarvan zien."
"""Said to who may see some municipalities only, of what is about a whole delivery or the whole service."""


def require(*roles: str, whole: bool = False) -> Callable[[Request], Awaitable[Account]]:
    """Make a dependency that lets only accounts with one of `roles` through; others get 403.

    `whole`: only who may see every municipality.
    """
    wanted = frozenset(Role(role) for role in roles)

    # nothing waits here, so it runs where the request is: a thread for it would cost more than it does
    async def check(request: Request) -> Account:
        user = current_user(request)
        if not wanted & user.roles:
            raise WebError(
                403, "GEEN_RECHT", "Uw rol geeft geen recht op deze pagina of handeling."
            )
        if whole and not user.sight.whole:
            raise WebError(403, "ALLE_GEMEENTEN", WHOLE)
        return user

    check.roles = wanted  # type: ignore[attr-defined]
    return check


async def csrf(request: Request) -> None:
    """Let a form through only when it is ours: its token, and no other site as origin; else 403."""
    tokens.check_origin(request, settings(request).base_url)
    form = await request.form()
    tokens.check_token(getattr(request.state, "csrf_token", ""), form.get(tokens.FIELD))
    if not all(is_text(value) for _, value in form.multi_items() if isinstance(value, str)):
        raise WebError(400, "TEKEN_ONGELDIG", "In wat u invulde, staat een teken dat niet kan.")


csrf.protects = True  # type: ignore[attr-defined]
