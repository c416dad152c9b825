"""Pairs compared in this process, and where there are many in others beside it; those do other work of a run as well.

A chunk is some signals with their candidates, as rows. Chunks are of a fixed size and in a fixed order, and every
signal is compared on its own, so the same comes out whatever the number of processes.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from queue import SimpleQueue
from typing import TypeVar

from brp_match.link.compare import Candidate, Levels, candidate, compare_candidates
from brp_match.link.rows import PairRow, Rows, resident_of, signal_of
from brp_match.other_process import Other, exchange, start

CHUNK_PAIRS = 1_000
"""A chunk is full when it has so many pairs."""


Found = TypeVar("Found")


class Workers:
    """Does work of a run in this process, and in others beside it once they were started."""

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
        for other in self._others:
            other.kill()
        if self._asking is not None:
            self._asking.shutdown(cancel_futures=True)
            self._asking = None
        for other in self._others:
            other.communicate()
        self._others, self._free = [], SimpleQueue()

    def beside(self, work: Callable[[], Found]) -> Callable[[], Found]:
        """Have another process do `work`, which it must be able to import, while this one goes on; return what waits for
        its outcome. Where none was started it is done here and now, and raises here."""
        if self._asking is None:
            found = work()
            return lambda: found

        def ask() -> Found:
            with self._other() as other:
                return _asked(other, work)

        return self._asking.submit(ask).result

    @contextmanager
    def _other(self) -> Iterator[Other]:
        """A process that nobody else asks anything meanwhile."""
        other = self._free.get()
        try:
            yield other
        finally:
            self._free.put(other)

    def compare(self, rows: Rows) -> list[Levels]:
        """Return the levels of every pair, in the order of the pairs."""
        if self._asking is None:
            return compare_rows(rows)
        waiting = deque(enumerate(chunks(rows)))
        found: dict[int, list[Levels]] = {}

        def ask() -> None:
            with self._other() as other:
                while waiting:
                    with suppress(IndexError):
                        place, part = waiting.popleft()
                        found[place] = _asked(other, partial(compare_rows, part))

        asking = [self._asking.submit(ask) for _ in self._others]
        # the others begin at the first chunk, this process at the last
        try:
            while waiting:
                with suppress(IndexError):
                    place, part = waiting.pop()
                    found[place] = compare_rows(part)
        finally:
            # who stops this one stops the others too: nothing more is asked
            waiting.clear()
        for one in asking:
            one.result()
        return [levels for place in sorted(found) for levels in found[place]]


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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Takes the levels of pairs that were compared elsewhere, chunk by chunk in their order (`compared_chunk`).

    A chunk that is missing, or is of other pairs than these, is compared here: what comes out is the same.
    """

    compared: Iterator[bytes]

    def compare(self, rows: Rows) -> list[Levels]:
        """Return the levels of every pair, in the order of the pairs."""
        found: list[Levels] = []
        for chunk in chunks(rows):
            of, levels = pickle.loads(next(self.compared, _NONE))
            found += levels if of == _which(chunk) else compare_rows(chunk)
        return found


def chunk_to_send(rows: Rows) -> bytes:
    """Write a chunk for another process, which may run on another machine with the same version."""
    return pickle.dumps(rows)


def compared_chunk(sent: bytes) -> bytes:
    """Compare a chunk there; returns what `Elsewhere` takes."""
    rows: Rows = pickle.loads(sent)
    return pickle.dumps((_which(rows), compare_rows(rows)))


_NONE = pickle.dumps(("", []))


def _which(rows: Rows) -> str:
    """Say of which pairs a chunk is."""
    return hashlib.sha256(repr([tuple(pair) for pair in rows.pairs]).encode()).hexdigest()


@contextmanager
def without_collector() -> Iterator[None]:
    """Let Python's collector of circles rest: it goes through every record made, a quarter of the time, and
    finds nothing, as no record refers to itself."""
    rested = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if rested:
            gc.enable()


def chunks(rows: Rows) -> Iterator[Rows]:
    """Cut the rows in chunks of whole signals, in order."""
    part: list[PairRow] = []
    for _, of_signal in groupby(rows.pairs, key=attrgetter("signaal_nr")):
        part += of_signal
        if len(part) >= CHUNK_PAIRS:
            yield rows.only(part)
            part = []
    if part:
        yield rows.only(part)


def compare_rows(rows: Rows) -> list[Levels]:
    """Return the levels of every pair, in the order of the pairs."""
    known: dict[int, Candidate] = {}
    found: list[Levels] = []
    for number, pairs in groupby(rows.pairs, key=attrgetter("signaal_nr")):
        people = [pair.persoon_nr for pair in pairs]
        for person in people:
            if person not in known:
                known[person] = candidate(
                    resident_of(
                        rows.residents[person],
                        rows.stays.get(person, ()),
                        rows.former.get(person, ()),
                    )
                )
        signal = signal_of(rows.signals[number], rows.readings.get(number, ()))
        found += compare_candidates(signal, [known[person] for person in people])
    return found
