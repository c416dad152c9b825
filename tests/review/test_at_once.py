"""Two at the same time, on both databases: what one looks at stays so until it is done."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError

from brp_match.errors import BrpMatchError
from brp_match.review import list_check, person_erase, runs, sessions, shv
from brp_match.review.accounts import Account, change_account
from brp_match.review.engine import reading
from brp_match.review.intake import SentFile, SentFiles, arriving
from brp_match.review.leftovers import RUN_FOLDER, sweep
from brp_match.review.retention import purge_before, purge_run
from brp_match.review.runs import RunRequest, RunState
from brp_match.review.schema import runs as table
from review.conftest import NOW

A_MOMENT = 0.5
"""Seconds in which an act that is not held up comes to its end."""


def waiting(engine: Engine) -> str:
    with engine.begin() as con:
        return runs.submit(con, name="x", request=RunRequest(()), account_id="", now=NOW)


def code_of(act: Future[Any]) -> str:
    with pytest.raises(BrpMatchError) as caught:
        act.result(timeout=60)
    return caught.value.faults[0].code


def beside(engine: Engine, held: Callable[[Any], object], act: Callable[[], object]) -> Future[Any]:
    """Begin an act while another transaction has done `held` and is not yet at its end."""
    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as con:
            held(con)
            begun = pool.submit(act)
            time.sleep(A_MOMENT)
        return begun


def test_a_delivery_that_is_put_to_work_this_moment_is_not_deleted(engine: Engine) -> None:
    run_id = waiting(engine)
    deleted = beside(
        engine, lambda con: runs.take_waiting(con, NOW), lambda: purge_run(engine, run_id, now=NOW)
    )
    assert code_of(deleted) == "RUN_BEZIG"
    with reading(engine) as con:
        assert con.execute(select(table.c.state)).scalars().all() == [RunState.BEZIG]


def test_no_delivery_is_put_to_work_while_a_person_is_taken_out_of_it(engine: Engine) -> None:
    """Else what comes of it has the person in it again."""
    waiting(engine)
    order = []

    def work() -> None:
        with engine.begin() as con:
            assert runs.take_waiting(con, NOW)
            order.append("work")

    with ThreadPoolExecutor(1) as pool:
        with engine.begin() as con:
            person_erase._find(con, "P1")
            begun = pool.submit(work)
            time.sleep(A_MOMENT)
            order.append("erased")
        begun.result(timeout=60)
    assert order == ["erased", "work"]


def test_what_is_read_in_one_transaction_is_of_one_moment(engine: Engine) -> None:
    """A card is made of many questions, while people judge and release."""
    waiting(engine)
    with reading(engine) as con:
        seen = [len(runs.list_runs(con))]
        waiting(engine)
        seen.append(len(runs.list_runs(con)))
        with pytest.raises(DBAPIError):
            runs.submit(con, name="x", request=RunRequest(()), account_id="", now=NOW)
    assert seen == [1, 1]
    with reading(engine) as con:
        assert len(runs.list_runs(con)) == 2


def test_of_deliveries_that_come_in_beside_a_purge_each_is_whole_or_gone(
    engine: Engine, tmp_path: Path
) -> None:
    def deliver(number: int) -> None:
        sent = SentFiles([SentFile(io.BytesIO(b"a;b\n1;2\n"), "s.csv")])
        with arriving(tmp_path, sent, None) as one:
            with engine.begin() as con:
                one.submit(con, name=f"{number}", account_id="", now=NOW, state=RunState.WACHTEND)
            one.keep()

    def clear(number: int) -> None:
        later = NOW + timedelta(days=1)
        # two purges may have chosen the same one, or the space comes back later
        with suppress(BrpMatchError):
            purge_before(engine, later, now=later)
        sweep(engine, tmp_path, now=later)

    with ThreadPoolExecutor(6) as pool:
        acts = [pool.submit(clear if n % 4 == 3 else deliver, n) for n in range(24)]
        for act in acts:
            act.result(timeout=120)
    with reading(engine) as con:
        there = {one.id: one.request.signals for one in runs.list_runs(con, size=100)}
    assert {path.name for path in tmp_path.iterdir() if RUN_FOLDER.fullmatch(path.name)} == set(
        there
    )
    assert all(Path(path).is_file() for signals in there.values() for path in signals)
    clear(0)
    assert not [path for path in tmp_path.iterdir() if RUN_FOLDER.fullmatch(path.name)]


def test_who_logs_in_at_the_moment_that_the_account_closes_is_not_in(
    engine: Engine, people: dict[str, Account]
) -> None:
    """The password was right a moment ago: every page asks whether the account stands open."""
    anna = people["anna"]
    with engine.begin() as con:
        change_account(con, anna.id, roles=anna.roles, secrecy=False, active=False)
        sessions.end_all(con, anna.id)
    with engine.begin() as con:
        token, _ = sessions.start(con, anna.id, NOW)
        assert sessions.read(con, token, NOW) is None
        # and it stays out once the account is open again
        change_account(con, anna.id, roles=anna.roles, secrecy=False, active=True)
        assert sessions.read(con, token, NOW) is None


def test_of_six_lists_and_six_answers_at_once_none_is_lost(
    engine: Engine, people: dict[str, Account], tmp_path: Path
) -> None:
    anna = people["anna"]

    def receive(number: int) -> None:
        with engine.begin() as con:
            sent = SentFile(io.BytesIO(b"naam\nx\n"), "lijst.csv")
            list_check.receive(con, tmp_path, sent, f"lijst {number}", account=anna, now=NOW)

    def say(number: int) -> None:
        with engine.begin() as con:
            shv.say(con, anna, f"P{number}", True, NOW)

    for act in (receive, say):
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(act, range(6)))
    with reading(engine) as con:
        assert {one.name for one in list_check.lists(con)} == {f"lijst {n}" for n in range(6)}
        assert len(shv.said(con)) == 6
