"""Practising: made-up cases, the truth after each verdict, a score; nothing of it touches the work."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from brp_match.review import practice
from brp_match.review.votes import Verdict
from brp_match.web.deps import csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages import practice_views
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Seated
from brp_match.web.pages.words import OUTCOMES

router = APIRouter(include_in_schema=False)

REVIEWERS = Depends(require("beoordelaar", "coordinator"))
Number = Annotated[int, Path(ge=1, le=1000)]


@router.get("/oefenen", dependencies=[REVIEWERS])
def start(request: Request, seat: Seated) -> HTMLResponse:
    """Show how far somebody is with practising, and the score."""
    return page(request, "practice.html", **practice_views.start(seat))


@router.post("/oefenen/opnieuw", dependencies=[REVIEWERS, Depends(csrf)])
def again(seat: Seated) -> RedirectResponse:
    """Forget the answers and begin again."""
    practice.begin_again(seat.settings.data, seat.user.id)
    return RedirectResponse("/oefenen", 303)


@router.get("/oefenen/{number}", dependencies=[REVIEWERS])
def case(
    request: Request, seat: Seated, number: Number, inwoner: Annotated[int, Query(ge=1, le=50)] = 1
) -> HTMLResponse:
    """Show a practice case, with the truth once it was judged."""
    found = _case(number)
    return page(request, "practice_case.html", **practice_views.case(seat, found, inwoner))


@router.post("/oefenen/{number}", dependencies=[REVIEWERS, Depends(csrf)])
def judge(
    seat: Seated,
    number: Number,
    uitkomst: Annotated[str, Form(pattern=f"^({'|'.join(OUTCOMES)})$")],
    rang: Annotated[str, Form(pattern=r"^([1-9]\d?)?$")] = "",
) -> RedirectResponse:
    """Keep an answer and tell the truth; skipping leads to the next case."""
    found, outcome = _case(number), Verdict(uitkomst)
    if outcome is Verdict.OVERSLAAN:
        following = practice_views.next_number(seat, after=number)
        return RedirectResponse(f"/oefenen/{following}" if following else "/oefenen", 303)
    person = ""
    if outcome is Verdict.DEZELFDE_PERSOON:
        person = next((str(p["persoon_id"]) for p in found.people if str(p["rang"]) == rang), "")
        if not person:
            raise WebError(400, "PERSOON_ONTBREEKT", "Kies de persoon die het is.")
    given = practice.Answer(number, outcome, person)
    practice.answer(seat.settings.data, seat.user.id, given, seat.now)
    return RedirectResponse(f"/oefenen/{number}", 303)


def _case(number: int) -> practice.PracticeCase:
    cases = practice.practice_cases()
    if number > len(cases):
        raise WebError(404, "OEFENZAAK_ONBEKEND", "Deze oefenzaak is er niet.")
    return cases[number - 1]
