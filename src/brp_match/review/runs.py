"""Deliveries and what became of them: waiting for columns or answers, waiting, at work, done, failed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from brp_match.errors import BrpMatchError, Fault
from brp_match.review import audit
from brp_match.review.schema import runs
from brp_match.review.sight import own_codes

FAILED = "levering_mislukt"
"""The kind of the audit's line about a delivery that could not be compared."""


class RunState(StrEnum):
    """Where a delivery stands."""

    KOLOMMEN = "wacht_op_kolommen"
    ANTWOORD = "wacht_op_antwoord"
    WACHTEND = "wachtend"
    BEZIG = "bezig"
    KLAAR = "klaar"
    MISLUKT = "mislukt"


@dataclass(frozen=True)
class RunRequest:
    """The files of a run, as paths on the server; '' for none.

    `names`: file name on the server → what the sender calls it, for the eyes of who may see the delivery.
    `answers`: question about the delivery → answer; `ask`: wait for answers before anything is compared; `month`
    (jjjj-mm): what a person told where no date of a signal does. `mends`: the delivery whose rows these are, set aside
    and mended by a person ('' for a delivery of its own), and `rows` their numbers in its quarantine.
    """

    signals: tuple[str, ...]
    residents: str = ""
    register: str = ""
    previous_addresses: str = ""
    addresses: str = ""
    mapping: str = ""
    uitval: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    ask: bool = False
    month: str = ""
    mends: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Run:
    """One delivery. `counts`, `done` and `quarantined` come from the run record, empty until it is done."""

    id: str
    name: str
    state: RunState
    step: str
    month: str
    folder: str
    created: datetime
    started: datetime | None
    finished: datetime | None
    request: RunRequest
    record: Mapping[str, Any]
    faults: tuple[Fault, ...]
    account_id: str

    def counts(self, *, secrecy: bool) -> Mapping[str, int]:
        """Decisions by kind; empty until the run is done. Without `secrecy`: as if nobody had it."""
        name = "besluiten" if secrecy else "besluiten_zonder_geheim"
        return dict(self.record.get("aantallen", {}).get(name, {}))

    @property
    def done(self) -> bool:
        """Whether there are counts."""
        return "aantallen" in self.record

    @property
    def municipalities(self) -> list[str]:
        """Codes of the municipalities it was decided for; none until it is done."""
        return own_codes(self.record)

    @property
    def quarantined(self) -> int:
        """Delivered rows set aside."""
        return int(self.record.get("aantallen", {}).get("quarantaine", 0))


def submit(
    con: Connection,
    *,
    name: str,
    request: RunRequest,
    account_id: str,
    now: datetime,
    state: RunState = RunState.WACHTEND,
    run_id: str | None = None,
) -> str:
    """Keep a delivery that waits for the worker (or for its columns); returns its id."""
    run_id = run_id or uuid.uuid4().hex
    con.execute(
        insert(runs).values(
            id=run_id, name=name[:200], state=str(state), step="", month="", folder="", request=asdict(request),
            record={}, fault=[], account_id=account_id, created=now,
        )
    )  # fmt: skip
    audit.write(con, "levering_ontvangen", account_id=account_id, now=now, run_id=run_id, detail={})
    return run_id


def start_waiting(con: Connection, run_id: str, mapping: str, month: str = "") -> None:
    """Let a delivery that waited for its columns go, with a mapping file and, where no date tells it, its month;
    it asks before it compares. BrpMatchError 404, 409."""
    run = get_run(con, run_id)
    if run.state is not RunState.KOLOMMEN:
        raise BrpMatchError("RUN_GESTART", "run", "deze levering is al gestart", http_status=409)
    con.execute(
        update(runs)
        .where(runs.c.id == run_id)
        .values(
            state=str(RunState.WACHTEND),
            request=asdict(run.request) | {"mapping": mapping, "ask": True, "month": month},
        )
    )


def get_run(con: Connection, run_id: str) -> Run:
    """Return a delivery. Raises BrpMatchError 404."""
    row = con.execute(select(runs).where(runs.c.id == run_id)).first()
    if row is None:
        raise BrpMatchError("RUN_ONBEKEND", "run", "deze levering bestaat niet", http_status=404)
    return _run(row)


OWN = func.coalesce(runs.c.request["mends"].as_string(), "") == ""
"""Condition: a delivery of its own, not the mended rows of another."""


def list_runs(
    con: Connection,
    *,
    start: int = 0,
    size: int | None = None,
    finished: bool = False,
    own: bool = False,
) -> list[Run]:
    """Return deliveries, the newest first, from the one at place `start` on; all without `size`.

    `finished`: only those that are done and have their files; `own`: without the mended rows of another delivery.
    """
    query = select(runs).order_by(runs.c.created.desc(), runs.c.id).offset(start).limit(size)
    if own:
        query = query.where(OWN)
    if finished:
        query = query.where(runs.c.state == str(RunState.KLAAR), runs.c.folder != "")
    return [_run(row) for row in con.execute(query)]


def finished_run(con: Connection, run_id: str) -> Run:
    """Return a delivery that is done, the newest for ''. BrpMatchError 404 for any other."""
    if run_id:
        run = get_run(con, run_id)
        found = [run] if run.state is RunState.KLAAR and run.folder else []
    else:
        found = list_runs(con, size=1, finished=True, own=True)
    if not found:
        raise BrpMatchError(
            "RUN_ONBEKEND", "run", "deze levering bestaat niet, of is nog niet klaar",
            http_status=404,
        )  # fmt: skip
    return found[0]


def earlier_months(con: Connection, month: str) -> list[Run]:
    """Return the newest finished delivery of every month before `month` (jjjj-mm), old to new."""
    # the record of a run is long: read of those asked for, not of all there ever were
    query = (
        select(runs.c.id, runs.c.month)
        .where(runs.c.state == str(RunState.KLAAR), runs.c.folder != "", runs.c.month != "")
        .where(runs.c.month < month, OWN)
        .order_by(runs.c.created, runs.c.id.desc())
    )
    newest = {row.month: row.id for row in con.execute(query)}
    asked = select(runs).where(runs.c.id.in_(newest.values()))
    found = {row.id: _run(row) for row in con.execute(asked)}
    return [found[newest[month]] for month in sorted(newest)]


def finished_months(con: Connection, *, own: bool = False) -> list[tuple[str, str]]:
    """Return id and month of every finished delivery, the newest first; `own` as `list_runs`."""
    query = (
        select(runs.c.id, runs.c.month)
        .where(runs.c.state == str(RunState.KLAAR), runs.c.folder != "")
        .order_by(runs.c.created.desc(), runs.c.id)
    )
    if own:
        query = query.where(OWN)
    return [(row.id, row.month) for row in con.execute(query)]


def take_waiting(con: Connection, now: datetime) -> Run | None:
    """Put the oldest waiting delivery to work; None when there is none or another worker took it."""
    row = con.execute(
        select(runs)
        .where(runs.c.state == str(RunState.WACHTEND))
        .order_by(runs.c.created, runs.c.id)
        .limit(1)
    ).first()
    if row is None:
        return None
    taken = con.execute(
        update(runs)
        .where(runs.c.id == row.id, runs.c.state == str(RunState.WACHTEND))
        .values(state=str(RunState.BEZIG), started=now, step="begonnen")
    )
    return get_run(con, row.id) if taken.rowcount == 1 else None


def put_back_interrupted(con: Connection, run_id: str = "") -> int:
    """Set deliveries that were at work when the service stopped back to waiting; returns how many.

    All of them, or the one named.
    """
    query = update(runs).where(runs.c.state == str(RunState.BEZIG))
    if run_id:
        query = query.where(runs.c.id == run_id)
    return con.execute(query.values(state=str(RunState.WACHTEND), step="")).rowcount


def set_step(con: Connection, run_id: str, step: str) -> None:
    """Keep what a run is doing now, for its page."""
    con.execute(update(runs).where(runs.c.id == run_id).values(step=step[:80]))


def fail(con: Connection, run_id: str, faults: Sequence[Fault], now: datetime) -> None:
    """Keep that a run at work failed, and why: faults name files, lines and rules, never a person."""
    failed = con.execute(
        update(runs)
        .where(runs.c.id == run_id, runs.c.state == str(RunState.BEZIG))
        .values(
            state=str(RunState.MISLUKT), step="", finished=now,
            fault=[asdict(fault) for fault in faults],
        )
    )  # fmt: skip
    if failed.rowcount:
        codes = sorted({fault.code for fault in faults})
        audit.write(con, FAILED, account_id="", now=now, run_id=run_id, detail={"fouten": codes})


def _run(row: Row[Any]) -> Run:
    values = dict(row.request)
    values["signals"] = tuple(values.get("signals", ()))
    values["rows"] = tuple(values.get("rows", ()))
    # deliveries of before could name a policy; the one in force counts
    values.pop("policy", None)
    return Run(
        row.id, row.name, RunState(row.state), row.step, row.month, row.folder, row.created,
        row.started, row.finished,
        RunRequest(**values), row.record, tuple(Fault(**fault) for fault in row.fault), row.account_id or "",
    )  # fmt: skip
