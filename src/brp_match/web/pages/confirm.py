"""Confirming feedback as work: groups by kind, one case after the other, a page of grounds at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import case_file, feedback, feedback_queue
from brp_match.web.deps import csrf, require
from brp_match.web.pages import confirm_views
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told

router = APIRouter(include_in_schema=False)

CaseId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
RunId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Code = Annotated[str, Path(pattern=r"^[a-z_]{1,30}$")]
COORDINATORS = Depends(require("coordinator"))
REASON_LONGEST = 500
_FORM: Context = {"fouten": [], "gekozen": "", "waarom": ""}
CHOICES = ("bevestig", "weiger", "anders", "overslaan")
"""What a coordinator does with a proposal, in the order of the bar."""


@router.get("/terugkoppeling", dependencies=[COORDINATORS])
def overview(request: Request, seat: Seated) -> HTMLResponse:
    """Show the groups of proposals that wait."""
    context = confirm_views.overview(seat)
    return page(request, "confirm_groups.html", **context, **_undo_beside(request, seat))


@router.get("/terugkoppeling/volgende", dependencies=[COORDINATORS])
def begin(seat: Seated, within: confirm_views.Asked) -> RedirectResponse:
    """Lead to the first proposal, of one delivery or kind or of all."""
    return RedirectResponse(_next(seat, within), 303)


@router.get("/terugkoppeling/zaak/{case_id}", dependencies=[COORDINATORS])
def one(request: Request, seat: Seated, case_id: CaseId, within: confirm_views.Asked) -> Response:
    """Show one proposal with its ground; one that waits no longer leads to the case itself."""
    context = confirm_views.one(seat, case_id, within)
    if context is None:
        return RedirectResponse(f"/zaak/{case_id}#terugkoppeling", 303)
    return page(request, "confirm_one.html", **context, **_FORM, **_undo_beside(request, seat))


@router.post("/terugkoppeling/zaak/{case_id}", dependencies=[COORDINATORS, Depends(csrf)])
def say(
    request: Request,
    seat: Seated,
    case_id: CaseId,
    within: confirm_views.Asked,
    keuze: Annotated[str, Form(pattern=f"^({'|'.join(CHOICES)})$")],
    code: Annotated[str, Form(pattern=f"^({'|'.join(feedback.CHOICES)})?$")] = "",
    waarom: Annotated[str, Form()] = "",
) -> Response:
    """Keep what was said of a proposal and lead to the next; a fault shows the same one again."""
    reason = waarom.strip()[:REASON_LONGEST]
    if keuze == "overslaan":
        return RedirectResponse(_next(seat, within, after=case_id), 303)
    try:
        with seat.writing() as con:
            row = case_file.case_row(con, seat.user, case_id)
            proposed = str(row.decision.get("terugkoppeling") or "")
            chosen = {"bevestig": proposed, "weiger": feedback.REFUSED}.get(keuze, code)
            feedback.say(con, seat.user, case_id, chosen, seat.now, reason=reason)
    except BrpMatchError as error:
        if error.faults[0].code == feedback.KNOWN and _said_before(seat, case_id, chosen):
            # the same press twice, or the page before once more: it is as it was said
            return RedirectResponse(_next(seat, within, after=case_id, done=_done(keuze)), 303)
        said = {"fouten": faults_told(error), "gekozen": code, "waarom": reason}
        context = confirm_views.one(seat, case_id, within)
        if context is None:
            raise
        return page(request, "confirm_one.html", 400, **context, **said)
    return RedirectResponse(_next(seat, within, after=case_id, done=_done(keuze)), 303)


def _done(choice: str) -> str:
    """The message that tells what became of a choice."""
    return {"bevestig": "bevestigd", "weiger": "geweigerd"}.get(choice, "gewijzigd")


def _said_before(seat: Seat, case_id: str, code: str) -> bool:
    """Tell whether this account said exactly this already."""
    with seat.reading() as con:
        said = feedback.said_of(con, case_id)
    return said is not None and (said.account_id, said.code) == (seat.user.id, code)


@router.post("/terugkoppeling/zaak/{case_id}/terug", dependencies=[COORDINATORS, Depends(csrf)])
def take_back(seat: Seated, case_id: CaseId, within: confirm_views.Asked) -> RedirectResponse:
    """Make a proposal of it again, and show it."""
    with seat.writing() as con:
        feedback.take_back(con, seat.user, case_id, seat.now)
    return RedirectResponse(within.link(f"/terugkoppeling/zaak/{case_id}", m="teruggezet"), 303)


@router.get("/terugkoppeling/{run_id}/{code}", dependencies=[COORDINATORS])
def together(request: Request, seat: Seated, run_id: RunId, code: Code) -> Response:
    """Show a page of a group with the ground of every case, once its sample was looked at."""
    context = confirm_views.together(seat, run_id, code)
    if context is None:
        return RedirectResponse("/terugkoppeling", 303)
    return page(request, "confirm_together.html", **context)


@router.post("/terugkoppeling/{run_id}/{code}", dependencies=[COORDINATORS, Depends(csrf)])
def say_together(
    seat: Seated,
    run_id: RunId,
    code: Code,
    zaak: Annotated[list[str], Form()] = [],  # noqa: B006
) -> Response:
    """Confirm the cases of a page that were ticked: each is one this account saw on it."""
    with seat.writing() as con:
        found = feedback_queue.group_of(con, run_id, code, seat.user.sight)
        chosen = [] if found is None or not found.together else found.waiting
        for case_id in dict.fromkeys(zaak):
            if case_id in chosen:
                feedback.say(con, seat.user, case_id, code, seat.now)
    return RedirectResponse(f"/terugkoppeling/{run_id}/{code}?m=samen", 303)


def _next(seat: Seat, within: confirm_views.Within, *, after: str = "", done: str = "") -> str:
    """The address of the next proposal, or of the groups where none is left."""
    with seat.writing() as con:
        found = within.of(feedback_queue.groups(con, seat.user.sight))
        case_id = feedback_queue.next_of(con, seat.user, found, seat.now, after=after)
    path = "/terugkoppeling" if case_id is None else f"/terugkoppeling/zaak/{case_id}"
    return within.link(path, m=done) if case_id else f"{path}?m={done}" if done else path


def _undo_beside(request: Request, seat: Seat) -> Context:
    """Undo of what the message of this page is about."""
    if request.query_params.get("m") not in {"bevestigd", "gewijzigd", "geweigerd"}:
        return {}
    return {"ongedaan": confirm_views.undo_offer(seat)}
