"""What does not fit in memory: where it goes, who can read it, and that it goes away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from brp_match.database import connect, run_step, scalar
from brp_match.errors import BrpMatchError

SPILL = """
import os, sys
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
