"""Deliveries: send one, follow it, answer what it asks, fetch what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import Response

from brp_match.database import connect
from brp_match.ingest import load_signals
from brp_match.ingest.files import sha256_of
from brp_match.review import intake, questions, runs
from brp_match.review.accounts import Account
from brp_match.review.decisions import decisions_page
from brp_match.review.engine import reading
from brp_match.review.export import SampleCounts, audit_sample
from brp_match.review.sight import Sight
from brp_match.review.visible import counts_of
from brp_match.web import deps
from brp_match.web.api import paging
from brp_match.web.api.clients import allow
from brp_match.web.api.delivery_models import (
    Antwoord,
    BesluitSoort,
    BesluitUit,
    FoutUit,
    Levering,
    LeveringUitkomst,
    LeveringWaarschuwing,
    Stand,
    Steekproef,
    Vraag,
)
from brp_match.web.api.idempotent import Answer, Key, once
from brp_match.web.api.models import BeleidKort, Page
from brp_match.web.errors import WebError
from brp_match.web.overviews import wrongful_share
from brp_match.web.uploads import sent_file, sent_files
from brp_match.web.validation import ONLY_TEXT

router = APIRouter(tags=["leveringen"])

Sender = Annotated[Account, Depends(allow("coordinator", whole=True))]
Coordinator = Annotated[Account, Depends(allow("coordinator"))]
Reader = Annotated[Account, Depends(allow("coordinator", "beheerder"))]
LeveringId = Annotated[str, InPath(pattern=r"^[A-Za-z0-9_-]{1,40}$", examples=["5f0c6a1e8b5d4f1f"])]


@router.post("/leveringen", status_code=202, response_model=Levering)
def send(
    request: Request,
    caller: Sender,
    signalen: Annotated[list[UploadFile], File(description="Een of meer bestanden met signalen.")],
    inwoners: Annotated[UploadFile | None, File(description="Uittreksel van de BRP.")] = None,
    koppeling: Annotated[UploadFile | None, File(description="Kolomnamen in TOML.")] = None,
    naam: Annotated[str, Form(max_length=200, examples=["november"]), ONLY_TEXT] = "levering",
    vragen_eerst: Annotated[
        bool,
        Form(
            alias="vragenEerst",
            description="Wacht met vergelijken tot vragen over de levering zijn beantwoord.",
        ),
    ] = False,
    idempotency_key: Key = "",
) -> Response:
    """Lever signalen aan. Ze worden meteen gelezen; het vergelijken gebeurt daarna, volg `Location`."""
    sent = intake.SentFiles(sent_files(signalen), sent_file(inwoners), mapping=sent_file(koppeling))
    return accept(request, caller, sent, name=naam, ask=vragen_eerst, key=idempotency_key)


def accept(
    request: Request, caller: Account, sent: intake.SentFiles, *, name: str, ask: bool, key: str
) -> Response:
    """Take in what was sent, once under its key; the answer is the delivery that waits."""
    settings = deps.settings(request)
    with intake.arriving(
        settings.data, sent, settings.register, brp=settings.population is not None
    ) as arrival:
        arrival.check(_reader(arrival.request.mapping))
        arrival.request = replace(arrival.request, ask=ask)
        paths = sorted(arrival.folder.iterdir())
        content = b"|".join(
            [
                name.encode(),
                *([b"vragen"] if ask else []),
                *(f"{one.name}{sha256_of(one)}".encode() for one in paths),
            ]
        )
        made = False

        def act(con: Any) -> Answer:
            nonlocal made
            now = deps.now()
            arrival.submit(
                con, name=name, account_id=caller.id, now=now, state=runs.RunState.WACHTEND
            )
            made = True
            run = runs.get_run(con, arrival.run_id)
            body = told(run, caller.sight).body()
            where = f"/v1/leveringen/{arrival.run_id}"
            return Answer(202, body, {"Location": where, "Retry-After": "2"})

        answer = once(deps.engine(request), caller, key, content, deps.now(), act)
        # only now the row is there for sure: of uploads at once under one key a single one is kept
        if made:
            arrival.keep()
        return answer


@router.get("/leveringen", response_model=Page[Levering])
def deliveries(
    request: Request, caller: Reader, cursor: paging.Cursor = "", limit: paging.Limit = 25
) -> Any:
    """Alle leveringen, de nieuwste eerst."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        found = runs.list_runs(con, start=start, size=limit + 1)
    items = [told(run, caller.sight) for run in found[:limit]]
    following = start + limit if len(found) > limit else None
    return paging.page("/v1/leveringen", items, cursor, limit, following)


@router.get("/leveringen/{leveringId}", response_model=LeveringUitkomst)
def delivery(
    request: Request,
    caller: Reader,
    levering_id: Annotated[LeveringId, InPath(alias="leveringId")],
) -> Any:
    """Hoe ver een levering is, wat er uit kwam, en hoeveel er ten onrechte uitviel."""
    with reading(deps.engine(request)) as con:
        run = runs.get_run(con, levering_id)
        done = run.state is runs.RunState.KLAAR
        sample = audit_sample(con, levering_id, caller.sight) if done else None
    return LeveringUitkomst(
        **told(run, caller.sight).model_dump(),
        vragen=[_question(one) for one in questions.open_questions(run)],
        waarschuwingen=_warnings(run),
        steekproef=None if sample is None else _sample(sample),
    )


@router.get("/leveringen/{leveringId}/besluiten", response_model=Page[BesluitUit])
def decisions(
    request: Request,
    caller: Coordinator,
    levering_id: Annotated[LeveringId, InPath(alias="leveringId")],
    besluit: Annotated[BesluitSoort | None, Query(description="Alleen deze besluiten.")] = None,
    cursor: paging.Cursor = "",
    limit: paging.Limit = 100,
) -> Any:
    """De besluiten van een levering, ook die van mensen."""
    start = paging.number(cursor)
    with reading(deps.engine(request)) as con:
        if runs.get_run(con, levering_id).state is not runs.RunState.KLAAR:
            raise WebError(409, "LEVERING_NIET_KLAAR", "Deze levering is nog niet klaar.")
    rows, place = decisions_page(
        deps.engine(request), caller, levering_id, deps.now(),
        start=start, size=limit, besluit=besluit or "",
    )  # fmt: skip
    path = f"/v1/leveringen/{levering_id}/besluiten"
    items = [_decision(row) for row in rows]
    return paging.page(path, items, cursor, limit, place, besluit=besluit or "")


def told(run: runs.Run, sight: Sight) -> Levering:
    """Return a delivery as the API tells it to who may see these residents."""
    return Levering(
        levering_id=run.id,
        naam=run.name,
        stand=Stand(run.state),
        stap=run.step,
        ontvangen=run.created,
        klaar=run.finished,
        aantallen=dict(counts_of(run, sight)),
        apart_gezet=run.quarantined,
        beleid=_policy(run),
        gemeenten=run.municipalities,
        fouten=[FoutUit(code=f.code, waar=f.where, melding=f.detail) for f in run.faults],
    )


def _question(one: Mapping[str, Any]) -> Vraag:
    return Vraag(
        vraag=one["id"],
        bestand=one["bestand"],
        tekst=one["tekst"],
        rijen=one["rijen"],
        standaard=Antwoord(one["standaard"]),
        regels=one.get("regels", []),
    )


def _warnings(run: runs.Run) -> list[LeveringWaarschuwing]:
    """What stood out in a delivery, mended or not: counts and names of columns, no cell."""
    return [
        LeveringWaarschuwing(
            bestand=group["bestand"],
            vlp=group["vlp"],
            kolom=finding["kolom"],
            melding=finding["tekst"],
            rijen=finding["aantal"],
            hersteld=bool(finding["hersteld"]),
        )
        for group in run.record.get("profiel") or []
        for finding in group["bevindingen"]
    ]


def _policy(run: runs.Run) -> BeleidKort | None:
    version = run.record.get("beleid_versie")
    if version is None:
        return None
    return BeleidKort(nummer=run.record.get("beleid_nummer"), versie=version)


def _sample(counts: SampleCounts) -> Steekproef:
    share = wrongful_share(counts)
    return Steekproef(
        afgewezen=counts.rejects,
        getrokken=counts.drawn,
        nagekeken=counts.reviewed,
        onterecht=counts.wrong,
        aandeel_onterecht=None if share is None else share.share,
        laag=None if share is None else share.low,
        hoog=None if share is None else share.high,
    )


def _decision(row: Mapping[str, str]) -> BesluitUit:
    return BesluitUit(
        signaal_id=row["signaal_id"],
        vlp=row["vlp"],
        sector=row["sector"],
        besluit=BesluitSoort(row["besluit"]),
        persoon_id=row["persoon_id"] or None,
        kans=float(row["kans"]) if row["kans"] else None,
        kans_geen=float(row["kans_geen"]) if row["kans_geen"] else None,
        redenen=[code for code in row["redenen"].split("|") if code],
        toelichting=row["toelichting"],
        terugkoppeling=row["terugkoppeling"] or None,
        terugkoppeling_status=row["terugkoppeling_status"] or None,
        ddas_status=row.get("ddas_status") or None,
        gemeente=row["gemeente"] or None,
        beleid_versie=row["beleid_versie"],
        beoordeeld=row["beoordeeld"] == "ja",
    )


def _reader(mapping: str) -> Callable[[Sequence[Path]], None]:
    """Return what reads files of signals as the run will, with a mapping file ('' for none)."""

    def read(signals: Sequence[Path]) -> None:
        with connect(threads=1) as con:
            load_signals(con, signals, Path(mapping) if mapping else None)

    return read
