"""A finished run into the store: a case for every review, every reject drawn for the audit, and every
reject whose feedback a person must confirm before it goes out.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from brp_match.cases.store import YES
from brp_match.delivery.month import day_of
from brp_match.errors import BrpMatchError
from brp_match.review import audit, processing_log
from brp_match.review.run_folder import RunCases, content_hash, read_cases, read_record
from brp_match.review.schema import candidates, cases, runs
from brp_match.review.sight import LIKELY_FROM, codes_of, kept_codes, own_codes
from brp_match.review.votes import State

SECOND_LOOK_SHARE = 0.10
"""Share of the cases that a second person sees as well, drawn by a hash of the case."""

DROPPED_FIRST = 1_000.0
"""Added to the weight of a signal that dropped out of today's system: these are looked at first."""


@dataclass(frozen=True)
class ReadRun:
    """A finished run as its folder holds it: hash of its content, record, cases and who is named; the id it gets, and
    its rows for the tables of cases and candidates."""

    folder: Path
    content: str
    record: dict[str, Any]
    outcome: RunCases
    run_id: str
    rows: tuple[list[dict[str, Any]], list[dict[str, Any]]]


def read_run(folder: Path, run_id: str | None = None) -> ReadRun:
    """Read a run's folder, for the run with this id (None: a new one). Raises BrpMatchError RUN_ONLEESBAAR for a folder that
    is no run."""
    run_id = run_id or uuid.uuid4().hex
    record, outcome = read_record(folder), read_cases(folder)
    rows = _case_rows(run_id, outcome, record)
    return ReadRun(folder, content_hash(folder), record, outcome, run_id, rows)


def import_run(
    con: Connection,
    run: Path | ReadRun,
    *,
    account_id: str,
    now: datetime,
    run_id: str | None = None,
) -> str:
    """Make the cases of a run; returns the run's id.

    Give it what `read_run` read before the transaction began where others wait for it: on SQLite a transaction
    holds every writer up, and a large run takes seconds to read and to make rows of. The same run twice gives the id of the first and makes nothing. `run_id`: the run that waited for
    these files; without it one is made. The processing log gets a line for every resident that a
    decision names. Raises BrpMatchError RUN_ONLEESBAAR for a folder that is no run.
    """
    read = read_run(run, run_id) if isinstance(run, Path) else run
    found, record, outcome, folder = read.content, read.record, read.outcome, read.folder
    same = con.execute(
        select(runs.c.id).where(runs.c.content_hash == found, runs.c.state == "klaar")
    ).first()
    if same is not None:
        if run_id not in (None, same.id):
            con.execute(
                update(runs)
                .where(runs.c.id == run_id)
                .values(state="mislukt", step="", finished=now, fault=[_same_run()])
            )
        return str(same.id)
    values = {
        "state": "klaar", "step": "",
        "month": _month(con, run_id, outcome.month) or f"{now:%Y-%m}", "folder": str(folder), "content_hash": found,
        "record": record, "finished": now, "fault": [],
    }  # fmt: skip
    if run_id is None:
        run_id = read.run_id
        con.execute(
            insert(runs).values(
                id=run_id,
                name=folder.name,
                request={},
                account_id=account_id,
                created=now,
                **values,
            )
        )
    elif con.execute(update(runs).where(runs.c.id == run_id).values(**values)).rowcount != 1:
        # it was deleted while it was at work
        raise BrpMatchError("RUN_ONBEKEND", "run", "deze levering bestaat niet", http_status=404)
    for table, rows in zip((cases, candidates), read.rows, strict=True):
        if rows:
            con.execute(insert(table), rows)
    processing_log.log_all(con, operation="signaal vergelijken", subjects=outcome.named, now=now)
    audit.write(
        con, "run_ingelezen", account_id=account_id, now=now, run_id=run_id,
        # as many as who lacks the right of secrecy can see
        detail={"zaken": sum(not row["secret"] for row in read.rows[0]), "inhoud": record.get("inhoud", {}), "versie": record.get("versie", "")},
    )  # fmt: skip
    return run_id


def _month(con: Connection, run_id: str | None, dated: str) -> str:
    """The month of a delivery: that of its dates, else the one its sender told; of mended rows that of the delivery
    they belong to. '' where nobody tells: then the one it came in is the best known."""
    request = con.execute(select(runs.c.request).where(runs.c.id == run_id)).scalar() or {}
    told = str(request.get("month") or "")
    return told if told and request.get("mends") else dated or told


def _same_run() -> dict[str, str]:
    return {
        "code": "RUN_BESTAAT",
        "where": "levering",
        "detail": "deze levering is al eerder verwerkt",
    }


def consequence(kans: float, policy: Mapping[str, Any]) -> float:
    """Expected cost of the best decision without a person: uncertainty times consequence."""
    return min((1 - kans) * float(policy["false_match"]), kans * float(policy["missed_resident"]))


def _case_rows(
    run_id: str, outcome: RunCases, record: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of a run for the tables of cases and candidates."""
    policy, own = record["beleid"], own_codes(record)
    # what is drawn and in which order tells nobody of somebody with secrecy
    seen = outcome.cases if outcome.without is None else outcome.without
    weights = [
        consequence(r["decision"]["kans"], policy)
        for r in seen
        if r["decision"]["besluit"] == "review"
    ]
    made, people_rows = [], []
    for row, secret, stand_in in pairs(outcome):
        decision, signal, people = row["decision"], row["signal"], row["people"]
        name = f"{run_id}|{decision['signaal_id']}"
        draw = hashlib.sha256(name.encode()).hexdigest()
        case_id = hashlib.sha256(f"{name}|geheim".encode()).hexdigest() if secret else draw
        review, sampled = decision["besluit"] == "review", decision["steekproef"] == "ja"
        # an audit draw takes the place of some review: nothing in the queue gives it away
        weight = (
            weights[int(int(draw[:8], 16) / 2**32 * len(weights))]
            if sampled and weights
            else consequence(decision["kans"], policy)
        )
        made.append(
            {
                "id": case_id[:32], "run_id": run_id, "signaal_id": decision["signaal_id"], "vlp": decision["vlp"],
                "sector": str(decision["sector"] or "")[:40], "besluit": decision["besluit"],
                "reasons": what_stands_out(people),
                "urgent": is_urgent(signal),
                "sampled": sampled, "secret": secret, "stand_in": stand_in,
                "municipalities": kept_codes(codes_of(decision.get("gemeente"), people, own)),
                "weight": round(weight + dropped_first(signal), 6), "signal_date": day_of(signal.get("signaaldatum")),
                # neither in doubt nor drawn: only its feedback waits for a person
                "state": str(State.OPEN if review or sampled else State.KLAAR),
                "second_look": int(draw[8:16], 16) / 2**32 < SECOND_LOOK_SHARE, "version": 1, "signal": signal,
                "decision": decision,
            }
        )  # fmt: skip
        people_rows += [
            {
                "case_id": case_id[:32], "rang": person["rang"], "persoon_id": person["persoon_id"], "kans": person["kans"],
                "geheim": person["geheim"], "huidig_adres": bool(person["huidig_adres"]), "data": person,
            }
            for person in people
        ]  # fmt: skip
    return made, people_rows


CHANCES = frozenset({"kans", "kans_geen", "tweede_persoon_id", "tweede_kans", "toelichting", "anderen"})  # fmt: skip
"""What of a decision may differ a little by somebody with secrecy whom the signal hardly means."""


def pairs(outcome: RunCases) -> list[tuple[dict[str, Any], bool, bool]]:
    """Return the cases of a run with who sees them: only who has the right of secrecy, and only who lacks it. Pure.

    Whom a signal may well mean decides: where that is somebody with secrecy, or where without those another decision
    is made, a case has a stand-in for who lacks the right, as it would be if they did not stand in the register: that
    a case is not there would tell of them. Somebody with secrecy whom a signal hardly means (`LIKELY_FROM`) stands
    last in a case of everybody, and its chances are as if they were not there.
    """
    if outcome.without is None:
        # of a version that kept nothing else: who lacks the right does not see the case
        return [(row, _about_secret(row), False) for row in outcome.cases]
    seen = {row["decision"]["signaal_id"]: row for row in outcome.without}
    found: list[tuple[dict[str, Any], bool, bool]] = []
    for row in outcome.cases:
        other = seen.pop(row["decision"]["signaal_id"], None)
        if other is not None and not _about_secret(row) and _same(row, other):
            found.append((_of_both(row, other), False, False))
            continue
        found.append((row, True, False))
        if other is not None:
            found.append((other, False, True))
    return [*found, *((other, False, True) for other in seen.values())]


def _about_secret(row: Mapping[str, Any]) -> bool:
    return any(
        p["geheim"] > 0 and (p["rang"] == 1 or p["kans"] >= LIKELY_FROM) for p in row["people"]
    )


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    a, b = one["decision"], other["decision"]
    return all(a[name] == b[name] for name in a.keys() - CHANCES)


def _of_both(row: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """A case that everybody sees: who lacks the right sees of it what `other` has, byte for byte."""
    last = [one for one in row["people"] if one["geheim"] > 0]
    people = [*other["people"]]
    people += [one | {"rang": len(people) + place} for place, one in enumerate(last, 1)]
    beside = row["decision"]["anderen"]
    decision = other["decision"]
    if beside != decision["anderen"]:
        decision = decision | {"anderen": beside, "anderen_open": decision["anderen"]}
    return {"decision": decision, "signal": row["signal"], "people": people}


def dropped_first(signal: Mapping[str, Any]) -> float:
    """Return what a signal gains in the queue by having dropped out of today's system (`--uitval`): who is wrongly
    there waits longest for help."""
    return DROPPED_FIRST if signal.get("uitval_reden") is not None else 0.0


def what_stands_out(people: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what the queue says of a case: reason codes of the resident who looks most like the signal,
    what differs first; none without a resident.

    Not the ground of the decision: only a reject has not found, died, left or no home, and then everybody
    would see which cases are audit draws. How signal and resident compare is told of every case alike.
    """
    first = next((person for person in people if person["rang"] == 1), None)
    codes = [code for code in str((first or {}).get("redenen") or "").split("|") if code]
    return sorted(codes, key=lambda code: code.endswith("_GELIJK"))


def is_urgent(signal: Mapping[str, Any]) -> bool:
    """Tell whether a signal goes first: supply is about to end, or it is one of a crisis, by its kind or by its
    own column (DDAS: crisissignaal)."""
    kind = kind_of(signal)
    marked = str(signal.get("crisissignaal") or "").strip().lower() in YES
    return kind == "eindelevering" or kind.startswith("crisis") or marked


def kind_of(signal: Mapping[str, Any]) -> str:
    """Return the kind of a delivered signal in small letters; '' when it has none."""
    return str(signal.get("soort_signaal") or "").strip().lower()
