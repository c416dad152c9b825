"""The board of who leads the work: what waits, for whom, by when, and what waits for nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from brp_match.cases.clocks import Terms
from brp_match.review import feedback, feedback_queue, policies, queue
from brp_match.review.accounts import Account, Role, list_accounts
from brp_match.review.due import SOON, due_day
from brp_match.review.forecast import WEEKS, Forecast, forecast
from brp_match.review.runs import RunState
from brp_match.review.schema import assignments, cases, judgements, runs
from brp_match.review.sight import Sight
from brp_match.review.team import team_of
from brp_match.review.votes import State, Verdict

SHOWN = 20
"""Cases with their last day that a board lists."""


@dataclass(frozen=True)
class Waiting:
    """One open case: its last day (None without a date) and who it is for ('' for nobody in particular)."""

    id: str
    vlp: str
    state: State
    due: date | None
    assigned: str


@dataclass(frozen=True)
class Person:
    """Somebody of the team: open cases that are his, and judgements by week, the newest week first."""

    account_id: str
    name: str
    assigned: int
    weeks: tuple[int, ...]


@dataclass(frozen=True)
class Board:
    """`states` counts open cases by state, `late` and `soon` those past or near their last day.

    `confirm`: feedback that waits for a person. `nobody`: what → how many that no active account may
    do: '' for nothing. `weeks`: the Monday of each week of `people`. `first`: the cases whose last day comes first.
    """

    states: Mapping[State, int]
    late: int
    soon: int
    confirm: int
    nobody: Mapping[str, int]
    people: tuple[Person, ...]
    weeks: tuple[date, ...]
    forecast: Forecast
    first: tuple[Waiting, ...]
    unassigned: int
    team: int
    terms: Terms


def board(con: Connection, account: Account, now: datetime, today: date) -> Board:
    """Return the board as this account sees it: what it may not see does not count."""
    waiting = open_cases(con, account.sight)
    in_order = sorted(waiting, key=lambda one: (one.due or date.max, one.id))
    weeks = tuple(today - timedelta(days=today.weekday() + 7 * number) for number in range(WEEKS))
    people, judged = _people(con, waiting, weeks, now, account.sight)
    due = [one.due for one in waiting]
    return Board(
        states=Counter(one.state for one in waiting),
        late=sum(day is not None and day < today for day in due),
        soon=sum(day is not None and 0 <= (day - today).days <= SOON for day in due),
        confirm=len(feedback.waiting(con, sight=account.sight)),
        nobody=_for_nobody(con),
        people=people,
        weeks=weeks,
        forecast=forecast(due, judged, today),
        first=tuple(in_order[:SHOWN]),
        unassigned=sum(not one.assigned for one in waiting),
        team=len(team_of(con).members),
        terms=policies.terms(con),
    )


def open_cases(con: Connection, sight: Sight, vlp: str = "") -> list[Waiting]:
    """Return the cases that wait for a judgement and may be seen, of one deliverer or of all."""
    query = (
        select(
            cases.c.id, cases.c.vlp, cases.c.state, cases.c.signal, cases.c.signal_date,
            assignments.c.account_id,
        )
        .outerjoin(assignments, assignments.c.case_id == cases.c.id)
        .where(cases.c.state != str(State.KLAAR), sight.cases())
        .order_by(cases.c.id)
    )  # fmt: skip
    if vlp:
        query = query.where(cases.c.vlp == vlp)
    able, terms = team_of(con).members, policies.terms(con)
    return [
        Waiting(
            row.id, row.vlp, State(row.state), due_day(row.signal, row.signal_date, terms),
            # who left or may not judge any more holds nothing
            row.account_id if row.account_id in able else "",
        )
        for row in con.execute(query)
    ]  # fmt: skip


def _people(
    con: Connection, waiting: Sequence[Waiting], weeks: Sequence[date], now: datetime, sight: Sight
) -> tuple[tuple[Person, ...], int]:
    """Return the team with its work, and how many judgements there were in these weeks."""
    held = Counter(one.assigned for one in waiting)
    since = now - timedelta(weeks=WEEKS)
    done: dict[str, Counter[date]] = {}
    total = 0
    ours = judgements.join(cases, cases.c.id == judgements.c.case_id)
    query = select(judgements.c.account_id, judgements.c.at).select_from(ours)
    query = query.where(
        # of the two cases of a signal about somebody with secrecy one counts
        sight.ours(),
        judgements.c.at >= since - timedelta(days=7),
        judgements.c.retracts.is_(None),
        judgements.c.outcome != str(Verdict.OVERSLAAN),
    )
    for row in con.execute(query):
        day = row.at.date()
        monday = day - timedelta(days=day.weekday())
        done.setdefault(row.account_id, Counter())[monday] += 1
        total += row.at >= since
    able = team_of(con).members
    people = tuple(
        Person(
            one.id, one.name, held[one.id],
            tuple(done.get(one.id, Counter())[week] for week in weeks),
        )
        for one in list_accounts(con)
        if one.id in able or one.id in done
    )  # fmt: skip
    return people, total


def _for_nobody(con: Connection) -> dict[str, int]:
    """Return what waits while no active account may do it: a case, feedback, a delivery."""
    leaders = [one for one in list_accounts(con) if one.active and Role.COORDINATOR in one.roles]
    found = {
        "zaken": queue.waits_for_nobody(con),
        "terugkoppeling": feedback_queue.waits_for_nobody(con),
        "geheim": int(queue.nobody_for_secret(con)),
        "leveringen": 0 if leaders else len(deliveries_that_ask(con)),
    }
    return {what: count for what, count in found.items() if count}


def deliveries_that_ask(con: Connection) -> list[Row[Any]]:
    """Return the deliveries (id, state, month, created) that wait for somebody, old to new: for columns, for answers, or because
    they could not be compared."""
    asking = (str(RunState.KOLOMMEN), str(RunState.ANTWOORD), str(RunState.MISLUKT))
    return list(
        con.execute(
            select(runs.c.id, runs.c.state, runs.c.month, runs.c.created)
            .where(runs.c.state.in_(asking))
            .order_by(runs.c.created)
        )
    )
