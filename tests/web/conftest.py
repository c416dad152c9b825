"""A service on a fresh database, people of every role who are logged in, and API clients."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.pipeline import LinkRequest, link, prepare
from brp_match.review import accounts
from brp_match.review.accounts import Role
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.town import SIGNALS, write_town

PASSWORD = "een heel lang wachtwoord"
BASE = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Town:
    """A hand-made town: its files, its prepared register, and a run of its signals."""

    residents: Path
    signals: Path
    register: Path
    run: Path


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    residents, signals = write_town(folder)
    prepare(residents, folder / "register.duckdb")
    link(LinkRequest(signals=(signals,), residents=residents, out=folder / "run"))
    assert len(SIGNALS) == sum(1 for _ in signals.open(encoding="utf-8")) - 1
    return Town(residents, signals, folder / "register.duckdb", folder / "run")


@pytest.fixture
def settings(tmp_path: Path, town: Town) -> WebSettings:
    return WebSettings(data=tmp_path / "data", register=town.register, secret="s" * 40)


@pytest.fixture
def app(settings: WebSettings) -> Iterator[FastAPI]:
    made = create_app(settings)
    yield made
    if made.state.matcher is not None:
        made.state.matcher.close()
    made.state.engine.dispose()


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """A browser of somebody who is not logged in; redirects are not followed."""
    return TestClient(app, BASE, follow_redirects=False, raise_server_exceptions=False)


def token_in(text: str) -> str:
    """Return the form token of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found, "no form token on this page"
    return found[1]


def log_in(browser: TestClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    """Log in as a person does: fetch the form, send it."""
    token = token_in(browser.get("/inloggen").text)
    return browser.post(
        "/inloggen", data={"csrf_token": token, "naam": name, "wachtwoord": password, **more}
    )


@pytest.fixture
def logged_in(app: FastAPI) -> Callable[..., TestClient]:
    """Make an account with roles and return its browser."""

    def make(*roles: str, name: str = "", secrecy: bool = False) -> TestClient:
        shown = name or "-".join(roles)
        with app.state.engine.begin() as con:
            accounts.add_account(
                con, shown, PASSWORD, [Role(r) for r in roles], secrecy=secrecy, now=deps.now()
            )
        browser = TestClient(app, BASE, follow_redirects=False, raise_server_exceptions=False)
        assert log_in(browser, shown).status_code == 303
        return browser

    return make


@pytest.fixture
def api(app: FastAPI) -> Callable[..., TestClient]:
    """Make an API client with roles and return it with its token."""

    def make(*roles: str) -> TestClient:
        with app.state.engine.begin() as con:
            token = accounts.add_client(con, "test", [Role(r) for r in roles], deps.now())
        return TestClient(
            app,
            BASE,
            headers={"Authorization": f"Bearer {token}"},
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    return make
