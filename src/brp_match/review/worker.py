"""The worker: links waiting deliveries one by one, each in a process of its own.

A worker that is killed takes the process with it and leaves its run `bezig`; the next start puts it
back. When the database goes away, the run is put back (or its fault kept) as soon as it returns. `link`
writes beside and renames, and `import_run` makes the cases of one outcome once: nothing is lost,
nothing twice. One service works on a database at a time.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from brp_match.errors import BrpMatchError, Fault, our_fault
from brp_match.other_process import end
from brp_match.policy import as_toml
from brp_match.review import (
    audit,
    lessons,
    list_check,
    policies,
    processing_log,
    questions,
    runs,
    shared_rates,
    shv,
)
from brp_match.review.engine import reading
from brp_match.review.leftovers import clear_half_written, sweep
from brp_match.review.link_process import ASKED, STILL_THERE
from brp_match.review.load_run import import_run, read_run
from brp_match.review.retention import give_back_if_due, purge_if_due
from brp_match.settings import LOG_KEY_VARIABLE

LOOK_EVERY_SECONDS = 0.5
SEAL_KEPT_EVERY = timedelta(hours=1)
TRIES = 3
"""Times a run is done again because the database failed, before it is given up."""

log = logging.getLogger("brp_match.worker")


class Worker:
    """Links deliveries from the store; files lie in `data/<run id>/`. `clock` gives the time (UTC).

    `gemeente`: codes of the municipalities that residents who come with a delivery are of, '' for the one nearly
    all carry; a prepared register tells its own. `population`: of these municipalities, where the BRP itself is asked for the
    residents of a delivery without. `keep_days`: a run older than this is deleted by itself.
    `register` gives the prepared register that lists of persons are checked against. `between` is called whenever there is nothing to link, `done` with every delivery that came to cases.
    """

    def __init__(
        self,
        engine: Engine,
        data: Path,
        clock: Callable[[], datetime],
        between: Callable[[], None] = lambda: None,
        done: Callable[[runs.Run], object] = lambda run: None,
        gemeente: str = "",
        population: int | None = None,
        keep_days: int | None = None,
        register: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self._keep_days, self._register = keep_days, register
        self._gemeente, self._population = gemeente, population
        self._between, self._done = between, done
        self._engine, self._data, self._clock = engine, data, clock
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._unsaid: dict[str, list[Fault]] = {}
        self._tries: Counter[str] = Counter()
        self._sealed: datetime | None = None

    def start(self) -> None:
        """Put interrupted runs back, remove what a kill left, and work in a thread until `stop`."""
        with self._engine.begin() as con:
            runs.put_back_interrupted(con)
            list_check.put_back(con)
        swept = sweep(self._engine, self._data, now=self._clock(), starting=True)
        if swept:
            log.warning(
                "left by a stop: %d without a delivery, %d half written: removed",
                swept.orphans, swept.half_written,
            )  # fmt: skip
        self._thread = threading.Thread(target=self._loop, name="worker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the run at work, then stop; after half a minute it is left to the next start."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                self._keep_last_seal()
                busy = self.run_once()
            except SQLAlchemyError as error:
                # the database is gone for a while: wait and look again
                log.error("database: %s", type(error).__name__)
                busy = False
            if not busy:
                self._rest()
                self._stop.wait(LOOK_EVERY_SECONDS)

    def _rest(self) -> None:
        """Do what waits for a quiet moment."""
        try:
            give_back_if_due(self._engine)
            if self._keep_days is not None and purge_if_due(
                self._engine, self._keep_days, self._clock()
            ):
                log.info("runs older than %d days were deleted", self._keep_days)
            shv.remove_if_due(self._engine, self._data, self._clock())
            list_check.remove_if_due(self._engine, self._data, self._clock())
            self._between()
        except (SQLAlchemyError, OSError) as error:
            log.error("rest: %s", type(error).__name__)

    def _keep_last_seal(self) -> None:
        """Every hour: keep the last seal of the audit, and say it when the one before is gone."""
        now = self._clock()
        if self._sealed is not None and now - self._sealed < SEAL_KEPT_EVERY:
            return
        self._sealed = now
        with reading(self._engine) as con:
            if not audit.keep_last(con):
                log.error("audit: lines are gone from the end")

    def run_once(self) -> bool:
        """Link one waiting delivery; False when there is none. SQLAlchemyError without a database."""
        with self._engine.begin() as con:
            for run_id, faults in self._unsaid.items():
                if faults:
                    runs.fail(con, run_id, faults, self._clock())
                else:
                    runs.put_back_interrupted(con, run_id)
            run = runs.take_waiting(con, self._clock())
        self._unsaid.clear()
        if run is None:
            return list_check.check_waiting(self._engine, self._register(), self._stop)
        try:
            self._link(run)
        except BrpMatchError as error:
            self._fail(run.id, list(error.faults))
        except OSError as error:
            why = f"de uitvoer kan niet worden geschreven ({error.strerror})"
            self._fail(run.id, [Fault("UITVOER_MISLUKT", "run", why)])
        except SQLAlchemyError as error:
            self._again(run.id, error)
        except Exception as error:
            log.error("run %s: %s", run.id, type(error).__name__)
            self._fail(run.id, [our_fault(error)])
        return True

    def _link(self, run: runs.Run) -> None:
        folder = self._data / run.id
        folder.mkdir(parents=True, exist_ok=True)
        policy = folder / "beleid.toml"
        request, steps, out = folder / "request.json", folder / "stap.txt", folder / "uitkomst"
        clear_half_written(folder)
        reviews = folder / "oordelen.csv"
        try:
            # reads the delivery and the months before: nobody who writes may have to wait for that
            with reading(self._engine) as con:
                learned = lessons.collect(con, run, reviews)
                rules = policies.in_force(con)
                clients = shv.current(con, self._clock().date())
                told = shv.said(con)
                rates = shared_rates.copy_for(con, folder)
            policy.write_text(as_toml(rules.policy), encoding="utf-8")
            asked = learned | {"policy": str(policy), "policy_number": rules.number}
            if not run.request.register:
                asked["gemeente"] = self._gemeente or None
            if not (run.request.register or run.request.residents):
                asked["population"] = self._population
            asked |= {"shv": clients.path if clients else "", "shv_said": told}
            asked |= {"rates": str(rates or "")}
            request.write_text(json.dumps(asdict(run.request) | asked), encoding="utf-8")
            code, answer = self._process(run.id, [str(request), str(out), str(steps)], steps)
        finally:
            # it names residents that somebody told something of; nothing reads it afterwards
            request.unlink(missing_ok=True)
            reviews.unlink(missing_ok=True)
            self._take_log(folder / processing_log.FILE)
            clear_half_written(folder)
        if code == ASKED:
            with self._engine.begin() as con:
                questions.ask(con, run.id, folder)
            return
        if code != 0:
            self._fail(run.id, _faults(answer))
            return
        # read before anybody has to wait for the database
        read = read_run(out, run.id)
        with self._engine.begin() as con:
            made = import_run(
                con, read, account_id=run.account_id, now=self._clock(), run_id=run.id
            )
            whole = runs.get_run(con, made)
        self._done(whole)
        _give_back()

    def _take_log(self, path: Path) -> None:
        """Take over what was asked of the BRP, also for a run that failed: it was asked."""
        if path.is_file():
            with self._engine.begin() as con:
                processing_log.take_over(con, path)
            path.unlink()

    def _process(self, run_id: str, arguments: list[str], steps: Path) -> tuple[int, str]:
        """Run the linking process and keep its steps; returns its exit code and what it printed."""
        theirs, ours = os.pipe()
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "brp_match.review.link_process", *arguments],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, pass_fds=(theirs,),
                env=os.environ | {STILL_THERE: str(theirs), LOG_KEY_VARIABLE: self._log_key()},
            )  # fmt: skip
            try:
                shown = ""
                while True:
                    try:
                        answer, _ = process.communicate(timeout=LOOK_EVERY_SECONDS)
                        return process.returncode, answer
                    except subprocess.TimeoutExpired:
                        step = steps.read_text(encoding="utf-8") if steps.is_file() else ""
                        if step != shown:
                            shown = step
                            with self._engine.begin() as con:
                                runs.set_step(con, run_id, step)
            finally:
                if process.poll() is None:
                    end(process)
        finally:
            os.close(theirs)
            os.close(ours)

    def _log_key(self) -> str:
        with self._engine.begin() as con:
            return processing_log.log_key(con).decode()

    def _again(self, run_id: str, error: SQLAlchemyError) -> None:
        """Put a run back that the database failed on, at the next look; give up after some tries."""
        log.error("run %s: database: %s", run_id, type(error).__name__)
        self._tries[run_id] += 1
        why = "de database nam de uitkomst niet aan; is de schijf vol?"
        given_up = [Fault("DATABASE_FOUT", "database", why)]
        self._unsaid[run_id] = given_up if self._tries[run_id] >= TRIES else []

    def _fail(self, run_id: str, faults: list[Fault]) -> None:
        """Keep why a run failed; when the database is gone, as soon as it is back."""
        try:
            with self._engine.begin() as con:
                runs.fail(con, run_id, faults, self._clock())
        except SQLAlchemyError as error:
            log.error("run %s: database: %s", run_id, type(error).__name__)
            self._unsaid[run_id] = faults


def _give_back() -> None:
    """Give memory that reading an outcome took back to the system; glibc keeps it, in as many heaps as threads."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _faults(answer: str) -> list[Fault]:
    try:
        return [Fault(**one) for one in json.loads(answer)]
    except (ValueError, TypeError):
        return [
            Fault(
                "RUN_AFGEBROKEN", "run", "het vergelijken is afgebroken; start de levering opnieuw"
            )
        ]
