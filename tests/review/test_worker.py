"""The worker: deliveries in, cases out; what breaks is told, what is interrupted is done again."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from brp_match.policy import load_policy, policy_of
from brp_match.review import lessons, policies, runs, shared_rates
from brp_match.review.accounts import Account
from brp_match.review.intake import SentFile
from brp_match.review.runs import RunRequest, RunState
from brp_match.review.schema import cases
from brp_match.review.worker import Worker
from brp_match.synthetic import Town, generate, load_scenario
from review.conftest import NOW

TABLE = json.dumps(
    {
        "schema": "brp-match-kansen/1", "soort": "landelijk", "gemeenten": 12, "minimum": 10,
        "vlps": [
            {"vlp": "Waterbron", "sector": "Water", "gemeenten": 12, "rijen": 480,
             "niveaus": {"achternaam": {"gelijk": 300}}, "datums": [],
             "gewoonten": [{"soort": "datumvolgorde", "kolom": "geboortedatum", "wat": "mdy", "gemeenten": 11}]},
        ],
    }
).encode()  # fmt: skip


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
    engine: Engine, people: dict[str, Account], worker: Worker, town: Town, tmp_path: Path
) -> None:
    with engine.begin() as con:
        table = shared_rates.keep(
            con, tmp_path / "data", SentFile(io.BytesIO(TABLE), "l.json"), account_id="", now=NOW
        )
        policies.begin(con, load_policy(), NOW)
        changed = policy_of({"minor_below": 21})
        policies.change(con, people["anna"], changed, based_on=1, reason="Afspraak", now=NOW)
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
    assert sum(run.counts(secrecy=True).values()) == 80
    # the policy in force at that moment, by its number and what is in it
    assert (run.record["beleid_nummer"], run.record["beleid_versie"]) == (2, changed.version)
    assert run.record["beleid"]["minor_below"] == 21
    # and the table of other municipalities, of which a copy stays with the delivery
    used = [one["sha256"] for one in run.record["instellingen"] if one["soort"] == "kansen"]
    assert used == [table.sha256]
    assert (Path(run.folder).parent / shared_rates.COPY).read_bytes() == TABLE
    assert held


@pytest.mark.usefixtures("linked_here")
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


def test_what_is_read_for_a_link_keeps_nobody_from_writing(
    engine: Engine,
    people: dict[str, Account],
    worker: Worker,
    town: Town,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading the delivery and the months before takes seconds: on SQLite a writer had to wait for it."""

    def collect(*_: object) -> dict[str, Any]:
        with engine.begin() as other:
            runs.set_step(other, run_id, "een ander schrijft")
        return {}

    monkeypatch.setattr(lessons, "collect", collect)
    monkeypatch.setattr(Worker, "_process", lambda *_: (2, "[]"))
    run_id = submit(engine, people, request_of(town))
    assert worker.run_once()
    with engine.begin() as con:
        assert runs.get_run(con, run_id).state is RunState.MISLUKT


@pytest.mark.usefixtures("linked_here")
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


@pytest.mark.usefixtures("linked_here")
def test_a_run_learns_from_runs_and_judgements_before_it(
    engine: Engine, people: dict[str, Account], worker: Worker, town: Town, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from brp_match.review import lessons
    from brp_match.review.judge import judge
    from brp_match.review.votes import Verdict

    first = submit(engine, people, request_of(town))
    assert worker.run_once()
    with engine.begin() as con:
        case = con.execute(
            select(cases)
            .where(cases.c.run_id == first, cases.c.state == "open", ~cases.c.secret)
            .order_by(cases.c.id)
        ).first()
        assert case is not None
        for name in ("anna", "bram"):
            row = con.execute(
                select(cases.c.version, cases.c.state).where(cases.c.id == case.id)
            ).one()
            if row.state != "klaar":
                judge(
                    con,
                    people[name],
                    case.id,
                    outcome=Verdict.GEEN_VAN_DEZE,
                    version=row.version,
                    now=NOW,
                )
        last = con.execute(select(cases.c.state).where(cases.c.id == case.id)).scalar()
        assert last == "klaar"
    changed = tmp_path / "december.csv"
    text = town.signals[0].read_text(encoding="utf-8")
    changed.write_text(
        text.replace("202611-", "202612-").replace("2026-11-02", "2026-12-02"), encoding="utf-8"
    )
    taught: list[str] = []
    collect = lessons.collect

    def collect_and_keep(con: Any, run: runs.Run, reviews: Path) -> dict[str, Any]:
        found = collect(con, run, reviews)
        taught.extend(reviews.read_text(encoding="utf-8").splitlines())
        return found

    monkeypatch.setattr(lessons, "collect", collect_and_keep)
    second = submit(engine, people, request_of(town, changed))
    assert worker.run_once()
    with engine.begin() as con:
        run = runs.get_run(con, second)
    assert run.state is RunState.KLAAR
    assert not list((tmp_path / "data" / second).glob("oordelen*")), (
        "judgements stay in the database"
    )
    assert taught == ["signaal_id;besluit;persoon_id", f"{case.signaal_id};reject;"]
    # the same customers with the same arrears a month later: reported before
    assert run.counts(secrecy=True)["reject"] > 70
