"""A review database on SQLite and on PostgreSQL (Debian's, started here), and a linked run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from brp_match.pipeline import LinkRequest, link
from brp_match.review.accounts import Account, Role, add_account
from brp_match.review.engine import migrate, open_engine
from brp_match.review.load_run import import_run
from brp_match.synthetic import generate, load_scenario
from own_postgres import fresh_database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "een goed lang wachtwoord"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of either kind."""
    if request.param == "sqlite":
        made = open_engine(f"sqlite:///{tmp_path / 'review.sqlite'}")
        migrate(made)
        yield made
        made.dispose()
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        made = open_engine(url)
        migrate(made)
        yield made
        made.dispose()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A linked month of a made-up town, with reviews and audit draws in it."""
    folder = tmp_path_factory.mktemp("run")
    town = generate(load_scenario("demo"), folder / "stad", seed=5)
    link(
        LinkRequest(
            signals=town.signals, residents=town.residents, previous_addresses=town.previous_addresses,
            addresses=town.addresses, out=folder / "uitkomst",
        )
    )  # fmt: skip
    return folder / "uitkomst"


@pytest.fixture
def people(engine: Engine) -> dict[str, Account]:
    """Reviewers anna, bram and cor, and dewi who may see secret cases."""
    with engine.begin() as con:
        return {
            name: add_account(
                con, name, PASSWORD, [Role.BEOORDELAAR], secrecy=name == "dewi", now=NOW
            )
            for name in ("anna", "bram", "cor", "dewi")
        }


@pytest.fixture
def run_id(engine: Engine, people: dict[str, Account], run_folder: Path) -> str:
    """The run in the store."""
    with engine.begin() as con:
        return import_run(con, run_folder, account_id=people["anna"].id, now=NOW)
