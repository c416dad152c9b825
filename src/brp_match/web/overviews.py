"""Scorecards of finished deliveries, with what people decided about them, for the pages and the API."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from brp_match.dutch import Month
from brp_match.model import Besluit, Feedback, FeedbackState, Reason
from brp_match.proportion import wilson
from brp_match.report import firewall as fw
from brp_match.report.cards import Overview, Reviewed
from brp_match.report.checks import Catalogue
from brp_match.report.maker import Order
from brp_match.report.run_files import WHOLE, Part
from brp_match.review import export, runs
from brp_match.review.decisions import decided_rows
from brp_match.review.engine import reading
from brp_match.review.sight import Sight
from brp_match.review.visible import decisions_file

KEPT = 8
"""Overviews kept in memory: putting one together reads every file of a year of runs. Each holds the
deliverer's own references of a month, so there are few, and none of a delivery that is gone."""

PATIENCE = 1.5
"""Seconds that a page waits for the newest cards where older ones can be shown."""

GROUNDS = {
    str(Feedback.OVERLEDEN): Reason.OVERLEDEN,
    str(Feedback.GEEN_INWONER): Reason.VERTROKKEN,
}
"""Feedback of a drop-out that people established → its ground; any other: found nobody."""


@dataclass(frozen=True)
class _Kept:
    """An overview, the folders it was made of, how far people's decisions were at that moment, and when."""

    overview: Overview
    folders: tuple[Path, ...]
    stamp: str
    at: datetime


_Key = tuple[str, Part]
"""A run, and the part of it."""


class Maker(Protocol):
    """What puts an overview together, here or in a process of its own."""

    def make(self, order: Order) -> Overview:
        """Return the overview."""

    def forget(self, gone: Sequence[Path]) -> None:
        """Forget what stands in these folders."""

    def close(self) -> None:
        """Stop, also half-way."""


@dataclass(frozen=True)
class Shown:
    """An overview as a page shows it; `of` is when it was made, where people decided something since."""

    overview: Overview
    of: datetime | None = None


class Overviews:
    """Overviews of the deliveries of one store, one newest of each kept, put together one at a time."""

    def __init__(
        self,
        engine: Engine,
        maker: Maker,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine, self._maker, self._clock = engine, maker, clock
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._building = threading.Lock()
        self._changing = threading.RLock()
        self._read: set[Path] = set()
        self._later = ThreadPoolExecutor(1, thread_name_prefix="scorekaarten")
        self._coming: dict[_Key, Future[Overview]] = {}

    def of(self, run: runs.Run, part: Part = WHOLE) -> Overview:
        """Return the overview of a part of a finished run, with one finished run of every earlier month as history.

        That takes seconds when people decided something since: no transaction stays open meanwhile.
        """
        months, folders, stamp = self._state(run, part)
        key = (run.id, part)
        held = self._held(key, folders, stamp)
        if held is None:
            with self._building:
                # who waited here finds what the other made
                held = self._held(key, folders, stamp) or self._build(months, folders, part)
                self._keep(key, _Kept(held, folders, stamp, self._clock()))
            # what was deleted while it was read
            self.forget_gone()
        return held

    def shown(self, run: runs.Run, part: Part = WHOLE, patience: float = PATIENCE) -> Shown:
        """Return the overview for a page: the newest within so many seconds, else the last one made.

        The newest is made meanwhile. Without one made before this takes as long as `of`.
        """
        _, folders, stamp = self._state(run, part)
        key = (run.id, part)
        held, kept = self._held(key, folders, stamp), self._kept.get(key)
        if held is not None:
            return Shown(held)
        if not self.ready(run, part):
            kept = None
        coming = self.begin(run, part)
        try:
            return Shown(coming.result(None if kept is None else patience))
        except TimeoutError:
            assert kept is not None
            return Shown(kept.overview, kept.at)

    def ready(self, run: runs.Run, part: Part = WHOLE) -> bool:
        """Tell whether the cards of a run were made before, however far people are since."""
        kept = self._kept.get((run.id, part))
        return kept is not None and kept.folders[0] == Path(run.folder)

    def begin(self, run: runs.Run, part: Part = WHOLE) -> Future[Overview]:
        """Make the overview of a run on a thread apart, where that is not under way."""
        with self._changing:
            key = (run.id, part)
            coming = self._coming.get(key)
            if coming is None or coming.done():
                coming = self._coming[key] = self._later.submit(self.of, run, part)
                coming.add_done_callback(lambda done: self._done(key, done))
        return coming

    def close(self) -> None:
        """Stop making overviews."""
        self._later.shutdown(wait=False, cancel_futures=True)
        self._maker.close()

    def __len__(self) -> int:
        """Return how many overviews are in memory."""
        return len(self._kept)

    def forget_gone(self) -> None:
        """Forget what was made of files that were deleted, by this service or by the command."""
        with self._changing:
            gone = {one for one in self._read if not (one / "run.json").is_file()}
            for key, held in list(self._kept.items()):
                if not gone.isdisjoint(held.folders):
                    del self._kept[key]
            self._read -= gone
        if gone:
            self._maker.forget(sorted(gone))

    def _done(self, key: _Key, done: Future[Overview]) -> None:
        with self._changing:
            if self._coming.get(key) is done:
                del self._coming[key]

    def _state(self, run: runs.Run, part: Part) -> tuple[list[runs.Run], tuple[Path, ...], str]:
        """The months of a run that are of this municipality, their folders, and how far people's decisions are."""
        self.forget_gone()
        with reading(self._engine) as con:
            earlier = runs.earlier_months(con, run.month)
            months = [run, *(one for one in earlier if _alike(run, one, part.gemeente))]
            stamp = export.stamp(con, [one.id for one in months])
        return months, tuple(Path(one.folder) for one in months), stamp

    def _held(self, key: _Key, folders: tuple[Path, ...], stamp: str) -> Overview | None:
        kept = self._kept.get(key)
        return kept.overview if kept and (kept.folders, kept.stamp) == (folders, stamp) else None

    def _keep(self, key: _Key, made: _Kept) -> None:
        with self._changing:
            self._kept.pop(key, None)
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def _build(self, months: list[runs.Run], folders: tuple[Path, ...], part: Part) -> Overview:
        run, *_ = months
        with reading(self._engine) as con:
            sight = Sight(part.secrecy)
            judgements = export.judgements_of(con, run.id, sight)
            decided = {Path(one.folder): _decided(con, one, sight) for one in months}
        with self._changing:
            self._read.update(folders)
        return self._maker.make(
            Order(folders[0], folders[1:], judgements, decided, _months(months), part)
        )


def _alike(run: runs.Run, earlier: runs.Run, code: str) -> bool:
    """Tell whether an earlier run is of the same municipalities, or of this one of a cooperation too."""
    if code:
        return code in earlier.municipalities
    known = run.municipalities and earlier.municipalities
    return not known or run.municipalities == earlier.municipalities


def _months(found: Sequence[runs.Run]) -> dict[Path, Month]:
    """Return folder → month as the store has it, of those that have one."""
    months = {}
    for run in found:
        try:
            months[Path(run.folder)] = Month.parse(run.month)
        except ValueError:
            continue
    return months


def _decided(con: Connection, run: runs.Run, sight: Sight) -> Mapping[str, Reviewed]:
    """Return signaal_id → what became of its decision, of those that people looked at."""
    path = decisions_file(Path(run.folder), sight)
    if not path.is_file():
        # of a version that made no other
        path = Path(run.folder) / "decisions.csv"
    rows = decided_rows(con, run.id, path, sight=sight)
    return {
        row["signaal_id"]: Reviewed(
            Besluit(row["besluit"]),
            GROUNDS.get(row["terugkoppeling"], Reason.NIET_GEVONDEN)
            if row["beoordeeld"] == "ja"
            else Reason.__members__.get(row["redenen"].split("|")[0], Reason.NIET_GEVONDEN),
            row["terugkoppeling"],
            row["terugkoppeling_status"],
        )
        for row in rows
        if row["beoordeeld"] == "ja" or row["terugkoppeling_status"] == FeedbackState.CONFIRMED
    }


@dataclass(frozen=True)
class WrongfulShare:
    """Which share (0 to 1) of the rejects reviewed was dropped wrongly, with a 95% interval."""

    share: float
    low: float
    high: float


def wrongful_share(sample: export.SampleCounts) -> WrongfulShare | None:
    """Return the estimate of wrongful drop-out of a reviewed sample (Wilson); None when nobody reviewed."""
    if not sample.reviewed:
        return None
    interval = wilson(sample.wrong, sample.reviewed)
    return WrongfulShare(sample.wrong / sample.reviewed, interval.low, interval.high)


def released_card(overview: Overview, number: int) -> fw.VlpScorecard:
    """Return what the deliverer of a card may see."""
    from brp_match.report.release import ReleaseOrder, release

    return release(
        overview, ReleaseOrder(overview.kaarten[number].vlp, overview.maand), catalogue()
    )


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the texts of the expectations."""
    from brp_match.report.catalogue import load_catalogue

    return load_catalogue()
