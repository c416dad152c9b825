"""Looking for a case by number, name, address, date or amount; what was asked stays in the session."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from brp_match.review import search, sessions
from brp_match.review.votes import State
from brp_match.web.deps import csrf, require
from brp_match.web.pages import case_views
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated
from brp_match.web.pages.words import month_words

router = APIRouter(include_in_schema=False)

REVIEWERS = Depends(require("beoordelaar", "coordinator"))

STATES = {
    State.KLAAR: "besloten",
    State.TWEEDE: "wacht op een tweede oordeel",
    State.DERDE: "wacht op een derde oordeel",
}


@router.post("/zoeken", dependencies=[REVIEWERS, Depends(csrf)])
def ask(request: Request, seat: Seated, vraag: Annotated[str, Form()] = "") -> RedirectResponse:
    """Keep the question with the session, never in an address, and show what is found."""
    with seat.writing() as con:
        sessions.keep_search(con, request.state.csrf_token, vraag.strip()[: search.LONGEST])
    return RedirectResponse("/zoeken", 303)


@router.get("/zoeken", dependencies=[REVIEWERS])
def found(request: Request, seat: Seated) -> HTMLResponse:
    """Show the cases that have every word of what was asked last in this session."""
    return page(request, "search.html", **_context(seat, request.state.csrf_token))


def _context(seat: Seat, token: str) -> Context:
    with seat.reading() as con:
        question = sessions.search_of(con, token)
        hits = search.find(con, seat.user, question)
    if question.strip():
        with seat.writing() as con:
            search.note(con, seat.user, hits, seat.now)
    return {
        "vraag": question,
        "meer": len(hits) > search.MOST,
        "zaken": [
            {
                "href": f"/zaak/{hit.row.id}",
                "nummer": case_views.number_of(hit.row.id),
                "signaal": hit.row.signaal_id,
                "naam": case_views.signal_name(hit.row.signal),
                "vlp": hit.row.vlp,
                "sector": hit.row.sector,
                "maand": month_words(hit.month),
                "stand": STATES.get(State(hit.row.state), "wacht op een oordeel"),
            }
            for hit in hits[: search.MOST]
        ],
    }
