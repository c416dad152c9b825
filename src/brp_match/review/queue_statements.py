"""The statements of the queue: cases that wait for somebody, in which order, and which comes next.

Made once for who asks what in which team: making one costs more than the database needs to answer it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from brp_match.review import claims
from brp_match.review.accounts import Account
from brp_match.review.assigning import OTHERS, whose
from brp_match.review.schema import cases, judgements
from brp_match.review.schema import claims as held
from brp_match.review.sight import Sight
from brp_match.review.team import Team, team_of
from brp_match.review.votes import State, Verdict


@dataclass(frozen=True)
class Filters:
    """What to show; '' or None for everything. `older_than` in days since the signal; `second` only what
    waits for a second or third judgement. `order`: '' the most urgent first, `oudste` by date of the signal, `vlp`
    by deliverer; also in what order they are offered."""

    vlp: str = ""
    reason: str = ""
    older_than: int | None = None
    run_id: str = ""
    second: bool = False
    order: str = ""


@dataclass(frozen=True)
class Ask:
    """Whose queue is asked for, in which team, and what of it. `member`: whether it is somebody of that team.

    Who it is (`me`) goes along as a value: colleagues who see the same share their statements.
    """

    sight: Sight
    member: bool
    rights: frozenset[tuple[str, Sight]]
    filters: Filters
    me: str = field(compare=False)


STATEMENTS = 512
"""Asks whose statements are kept: a team with its filters."""

ME = bindparam("me", type_=String)
NOW = bindparam("now", type_=held.c.until.type)
LAST_DAY = bindparam("last_day", type_=String)


def ask_of(con: Connection, account: Account, filters: Filters, team: Team | None) -> Ask:
    """Return an ask; `team`: as the accounts are now, where it was read before."""
    team = team or team_of(con)
    return Ask(account.sight, account.id in team.members, team.rights, filters, account.id)


def values_of(ask: Ask, now: datetime) -> dict[str, Any]:
    """What differs from one person or moment to the next in a statement."""
    last = now.date() - timedelta(days=ask.filters.older_than or 0)
    return {"me": ask.me, "now": now, "last_day": last.isoformat()}


@lru_cache(maxsize=STATEMENTS)
def waiting(ask: Ask) -> Select[tuple[object, ...]]:
    """Cases this account may judge now, before paging."""
    filters = ask.filters
    taken_back = judgements.alias("terug")
    mine = exists().where(
        judgements.c.case_id == cases.c.id,
        judgements.c.account_id == ME,
        judgements.c.outcome != str(Verdict.OVERSLAAN),
        judgements.c.retracts.is_(None),
        ~exists().where(taken_back.c.retracts == judgements.c.id),
    )
    waits = or_(~mine, Team(dict(ask.rights)).nobody_left()) if ask.member else ~mine
    query = select(cases).where(cases.c.state != str(State.KLAAR), waits)
    query = query.where(ask.sight.cases())
    if filters.second:
        query = query.where(cases.c.state.in_((str(State.TWEEDE), str(State.DERDE))))
    if filters.vlp:
        query = query.where(cases.c.vlp == filters.vlp)
    if filters.run_id:
        query = query.where(cases.c.run_id == filters.run_id)
    if filters.reason:
        query = query.where(cast(cases.c.reasons, String).like(f'%"{filters.reason}"%'))
    if filters.older_than is not None:
        query = query.where(cases.c.signal_date != "", cases.c.signal_date <= LAST_DAY)
    return query


@lru_cache(maxsize=STATEMENTS)
def counted(ask: Ask) -> Select[int]:
    """How many cases an ask finds."""
    return waiting(ask).with_only_columns(func.count(), maintain_column_froms=True)


@lru_cache(maxsize=STATEMENTS)
def listed(ask: Ask) -> Select[Any]:
    """A page of an ask, of `size` cases from `start` on."""
    shown = (*(cases.c[name] for name in SHOWN), turn_of().label("turn"))
    return (
        waiting(ask)
        .with_only_columns(*shown)
        .order_by(*order_of(ask.filters))
        .offset(bindparam("start", type_=Integer))
        .limit(bindparam("size", type_=Integer))
    )


SHOWN = (
    "id", "run_id", "vlp", "sector", "reasons", "urgent", "state", "signal", "signal_date", "weight",
)  # fmt: skip
"""Columns of a case that a line of the queue is made of; the long ones are left where they are."""


def turn_of() -> ColumnElement[int]:
    """Return the turn of a case in the queue of `ME`: urgent first, own work before what is nobody's in
    particular, and what is somebody else's last."""
    own = whose(ME)
    return case(
        (and_(own != OTHERS, cases.c.urgent), own),
        (own != OTHERS, own + 2),
        (cases.c.urgent, 4),
        else_=5,
    )


def order_of(filters: Filters) -> tuple[ColumnElement[Any], ...]:
    """Return what the queue is ordered by."""
    usual = (turn_of(), cases.c.weight.desc(), cases.c.id)
    if filters.order == "oudste":
        return (cases.c.signal_date == "", cases.c.signal_date, *usual)
    if filters.order == "vlp":
        return (func.lower(cases.c.vlp), *usual)
    return usual


@lru_cache(maxsize=STATEMENTS)
def following(ask: Ask) -> Select[str]:
    """The case to offer: not skipped, not judged before and not open with somebody else where there is such a one."""
    mine = (judgements.c.case_id == cases.c.id, judgements.c.account_id == ME)
    skipped = exists().where(*mine, judgements.c.outcome == str(Verdict.OVERSLAAN))
    judged = exists().where(*mine, judgements.c.outcome != str(Verdict.OVERSLAAN))
    return (
        waiting(ask)
        .with_only_columns(cases.c.id)
        .order_by(
            case((claims.taken_by_other(ME, NOW), 3), (judged, 2), (skipped, 1), else_=0),
            *order_of(ask.filters),
        )
        .limit(1)
    )
