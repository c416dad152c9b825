"""Dependencies of the pages: the desk for this request's user, and a form as it came."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from brp_match.web.deps import current_user, engine, now
from brp_match.web.pages.desk import AuditDesk, CardDesk, CaseDesk, RunDesk
from brp_match.web.pages.store_desk import StoreDesk

FIELDS_MOST = 2_000
"""Fields of a form that are read: a delivery has some dozens of columns."""

User = Annotated[Any, Depends(current_user)]


def _desk(request: Request, user: Any) -> StoreDesk:
    return StoreDesk(engine(request), user, now(), request.app.state.settings)


def case_desk(request: Request, user: User) -> CaseDesk:
    """Return the desk of cases for the user who asks."""
    return _desk(request, user)


def run_desk(request: Request, user: User) -> RunDesk:
    """Return the desk of deliveries for the user who asks."""
    return _desk(request, user)


def card_desk(request: Request, user: User) -> CardDesk:
    """Return the desk of scorecards for the user who asks."""
    return _desk(request, user)


def audit_desk(request: Request, user: User) -> AuditDesk:
    """Return the desk of audit and accounts for the user who asks."""
    return _desk(request, user)


async def form_values(request: Request) -> dict[str, str]:
    """Return the text fields of a form whose names are not known beforehand."""
    async with request.form(max_files=0, max_fields=FIELDS_MOST) as form:
        return {key: value for key, value in form.items() if isinstance(value, str)}
