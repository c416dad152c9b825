"""The month's work in the service: cases over all deliveries of a month, as people judged them since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
from sqlalchemy import Connection, select

from brp_match.cases.layout import Layout, read_layout
from brp_match.cases.periods import months_later
from brp_match.cases.run_files import Judged, work_of_runs
from brp_match.cases.trays import Way
from brp_match.cases.ways import load_way, read_way
from brp_match.cases.work import Work
from brp_match.database import Connection as DuckDB
from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.policy import Policy
from brp_match.reading.status import code_of
from brp_match.review import audit, export, policies, runs, values
from brp_match.review.kept_work import Kept
from brp_match.review.schema import cases
from brp_match.review.sight import Sight
from brp_match.review.votes import Ground
from brp_match.run_tables import seen_sql

TRAYS, LAYOUT = "bakjes", "oppaklijst_indeling"
"""Names under which the service keeps the rules of trays and the layout of the list."""

ADMINISTERED = "staat onder bewind: neem contact op met de bewindvoerder"
"""What the list says of who a reviewer saw to be under administration."""

LOOK_BACK = 8
"""Months of earlier deliveries that are read: recidive looks six back, and a period may be a quarter."""

LARGEST_TEXT = 100_000
"""Signs of a text that is kept."""


@dataclass(frozen=True)
class MonthFiles:
    """What the work of a month is made of, read from the store; `months` are those with deliveries, newest first.
    Without `secrecy` as if nobody who has it stood in the register."""

    month: str
    months: tuple[str, ...]
    folders: tuple[Path, ...]
    history: tuple[Path, ...]
    judged: Judged
    policy: Policy
    way: Way
    layout: Layout
    under_administration: frozenset[str] = frozenset()
    secrecy: bool = True


def month_files(con: Connection, month: str = "", *, secrecy: bool) -> MonthFiles:
    """Return what the work of a month (jjjj-mm, '' for the newest) is made of, with residents who have secrecy, or as if
    these were not there.

    Raises BrpMatchError 404 for a month without a finished delivery.
    """
    done = [run for run in runs.list_runs(con, finished=True) if run.month]
    months = tuple(sorted({run.month for run in done}, reverse=True))
    if not months or (month and month not in months):
        raise BrpMatchError(
            "MAAND_ONBEKEND", "maand", "van deze maand is er geen levering die klaar is", http_status=404
        )  # fmt: skip
    chosen = month or months[0]
    first = months_later(_first(chosen), -LOOK_BACK)
    old_to_new = [run for run in reversed(done) if first <= _first(run.month)]
    judged: dict[tuple[str, str], tuple[str, str]] = {}
    administered: set[str] = set()
    for run in old_to_new:
        decided = export.finals(con, run.id, sight=Sight(secrecy))
        judged |= {
            (one.signaal_id, one.vlp): (str(one.result.besluit), one.result.persoon_id)
            for one in decided
            if one.result is not None
        }
        administered |= {one.signaal_id for one in decided if one.vote.ground is Ground.BEWIND}
    return MonthFiles(
        chosen, months,
        tuple(Path(run.folder) for run in old_to_new if run.month == chosen),
        tuple(Path(run.folder) for run in old_to_new if run.month < chosen),
        judged, policies.in_force(con).policy, kept_way(con), kept_layout(con),
        frozenset(administered), secrecy,
    )  # fmt: skip


def _first(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


_WORK: Kept[MonthFiles, list[Work]] = Kept()


def work_of(files: MonthFiles) -> list[Work]:
    """Return the cases of the month, read once until somebody judges, delivers, deletes or sets the trays.

    Reads the files of its deliveries: no transaction should be open meanwhile.
    """
    return _WORK.of(files, (*files.history, *files.folders), lambda: _read(files))


def _read(files: MonthFiles) -> list[Work]:
    work = work_of_runs(
        files.folders, files.history, files.way, policy=files.policy, judged=files.judged,
        secrecy=files.secrecy,
    )  # fmt: skip
    return [
        replace(one, notes=(ADMINISTERED, *one.notes))
        if files.under_administration & {signal.signaal_id for signal in one.case.signalen}
        else one
        for one in work
    ]


def visible(work: Sequence[Work], sight: Sight) -> list[Work]:
    """Return the matched cases that an account may see, of `work_of` what `month_files` gave for it: of its
    municipalities."""
    return [
        one
        for one in work
        if one.case.besluit == "match"
        and one.placed
        and one.resident
        and (sight.secrecy or not one.resident.geheim)
        and sight.of({code for code in (one.case.gemeente, code_of(one.resident.gemeente)) if code})
    ]


def may_not_see(con: Connection, month: str, sight: Sight) -> frozenset[str]:
    """Return the signals of the deliveries of a month whose decision an account may not see: of another municipality."""
    if sight.whole:
        return frozenset()
    ours = [run_id for run_id, of in runs.finished_months(con) if of == month]
    query = select(cases.c.signaal_id).where(cases.c.run_id.in_(ours), sight.elsewhere())
    return frozenset(con.execute(query).scalars())


def every(work: Sequence[Work], sight: Sight, unseen: Collection[str]) -> list[Work]:
    """Return the cases that an account may see, whatever was decided: none with a signal of `unseen` (`may_not_see`).

    Who is held to some municipalities sees those about a resident who is known: one about nobody known may be about anybody.
    """
    if sight.whole:
        return list(work)
    return [
        one
        for one in work
        if one.resident
        and (sight.secrecy or not one.resident.geheim)
        and sight.of({code for code in (one.case.gemeente, code_of(one.resident.gemeente)) if code})
        and not any(signal.signaal_id in unseen for signal in one.case.signalen)
    ]


def kept_way(con: Connection) -> Way:
    """Return the rules of trays in force: those kept, else the usual ones."""
    text = values.read(con, TRAYS)
    return read_way(text, TRAYS) if text else load_way()


def kept_layout(con: Connection) -> Layout:
    """Return the layout of the list in force: the one kept, else ours."""
    text = values.read(con, LAYOUT)
    return read_layout(text, LAYOUT) if text else Layout()


def kept_texts(con: Connection) -> tuple[str, str]:
    """Return the texts of both as they were written; '' for none."""
    return values.read(con, TRAYS) or "", values.read(con, LAYOUT) or ""


def keep_texts(con: Connection, trays: str, layout: str, *, account_id: str, now: datetime) -> None:
    """Keep both texts; '' puts ours back. A line in the audit tells what changed.

    Raises BrpMatchError with every fault of either, and then keeps nothing.
    """
    if len(trays) > LARGEST_TEXT or len(layout) > LARGEST_TEXT:
        raise BrpMatchError("TEKST_TE_LANG", "bakjes", "deze tekst is te lang")
    if trays.strip():
        read_way(trays, TRAYS)
    if layout.strip():
        read_layout(layout, "indeling")
    before = kept_texts(con)
    after = (trays.strip(), layout.strip())
    for name, text in zip((TRAYS, LAYOUT), after, strict=True):
        values.write(con, name, text)
    changed = [name for name, a, b in zip((TRAYS, LAYOUT), before, after, strict=True) if a != b]
    audit.write(
        con, "oppaklijst_ingesteld", account_id=account_id, now=now, detail={"wat": changed}
    )


@dataclass(frozen=True)
class Event:
    """A line of a case's history. `wat`: geleverd, erbij or eruit. `zaak_id`: the other case, '' for none."""

    signaal_id: str
    wat: str
    zaak_id: str = ""


def history_of(zaak_id: str, first: dict[str, str], now: dict[str, str]) -> list[Event]:
    """Return what happened to a case: signals that came with a delivery, joined or left since. Pure.

    `first`: signaal_id → case when it was delivered, `now`: the case it stands in. A case that lost every signal
    still tells where they went, so nothing is lost.
    """
    found = []
    for signal in sorted({*first, *now}):
        then, here = first.get(signal, ""), now.get(signal, "")
        if then == here == zaak_id or (here == zaak_id and not then):
            found.append(Event(signal, "geleverd"))
        elif here == zaak_id:
            found.append(Event(signal, "erbij", then))
        elif then == zaak_id:
            found.append(Event(signal, "eruit", here))
    return found


def first_cases(
    folders: Sequence[Path], zaak_id: str, signals: Collection[str], *, secrecy: bool
) -> dict[str, str]:
    """Return signaal_id → the case it stood in by the delivery (`folders`, old to new) that brought it first, of
    `signals` and of every signal that once stood in the case `zaak_id`; `secrecy` as of `month_files`."""
    with connect(threads=1) as con:
        given = [seen_sql(folder, "decisions", secrecy=secrecy) for folder in folders]
        files = [sql for sql in given if _has_cases(con, sql)]
        if not files:
            return {}
        rows = " UNION ALL ".join(
            f"SELECT {place} AS plek, signaal_id, zaak_id FROM {file}" for place, file in enumerate(files)
        )  # fmt: skip
        found = con.execute(
            f"""WITH rijen AS ({rows})
            SELECT signaal_id, arg_min(zaak_id, plek) FROM rijen SEMI JOIN (
                SELECT unnest($1::VARCHAR[]) AS signaal_id UNION SELECT signaal_id FROM rijen WHERE zaak_id = $2
            ) USING (signaal_id) GROUP BY signaal_id""",
            [sorted(signals), zaak_id],
        ).fetchall()
    return dict(found)


def _has_cases(con: DuckDB, file: str) -> bool:
    """Tell whether a run is of a version with cases."""
    try:
        return "zaak_id" in {row[0] for row in con.execute(f"DESCRIBE FROM {file}").fetchall()}
    except duckdb.Error:
        return False


def places(work: Sequence[Work]) -> dict[str, str]:
    """Return signaal_id → the case it stands in."""
    return {signal.signaal_id: one.case.zaak_id for one in work for signal in one.case.signalen}
