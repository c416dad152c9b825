"""Kill -9 of the service at many moments, while a delivery comes in or is linked: nothing is lost, doubled or left.

`python tests/service_kills.py [--kills N] [--database sqlite postgresql]` (50 on SQLite where not told). Every round starts the
service, sends a delivery, and kills the service with what it started, by turns at a time and before a step: a file, a
statement or a commit (`killed.py`). In the end it starts once more and finishes. Every delivery that was answered must then be
done, once, with its cases; the folder of data holds nothing but deliveries that the database knows, and nothing half
written. Prints counts; ends with code 1 otherwise.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx

from brp_match.cli import main
from brp_match.review import clients
from brp_match.review.accounts import Role
from brp_match.review.engine import migrate, open_engine
from ingest.mutations import as_csv, table
from killed import Done, Moment, moments, start
from store_kills import Service, fresh, server_of

GOOD = table("signalen")
NAMED = {name: GOOD[0].index(name) for name in ("voornamen", "geboortedatum")}
ROWS = [
    [
        (
            "Xander"
            if place == NAMED["voornamen"]
            else ""
            if place == NAMED["geboortedatum"]
            else cell
        )
        for place, cell in enumerate(row)
    ]
    if number % 2
    else row
    for number, row in enumerate(GOOD)
]
"""A month of which every second signal is in doubt: somebody of that name lives there, under another first name."""
LONGEST = 180.0
"""Seconds that a service may take for anything."""


@dataclass(frozen=True)
class Town:
    """What the service is started with, and the token of who sends."""

    service: Service
    register: Path
    token: str


def make(service: Service) -> Town:
    """Prepare the register of a small municipality, and a key for who sends."""
    residents = service.data.with_name("r.csv")
    residents.write_bytes(as_csv(table("inwoners")))
    register = service.data.with_name("r.duckdb")
    if main(["prepare", "--residents", str(residents), "--out", str(register)]):
        raise SystemExit("prepare does not run")
    engine = open_engine(service.url, service.data)
    migrate(engine)
    with engine.begin() as con:
        token = clients.add_client(con, "kills", [Role.COORDINATOR], datetime.now(UTC))
    engine.dispose()
    return Town(service, register, token)


@dataclass(frozen=True)
class Running:
    """A service at work, and a client of it."""

    process: ForkServerProcess
    client: httpx.Client

    def answers(self) -> bool:
        """Wait until it answers; False when it was killed before."""
        end = time.perf_counter() + LONGEST
        while self.process.is_alive() and time.perf_counter() < end:
            with contextlib.suppress(httpx.HTTPError):
                if self.client.get("/gezond").status_code == 200:
                    return True
            time.sleep(0.05)
        return False

    def send(self, number: int) -> bool:
        """Send the month under other numbers; whether it was answered."""
        rows = [ROWS[0], *([f"K{number}-{row[0]}", *row[1:]] for row in ROWS[1:])]
        with contextlib.suppress(httpx.HTTPError):
            answer = self.client.post(
                "/v1/leveringen",
                files={"signalen": ("signalen.csv", as_csv(rows))},
                data={"naam": f"K{number}"},
            )
            return answer.status_code == 202
        return False

    def done(self, seconds: float = LONGEST) -> bool:
        """Wait until nothing is at work any more; False when it was killed before, or it takes longer than that."""
        end = time.perf_counter() + seconds
        while self.process.is_alive() and time.perf_counter() < end:
            with contextlib.suppress(httpx.HTTPError):
                found = self.client.get("/v1/leveringen", params={"limit": 100}).json()["items"]
                if all(one["stand"] in ("klaar", "mislukt") for one in found):
                    return True
            time.sleep(0.2)
        return False

    def stop(self, number: int) -> None:
        """End it, with what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid or 0, number)
        self.process.join(60)


@contextmanager
def running(town: Town, step: int = 0, told: Path | None = None) -> Iterator[Running]:
    """Run the service; it is killed before step so many (0: at none)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["serve", "--port", str(port), "--data", str(town.service.data), "--database", town.service.url,
             "--register", str(town.register)]  # fmt: skip
    process = start(words, step=step, told=told)
    headers = {"Authorization": f"Bearer {town.token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as client:
        found = Running(process, client)
        try:
            yield found
        finally:
            found.stop(signal.SIGKILL)


def one_round(town: Town, number: int, moment: Moment) -> tuple[bool, bool]:
    """Start, send and kill; returns whether the delivery was answered, and whether it was still at work."""
    begun = time.perf_counter()
    with running(town, moment.step) as service:
        answered = service.answers() and service.send(number)
        if moment.step:
            working = not service.done()
        else:
            time.sleep(max(0.0, begun + moment.seconds - time.perf_counter()))
            working = service.process.is_alive()
    town.service.wait()
    return answered, working


def once(town: Town) -> Done:
    """A round that nobody kills: its seconds and steps."""
    told, begun = town.service.data.with_name("stappen"), time.perf_counter()
    with running(town, told=told) as service:
        if not (service.answers() and service.send(0) and service.done()):
            raise SystemExit("the service does not link")
        seconds = time.perf_counter() - begun
        service.stop(signal.SIGTERM)
    return Done(0, seconds, int(told.read_text(encoding="ascii")))


def kills(service: Service, count: int) -> list[str]:
    """Kill the service so many times; print counts, and return what is wrong afterwards."""
    town = make(service)
    done, answered, met = once(town), {"K0"}, Counter[str]()
    for number, moment in enumerate(moments(count, done), start=1):
        told, working = one_round(town, number, moment)
        answered |= {f"K{number}"} if told else set()
        met[f"{'killed' if working else 'done before the kill'}, {'answered' if told else 'not answered'}"] += 1  # fmt: skip
    for what, how_many in sorted(met.items()):
        print(f"  {what}  {how_many}", flush=True)
    with running(town) as last:
        if not (last.answers() and last.done(LONGEST * count)):
            return ["it does not finish"]
    return judge(service, answered)


def judge(service: Service, answered: set[str]) -> list[str]:
    """Say what is wrong with the store and the folder of data."""
    rows = service.rows("SELECT id, name, state FROM runs")
    cases = service.rows("SELECT run_id, signaal_id FROM cases")
    names, states = Counter(row.name for row in rows), Counter(row.state for row in rows)
    print(f"  {len(answered)} answered, {dict(states)}, {len(cases)} cases", flush=True)
    wrong = [f"{one} is lost" for one in sorted(answered - names.keys())]
    wrong += [f"{one} stands {n} times" for one, n in sorted(names.items()) if n > 1]
    wrong += [f"{row.name} is {row.state}" for row in rows if row.state != "klaar"]
    of_run = Counter(row.run_id for row in cases)
    whole = next(of_run[row.id] for row in rows if row.name == "K0")
    wrong += [] if whole else ["a delivery comes to no cases"]
    for row in rows:
        outcome = service.data / row.id / "uitkomst"
        decided = (outcome / "decisions.csv").read_text(encoding="utf-8").count("\n") - 1
        aside = (outcome / "quarantine.csv").read_text(encoding="utf-8").count("\n") - 1
        if decided + aside != len(ROWS) - 1 or of_run[row.id] != whole:
            wrong.append(f"{row.name}: {decided} decided, {aside} aside, {of_run[row.id]} cases")
    if len({tuple(row) for row in cases}) != len(cases):
        wrong.append("a case stands twice")
    known = {row.id for row in rows}
    folders = [one.name for one in service.data.iterdir() if one.is_dir() and len(one.name) == 32]
    wrong += ["a folder of no delivery" for one in folders if one not in known]
    wrong += ["something half written" for _ in service.data.rglob("*bezig*")]
    words = ["audit-check", "--data", str(service.data), "--database", service.url]
    wrong += ["the chain of the audit is broken"] if main(words) else []
    return wrong


def run(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--database", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"]
    )
    asked = parser.parse_args(arguments)
    wrong: list[str] = []
    for kind in asked.database:
        print(f"{kind}:", flush=True)
        with server_of(kind) as server, fresh(kind, server) as service:
            found = kills(service, asked.kills)
        print("\n".join(f"  {one}" for one in found) or "  nothing wrong", flush=True)
        wrong += found
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
