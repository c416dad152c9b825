"""One judgement of several cases at once: other signals of the same person that the page showed beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from brp_match.errors import BrpMatchError
from brp_match.review import audit, case_file
from brp_match.review.accounts import Account
from brp_match.review.judge import judge
from brp_match.review.schema import candidates, cases
from brp_match.review.team import Team, team_of
from brp_match.review.votes import Ground, State, Verdict


@dataclass(frozen=True)
class Other:
    """A signal beside a case: what was delivered, its own case ('' for none), whether that waits, and whether this
    account may judge it with the person shown."""

    signal: Mapping[str, Any]
    case_id: str
    version: int
    waits: bool
    joins: bool


_ASKED = (
    "id",
    "signaal_id",
    "state",
    "version",
    "second_look",
    "secret",
    "stand_in",
    "municipalities",
)
"""Columns of another case that are looked at; its long ones are not."""


def others_of(
    con: Connection, account: Account, row: Row[Any], person: str, team: Team
) -> list[Other]:
    """Return the other signals beside a case that this account may see; `person`: the resident shown, '' for none."""
    beside = row.decision.get("anderen") or []
    if not account.secrecy:
        # of a run that kept no others, who is hidden is taken out
        beside = [one for one in row.decision.get("anderen_open", beside) if not one["geheim"]]
    found = beside
    if not found:
        return []
    names = [one["signaal_id"] for one in found]
    of_signals = {
        one.signaal_id: one
        for one in con.execute(
            select(*(cases.c[name] for name in _ASKED)).where(
                cases.c.run_id == row.run_id,
                cases.c.signaal_id.in_(names),
                account.sight.ours(),
            )
        )
    }
    waiting = [one.id for one in of_signals.values() if one.state != State.KLAAR]
    votes = case_file.votes_of_cases(con, waiting) if waiting and person else {}
    people = _people_of(con, waiting) if waiting and person else {}
    shown = []
    for one in found:
        other = of_signals.get(one["signaal_id"])
        if other is None and not account.sight.whole:
            # of which municipality it is, no case tells
            continue
        if other is None:
            shown.append(Other(one, "", 0, False, False))
            continue
        if not account.sight.sees(other):
            continue
        waits = other.state != State.KLAAR
        joins = (
            waits
            and bool(person)
            and case_file.may_judge(other, votes.get(other.id, []), account, team)
            and person in people.get(other.id, ())
        )
        shown.append(Other(one, other.id, other.version, waits, joins))
    return shown


def judge_others(
    con: Connection,
    account: Account,
    case_id: str,
    ticked: Sequence[tuple[str, int]],
    *,
    outcome: Verdict,
    persoon_id: str,
    reason: str,
    ground: Ground,
    now: datetime,
) -> int:
    """Give other cases (id and version seen) the judgement of `case_id`; return how many.

    Only cases that stood beside it. Raises BrpMatchError as `judge`, and 400 where “none of these” would be said of
    a case in which somebody stands who was not looked at here.
    """
    if outcome not in (Verdict.DEZELFDE_PERSOON, Verdict.GEEN_VAN_DEZE):
        return 0
    row = case_file.case_row(con, account, case_id)
    here = _people(con, case_id)
    beside = {one.case_id for one in others_of(con, account, row, persoon_id, team_of(con))}
    for other, version in ticked:
        if other not in beside or other == case_id:
            raise case_file.not_found()
        if outcome is Verdict.GEEN_VAN_DEZE and not _people(con, other) <= here:
            raise BrpMatchError(
                "SAMEN_ANDERE_INWONERS", "samen",
                "bij een van de andere signalen staat nog een andere inwoner: beoordeel die zaak apart",
            )  # fmt: skip
        audit.write(
            con, audit.CASE_SEEN, account_id=account.id, now=now, case_id=other, run_id=row.run_id,
            detail={"versie": version, "naast": case_id},
        )  # fmt: skip
        judge(
            con, account, other, outcome=outcome, persoon_id=persoon_id, reason=reason, ground=ground,
            version=version, now=now,
        )  # fmt: skip
    return len(ticked)


def _people(con: Connection, case_id: str) -> set[str]:
    return _people_of(con, [case_id]).get(case_id, set())


def _people_of(con: Connection, case_ids: Sequence[str]) -> dict[str, set[str]]:
    query = select(candidates.c.case_id, candidates.c.persoon_id)
    found: dict[str, set[str]] = {}
    for row in con.execute(query.where(candidates.c.case_id.in_(case_ids))):
        found.setdefault(row.case_id, set()).add(str(row.persoon_id))
    return found
