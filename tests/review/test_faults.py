"""kill -9, a full disk and a database that goes away: nothing lost, nothing twice."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from brp_match.review import audit, runs, shv
from brp_match.review.accounts import Account
from brp_match.review.engine import migrate, open_engine
from brp_match.review.judge import judge
from brp_match.review.run_folder import read_cases
from brp_match.review.runs import RunRequest, RunState
from brp_match.review.schema import cases, judgements
from brp_match.review.votes import State, Verdict
from brp_match.review.worker import Worker
from brp_match.synthetic import Town, generate, load_scenario
from own_postgres import Postgres
from review.conftest import NOW
from small_disk import fill, small_disk

JUDGE = """
import sys, time
from datetime import datetime
from brp_match.review.accounts import get_account
from brp_match.review.engine import open_engine
from brp_match.review.judge import judge
from brp_match.review.votes import Verdict
url, account, case, moment, when = sys.argv[1:]
engine = open_engine(url)
with engine.begin() as con:
    judge(con, get_account(con, account), case, outcome=Verdict.GEEN_VAN_DEZE, version=1,
          now=datetime.fromisoformat(moment), key="een-keer")
    if when == "before":
        print("judged", flush=True)
        time.sleep(60)
print("kept", flush=True)
time.sleep(60)
"""

WORK = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from brp_match.review.engine import open_engine
from brp_match.review.worker import Worker
Worker(open_engine(sys.argv[1]), Path(sys.argv[2]), lambda: datetime.now(UTC)).start()
time.sleep(600)
"""


def url_of(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return generate(load_scenario("kleine-gemeente"), tmp_path_factory.mktemp("stad"), seed=3)


def submit(engine: Engine, town: Town) -> str:
    request = RunRequest(
        signals=tuple(str(one) for one in town.signals),
        residents=str(town.residents),
        previous_addresses=str(town.previous_addresses),
        addresses=str(town.addresses),
    )
    with engine.begin() as con:
        return runs.submit(con, name="november", request=request, account_id="", now=NOW)


def state_of(engine: Engine, run_id: str) -> tuple[RunState, str]:
    with engine.begin() as con:
        run = runs.get_run(con, run_id)
    return run.state, run.step


def assert_done_once(engine: Engine, run_id: str) -> None:
    with engine.begin() as con:
        run = runs.get_run(con, run_id)
        held = (
            con.execute(select(cases.c.signaal_id).where(cases.c.run_id == run_id)).scalars().all()
        )
        read_in = [
            entry for entry in audit.read(con, kind="run_ingelezen") if entry.run_id == run_id
        ]
    assert run.state is RunState.KLAAR
    assert (
        sum(run.counts(secrecy=True).values()) + run.quarantined
        == run.record["aantallen"]["signalen"]
    )
    wanted = [one["decision"]["signaal_id"] for one in read_cases(Path(run.folder)).cases]
    assert sorted(held) == sorted(wanted) != []
    assert len(read_in) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_in_the_middle_of_a_decision(
    engine: Engine, people: dict[str, Account], run_id: str, when: str
) -> None:
    anna = people["anna"]
    with engine.begin() as con:
        case_id = con.execute(
            select(cases.c.id).where(cases.c.state == "open", ~cases.c.second_look, ~cases.c.secret)
        ).scalars().first()  # fmt: skip
    assert case_id is not None
    process = subprocess.Popen(
        [sys.executable, "-c", JUDGE, url_of(engine), anna.id, case_id, NOW.isoformat(), when],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == ("judged\n" if when == "before" else "kept\n")
    process.kill()
    process.communicate(timeout=30)

    def kept() -> tuple[int, int, int]:
        with engine.begin() as con:
            row = con.execute(select(cases.c.version).where(cases.c.id == case_id)).one()
            lines = con.execute(select(func.count()).select_from(judgements)).scalar_one()
            noted = len(audit.read(con, kind="zaak_beoordeeld"))
        return row.version, lines, noted

    assert kept() == ((1, 0, 0) if when == "before" else (2, 1, 1))
    for _ in range(2):
        with engine.begin() as con:
            done = judge(
                con,
                anna,
                case_id,
                outcome=Verdict.GEEN_VAN_DEZE,
                version=1,
                now=NOW,
                key="een-keer",
            )
        assert (done.state, done.version) == (State.KLAAR, 2)
    assert kept() == (2, 1, 1)


@pytest.mark.usefixtures("linked_here")
def test_a_service_killed_in_the_middle_of_a_run(
    engine: Engine, town: Town, tmp_path: Path
) -> None:
    run_id, data = submit(engine, town), tmp_path / "data"
    service = subprocess.Popen([sys.executable, "-c", WORK, url_of(engine), str(data)])
    for _ in range(600):
        state, step = state_of(engine, run_id)
        if state is RunState.BEZIG and step not in ("", "begonnen"):
            break
        time.sleep(0.05)
    assert state is RunState.BEZIG
    service.kill()
    service.wait(30)
    assert state_of(engine, run_id)[0] is RunState.BEZIG
    assert not (data / run_id / "uitkomst").exists()
    worker = Worker(engine, data, lambda: NOW)
    worker.start()
    try:
        for _ in range(1200):
            if state_of(engine, run_id)[0] not in (RunState.BEZIG, RunState.WACHTEND):
                break
            time.sleep(0.05)
    finally:
        worker.stop()
    assert_done_once(engine, run_id)
    assert not list((data / run_id).glob(".uitkomst*")), "nothing half-written stays"


@pytest.mark.postgres
def test_the_database_goes_away_in_the_middle_of_a_run(
    own_postgres: Postgres, town: Town, tmp_path: Path
) -> None:
    engine = open_engine(own_postgres.url)
    migrate(engine)
    run_id = submit(engine, town)
    worker = Worker(engine, tmp_path / "data", lambda: NOW)
    worker.start()
    try:
        for _ in range(600):
            if state_of(engine, run_id)[0] is RunState.BEZIG:
                break
            time.sleep(0.05)
        own_postgres.stop()
        time.sleep(3)
        own_postgres.start()
        for _ in range(1800):
            if state_of(engine, run_id)[0] not in (RunState.BEZIG, RunState.WACHTEND):
                break
            time.sleep(0.05)
    finally:
        worker.stop()
    assert_done_once(engine, run_id)
    engine.dispose()


@pytest.mark.usefixtures("linked_here")
def test_a_disk_that_fills_up_during_a_run(engine: Engine, town: Town, tmp_path: Path) -> None:
    with small_disk(tmp_path / "schijf", megabytes=12) as disk:
        fill(disk / "vol", leave=64 * 1024)
        run_id = submit(engine, town)
        worker = Worker(engine, disk / "data", lambda: NOW)
        assert worker.run_once()
        with engine.begin() as con:
            run = runs.get_run(con, run_id)
            assert con.execute(select(func.count()).select_from(cases)).scalar_one() == 0
        assert run.state is RunState.MISLUKT
        assert [fault.code for fault in run.faults] == ["UITVOER_MISLUKT"]
        assert not (disk / "data" / run_id / "uitkomst").exists()


def test_only_files_of_debt_counselling_were_held_against_a_delivery() -> None:
    kept = [{"soort": kind, "sha256": kind} for kind in ("beleid", "shv", "vastlegging")]
    assert shv.used({"instellingen": kept}) == {"shv"}
    assert shv.used({}) == set()
