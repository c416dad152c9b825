"""The worker: deliveries in, cases out; what breaks is told, what is interrupted is done again."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from brp_match.review import runs
from brp_match.review.accounts import Account
from brp_match.review.runs import RunRequest, RunState
from brp_match.review.schema import cases
from brp_match.review.worker import Worker
from brp_match.synthetic import Town, generate, load_scenario
from review.conftest import NOW


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return generate(load_scenario("kleine-gemeente"), tmp_path_factory.mktemp("stad"), seed=3)


def request_of(town: Town, signals: Path | None = None) -> RunRequest:
    return RunRequest(
        signals=(str(signals or town.signals[0]),),
        residents=str(town.residents),
        previous_addresses=str(town.previous_addresses),
        addresses=str(town.addresses),
    )


@pytest.fixture
def worker(engine: Engine, tmp_path: Path) -> Worker:
    return Worker(engine, tmp_path / "data", lambda: NOW)


def submit(engine: Engine, people: dict[str, Account], request: RunRequest) -> str:
    with engine.begin() as con:
        return runs.submit(
            con, name="november", request=request, account_id=people["anna"].id, now=NOW
        )


def test_a_delivery_becomes_cases(
    engine: Engine, people: dict[str, Account], worker: Worker, town: Town
) -> None:
    run_id = submit(engine, people, request_of(town))
    assert worker.run_once()
    assert not worker.run_once()
    with engine.begin() as con:
        run = runs.get_run(con, run_id)
        held = con.execute(
            select(func.count()).select_from(cases).where(cases.c.run_id == run_id)
        ).scalar()
    assert run.state is RunState.KLAAR
    assert run.month == "2026-11"
    assert sum(run.counts.values()) == 80
    assert held


def test_a_broken_delivery_says_why(
    engine: Engine, people: dict[str, Account], worker: Worker, town: Town, tmp_path: Path
) -> None:
    broken = tmp_path / "leeg.csv"
    broken.write_text("", encoding="utf-8")
    run_id = submit(engine, people, request_of(town, broken))
    assert worker.run_once()
    with engine.begin() as con:
        run = runs.get_run(con, run_id)
    assert run.state is RunState.MISLUKT
    assert [fault.code for fault in run.faults] == ["BESTAND_LEEG"]


def test_what_was_at_work_when_the_service_died_is_done_again(
    engine: Engine, people: dict[str, Account], worker: Worker, town: Town
) -> None:
    run_id = submit(engine, people, request_of(town))
    with engine.begin() as con:
        taken = runs.take_waiting(con, NOW)
        assert taken is not None
        assert runs.take_waiting(con, NOW) is None
        assert runs.put_back_interrupted(con) == 1
    assert worker.run_once()
    assert not worker.run_once()
    with engine.begin() as con:
        assert runs.get_run(con, run_id).state is RunState.KLAAR
        once = con.execute(select(func.count()).select_from(cases)).scalar()
    again = submit(engine, people, request_of(town))
    assert worker.run_once()
    with engine.begin() as con:
        run = runs.get_run(con, again)
        assert con.execute(select(func.count()).select_from(cases)).scalar() == once
    assert run.state is RunState.MISLUKT
    assert [fault.code for fault in run.faults] == ["RUN_BESTAAT"]


def test_a_killed_process_leaves_no_half_run(
    engine: Engine,
    people: dict[str, Account],
    worker: Worker,
    town: Town,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = subprocess.Popen

    def killed(*args: Any, **options: Any) -> Any:
        process = original(*args, **options)
        os.kill(process.pid, signal.SIGKILL)
        return process

    run_id = submit(engine, people, request_of(town))
    monkeypatch.setattr("brp_match.review.worker.subprocess.Popen", killed)
    assert worker.run_once()
    with engine.begin() as con:
        run = runs.get_run(con, run_id)
        assert con.execute(select(func.count()).select_from(cases)).scalar() == 0
    assert [fault.code for fault in run.faults] == ["RUN_AFGEBROKEN"]
    assert not (tmp_path / "data" / run_id / "uitkomst").exists()
