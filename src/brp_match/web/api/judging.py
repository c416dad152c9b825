"""Cases and judgements: what a person decides, also from the municipality's own case system."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi import Path as InPath
from sqlalchemy import Connection

from brp_match.errors import BrpMatchError
from brp_match.review import queue
from brp_match.review.accounts import Account
from brp_match.review.case_file import CaseFile, case_row, get_case
from brp_match.review.engine import reading
from brp_match.review.judge import judge, undo
from brp_match.review.votes import Ground, Verdict
from brp_match.web import deps
from brp_match.web.api import feedback, paging
from brp_match.web.api.case_models import (
    OordeelIn,
    OordeelUit,
    TerugkoppelingUit,
    Zaak,
    ZaakKort,
    ZaakStand,
)
from brp_match.web.api.clients import allow
from brp_match.web.api.idempotent import Answer, Key, once
from brp_match.web.api.models import Page
from brp_match.web.api.strict_json import StrictJson
from brp_match.web.errors import WebError

router = APIRouter(tags=["zaken"], route_class=StrictJson)

Reviewer = Annotated[Account, Depends(allow("beoordelaar", "coordinator"))]
ZaakId = Annotated[str, InPath(alias="zaakId", pattern=r"^[A-Za-z0-9_-]{1,40}$", examples=["9b1d"])]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=100, description="De ETag van de zaak die u zag."),
]

HIDDEN_UNTIL_DECIDED = re.compile(
    r"^(kans|gewicht|rang|besluit|redenen|steekproef)$|_gewicht$|_niveau$|_redenen$"
)
"""What the engine thinks of a candidate: a reviewer judges without it."""


@router.get("/zaken", response_model=Page[ZaakKort])
def cases(
    request: Request, caller: Reviewer, cursor: paging.Cursor = "", limit: paging.Limit = 25
) -> Any:
    """De werkvoorraad van deze sleutel, het dringendste eerst."""
    place = paging.decode(cursor)
    with reading(deps.engine(request)) as con:
        try:
            page = queue.list_cases(
                con, caller, queue.Filters(), now=deps.now(), cursor=place, size=limit
            )
        except BrpMatchError as error:
            raise paging.invalid() from error  # its only fault is the cursor
    items = [
        ZaakKort(zaak_id=row.id, levering_id=row.run_id, vlp=row.vlp, dagen_over=row.days_left)
        for row in page.rows
    ]
    return paging.page("/v1/zaken", items, cursor, limit, page.next_cursor)


@router.get("/zaken/{zaakId}", response_model=Zaak)
def case(request: Request, response: Response, caller: Reviewer, zaak_id: ZaakId) -> Any:
    """Eén zaak: het signaal en wie het kan zijn. Dat dit bekeken is, komt in de audit."""
    with deps.engine(request).begin() as con:
        found = get_case(con, caller, zaak_id, now=deps.now())
        said = feedback.told(con, caller, case_row(con, caller, zaak_id))
    response.headers["ETag"] = etag(found.version)
    return _case(found, said)


@router.post("/zaken/{zaakId}/oordelen", status_code=201, response_model=OordeelUit)
def add_judgement(
    request: Request,
    caller: Reviewer,
    zaak_id: ZaakId,
    oordeel: OordeelIn,
    if_match: IfMatch = None,
    idempotency_key: Key = "",
) -> Response:
    """Geef een oordeel over de zaak zoals u die zag. Oordelen worden nooit gewijzigd, wel aangevuld."""

    def act(con: Connection) -> Answer:
        version = _version(con, caller, zaak_id, if_match)
        done = judge(
            con, caller, zaak_id,
            outcome=Verdict(str(oordeel.uitkomst)), persoon_id=oordeel.persoon_id,
            reason=oordeel.reden, ground=Ground(str(oordeel.grond)), version=version, now=deps.now(),
        )  # fmt: skip
        told = OordeelUit(zaak_id=zaak_id, stand=ZaakStand(done.state))
        headers = {"ETag": etag(done.version), "Location": f"/v1/zaken/{zaak_id}"}
        return Answer(201, told.body(), headers)

    content = f"{zaak_id}|{if_match}|{oordeel.model_dump_json()}".encode()
    return once(deps.engine(request), caller, idempotency_key, content, deps.now(), act)


@router.delete("/zaken/{zaakId}/oordelen/laatste", response_model=OordeelUit)
def take_back(
    request: Request,
    response: Response,
    caller: Reviewer,
    zaak_id: ZaakId,
    if_match: IfMatch = None,
) -> Any:
    """Trek uw eigen laatste oordeel in, zolang niemand na u oordeelde."""
    with deps.engine(request).begin() as con:
        version = _version(con, caller, zaak_id, if_match)
        done = undo(con, caller, zaak_id, version=version, now=deps.now())
    response.headers["ETag"] = etag(done.version)
    return OordeelUit(zaak_id=zaak_id, stand=ZaakStand(done.state))


def etag(version: int) -> str:
    """Return the ETag of a version of a case."""
    return f'"v{version}"'


def _version(con: Connection, caller: Account, case_id: str, if_match: str | None) -> int:
    """The version that If-Match names. WebError 428 without it, 412 when the case has another."""
    if not if_match:
        raise WebError(428, "IF_MATCH_ONTBREEKT", "Geef de ETag van de zaak in de header If-Match.")
    row = case_row(con, caller, case_id)
    if if_match.strip() != etag(row.version):
        raise WebError(
            412, "ZAAK_GEWIJZIGD", "Deze zaak is intussen gewijzigd. Haal hem opnieuw op."
        )
    return int(row.version)


def _case(found: CaseFile, said: TerugkoppelingUit | None) -> Zaak:
    decided = found.mine is not None
    people = [
        {
            key: value
            for key, value in person.items()
            if decided or not HIDDEN_UNTIL_DECIDED.search(key)
        }
        for person in found.candidates
    ]
    return Zaak(
        zaak_id=found.id,
        levering_id=found.run_id,
        stand=ZaakStand(found.state),
        signaal=found.signal,
        kandidaten=people,
        terugkoppeling=said,
    )
