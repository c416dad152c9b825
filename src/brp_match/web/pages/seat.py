"""Where a page sits: the store, who asks and when; and forms as they came, with their faults in Dutch."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine

from brp_match.dutch import sentence
from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review import engine as store
from brp_match.review.accounts import Account, Role
from brp_match.review.earlier_months import EarlierMonths
from brp_match.web.deps import current_user, earlier, engine, now, overviews, settings
from brp_match.web.overviews import Overviews
from brp_match.web.settings import WebSettings

Context = dict[str, Any]
"""The values of one template: plain, so that templates know nothing of tables."""

FIELDS_MOST = 2_000
"""Fields of a form that are read: a delivery has some dozens of columns."""


@dataclass(frozen=True)
class Seat:
    """One user at one moment, before one store."""

    engine: Engine
    user: Account
    now: datetime
    settings: WebSettings
    overviews: Overviews
    earlier: EarlierMonths

    def reading(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that only reads."""
        return store.reading(self.engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that may write."""
        return self.engine.begin()

    def note(self, con: Connection, kind: str, **detail: Any) -> None:
        """Write in the audit that the user did something; see `audit.write`."""
        audit.write(con, kind, account_id=self.user.id, now=self.now, detail=detail)

    def is_a(self, *roles: Role) -> bool:
        """Tell whether the user has one of these roles."""
        return bool(self.user.roles & set(roles))


async def _seat(request: Request) -> Seat:
    user = current_user(request)
    return Seat(
        engine(request), user, now(), settings(request), overviews(request), earlier(request)
    )


Seated = Annotated[Seat, Depends(_seat)]
"""The seat of the request's user, as a parameter of a route."""


def faults_told(error: BrpMatchError, *form_statuses: int) -> list[str]:
    """Return the faults of a form as sentences, for above the form.

    `form_statuses`: the statuses that a form can mend, 400 when none are given; any other error is
    raised again.
    """
    if error.http_status not in (form_statuses or (400,)):
        raise error
    return [sentence(fault.detail) for fault in error.faults]


async def form_values(request: Request) -> dict[str, str]:
    """Return the text fields of a form whose names are not known beforehand."""
    async with request.form(max_files=0, max_fields=FIELDS_MOST) as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}
