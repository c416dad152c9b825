"""Look-ups that come at once, in as many processes as there are cores: Python compares in one of its threads at a time.

Every process has the rows of the prepared register open to be read, and one look-up at a time: more of them would only
wait for each other. What may be seen travels with the question, what was seen is written by who asked.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from brp_match.other_process import end, exchange, start


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Process:
    """A process beside this one that looks up."""

    def __init__(self, register: Path) -> None:
        """Start it; it loads while this process goes on."""
        self._process = start(__name__)
        self._register = register

    def wait(self) -> bool:
        """Wait until it has the register open; False where it could not."""
        return bool(self.ask(self._register) == READY)

    def ask(self, question: Any) -> Any:
        """Return its answer to the arguments of `SingleMatcher.weighed`; None where it has none, or is gone."""
        try:
            return exchange(self._process, question)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            self.end()
            return None

    @property
    def gone(self) -> bool:
        """Whether it ended."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End it."""
        end(self._process)


READY = "klaar"


class Places:
    """Where a look-up can be done, one at a time in each: in this process, and in others that start when the first has
    to wait."""

    def __init__(self, register: Path, others: int | None = None) -> None:
        """Start none yet. `others`: how many beside this one at most (None: one for every other core)."""
        self._register = register
        self._most = cores() - 1 if others is None else others
        self._others: set[Process] = set()
        self._lock = threading.Lock()
        self._ended = False
        self._free: list[Process | None] = [None]
        self._waiting: deque[Future[Process | None]] = deque()

    @contextmanager
    def one(self) -> Iterator[Process | None]:
        """Have a place while the block runs, None for this process; who waits longest has the next that is free."""
        place = self._take()
        try:
            yield place
        finally:
            if place is not None and place.gone:
                self._others.discard(place)
            else:
                self._give(place)

    def _take(self) -> Process | None:
        with self._lock:
            if self._free:
                return self._free.pop()
            mine: Future[Process | None] = Future()
            self._waiting.append(mine)
            for _ in range(0 if self._ended else self._most - len(self._others)):
                other = Process(self._register)
                self._others.add(other)
                threading.Thread(target=self._add, args=[other], daemon=True).start()
        return mine.result()

    def _give(self, place: Process | None) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set_result(place)
            else:
                self._free.append(place)

    def _add(self, other: Process) -> None:
        if other.wait():
            self._give(other)

    def end(self) -> None:
        """End the others; who waits for a place goes on in this process."""
        with self._lock:
            self._ended = True
            for one in self._others:
                one.end()


def serve() -> None:
    """Answer the questions on standard input on standard output until there are no more; None where that raises, so
    that who asked sees for itself."""
    from brp_match.web.api.single_match import SingleMatcher

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        matcher = SingleMatcher(pickle.load(sys.stdin.buffer), others=0)
        answer: Any = READY
        try:
            matcher.open()
        except Exception:
            answer = None
        while True:
            pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
            question = pickle.load(sys.stdin.buffer)
            try:
                answer = matcher.weighed(*question)
            except Exception:
                answer = None
