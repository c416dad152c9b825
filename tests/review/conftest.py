"""A review database on SQLite and on PostgreSQL (Debian's, started here), and a linked run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from brp_match.pipeline import LinkRequest, link
from brp_match.review.accounts import Account, Role, add_account
from brp_match.review.engine import migrate, open_engine
from brp_match.review.load_run import import_run
from brp_match.synthetic import generate, load_scenario

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "een goed lang wachtwoord"


def server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


class Postgres:
    """A PostgreSQL of our own in a temporary folder, run by a user without rights; may stop and start."""

    def __init__(self, folder: Path) -> None:
        programs = server_programs()
        if programs is None:
            message = "PostgreSQL is missing: install Debian's package 'postgresql'"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        self.folder, self._programs = folder, programs
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"postgresql://proef@127.0.0.1:{self.port}/postgres"
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        folder.mkdir(mode=0o777)
        if self._as_user:
            shutil.chown(folder, "postgres")
        subprocess.run(
            [*self._as_user, str(programs / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", "proef",
             "--no-sync"],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._server = subprocess.Popen(
            [*self._as_user, str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port),
             "-k", str(self.folder), "-c", "fsync=off", "-c", "listen_addresses=127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        for _ in range(100):
            try:
                with open_engine(self.url).connect() as con:
                    con.execute(text("SELECT 1"))
                return
            except Exception:
                time.sleep(0.1)
        pytest.fail("PostgreSQL does not start")

    def stop(self) -> None:
        """Break every connection and stop."""
        subprocess.run(
            [*self._as_user, str(self._programs / "pg_ctl"), "-D", str(self.folder / "data"), "-m", "immediate",
             "-w", "stop"],
            check=False, capture_output=True, cwd="/",
        )  # fmt: skip
        self._server.wait(timeout=20)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for the whole test process."""
    server = Postgres(Path("/tmp") / f"brp-match-pg-{os.getpid()}")
    yield server.url
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL for one test, that may stop it."""
    server = Postgres(Path("/tmp") / f"brp-match-pg-{os.getpid()}-{time.monotonic_ns()}")
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of either kind."""
    if request.param == "sqlite":
        made = open_engine(f"sqlite:///{tmp_path / 'review.sqlite'}")
        migrate(made)
        yield made
        made.dispose()
        return
    url = request.getfixturevalue("postgres_url")
    name = f"proef_{os.getpid()}_{time.monotonic_ns()}"
    admin = open_engine(url)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        con.exec_driver_sql(f"CREATE DATABASE {name}")
    made = open_engine(url.rsplit("/", 1)[0] + f"/{name}")
    migrate(made)
    yield made
    made.dispose()
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        con.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


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
