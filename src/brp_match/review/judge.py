"""A person's judgement: added, never changed; taken back by another line."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from brp_match.errors import BrpMatchError
from brp_match.review import audit, claims, processing_log
from brp_match.review.accounts import Account
from brp_match.review.case_file import case_row, may_judge, model_of, stale, votes_of
from brp_match.review.schema import candidates, cases, judgements, runs
from brp_match.review.sight import EVERYTHING, Sight, own_codes
from brp_match.review.team import Team, team_of
from brp_match.review.votes import Ground, State, Verdict, Vote, state_of

SURE_SHARE = 0.5
"""A person below this share of the policy's match threshold is a risky one to confirm."""

SHORTEST_REASON = 5

_ADD = insert(judgements)
_OF_KEY = select(judgements.c.case_id, judgements.c.outcome, judgements.c.ground).where(
    judgements.c.key == bindparam("key")
)
_MOVE = update(cases).where(
    cases.c.id == bindparam("case_id"), cases.c.version == bindparam("seen")
)


@lru_cache(maxsize=64)
def _last(sight: Sight) -> Select[Any]:
    """Of what an account judged and may see, the last; made once for everybody who sees the same."""
    return (
        select(judgements.c.case_id)
        .join(cases, cases.c.id == judgements.c.case_id)
        .where(judgements.c.account_id == bindparam("account"), judgements.c.retracts.is_(None))
        .where(sight.cases())
        .order_by(judgements.c.id.desc())
        .limit(1)
    )


@dataclass(frozen=True)
class Judged:
    """What became of the case: its new state and version."""

    state: State
    version: int


def risks(person: Mapping[str, Any], *, match_at: float, minor_below: int) -> tuple[str, ...]:
    """Codes of what makes confirming this person risky; empty when nothing does. Pure.

    `person`: a row of candidates.parquet; `match_at`: the posterior from which the policy matches
    without a person; `minor_below`: the policy's age in years.
    """
    age = person.get("leeftijd")
    found = {
        "KANS_LAAG": person["kans"] < SURE_SHARE * match_at,
        "NIET_DE_EERSTE": person["rang"] != 1,
        "GEHEIMHOUDING": (person.get("geheim") or 0) > 0,
        "MINDERJARIG": age is not None and age < minor_below,
    }
    return tuple(code for code, holds in found.items() if holds)


def risks_of(
    con: Connection, case_id: str, persoon_id: str, sight: Sight = EVERYTHING
) -> tuple[str, ...]:
    """The same for a candidate of a case, by the policy of its run.

    Raises BrpMatchError 400 for somebody who is no candidate, or is one that an account of this `sight` may
    not see.
    """
    row = con.execute(
        select(candidates.c.data, runs.c.record)
        .join(cases, cases.c.id == candidates.c.case_id)
        .join(runs, runs.c.id == cases.c.run_id)
        .where(candidates.c.case_id == case_id, candidates.c.persoon_id == persoon_id)
    ).first()
    if row is None or sight.hides(row.data, own_codes(row.record)):
        raise BrpMatchError(
            "PERSOON_ONBEKEND", "persoon", "deze persoon is geen kandidaat bij dit signaal"
        )
    return risks(
        row.data,
        match_at=float(row.record["drempels"]["match_vanaf"]),
        minor_below=int(row.record["beleid"]["minor_below"]),
    )


def judge(
    con: Connection,
    account: Account,
    case_id: str,
    *,
    outcome: Verdict,
    persoon_id: str = "",
    reason: str = "",
    ground: Ground = Ground.NIETS,
    version: int,
    now: datetime,
    key: str | None = None,
    team: Team | None = None,
) -> Judged:
    """Keep one judgement, with what is going on (`ground`) where that was said. `team`: as the accounts are now, where it
    was read before.

    Raises BrpMatchError: 404; 409 for another version, a case that is done, a second look by the same
    person, or a `key` this account used for another judgement; 400 for a confirmation without a
    person, a risky one without a reason, or a ground that this outcome cannot have. The same judgement with the same `key` twice is one.
    """
    row = case_row(con, account, case_id)
    kept_key = None if not key else _key(account, key)
    if kept_key is not None and _made_before(con, kept_key, (case_id, str(outcome), str(ground))):
        return Judged(State(row.state), row.version)
    votes, team = votes_of(con, case_id), team or team_of(con)
    if row.version != version or not may_judge(row, votes, account, team):
        raise stale()
    _check_ground(outcome, ground)
    risky = _risky(con, account, case_id, outcome, persoon_id, reason)
    voters = {vote.account_id for vote in votes}
    if row.state == State.TWEEDE and account.id in voters:
        # nobody else is left for a second look: what this person says now takes the place of the first
        _retract(con, case_id, votes, account, now)
        votes = votes[:-1]
    con.execute(
        _ADD,
        {"case_id": case_id, "account_id": account.id, "look": str(len(votes) + 1), "outcome": str(outcome),
         "persoon_id": persoon_id if outcome is Verdict.DEZELFDE_PERSOON else "", "reason": reason.strip()[:500],
         "key": kept_key, "model": model_of(con, row.run_id), "at": now, "ground": str(ground)},
    )  # fmt: skip
    alone = team.stands_alone(account.id, voters, row)
    second = bool(row.second_look or risky) and not (alone and not votes)
    changed = _refresh(con, case_id, second, version)
    claims.release(con, case_id)
    audit.write(
        con, "zaak_beoordeeld", account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"uitkomst": str(outcome), "grond": str(ground), "versie": version, "risico": list(risky), "stand": str(changed.state)},
    )  # fmt: skip
    if persoon_id and outcome is Verdict.DEZELFDE_PERSOON:
        processing_log.log(con, operation="persoon vaststellen", subject=persoon_id, now=now)
    said = {"outcome": outcome, "persoon_id": persoon_id, "reason": reason, "ground": ground}
    _judge_stand_in(con, account, row, said, now)
    return changed


def _judge_stand_in(
    con: Connection, account: Account, row: Row[Any], said: dict[str, Any], now: datetime
) -> None:
    """Judge the stand-in of a case as the case: as none of these where it is about somebody who is not in it."""
    other = _stand_in(con, account, row)
    if other is None or said["outcome"] is Verdict.OVERSLAAN:
        return
    confirms = said["outcome"] is Verdict.DEZELFDE_PERSOON
    if confirms and not _is_candidate(con, other.id, said["persoon_id"]):
        said = {"outcome": Verdict.GEEN_VAN_DEZE}
    with suppress(BrpMatchError):
        # where somebody else must say it, somebody else does
        judge(con, replace(account, secrecy=False), other.id, **said, version=other.version, now=now)  # fmt: skip


def _is_candidate(con: Connection, case_id: str, persoon_id: str) -> bool:
    query = select(candidates.c.case_id).where(
        candidates.c.case_id == case_id, candidates.c.persoon_id == persoon_id
    )
    return con.execute(query).first() is not None


def _stand_in(con: Connection, account: Account, row: Row[Any]) -> Row[Any] | None:
    """Return what who lacks the right of secrecy sees in the place of a case: it does not wait for them any longer when
    who has the right judged the case itself. None where there is none."""
    if not (account.secrecy and row.secret):
        return None
    query = select(cases).where(cases.c.run_id == row.run_id, cases.c.signaal_id == row.signaal_id)
    return con.execute(query.where(cases.c.stand_in)).first()


def _risky(
    con: Connection, account: Account, case_id: str, outcome: Verdict, persoon_id: str, reason: str
) -> tuple[str, ...]:
    """Return what makes a confirmation risky; BrpMatchError 400 without a person, or a reason where it is."""
    if outcome is not Verdict.DEZELFDE_PERSOON:
        return ()
    if not persoon_id:
        raise BrpMatchError("PERSOON_ONTBREEKT", "persoon", "kies de persoon die het is")
    risky = risks_of(con, case_id, persoon_id, account.sight)
    if risky and len(reason.strip()) < SHORTEST_REASON:
        raise BrpMatchError("REDEN_NODIG", "reden", "zeg kort waarom dit toch dezelfde persoon is")
    return risky


def _made_before(con: Connection, key: str, asked: tuple[str, str, str]) -> bool:
    """Tell whether this judgement (case, outcome, ground) was made under this key; 409 where another one was."""
    held = con.execute(_OF_KEY, {"key": key}).first()
    if held is not None and (held.case_id, held.outcome, held.ground) != asked:
        raise BrpMatchError(
            "SLEUTEL_GEBRUIKT",
            "sleutel",
            "dit kenmerk hoort al bij een ander oordeel",
            http_status=409,
        )
    return held is not None


def _check_ground(outcome: Verdict, ground: Ground) -> None:
    if ground is Ground.NIETS:
        return
    if outcome not in (Verdict.DEZELFDE_PERSOON, Verdict.GEEN_VAN_DEZE):
        raise BrpMatchError(
            "GROND_ONGELDIG", "grond", "kies ook of het dezelfde persoon is, of geen van deze"
        )
    if ground is Ground.BEWIND and outcome is not Verdict.DEZELFDE_PERSOON:
        raise BrpMatchError(
            "GROND_ONGELDIG", "grond", "een bewindvoerder hoort bij “dezelfde persoon”: kies wie onder bewind staat",
        )  # fmt: skip


def _key(account: Account, key: str) -> str:
    """One account's key says nothing about another's."""
    return hashlib.sha256(f"{account.id}|{key}".encode()).hexdigest()


def _refresh(con: Connection, case_id: str, second_look: bool, version: int) -> Judged:
    """Work the state out again; the version is checked once more in the write itself."""
    state = state_of(votes_of(con, case_id), second_look)
    done = con.execute(
        _MOVE,
        {"case_id": case_id, "seen": version, "state": str(state), "second_look": second_look, "version": version + 1},
    )  # fmt: skip
    if done.rowcount != 1:
        raise stale()
    return Judged(state, version + 1)


def undo(con: Connection, account: Account, case_id: str, *, version: int, now: datetime) -> Judged:
    """Take one's own judgement back, while nobody judged after it. Raises BrpMatchError 404 or 409."""
    row = case_row(con, account, case_id)
    votes = votes_of(con, case_id)
    if row.version != version or not votes or votes[-1].account_id != account.id:
        raise stale()
    _retract(con, case_id, votes, account, now)
    changed = _refresh(con, case_id, bool(row.second_look), version)
    audit.write(
        con, "oordeel_ingetrokken", account_id=account.id, now=now, case_id=case_id, run_id=row.run_id,
        detail={"versie": version},
    )  # fmt: skip
    if (other := _stand_in(con, account, row)) is not None:
        with suppress(BrpMatchError):
            undo(con, replace(account, secrecy=False), other.id, version=other.version, now=now)
    return changed


_ONE_ACT = ("at", "outcome", "persoon_id", "reason", "ground")


def judged_together(con: Connection, account: Account, case_id: str) -> list[str]:
    """Return the cases that this account judged in the same act as it last judged this one, this one first; of those
    it may see: a stand-in is taken back with its case."""
    mine = (
        select(judgements)
        .join(cases, cases.c.id == judgements.c.case_id)
        .where(judgements.c.account_id == account.id, judgements.c.retracts.is_(None))
        .where(account.sight.cases())
    )
    last = con.execute(
        mine.where(judgements.c.case_id == case_id).order_by(judgements.c.id.desc())
    ).first()
    if last is None:
        return [case_id]
    # one act gives every case the same judgement at the same moment
    alike = [judgements.c[name] == getattr(last, name) for name in _ONE_ACT]
    rows = con.execute(mine.where(*alike).order_by(judgements.c.id)).all()
    return list(dict.fromkeys((case_id, *(row.case_id for row in rows))))


def _retract(
    con: Connection, case_id: str, votes: Sequence[Vote], account: Account, now: datetime
) -> None:
    """Add the line that takes the last of these votes back."""
    vote = votes[-1]
    con.execute(
        insert(judgements).values(
            case_id=case_id, account_id=account.id, look=str(len(votes)), outcome=str(vote.outcome), retracts=vote.id, at=now,
        )
    )  # fmt: skip


def previous_case(con: Connection, account: Account) -> str | None:
    """Return the case this account judged last, if its judgement still stands: one it may see, not its stand-in."""
    row = con.execute(_last(account.sight), {"account": account.id}).first()
    return str(row.case_id) if row else None
