"""Scorecards of finished deliveries, with what people decided about them, for the pages and the API."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine

from brp_match.model import Besluit, Feedback, FeedbackState, Reason
from brp_match.proportion import wilson
from brp_match.report import firewall as fw
from brp_match.report.cards import Overview, Reviewed
from brp_match.report.checks import Catalogue
from brp_match.report.dutch import Month
from brp_match.review import export, runs
from brp_match.review.decisions import decided_rows
from brp_match.review.engine import reading

KEPT = 4
"""Overviews kept in memory: putting one together reads every file of a year of runs. Each holds the
deliverer's own references of a month, so there are few, and none of a delivery that is gone."""

GROUNDS = {
    str(Feedback.OVERLEDEN): Reason.OVERLEDEN,
    str(Feedback.GEEN_INWONER): Reason.VERTROKKEN,
}
"""Feedback of a drop-out that people established → its ground; any other: found nobody."""


@dataclass(frozen=True)
class _Kept:
    """An overview, the folders it was made of, and how far people's decisions were at that moment."""

    overview: Overview
    folders: tuple[Path, ...]
    stamp: str


class Overviews:
    """Overviews of the deliveries of one store, one newest of each kept, put together one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._building = threading.Lock()
        self._changing = threading.Lock()

    def of(self, run: runs.Run) -> Overview:
        """Return the overview of a finished run, with one finished run of every earlier month as history.

        That takes seconds when people decided something since: no transaction stays open meanwhile.
        """
        self.forget_gone()
        with reading(self._engine) as con:
            months = [run, *runs.earlier_months(con, run.month)]
            stamp = export.stamp(con, [one.id for one in months])
        folders = tuple(Path(one.folder) for one in months)
        held = self._held(run.id, folders, stamp)
        if held is None:
            with self._building:
                # who waited here finds what the other made
                held = self._held(run.id, folders, stamp) or self._build(months)
                self._keep(run.id, _Kept(held, folders, stamp))
        return held

    def _held(self, run_id: str, folders: tuple[Path, ...], stamp: str) -> Overview | None:
        kept = self._kept.get(run_id)
        return kept.overview if kept and (kept.folders, kept.stamp) == (folders, stamp) else None

    def _keep(self, run_id: str, made: _Kept) -> None:
        with self._changing:
            self._kept.pop(run_id, None)
            self._kept[run_id] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        """Return how many overviews are in memory."""
        return len(self._kept)

    def forget_gone(self) -> None:
        """Forget what was made of files that were deleted, by this service or by the command."""
        with self._changing:
            for run_id, held in list(self._kept.items()):
                if not all((folder / "run.json").is_file() for folder in held.folders):
                    del self._kept[run_id]

    def _build(self, months: list[runs.Run]) -> Overview:
        from brp_match.report.build import build_overview
        from brp_match.report.catalogue import validator

        run, *earlier = months
        with reading(self._engine) as con:
            judgements = export.judgements_of(con, run.id)
            decided = {Path(one.folder): _decided(con, one) for one in months}
        history = [Path(one.folder) for one in earlier]
        return build_overview(
            Path(run.folder), history, catalogue(), validator(history), judgements,
            decided=decided, undated=_months(months),
        )  # fmt: skip


def _months(found: Sequence[runs.Run]) -> dict[Path, Month]:
    """Return folder → month as the store has it, of those that have one."""
    months = {}
    for run in found:
        try:
            months[Path(run.folder)] = Month.parse(run.month)
        except ValueError:
            continue
    return months


def _decided(con: Connection, run: runs.Run) -> Mapping[str, Reviewed]:
    """Return signaal_id → what became of its decision, of those that people looked at."""
    rows = decided_rows(con, run.id, Path(run.folder) / "decisions.csv", secrecy=True)
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


def card_hash(card: fw.VlpScorecard) -> str:
    """The SHA-256 of what the deliverer gets: the same card, the same hash."""
    from brp_match.report.data import released_json

    text = json.dumps(released_json(card), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """Return the texts of the expectations."""
    from brp_match.report.catalogue import load_catalogue

    return load_catalogue()
