"""`link --per-gemeente`: every municipality of a delivery decided on its own, in workers, and one summary.

A run that was stopped is started again with the same command: what stands there whole, of the same files and
settings, is not done twice.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from brp_match import __version__
from brp_match.beside import MARK, claimed, clear_orphans, leftovers_of
from brp_match.content import content_hash
from brp_match.country.split import Share, Split, split
from brp_match.country.summary import write_summary
from brp_match.country.work import MunicipalityOutcome, decide, done_before
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.files import sha256_of
from brp_match.ingest.part import Part
from brp_match.output import growing_folder
from brp_match.pipeline import LinkRequest
from brp_match.policy import load_policy
from brp_match.prepare import Progress, silent
from brp_match.register.municipalities import parse_codes


@dataclass(frozen=True)
class CountryRequest:
    """What is asked of many municipalities: `link` with all files and `out` the folder of all. `together`:
    municipalities that are decided as one, each codes with a comma between them. `workers`: how many are decided at
    once."""

    link: LinkRequest
    together: tuple[str, ...] = ()
    workers: int = 1
    spark: str | None = None
    spark_settings: tuple[str, ...] = ()
    """Where a Spark cluster is, and settings for it as `name=value`: then the parts are decided there."""


@dataclass(frozen=True)
class CountryResult:
    """How the delivery was shared out, and what came of every part, in the order of their names."""

    split: Split
    outcomes: tuple[MunicipalityOutcome, ...]
    out: Path

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return why parts were not decided."""
        return tuple(fault for one in self.outcomes for fault in one.faults)


Decide = Callable[[Sequence[LinkRequest], Progress], Iterator[MunicipalityOutcome]]
"""Decides parts, the first first, and gives what came of each as it is done."""


def link_country(
    request: CountryRequest, progress: Progress = silent, decide_all: Decide | None = None
) -> CountryResult:
    """Decide a delivery municipality by municipality: a folder each in `out`, and the summary of all.

    `decide_all`: another way than workers of this machine. Raises BrpMatchError OPTIE_PER_GEMEENTE for an option that
    says something of one municipality only, and as `split` does. What is wrong in one municipality stops no other:
    it stands in the result.
    """
    whole = request.link
    _refuse(whole)
    decide_all = decide_all or _decider(request)
    with growing_folder(whole.out), _room(whole.out) as room:
        mark = _mark(request)
        progress("gemeenten uit elkaar halen")
        shared = split(whole, request.together, room, _done(whole.out, mark))
        parts = [_part(share, room, mark) for share in shared.shares]
        found = {part.key: done_before(whole.out / part.key, part) for part in parts}
        asked = [_request_of(whole, part) for part in parts if found[part.key] is None]
        for number, outcome in enumerate(decide_all(asked, progress), start=1):
            found[outcome.key] = outcome
            progress(f"{number} van {len(asked)} gemeenten")
        outcomes = tuple(one for _, one in sorted(found.items()) if one is not None)
        result = CountryResult(shared, outcomes, whole.out)
        write_summary(shared, outcomes, room, whole.out)
    return result


def _decider(request: CountryRequest) -> Decide:
    """Return how the parts are decided. Raises BrpMatchError SPARK_INSTELLING for a setting that is none."""
    if request.spark is None:
        return _Workers(request.workers)
    from brp_match.country.spark import OnSpark

    settings = [text.partition("=") for text in request.spark_settings]
    if not all(name and equals for name, equals, _ in settings):
        raise BrpMatchError("SPARK_INSTELLING", "--spark-conf", "geef naam=waarde")
    return OnSpark(request.spark, tuple((name, value) for name, _, value in settings))


def _refuse(whole: LinkRequest) -> None:
    """Raise BrpMatchError with every option that does not go with many municipalities."""
    said = "dit hoort bij één gemeente; laat het weg, of draai die gemeente apart"
    options = {
        "--gemeente": whole.gemeente, "--uitval": whole.uitval, "--shv": whole.shv,
        "--addresses": whole.addresses if whole.register else None,
    }  # fmt: skip
    faults = [Fault("OPTIE_PER_GEMEENTE", name, said) for name, value in options.items() if value]
    if faults:
        raise BrpMatchError.from_faults(faults)
    load_policy(whole.policy)


@contextmanager
def _room(out: Path) -> Iterator[Path]:
    """Give a folder in `out` for what is shared out: residents' data, gone afterwards however this ends."""
    import shutil

    clear_orphans(leftovers_of(out))
    room = out / f"{MARK}{os.getpid()}"
    try:
        with claimed(room):
            yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _mark(request: CountryRequest) -> str:
    """Return what the files, the settings and this version make of a run, as a hash: another one, another run."""
    whole = request.link
    files = {
        str(place): sha256_of(path)
        for place, path in enumerate(whole.files)
        if path and path.is_file()
    }
    earlier = [
        sha256_of(path)
        for run in sorted(set(whole.history))
        for path in sorted(run.glob("*/candidates.parquet"))
    ]
    told = {
        "versie": __version__,
        "inhoud": [content_hash(kind) for kind in ("comparators", "expectations", "feedback")],
        "bestanden": files,
        "eerder": earlier,
        "samen": sorted(parse_codes(text) for text in request.together),
        "antwoorden": dict(whole.answers),
        "bakjes": str(whole.trays or ""),
        "keuzes": [whole.without_secrecy, whole.secrecy, whole.as_delivered],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _mark_of(codes: Sequence[str], mark: str) -> dict[str, Any]:
    return {"gemeenten": list(codes), "sleutel": mark}


def _done(out: Path, mark: str) -> list[str]:
    """Return the names of the folders of parts that an earlier start finished, of the same files and settings."""
    folders = [path for path in sorted(out.iterdir()) if (path / "run.json").is_file()]
    return [
        path.name
        for path in folders
        if done_before(path, Part(codes := tuple(path.name.split("-")), mark=_mark_of(codes, mark)))
    ]


def _part(share: Share, room: Path, mark: str) -> Part:
    return Part(share.codes, room, _mark_of(share.codes, mark))


def _request_of(whole: LinkRequest, part: Part) -> LinkRequest:
    """Return what is asked of one part: what was asked of all, with its own folder and its own earlier runs."""
    earlier = tuple(run / part.key for run in whole.history if (run / part.key).is_dir())
    return replace(
        whole, part=part, out=whole.out / part.key, history=earlier, residents=None, register=None,
        previous_addresses=None, addresses=None,
    )  # fmt: skip


@dataclass(frozen=True)
class _Workers:
    """Decides parts in so many processes of this machine; in this one where it is one."""

    number: int

    def __call__(
        self, asked: Sequence[LinkRequest], progress: Progress
    ) -> Iterator[MunicipalityOutcome]:
        if self.number <= 1 or len(asked) <= 1:
            yield from map(decide, asked)
            return
        threads = max(1, (asked[0].threads or os.cpu_count() or 1) // self.number)
        # DuckDB has threads, and a process with threads must not be forked
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(min(self.number, len(asked)), mp_context=context)
        try:
            running = [pool.submit(decide, replace(one, threads=threads)) for one in asked]
            for one in as_completed(running):
                yield one.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
