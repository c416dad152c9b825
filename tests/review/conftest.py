"""A review database on SQLite and on PostgreSQL (Debian's, started here), and a linked run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from brp_match.pipeline import LinkRequest, link
from brp_match.review.accounts import Account, Role, add_account, list_accounts
from brp_match.review.engine import migrate, open_engine
from brp_match.review.load_run import import_run
from brp_match.review.schema import runs
from brp_match.synthetic import generate, load_scenario
from once import once
from own_postgres import fresh_database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "een goed lang wachtwoord"
PEOPLE = ("anna", "bram", "cor", "dewi")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A migrated database of either kind: a copy of one that stands ready, empty or with what the test asks."""
    wanted = next(
        (name for name in ("run_id", "people") if name in request.fixturenames), "migrated"
    )
    prepared: Prepared = request.getfixturevalue(f"on_{request.param}")
    with prepared.copy(wanted, tmp_path) as url:
        made = open_engine(url)
        yield made
        made.dispose()


class Prepared:
    """Databases to copy: migrated, with people, with a run; each made when first asked for."""

    def __init__(self, folder: Path, run: Callable[[], Path], server: str = "") -> None:
        self._folder, self._run, self._server = folder, run, server
        self._made: set[str] = set()

    @contextmanager
    def copy(self, name: str, into: Path) -> Iterator[str]:
        """The address of a copy of the database of this name."""
        if name not in self._made:
            with self._empty(name) as url:
                engine = open_engine(url)
                _FILL[name](engine, self._run)
                engine.dispose()
            self._made.add(name)
        if self._server:
            with fresh_database(self._server, f"sjabloon_{name}") as url:
                yield url
            return
        shutil.copytree(self._folder / name, into, dirs_exist_ok=True)
        yield f"sqlite:///{into / 'review.sqlite'}"

    @contextmanager
    def _empty(self, name: str) -> Iterator[str]:
        if not self._server:
            (self._folder / name).mkdir()
            yield f"sqlite:///{self._folder / name / 'review.sqlite'}"
            return
        admin = open_engine(self._server)
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
            con.exec_driver_sql(f"CREATE DATABASE sjabloon_{name}")
        admin.dispose()
        yield f"{self._server.rpartition('/')[0]}/sjabloon_{name}"


def _with_people(engine: Engine, _run: Callable[[], Path]) -> None:
    migrate(engine)
    with engine.begin() as con:
        for name in PEOPLE:
            add_account(con, name, PASSWORD, [Role.BEOORDELAAR], secrecy=name == "dewi", now=NOW)


def _with_run(engine: Engine, run: Callable[[], Path]) -> None:
    _with_people(engine, run)
    with engine.begin() as con:
        (anna,) = [one for one in list_accounts(con) if one.name == "anna"]
        import_run(con, run(), account_id=anna.id, now=NOW)


_FILL = {
    "migrated": lambda engine, _run: migrate(engine),
    "people": _with_people,
    "run_id": _with_run,
}


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Prepared:
    """Files to copy."""
    folder = tmp_path_factory.mktemp("klaar")
    return Prepared(folder, lambda: request.getfixturevalue("run_folder"))


@pytest.fixture(scope="session")
def on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, postgres_url: str
) -> Prepared:
    """Templates to copy."""
    folder = tmp_path_factory.mktemp("klaar")
    return Prepared(folder, lambda: request.getfixturevalue("run_folder"), postgres_url)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A linked month of a made-up town, with reviews and audit draws in it."""
    return once(tmp_path_factory, "oefenmaand", _linked_month) / "uitkomst"


def _linked_month(folder: Path) -> None:
    town = generate(load_scenario("oefenmaand"), folder / "stad", seed=5)
    link(
        LinkRequest(
            signals=town.signals, residents=town.residents, previous_addresses=town.previous_addresses,
            addresses=town.addresses, out=folder / "uitkomst",
        )
    )  # fmt: skip


@pytest.fixture
def people(engine: Engine) -> dict[str, Account]:
    """Reviewers anna, bram and cor, and dewi who may see secret cases."""
    with engine.begin() as con:
        return {one.name: one for one in list_accounts(con)}


@pytest.fixture
def run_id(engine: Engine, people: dict[str, Account]) -> str:
    """The run in the store."""
    with engine.begin() as con:
        return str(con.execute(select(runs.c.id)).scalar_one())
