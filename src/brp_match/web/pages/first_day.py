"""The first day: from an empty service to a first decided case, step by step."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import exists, select

from brp_match.review import runs
from brp_match.review.accounts import Role
from brp_match.review.runs import Run, RunState
from brp_match.review.schema import judgements
from brp_match.review.team import team_of
from brp_match.review.votes import Verdict
from brp_match.web.deps import require
from brp_match.web.pages.render import page
from brp_match.web.pages.run_views import run_name
from brp_match.web.pages.seat import Context, Seat, Seated
from brp_match.web.pages.words import day
from brp_match.web.register_upload import register_age

router = APIRouter(include_in_schema=False)

WORKERS = Depends(require("beoordelaar", "coordinator", "beheerder"))

TEAM = {
    0: "Er is nog niemand die mag beoordelen.",
    1: "Er is één beoordelaar: een oordeel telt meteen, een tweede blik kan niet.",
    2: "Er zijn twee beoordelaars: bij verschil overlegt u, en wie opnieuw oordeelt, beslist.",
}
MANY = "Er zijn {n} beoordelaars: bij verschil beslist een derde."


@router.get("/eerste-dag", dependencies=[WORKERS])
def first_day(request: Request, seat: Seated) -> HTMLResponse:
    """Show what is done and what comes next."""
    return page(request, "first_day.html", **context(seat))


def context(seat: Seat) -> Context:
    """Return the context of first_day.html."""
    with seat.reading() as con:
        members = len(team_of(con).members)
        newest = runs.list_runs(con, size=1)
        delivered = bool(runs.list_runs(con, size=1, finished=True))
        decided = bool(
            con.execute(
                select(exists().where(judgements.c.outcome != str(Verdict.OVERSLAAN)))
            ).scalar()
        )
    run = newest[0] if newest else None
    steps = [
        _accounts(seat, members),
        _register(seat),
        _delivery(seat, run, delivered),
        _case(seat, delivered, decided),
    ]
    first_open = next((place for place, one in enumerate(steps) if not one["klaar"]), None)
    for place, one in enumerate(steps):
        one["nu"] = place == first_open
        one.setdefault("mag_later", False)
    return {"stappen": steps, "klaar": first_open is None}


def _accounts(seat: Seat, members: int) -> Context:
    keeper = seat.is_a(Role.BEHEERDER)
    return {
        "naam": "Mensen",
        "klaar": members > 0,
        "tekst": TEAM.get(members, MANY.format(n=members))
        + ("" if keeper else " Een beheerder maakt accounts."),
        "href": "/accounts" if keeper else None,
        "knop": "Naar de accounts",
    }


REGISTER_SET, REGISTER_NEW = "Zet een register klaar", "Vervang het register"


def _register(seat: Seat) -> Context:
    made, old = register_age(seat.settings, seat.now)
    here = "/instellingen/register" if seat.is_a(Role.COORDINATOR) else None
    if made is None:
        text = (
            "Er staat geen register klaar. Dat hoeft niet: u kunt bij elke levering een bestand met inwoners geven. "
            "Sneller is een register dat klaarstaat."
        )
        return {
            "naam": "Register",
            "klaar": True,
            "mag_later": True,
            "tekst": text,
            "href": here,
            "knop": REGISTER_SET,
        }
    text = f"Het register is van {day(made)}." + (
        " Dat is meer dan een maand oud: wie sindsdien verhuisde of overleed, staat er verkeerd in."
        if old
        else ""
    )
    return {"naam": "Register", "klaar": not old, "tekst": text, "href": here, "knop": REGISTER_NEW}


WAITS = {
    RunState.KOLOMMEN: ("Een levering wacht tot u zegt wat elke kolom is.", "Kies de kolommen", "/kolommen"),
    RunState.ANTWOORD: ("Een levering wacht op uw antwoord op een vraag.", "Beantwoord de vragen", "/vragen"),
    RunState.WACHTEND: ("Een levering wacht op haar beurt.", "Bekijk de levering", ""),
    RunState.BEZIG: ("Een levering wordt vergeleken.", "Bekijk de levering", ""),
    RunState.MISLUKT: ("De laatste levering lukte niet. Op de bladzijde staat waarom.", "Bekijk de levering", ""),
}  # fmt: skip


def _delivery(seat: Seat, run: Run | None, delivered: bool) -> Context:
    step = {"naam": "Levering", "klaar": delivered}
    coordinator = seat.is_a(Role.COORDINATOR)
    if delivered and run is not None and run.state is RunState.KLAAR:
        return step | {"tekst": f"De nieuwste levering: {run_name(run)}.", "href": f"/leveringen/{run.id}" if coordinator else None, "knop": "Bekijk de levering"}  # fmt: skip
    if run is not None and run.state in WAITS:
        text, button, tail = WAITS[run.state]
        href = f"/leveringen/{run.id}{tail}" if coordinator else None
        return step | {"tekst": text, "href": href, "knop": button}
    return step | {
        "tekst": "Geef het bestand met signalen van een vastelastenpartner. De dienst stelt voor wat elke kolom is."
        + ("" if coordinator else " Dat doet een coördinator."),
        "href": "/leveringen/nieuw" if coordinator else None,
        "knop": "Nieuwe levering",
    }


def _case(seat: Seat, delivered: bool, decided: bool) -> Context:
    reviewer = seat.is_a(Role.BEOORDELAAR, Role.COORDINATOR)
    if decided:
        text = "De eerste zaak is besloten."
    elif delivered:
        text = "Er zijn zaken waarover een mens beslist. Begin met de eerste."
    else:
        text = "Na de eerste levering staan hier de zaken waarover een mens beslist."
    ready = delivered and reviewer
    return {"naam": "Eerste zaak", "klaar": decided, "tekst": text, "href": "/werkvoorraad" if ready else None, "knop": "Naar de werkvoorraad"}  # fmt: skip
