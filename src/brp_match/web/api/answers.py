"""Answers to questions about a delivery."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import Response

from brp_match.delivery.findings import Habit
from brp_match.review import questions, runs
from brp_match.web import deps
from brp_match.web.api.deliveries import LeveringId, Sender, told
from brp_match.web.api.delivery_models import AntwoordenIn, Levering
from brp_match.web.api.idempotent import Answer, Key, once
from brp_match.web.api.strict_json import StrictJson

router = APIRouter(tags=["leveringen"], route_class=StrictJson)


@router.post("/leveringen/{leveringId}/antwoorden", status_code=202, response_model=Levering)
def answer(
    request: Request,
    caller: Sender,
    levering_id: Annotated[LeveringId, InPath(alias="leveringId")],
    antwoorden: AntwoordenIn,
    idempotency_key: Key = "",
) -> Response:
    """Beantwoord vragen over een levering; ze wordt opnieuw gelezen. Kan zolang niemand eraan werkte."""

    def act(con: Any) -> Answer:
        given = {one.vraag: Habit(one.antwoord) for one in antwoorden.antwoorden}
        questions.answer(con, levering_id, given, account_id=caller.id, now=deps.now())
        body = told(runs.get_run(con, levering_id), caller.sight).body()
        where = f"/v1/leveringen/{levering_id}"
        return Answer(202, body, {"Location": where, "Retry-After": "2"})

    content = f"{levering_id}|{antwoorden.model_dump_json()}".encode()
    return once(deps.engine(request), caller, idempotency_key, content, deps.now(), act)
