"""After a kill: what no delivery points to and what was half written goes, and the rest stays."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sqlalchemy import Engine, select, update

from brp_match.cli import main
from brp_match.review import runs, values
from brp_match.review.leftovers import Swept, sweep
from brp_match.review.list_check import VALUE, KeptList
from brp_match.review.runs import RunRequest, RunState
from brp_match.review.schema import audit
from brp_match.review.schema import runs as table
from brp_match.review.worker import Worker
from review.conftest import NOW

ORPHAN, OLD_ORPHAN, KEPT, LISTED = "a" * 32, "b" * 32, "c" * 32, "d" * 32


def fill(engine: Engine, data: Path) -> list[Path]:
    """Return what has to go: an upload without a row, one of an older version, and half-written files."""
    with engine.begin() as con:
        runs.submit(
            con, name="x", request=RunRequest(()), account_id="", now=NOW, run_id=KEPT,
            state=RunState.KOLOMMEN,
        )  # fmt: skip
        listed = data / "lijsten" / LISTED / "lijst.csv"
        values.write_json(
            con, VALUE, [KeptList(LISTED, "CAK", str(listed), "2026-11-01", "2099-12-31")]
        )
    for path in (
        listed, data / "lijsten" / ORPHAN / "lijst.csv", data / "shv" / ORPHAN / "clienten.csv",
        data / ORPHAN / "in" / "inwoners.csv", data / "leveringen" / OLD_ORPHAN / "inwoners.csv",
        data / KEPT / ".uitkomst.bezig-1" / "x", data / KEPT / "uitkomst" / ".bezig-2" / "x",
        data / KEPT / "brp-match-3" / "duckdb.tmp", data / KEPT / "oordelen.csv",
        data / KEPT / "in" / "signalen-1.csv", data / KEPT / "uitkomst" / "run.json",
        data / "benchmark" / "results.json", data / "geheim.sleutel",
    ):  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Planted")
    return [
        data / "lijsten" / ORPHAN, data / "shv" / ORPHAN, data / ORPHAN, data / "leveringen" / OLD_ORPHAN, data / KEPT / ".uitkomst.bezig-1",
        data / KEPT / "uitkomst" / ".bezig-2", data / KEPT / "brp-match-3",
        data / KEPT / "oordelen.csv",
    ]  # fmt: skip


def there(data: Path) -> set[str]:
    return {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()}


STAYS = {
    f"lijsten/{LISTED}/lijst.csv",
    f"{KEPT}/in/signalen-1.csv", f"{KEPT}/uitkomst/run.json", "benchmark/results.json",
    "geheim.sleutel",
}  # fmt: skip


def test_the_next_start_finds_and_removes_them_and_says_so(engine: Engine, tmp_path: Path) -> None:
    data = tmp_path / "data"
    gone = fill(engine, data)
    worker = Worker(engine, data, lambda: NOW)
    with engine.begin() as con:
        con.execute(update(table).values(state=str(RunState.KOLOMMEN)))
    worker.start()
    worker.stop()
    assert not any(path.exists() for path in gone)
    assert there(data) == STAYS
    with engine.begin() as con:
        line = con.execute(
            select(audit.c.detail).where(audit.c.kind == "resten_verwijderd")
        ).scalar_one()
    assert line == {"zonder_levering": 4, "half_geschreven": 4}


def test_what_may_still_be_coming_in_or_at_work_is_left_alone(
    engine: Engine, tmp_path: Path
) -> None:
    fill(engine, tmp_path)
    with engine.begin() as con:
        con.execute(update(table).values(state=str(RunState.BEZIG)))
    assert not sweep(engine, tmp_path, now=NOW)
    long_ago = time.time() - 3 * 3600
    os.utime(tmp_path / ORPHAN, (long_ago, long_ago))
    assert sweep(engine, tmp_path, now=NOW) == Swept(1, 0)
    assert not (tmp_path / ORPHAN).exists()


def test_purge_removes_them_and_says_so(engine: Engine, tmp_path: Path, capsys: object) -> None:
    fill(engine, tmp_path)
    url = engine.url.render_as_string(hide_password=False)
    command = ["purge", "--before", "2000-01-01", "--data", str(tmp_path), "--database", url]
    assert main(command) == 0
    said = capsys.readouterr().out  # type: ignore[attr-defined]
    assert (
        "resten van een afgebroken dienst verwijderd: 0 zonder levering, 4 half geschreven" in said
    )
