"""Every route stands in the table below, and every role is tried on every route."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI, params
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from brp_match.review.accounts import Role
from brp_match.web.bodies import UPLOAD_PATHS
from brp_match.web.deps import csrf
from web.auth.test_security import CSP
from web.conftest import token_in

EVERYBODY: frozenset[str] = frozenset({"nobody", *map(str, Role)})
USERS = frozenset(map(str, Role))
REVIEW = frozenset({"beoordelaar", "coordinator"})
DELIVERIES = frozenset({"coordinator", "beheerder"})
CARDS = frozenset({"coordinator", "datakwaliteit"})
COORDINATOR = frozenset({"coordinator"})
KEEPER = frozenset({"beheerder"})

ALLOWED: dict[tuple[str, str], frozenset[str]] = {
    ("GET", "/.well-known/security.txt"): EVERYBODY,
    ("GET", "/gezond"): EVERYBODY,
    # nobody's page: it asks for the key of a monitor
    ("GET", "/metrics"): EVERYBODY,
    ("GET", "/gezondheid"): DELIVERIES,
    ("GET", "/inloggen"): EVERYBODY,
    ("POST", "/inloggen"): EVERYBODY,
    ("POST", "/uitloggen"): EVERYBODY,
    ("GET", "/oidc/start"): EVERYBODY,
    ("GET", "/oidc/callback"): EVERYBODY,
    ("GET", "/"): EVERYBODY,
    ("GET", "/thema.css"): EVERYBODY,
    ("GET", "/uitleg"): EVERYBODY,
    ("GET", "/toegankelijkheid"): EVERYBODY,
    ("POST", "/voorkeuren/toetsen"): EVERYBODY,
    ("GET", "/wachtwoord"): USERS,
    ("POST", "/wachtwoord"): USERS,
    ("GET", "/sessie.svg"): USERS,
    ("GET", "/werkvoorraad"): REVIEW,
    ("GET", "/werkvoorraad/volgende"): REVIEW,
    ("GET", "/bord"): COORDINATOR,
    ("POST", "/bord/verdelen"): COORDINATOR,
    ("POST", "/zaak/{case_id}/notitie"): REVIEW,
    ("GET", "/tweede-blik"): REVIEW,
    ("GET", "/zaak/{case_id}"): REVIEW,
    ("POST", "/zaak/{case_id}"): REVIEW,
    ("POST", "/zaak/{case_id}/terugdraaien"): REVIEW,
    ("POST", "/zaak/{case_id}/terugkoppeling"): COORDINATOR,
    ("POST", "/zaak/{case_id}/terugkoppeling/terug"): COORDINATOR,
    ("GET", "/oefenen"): REVIEW,
    ("GET", "/oefenen/{number}"): REVIEW,
    ("POST", "/oefenen/{number}"): REVIEW,
    ("POST", "/oefenen/opnieuw"): REVIEW,
    ("GET", "/eerste-dag"): REVIEW | KEEPER,
    ("GET", "/zoeken"): REVIEW,
    ("POST", "/zoeken"): REVIEW,
    ("GET", "/terugkoppeling"): COORDINATOR,
    ("GET", "/terugkoppeling/volgende"): COORDINATOR,
    ("GET", "/terugkoppeling/zaak/{case_id}"): COORDINATOR,
    ("POST", "/terugkoppeling/zaak/{case_id}"): COORDINATOR,
    ("POST", "/terugkoppeling/zaak/{case_id}/terug"): COORDINATOR,
    ("GET", "/terugkoppeling/{run_id}/{code}"): COORDINATOR,
    ("POST", "/terugkoppeling/{run_id}/{code}"): COORDINATOR,
    ("GET", "/leveringen"): DELIVERIES,
    ("GET", "/oppaklijst"): COORDINATOR,
    ("GET", "/oppaklijst/instellen"): COORDINATOR,
    ("POST", "/oppaklijst/instellen"): COORDINATOR,
    ("GET", "/oppaklijst/zaak/{zaak_id}"): COORDINATOR,
    ("GET", "/oppaklijst/{maand}/oppaklijst.{soort}"): COORDINATOR,
    ("GET", "/v1/oppaklijst"): COORDINATOR,
    ("GET", "/v1/vroegsignaalzaken"): COORDINATOR,
    ("GET", "/leveringen/nieuw"): COORDINATOR,
    ("POST", "/leveringen/nieuw"): COORDINATOR,
    ("GET", "/leveringen/{run_id}/kolommen"): COORDINATOR,
    ("POST", "/leveringen/{run_id}/kolommen"): COORDINATOR,
    ("GET", "/leveringen/{run_id}"): DELIVERIES,
    ("GET", "/leveringen/{run_id}/vragen"): COORDINATOR,
    ("POST", "/leveringen/{run_id}/vragen"): COORDINATOR,
    ("GET", "/leveringen/{run_id}/gewoonten"): DELIVERIES,
    ("GET", "/leveringen/{run_id}/apart-gezet"): DELIVERIES,
    ("GET", "/leveringen/{run_id}/apart-gezet.csv"): COORDINATOR,
    ("GET", "/leveringen/{run_id}/apart-gezet/{number}"): COORDINATOR,
    ("POST", "/leveringen/{run_id}/apart-gezet/{number}"): COORDINATOR,
    ("POST", "/leveringen/{run_id}/apart-gezet/vergelijken"): COORDINATOR,
    ("GET", "/leveringen/{run_id}/voortgang"): DELIVERIES,
    ("GET", "/leveringen/{run_id}/besluiten.csv"): COORDINATOR,
    ("POST", "/leveringen/{run_id}/verwijderen"): DELIVERIES,
    ("GET", "/scorekaarten"): CARDS,
    ("GET", "/scorekaarten/{run_id}/{number}"): CARDS,
    ("GET", "/scorekaarten/{run_id}/{number}/vrijgave"): COORDINATOR,
    ("POST", "/scorekaarten/{run_id}/{number}/vrijgave"): COORDINATOR,
    ("POST", "/scorekaarten/{run_id}/{number}/vrijgave/intrekken"): COORDINATOR,
    ("POST", "/scorekaarten/{run_id}/{number}/vrijgave/versturen"): COORDINATOR,
    ("GET", "/scorekaarten/{run_id}/{number}/vrijgave/{nummer}/scorekaart.{soort}"): COORDINATOR,
    ("GET", "/scorekaarten/{run_id}/{number}/voorbeeld.{soort}"): COORDINATOR,
    ("GET", "/scorekaarten/{run_id}/vrijgeven"): COORDINATOR,
    ("POST", "/scorekaarten/{run_id}/vrijgeven"): COORDINATOR,
    ("GET", "/benchmark"): CARDS,
    ("GET", "/beleid"): DELIVERIES,
    ("POST", "/beleid"): DELIVERIES,
    ("POST", "/beleid/voorbeeld"): DELIVERIES,
    ("GET", "/beleid/{number}"): DELIVERIES,
    ("GET", "/beleid/{number}/beleid.toml"): DELIVERIES,
    ("POST", "/beleid/{number}/terugzetten"): DELIVERIES,
    ("GET", "/schuldhulpverlening"): COORDINATOR,
    ("POST", "/schuldhulpverlening"): COORDINATOR,
    ("POST", "/schuldhulpverlening/verwijderen"): COORDINATOR,
    ("POST", "/schuldhulpverlening/oordeel"): COORDINATOR,
    ("GET", "/rechten"): COORDINATOR,
    ("POST", "/rechten"): COORDINATOR,
    ("POST", "/rechten/inzage"): COORDINATOR,
    ("POST", "/rechten/wissen"): COORDINATOR,
    ("GET", "/v1/schuldhulpverlening"): COORDINATOR,
    ("POST", "/v1/schuldhulpverlening"): COORDINATOR,
    ("DELETE", "/v1/schuldhulpverlening"): COORDINATOR,
    ("GET", "/lijsten"): COORDINATOR,
    ("POST", "/lijsten"): COORDINATOR,
    ("GET", "/lijsten/{lijst_id}/{bestand}"): COORDINATOR,
    ("POST", "/lijsten/{lijst_id}/verwijderen"): COORDINATOR,
    ("GET", "/terugmelding"): COORDINATOR,
    ("POST", "/terugmelding"): COORDINATOR,
    ("GET", "/terugmelding/terugmelding.{soort}"): COORDINATOR,
    ("POST", "/terugmelding/gemeld"): COORDINATOR,
    ("POST", "/oppaklijst/zaak/{zaak_id}/retour"): COORDINATOR,
    ("GET", "/logo"): EVERYBODY,
    ("GET", "/instellingen"): DELIVERIES,
    ("POST", "/instellingen"): DELIVERIES,
    ("POST", "/instellingen/logo"): DELIVERIES,
    ("GET", "/instellingen/register"): COORDINATOR,
    ("GET", "/instellingen/register/voortgang"): COORDINATOR,
    ("POST", "/instellingen/register"): COORDINATOR,
    ("GET", "/instellingen/kansen"): COORDINATOR,
    ("POST", "/instellingen/kansen"): COORDINATOR,
    ("POST", "/instellingen/kansen/verwijderen"): COORDINATOR,
    ("POST", "/instellingen/kansen/uitvoer"): COORDINATOR,
    ("POST", "/v1/kansen"): COORDINATOR,
    ("POST", "/werkvoorraad/filters"): REVIEW,
    ("GET", "/audit.csv"): DELIVERIES,
    ("GET", "/audit"): DELIVERIES,
    ("GET", "/audit/controle"): DELIVERIES,
    ("GET", "/audit/verwerkingen"): DELIVERIES,
    ("GET", "/audit/verwerkingen.jsonl"): DELIVERIES,
    ("GET", "/accounts"): KEEPER,
    ("POST", "/accounts"): KEEPER,
    ("GET", "/sleutels"): KEEPER,
    ("POST", "/sleutels"): KEEPER,
    ("POST", "/sleutels/{client_id}/intrekken"): KEEPER,
    ("POST", "/accounts/{account_id}"): KEEPER,
    ("GET", "/v1/openapi.json"): EVERYBODY,
    ("GET", "/v1/docs"): EVERYBODY,
    ("GET", "/v1/leveringen"): DELIVERIES,
    ("POST", "/v1/leveringen"): COORDINATOR,
    ("GET", "/v1/leveringen/{leveringId}"): DELIVERIES,
    ("GET", "/v1/leveringen/{leveringId}/besluiten"): COORDINATOR,
    ("GET", "/v1/beleid"): DELIVERIES,
    ("POST", "/v1/leveringen/{leveringId}/antwoorden"): COORDINATOR,
    ("POST", "/v1/vergelijkingen"): REVIEW,
    ("GET", "/v1/zaken"): REVIEW,
    ("GET", "/v1/zaken/{zaakId}"): REVIEW,
    ("POST", "/v1/zaken/{zaakId}/oordelen"): REVIEW,
    ("DELETE", "/v1/zaken/{zaakId}/oordelen/laatste"): REVIEW,
    ("GET", "/v1/leveringen/{leveringId}/terugkoppelingen"): COORDINATOR,
    ("POST", "/v1/zaken/{zaakId}/terugkoppelingen"): COORDINATOR,
    ("DELETE", "/v1/zaken/{zaakId}/terugkoppelingen/laatste"): COORDINATOR,
    ("GET", "/v1/scorekaarten"): CARDS,
    ("GET", "/v1/scorekaarten/{scorekaartId}"): CARDS,
    ("GET", "/v1/scorekaarten/{scorekaartId}/voorbeeld"): COORDINATOR,
    ("POST", "/v1/scorekaarten/{scorekaartId}/vrijgaven"): COORDINATOR,
    ("GET", "/v1/vrijgaven"): CARDS,
    ("POST", "/v1/signalen"): COORDINATOR,
    ("GET", "/v1/wijzigingen"): COORDINATOR,
    ("GET", "/v1/codelijsten"): EVERYBODY,
}
"""Who may use what. A route that is not here fails the first test: nothing opens unseen."""

ROLES = ["nobody", *map(str, Role)]

HEADERS = {
    "content-security-policy": CSP, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin", "x-frame-options": "DENY",
}  # fmt: skip
"""What every answer has, a refusal and a fault too."""


def routes(app: FastAPI) -> Iterator[tuple[str, str, Any]]:
    for context in iter_route_contexts(app.routes):
        for method in sorted(getattr(context, "methods", None) or ()):
            yield method, str(context.path), context


def address(path: str) -> str:
    return path.replace("{number}", "0").replace("{", "").replace("}", "")


def test_every_route_stands_in_the_table_and_the_other_way_round(app: FastAPI) -> None:
    assert {(method, path) for method, path, _ in routes(app)} == set(ALLOWED)


def test_every_form_asks_for_our_token(app: FastAPI) -> None:
    forms = {
        path: _calls(context.dependant)
        for method, path, context in routes(app)
        if method not in {"GET", "HEAD"} and not path.startswith("/v1")
    }
    posts = {path for method, path in ALLOWED if method == "POST" and not path.startswith("/v1")}
    assert set(forms) == posts
    assert [path for path, calls in forms.items() if csrf not in calls] == []


def test_every_route_for_a_file_takes_one_as_large_as_its_page_says(app: FastAPI) -> None:
    for_files = {
        path
        for _, path, context in routes(app)
        if any(isinstance(one.field_info, params.File) for one in context.dependant.body_params)
    }
    assert for_files - {"/instellingen/logo"} == UPLOAD_PATHS - {"/leveringen", "/v1/signalen"}


def test_no_page_changes_anything_on_get(app: FastAPI) -> None:
    assert {method for method, _, _ in routes(app)} == {"GET", "POST", "DELETE"}


def test_a_form_without_our_token_or_from_elsewhere_does_nothing(
    app: FastAPI, logged_in: Callable[..., TestClient]
) -> None:
    """Of every route that writes, as the router has them: a new one is tried by itself."""
    browser, other = logged_in(*map(str, Role)), logged_in("beoordelaar", name="een_ander")
    own, foreign = (token_in(one.get("/wachtwoord").text) for one in (browser, other))
    ways: dict[str, dict[str, Any]] = {
        "no token": {},
        "somebody else's token": {"data": {"csrf_token": foreign}},
        "the token in the address": {"params": {"csrf_token": own}},
        "from another site": {"data": {"csrf_token": own}, "headers": {"Origin": "https://vreemd.example"}},
        "a browser says so": {"data": {"csrf_token": own}, "headers": {"Sec-Fetch-Site": "cross-site"}},
    }  # fmt: skip
    wrong, tried = [], 0
    for method, path, _ in routes(app):
        if method in {"GET", "HEAD"}:
            continue
        for name, how in ways.items():
            answer = browser.request(method, address(path), **how)
            # the API knows no visit: there a cookie opens nothing, and a form is none of its bodies
            refused = {401, 415} if path.startswith("/v1") else {403}
            tried += 1
            if answer.status_code not in refused or "set-cookie" in answer.headers:
                wrong.append((method, path, name, answer.status_code))
    assert wrong == []
    assert tried > 250


def _calls(dependant: Any) -> list[Any]:
    return [
        dependant.call,
        *(call for inner in dependant.dependencies for call in _calls(inner)),
    ]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_it_may_and_nowhere_else(
    app: FastAPI,
    visitor: TestClient,
    logged_in: Callable[..., TestClient],
    api: Callable[..., TestClient],
    role: str,
) -> None:
    browser = visitor if role == "nobody" else logged_in(role)
    caller = visitor if role == "nobody" else api(role)
    token = ""
    page = browser.get("/uitleg").text
    if 'name="csrf_token"' in page:
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
    wrong = []
    for (method, path), allowed in sorted(ALLOWED.items()):
        if path in {"/inloggen", "/uitloggen"}:
            continue  # tested in test_login; logging out here would end the test
        if path.startswith("/v1"):
            answer = caller.request(method, address(path))
            refused = answer.status_code == (401 if role == "nobody" else 403)
        else:
            data = {"csrf_token": token} if method == "POST" else None
            answer = browser.request(method, address(path), data=data)
            to_login = answer.headers.get("location", "").startswith("/inloggen?next=")
            refused = to_login if role == "nobody" else answer.status_code == 403
        if [one for one, value in HEADERS.items() if answer.headers.get(one) != value]:
            wrong.append((method, path, "headers"))
        if answer.status_code >= 500 and path not in {"/v1/vergelijkingen"}:
            wrong.append((method, path, answer.status_code))
        if path == "/voorkeuren/toetsen" and role == "nobody":
            continue  # refused for want of a token, which the login form gives
        if refused == (role in allowed):
            wrong.append((method, path, answer.status_code))
    assert wrong == []
