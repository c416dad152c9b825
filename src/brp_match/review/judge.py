"""A person's judgement: added, never changed; taken back by another line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from brp_match.errors import BrpMatchError
from brp_match.review import audit, processing_log
from brp_match.review.accounts import Account
from brp_match.review.cases import case_row, may_judge, model_of, stale, votes_of
from brp_match.review.schema import candidates, cases, judgements
from brp_match.review.votes import Outcome, State, state_of

SURE = 0.5
"""A person below this posterior is a risky one to confirm."""

SHORTEST_REASON = 5


@dataclass(frozen=True)
class Judged:
    """What became of the case: its new state and version."""

    state: State
    version: int


def risks(
    kans: float, rang: int, geheim: int, leeftijd: int | None, minor_below: int
) -> tuple[str, ...]:
    """Codes of what makes confirming this person risky; empty when nothing does."""
    found = []
    if kans < SURE:
        found.append("KANS_LAAG")
    if rang != 1:
        found.append("NIET_DE_EERSTE")
    if geheim > 0:
        found.append("GEHEIMHOUDING")
    if leeftijd is not None and leeftijd < minor_below:
        found.append("MINDERJARIG")
    return tuple(found)


def risks_of(con: Connection, case_id: str, persoon_id: str) -> tuple[str, ...]:
    """The same for a candidate of a case. Raises BrpMatchError 400 for somebody who is no candidate."""
    row = con.execute(
        select(candidates).where(
            candidates.c.case_id == case_id, candidates.c.persoon_id == persoon_id
        )
    ).first()
    if row is None:
        raise BrpMatchError(
            "PERSOON_ONBEKEND", "persoon", "deze persoon is geen kandidaat bij dit signaal"
        )
    return risks(row.kans, row.rang, row.geheim, row.data.get("leeftijd"), 18)


def judge(
    con: Connection,
    account: Account,
    case_id: str,
    *,
    outcome: Outcome,
    persoon_id: str = "",
    reason: str = "",
    version: int,
    now: datetime,
    key: str | None = None,
) -> Judged:
    """Keep one judgement.

    Raises BrpMatchError: 404; 409 for another version, a case that is done, or a second look by the
    same person; 400 for a confirmation without a person, or a risky one without a reason. The same
    `key` twice is one judgement.
    """
    row = case_row(con, account, case_id)
    if (
        key
        and con.execute(
            select(judgements.c.id).where(
                judgements.c.key == key, judgements.c.account_id == account.id
            )
        ).first()
    ):
        return Judged(State(row.state), row.version)
    votes = votes_of(con, case_id)
    if row.version != version or not may_judge(row, votes, account):
        raise stale()
    risky: tuple[str, ...] = ()
    if outcome is Outcome.DEZELFDE_PERSOON:
        if not persoon_id:
            raise BrpMatchError("PERSOON_ONTBREEKT", "persoon", "kies de persoon die het is")
        risky = risks_of(con, case_id, persoon_id)
        if risky and len(reason.strip()) < SHORTEST_REASON:
            raise BrpMatchError(
                "REDEN_NODIG", "reden", "zeg kort waarom dit toch dezelfde persoon is"
            )
    con.execute(
        insert(judgements).values(
            case_id=case_id, account_id=account.id, look=str(len(votes) + 1), outcome=str(outcome),
            persoon_id=persoon_id if outcome is Outcome.DEZELFDE_PERSOON else "", reason=reason.strip()[:500],
            key=key, model=model_of(con, row.run_id), at=now,
        )
    )  # fmt: skip
    second = bool(row.second_look or risky)
    changed = _refresh(con, case_id, second, version)
    audit.write(
        con, "zaak_beoordeeld", account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"uitkomst": str(outcome), "versie": version, "risico": list(risky), "stand": str(changed.state)},
    )  # fmt: skip
    if persoon_id and outcome is Outcome.DEZELFDE_PERSOON:
        processing_log.log(con, operation="persoon vaststellen", subject=persoon_id, now=now)
    return changed


def _refresh(con: Connection, case_id: str, second_look: bool, version: int) -> Judged:
    """Work the state out again; the version is checked once more in the write itself."""
    state = state_of(votes_of(con, case_id), second_look)
    done = con.execute(
        update(cases)
        .where(cases.c.id == case_id, cases.c.version == version)
        .values(state=str(state), second_look=second_look, version=version + 1)
    )
    if done.rowcount != 1:
        raise stale()
    return Judged(state, version + 1)


def undo(con: Connection, account: Account, case_id: str, *, version: int, now: datetime) -> Judged:
    """Take one's own judgement back, while nobody judged after it. Raises BrpMatchError 404 or 409."""
    row = case_row(con, account, case_id)
    votes = votes_of(con, case_id)
    if row.version != version or not votes or votes[-1].account_id != account.id:
        raise stale()
    con.execute(
        insert(judgements).values(
            case_id=case_id, account_id=account.id, look=str(len(votes)), outcome=str(votes[-1].outcome),
            retracts=votes[-1].id, at=now,
        )
    )  # fmt: skip
    changed = _refresh(con, case_id, bool(row.second_look), version)
    audit.write(
        con, "oordeel_ingetrokken", account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"versie": version},
    )  # fmt: skip
    return changed


def previous_case(con: Connection, account: Account) -> str | None:
    """Return the case this account judged last, if its judgement still stands."""
    row = con.execute(
        select(judgements.c.case_id)
        .where(judgements.c.account_id == account.id, judgements.c.retracts.is_(None))
        .order_by(judgements.c.id.desc())
    ).first()
    return str(row.case_id) if row else None
