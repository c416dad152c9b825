"""The queue: uncertainty times consequence, final deliveries and own work first, a clock of 28 days."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    cast,
    func,
    or_,
    select,
)

from brp_match.errors import BrpMatchError
from brp_match.review import claims, policies
from brp_match.review.accounts import Account
from brp_match.review.due import days_until
from brp_match.review.load_run import kind_of
from brp_match.review.queue_statements import Filters as Filters
from brp_match.review.queue_statements import (
    ask_of,
    counted,
    following,
    listed,
    turn_of,
    values_of,
)
from brp_match.review.schema import cases
from brp_match.review.sight import EVERYTHING, Sight
from brp_match.review.team import Team, team_of
from brp_match.review.votes import State


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
    ask = ask_of(con, account, filters, team)
    values = values_of(ask, now)
    query = listed(ask)
    if cursor:
        turn, weight, case_id = _parse(cursor)
        rank = turn_of()
        query = query.where(
            or_(
                and_(rank == turn, cases.c.weight == weight, cases.c.id > case_id),
                and_(rank == turn, cases.c.weight < weight),
                rank > turn,
            )
        )
    rows = con.execute(query, values | {"start": start, "size": size + 1}).all()
    # a whole queue on one page is counted already
    whole = not start and not cursor and len(rows) <= size
    total = len(rows) if whole else int(con.execute(counted(ask), values).scalar_one())
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


def _parse(cursor: str) -> tuple[int, float, str]:
    found = CURSOR.fullmatch(cursor)
    if found is None:
        raise BrpMatchError("CURSOR_ONGELDIG", "cursor", "deze plaats in de lijst bestaat niet")
    return int(found[1]), float(found[2].replace("_", ".")), found[3]


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
    ask = ask_of(con, account, filters, team)
    found = con.execute(following(ask), values_of(ask, now)).scalars().first()
    return None if found is None else str(found)


CURSOR = re.compile(
    r"([0-9])_(-?[0-9]{1,20}(?:_[0-9]{1,20})?(?:e-?[0-9]{1,2})?)_([A-Za-z0-9-]{1,40})"
)
"""A place in the queue: the turn, the weight with `_` for its point, and the id of a case."""

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
    rows = con.execute(_choices(sight)).all()
    codes = {code for text in {row.reasons for row in rows} for code in json.loads(text)}
    return sorted({row.vlp for row in rows}), sorted(codes)


@lru_cache(maxsize=64)
def _choices(sight: Sight) -> Select[Any]:
    # as text: many cases have the same, and the same is read once
    reasons = cast(cases.c.reasons, String).label("reasons")
    query = select(cases.c.vlp, reasons).where(cases.c.state != str(State.KLAAR)).distinct()
    return query.where(sight.cases())


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
    """Count the open cases of municipalities that no account may see. Of cases with somebody who has secrecy nothing is
    counted, for that would tell of them: see `nobody_for_secret`."""
    open_to = {Sight(False, sight.municipalities) for sight in team_of(con).by_sight}
    query = select(func.count()).where(cases.c.state != str(State.KLAAR), Sight(False).cases())
    unseen = [~sight.cases() for sight in open_to]
    return int(con.execute(query.where(*unseen)).scalar_one())


def nobody_for_secret(con: Connection) -> bool:
    """Tell whether nobody who judges may see a case about somebody with secrecy: whether there is such a case or not."""
    sights = team_of(con).by_sight
    return bool(sights) and not any(sight.secrecy for sight in sights)
