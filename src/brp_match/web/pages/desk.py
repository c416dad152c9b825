"""The queue, one case to decide, the second look: where a reviewer works all day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import case_file, feedback, judge, queue, together
from brp_match.review.team import team_of
from brp_match.review.votes import Ground, Verdict
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages import desk_views
from brp_match.web.pages.queue_filter import Chosen, QueueFilter
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told
from brp_match.web.pages.words import GROUNDS, OUTCOMES
from brp_match.web.validation import whole_number

router = APIRouter(include_in_schema=False)

CaseId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
REVIEWERS = Depends(require("beoordelaar", "coordinator"))
COORDINATORS = Depends(require("coordinator"))
UNDO_AFTER = frozenset({"besloten", "samen_besloten", "leeg"})
"""Messages that tell of a judgement that was kept."""
REASON_LONGEST = 500
"""Signs of a reason that are kept."""
OTHERS_MOST = 20
"""Other cases that one judgement may be about as well."""


@router.get("/werkvoorraad", dependencies=[REVIEWERS])
def queue_list(
    request: Request,
    seat: Seated,
    chosen: Chosen,
    vanaf: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """Show the cases that wait, the most urgent first; `vanaf` is the place of the first one shown."""
    context = desk_views.queue_page(seat, chosen, vanaf)
    return page(request, "queue.html", **context, **_undo_beside(request, seat, chosen))


@router.get("/werkvoorraad/volgende", dependencies=[REVIEWERS])
def begin(seat: Seated, chosen: Chosen) -> RedirectResponse:
    """Lead to the case to begin with."""
    return RedirectResponse(desk_views.begin(seat, chosen), 303)


@router.get("/tweede-blik", dependencies=[REVIEWERS])
def second_look(request: Request, seat: Seated) -> HTMLResponse:
    """Show the cases for a second or third judgement, and how often reviewers agree."""
    context = desk_views.second_look_page(seat)
    undo_this = _undo_beside(request, seat, desk_views.SECOND_LOOK)
    return page(request, "second_look.html", **context, **undo_this)


@router.get("/zaak/{case_id}", dependencies=[REVIEWERS])
def case(
    request: Request,
    seat: Seated,
    case_id: CaseId,
    chosen: Chosen,
    inwoner: Annotated[int | None, Query(ge=1, le=50)] = None,
    score: Annotated[str, Query(pattern=r"^(|ja)$")] = "",
) -> Response:
    """Show one case; `inwoner` is the rank of the tab, `score=ja` asks for the score afterwards."""
    context = desk_views.case_page(seat, case_id, inwoner, score == "ja", chosen)
    return _case_page(request, context, **_undo_beside(request, seat, chosen))


@router.post("/zaak/{case_id}", dependencies=[REVIEWERS, Depends(csrf)])
def decide(
    request: Request,
    seat: Seated,
    case_id: CaseId,
    chosen: Chosen,
    uitkomst: Annotated[str, Form(pattern=f"^({'|'.join(OUTCOMES)})$")],
    versie: Annotated[str, Form(max_length=200)],
    rang: Annotated[str, Form(pattern=r"^([1-9]\d?)?$")] = "",
    reden: Annotated[str, Form()] = "",
    grond: Annotated[str, Form(pattern=f"^({'|'.join(GROUNDS)})?$")] = "",
    ook: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Keep a judgement and lead to the next case; without a needed reason the page comes again."""
    tab, reason = int(rang) if rang else None, reden.strip()[:REASON_LONGEST]
    # what is going on belongs to a judgement about who it is
    said_too = uitkomst in (Verdict.DEZELFDE_PERSOON, Verdict.GEEN_VAN_DEZE)
    ground = Ground(grond if said_too else "")
    try:
        said = Said(Verdict(uitkomst), ground, tab, reason, versie, tuple(ook[:OTHERS_MOST]))
        following = _keep(seat, case_id, said, chosen)
    except BrpMatchError as error:
        of_ground = error.faults[0].code == "GROND_ONGELDIG"
        form = {
            "fouten": faults_told(error), "reden": reason, "reden_fout": not of_ground,
            "grond": grond, "grond_fout": of_ground, "ook": ook,
        }  # fmt: skip
        context = desk_views.case_page(seat, case_id, tab, False, chosen)
        return _case_page(request, context, 400, **form)
    skipped = uitkomst == Verdict.OVERSLAAN
    kept = "samen_besloten" if ook and said_too else "besloten"
    # skipping the last one leads back to the list, not to the same case again
    if following and following != case_id:
        done = "overgeslagen" if skipped else kept
        return RedirectResponse(chosen.link(f"/zaak/{following}", m=done), 303)
    return RedirectResponse(chosen.link(chosen.list_path, m="laatste" if skipped else "leeg"), 303)


@router.post("/zaak/{case_id}/terugdraaien", dependencies=[REVIEWERS, Depends(csrf)])
def undo(
    seat: Seated, case_id: CaseId, chosen: Chosen, versie: Annotated[str, Form(max_length=200)]
) -> RedirectResponse:
    """Take the own judgement back, and that of the cases that were judged together with it."""
    with seat.writing() as con:
        for one in judge.judged_together(con, seat.user, case_id):
            current = case_file.case_row(con, seat.user, one).version
            seen = _version(versie) if one == case_id else current
            judge.undo(con, seat.user, one, version=seen, now=seat.now)
    return RedirectResponse(chosen.link(f"/zaak/{case_id}", m="hersteld"), 303)


@router.post("/zaak/{case_id}/terugkoppeling", dependencies=[COORDINATORS, Depends(csrf)])
def say_feedback(
    request: Request,
    seat: Seated,
    case_id: CaseId,
    code: Annotated[str, Form(pattern=f"^({'|'.join(feedback.CHOICES)})$")],
    waarom: Annotated[str, Form()] = "",
) -> Response:
    """Confirm, change or refuse a feedback code that may only go out after a person looked at it, and lead to the
    next proposal of the delivery; after the last one to the delivery."""
    reason = waarom.strip()[:REASON_LONGEST]
    try:
        with seat.writing() as con:
            row = case_file.case_row(con, seat.user, case_id)
            feedback.say(con, seat.user, case_id, code, seat.now, reason=reason)
            following = feedback.next_waiting(con, seat.user, row)
    except BrpMatchError as error:
        said = {"fouten_terug": faults_told(error), "gekozen": code, "waarom": waarom.strip()}
        context = desk_views.case_page(seat, case_id, None, False, QueueFilter())
        return _case_page(request, context, 400, **said)
    proposed = row.decision.get("terugkoppeling")
    done = {proposed: "bevestigd", feedback.REFUSED: "geweigerd"}.get(code, "gewijzigd")
    where = f"/zaak/{following}" if following else f"/leveringen/{row.run_id}"
    return RedirectResponse(f"{where}?m={done}#terugkoppeling", 303)


@router.post("/zaak/{case_id}/terugkoppeling/terug", dependencies=[COORDINATORS, Depends(csrf)])
def take_back_feedback(seat: Seated, case_id: CaseId) -> RedirectResponse:
    """Make a proposal of it again."""
    with seat.writing() as con:
        feedback.take_back(con, seat.user, case_id, seat.now)
    return RedirectResponse(f"/zaak/{case_id}?m=teruggezet", 303)


@dataclass(frozen=True)
class Said:
    """What a form says of a case: the tab (`rang`) and version that were shown, and the other cases (`id:version`)
    that the judgement is about as well."""

    outcome: Verdict
    ground: Ground
    rang: int | None
    reason: str
    shown: str
    also: tuple[str, ...] = ()


def _keep(seat: Seat, case_id: str, said: Said, chosen: QueueFilter) -> str | None:
    """Keep a judgement, of all cases it is about or of none; return the next case in the filter."""
    version = _version(said.shown)
    # the same form sent twice is one judgement
    parts = (seat.user.id, case_id, said.shown, str(said.outcome), str(said.ground), str(said.rang))
    key = hashlib.sha256("|".join(parts).encode()).hexdigest()
    with seat.writing() as con:
        person, team = "", team_of(con)
        if said.outcome is Verdict.DEZELFDE_PERSOON:
            person = case_file.person_at(con, seat.user, case_id, said.rang or 0)
        # the same form once more, of a case that is judged since, says nothing of the others again
        fresh = bool(said.also) and (case_file.case_row(con, seat.user, case_id).version == version)
        judge.judge(
            con, seat.user, case_id, outcome=said.outcome, persoon_id=person, reason=said.reason,
            ground=said.ground, version=version, now=seat.now, key=key, team=team,
        )  # fmt: skip
        if fresh:
            ticked = [(one.partition(":")[0], _version(one.partition(":")[2])) for one in said.also]
            together.judge_others(
                con, seat.user, case_id, ticked, outcome=said.outcome, persoon_id=person,
                reason=said.reason, ground=said.ground, now=seat.now,
            )  # fmt: skip
    # apart from the judgement: who holds the case offered may wait for the audit's line of that one
    with seat.writing() as con:
        return queue.offer(con, seat.user, chosen.of_store, now=seat.now, team=team)


def _undo_beside(request: Request, seat: Seat, chosen: QueueFilter) -> Context:
    """Undo of the judgement that the message of this page is about; nothing beside another message."""
    if request.query_params.get("m") not in UNDO_AFTER:
        return {}
    return {"ongedaan": desk_views.undo_offer(seat, chosen)}


def _version(text: str) -> int:
    found = whole_number(text)
    if found is None:
        raise WebError(
            409, "ZAAK_GEWIJZIGD", "Deze zaak is intussen gewijzigd; bekijk hem opnieuw."
        )
    return found


def _case_page(
    request: Request, context: Context, status: int = 200, **said: object
) -> HTMLResponse:
    """The page of a case, with what was wrong with a form on it and what stood in that form."""
    form = {
        "fouten": [], "reden": "", "reden_fout": False, "grond": "", "grond_fout": False, "ook": [],
        "fouten_terug": [], "gekozen": "", "waarom": "",
    }  # fmt: skip
    answer = page(request, "decide.html", status, **context, **(form | said))
    answer.headers["ETag"] = f'"{context["etag"]}"'
    return answer
