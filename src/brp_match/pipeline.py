"""Linking a delivery: the steps of `link_steps` done in their order, and told in run.json."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from brp_match.cases.layout import load_layout
from brp_match.cases.summary import cases_record, ddas_record
from brp_match.cases.uitval import CSV, XLSX, counts, decided
from brp_match.cases.uitval import FILES as DROP_OUT_FILES
from brp_match.cases.ways import load_way
from brp_match.database import Connection, at_most, connect, together
from brp_match.delivery.record import profile_record, question_records
from brp_match.ingest.part import Part
from brp_match.json_file import write_json
from brp_match.link.chunks import without_collector
from brp_match.link.history import judgement_counts
from brp_match.link.pairs import chunks_of_pairs
from brp_match.link.rows import Rows
from brp_match.link.shared import load_shared
from brp_match.link_steps import LINK_STEPS, LIST_STEPS, STAGES
from brp_match.matching_steps import COMPARE, WEIGH
from brp_match.output import RUN_FILES, written_beside
from brp_match.policy import load_policy
from brp_match.prepare import Progress, silent
from brp_match.reading_steps import OPEN_REGISTER, OPEN_SPLINK
from brp_match.run_record import build_record
from brp_match.steps import Beside, Run, Stage, Step, known


@dataclass(frozen=True)
class LinkRequest:
    """What `link` is asked: files in, folder out. Give `residents` or a prepared `register`."""

    signals: tuple[Path, ...]
    out: Path
    residents: Path | None = None
    previous_addresses: Path | None = None
    addresses: Path | None = None
    register: Path | None = None
    policy: Path | None = None
    policy_number: int | None = None
    """Which version of the policy of a service it is; None for a file or the shipped policy."""
    mapping: Path | None = None
    gemeente: str | None = None
    without_secrecy: bool = False
    history: tuple[Path, ...] = ()
    reviews: Path | None = None
    rates: Path | None = None
    """What other municipalities know of the sources: a table of `rates merge`."""
    uitval: Path | None = None
    """What dropped out of today's system."""
    shv: Path | None = None
    """Persons known to debt counselling."""
    shv_said: Mapping[str, bool] = field(default_factory=dict)
    """persoon_id → whether a person said that the resident is the client of the row most like them."""
    threads: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers to questions about the delivery: id → `herstellen` or `zoals_geleverd`; they go before the mapping's."""
    ask: bool = False
    """Stop with OpenQuestions at a question that has no answer, before anything is compared."""
    trays: Path | str | None = None
    """A file with the municipality's rules about trays, or the name of a shipped way of working."""
    layout: Path | None = None
    """How the pick-up list is laid out; ours for None."""
    bsn: Path | None = None
    """A file with persoon_id and bsn: the BSN stands in the pick-up list, and only there."""
    secrecy: bool = False
    """Residents with secrecy stand in the pick-up list and in ddas.json too."""
    as_delivered: bool = False
    """Judge the rows as they were delivered, without the profile: to measure what it is worth."""
    population: int | None = None
    """The residents are a part of so many, chosen by the delivery: who the BRP itself was asked for."""
    unanswered: frozenset[str] = frozenset()
    """Signals (signaal_id) that were asked too widely for an answer: that nobody was found says nothing of them."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What was asked of the BRP, in counts, for run.json."""
    listed: str = ""
    """The files are lists of persons of this name (`register-check`), not deliveries of signals."""
    part: Part | None = None
    """The share of one municipality of a run over many, instead of the files."""

    @property
    def files(self) -> tuple[Path | None, ...]:
        """Every file that is read; None for those not given."""
        return (
            *self.signals, self.residents, self.previous_addresses, self.addresses, self.register,
            self.policy, self.mapping, self.reviews, self.rates, self.shv, self.uitval, self.layout, self.bsn,
            Path(self.trays) if self.trays else None,
        )  # fmt: skip


@dataclass(frozen=True)
class LinkResult:
    """What came out: counts by decision, quarantined rows, the run record, the folder."""

    out: Path
    counts: dict[str, int]
    quarantined: int
    record: dict[str, Any]
    questions: tuple[dict[str, Any], ...] = ()
    """Open questions about the delivery with some cells (`question_records`): values of persons."""


MEMORY = 4 << 30
"""Bytes that the database takes at most while a delivery is linked, the rest goes to the disk: with the pairs in
Python beside it a delivery of the country fits in 8 GB."""


def _database(request: LinkRequest) -> Connection:
    return connect(threads=request.threads, memory_limit=at_most(MEMORY))


def link(request: LinkRequest, progress: Progress = silent) -> LinkResult:
    """Link one delivery: read, check, standardise, compare, decide, write.

    Raises BrpMatchError when an input cannot be used as a whole, OpenQuestions where it was to `ask`; single rows
    go to quarantine.
    """
    run = Run(
        request, load_policy(request.policy), progress,
        way=load_way(request.trays), layout=load_layout(request.layout), shared=load_shared(request.rates),
    )  # fmt: skip
    with without_collector(), _database(request) as con, run.workers:
        seconds = perform(con, run, STAGES[:1])
        with (
            written_beside(request.out, inputs=request.files, files=RUN_FILES) as folder,
            # where something fails they write no more before the folder goes
            run.workers,
        ):
            run.folder = folder
            seconds |= perform(con, run, STAGES[1:])
            record = _record(con, run, seconds)
            asked = tuple(question_records(known(run.profile), con))
        _clear_other_answers(request.out, run)
    counts = record["aantallen"]
    return LinkResult(request.out, counts["besluiten"], counts["quarantaine"], record, asked)


@contextmanager
def weighed(request: LinkRequest) -> Iterator[tuple[Connection, Run]]:
    """Yield the tables of a delivery as they are when every pair is weighed; nothing is decided or written.

    Raises as `link` does.
    """
    run = Run(request, load_policy(request.policy), silent)
    with without_collector(), _database(request) as con:
        upto = LIST_STEPS[: LIST_STEPS.index(WEIGH) + 1]
        with run.workers:
            _do((OPEN_REGISTER, OPEN_SPLINK, *upto), run, con)
        yield con, run


def chunks_to_compare(request: LinkRequest) -> Iterator[Rows]:
    """Yield the rows of every chunk of pairs of a part, in the order in which `link` compares them, to be compared
    elsewhere (`Part.compared`); nothing is compared, decided or written.

    Raises as `link` does before it compares.
    """
    run = Run(request, load_policy(request.policy), silent, shared=load_shared(request.rates))
    with without_collector(), _database(request) as con:
        for one in LINK_STEPS[: LINK_STEPS.index(COMPARE)]:
            one.work(con, run)
        yield from chunks_of_pairs(con, register=run.register)


def _clear_other_answers(out: Path, run: Run) -> None:
    """Remove the answers to a list that an earlier run in this folder was given: they say nothing of this one."""
    kept = run.drop_out and (XLSX if run.drop_out.xlsx else CSV)
    for name in DROP_OUT_FILES:
        if name != kept:
            (out / name).unlink(missing_ok=True)


def perform(con: Connection, run: Run, stages: Sequence[Stage]) -> dict[str, float]:
    """Do the steps of these stages in their order, those of Beside side by side; return the seconds of each stage."""
    seconds = {}
    for stage in stages:
        if stage.told:
            run.progress(stage.told)
        begin = time.perf_counter()
        _do(stage.parts, run, con)
        seconds[stage.name] = time.perf_counter() - begin
    return seconds


def _do(parts: Sequence[Step | Beside], run: Run, con: Connection) -> None:
    for part in parts:
        if isinstance(part, Beside):
            together(con, *(partial(_do, lane, run) for lane in part.lanes))
        else:
            part.work(con, run)


def _record(con: Connection, run: Run, seconds: Mapping[str, float]) -> dict[str, Any]:
    """Write run.json, and return what stands in it."""
    record = build_record(con, run.settings, run.policy, known(run.mixture), seconds, run.register)
    record["profiel"] = profile_record(known(run.profile), con)
    record["antwoorden"] = dict(run.answers)
    record["sonderen"] = known(run.probing)()
    record["oordelen"] = judgement_counts(con, run.request.history, register=run.register)
    if run.drop_out is not None:
        record["uitval"] = counts(run.drop_out, decided(con))
    if run.shv is not None:
        record["schuldhulpverlening"] = run.shv.counts(one.case for one in run.work)
    if run.request.part is not None:
        record["deel"] = dict(run.request.part.mark)
    if run.request.asked:
        record["bevraging"] = dict(run.request.asked)
    record["beleid_nummer"] = run.request.policy_number
    record["zaken"] = cases_record(run.work, run.way)
    if run.pick_up is not None:
        record["zaken"] |= ddas_record(run.pick_up())
    write_json(record, run.folder / "run.json")
    return record
