"""What this service knows of its deliverers, in counts that may go out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from brp_match.review.accounts import Account
from brp_match.web import deps
from brp_match.web.api.clients import allow
from brp_match.web.api.rates_models import Kansen, KansenIn
from brp_match.web.api.strict_json import StrictJson
from brp_match.web.own_rates import own_rates

router = APIRouter(tags=["kansen"], route_class=StrictJson)

Caller = Annotated[Account, Depends(allow("coordinator", whole=True))]


@router.post("/kansen", response_model=Kansen)
def rates(request: Request, caller: Caller, keuze: KansenIn) -> Any:
    """Hoe deze vastelastenpartners leveren, voor de tabel van de werkgroep: aantallen mensen met ruis en in tientallen, nooit onder het minimum, en niets van iemand. Dat ze naar buiten gingen, staat in het auditspoor."""
    return own_rates(deps.engine(request), keuze.vlps, account_id=caller.id, now=deps.now())
