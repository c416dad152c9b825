"""The worker: links waiting deliveries one by one, each in a process of its own.

A worker that is killed leaves its run `bezig`; the next start puts it back. `link` writes beside and
renames, and `import_run` makes the cases of one outcome once: nothing is lost, nothing twice.

Every run learns from the runs before it and from what people decided in them.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.files import sha256_of
from brp_match.review import runs
from brp_match.review.export import reviews_csv
from brp_match.review.load_run import import_run

LOOK_EVERY_SECONDS = 0.5
log = logging.getLogger("brp_match.worker")


SAME_DELIVERY = Fault("RUN_BESTAAT", "levering", "deze levering is al eerder verwerkt")


class Worker:
    """Links deliveries from the store; files lie in `data/<run id>/`. `clock` gives the time (UTC)."""

    def __init__(self, engine: Engine, data: Path, clock: Callable[[], datetime]) -> None:
        self._engine, self._data, self._clock = engine, data, clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Put interrupted runs back and work in a thread until `stop`."""
        with self._engine.begin() as con:
            runs.put_back_interrupted(con)
        self._thread = threading.Thread(target=self._loop, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the run at work, then stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                busy = self.run_once()
            except SQLAlchemyError as error:
                # the database is gone for a while: wait and look again
                log.error("database: %s", type(error).__name__)
                busy = False
            if not busy:
                self._stop.wait(LOOK_EVERY_SECONDS)

    def run_once(self) -> bool:
        """Link one waiting delivery; False when there is none."""
        with self._engine.begin() as con:
            run = runs.take_waiting(con, self._clock())
        if run is None:
            return False
        try:
            self._link(run)
        except BrpMatchError as error:
            self._fail(run.id, list(error.faults))
        except OSError as error:
            self._fail(
                run.id,
                [
                    Fault(
                        "UITVOER_MISLUKT",
                        "run",
                        f"de uitvoer kan niet worden geschreven ({error.strerror})",
                    )
                ],
            )
        return True

    def _link(self, run: runs.Run) -> None:
        folder = self._data / run.id
        folder.mkdir(parents=True, exist_ok=True)
        request, steps, out = folder / "request.json", folder / "stap.txt", folder / "uitkomst"
        reviews = folder / "beoordeeld.csv"
        with self._engine.begin() as con:
            earlier = [
                r
                for r in runs.list_runs(con)
                if r.state is runs.RunState.KLAAR and Path(r.folder).is_dir()
            ]
            if _signal_hashes(run) in [sorted(_delivered(r)) for r in earlier]:
                runs.fail(con, run.id, [SAME_DELIVERY], self._clock())
                return
            reviews.write_text("".join(reviews_csv(con)), encoding="utf-8", newline="")
        learned = {
            "history": [r.folder for r in earlier],
            "reviews": str(reviews) if earlier else "",
        }
        request.write_text(json.dumps(asdict(run.request) | learned), encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "brp_match.review.link_process", str(request), str(out), str(steps)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        shown = ""
        while True:
            try:
                answer, _ = process.communicate(timeout=LOOK_EVERY_SECONDS)
                break
            except subprocess.TimeoutExpired:
                step = steps.read_text(encoding="utf-8") if steps.is_file() else ""
                if step != shown:
                    shown = step
                    with self._engine.begin() as con:
                        runs.set_step(con, run.id, step)
        if process.returncode != 0:
            self._fail(run.id, _faults(answer))
            return
        with self._engine.begin() as con:
            import_run(con, out, account_id=run.account_id, now=self._clock(), run_id=run.id)

    def _fail(self, run_id: str, faults: list[Fault]) -> None:
        with self._engine.begin() as con:
            runs.fail(con, run_id, faults, self._clock())


def _signal_hashes(run: runs.Run) -> list[str]:
    return sorted(sha256_of(Path(one)) for one in run.request.signals if Path(one).is_file())


def _delivered(run: runs.Run) -> list[str]:
    return [
        str(one["sha256"]) for one in run.record.get("invoer", []) if one["soort"] == "signalen"
    ]


def _faults(answer: str) -> list[Fault]:
    try:
        return [Fault(**one) for one in json.loads(answer)]
    except (ValueError, TypeError):
        return [
            Fault(
                "RUN_AFGEBROKEN", "run", "het vergelijken is afgebroken; start de levering opnieuw"
            )
        ]
