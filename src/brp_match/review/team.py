"""Who of a team may judge a case, and whether anybody is left who may: no case waits for nobody.

A second look wants a second person, a difference a third. A team of one or two has none: then the first
judgement counts, and a difference is settled by either of the two. What the team is follows from the
accounts that are active now, so that nobody who left keeps a case waiting.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    cast,
    distinct,
    exists,
    func,
    or_,
    select,
)

from brp_match.review.accounts import Role
from brp_match.review.schema import accounts, cases, judgements
from brp_match.review.sight import Sight
from brp_match.review.votes import Verdict

JUDGES = frozenset({Role.BEOORDELAAR, Role.COORDINATOR})
"""Roles that may judge."""


@dataclass(frozen=True)
class Team:
    """The accounts that may judge: id → what of the residents it may see, and its name."""

    members: Mapping[str, Sight]
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def rights(self) -> frozenset[tuple[str, Sight]]:
        """Who may see what, as one value: what the statements of the queue depend on."""
        return frozenset(self.members.items())

    @property
    def by_sight(self) -> dict[Sight, frozenset[str]]:
        """Who sees the same."""
        found: dict[Sight, set[str]] = {}
        for member, sight in self.members.items():
            found.setdefault(sight, set()).add(member)
        return {sight: frozenset(ids) for sight, ids in found.items()}

    def able(self, row: Any) -> set[str]:
        """Return who may see a case, a row of the table of cases."""
        return {member for member, sight in self.members.items() if sight.sees(row)}

    def stands_alone(self, account_id: str, voters: Collection[str], row: Any) -> bool:
        """Tell whether nobody but a member is left to judge a case that `voters` judged; `row` of the table of cases.

        False for who is no member (a system with a key): of its team nothing is known.
        """
        able = self.able(row)
        return account_id in able and not able - {account_id, *voters}

    def nobody_left(self) -> ColumnElement[bool]:
        """Return the condition on `cases` that every member who may see a case judged it already."""
        taken_back = judgements.alias("ingetrokken")
        voters = (
            select(func.count(distinct(judgements.c.account_id)))
            .where(
                judgements.c.case_id == cases.c.id,
                judgements.c.outcome != str(Verdict.OVERSLAAN),
                judgements.c.retracts.is_(None),
                ~exists().where(taken_back.c.retracts == judgements.c.id),
            )
            .correlate(cases)
        )

        def judged_by_all(able: frozenset[str]) -> ColumnElement[bool]:
            among = voters.where(judgements.c.account_id.in_(able)).scalar_subquery()
            return among >= len(able)

        return and_(
            *(or_(~sight.cases(), judged_by_all(ids)) for sight, ids in self.by_sight.items())
        )


_ACTIVE = (
    select(
        accounts.c.id, accounts.c.name, accounts.c.secrecy,
        cast(accounts.c.roles, String), cast(accounts.c.municipalities, String),
    )
    .where(accounts.c.active)
    .order_by(accounts.c.name)
)  # fmt: skip


def team_of(con: Connection) -> Team:
    """Return the team as the accounts are now."""
    return _team(tuple(tuple(row) for row in con.execute(_ACTIVE)))


@lru_cache(maxsize=8)
def _team(rows: tuple[tuple[Any, ...], ...]) -> Team:
    # read for every page, and of the same accounts it is the same team
    able = [row for row in rows if JUDGES.intersection(json.loads(row[3]))]
    return Team(
        {row[0]: Sight(bool(row[2]), frozenset(json.loads(row[4]))) for row in able},
        {row[0]: row[1] for row in able},
    )
