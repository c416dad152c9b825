"""A service on a fresh database, people of every role who are logged in, and API clients."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import prepare
from brp_match.review import accounts, clients
from brp_match.review.accounts import Role
from brp_match.review.engine import migrate, open_engine
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.town import write_town

PASSWORD = "een heel lang wachtwoord"
BASE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def cheaper(request: pytest.FixtureRequest) -> None:
    """Deliveries are linked in this process and cards have no PDF, but where a test is marked to need them."""
    for marker, fixture in (("own_process", "linked_here"), ("pdfs", "no_pdfs")):
        if request.node.get_closest_marker(marker) is None:
            request.getfixturevalue(fixture)


@dataclass(frozen=True)
class Town:
    """The files of a hand-made town."""

    residents: Path
    signals: Path


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    residents, signals = write_town(tmp_path_factory.mktemp("town"))
    return Town(residents, signals)


@pytest.fixture(scope="session")
def register(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared register of the town."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    prepare(town.residents, path)
    return path


@pytest.fixture(scope="session")
def run_folder(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the town's signals."""
    out = tmp_path_factory.mktemp("run") / "november"
    link(LinkRequest(signals=(town.signals,), residents=town.residents, out=out))
    return out


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that was brought up to date once, to be copied: that is quicker."""
    path = tmp_path_factory.mktemp("database") / "brp-match.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> WebSettings:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(empty_database, data / "brp-match.sqlite")
    return WebSettings(data=data, secret="s" * 40)


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

    def make(
        *roles: str, name: str = "", secrecy: bool = False, municipalities: tuple[str, ...] = ()
    ) -> TestClient:
        shown = name or "-".join(roles)
        with app.state.engine.begin() as con:
            accounts.add_account(
                con, shown, PASSWORD, [Role(r) for r in roles], secrecy=secrecy,
                municipalities=municipalities, now=deps.now(),
            )  # fmt: skip
        browser = TestClient(app, BASE, follow_redirects=False, raise_server_exceptions=False)
        assert log_in(browser, shown).status_code == 303
        return browser

    return make


@pytest.fixture
def api(app: FastAPI) -> Callable[..., TestClient]:
    """Make an API client with roles and return it with its token."""

    def make(
        *roles: str, secrecy: bool = False, municipalities: tuple[str, ...] = ()
    ) -> TestClient:
        with app.state.engine.begin() as con:
            token = clients.add_client(
                con, "test", [Role(r) for r in roles], deps.now(), secrecy=secrecy,
                municipalities=municipalities,
            )  # fmt: skip
        return TestClient(
            app,
            BASE,
            headers={"Authorization": f"Bearer {token}"},
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    return make
