"""The file of debt counselling, for the system that keeps it: send a new one, see what is kept, remove it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile

from brp_match.review import shv
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.intake import SentFile
from brp_match.web import deps
from brp_match.web.api.clients import allow
from brp_match.web.api.models import SchuldhulpBestand

router = APIRouter(tags=["schuldhulpverlening"])

Caller = Annotated[Account, Depends(allow("coordinator", whole=True))]


@router.get("/schuldhulpverlening", response_model=SchuldhulpBestand)
def client_file(request: Request, caller: Caller) -> Any:
    """Of er een bestand met cliënten is, en tot wanneer. De rijen zelf gaan niet naar buiten."""
    with reading(deps.engine(request)) as con:
        return _told(shv.current(con, deps.now().date()))


@router.post("/schuldhulpverlening", status_code=201, response_model=SchuldhulpBestand)
def send_client_file(
    request: Request,
    caller: Caller,
    bestand: Annotated[
        UploadFile, File(description="Cliënten: naam, geboortedatum, adres, soort en begindatum.")
    ],
    dagen: Annotated[
        int,
        Form(ge=1, le=shv.KEPT_MOST, description="Zo lang wordt het bewaard.", examples=[31]),
    ] = shv.KEPT_DAYS,
) -> Any:
    """Geef een bestand, in plaats van dat van hiervoor. Het telt mee bij leveringen van daarna."""
    now, data = deps.now(), deps.settings(request).data
    sent = SentFile(bestand.file, bestand.filename or "")
    file = shv.arrive(data, sent, days=dagen, now=now)
    with deps.engine(request).begin() as con:
        shv.keep(con, data, file, account=caller, now=now)
    return _told(file)


@router.delete("/schuldhulpverlening", response_model=SchuldhulpBestand)
def remove_client_file(request: Request, caller: Caller) -> Any:
    """Verwijder het bestand, en wat mensen van de rijen zeiden. Is er geen, dan gebeurt er niets."""
    with deps.engine(request).begin() as con:
        shv.remove(con, deps.settings(request).data, now=deps.now(), account_id=caller.id)
    return _told(None)


def _told(kept: shv.ShvFile | None) -> SchuldhulpBestand:
    if kept is None:
        return SchuldhulpBestand(aanwezig=False, rijen=0, ontvangen=None, bewaard_tot=None)
    return SchuldhulpBestand(
        aanwezig=True, rijen=kept.rows, ontvangen=kept.received, bewaard_tot=kept.until
    )
