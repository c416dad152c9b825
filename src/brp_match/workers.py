"""Work of a run, done in this process and in others beside it."""

from __future__ import annotations

import gc
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from queue import SimpleQueue
from typing import TypeVar

from brp_match.other_process import Other, end, exchange, start

Part = TypeVar("Part")
Found = TypeVar("Found")


class Workers:
    """Does work of a run in this process, and in others beside it once they were started; they must be able to import it."""

    def __init__(self) -> None:
        """Start none."""
        self._others: list[Other] = []
        self._free: SimpleQueue[Other] = SimpleQueue()
        self._asking: ThreadPoolExecutor | None = None

    def start(self, others: int) -> None:
        """Start so many processes beside this one, unless some were; they load while this one goes on."""
        if self._others or others < 1:
            return
        self._others = [start(__name__) for _ in range(others)]
        for other in self._others:
            self._free.put(other)
        self._asking = ThreadPoolExecutor(others)

    def __enter__(self) -> Workers:
        """Start none yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes beside this one."""
        others, asking, self._asking = self._others, self._asking, None
        # who waits for an answer gets none, and is waited for before the pipes are closed
        for other in others:
            other.kill()
        if asking is not None:
            asking.shutdown(cancel_futures=True)
        end(*others)
        self._others, self._free = [], SimpleQueue()

    @property
    def alone(self) -> bool:
        """Whether none was started."""
        return self._asking is None

    def beside(self, work: Callable[[], Found]) -> Callable[[], Found]:
        """Have another process do `work` while this one goes on; return what waits for its outcome. Where none was started
        it is done here and now, and raises here."""
        if self._asking is None:
            found = work()
            return lambda: found

        def ask() -> Found:
            with self._other() as other:
                return _asked(other, work)

        return self._asking.submit(ask).result

    def each(self, work: Callable[[Part], Found], parts: Iterable[Part]) -> list[Found]:
        """Return what `work` makes of every part, in the order of the parts."""
        if self._asking is None:
            return [work(part) for part in parts]
        waiting = deque(enumerate(parts))
        found: dict[int, Found] = {}

        def ask() -> None:
            with self._other() as other:
                while waiting:
                    with suppress(IndexError):
                        place, part = waiting.popleft()
                        found[place] = _asked(other, partial(work, part))

        asking = [self._asking.submit(ask) for _ in self._others]
        # the others begin at the first part, this process at the last
        try:
            while waiting:
                with suppress(IndexError):
                    place, part = waiting.pop()
                    found[place] = work(part)
        finally:
            # who stops this one stops the others too: nothing more is asked
            waiting.clear()
        for one in asking:
            one.result()
        return [found[place] for place in sorted(found)]

    @contextmanager
    def _other(self) -> Iterator[Other]:
        """A process that nobody else asks anything meanwhile."""
        other = self._free.get()
        try:
            yield other
        finally:
            self._free.put(other)


def _asked(other: Other, work: Callable[[], Found]) -> Found:
    """Have another process do it; where that is gone or cannot, this one does, and has the fault."""
    try:
        found: Found = exchange(other, work)
    except (OSError, EOFError, pickle.UnpicklingError):
        return work()
    return found


def serve() -> None:
    """Do work from standard input, the outcome to standard output, until there is no more; who asked may be stopped,
    this process ends with it. It ends at a fault too: who asked does it once more and tells."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    with suppress(Exception):
        while True:
            found = pickle.load(sys.stdin.buffer)()
            pickle.dump(found, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
