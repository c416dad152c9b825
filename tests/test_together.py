"""Steps side by side: they do overlap, see one database, and end together, whatever fails."""

from __future__ import annotations

import threading
import time

import duckdb
import pytest

from brp_match.database import Connection, connect, run_step, scalar, together

ENDLESS = "SELECT count(*) FROM range(1000000) a(i), range(1000000) b(j) WHERE hash(i, j) = 0"


def test_they_run_at_the_same_time_and_make_tables_for_each_other_afterwards() -> None:
    con = connect(threads=2)
    meeting = threading.Barrier(2, timeout=20)

    def make(name: str, own: Connection) -> None:
        meeting.wait()
        run_step(own, f"CREATE OR REPLACE TABLE {name} AS SELECT 1 AS i")

    together(con, lambda own: make("een", own), lambda own: make("twee", own))
    assert scalar(con, "SELECT count(*) FROM een JOIN twee USING (i)") == 1
    con.close()


def test_many_definitions_at_once_do_not_get_in_each_others_way() -> None:
    con = connect(threads=2)

    def define(letter: str, own: Connection) -> None:
        for number in range(60):
            run_step(own, f"CREATE OR REPLACE MACRO m_{letter}{number % 7}(x) AS x + {number}")
            run_step(
                own, f"CREATE OR REPLACE TABLE t_{letter} AS SELECT m_{letter}{number % 7}(1) AS v"
            )

    together(con, *(lambda own, letter=letter: define(letter, own) for letter in "abc"))  # type: ignore[misc]
    assert [scalar(con, f"FROM t_{letter}") for letter in "abc"] == [60, 60, 60]
    con.close()


def test_on_one_thread_they_take_turns_on_the_same_connection() -> None:
    con = connect(threads=1)
    seen: list[tuple[str, bool]] = []
    together(con, *(lambda own, n=n: seen.append((n, own is con)) for n in "abc"))  # type: ignore[misc]
    assert seen == [("a", True), ("b", True), ("c", True)]
    con.close()


def test_a_fault_here_stops_what_runs_elsewhere() -> None:
    con = connect(threads=2)
    started, ended = threading.Event(), threading.Event()

    def here(_: Connection) -> None:
        assert started.wait(20)
        time.sleep(0.1)
        raise ValueError("hier")

    def elsewhere(own: Connection) -> None:
        started.set()
        try:
            run_step(own, ENDLESS)
        finally:
            ended.set()

    with pytest.raises(ValueError, match="hier"):
        together(con, here, elsewhere)
    assert ended.is_set()
    assert scalar(con, "SELECT 1") == 1
    con.close()


def test_of_two_faults_that_of_the_earlier_step_is_told() -> None:
    con = connect(threads=2)

    def fails(text: str, wait: float) -> None:
        time.sleep(wait)
        raise ValueError(text)

    with pytest.raises(ValueError, match="tweede"):
        together(con, lambda _: None, lambda _: fails("tweede", 0.2), lambda _: fails("derde", 0))
    con.close()


def test_a_fault_of_the_database_comes_out_as_it_is() -> None:
    con = connect(threads=2)
    with pytest.raises(duckdb.CatalogException):
        together(con, lambda _: None, lambda own: run_step(own, "FROM bestaat_niet"))
    con.close()


def test_many_short_statements_are_stopped_too() -> None:
    con = connect(threads=2)
    started, seen = threading.Event(), []

    def here(_: Connection) -> None:
        assert started.wait(20)
        raise KeyboardInterrupt

    def elsewhere(own: Connection) -> None:
        for number in range(100_000):
            run_step(own, "SELECT 1")
            time.sleep(0.001)
            seen.append(number)
            started.set()

    with pytest.raises(KeyboardInterrupt):
        together(con, here, elsewhere)
    assert len(seen) < 90_000
    con.close()
