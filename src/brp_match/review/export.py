"""What leaves the store: decisions for the case systems, reviews for the next run, the audit sample."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from brp_match.errors import BrpMatchError
from brp_match.model import Feedback
from brp_match.review import audit
from brp_match.review.accounts import Account
from brp_match.review.cases import case_row, votes_of
from brp_match.review.schema import cases, feedback, runs
from brp_match.review.votes import Outcome, Vote, final

CONFIRMABLE = frozenset({Feedback.OVERLEDEN, Feedback.GEEN_INWONER})
"""Feedback that goes out only after a person confirmed it (DDAS 1.2)."""


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
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow(
        [safe_cell(value) for value in values]
    )
    return buffer.getvalue()


def _finals(con: Connection, run_id: str) -> dict[str, Vote]:
    """signaal_id → the vote that decided it."""
    found = {}
    for row in con.execute(select(cases).where(cases.c.run_id == run_id)).all():
        vote = final(votes_of(con, row.id), bool(row.second_look))
        if vote is not None:
            found[row.signaal_id] = vote
    return found


def export_decisions(
    con: Connection, account: Account, run_id: str, now: datetime
) -> Iterator[str]:
    """Yield the decisions of a run as CSV lines, people's decisions in the place of reviews.

    Adds `beoordeeld` (ja, nee). A review that nobody decided yet stays a review. Raises BrpMatchError
    404, or 410 when the files of the run were deleted.
    """
    row = con.execute(select(runs).where(runs.c.id == run_id)).first()
    if row is None:
        raise BrpMatchError("RUN_ONBEKEND", "run", "deze run bestaat niet", http_status=404)
    path = Path(row.folder) / "decisions.csv"
    if not path.is_file():
        raise BrpMatchError(
            "RUN_VERWIJDERD", "run", "de bestanden van deze run zijn verwijderd", http_status=410
        )
    votes = _finals(con, run_id)
    confirmed = dict(
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
            vote = votes.get(record["signaal_id"])
            if vote is not None and vote.outcome is Outcome.DEZELFDE_PERSOON:
                record |= {
                    "besluit": "match",
                    "persoon_id": vote.persoon_id,
                    "terugkoppeling": "",
                    "terugkoppeling_status": "",
                }
            elif vote is not None and vote.outcome is Outcome.GEEN_VAN_DEZE:
                record |= {"besluit": "reject", "persoon_id": ""}
                if not record["terugkoppeling"]:
                    record |= {
                        "terugkoppeling": str(Feedback.NIET_OPGEPAKT),
                        "terugkoppeling_status": "voorstel",
                    }
            if record["signaal_id"] in confirmed:
                record |= {
                    "terugkoppeling": confirmed[record["signaal_id"]],
                    "terugkoppeling_status": "bevestigd",
                }
            lines.append(
                _line([*(value or "" for value in record.values()), "ja" if vote else "nee"])
            )
    return iter(lines)


def reviews_csv(con: Connection, run_id: str) -> Iterator[str]:
    """Yield `signaal_id;besluit;persoon_id` of decided cases: what `link --reviews` reads."""
    yield "signaal_id;besluit;persoon_id\r\n"
    for signal, vote in sorted(_finals(con, run_id).items()):
        if vote.outcome is Outcome.DEZELFDE_PERSOON:
            yield _line([signal, "match", vote.persoon_id])
        elif vote.outcome is Outcome.GEEN_VAN_DEZE:
            yield _line([signal, "reject", ""])


def audit_sample(con: Connection, run_id: str) -> SampleCounts:
    """Count the rejects of a run, those drawn, those reviewed, and those dropped wrongly."""
    record = con.execute(select(runs.c.record).where(runs.c.id == run_id)).scalar() or {}
    rejects = int(record.get("aantallen", {}).get("besluiten", {}).get("reject", 0))
    sampled = con.execute(
        select(cases.c.id, cases.c.second_look).where(cases.c.run_id == run_id, cases.c.sampled)
    ).all()
    decided = [final(votes_of(con, row.id), bool(row.second_look)) for row in sampled]
    outcomes = [
        vote.outcome
        for vote in decided
        if vote is not None and vote.outcome is not Outcome.WEET_IK_NIET
    ]
    return SampleCounts(
        rejects,
        len(sampled),
        len(outcomes),
        sum(one is Outcome.DEZELFDE_PERSOON for one in outcomes),
    )


def confirm_feedback(
    con: Connection, account: Account, case_id: str, code: str, now: datetime
) -> None:
    """Keep that a person confirmed a feedback code. Raises BrpMatchError 400, 404, or 409 when it stands."""
    row = case_row(con, account, case_id)
    if code not in {str(one) for one in CONFIRMABLE} or row.decision.get("terugkoppeling") != code:
        raise BrpMatchError(
            "TERUGKOPPELING_ONGELDIG", "terugkoppeling", "deze code hoeft niet bevestigd te worden"
        )
    if con.execute(select(feedback.c.case_id).where(feedback.c.case_id == case_id)).first():
        raise BrpMatchError(
            "TERUGKOPPELING_BEVESTIGD",
            "terugkoppeling",
            "deze code is al bevestigd",
            http_status=409,
        )
    con.execute(insert(feedback).values(case_id=case_id, code=code, account_id=account.id, at=now))
    audit.write(
        con, "terugkoppeling_bevestigd", account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"code": code},
    )  # fmt: skip
