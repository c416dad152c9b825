"""The queue: uncertainty times consequence, final deliveries and own work first, a clock of 28 days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)

from brp_match.errors import BrpMatchError
from brp_match.review import claims, policies
from brp_match.review.accounts import Account
from brp_match.review.assigning import OTHERS, whose
from brp_match.review.due import days_until
from brp_match.review.load_run import kind_of
from brp_match.review.schema import cases, judgements
from brp_match.review.sight import EVERYTHING, Sight
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
class CaseRow:
    """One line of the queue: nothing of a person in it. `days_left` None when the signal has no date."""

    id: str
    run_id: str
    vlp: str
    sector: str
    reasons: tuple[str, ...]
    urgent: bool
    state: State
    kind: str
    signal_date: str
    days_left: int | None
    turn: int = 3

    @property
    def mine(self) -> bool:
        """Whether the case is this account's own."""
        return self.turn in (0, 2)

    @property
    def of_other(self) -> bool:
        """Whether the case is somebody else's."""
        return self.turn > 3


@dataclass(frozen=True)
class Page:
    """A page of the queue; `next_cursor` is '' on the last."""

    rows: tuple[CaseRow, ...]
    next_cursor: str
    total: int


def _for(
    con: Connection, account: Account, filters: Filters, now: datetime, team: Team | None = None
) -> Select[tuple[object, ...]]:
    """Cases this account may judge now, before paging."""
    taken_back = judgements.alias("terug")
    mine = exists().where(
        judgements.c.case_id == cases.c.id,
        judgements.c.account_id == account.id,
        judgements.c.outcome != str(Verdict.OVERSLAAN),
        judgements.c.retracts.is_(None),
        ~exists().where(taken_back.c.retracts == judgements.c.id),
    )
    waits = or_(~mine, (team or team_of(con)).nobody_left(account.id))
    query = select(cases).where(cases.c.state != str(State.KLAAR), waits)
    query = query.where(account.sight.cases())
    if filters.second:
        query = query.where(cases.c.state.in_((str(State.TWEEDE), str(State.DERDE))))
    if filters.vlp:
        query = query.where(cases.c.vlp == filters.vlp)
    if filters.run_id:
        query = query.where(cases.c.run_id == filters.run_id)
    if filters.reason:
        query = query.where(cast(cases.c.reasons, String).like(f'%"{filters.reason}"%'))
    if filters.older_than is not None:
        last = (now.date() - timedelta(days=filters.older_than)).isoformat()
        query = query.where(cases.c.signal_date != "", cases.c.signal_date <= last)
    return query


def list_cases(
    con: Connection,
    account: Account,
    filters: Filters,
    *,
    now: datetime,
    cursor: str = "",
    start: int = 0,
    size: int = 25,
    team: Team | None = None,
) -> Page:
    """Return a page of the queue, from the case at place `start` on, or from `cursor` on (in the usual order alone).
    `team` as `next_case`.

    Raises BrpMatchError 400 for a cursor that is none of ours.
    """
    query, rank = _for(con, account, filters, now, team), _turn(account)
    total = _count(con, query)
    if cursor:
        turn, weight, case_id = _parse(cursor)
        query = query.where(
            or_(
                and_(rank == turn, cases.c.weight == weight, cases.c.id > case_id),
                and_(rank == turn, cases.c.weight < weight),
                rank > turn,
            )
        )
    rows = con.execute(
        query.with_only_columns(*(cases.c[name] for name in _SHOWN), rank.label("turn"))
        .order_by(*_order(account, filters))
        .offset(start)
        .limit(size + 1)
    ).all()
    shown, terms = rows[:size], policies.terms(con)
    last = shown[-1] if len(rows) > size else None
    return Page(
        tuple(
            CaseRow(
                r.id, r.run_id, r.vlp, r.sector, tuple(r.reasons), bool(r.urgent), State(r.state),
                kind_of(r.signal), r.signal_date,
                days_until(r.signal, r.signal_date, now.date(), terms), r.turn,
            )
            for r in shown
        ),
        f"{last.turn}.{last.weight!r}.{last.id}".replace(".", "_") if last is not None else "",
        total,
    )  # fmt: skip


def _count(con: Connection, query: Select[tuple[object, ...]]) -> int:
    ids = query.with_only_columns(cases.c.id).subquery()
    return int(con.execute(select(func.count()).select_from(ids)).scalar_one())


_SHOWN = (
    "id", "run_id", "vlp", "sector", "reasons", "urgent", "state", "signal", "signal_date", "weight",
)  # fmt: skip
"""Columns of a case that a line of the queue is made of; the long ones are left where they are."""


def _turn(account: Account) -> ColumnElement[int]:
    """Return the turn of a case in the queue of an account: urgent first, own work before what is nobody's in
    particular, and what is somebody else's last."""
    own = whose(account)
    return case(
        (and_(own != OTHERS, cases.c.urgent), own),
        (own != OTHERS, own + 2),
        (cases.c.urgent, 4),
        else_=5,
    )


def _order(account: Account, filters: Filters) -> tuple[ColumnElement[Any], ...]:
    """Return what the queue is ordered by."""
    usual = (_turn(account), cases.c.weight.desc(), cases.c.id)
    if filters.order == "oudste":
        return (cases.c.signal_date == "", cases.c.signal_date, *usual)
    if filters.order == "vlp":
        return (func.lower(cases.c.vlp), *usual)
    return usual


def _parse(cursor: str) -> tuple[int, float, str]:
    parts = cursor.split("_")
    try:
        return int(parts[0]), float(".".join(parts[1:-1])), parts[-1]
    except (ValueError, IndexError) as error:
        raise BrpMatchError(
            "CURSOR_ONGELDIG", "cursor", "deze plaats in de lijst bestaat niet"
        ) from error


def next_case(
    con: Connection,
    account: Account,
    filters: Filters,
    *,
    now: datetime,
    team: Team | None = None,
) -> str | None:
    """Return the id of the first case that nobody else has open and this account did not skip. `team`: as the accounts
    are now, where it was read before.

    When only such cases are left, skipped ones come first, then those this account judged before (nobody
    else is left for them), then those that somebody else has open.
    """
    mine = (judgements.c.case_id == cases.c.id, judgements.c.account_id == account.id)
    skipped = exists().where(*mine, judgements.c.outcome == str(Verdict.OVERSLAAN))
    judged = exists().where(*mine, judgements.c.outcome != str(Verdict.OVERSLAAN))
    query = (
        _for(con, account, filters, now, team)
        .with_only_columns(cases.c.id)
        .order_by(
            case((claims.taken_by_other(account, now), 3), (judged, 2), (skipped, 1), else_=0),
            *_order(account, filters),
        )
        .limit(1)
    )
    found = con.execute(query).scalars().first()
    return None if found is None else str(found)


OFFERS = 20
"""Times that another case is looked for when somebody else was offered the one found."""


def offer(
    con: Connection,
    account: Account,
    filters: Filters,
    *,
    now: datetime,
    team: Team | None = None,
) -> str | None:
    """Return what `next_case` does and hold it for this account: two at once get different ones."""
    before, team = None, team or team_of(con)
    for _ in range(OFFERS):
        found = next_case(con, account, filters, now=now, team=team)
        if found is None or found == before or claims.claim(con, account, found, now):
            break
        before = found
    return found


def choices(con: Connection, sight: Sight) -> tuple[list[str], list[str]]:
    """Return the deliverers and the reason codes that stand in the open queue, for its filters.
    Of the cases that may be seen alone."""
    # as text: many cases have the same, and the same is read once
    reasons = cast(cases.c.reasons, String).label("reasons")
    query = select(cases.c.vlp, reasons).where(cases.c.state != str(State.KLAAR)).distinct()
    rows = con.execute(query.where(sight.cases())).all()
    codes = {code for text in {row.reasons for row in rows} for code in json.loads(text)}
    return sorted({row.vlp for row in rows}), sorted(codes)


def open_by_run(con: Connection, run_id: str = "", sight: Sight = EVERYTHING) -> dict[str, int]:
    """Return run id → cases that wait for a judgement, of one run or of all that have such cases.
    Only those that may be seen count."""
    query = (
        select(cases.c.run_id, func.count().label("waiting"))
        .where(cases.c.state != str(State.KLAAR), sight.cases())
        .group_by(cases.c.run_id)
    )
    if run_id:
        query = query.where(cases.c.run_id == run_id)
    return {row.run_id: int(row.waiting) for row in con.execute(query)}


def waits_for_nobody(con: Connection) -> int:
    """Count the open cases that no account may see: secret ones in a team without that right, or of a municipality
    that nobody may see."""
    unseen = [~sight.cases() for sight in team_of(con).by_sight]
    query = select(func.count()).select_from(cases).where(cases.c.state != str(State.KLAAR))
    return int(con.execute(query.where(*unseen)).scalar_one())
