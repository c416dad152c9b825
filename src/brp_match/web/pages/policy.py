"""The policy: what is in force, what each key means, changing it, and every version of before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from brp_match.errors import BrpMatchError
from brp_match.policy import as_toml, policy_of
from brp_match.policy_checks import faults_of
from brp_match.review import policies
from brp_match.web.deps import csrf, require
from brp_match.web.pages import policy_preview_views, policy_views
from brp_match.web.pages.policy_form import values_of
from brp_match.web.pages.render import attachment, page
from brp_match.web.pages.seat import Seat, Seated, faults_told, form_values
from brp_match.web.validation import whole_number

router = APIRouter(include_in_schema=False)

KEEPERS = Depends(require("coordinator", "beheerder"))
CHANGERS = Depends(require("coordinator", "beheerder", whole=True))
"""Who may change what holds for every municipality."""
Number = Annotated[int, Path(ge=1, le=1_000_000)]
Values = Annotated[dict[str, str], Depends(form_values)]


@router.get("/beleid", dependencies=[KEEPERS])
def policy(request: Request, seat: Seated) -> HTMLResponse:
    """Show the policy in force, as a form."""
    return page(request, "policy.html", **policy_views.policy_page(seat))


@router.post("/beleid", dependencies=[CHANGERS, Depends(csrf)])
def change(request: Request, seat: Seated, values: Values) -> Response:
    """Put what the form says in force, or show it again with every fault at its field."""
    given = values_of(values)
    wrong = faults_of(given)
    if wrong:
        return _again(request, seat, values, [])
    try:
        _put_in_force(seat, policies_based_on(values), values)
    except BrpMatchError as error:
        return _again(request, seat, values, faults_told(error, 400, 409))
    return RedirectResponse("/beleid?m=beleid", 303)


@router.post("/beleid/voorbeeld", dependencies=[KEEPERS, Depends(csrf)])
def look_ahead(request: Request, seat: Seated, values: Values) -> HTMLResponse:
    """Show what the form would have changed in the newest month; nothing is kept of it."""
    given = values_of(values)
    if faults_of(given):
        return _again(request, seat, values, [])
    context = policy_views.policy_page(seat, values)
    seen = policy_preview_views.preview_page(seat, policy_of(given))
    return page(request, "policy.html", **context | {"voorbeeld": seen})


@router.get("/beleid/{number}", dependencies=[KEEPERS])
def version(request: Request, seat: Seated, number: Number) -> HTMLResponse:
    """Show a version as it was."""
    return page(
        request, "policy_version.html", **policy_views.version_page(seat, number), fouten=[]
    )


@router.get("/beleid/{number}/beleid.toml", dependencies=[KEEPERS])
def file(seat: Seated, number: Number) -> Response:
    """Hand over a version as a file for `--policy`."""
    with seat.reading() as con:
        found = policies.get(con, number)
    return attachment(as_toml(found.policy), f"beleid-{number}.toml", "application/toml")


@router.post("/beleid/{number}/terugzetten", dependencies=[CHANGERS, Depends(csrf)])
def put_back(
    request: Request,
    seat: Seated,
    number: Number,
    nummer: Annotated[str, Form(max_length=20)],
    waarom: Annotated[str, Form()] = "",
) -> Response:
    """Put an old version back in force: as a new version with its values."""
    try:
        with seat.writing() as con:
            old = policies.get(con, number)
            policies.change(
                con, seat.user, old.policy, based_on=whole_number(nummer) or 0, now=seat.now,
                reason=f"Versie {number} teruggezet: {waarom.strip()}" if waarom.strip() else "",
            )  # fmt: skip
    except BrpMatchError as error:
        faults = faults_told(error, 400, 409)
        context = policy_views.version_page(seat, number)
        return page(request, "policy_version.html", 400, **context, fouten=faults)
    return RedirectResponse("/beleid?m=beleid", 303)


def _put_in_force(seat: Seat, based_on: int, values: dict[str, str]) -> None:
    changed = policy_of(values_of(values))
    with seat.writing() as con:
        policies.change(
            con, seat.user, changed, based_on=based_on, reason=values.get("waarom", ""),
            now=seat.now,
        )  # fmt: skip


def policies_based_on(values: dict[str, str]) -> int:
    """Return the number of the version that the form was made from; 0 for none."""
    return whole_number(values.get("nummer", "")) or 0


def _again(request: Request, seat: Seat, values: dict[str, str], said: list[str]) -> HTMLResponse:
    context = policy_views.policy_page(seat, values, said)
    return page(request, "policy.html", 400, **context)
