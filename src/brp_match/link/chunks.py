"""Pairs compared in this process, and where there are many in others beside it.

A chunk is some signals with their candidates, as rows. Chunks are of a fixed size and in a fixed order, and every
signal is compared on its own, so the same comes out whatever the number of processes.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from brp_match.link.compare import Candidate, Levels, candidate, compare_candidates
from brp_match.link.rows import PairRow, Rows, resident_of, signal_of

CHUNK_PAIRS = 1_000
"""A chunk is full when it has so many pairs."""


class Workers:
    """Compares the pairs of rows: in this process, and in others beside it once they were started."""

    def __init__(self) -> None:
        """Start none."""
        self._others: list[subprocess.Popen[bytes]] = []

    def start(self, others: int) -> None:
        """Start so many processes beside this one, unless some were; they load while this one goes on."""
        if self._others:
            return
        # a fork copies the threads of DuckDB half, and what `multiprocessing` spawns runs the main script once more
        paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self._others = [
            subprocess.Popen(
                [sys.executable, "-c", "from brp_match.link.chunks import serve; serve()"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | paths,
            )
            for _ in range(others)
        ]  # fmt: skip

    def __enter__(self) -> Workers:
        """Start none yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes beside this one."""
        for other in self._others:
            other.kill()
            other.communicate()
        self._others = []

    def compare(self, rows: Rows) -> list[Levels]:
        """Return the levels of every pair, in the order of the pairs."""
        if not self._others:
            return compare_rows(rows)
        waiting = deque(enumerate(chunks(rows)))
        found: dict[int, list[Levels]] = {}

        def ask(other: subprocess.Popen[bytes]) -> None:
            while waiting:
                with suppress(IndexError):
                    place, part = waiting.popleft()
                    found[place] = _asked(other, part)

        with ThreadPoolExecutor(len(self._others)) as pool:
            asking = [pool.submit(ask, other) for other in self._others]
            # the others begin at the first chunk, this process at the last
            while waiting:
                with suppress(IndexError):
                    place, part = waiting.pop()
                    found[place] = compare_rows(part)
            for one in asking:
                one.result()
        return [levels for place in sorted(found) for levels in found[place]]


def _asked(other: subprocess.Popen[bytes], part: Rows) -> list[Levels]:
    """Have another process compare a chunk; where it is gone, this one does."""
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        pickle.dump(part, other.stdin, pickle.HIGHEST_PROTOCOL)
        other.stdin.flush()
        found: list[Levels] = pickle.load(other.stdout)
    except (OSError, EOFError, pickle.UnpicklingError):
        return compare_rows(part)
    return found


def serve() -> None:
    """Compare chunks from standard input to standard output until there are no more; who asked may be stopped, this
    process ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    with suppress(EOFError, OSError):
        while True:
            found = compare_rows(pickle.load(sys.stdin.buffer))
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
