"""Kill -9 of every command that writes in the database of the service: nothing is lost, made twice or half gone.

`python tests/store_kills.py [--kills N] [--database sqlite postgresql] [COMMAND…]` (50 of each on SQLite where not told) makes a
service with one delivery of a small month, and then, each time on a copy, runs a command and kills it, by turns at a time
and before a step: a file, a statement or a commit (`killed.py`). Afterwards the database must be whole, the chain of the
audit unbroken, and what the audit tells true; a file that was written must be whole. Then the command is run to its end,
and everything must be as when it was never killed. Prints counts by command; ends with code 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import csv
import http.server
import json
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import Row, insert, inspect, text

from brp_match.review import accounts, audit, clients, processing_log, runs
from brp_match.review.engine import migrate, open_engine
from brp_match.review.places import WITNESS_FILE, database_url
from brp_match.review.runs import RunRequest
from brp_match.review.schema import audit as audit_table
from brp_match.review.worker import Worker
from command_kills import tell
from ingest.mutations import as_csv, table
from killed import finish, kill, moments

PASSWORD = "correct paard batterij"
WHO = "persoon"
"""Name of the file with the persoon_id that `person` is asked about: it is read from standard input."""
OLD = "an old database"
LOG_LINES = 1_200
"""Lines of the processing log of a service: more than two messages to a receiver."""


@dataclass(frozen=True)
class Service:
    """A service: its folder of data and its database, with a copy of both to put them back from."""

    data: Path
    url: str

    @property
    def on_disk(self) -> bool:
        """Whether the database is a file in the folder."""
        return self.url.startswith("sqlite")

    def keep(self) -> None:
        """Keep a copy of what stands there."""
        shutil.copytree(self.data, self.data.with_name("kopie"))
        self._copy_database("proef", "bewaard")

    def put_back(self) -> None:
        """Put back what was kept, in the same place: runs know where their folder is."""
        shutil.rmtree(self.data)
        shutil.copytree(self.data.with_name("kopie"), self.data)
        self._copy_database("bewaard", "proef")

    def _copy_database(self, one: str, other: str) -> None:
        if self.on_disk:
            return
        self.wait()
        admin = open_engine(self.url.rpartition("/")[0] + "/postgres")
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
            con.exec_driver_sql(f"DROP DATABASE IF EXISTS {other} WITH (FORCE)")
            con.exec_driver_sql(f"CREATE DATABASE {other} TEMPLATE {one}")
        admin.dispose()

    def wait(self) -> None:
        """Wait until the database noticed that who was killed is gone."""
        if self.on_disk:
            return
        admin = open_engine(self.url.rpartition("/")[0] + "/postgres")
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
            for _ in range(600):
                found = con.exec_driver_sql(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = 'proef'"
                )
                if not found.scalar():
                    break
                time.sleep(0.05)
        admin.dispose()

    def rows(self, sql: str) -> Sequence[Row[Any]]:
        """Ask the database."""
        engine = open_engine(self.url, self.data)
        with engine.connect() as con:
            found = con.execute(text(sql)).all()
        engine.dispose()
        return found

    def tables(self) -> list[str]:
        engine = open_engine(self.url, self.data)
        found = sorted(inspect(engine).get_table_names())
        engine.dispose()
        return found


def fill(service: Service) -> None:
    """Make a service in which a delivery came to cases, with an account, a key and a processing log."""
    given = service.data.with_name("gegeven")
    given.mkdir()
    (given / "s.csv").write_bytes(as_csv(table("signalen")))
    (given / "r.csv").write_bytes(as_csv(table("inwoners")))
    now = datetime.now(UTC)
    engine = open_engine(service.url, service.data)
    migrate(engine)
    with engine.begin() as con:
        accounts.add_account(
            con, "anna", accounts.hashed(PASSWORD), [accounts.Role.COORDINATOR], now=now
        )
        clients.add_client(con, "zaaksysteem", [accounts.Role.COORDINATOR], now)
        request = RunRequest(signals=(str(given / "s.csv"),), residents=str(given / "r.csv"))
        runs.submit(con, name="april", request=request, account_id="", now=now)
        subjects = [str(number) for number in range(LOG_LINES)]
        processing_log.log_all(con, operation="proef", subjects=subjects, now=now)
        audit.write(con, "proef", account_id="", now=now)
    Worker(engine, service.data, lambda: now).run_once()
    engine.dispose()
    with next(service.data.glob("*/uitkomst/decisions.csv")).open(encoding="utf-8", newline="") as stream:  # fmt: skip
        found = next(csv.DictReader(stream, delimiter=";"))
    (service.data / WHO).write_text(found["persoon_id"], encoding="utf-8")


def fill_old(service: Service) -> None:
    """Make the database of a service of the first version, that the first command brings up to date."""
    engine, now = open_engine(service.url, service.data), datetime.now(UTC)
    config = Config()
    config.set_main_option("script_location", "brp_match.review:migrations")
    with engine.begin() as con:
        config.attributes["connection"] = con
        alembic.upgrade(config, "0001")
        con.execute(insert(audit_table).values(at=now, kind="oud", detail={}))
    engine.dispose()


def commands(service: Service, receiver: str) -> dict[str, tuple[list[str], str]]:
    """By name, a command on a service and what it is given on standard input."""
    if (who := service.data / WHO).is_file():
        key = service.rows("SELECT id FROM clients")[0][0]
        run = service.rows("SELECT id FROM runs")[0][0]
        person = who.read_text(encoding="utf-8") + "\n"
    else:
        key = run = person = ""
    return {
        "account": (["account", "bram", "--role", "beoordelaar"], PASSWORD + "\n"),
        "account --client": (["account", "kaarten", "--client", "--role", "datakwaliteit"], ""),
        "clients --withdraw": (["clients", "--withdraw", key[:8]], ""),
        "purge": (["purge", "--before", "2199-01-01"], ""),
        "purge --run": (["purge", "--run", run], ""),
        "person --export": (["person", "--export", str(service.data / "inzage.json")], person),
        "person --wis": (["person", "--wis", "a"], person),
        "processing-log": (["processing-log", "--to", receiver], ""),
        OLD: (["audit-check"], ""),
    }


NAMES = list(commands(Service(Path(), "sqlite:///"), ""))


def state(service: Service) -> dict[str, object]:
    """What the service holds, without ids, keys and moments: rows by table, kinds of audit lines, files by name."""
    counts: dict[str, object] = {
        name: service.rows(f'SELECT count(*) FROM "{name}"')[0][0]
        for name in service.tables()
        # every time somebody is looked for is a line of its own
        if name not in ("processing_log", "audit")
    }
    kinds = service.rows("SELECT kind, count(*) FROM audit GROUP BY kind ORDER BY kind")
    counts["audit"] = [tuple(one) for one in kinds]
    counts["sleutels"] = service.rows("SELECT count(*) FROM clients WHERE NOT active")[0][0]
    inside = (path.relative_to(service.data) for path in service.data.rglob("*") if path.is_file())
    # the check of the audit keeps the last seal it saw
    names = {path.name for path in inside if not path.name.startswith("brp-match.")}
    counts["bestanden"] = sorted(names - {WITNESS_FILE})
    return counts


def judge(service: Service, name: str) -> str:
    """Say what is wrong after a kill; '' for nothing."""
    if service.on_disk and [*service.rows("PRAGMA integrity_check")[0]] != ["ok"]:
        return "the database is damaged"
    if name == OLD:
        kinds = [one.kind for one in service.rows("SELECT kind FROM audit")]
        return "" if kinds == ["oud"] else f"the audit holds {kinds}"
    # in a process of its own: a connection that stays open would be waited for
    words = ["audit-check", "--data", str(service.data), "--database", service.url]
    if finish(words).code:
        return "the chain of the audit is broken"
    told = {one[0]: one[1] for one in service.rows("SELECT kind, count(*) FROM audit GROUP BY kind")}  # fmt: skip
    held = {
        "account_gemaakt": len(service.rows("SELECT id FROM accounts WHERE name = 'bram'")),
        "verwijderd": 1 - len(service.rows("SELECT id FROM runs")),
    }
    if wrong := [kind for kind, count in held.items() if told.get(kind, 0) != count]:
        return f"the audit tells otherwise than the database: {wrong[0]}"
    export = service.data / "inzage.json"
    if export.is_file():
        try:
            json.loads(export.read_text(encoding="utf-8"))
        except ValueError:
            return "half an export"
    return ""


class Receiver:
    """Takes the processing log over OTLP; `spans`: what came, once or more often."""

    def __init__(self) -> None:
        self.spans: set[str] = set()
        spans = self.spans

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                for one in body["resourceSpans"][0]["scopeSpans"][0]["spans"]:
                    spans.add(one["spanId"])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1/traces"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def lacks(self, service: Service) -> int:
        """Lines of the log that never came."""
        lines = service.rows("SELECT span_id FROM processing_log")
        return len({one.span_id for one in lines} - self.spans)


def kills(service: Service, name: str, count: int, found: Counter[str], receiver: Receiver) -> list[str]:  # fmt: skip
    """Kill one command so many times; count what came of it, and return what is wrong."""
    (fill_old if name == OLD else fill)(service)
    service.keep()
    words, given = commands(service, receiver.url)[name]
    words = [*words, "--data", str(service.data), "--database", service.url]
    done = finish(words, given=given)
    if done.code:
        return [f"{name}: does not run"]
    whole, wrong = state(service), []
    for number, moment in enumerate(moments(count, done)):
        service.put_back()
        receiver.spans.clear()
        working = kill(words, moment, given=given)
        service.wait()
        if not (fault := judge(service, name)):
            # who asks for a key again, gets another: it is asked again only where none was made
            if name != "account --client" or differs(state(service), whole):
                finish(words, given=given)
            fault = judge(service, name) or differs(state(service), whole)
        if name == "processing-log" and not fault and (lacking := receiver.lacks(service)):
            fault = f"{lacking} lines were never sent"
        found[
            f"{name}: {'killed' if working else 'done before the kill'}, {fault or 'as it should'}"
        ] += 1
        wrong += [f"{name}, kill {number} at {moment}: {fault}"] if fault else []
    return wrong


def differs(found: dict[str, object], whole: dict[str, object]) -> str:
    """Say what is other than where nothing was killed."""
    other = [key for key in whole if found.get(key) != whole[key]]
    return f"other {', '.join(other)}" if other else ""


@contextmanager
def fresh(kind: str, server: str) -> Iterator[Service]:
    """A service without anything in it, on a database of this kind."""
    with tempfile.TemporaryDirectory() as work:
        data = Path(work) / "dienst"
        data.mkdir()
        if kind == "sqlite":
            yield Service(data, database_url(data, ""))
            return
        admin = open_engine(server)
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
            con.exec_driver_sql("DROP DATABASE IF EXISTS proef WITH (FORCE)")
            con.exec_driver_sql("CREATE DATABASE proef")
        admin.dispose()
        yield Service(data, f"{server.rpartition('/')[0]}/proef")


@contextmanager
def server_of(kind: str) -> Iterator[str]:
    """The address of a PostgreSQL of our own; '' for SQLite."""
    if kind == "sqlite":
        yield ""
        return
    from own_postgres import Postgres

    server = Postgres()
    try:
        yield server.url
    finally:
        server.remove()


def run(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="*")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"]
    )
    asked = parser.parse_args(arguments)
    wrong: list[str] = []
    receiver = Receiver()
    for kind in asked.database:
        print(f"{kind}:", flush=True)
        with server_of(kind) as server:
            for name in asked.command or NAMES:
                found: Counter[str] = Counter()
                with fresh(kind, server) as service:
                    faults = kills(service, name, asked.kills, found, receiver)
                wrong += faults
                tell(name, found, faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
