"""The service under load: data, accounts with sessions, a server in a process of its own, a database."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from brp_match.review import accounts, clients, load_run, sessions
from brp_match.review.accounts import Role
from brp_match.review.engine import migrate, open_engine


@dataclass(frozen=True)
class Prepared:
    """What the load needs: a prepared register, a finished run, and signals to ask about."""

    register: Path
    run: Path
    signals: Path


def prepare_town(folder: Path, scenario: str) -> Prepared:
    """Make a municipality of a shipped scenario, link its month and prepare its register."""
    from brp_match.pipeline import LinkRequest, link
    from brp_match.prepare import prepare
    from brp_match.synthetic import generate, load_scenario

    done = Prepared(
        folder / "register.duckdb", folder / "uitkomst", folder / "gemeente" / "signalen.csv"
    )
    if done.run.is_dir() and done.register.is_file():
        return done
    town = generate(load_scenario(scenario), folder / "gemeente", seed=1)
    prepare(
        town.residents,
        done.register,
        previous_addresses=town.previous_addresses,
        addresses=town.addresses,
    )
    link(LinkRequest(signals=town.signals, register=done.register, out=done.run))
    return done


@dataclass(frozen=True)
class Visitors:
    """Session cookies of reviewers, one of a coordinator, and a token of the API."""

    reviewers: list[str]
    coordinator: str
    token: str


def fill(url: str, found: Sequence[Path], reviewers: int) -> Visitors:
    """Load the runs and make who visits."""
    engine = open_engine(url)
    migrate(engine)
    now = datetime.now(UTC)
    cookies = []
    with engine.begin() as con:
        for run in found:
            load_run.import_run(con, run, account_id="", now=now)
        for number in range(reviewers + 1):
            roles = [Role.BEOORDELAAR] if number else [Role.COORDINATOR]
            account = accounts.account_of_subject(
                con, "load", str(number), f"gebruiker {number}", roles, now
            )
            cookies.append(sessions.start(con, account.id, now)[0])
        token = clients.add_client(con, "load", [Role.BEOORDELAAR, Role.COORDINATOR], now)
    engine.dispose()
    return Visitors(cookies[1:], cookies[0], token)


@dataclass(frozen=True)
class Served:
    """A service at work: where it answers, and the number of its process."""

    address: str
    pid: int


@contextmanager
def serving(data: Path, url: str, register: Path, log: Path | None = None) -> Iterator[Served]:
    """Run `brp-match serve` on a free port; what it says goes to `log`, or nowhere."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = (
        "import argparse, sys; from brp_match.web import command;"
        "p = argparse.ArgumentParser(); command.add(p.add_subparsers());"
        "a = p.parse_args(sys.argv[1:]); sys.exit(a.run(a))"
    )
    words = ["serve", "--port", str(port), "--data", str(data), "--database", url]
    with (log or Path(os.devnull)).open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *words, "--register", str(register)], stderr=said
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{address}/gezond", timeout=1).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.1)
        else:
            raise RuntimeError("the service does not start")
        yield Served(address, process.pid)
    finally:
        process.terminate()
        # it waits half a minute for the delivery at work, and longer on a machine that does much else
        process.wait(180)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """A fresh database: the embedded one, or a PostgreSQL started for this measurement."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'brp-match.sqlite'}"
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        raise SystemExit("PostgreSQL is missing: install Debian's package 'postgresql'")
    bins = programs[-1].parent
    cluster = folder / "postgresql"
    cluster.mkdir()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        for path in (folder, cluster):
            shutil.chown(path, "postgres")
    subprocess.run(
        [*as_user, str(bins / "initdb"), "-D", str(cluster / "data"), "-U", "proef", "-A", "trust"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*as_user, str(bins / "postgres"), "-D", str(cluster / "data"), "-p", str(port),
         "-k", str(cluster), "-h", "127.0.0.1"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(1)
        yield f"postgresql://proef@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
