"""The queue, one case to decide, the second look: where a reviewer works all day."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.review.feedback import CHOICES
from brp_match.web.deps import csrf, require
from brp_match.web.pages.desk import CaseDesk, Context, QueueFilter, Refused, Verdict
from brp_match.web.pages.dutch import OUTCOMES
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import case_desk

router = APIRouter(include_in_schema=False)

CaseId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Desk = Annotated[CaseDesk, Depends(case_desk)]
REVIEWERS = Depends(require("beoordelaar", "coordinator"))
COORDINATORS = Depends(require("coordinator"))
REASON_LONGEST = 500
"""Signs of a reason that are kept."""


def queue_filter(
    vlp: Annotated[str, Query(max_length=200)] = "",
    reden: Annotated[str, Query(max_length=60)] = "",
    leeftijd: Annotated[str, Query(pattern=r"^(|7|14|21|28)$")] = "",
    tweede: Annotated[str, Query(pattern=r"^(|ja)$")] = "",
) -> QueueFilter:
    """Return the filter that an address carries from the queue to its cases."""
    return QueueFilter(vlp, reden, leeftijd, tweede == "ja")


Chosen = Annotated[QueueFilter, Depends(queue_filter)]


@router.get("/werkvoorraad", dependencies=[REVIEWERS])
def queue(
    request: Request,
    desk: Desk,
    chosen: Chosen,
    vanaf: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show the cases that wait, the most urgent first."""
    return page(request, "queue.html", **desk.queue(chosen, vanaf))


@router.get("/tweede-blik", dependencies=[REVIEWERS])
def second_look(request: Request, desk: Desk) -> HTMLResponse:
    """Show the cases for a second or third judgement, and how often reviewers agree."""
    return page(request, "second_look.html", **desk.second_look())


@router.get("/zaak/{case_id}", dependencies=[REVIEWERS])
def case(
    request: Request,
    desk: Desk,
    case_id: CaseId,
    chosen: Chosen,
    inwoner: Annotated[int | None, Query(ge=1, le=50)] = None,
    score: Annotated[str, Query(pattern=r"^(|ja)$")] = "",
) -> Response:
    """Show one case; `inwoner` is the rank of the tab, `score=ja` asks for the score afterwards."""
    context = desk.case(case_id, inwoner, score == "ja", chosen)
    return _with_etag(page(request, "decide.html", **context, **_nothing_said()), context)


@router.post("/zaak/{case_id}", dependencies=[REVIEWERS, Depends(csrf)])
def decide(
    request: Request,
    desk: Desk,
    case_id: CaseId,
    chosen: Chosen,
    uitkomst: Annotated[str, Form(pattern=f"^({'|'.join(OUTCOMES)})$")],
    versie: Annotated[str, Form(max_length=200)],
    rang: Annotated[str, Form(pattern=r"^([1-9]\d?)?$")] = "",
    reden: Annotated[str, Form()] = "",
) -> Response:
    """Keep a judgement and lead to the next case; without a needed reason the page comes again."""
    verdict = Verdict(uitkomst, int(rang) if rang else None, reden.strip()[:REASON_LONGEST], versie)
    try:
        following = desk.decide(case_id, verdict, chosen)
    except Refused as refused:
        context = desk.case(case_id, verdict.rang, False, chosen)
        said = _nothing_said() | {
            "fouten": list(refused.faults), "reden": verdict.reden, "reden_fout": True,
        }  # fmt: skip
        return _with_etag(page(request, "decide.html", 400, **context, **said), context)
    done = "overgeslagen" if uitkomst == "overslaan" else "besloten"
    if following:
        return RedirectResponse(chosen.link(following, m=done), 303)
    last = "laatste" if uitkomst == "overslaan" else "leeg"
    return RedirectResponse(chosen.link(_list_of(chosen), m=last), 303)


@router.post("/zaak/{case_id}/terugdraaien", dependencies=[REVIEWERS, Depends(csrf)])
def undo(
    desk: Desk, case_id: CaseId, chosen: Chosen, versie: Annotated[str, Form(max_length=200)]
) -> RedirectResponse:
    """Take the own judgement back."""
    desk.undo(case_id, versie)
    return RedirectResponse(chosen.link(f"/zaak/{case_id}", m="hersteld"), 303)


@router.post("/zaak/{case_id}/terugkoppeling", dependencies=[COORDINATORS, Depends(csrf)])
def say_feedback(
    request: Request,
    desk: Desk,
    case_id: CaseId,
    code: Annotated[str, Form(pattern=f"^({'|'.join(CHOICES)})$")],
    waarom: Annotated[str, Form()] = "",
) -> Response:
    """Confirm, change or refuse a feedback code that may only go out after a person looked at it."""
    try:
        run, done = desk.say_feedback(case_id, code, waarom.strip()[:REASON_LONGEST])
    except Refused as refused:
        context = desk.case(case_id, None, False, QueueFilter())
        said = _nothing_said() | {
            "fouten_terug": list(refused.faults), "gekozen": code, "waarom": waarom.strip(),
        }  # fmt: skip
        return _with_etag(page(request, "decide.html", 400, **context, **said), context)
    return RedirectResponse(f"{run}?m={done}#terugkoppeling", 303)


@router.post("/zaak/{case_id}/terugkoppeling/terug", dependencies=[COORDINATORS, Depends(csrf)])
def take_back_feedback(desk: Desk, case_id: CaseId) -> RedirectResponse:
    """Make a proposal of it again."""
    desk.take_back_feedback(case_id)
    return RedirectResponse(f"/zaak/{case_id}?m=teruggezet", 303)


def _list_of(chosen: QueueFilter) -> str:
    return "/tweede-blik" if chosen.tweede else "/werkvoorraad"


def _nothing_said() -> Context:
    return {
        "fouten": [], "reden": "", "reden_fout": False,
        "fouten_terug": [], "gekozen": "", "waarom": "",
    }  # fmt: skip


def _with_etag(answer: HTMLResponse, context: Context) -> HTMLResponse:
    answer.headers["ETag"] = f'"{context["etag"]}"'
    return answer
