"""The policy in force: every version is kept with who made it, when and why; the newest one counts.

A version is never changed. To put an old one back is to make a new version with its values.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, String, cast, insert, select
from sqlalchemy.exc import IntegrityError

from brp_match.cases.clocks import Terms, terms_of
from brp_match.errors import BrpMatchError
from brp_match.policy import Policy, load_policy, policy_of_record
from brp_match.policy_keys import KEYS
from brp_match.review import audit
from brp_match.review.accounts import Account
from brp_match.review.schema import policies

CHANGED = "beleid_gewijzigd"
"""The kind of the audit's line."""

SHORTEST_REASON = 5
LONGEST_REASON = 500


@dataclass(frozen=True)
class PolicyVersion:
    """One version; `number` 1 is what the service began with (0: nothing was kept yet, the shipped policy).

    `account_id` is '' for what the service began with; `at` None where nothing was kept.
    """

    number: int
    policy: Policy
    account_id: str
    reason: str
    at: datetime | None


def begin(con: Connection, policy: Policy, now: datetime) -> PolicyVersion:
    """Put the first policy in force, unless there is one already; returns what is in force."""
    found = in_force(con)
    if found.number:
        return found
    try:
        with con.begin_nested():
            return _keep(con, 1, policy, "", "", now)
    except IntegrityError:
        # another service on this database was first
        return in_force(con)


def in_force(con: Connection) -> PolicyVersion:
    """Return the newest version; number 0 with the shipped policy before a service was ever started."""
    row = con.execute(select(policies).order_by(policies.c.number.desc()).limit(1)).first()
    return _version(row) if row is not None else PolicyVersion(0, load_policy(), "", "", None)


def terms(con: Connection) -> Terms:
    """Return how long the clocks run under the policy in force."""
    text = con.execute(_NEWEST_VALUES).scalar()
    return terms_of(_read(text) if text else load_policy())


_NEWEST_VALUES = (
    select(cast(policies.c["values"], String)).order_by(policies.c.number.desc()).limit(1)
)


def get(con: Connection, number: int) -> PolicyVersion:
    """Return a version. Raises BrpMatchError 404."""
    row = con.execute(select(policies).where(policies.c.number == number)).first()
    if row is None:
        raise BrpMatchError(
            "BELEID_VERSIE", "beleid", "deze versie van het beleid bestaat niet", http_status=404
        )
    return _version(row)


def versions(con: Connection) -> list[PolicyVersion]:
    """Return all versions, the newest first."""
    rows = con.execute(select(policies).order_by(policies.c.number.desc()))
    return [_version(row) for row in rows]


def change(
    con: Connection, account: Account, policy: Policy, *, based_on: int, reason: str, now: datetime
) -> PolicyVersion:
    """Put another policy in force; `based_on` is the number of the version it was made from.

    Raises BrpMatchError 409 when somebody changed the policy since, 400 when nothing changes or without a
    reason. What changed stands in the audit.
    """
    before = in_force(con)
    if before.number != based_on:
        raise _stale()
    keys = changed(before.policy, policy)
    if not keys:
        raise BrpMatchError("BELEID_GELIJK", "beleid", "er is niets veranderd aan het beleid")
    if len(reason.strip()) < SHORTEST_REASON:
        raise BrpMatchError("REDEN_NODIG", "reden", "zeg kort waarom u het beleid verandert")
    kept = reason.strip()[:LONGEST_REASON]
    try:
        with con.begin_nested():
            made = _keep(con, before.number + 1, policy, account.id, kept, now)
    except IntegrityError:
        raise _stale() from None
    old, new = before.policy.as_dict(), policy.as_dict()
    audit.write(
        con, CHANGED, account_id=account.id, now=now,
        detail={
            "nummer": made.number, "versie": policy.version, "sleutels": keys,
            "van": {key: old[key] for key in keys}, "naar": {key: new[key] for key in keys},
        },
    )  # fmt: skip
    return made


def changed(before: Policy, after: Policy) -> list[str]:
    """Return the names of the keys that differ, in the order of the table."""
    old, new = before.as_dict(), after.as_dict()
    return [key.name for key in KEYS if old[key.name] != new[key.name]]


def _keep(
    con: Connection, number: int, policy: Policy, account_id: str, reason: str, now: datetime
) -> PolicyVersion:
    con.execute(
        insert(policies).values(
            number=number, version=policy.version, values=policy.as_dict(), account_id=account_id,
            reason=reason, at=now,
        )
    )  # fmt: skip
    return PolicyVersion(number, policy, account_id, reason, now)


def _version(row: Row[Any]) -> PolicyVersion:
    # `values` is a method of a row too
    policy = _read(json.dumps(row._mapping["values"]))
    return PolicyVersion(row.number, policy, row.account_id, row.reason, row.at)


@lru_cache(maxsize=32)
def _read(text: str) -> Policy:
    # every page with a clock asks for it: the same text is checked once
    return policy_of_record({"beleid": json.loads(text)})


def _stale() -> BrpMatchError:
    return BrpMatchError(
        "BELEID_GEWIJZIGD",
        "beleid",
        "iemand anders wijzigde het beleid intussen; bekijk het opnieuw",
        http_status=409,
    )
