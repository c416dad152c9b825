"""Scorecards and their release to the deliverer they are about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi import Path as InPath

from brp_match.report import release_log
from brp_match.report.run_files import Part
from brp_match.review import releases, runs
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.runs import Run
from brp_match.web import card_files, card_places, deps
from brp_match.web.api import paging
from brp_match.web.api.clients import allow
from brp_match.web.api.idempotent import Answer, Key, once
from brp_match.web.api.models import Page, Scorekaart, ScorekaartKort, Vrijgave
from brp_match.web.card_files import Outgoing
from brp_match.web.card_places import Place
from brp_match.web.errors import WebError

router = APIRouter(tags=["scorekaarten"])

Reader = Annotated[Account, Depends(allow("coordinator", "datakwaliteit"))]
Releaser = Annotated[Account, Depends(allow("coordinator"))]
CardId = Annotated[
    str,
    InPath(
        alias="scorekaartId",
        pattern=r"^[A-Za-z0-9_]{1,40}-[0-9]{1,4}$",
        description="Nummer van een levering en van een kaart daarin.",
        examples=["5f0c6a1e-0"],
    ),
]


@router.get("/scorekaarten", response_model=Page[ScorekaartKort])
def cards(
    request: Request, caller: Reader, cursor: paging.Cursor = "", limit: paging.Limit = 5
) -> Any:
    """De scorekaarten van alle leveringen die klaar zijn; een bladzijde telt hele leveringen."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        done = runs.list_runs(con, start=start, size=limit + 1, finished=True, own=True)
        shown = done[:limit]
        out = {(r.run_id, r.vlp) for one in shown for r in releases.standing(con, one.id).values()}
    items = [
        ScorekaartKort(
            scorekaart_id=f"{run.id}-{place.number}",
            levering_id=run.id,
            vlp=place.vlp,
            gemeente=place.code or None,
            maand=run.month,
            vrijgegeven=(run.id, release_log.release_key(place.vlp, place.code)) in out,
        )
        for run in shown
        for place in card_places.places(run, caller.sight)
    ]
    following = start + limit if len(done) > limit else None
    return paging.page("/v1/scorekaarten", items, cursor, limit, following)


@router.get("/scorekaarten/{scorekaartId}", response_model=Scorekaart)
def card(request: Request, caller: Reader, scorekaart_id: CardId) -> Any:
    """Eén scorekaart, zoals de gemeente die ziet."""
    from brp_match.report.data import municipality_json

    run, place = _find(request, caller, scorekaart_id)
    overview = deps.overviews(request).of(run, Part(place.code, caller.secrecy))
    _, found = card_places.card_of(overview, place)
    return Scorekaart(scorekaart_id=scorekaart_id, kaart=municipality_json(found))


@router.get("/scorekaarten/{scorekaartId}/voorbeeld", response_model=Scorekaart)
def preview(request: Request, response: Response, caller: Releaser, scorekaart_id: CardId) -> Any:
    """Wat de vastelastenpartner te zien krijgt. De ETag is nodig om dit vrij te geven."""
    from brp_match.report.data import released_json

    _, card = _outgoing(request, caller, scorekaart_id)
    response.headers["ETag"] = f'"{card.etag}"'
    return Scorekaart(scorekaart_id=scorekaart_id, kaart=released_json(card.card))


@router.post("/scorekaarten/{scorekaartId}/vrijgaven", status_code=201, response_model=Vrijgave)
def release(
    request: Request,
    caller: Releaser,
    scorekaart_id: CardId,
    if_match: Annotated[
        str | None,
        Header(alias="If-Match", max_length=100, description="De ETag van het voorbeeld."),
    ] = None,
    idempotency_key: Key = "",
) -> Response:
    """Geef vrij wat het voorbeeld liet zien."""
    if not if_match:
        raise WebError(428, "IF_MATCH_ONTBREEKT", "Geef de ETag van het voorbeeld in If-Match.")
    run, card = _outgoing(request, caller, scorekaart_id)
    if if_match.strip() != f'"{card.etag}"':
        raise WebError(412, "KAART_VERANDERD", "De kaart is anders dan het voorbeeld dat u zag.")
    with reading(deps.engine(request)) as con:
        new = releases.new_names(con, run.id, [card.key])
    if new:
        raise WebError(
            409, "NAAM_NIEUW",
            "Deze naam kreeg nog nooit een kaart. Een medewerker geeft de eerste vrij in de dienst, of vult het adres in bij Instellingen.",
        )  # fmt: skip
    now, data = deps.now(), deps.settings(request).data
    told = request.app.state.municipality
    with card_files.made(data, run.id, [card], told, now) as (folder,):

        def act(con: Any) -> Answer:
            number = releases.release_card(
                con, run_id=run.id, vlp=card.key, card_hash=card.etag, account_id=caller.id, now=now
            )
            card_files.keep(folder, data, run.id, card.key, number)
            done = Vrijgave(
                levering_id=run.id, vlp=card.key, nummer=number, inhoud=card.etag, moment=now
            )
            return Answer(201, done.body(), {"Location": f"/v1/scorekaarten/{scorekaart_id}"})

        content = f"{scorekaart_id}|{if_match}".encode()
        answer = once(deps.engine(request), caller, idempotency_key, content, now, act)
    card_files.tell_command(Path(run.folder), card.key, card.etag, release_log.RELEASED, now)
    return answer


@router.get("/vrijgaven", response_model=Page[Vrijgave])
def all_releases(
    request: Request, caller: Reader, cursor: paging.Cursor = "", limit: paging.Limit = 25
) -> Any:
    """Wat er vrijgegeven is, en wanneer."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        found = card_places.releases_seen(con, caller.sight, start=start, size=limit + 1)
    items = [
        Vrijgave(
            levering_id=one.run_id,
            vlp=one.vlp,
            nummer=one.number,
            inhoud=one.card_hash,
            moment=one.at,
            ingetrokken=one.withdrawn,
        )
        for one in found[:limit]
    ]
    following = start + limit if len(found) > limit else None
    return paging.page("/v1/vrijgaven", items, cursor, limit, following)


def _find(request: Request, caller: Account, card_id: str) -> tuple[Run, Place]:
    run_id, _, number = card_id.rpartition("-")
    with reading(deps.engine(request)) as con:
        run = runs.finished_run(con, run_id)
    return run, card_places.place_at(run, caller.sight, int(number))


def _outgoing(request: Request, caller: Account, card_id: str) -> tuple[Run, Outgoing]:
    run, place = _find(request, caller, card_id)
    return run, card_places.outgoing_at(deps.overviews(request), run, place)
