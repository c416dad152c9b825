"""Kill -9 of every command that writes in the database of the service: nothing is lost, made twice or half gone.

`python tests/store_kills.py [--kills N] [COMMAND…]` (50 of each where not told) makes a service with one delivery of a
small month, and then, each time on a copy, runs a command and kills it at a moment spread over its time. Afterwards the
database must be whole, the chain of the audit unbroken, and what the audit tells true; a file that was written must be
whole. Then the command is run to its end, and everything must be as when it was never killed. Prints counts by command;
ends with code 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from brp_match.cli import main
from brp_match.review import accounts, clients, runs
from brp_match.review.engine import migrate, open_engine
from brp_match.review.places import database_url
from brp_match.review.runs import RunRequest
from brp_match.review.worker import Worker
from command_kills import tell
from ingest.mutations import as_csv, table

PASSWORD = "correct paard batterij"
WHO = "persoon"
"""Name of the file with the persoon_id that `person` is asked about: it is read from standard input."""


def service(folder: Path) -> None:
    """Make the data of a service in which a delivery came to cases, with an account and a key."""
    given = folder.with_name("gegeven")
    given.mkdir()
    (given / "s.csv").write_bytes(as_csv(table("signalen")))
    (given / "r.csv").write_bytes(as_csv(table("inwoners")))
    folder.mkdir()
    now = datetime.now(UTC)
    engine = open_engine(database_url(folder, ""), folder)
    migrate(engine)
    with engine.begin() as con:
        accounts.add_account(
            con, "anna", accounts.hashed(PASSWORD), [accounts.Role.COORDINATOR], now=now
        )
        clients.add_client(con, "zaaksysteem", [accounts.Role.COORDINATOR], now)
        request = RunRequest(signals=(str(given / "s.csv"),), residents=str(given / "r.csv"))
        runs.submit(con, name="april", request=request, account_id="", now=now)
    Worker(engine, folder, lambda: now).run_once()
    engine.dispose()
    with next(folder.glob("*/uitkomst/decisions.csv")).open(encoding="utf-8", newline="") as stream:
        found = next(csv.DictReader(stream, delimiter=";"))
    (folder / WHO).write_text(found["persoon_id"], encoding="utf-8")


def rows(data: Path, sql: str) -> list[tuple[str, ...]]:
    """Ask the database of the service."""
    with contextlib.closing(sqlite3.connect(next(data.glob("*.sqlite*")))) as con:
        return con.execute(sql).fetchall()


def commands(data: Path) -> dict[str, tuple[list[str], str]]:
    """By name, a command on the service in `data` and what it is given on standard input."""
    key = rows(data, "SELECT id FROM clients")[0][0]
    person = (data / WHO).read_text(encoding="utf-8") + "\n"
    return {
        "account": (["account", "bram", "--role", "beoordelaar"], PASSWORD + "\n"),
        "account --client": (["account", "kaarten", "--client", "--role", "datakwaliteit"], ""),
        "clients --withdraw": (["clients", "--withdraw", key[:8]], ""),
        "purge": (["purge", "--before", "2199-01-01"], ""),
        "person --export": (["person", "--export", str(data / "inzage.json")], person),
        "person --wis": (["person", "--wis", "a"], person),
    }


def start(words: list[str], given: str, data: Path) -> subprocess.Popen[str]:
    """Start a command in a process group of its own and give it what it reads."""
    process = subprocess.Popen(
        [sys.executable, "-m", "brp_match", *words, "--data", str(data)], start_new_session=True, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    if process.stdin:
        process.stdin.write(given)
        process.stdin.close()
    return process


def state(data: Path) -> dict[str, object]:
    """What the service holds, without ids, keys and moments: rows by table, kinds of audit lines, files by name."""
    names = [
        name
        for (name,) in rows(data, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
    ]
    counts: dict[str, object] = {
        name: rows(data, f'SELECT count(*) FROM "{name}"')[0][0] for name in names
    }
    # every time somebody is looked for is a line of its own
    for name in ("processing_log", "audit"):
        counts.pop(name, None)
    counts["audit"] = sorted(rows(data, "SELECT kind, count(*) FROM audit GROUP BY 1"))
    counts["sleutels"] = rows(data, "SELECT count(*) FROM clients WHERE active = 0")
    inside = (path.relative_to(data) for path in data.rglob("*") if path.is_file())
    counts["bestanden"] = sorted(
        {path.name for path in inside if not path.name.startswith("brp-match.")}
    )
    return counts


def judge(name: str, data: Path) -> str:
    """Say what is wrong after a kill; '' for nothing."""
    if rows(data, "PRAGMA integrity_check") != [("ok",)]:
        return "the database is damaged"
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if main(["audit-check", "--data", str(data)]):
            return "the chain of the audit is broken"
    told = dict(rows(data, "SELECT kind, count(*) FROM audit GROUP BY 1"))
    held = {
        "account_gemaakt": len(rows(data, "SELECT id FROM accounts WHERE name = 'bram'")),
        "verwijderd": 1 - len(rows(data, "SELECT id FROM runs")),
    }
    if wrong := [kind for kind, count in held.items() if int(told.get(kind, 0)) != count]:
        return f"the audit tells otherwise than the database: {wrong[0]}"
    export = data / "inzage.json"
    if export.is_file():
        try:
            json.loads(export.read_text(encoding="utf-8"))
        except ValueError:
            return "half an export"
    return ""


def kills(name: str, count: int, found: Counter[str]) -> list[str]:
    """Kill one command so many times; count what came of it, and return what is wrong."""
    with tempfile.TemporaryDirectory() as work:
        first = Path(work) / "dienst"
        service(first)
        once = copied(first)
        words, given = commands(once)[name]
        begun = time.perf_counter()
        if start(words, given, once).wait():
            return [f"{name}: does not run"]
        seconds, whole = time.perf_counter() - begun, state(once)
        wrong = []
        for number in range(count):
            data = copied(first)
            words, given = commands(data)[name]
            process = start(words, given, data)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds * (0.3 + 0.8 * number / count))
            working = process.poll() is None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            fault = judge(name, data)
            if not fault:
                start(words, given, data).wait()
                fault = judge(name, data) or differs(state(data), whole)
            found[
                f"{name}: {'killed' if working else 'done before the kill'}, {fault or 'as it should'}"
            ] += 1
            wrong += [f"{name}, kill {number}: {fault}"] if fault else []
        return wrong


def copied(first: Path) -> Path:
    """A copy of a service, in the place of the copy before: runs know where their folder is."""
    if not (kept := first.with_name("kopie")).exists():
        shutil.copytree(first, kept)
        return first
    shutil.rmtree(first)
    shutil.copytree(kept, first)
    return first


def differs(found: dict[str, object], whole: dict[str, object]) -> str:
    """Say what is other than where nothing was killed."""
    other = [key for key in whole if found.get(key) != whole[key]]
    return (
        f"other {', '.join(other)}: {[found.get(key) for key in other]} for {[whole[key] for key in other]}"
        if other
        else ""
    )


def run(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="*")
    parser.add_argument("--kills", type=int, default=50)
    asked = parser.parse_args(arguments)
    names = (
        "account",
        "account --client",
        "clients --withdraw",
        "purge",
        "person --export",
        "person --wis",
    )
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for name in asked.command or names:
        faults = kills(name, asked.kills, found)
        wrong += faults
        tell(name, found, faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
