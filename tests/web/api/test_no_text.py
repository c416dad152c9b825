"""What is no text (NUL, half of a surrogate pair) is a refusal at its place, on either database."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from brp_match.review import accounts, clients, load_run, schema
from brp_match.review.accounts import Role
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from own_postgres import fresh_database
from web.conftest import BASE, PASSWORD, Town, log_in, token_in

NO_TEXT = ("a\\u0000b", "\\u0000", "a\\ud800b", "\\udc00\\ud800")
"""As they stand in JSON."""

ROLES = [Role.BEOORDELAAR, Role.COORDINATOR, Role.BEHEERDER]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def service(
    request: pytest.FixtureRequest, settings: WebSettings, register: Path, run_folder: Path
) -> Iterator[FastAPI]:
    """A service with a finished run, on either database."""
    with ExitStack() as stack:
        address = ""
        if request.param == "postgresql":
            url = request.getfixturevalue("postgres_url")
            address = stack.enter_context(fresh_database(url))
        made = create_app(replace(settings, register=register, database_url=address))
        with made.state.engine.begin() as con:
            load_run.import_run(con, run_folder, account_id="", now=deps.now())
        yield made
        made.state.matcher.close()
        made.state.engine.dispose()


@pytest.fixture
def client(service: FastAPI) -> TestClient:
    """An API client with every role."""
    with service.state.engine.begin() as con:
        token = clients.add_client(con, "test", ROLES, deps.now())
    headers = {"Authorization": f"Bearer {token}"}
    return TestClient(service, BASE, headers=headers, raise_server_exceptions=False)


def refused(answer: Any) -> list[tuple[str, str]]:
    """The pointers and codes of a refusal of the body; fails for any other answer."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (400, "VRAAG_ONGELDIG"), body
    assert {one["in"] for one in body["errors"]} == {"body"}
    assert {one["detail"] for one in body["errors"]} == {
        "in deze tekst staat een teken dat geen tekst is"
    }
    return [(one["location"]["pointer"], one["code"]) for one in body["errors"]]


def test_a_judgement(service: FastAPI, client: TestClient) -> None:
    found = (
        client.get(f"/v1/zaken/{one['zaakId']}") for one in client.get("/v1/zaken").json()["items"]
    )
    shown = next(one for one in found if one.json()["kandidaten"])
    headers = {"If-Match": shown.headers["etag"], "Content-Type": "application/json"}
    bodies = (
        ("reden", '{"uitkomst": "weet_ik_niet", "reden": "@"}'),
        ("persoonId", '{"uitkomst": "dezelfde_persoon", "persoonId": "@"}'),
    )
    for field, body in ((name, text.replace("@", bad)) for name, text in bodies for bad in NO_TEXT):
        answer = client.post(
            f"/v1/zaken/{shown.json()['zaakId']}/oordelen", content=body, headers=headers
        )
        assert refused(answer) == [(f"#/{field}", "string_unicode")]
    with service.state.engine.begin() as con:
        assert con.execute(select(func.count()).select_from(schema.judgements)).scalar_one() == 0


def test_a_single_match(client: TestClient) -> None:
    fields = (
        "vlp",
        "signaalId",
        "sector",
        "achternaam",
        "volledigeNaam",
        "geboortedatum",
        "postcode",
    )
    for bad in NO_TEXT:
        body = json.dumps(dict.fromkeys(fields, "@")).replace("@", bad)
        answer = client.post(
            "/v1/vergelijkingen", content=body, headers={"Content-Type": "application/json"}
        )
        # all at once
        assert sorted(refused(answer)) == sorted((f"#/{name}", "string_unicode") for name in fields)


def test_the_name_of_a_delivery(service: FastAPI, client: TestClient, town: Town) -> None:
    files = {"signalen": ("november.csv", town.signals.read_bytes(), "text/csv")}
    answer = client.post("/v1/leveringen", files=files, data={"naam": "a\0b"})
    assert refused(answer) == [("#/naam", "string_unicode")]
    long = client.post("/v1/leveringen", files=files, data={"naam": "a" * 201}).json()["errors"]
    assert [one["code"] for one in long] == ["string_too_long"]
    assert not list(service.state.settings.data.glob("*/in"))


def test_a_cursor(client: TestClient) -> None:
    for place in ("\0", "1_0_5_\0", "x"):
        cursor = base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")
        for path in ("/v1/zaken", "/v1/leveringen", "/v1/scorekaarten", "/v1/vrijgaven"):
            answer = client.get(path, params={"cursor": cursor})
            (one,) = answer.json()["errors"]
            assert (answer.status_code, answer.json()["code"]) == (400, "CURSOR_ONGELDIG")
            assert (one["in"], one["location"]) == ("query", {"name": "cursor"})


def test_a_form(service: FastAPI) -> None:
    browser = TestClient(service, BASE, follow_redirects=False, raise_server_exceptions=False)
    with service.state.engine.begin() as con:
        accounts.add_account(con, "anna", PASSWORD, ROLES, secrecy=False, now=deps.now())
    assert log_in(browser, "anna").status_code == 303
    token = token_in(browser.get("/sleutels").text)
    for body in ("naam=a%00b&rol=coordinator", "naam=zaaksysteem&rol=a%00b&rol=coordinator"):
        answer = browser.post(
            "/sleutels",
            content=f"csrf_token={token}&{body}",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 400
        assert "In wat u invulde, staat een teken dat niet kan." in answer.text
