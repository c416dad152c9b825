"""The policy in force, for systems that decide or report with it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from brp_match.policy_keys import KEYS
from brp_match.review import policies
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.api.clients import allow
from brp_match.web.api.models import Beleid, BeleidSleutel

router = APIRouter(tags=["beleid"])

Caller = Annotated[Account, Depends(allow("coordinator", "beheerder"))]


@router.get("/beleid", response_model=Beleid)
def policy(request: Request, caller: Caller) -> Any:
    """Het beleid dat nu geldt: van elke sleutel de waarde, de betekenis en de bron."""
    with reading(deps.engine(request)) as con:
        found = policies.in_force(con)
    values = found.policy.as_dict()
    return Beleid(
        nummer=found.number,
        versie=found.policy.version,
        sinds=found.at,
        match_vanaf=found.policy.match_at,
        afwijzen_onder=found.policy.reject_below,
        sleutels=[
            BeleidSleutel(
                naam=key.name, titel=key.title, betekenis=key.meaning, bron=key.source,
                waarde=values[key.name],
            )
            for key in KEYS
        ],
    )  # fmt: skip
