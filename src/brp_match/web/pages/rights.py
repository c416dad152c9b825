"""Rights of a person (AVG): what is held of somebody, to give it and to erase it. Nothing of it stands in an address."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.review import person, processing_log
from brp_match.review.person import Found
from brp_match.review.person_erase import GROUNDS, erase
from brp_match.web.deps import csrf, require
from brp_match.web.pages.render import attachment, page
from brp_match.web.pages.seat import Seat, Seated, faults_told

router = APIRouter(include_in_schema=False)

COORDINATORS = Depends(require("coordinator", whole=True))
FORM = [COORDINATORS, Depends(csrf)]
Who = Annotated[str, Form(max_length=64)]

WORDS = {
    "runs": "Leveringen waarin deze persoon voorkomt",
    "signalen": "Signalen over deze persoon",
    "kandidaat": "Signalen waarbij deze persoon alleen kandidaat was",
    "zaken": "Zaken in de dienst",
    "oordelen": "Oordelen die deze persoon noemen",
    "lijsten": "Getoetste lijsten met deze persoon",
    "schuldhulpverlening": "Bestand van schuldhulpverlening met deze persoon",
    "terugmelding": "Keuzes voor terugmelding en retourpost",
    "instellingen": "Andere aantekeningen",
    "bewaarde_antwoorden": "Bewaarde antwoorden van de API",
    "verwerkingenlog": "Regels in het verwerkingenlog (blijven, onder een afdruk)",
    "audit": "Regels in de audit over die zaken (blijven)",
    "niet_bekeken": "Leveringen, lijsten en bestanden waarin niet is gezocht (nog niet vergeleken, of mislukt)",
}  # fmt: skip


@router.get("/rechten", dependencies=[COORDINATORS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show what can be asked here."""
    return _page(request) if seat.user.secrecy else _no_right(request)


@router.post("/rechten", dependencies=FORM)
def look(request: Request, seat: Seated, persoon: Who = "") -> HTMLResponse:
    """Show how much is held of a person; that it was asked is in the audit and the processing log."""
    who = persoon.strip()
    if not seat.user.secrecy:
        return _no_right(request)
    if not who:
        return _page(request, 400, faults=["Vul het A-nummer (persoon_id) in."])
    return _page(request, who=who, found=_found(seat, who))


@router.post("/rechten/inzage", dependencies=FORM)
def give(request: Request, seat: Seated, persoon: Who = "") -> Response:
    """Give what the person may see as a file."""
    if not seat.user.secrecy:
        return _no_right(request)
    with seat.writing() as con:
        found = person.find(con, persoon.strip())
        processing_log.log(
            con, operation="persoon inzage geven", subject=persoon.strip(), now=seat.now
        )
        told = person.export(con, found, seat.now)
    text = json.dumps(told, ensure_ascii=False, indent=2, default=str)
    return attachment(text, "inzage.json", "application/json")


@router.post("/rechten/wissen", dependencies=FORM)
def remove(
    request: Request, seat: Seated, persoon: Who = "", grond: Annotated[str, Form(max_length=1)] = "",
    zeker: Annotated[str, Form(max_length=2)] = "",
) -> Response:  # fmt: skip
    """Erase a person after it was said to be sure."""
    who = persoon.strip()
    if not seat.user.secrecy:
        return _no_right(request)
    if zeker != "ja":
        told = ["Zet een vinkje bij “Ik weet het zeker”."]
        return _page(request, 400, who=who, found=_found(seat, who), faults=told)
    try:
        erase(seat.engine, who, ground=grond, account_id=seat.user.id, now=seat.now)
    except BrpMatchError as error:
        return _page(request, error.http_status, who=who, faults=faults_told(error))
    return RedirectResponse("/rechten?m=gewist", 303)


def _no_right(request: Request) -> HTMLResponse:
    """Say that the right to residents with secrecy is needed too: what is held may be of one."""
    return _page(
        request, 400, faults=["Hiervoor is ook het recht op personen met geheimhouding nodig."]
    )


def _found(seat: Seat, who: str) -> Found:
    with seat.writing() as con:
        found = person.find(con, who)
        processing_log.log(con, operation="persoon zoeken", subject=who, now=seat.now)
        seat.note(con, "persoon_gezien", runs=len(found.in_runs))
    return found


def _page(
    request: Request,
    status: int = 200,
    *,
    who: str = "",
    found: Found | None = None,
    faults: list[str] | None = None,
) -> HTMLResponse:
    counts = found.counts() if found is not None else {}
    return page(
        request, "rights.html", status, persoon=who, fouten=faults or [],
        tellingen=[(words, counts[name]) for name, words in WORDS.items()] if found is not None else [],
        bewaard=any(counts.values()), iets=found is not None and found.anything, gronden=list(GROUNDS.items()),
    )  # fmt: skip
