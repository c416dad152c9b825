"""The accounts: who may sign in, a new one, and what an account may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import Connection

from brp_match.errors import BrpMatchError
from brp_match.register.municipalities import parse_codes
from brp_match.review import accounts, feedback_queue, queue, sessions
from brp_match.review.accounts import Account, Role
from brp_match.web.deps import csrf, require
from brp_match.web.pages.render import page
from brp_match.web.pages.seat import Context, Seat, Seated, faults_told
from brp_match.web.pages.words import ROLES

router = APIRouter(include_in_schema=False)

KEEPERS = Depends(require("beheerder"))
NOT_YOURSELF = "U kunt uzelf niet blokkeren en uw rol beheerder niet weghalen."


@router.get("/accounts", dependencies=[KEEPERS])
def account_list(request: Request, seat: Seated) -> HTMLResponse:
    """Show who may sign in."""
    return _page(request, seat, [])


@router.post("/accounts", dependencies=[KEEPERS, Depends(csrf)])
def add_account(
    request: Request,
    seat: Seated,
    naam: Annotated[str, Form(max_length=80)],
    wachtwoord: Annotated[str, Form(max_length=1000)],
    rol: Annotated[list[str] | None, Form()] = None,
    geheim: Annotated[str, Form()] = "",
    bereik: Annotated[str, Form()] = "",
    gemeenten: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Make an account."""
    roles = known_roles(rol)
    try:
        codes = asked_codes(bereik, gemeenten)
        secret = accounts.hashed(wachtwoord)
        with seat.writing() as con:
            made = accounts.add_account(
                con, naam.strip(), secret, roles, secrecy=geheim == "ja", municipalities=codes,
                now=seat.now,
            )  # fmt: skip
            note(con, seat, "account_gemaakt", made)
    except BrpMatchError as error:
        asked = (naam.strip(), roles, geheim == "ja", bereik, gemeenten, field_of(error))
        return _page(request, seat, faults_told(error, 400, 409), *asked)
    return RedirectResponse("/accounts?m=account", 303)


@router.post("/accounts/{account_id}", dependencies=[KEEPERS, Depends(csrf)])
def change_account(
    request: Request,
    seat: Seated,
    account_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$")],
    rol: Annotated[list[str] | None, Form()] = None,
    geheim: Annotated[str, Form()] = "",
    actief: Annotated[str, Form()] = "",
    wachtwoord: Annotated[str, Form(max_length=1000)] = "",
    bereik: Annotated[str, Form()] = "",
    gemeenten: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Change what an account may do; nobody can lock himself out."""
    roles, active = known_roles(rol), actief == "ja"
    if account_id == seat.user.id and not (active and Role.BEHEERDER in roles):
        return _page(request, seat, [NOT_YOURSELF])
    try:
        codes = asked_codes(bereik, gemeenten)
        secret = accounts.hashed(wachtwoord) if wachtwoord else None
        with seat.writing() as con:
            changed = accounts.change_account(
                con, account_id, roles=roles, secrecy=geheim == "ja", municipalities=codes,
                active=active,
            )  # fmt: skip
            if secret is not None:
                accounts.set_password(con, account_id, secret)
                sessions.end_all(con, account_id)
            note(con, seat, "account_gewijzigd", changed)
    except BrpMatchError as error:
        return _page(request, seat, faults_told(error))
    return RedirectResponse("/accounts?m=account", 303)


def known_roles(given: list[str] | None) -> list[Role]:
    """Return the roles of a form that exist, in our order."""
    return [Role(role) for role in ROLES if role in (given or [])]


def asked_codes(which: str, text: str) -> tuple[str, ...]:
    """Return the municipalities of a form, none for every one: `which` is alle or deze, the latter with their codes.

    BrpMatchError GEMEENTE_KIEZEN where neither is chosen, or deze without codes: an empty field gives nobody
    everything. GEMEENTE_ONGELDIG.
    """
    if which == "alle" and not text.strip():
        return ()
    if which == "deze" and text.strip():
        return parse_codes(text)
    said = {
        "alle": "u koos alle gemeenten en vulde er ook in; kies een van beide",
        "deze": "vul in welke gemeenten",
    }.get(which, "kies van welke gemeenten: alle, of alleen die u invult")
    raise BrpMatchError("GEMEENTE_KIEZEN", "gemeenten", said)


def field_of(error: BrpMatchError) -> str:
    """Return the id of the field that a refusal of a form is about."""
    return {"gemeenten": "alle-gemeenten", "wachtwoord": "wachtwoord"}.get(
        error.faults[0].where, "naam"
    )


def note(con: Connection, seat: Seat, kind: str, account: Account) -> None:
    """Note in the audit what an account became."""
    seat.note(
        con, kind, account=account.id, rollen=sorted(role.value for role in account.roles), geheim=account.secrecy,
        gemeenten=sorted(account.municipalities), actief=account.active,
    )  # fmt: skip


def _page(
    request: Request,
    seat: Seat,
    faults: list[str],
    name: str = "",
    roles: Sequence[Role] = (),
    secrecy: bool = False,
    which: str = "",
    codes: str = "",
    field: str = "naam",
) -> HTMLResponse:
    with seat.reading() as con:
        held = accounts.list_accounts(con)
        local = {one.id for one in held if accounts.has_password(con, one.id)}
        # who makes accounts is who can mend it; a coordinator may be what is missing
        secret = queue.nobody_for_secret(con)
        cases, feedback = queue.waits_for_nobody(con), feedback_queue.waits_for_nobody(con)
    context: Context = {
        "wachtwoord_lengte": accounts.SHORTEST_PASSWORD,
        "accounts": [
            {
                "href": f"/accounts/{account.id}",
                "naam": account.name,
                "rollen": sorted(role.value for role in account.roles),
                "geheim": account.secrecy,
                "gemeenten": sorted(account.municipalities),
                "actief": account.active,
                "wachtwoord": account.id in local,
            }
            for account in held
        ],
        "geheim_niemand": secret,
        "voor_niemand": cases,
        "terug_voor_niemand": feedback,
        "fouten": faults,
        "fout_veld": field,
        "nieuw": {
            "naam": name,
            "rollen": [role.value for role in roles],
            "geheim": secrecy,
            "bereik": which,
            "gemeenten": codes,
        },
    }
    return page(request, "accounts.html", 400 if faults else 200, **context)
