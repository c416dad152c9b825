"""The change feed: what happened since a system last asked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from brp_match.review import changes
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.api import paging
from brp_match.web.api.clients import allow
from brp_match.web.api.models import Wijziging, Wijzigingen, WijzigingSoort

router = APIRouter(tags=["wijzigingen"])

Follower = Annotated[Account, Depends(allow("coordinator"))]
After = Annotated[
    int,
    Query(
        ge=0,
        le=2_000_000_000,
        description="Het nummer van de laatste wijziging die u al hebt; 0 voor alles.",
    ),
]


@router.get("/wijzigingen", response_model=Wijzigingen)
def feed(request: Request, caller: Follower, na: After = 0, limit: paging.Limit = 100) -> Any:
    """Wat er gebeurde na een nummer, het oudste eerst. Bewaar `laatste` en vraag daarmee verder, zo vaak u wilt."""
    with reading(deps.engine(request)) as con:
        found, more = changes.after(con, caller, na, limit)
    return Wijzigingen(
        items=[
            Wijziging(
                nummer=one.number,
                moment=one.at,
                soort=WijzigingSoort(one.kind),
                levering_id=one.run_id or None,
                zaak_id=one.case_id or None,
            )
            for one in found
        ],
        laatste=found[-1].number if found else na,
        meer=more,
    )
