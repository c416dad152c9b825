"""What a kill leaves behind, found and removed: half-written outcomes, and files no delivery points to.

They hold people's data, and no row of the database leads to them: nobody would ever delete them.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select

from brp_match.review import audit, list_check, shv
from brp_match.review.engine import reading
from brp_match.review.runs import RunState
from brp_match.review.schema import runs

HALF_WRITTEN = (".uitkomst.bezig-*", "uitkomst/.bezig-*", "brp-match-*", "oordelen.csv")
"""What a run at work writes beside its outcome, in the folder of the run."""

RUN_FOLDER = re.compile(r"[0-9a-f]{32}")
OLDER = "leveringen"
"""Folder in which an older version kept deliveries of the API."""

ARRIVES_WITHIN = timedelta(hours=2)
"""Time in which a delivery that comes in has its row; longer than any body may take."""


@dataclass(frozen=True)
class Swept:
    """How many folders without a delivery, and how many half-written ones, were removed."""

    orphans: int
    half_written: int

    def __bool__(self) -> bool:
        """Whether anything was removed."""
        return bool(self.orphans or self.half_written)


def clear_half_written(folder: Path) -> int:
    """Delete what a killed process had begun to write in the folder of a run; returns how many."""
    found = [path for pattern in HALF_WRITTEN for path in folder.glob(pattern)]
    for path in found:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(found)


def sweep(engine: Engine, data: Path, *, now: datetime, starting: bool = False) -> Swept:
    """Remove what a kill left in the data folder, with a line in the audit when there was anything.

    `starting`: nothing is at work yet. Otherwise a folder that may belong to a delivery that is coming in,
    or to a run at work, is left alone.
    """
    with reading(engine) as con:
        states = {row.id: row.state for row in con.execute(select(runs.c.id, runs.c.state))}
        clients = shv.kept(con)
        beside = {one.id for one in list_check.lists(con)}
        beside |= {Path(clients.path).parent.name} if clients else set()
    oldest = time.time() - ARRIVES_WITHIN.total_seconds()
    orphans = half_written = 0
    for folder in _folders(data):
        if folder.name in beside:
            continue
        if folder.name not in states:
            if starting or folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
                orphans += 1
        elif starting or states[folder.name] != RunState.BEZIG:
            half_written += clear_half_written(folder)
    found = Swept(orphans, half_written)
    if found:
        with engine.begin() as con:
            audit.write(
                con, "resten_verwijderd", account_id="", now=now,
                detail={"zonder_levering": orphans, "half_geschreven": half_written},
            )  # fmt: skip
    return found


def _folders(data: Path) -> Iterator[Path]:
    """The folders of runs, of lists to check, and of clients of debt counselling."""
    for place in (data, data / OLDER, data / list_check.FOLDER, data / shv.FOLDER):
        if place.is_dir():
            for path in sorted(place.iterdir()):
                if path.is_dir() and RUN_FOLDER.fullmatch(path.name):
                    yield path
