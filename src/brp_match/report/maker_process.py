"""An `OverviewMaker` in a process of its own: a service's pages share neither its memory nor its processor.

Checking a year of deliveries takes seconds and hundreds of megabytes that Python, DuckDB and Arrow do not give
back; in the service's own process every click would wait for it. `python -m brp_match.report.maker_process` reads
orders from its input and answers on its output, until its input ends: when the service does, also by kill -9.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from brp_match.errors import BrpMatchError
from brp_match.other_process import end
from brp_match.report.cards import Overview
from brp_match.report.maker import Order, OverviewMaker

ORDERS_MOST = 40
"""Overviews that one process makes: what it holds by then goes with it."""

NICENESS = 5
"""Behind the pages, before the linking of deliveries (10)."""

TRIES = 2
"""Times that an order is given, when a process ends under it."""


class MakerProcess:
    """Makes overviews in a process that is started when one is asked for, from any thread, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._closed = False

    def make(self, order: Order) -> Overview:
        """Return the overview. Raises BrpMatchError as `OverviewMaker.make`; KAARTEN_MISLUKT (503) where the
        process ends each time."""
        with self._lock:
            for _ in range(0 if self._closed else TRIES):
                with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError):
                    answer = self._ask(order)
                    break
                self._end()
                if self._closed:
                    raise _failed()
            else:
                raise _failed()
        if isinstance(answer, _Failed):
            raise answer.error()
        assert isinstance(answer, Overview)
        return answer

    def forget(self, gone: Sequence[Path]) -> None:
        """Forget what was found in these folders: with the process, and all that it read."""
        with self._lock:
            self._end()

    def close(self) -> None:
        """End the process, also when it is at work, and start no other."""
        self._closed, process = True, self._process
        if process is not None:
            process.kill()
        # who waits for it gets no answer, and lets go
        with self._lock:
            self._end()

    def _ask(self, order: Order) -> object:
        if self._made >= ORDERS_MOST:
            self._end()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "brp_match.report.maker_process"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._made += 1
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump(order, self._process.stdin)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)

    def _end(self) -> None:
        process, self._process, self._made = self._process, None, 0
        if process is not None:
            end(process)


def _failed() -> BrpMatchError:
    return BrpMatchError(
        "KAARTEN_MISLUKT", "scorekaarten",
        "de scorekaarten konden niet worden gemaakt; is er genoeg geheugen?", http_status=503,
    )  # fmt: skip


class _Failed:
    """Why an overview was not made: faults and the status of the answer; of a foreign error only its kind."""

    def __init__(self, error: Exception) -> None:
        known = isinstance(error, BrpMatchError)
        self._faults = error.faults if isinstance(error, BrpMatchError) else ()
        self._status = error.http_status if isinstance(error, BrpMatchError) else 500
        self._kind = "" if known else type(error).__name__

    def error(self) -> Exception:
        """The error to raise in the service."""
        if not self._faults:
            return RuntimeError(f"making an overview: {self._kind}")
        error = BrpMatchError.from_faults(self._faults)
        error.http_status = self._status
        return error


def main(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Make overviews until the orders end."""
    maker = OverviewMaker()
    while True:
        try:
            order: Any = pickle.load(orders)
        except EOFError:
            return
        answer: Overview | _Failed
        try:
            answer = maker.make(order)
        except Exception as error:
            answer = _Failed(error)
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # whatever a package prints does not stand between the answers
    with os.fdopen(os.dup(1), "wb") as apart:
        os.dup2(2, 1)
        # by its own name: what is pickled in one process is read in the other
        from brp_match.report.maker_process import main as work

        with contextlib.suppress(BrokenPipeError):
            work(sys.stdin.buffer, apart)
