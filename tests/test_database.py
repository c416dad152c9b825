"""What does not fit in memory: where it goes and that it goes away; what a function reads of every distinct text."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from brp_match.database import connect, create_reading, distinct_in_order, run_step, scalar
from brp_match.errors import BrpMatchError

SPILL = """
import os, sys
from datetime import date
from pathlib import Path
from brp_match.database import connect, run_step
con = connect(threads=2, memory_limit='100MB')
run_step(con, "CREATE TABLE t AS SELECT i, hash(i) AS h, repeat('x', 40) || i AS n FROM range(4000000) r(i) ORDER BY h")
(made,) = Path(os.environ["TMPDIR"]).iterdir()
files = sum(1 for path in made.rglob("*") if path.stat().st_size)
print(oct(made.stat().st_mode & 0o777), files > 0, os.listdir("."))
"""


def test_it_is_private_and_goes_with_the_process(tmp_path: Path) -> None:
    here, scratch = tmp_path / "hier", tmp_path / "tijdelijk"
    here.mkdir()
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", SPILL], capture_output=True, text=True, check=True, cwd=here,
        env={"TMPDIR": str(scratch), "PYTHONPATH": ":".join(sys.path)},
    )  # fmt: skip
    assert done.stdout == "0o700 True []\n"
    assert list(scratch.iterdir()) == []


def test_too_little_room_is_told() -> None:
    con = connect(memory_limit="30MB")
    run_step(con, "SET max_temp_directory_size = '1MB'")
    with pytest.raises(BrpMatchError, match=r"TMPDIR op een ruimere schijf \[GEHEUGEN_VOL\]"):
        run_step(
            con, "CREATE TABLE t AS SELECT i, repeat('x', 40) || hash(i) FROM range(3000000) r(i)"
        )
    con.close()


def test_connections_do_not_share_their_room() -> None:
    first, second = connect(), connect()
    rooms = [scalar(con, "SELECT current_setting('temp_directory')") for con in (first, second)]
    assert len(set(rooms)) == 2
    assert {str(Path(room).parent) for room in rooms} == {str(Path(rooms[0]).parent)}
    for con in (first, second):
        con.close()


def test_a_reading_asks_its_function_once_for_every_distinct_text() -> None:
    con = connect(threads=1)
    run_step(con, "CREATE TABLE t AS SELECT unnest(['a', 'b', NULL, 'a', 'c']) AS x, 1 AS y")
    asked: list[str] = []

    def read(text: str) -> tuple[int | None, list[str], date | None]:
        asked.append(text)
        return (None if text == "c" else 7), [text, text], date(2026, 1, 2)

    create_reading(
        con, "gelezen", "SELECT x FROM t", {"n": "INTEGER", "l": "VARCHAR[]", "d": "DATE"}, read
    )
    assert sorted(asked) == ["a", "b", "c"]
    assert con.execute("FROM gelezen ORDER BY tekst").fetchall() == [
        ("a", 7, ["a", "a"], date(2026, 1, 2)),
        ("b", 7, ["b", "b"], date(2026, 1, 2)),
        ("c", None, ["c", "c"], date(2026, 1, 2)),
    ]
    create_reading(con, "gelezen", "SELECT x FROM t WHERE false", {"n": "INTEGER"}, lambda x: (1,))
    assert con.execute("FROM gelezen").fetchall() == []


def test_a_reading_of_two_columns() -> None:
    con = connect(threads=1)
    run_step(con, "CREATE TABLE t AS SELECT 'a' AS x, NULL AS y UNION ALL SELECT NULL, NULL")
    create_reading(
        con, "gelezen", "FROM t", {"n": "BOOLEAN"}, lambda x, y: (y is None,), inputs=("x", "y")
    )
    assert con.execute("FROM gelezen").fetchall() == [("a", None, True)]


def test_values_once_in_order() -> None:
    con = connect(threads=1)
    sql = distinct_in_order("['b', 'a', 'b', 'c', 'a']")
    assert con.execute(f"SELECT {sql}").fetchall() == [(["b", "a", "c"],)]
