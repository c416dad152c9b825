"""Feedback that a person confirms, from the municipality's own case system: the same rule as on the page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as InPath
from sqlalchemy import Connection, Row

from brp_match.decide.feedback import going_out
from brp_match.model import Feedback, FeedbackState
from brp_match.review import feedback, runs
from brp_match.review.accounts import Account, Role
from brp_match.review.case_file import case_row
from brp_match.review.engine import reading
from brp_match.web import deps
from brp_match.web.api import paging
from brp_match.web.api.case_models import TerugkoppelingIn, TerugkoppelingUit, Voorstel
from brp_match.web.api.clients import allow
from brp_match.web.api.idempotent import Answer, Key, once
from brp_match.web.api.models import Page
from brp_match.web.api.strict_json import StrictJson

router = APIRouter(tags=["zaken"], route_class=StrictJson)

Coordinator = Annotated[Account, Depends(allow("coordinator"))]
ZaakId = Annotated[str, InPath(alias="zaakId", pattern=r"^[A-Za-z0-9_-]{1,40}$", examples=["9b1d"])]
LeveringId = Annotated[
    str, InPath(alias="leveringId", pattern=r"^[A-Za-z0-9_-]{1,40}$", examples=["5f0c6a1e8b5d4f1f"])
]


@router.get("/leveringen/{leveringId}/terugkoppelingen", response_model=Page[Voorstel])
def waiting(
    request: Request,
    caller: Coordinator,
    levering_id: LeveringId,
    cursor: paging.Cursor = "",
    limit: paging.Limit = 100,
) -> Any:
    """De zaken van een levering waarvan een mens de terugkoppeling nog moet bevestigen."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        runs.get_run(con, levering_id)
        found = feedback.waiting(con, levering_id, sight=caller.sight)
    items = [Voorstel(zaak_id=row.id, vlp=row.vlp) for row in found[start : start + limit]]
    following = start + limit if start + limit < len(found) else None
    path = f"/v1/leveringen/{levering_id}/terugkoppelingen"
    return paging.page(path, items, cursor, limit, following)


@router.post("/zaken/{zaakId}/terugkoppelingen", status_code=201, response_model=TerugkoppelingUit)
def confirm(
    request: Request,
    caller: Coordinator,
    zaak_id: ZaakId,
    terugkoppeling: TerugkoppelingIn,
    idempotency_key: Key = "",
) -> Response:
    """Bevestig, wijzig of weiger de terugkoppeling van een zaak. Dat kan alleen wie de zaak eerst ophaalde."""

    def act(con: Connection) -> Answer:
        said = terugkoppeling
        feedback.say(con, caller, zaak_id, said.code, deps.now(), reason=said.reden)
        found = told(con, caller, case_row(con, caller, zaak_id))
        assert found is not None
        return Answer(201, found.body(), {"Location": f"/v1/zaken/{zaak_id}"})

    content = f"{zaak_id}|{terugkoppeling.model_dump_json()}".encode()
    return once(deps.engine(request), caller, idempotency_key, content, deps.now(), act)


@router.delete("/zaken/{zaakId}/terugkoppelingen/laatste", response_model=TerugkoppelingUit)
def propose_again(request: Request, caller: Coordinator, zaak_id: ZaakId) -> Any:
    """Maak er weer een voorstel van, zolang niemand de zaak daarna beoordeelde."""
    with deps.engine(request).begin() as con:
        feedback.take_back(con, caller, zaak_id, deps.now())
        return told(con, caller, case_row(con, caller, zaak_id))


def told(con: Connection, caller: Account, row: Row[Any]) -> TerugkoppelingUit | None:
    """Return what a coordinator may know of the feedback of a case: a proposal, or what was said of it."""
    if Role.COORDINATOR not in caller.roles:
        return None
    said = feedback.said_seen(con, caller, row)
    if said is None and not feedback.may_be_said(con, row):
        return None
    code = str(row.decision["terugkoppeling"]) if said is None else said.code
    state = FeedbackState.PROPOSED
    if said is not None:
        refused = said.code == feedback.REFUSED
        state = FeedbackState.REFUSED if refused else FeedbackState.CONFIRMED
    return TerugkoppelingUit(
        zaak_id=row.id,
        code=code,
        stand=str(state),
        persoon_id=row.decision.get("persoon_id") or None,
        ddas_status=going_out(Feedback(code).status, state),
    )
