"""Debian's PostgreSQL, started by the tests themselves: absent they skip, but in CI they fail loudly."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from brp_match.review.engine import open_engine
from in_memory import in_memory


def server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).parent if program else None


@contextmanager
def fresh_database(url: str, template: str = "template1") -> Iterator[str]:
    """A database of its own on the server at `url`, a copy of `template` (empty); it goes afterwards."""
    name = f"proef_{os.getpid()}_{time.monotonic_ns()}"
    admin = open_engine(url)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        con.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{url.rpartition('/')[0]}/{name}"
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        con.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


class Postgres:
    """A PostgreSQL of our own in a temporary folder, run by a user without rights; may stop and start."""

    def __init__(self) -> None:
        programs = server_programs()
        if programs is None:
            message = "PostgreSQL is missing: install Debian's package 'postgresql'"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        # short: the path of a socket may have a hundred characters
        folder = Path(tempfile.mkdtemp(prefix="brp-match-pg-", dir=in_memory() or "/tmp"))
        folder.chmod(0o777)
        self.folder, self._programs = folder, programs
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"postgresql://proef@127.0.0.1:{self.port}/postgres"
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
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
             "-k", str(self.folder), "-c", "fsync=off", "-c", "autovacuum=off", "-c", "listen_addresses=127.0.0.1"],
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

    def remove(self) -> None:
        """Stop, and take the folder away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
