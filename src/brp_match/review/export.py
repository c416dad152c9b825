"""What leaves the store: decisions for the case systems, reviews for the next run, the audit sample."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, and_, func, select

from brp_match.errors import BrpMatchError
from brp_match.model import Besluit, Feedback
from brp_match.review import audit
from brp_match.review.accounts import Account
from brp_match.review.after import CONFIRMED, REFUSED, Result, after_review
from brp_match.review.cases import votes_of_run
from brp_match.review.schema import candidates, cases, feedback, judgements, runs
from brp_match.review.votes import Outcome, Vote, final


@dataclass(frozen=True)
class SampleCounts:
    """The reviewed sample of rejects: of `rejects`, `drawn` for review, `reviewed` by now, `wrong` of
    those turned out to be a resident who should have been helped."""

    rejects: int
    drawn: int
    reviewed: int
    wrong: int


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _line(values: Sequence[str]) -> str:
    """A line for people, who open it in a spreadsheet."""
    return _raw_line([safe_cell(value) for value in values])


def _raw_line(values: Sequence[str]) -> str:
    """A line for a program of ours: an id must come back as it was."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(values)
    return buffer.getvalue()


@dataclass(frozen=True)
class _Final:
    """A decided case: its vote, and what that makes of the decision (None: nothing)."""

    signaal_id: str
    sampled: bool
    vote: Vote
    result: Result | None


def _finals(con: Connection, run_id: str) -> list[_Final]:
    """Decided cases of a run, by signaal_id."""
    policy = con.execute(select(runs.c.record).where(runs.c.id == run_id)).scalar() or {}
    moved = str(policy.get("beleid", {}).get("moved_within", "pick_up"))
    votes = votes_of_run(con, run_id)
    chosen = con.execute(
        select(candidates.c.case_id, candidates.c.persoon_id, candidates.c.data)
        .join(cases, cases.c.id == candidates.c.case_id)
        .join(
            judgements,
            and_(
                judgements.c.case_id == candidates.c.case_id,
                judgements.c.persoon_id == candidates.c.persoon_id,
            ),
        )
        .where(cases.c.run_id == run_id)
    )
    people = {(row.case_id, row.persoon_id): row.data for row in chosen}
    query = select(
        cases.c.id, cases.c.signaal_id, cases.c.sampled, cases.c.second_look, cases.c.decision
    )
    found = []
    for row in con.execute(
        query.where(cases.c.run_id == run_id).order_by(cases.c.signaal_id)
    ).all():
        vote = final(votes.get(row.id, []), bool(row.second_look))
        if vote is not None:
            person = people.get((row.id, vote.persoon_id))
            result = after_review(vote, row.decision, person, moved)
            found.append(_Final(row.signaal_id, bool(row.sampled), vote, result))
    return found


def established(con: Connection, run_id: str) -> dict[str, Result]:
    """Return signaal_id → what judgements made of its decision, where they made something of it."""
    return {one.signaal_id: one.result for one in _finals(con, run_id) if one.result is not None}


def export_decisions(
    con: Connection, account: Account, run_id: str, now: datetime
) -> Iterator[str]:
    """Yield the decisions of a run as CSV lines, people's decisions in the place of reviews.

    Adds `beoordeeld` (ja, nee). What a judgement makes of a decision: see `after_review`. A review that
    nobody decided yet stays a review. `terugkoppeling_status` is bevestigd where a person said what the
    deliverer hears, geweigerd where a person refused the proposal: then it is `niet_opgepakt`. Raises BrpMatchError 404, or 410 when the files were deleted.
    """
    row = con.execute(select(runs).where(runs.c.id == run_id)).first()
    if row is None:
        raise BrpMatchError("RUN_ONBEKEND", "run", "deze run bestaat niet", http_status=404)
    path = Path(row.folder) / "decisions.csv"
    if not path.is_file():
        raise BrpMatchError(
            "RUN_VERWIJDERD", "run", "de bestanden van deze run zijn verwijderd", http_status=410
        )
    decided = {one.signaal_id: one for one in _finals(con, run_id)}
    told = dict(
        con.execute(
            select(cases.c.signaal_id, feedback.c.code)
            .join(feedback, feedback.c.case_id == cases.c.id)
            .where(cases.c.run_id == run_id)
        ).all()
    )
    audit.write(
        con, "besluiten_uitgevoerd", account_id=account.id, now=now, run_id=run_id, detail={}
    )
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";")
        lines = [_line([*(reader.fieldnames or []), "beoordeeld"])]
        for record in reader:
            one = decided.get(record["signaal_id"])
            said = _said(told.get(record["signaal_id"]), record["terugkoppeling"], one)
            if one is not None and one.result is not None:
                record |= {name: str(value) for name, value in asdict(one.result).items()}
            record |= said
            lines.append(
                _line([*(value or "" for value in record.values()), "nee" if one is None else "ja"])
            )
    return iter(lines)


def _said(code: str | None, proposed: str, one: _Final | None) -> dict[str, str]:
    """What a person said of the feedback of a decision, where that stands; {} otherwise.

    A judgement after it goes first, but a proposal that was refused never goes out after all.
    """
    if code is None:
        return {}
    judged = one.result.terugkoppeling if one is not None and one.result is not None else None
    refused = code == Feedback.NIET_OPGEPAKT
    if judged is not None and judged != (proposed if refused else code):
        return {}
    return {"terugkoppeling": code, "terugkoppeling_status": REFUSED if refused else CONFIRMED}


def reviews_csv(con: Connection, run_id: str = "") -> Iterator[str]:
    """Yield `signaal_id;besluit;persoon_id` of decided cases: what `link --reviews` reads.

    Of one run, or of all finished ones. It says who it was, which is what the rates are learned from;
    a person who died or left is still that person.
    """
    yield "signaal_id;besluit;persoon_id\r\n"
    for signal, person in judgements_of(con, run_id).items():
        yield _raw_line([signal, "match" if person else "reject", person])


def judgements_of(con: Connection, run_id: str = "") -> dict[str, str]:
    """Return signaal_id → persoon_id ('' for nobody) of decided cases, by signaal_id.

    Of one run, or of all finished ones; of a signal that came back in a later run, what was said last.
    """
    query = select(runs.c.id).where(runs.c.state == "klaar").order_by(runs.c.created, runs.c.id)
    ids = [run_id] if run_id else con.execute(query).scalars().all()
    said = {one.signaal_id: one.vote for run in ids for one in _finals(con, run)}
    return {
        signal: vote.persoon_id if vote.outcome is Outcome.DEZELFDE_PERSOON else ""
        for signal, vote in sorted(said.items())
        if vote.outcome in (Outcome.DEZELFDE_PERSOON, Outcome.GEEN_VAN_DEZE)
    }


def audit_sample(con: Connection, run_id: str) -> SampleCounts:
    """Count the rejects of a run, those drawn, those reviewed, and those dropped wrongly.

    Wrongly: a person says who it is, and nothing in the BRP or the delivery keeps that resident from
    being helped. Who died or moved away was dropped rightly, found or not.
    """
    record = con.execute(select(runs.c.record).where(runs.c.id == run_id)).scalar() or {}
    rejects = int(record.get("aantallen", {}).get("besluiten", {}).get("reject", 0))
    drawn = select(func.count()).select_from(cases).where(cases.c.run_id == run_id, cases.c.sampled)
    reviewed = [
        one
        for one in _finals(con, run_id)
        if one.sampled and one.vote.outcome is not Outcome.WEET_IK_NIET
    ]
    return SampleCounts(
        rejects,
        int(con.execute(drawn).scalar_one()),
        len(reviewed),
        sum(one.result is not None and one.result.besluit is Besluit.MATCH for one in reviewed),
    )
