"""What people decided, put together: reviews for the next run, the audit sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, func, select, true

from brp_match.csv_file import csv_text
from brp_match.decide.assemble import drawn_of
from brp_match.model import Besluit
from brp_match.policy import policy_of_record
from brp_match.review import shv
from brp_match.review.after import Result, after_review
from brp_match.review.case_file import votes_of_run
from brp_match.review.schema import candidates, cases, feedback, judgements, runs
from brp_match.review.sight import EVERYTHING, Sight, own_codes
from brp_match.review.visible import decisions_file, visible_rows
from brp_match.review.votes import Verdict, Vote, final


@dataclass(frozen=True)
class SampleCounts:
    """The reviewed sample of rejects: of `rejects`, `drawn` for review, `reviewed` by now, `wrong` of
    those turned out to be a resident who should have been helped."""

    rejects: int
    drawn: int
    reviewed: int
    wrong: int


def _drawn(
    record: Mapping[str, Any], folder: Path, sight: Sight
) -> tuple[int, int, frozenset[str] | None]:
    """Count the rejects that may be seen and those drawn of them; and which signals these are, None for all."""
    if sight.whole:
        counted = "besluiten" if sight.secrecy else "besluiten_zonder_geheim"
        rejects = int(record.get("aantallen", {}).get(counted, {}).get("reject", 0))
        return rejects, drawn_of(rejects, policy_of_record(record).audit_sample), None
    path = decisions_file(folder, sight)
    own = own_codes(record)
    rows = list(visible_rows(path, own, sight)) if path.is_file() else []
    drawn = frozenset(row["signaal_id"] for row in rows if row["steekproef"] == "ja")
    return sum(row["besluit"] == Besluit.REJECT for row in rows), len(drawn), drawn


@dataclass(frozen=True)
class Final:
    """A decided case: its vote, and what that makes of the decision (None: nothing)."""

    signaal_id: str
    vlp: str
    sampled: bool
    vote: Vote
    result: Result | None


def finals(
    con: Connection,
    run_id: str,
    signals: Sequence[str] | None = None,
    sight: Sight = EVERYTHING,
) -> list[Final]:
    """Decided cases of a run, by signaal_id; of those `signals` alone when given. Without the right of secrecy those
    that stand in for the others; of every municipality."""
    record = con.execute(select(runs.c.record).where(runs.c.id == run_id)).scalar() or {}
    policy = policy_of_record(record)
    wanted = true() if signals is None else cases.c.signaal_id.in_(signals)
    among = and_(wanted, sight.ours())
    votes = votes_of_run(con, run_id, signals)
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
        .where(cases.c.run_id == run_id, among)
    )
    people = {(row.case_id, row.persoon_id): row.data for row in chosen}
    told = shv.said(con)
    query = select(
        cases.c.id,
        cases.c.signaal_id,
        cases.c.vlp,
        cases.c.sampled,
        cases.c.second_look,
        cases.c.decision,
    )
    found = []
    for row in con.execute(
        query.where(cases.c.run_id == run_id, among).order_by(cases.c.signaal_id)
    ).all():
        vote = final(votes.get(row.id, []), bool(row.second_look))
        if vote is not None:
            person = people.get((row.id, vote.persoon_id))
            result = after_review(vote, shv.as_said(row.decision, told), person, policy)
            found.append(Final(row.signaal_id, row.vlp, bool(row.sampled), vote, result))
    return found


def hidden_signals(
    con: Connection, run_id: str, decided: Sequence[Final], sight: Sight
) -> set[str]:
    """Return the signals of which an account may know nothing that people decided: they are of another municipality, or
    were said to be about a resident of one. `decided`: the `finals` of this sight."""
    if sight.whole:
        return set()
    of_run = cases.c.run_id == run_id
    unseen = con.execute(select(cases.c.signaal_id).where(of_run, sight.elsewhere())).scalars()
    own = own_codes(con.execute(select(runs.c.record).where(runs.c.id == run_id)).scalar())
    chosen = {one.signaal_id: one.vote.persoon_id for one in decided}
    people = con.execute(
        select(cases.c.signaal_id, candidates.c.persoon_id, candidates.c.data)
        .join(candidates, candidates.c.case_id == cases.c.id)
        .where(of_run, sight.ours(), cases.c.signaal_id.in_(list(chosen)))
    )
    return {str(signal) for signal in unseen} | {
        str(row.signaal_id)
        for row in people
        if chosen[row.signaal_id] == row.persoon_id and sight.hides(row.data, own)
    }


def stamp(con: Connection, run_ids: Sequence[str]) -> str:
    """Return a text that changes whenever somebody judges, or says feedback of, a case of these runs."""
    of_runs = cases.c.run_id.in_(run_ids)
    judged = con.execute(
        select(func.count(), func.max(judgements.c.id))
        .join(cases, cases.c.id == judgements.c.case_id)
        .where(of_runs)
    ).one()
    said = con.execute(
        select(func.count(), func.max(feedback.c.at))
        .join(cases, cases.c.id == feedback.c.case_id)
        .where(of_runs)
    ).one()
    return f"{tuple(judged)}|{tuple(said)}"


def established(
    con: Connection,
    run_id: str,
    signals: Sequence[str] | None = None,
    sight: Sight = EVERYTHING,
) -> dict[str, Result]:
    """Return signaal_id → what judgements made of its decision, where they made something of it; of those
    `signals` alone when given. `sight`: as of `finals`."""
    found = finals(con, run_id, signals, sight)
    return {one.signaal_id: one.result for one in found if one.result is not None}


def reviews_csv(con: Connection, run_id: str = "") -> Iterator[str]:
    """Yield `signaal_id;besluit;persoon_id` of decided cases: what `link --reviews` reads.

    Of one run, or of all finished ones. It says who it was, which is what the rates are learned from;
    a person who died or left is still that person.
    """
    yield "signaal_id;besluit;persoon_id\r\n"
    for signal, person in judgements_of(con, run_id).items():
        yield csv_text([(signal, "match" if person else "reject", person)])


def counts_by_decision(
    con: Connection, run_id: str, counts: Mapping[str, int], sight: Sight
) -> dict[str, int]:
    """Return decisions by kind as they stand now: `counts` of the run itself, moved by what people decided.

    `counts` are those of what may be seen (`visible.counts_of`); cases that may not be move nothing.
    """
    now = Counter(counts)
    query = select(cases.c.signaal_id, cases.c.besluit).where(
        cases.c.run_id == run_id, sight.ours()
    )
    before = {row.signaal_id: row.besluit for row in con.execute(query)}
    decided = finals(con, run_id, sight=sight)
    hidden = hidden_signals(con, run_id, decided, sight)
    for signal, result in ((one.signaal_id, one.result) for one in decided):
        if result is None or signal in hidden:
            continue
        now[before[signal]] -= 1
        now[str(result.besluit)] += 1
    return dict(now)


def judgements_of(con: Connection, run_id: str = "", sight: Sight = EVERYTHING) -> dict[str, str]:
    """Return signaal_id → persoon_id ('' for nobody) of decided cases, by signaal_id.

    Of one run, or of all finished ones; of a signal that came back in a later run, what was said last. `sight`: as of
    `finals`.
    """
    query = select(runs.c.id).where(runs.c.state == "klaar").order_by(runs.c.created, runs.c.id)
    ids = [run_id] if run_id else con.execute(query).scalars().all()
    said = {one.signaal_id: one.vote for run in ids for one in finals(con, run, sight=sight)}
    return {
        signal: vote.persoon_id if vote.outcome is Verdict.DEZELFDE_PERSOON else ""
        for signal, vote in sorted(said.items())
        if vote.outcome in (Verdict.DEZELFDE_PERSOON, Verdict.GEEN_VAN_DEZE)
    }


def audit_sample(con: Connection, run_id: str, sight: Sight = EVERYTHING) -> SampleCounts:
    """Count the rejects of a run, those drawn, those reviewed, and those dropped wrongly.

    Without the right of secrecy as if nobody who has it stood in the register: as many are drawn as of the rejects
    that there would be, and a drawn signal about such a person was dropped rightly, as nobody's. Else the counts
    would not add up, and tell of one. Of some municipalities: those of their decisions.

    Wrongly: a person says who it is, and nothing in the BRP or the delivery keeps that resident from
    being helped. Who died or moved away was dropped rightly, found or not.
    """
    row = con.execute(select(runs.c.record, runs.c.folder).where(runs.c.id == run_id)).one()
    rejects, drawn, among = _drawn(row.record, Path(row.folder), sight)
    decided = finals(con, run_id, sight=sight)
    hidden = hidden_signals(con, run_id, decided, sight)
    reviewed = [
        one
        for one in decided
        if one.sampled
        and one.vote.outcome is not Verdict.WEET_IK_NIET
        and (among is None or one.signaal_id in among)
    ]
    wrong = [
        one
        for one in reviewed
        if one.result is not None
        and one.result.besluit is Besluit.MATCH
        and one.signaal_id not in hidden
    ]
    return SampleCounts(
        rejects,
        drawn,
        min(len(reviewed), drawn),
        len(wrong),
    )
