"""Logging in and out: sessions, lock-out, limits, form tokens, and what the cookies look like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markupsafe import escape
from sqlalchemy import select

from brp_match.review import schema
from brp_match.review.accounts import Role, add_account
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.conftest import BASE, PASSWORD, log_in, token_in


@pytest.fixture
def jan(app: FastAPI) -> str:
    with app.state.engine.begin() as con:
        add_account(con, "jan", PASSWORD, [Role.BEOORDELAAR], now=deps.now())
    return "jan"


def kinds(app: FastAPI) -> list[str]:
    with app.state.engine.begin() as con:
        return list(con.execute(select(schema.audit.c.kind).order_by(schema.audit.c.id)).scalars())


def test_log_in_and_out(app: FastAPI, visitor: TestClient, jan: str) -> None:
    answer = log_in(visitor, jan)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = visitor.get("/uitleg")
    assert "Uitloggen" in page.text
    out = visitor.post("/uitloggen", data={"csrf_token": token_in(page.text)})
    assert (out.status_code, out.headers["location"]) == (303, "/inloggen?m=uitgelogd")
    assert "Uitloggen" not in visitor.get("/uitleg").text
    assert kinds(app) == ["ingelogd", "uitgelogd"]


def test_after_logging_out_the_old_cookie_is_worth_nothing(
    app: FastAPI, visitor: TestClient, jan: str
) -> None:
    log_in(visitor, jan)
    stolen = visitor.cookies["sessie"]
    visitor.post("/uitloggen", data={"csrf_token": token_in(visitor.get("/uitleg").text)})
    thief = TestClient(app, BASE, cookies={"sessie": stolen}, follow_redirects=False)
    assert thief.get("/werkvoorraad").headers["location"] == "/inloggen?next=%2Fwerkvoorraad"


def test_the_session_id_is_new_at_every_login(app: FastAPI, jan: str) -> None:
    browser = TestClient(app, BASE, cookies={"sessie": "planted"}, follow_redirects=False)
    log_in(browser, jan)
    first = [c.value for c in browser.cookies.jar if c.name == "sessie"][-1]
    assert first != "planted"
    with app.state.engine.begin() as con:
        kept = con.execute(select(schema.sessions.c.token_hash)).scalars().all()
    assert len(kept) == 1
    assert first not in kept  # only a hash is kept


def test_logging_in_again_ends_the_session_before(
    app: FastAPI, visitor: TestClient, jan: str
) -> None:
    log_in(visitor, jan)
    before = visitor.cookies["sessie"]
    token = token_in(visitor.get("/uitleg").text)
    data = {"csrf_token": token, "naam": jan, "wachtwoord": PASSWORD}
    assert visitor.post("/inloggen", data=data).status_code == 303
    assert visitor.cookies["sessie"] != before
    old = TestClient(app, BASE, cookies={"sessie": before}, follow_redirects=False)
    assert old.get("/werkvoorraad").status_code == 303


def test_cookies_over_http_and_https(settings: WebSettings, visitor: TestClient, jan: str) -> None:
    line = log_in(visitor, jan).headers["set-cookie"]
    assert "sessie=" in line
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    public = replace(
        settings,
        behind_proxy=True,
        public_url="https://beoordelen.example",
        security_contact="mailto:ciso@voorbeeld.nl",
    )
    app = create_app(public)
    browser = TestClient(app, "https://beoordelen.example", follow_redirects=False)
    answer = log_in(browser, jan)
    lines = answer.headers.get_list("set-cookie")
    session = next(one for one in lines if one.startswith("__Host-sessie="))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(session.split("; "))
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    ("name", "password"),
    [("jan", "fout"), ("piet", PASSWORD), ("", ""), ("jan", PASSWORD + " "), ("' OR 1=1 --", "x")],
)
def test_one_message_for_every_wrong_login(
    visitor: TestClient, jan: str, name: str, password: str
) -> None:
    answer = log_in(visitor, name, password)
    assert answer.status_code == 401
    assert "De naam of het wachtwoord klopt niet" in answer.text
    assert "Na 5 keer fout gaat een account 15 minuten op slot." in answer.text
    assert f'name="naam" value="{escape(name)}"' in answer.text or not name
    assert "sessie" not in visitor.cookies


def test_five_failures_lock_the_account_and_time_opens_it(
    app: FastAPI, visitor: TestClient, jan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    monkeypatch.setattr(deps, "_clock", lambda: moment)
    for _ in range(5):
        assert log_in(visitor, jan, "fout").status_code == 401
    assert log_in(visitor, jan).status_code == 401  # the right one, but locked
    later = moment + timedelta(minutes=14)
    monkeypatch.setattr(deps, "_clock", lambda: later)
    assert log_in(visitor, jan).status_code == 401
    after = moment + timedelta(minutes=16)
    monkeypatch.setattr(deps, "_clock", lambda: after)
    assert log_in(visitor, jan).status_code == 303
    assert kinds(app).count("inloggen_mislukt") == 7


def test_one_address_may_try_so_often(
    settings: WebSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    monkeypatch.setattr(deps, "_clock", lambda: moment)
    app = create_app(replace(settings, logins_per_minute=3))
    browser = TestClient(app, BASE, follow_redirects=False)
    found = [log_in(browser, f"naam{n}", "fout").status_code for n in range(5)]
    assert found == [401, 401, 401, 429, 429]
    with app.state.engine.begin() as con:
        keys = con.execute(select(schema.attempts.c.key)).scalars().all()
    assert not any("127.0.0.1" in key or "testclient" in key for key in keys)


def test_a_session_ends_after_half_an_hour_idle_and_ten_hours_at_most(
    visitor: TestClient, jan: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = datetime(2026, 11, 2, 8, tzinfo=UTC)
    now = [start]
    monkeypatch.setattr(deps, "_clock", lambda: now[0])
    log_in(visitor, jan)
    for minutes in range(20, 590, 20):
        now[0] = start + timedelta(minutes=minutes)
        assert "Uitloggen" in visitor.get("/uitleg").text, minutes
    now[0] = start + timedelta(minutes=601)
    assert "Uitloggen" not in visitor.get("/uitleg").text
    log_in(visitor, jan)
    now[0] += timedelta(minutes=31)
    assert "Uitloggen" not in visitor.get("/uitleg").text


def test_a_closed_account_is_out_at_once(app: FastAPI, visitor: TestClient, jan: str) -> None:
    log_in(visitor, jan)
    with app.state.engine.begin() as con:
        con.execute(schema.accounts.update().values(active=False))
    assert visitor.get("/werkvoorraad").status_code == 303


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/werkvoorraad", "/werkvoorraad"),
        ("https://elders.example", "/"),
        ("//elders.example", "/"),
        ("/\\elders.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a?b=c", "/"),
        ("/a\r\nX: y", "/"),
        ("", "/"),
    ],
)
def test_logging_in_leads_nowhere_else(
    visitor: TestClient, jan: str, asked: str, given: str
) -> None:
    assert log_in(visitor, jan, next=asked).headers["location"] == given


FORMS = ("/inloggen", "/uitloggen", "/voorkeuren/toetsen")


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "verkeerd", "a" * 64, "é"])
def test_forms_without_our_token_are_refused(
    visitor: TestClient, path: str, token: str | None
) -> None:
    visitor.get("/inloggen")
    data = {"naam": "a", "wachtwoord": "b", "stand": "uit"}
    answer = visitor.post(path, data=data | ({} if token is None else {"csrf_token": token}))
    assert answer.status_code == 403
    assert "hoort niet (meer) bij uw bezoek" in answer.text


def test_a_token_of_another_visitor_is_refused(app: FastAPI, visitor: TestClient) -> None:
    other = TestClient(app, BASE)
    token = token_in(other.get("/inloggen").text)
    visitor.get("/inloggen")
    data = {"csrf_token": token, "naam": "a", "wachtwoord": "b"}
    assert visitor.post("/inloggen", data=data).status_code == 403


def test_the_token_changes_at_login(visitor: TestClient, jan: str) -> None:
    before = token_in(visitor.get("/inloggen").text)
    log_in(visitor, jan)
    assert visitor.post("/uitloggen", data={"csrf_token": before}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elders.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_sent_from_another_site_is_refused_even_with_the_token(
    visitor: TestClient, jan: str, headers: dict[str, str]
) -> None:
    token = token_in(visitor.get("/inloggen").text)
    data = {"csrf_token": token, "naam": jan, "wachtwoord": PASSWORD}
    assert visitor.post("/inloggen", data=data, headers=headers).status_code == 403
    assert visitor.post("/inloggen", data=data, headers={"Origin": "null"}).status_code == 303


def test_a_session_is_no_key_to_the_api(logged_in: Callable[..., TestClient]) -> None:
    browser = logged_in("coordinator")
    assert browser.get("/leveringen").status_code != 303
    assert browser.get("/v1/leveringen").status_code == 401
