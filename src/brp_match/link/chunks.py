"""Pairs compared in this process, and where there are many in others beside it.

A chunk is some signals with their candidates, as rows. Chunks are of a fixed size and in a fixed order, and every
signal is compared on its own, so the same comes out whatever the number of processes.
"""

from __future__ import annotations

import gc
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from brp_match.content import model_figures
from brp_match.link.compare import Candidate, Levels, candidate, compare_candidates
from brp_match.link.rows import PairRow, Rows, resident_of, signal_of
from brp_match.workers import Workers

CHUNK_PAIRS = 1_000
"""A chunk is full when it has so many pairs."""


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


def levels_of(rows: Rows, by: Workers | Elsewhere) -> list[Levels]:
    """Return the levels of every pair, in the order of the pairs."""
    if isinstance(by, Elsewhere):
        return by.compare(rows)
    if by.alone:
        return compare_rows(rows)
    return [levels for some in by.each(compare_rows, chunks(rows)) for levels in some]


def load_comparing() -> None:
    """Load what comparing needs: the first work of a process that will be asked to."""
    model_figures()


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
