"""Settings of the service: what the municipality is called, its logo, and its deliverers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from brp_match.dutch import decimal, sentence
from brp_match.errors import BrpMatchError, Fault
from brp_match.policy import load_policy, policy_of
from brp_match.policy_checks import faults_of
from brp_match.review import municipality, policies
from brp_match.review.accounts import Role
from brp_match.review.municipality import Municipality, Partner
from brp_match.review.team import team_of
from brp_match.web import card_places, logo
from brp_match.web.deps import WHOLE, csrf, require
from brp_match.web.errors import WebError
from brp_match.web.pages.policy import policies_based_on
from brp_match.web.pages.policy_form import number_of
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told, form_values
from brp_match.web.register_upload import register_age
from brp_match.web.validation import whole_number

router = APIRouter(include_in_schema=False)

KEEPERS = Depends(require("coordinator", "beheerder"))
THRESHOLDS = "drempels per vastelastenpartner, bij Instellingen"
"""The reason of a version of the policy that this page makes."""

NEW_ROWS = 2
"""Empty rows for deliverers that did not deliver yet."""


@router.get("/logo")
def shown_logo(request: Request) -> Response:
    """Hand over the logo; 404 without one."""
    path = logo.logo_of(request.app.state.settings.data)
    if path is None:
        raise WebError(404, "GEEN_LOGO", "Deze dienst heeft geen logo.")
    return FileResponse(path, media_type=logo.media_type(path))


@router.get("/instellingen", dependencies=[KEEPERS])
def shown(request: Request, seat: Seated) -> HTMLResponse:
    """Show the settings."""
    with seat.reading() as con:
        kept = municipality.read(con)
    return _page(request, seat, kept, [])


@router.post("/instellingen", dependencies=[KEEPERS, Depends(csrf)])
def change(
    request: Request, seat: Seated, values: Annotated[dict[str, str], Depends(form_values)]
) -> Response:
    """Keep what was filled in, or say what is wrong with it."""
    (asked, rows), amounts = _of_form(values), _amounts(values)
    if amounts is not None and not seat.user.sight.whole:
        raise WebError(403, "ALLE_GEMEENTEN", WHOLE)
    wrong = [*_nameless(values), *_wrong_amounts(values, amounts)]
    wrong += [replace(one, where=_field(one.where, rows)) for one in municipality.checked(asked)]
    try:
        if wrong:
            raise BrpMatchError.from_faults(wrong)
        with seat.writing() as con:
            municipality.keep(con, asked, account_id=seat.user.id, now=seat.now)
            if amounts is not None:
                _keep_amounts(con, seat, amounts, policies_based_on(values))
    except BrpMatchError as error:
        faults = [(fault.where, sentence(fault.detail)) for fault in error.faults]
        return _page(request, seat, asked, faults, values)
    request.app.state.municipality = asked
    return RedirectResponse("/instellingen?m=instellingen", 303)


@router.post("/instellingen/logo", dependencies=[KEEPERS, Depends(csrf)])
def change_logo(
    request: Request,
    seat: Seated,
    bestand: Annotated[UploadFile | None, File()] = None,
    weg: Annotated[str, Form()] = "",
) -> Response:
    """Keep another logo, or take it away."""
    try:
        if weg == "ja":
            logo.remove(seat.settings.data)
        else:
            content = bestand.file.read(logo.LARGEST + 1) if bestand is not None else b""
            logo.keep(seat.settings.data, content)
    except BrpMatchError as error:
        with seat.reading() as con:
            kept = municipality.read(con)
        return _page(request, seat, kept, [("bestand", one) for one in faults_told(error)])
    with seat.writing() as con:
        seat.note(con, municipality.CHANGED, wat=["logo"])
    return RedirectResponse("/instellingen?m=instellingen", 303)


def _of_form(values: dict[str, str]) -> tuple[Municipality, list[int]]:
    """Return the settings of a form, and in which row of it each deliverer stands; those without any detail are left
    out."""
    partners, rows = [], []
    for place in range(len(values)):
        name = " ".join(values.get(f"vlp-{place}", "").split())[: municipality.LONGEST]
        email, day = (values.get(f"{key}-{place}", "").strip() for key in ("email", "dag"))
        if name and (email or day):
            number = whole_number(day or "0")
            # what is no number is refused as a day that no month has
            partners.append(Partner(name, email, 99 if number is None else number))
            rows.append(place)
    told = Municipality(
        " ".join(values.get("naam", "").split()),
        " ".join(values.get("contact", "").split()),
        tuple(partners),
    )
    return told, rows


def _amounts(values: dict[str, str]) -> dict[str, str] | None:
    """Return name → what stands in its field of a threshold, empty ones left out; None where the form has no such
    fields: who may see some municipalities changes nothing that holds for all."""
    if not any(name.startswith("drempel-") for name in values):
        return None
    return {name: text for _, name, text in _thresholds(values) if text}


def _thresholds(values: dict[str, str]) -> list[tuple[int, str, str]]:
    """Return place, name and threshold of every deliverer in a form."""
    return [
        (
            place,
            " ".join(values[f"vlp-{place}"].split()),
            values.get(f"drempel-{place}", "").strip(),
        )
        for place in range(len(values))
        if values.get(f"vlp-{place}", "").strip()
    ]


def _nameless(values: dict[str, str]) -> list[Fault]:
    """Return the rows in which something was filled in but no name, and names that stand in two rows: of neither
    would anything be kept."""
    found, seen = [], set()
    for place in range(len(values)):
        name = " ".join(values.get(f"vlp-{place}", "").split())
        more = any(values.get(f"{key}-{place}", "").strip() for key in ("email", "dag", "drempel"))
        if more and not name:
            said = "geef ook de naam van de vastelastenpartner"
            found.append(Fault("NAAM_ONTBREEKT", f"vlp-{place}", said))
        elif name in seen:
            said = "deze vastelastenpartner staat er al: vul zijn eigen regel in"
            found.append(Fault("NAAM_DUBBEL", f"vlp-{place}", said))
        if name:
            seen.add(name)
    return found


def _wrong_amounts(values: dict[str, str], amounts: dict[str, str] | None) -> list[Fault]:
    """Return what is wrong with thresholds, each at its field."""
    if not amounts:
        return []
    given = {name: number_of(text) for name, text in amounts.items()}
    wrong = {one.line for one in faults_of(load_policy().as_dict() | {"threshold_vlp": given})}
    said = "een drempel is een bedrag in euro, van 0 tot 1.000.000; leeg voor die van de sector"
    return [
        Fault("BEDRAG_ONGELDIG", f"drempel-{place}", said)
        for place, name, text in _thresholds(values)
        if text and name in wrong
    ]


def _keep_amounts(con: Connection, seat: Seat, amounts: dict[str, str], based_on: int) -> None:
    """Put the thresholds in force as a version of the policy, where they differ. BrpMatchError 409."""
    now = policies.in_force(con)
    given = {name: number_of(text) for name, text in amounts.items()}
    changed = policy_of(now.policy.as_dict() | {"threshold_vlp": given})
    if policies.changed(now.policy, changed):
        policies.change(
            con, seat.user, changed, based_on=based_on, reason=THRESHOLDS, now=seat.now
        )  # fmt: skip


def _page(
    request: Request,
    seat: Seat,
    kept: Municipality,
    faults: list[tuple[str, str]],
    values: dict[str, str] | None = None,
) -> HTMLResponse:
    with seat.reading() as con:
        size = len(team_of(con).members)
        rules = policies.in_force(con)
        stored = [one.name for one in municipality.read(con).partners]
    amounts = {name: decimal(amount, 2) for name, amount in rules.policy.threshold_vlp.items()}
    stored += amounts
    with seat.reading() as con:
        delivered = card_places.known_deliverers(con, seat.user.sight)
    rows = municipality.with_names(kept, [*delivered, *amounts])
    rows += [Partner("")] * NEW_ROWS
    shown = (
        [
            {
                "nummer": place,
                "naam": one.name,
                "nieuw": not one.name,
                "email": one.email,
                "dag": one.day or "",
                "drempel": amounts.get(one.name, ""),
            }
            for place, one in enumerate(rows)
        ]
        if values is None
        else _as_sent(values, {*delivered, *stored})
    )
    made, old = register_age(seat.settings, seat.now)
    context: Context = {
        "register_datum": made,
        "register_oud": old,
        "naam": kept.name,
        "contact": kept.contact,
        "partners": shown,
        "beleid_nummer": values.get("nummer", "") if values is not None else rules.number,
        "mag_drempel": seat.user.sight.whole,
        "logo": logo.logo_of(seat.settings.data) is not None,
        "post": seat.settings.mail.sender if seat.settings.mail else "",
        "team": size,
        "is_beheerder": seat.is_a(Role.BEHEERDER),
        "is_coordinator": seat.is_a(Role.COORDINATOR),
        "fouten": faults,
        "fout_velden": {field for field, _ in faults},
    }
    return page(request, "settings.html", 400 if faults else 200, **context)


def _as_sent(values: dict[str, str], known: set[str]) -> list[Context]:
    """Return the rows of a form that was not kept, as they were filled in; only a name we do not know can be changed."""
    rows = [place for place in range(len(values)) if f"vlp-{place}" in values]
    return [
        {
            "nummer": place,
            "naam": values.get(f"vlp-{place}", ""),
            "nieuw": values.get(f"vlp-{place}", "") not in known,
            "email": values.get(f"email-{place}", ""),
            "dag": values.get(f"dag-{place}", ""),
            "drempel": values.get(f"drempel-{place}", ""),
        }
        for place in rows
    ]


def _field(where: str, rows: Sequence[int]) -> str:
    """Return the field of the form that a fault is about: faults count the deliverers, the form its rows."""
    name, dash, number = where.partition("-")
    counted = name in ("email", "dag") and dash and number.isdecimal() and int(number) < len(rows)
    return f"{name}-{rows[int(number)]}" if counted else where
