"""One run of the hand-made town for all tests, and a service of its own for each of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from brp_match.pipeline import LinkRequest, link
from brp_match.report import release_log
from brp_match.review.accounts import Role, add_account
from brp_match.review.engine import migrate, open_engine
from brp_match.review.load_run import import_run
from brp_match.web import deps
from web.pages.service import PASSWORD, Service, make_app
from web.pages.town import write_residents, write_signals

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
PEOPLE = {
    "bea": ((Role.BEOORDELAAR,), False),
    "bob": ((Role.BEOORDELAAR,), False),
    "geheime": ((Role.BEOORDELAAR,), True),
    "coor": ((Role.COORDINATOR,), True),
    "beheer": ((Role.BEHEERDER,), False),
    "data": ((Role.DATAKWALITEIT,), False),
}


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stad")
    link(
        LinkRequest(
            signals=(write_signals(folder),),
            out=folder / "run",
            residents=write_residents(folder),
        )
    )
    return folder


@pytest.fixture(scope="session")
def filled(linked: Path) -> Path:
    """A database with the accounts and the cases of the town."""
    path = linked / "leeg.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.begin() as con:
        for name, (roles, secrecy) in PEOPLE.items():
            add_account(con, name, PASSWORD, roles, secrecy=secrecy, now=NOW)
        import_run(con, linked / "run", account_id="", now=NOW)
        con.exec_driver_sql("UPDATE cases SET second_look = 0")
    engine.dispose()
    return path


@pytest.fixture
def service(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(deps, "_clock", lambda: NOW)
    database = tmp_path / "brp-match.sqlite"
    shutil.copyfile(filled, database)
    made = Service(make_app(tmp_path, database), tmp_path)
    yield made
    engine: Engine = made.app.state.engine
    engine.dispose()
    # the run is everybody's: what was released of it is not
    (filled.parent / "run" / release_log.FILE).unlink(missing_ok=True)


@pytest.fixture
def sign_in(service: Service) -> Callable[[str], TestClient]:
    return service.sign_in
