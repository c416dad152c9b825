"""Pairs in worker processes where there are many, in the process itself where there are few.

A chunk is some signals with their candidates, as rows: plain tuples go to another process and come back from
it. Chunks are of a fixed size and in a fixed order, and every signal is compared on its own, so the same
comes out whatever the number of workers.
"""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import groupby
from operator import attrgetter
from typing import Any

from brp_match.link.compare import Candidate, Levels, candidate, compare_candidates
from brp_match.link.compare_addresses import AddressEvidence
from brp_match.link.compare_dates import DateEvidence
from brp_match.link.compare_names import NameEvidence
from brp_match.link.rows import PairRow, Rows, resident_of, signal_of

CHUNK_PAIRS = 1_000
"""A chunk is full when it has so many pairs."""

Packed = tuple[tuple[Any, ...] | None, tuple[Any, ...], tuple[Any, ...]]
"""Levels as plain tuples: records take twice as long to another process."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Compares the pairs of rows: in `pool`, or in this process where it is None."""

    pool: ProcessPoolExecutor | None = None

    def compare(self, rows: Rows) -> list[Levels]:
        """Return the levels of every pair, in the order of the pairs."""
        if self.pool is None:
            return compare_rows(rows)
        packed = self.pool.map(compare_packed, chunks(rows))
        return [_unpack(one) for chunk in packed for one in chunk]


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
            of, packed = pickle.loads(next(self.compared, _NONE))
            same = of == _which(chunk)
            found += [_unpack(one) for one in packed] if same else compare_rows(chunk)
        return found


def chunk_to_send(rows: Rows) -> bytes:
    """Write a chunk for another process, which may run on another machine with the same version."""
    return pickle.dumps(rows)


def compared_chunk(sent: bytes) -> bytes:
    """Compare a chunk there; returns what `Elsewhere` takes."""
    rows: Rows = pickle.loads(sent)
    return pickle.dumps((_which(rows), compare_packed(rows)))


_NONE = pickle.dumps(("", []))


def _which(rows: Rows) -> str:
    """Say of which pairs a chunk is."""
    return hashlib.sha256(repr([tuple(pair) for pair in rows.pairs]).encode()).hexdigest()


@contextmanager
def workers(number: int) -> Iterator[Workers]:
    """Give so many worker processes; none for one, which this process is."""
    if number <= 1:
        yield Workers()
        return
    # DuckDB has threads, and a process with threads must not be forked
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(number, mp_context=context, initializer=gc.disable) as pool:
        yield Workers(pool)


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
    for _, of_signal in groupby(rows.pairs, key=lambda pair: pair.signaal_nr):
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
    for number, pairs in groupby(rows.pairs, key=lambda pair: pair.signaal_nr):
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
        signal = signal_of(rows.signals[number])
        found += compare_candidates(signal, [known[person] for person in people])
    return found


def compare_packed(rows: Rows) -> list[Packed]:
    """Do the same in a worker."""
    return [_pack(levels) for levels in compare_rows(rows)]


_NAMES, _BIRTH, _ADDRESS = (
    attrgetter(*(field.name for field in fields(kind)))
    for kind in (NameEvidence, DateEvidence, AddressEvidence)
)


def _pack(levels: Levels) -> Packed:
    names = _NAMES(levels.names) if levels.names is not None else None
    return names, _BIRTH(levels.birth), _ADDRESS(levels.address)


def _unpack(packed: Packed) -> Levels:
    names, birth, address = packed
    return Levels(
        NameEvidence(*names) if names is not None else None,
        DateEvidence(*birth),
        AddressEvidence(*address),
    )
