"""Scorecards of a finished delivery, with what people decided about it, for the pages and the API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, Engine

from brp_match.proportion import wilson
from brp_match.report import firewall as fw
from brp_match.report.cards import Overview
from brp_match.report.checks import Catalogue
from brp_match.review import export, runs
from brp_match.review.engine import reading

KEPT = 24
"""Overviews kept in memory: putting one together reads every file of a year of runs."""


def finished_runs(con: Connection) -> list[runs.Run]:
    """Return the deliveries that are done and have their files, the newest first."""
    return [run for run in runs.list_runs(con) if run.state is runs.RunState.KLAAR and run.folder]


def overview_of(engine: Engine, run: runs.Run, finished: Sequence[runs.Run]) -> Overview:
    """Put the overview together, with one finished run of every earlier month as history.

    `finished` holds the newest first. That takes seconds: no transaction stays open meanwhile.
    """
    with reading(engine) as con:
        judgements = export.judgements_of(con, run.id)
    earlier: dict[str, Path] = {}
    for one in finished:
        if one.month and run.month and one.month < run.month:
            earlier.setdefault(one.month, Path(one.folder))
    history = tuple(earlier[month] for month in sorted(earlier))
    return _build(Path(run.folder), history, tuple(judgements.items()))


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


@lru_cache(maxsize=KEPT)
def _build(
    folder: Path, history: tuple[Path, ...], judgements: tuple[tuple[str, str], ...]
) -> Overview:
    from brp_match.report.build import build_overview
    from brp_match.report.catalogue import validator

    return build_overview(folder, history, catalogue(), validator(history), dict(judgements))
