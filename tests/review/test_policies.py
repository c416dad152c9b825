"""Versions of the policy: what is in force, who changed what, and nothing of it changed afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from brp_match.errors import BrpMatchError
from brp_match.policy import load_policy, policy_of
from brp_match.review import audit, policies
from brp_match.review.accounts import Account, Role
from review.conftest import NOW

KEEPER = Account("a" * 32, "fee", frozenset({Role.BEHEERDER}), False, True)
HIGHER = policy_of({"threshold": {"Huur": 50}, "minor_below": 21})


def test_before_a_service_started_the_shipped_policy_counts(engine: Engine) -> None:
    with engine.begin() as con:
        found = policies.in_force(con)
    assert (found.number, found.policy) == (0, load_policy())


def test_the_first_policy_counts_until_it_is_changed_and_no_later_start_takes_it_back(
    engine: Engine,
) -> None:
    first = policy_of({"minor_below": 16})
    with engine.begin() as con:
        assert policies.begin(con, first, NOW).number == 1
        assert policies.begin(con, load_policy(), NOW).policy == first
        policies.change(con, KEEPER, HIGHER, based_on=1, reason="Afspraak team", now=NOW)
        found = policies.begin(con, load_policy(), NOW)
        kept = [(one.number, one.policy, one.account_id) for one in policies.versions(con)]
    assert (found.number, found.policy) == (2, HIGHER)
    assert kept == [(2, HIGHER, KEEPER.id), (1, first, "")]


def test_of_a_long_reason_the_beginning_is_kept(engine: Engine) -> None:
    with engine.begin() as con:
        policies.begin(con, load_policy(), NOW)
        made = policies.change(con, KEEPER, HIGHER, based_on=1, reason="reden " * 100, now=NOW)
    assert made.reason == ("reden " * 100)[:500]


def test_a_change_stands_in_the_audit_with_what_was_and_what_came(engine: Engine) -> None:
    with engine.begin() as con:
        policies.begin(con, load_policy(), NOW)
        policies.change(con, KEEPER, HIGHER, based_on=1, reason="Afspraak team", now=NOW)
        (line,) = audit.read(con, kind=policies.CHANGED)
    assert line.account_id == KEEPER.id
    assert line.detail == {
        "nummer": 2, "versie": HIGHER.version, "sleutels": ["minor_below", "threshold"],
        "van": {"minor_below": 18, "threshold": {}},
        "naar": {"minor_below": 21, "threshold": {"Huur": 50.0}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "based_on", "reason", "code", "status"),
    [
        (HIGHER, 0, "Afspraak team", "BELEID_GEWIJZIGD", 409),
        (load_policy(), 1, "Afspraak team", "BELEID_GELIJK", 400),
        (HIGHER, 1, "  x  ", "REDEN_NODIG", 400),
    ],
)
def test_what_cannot_be_put_in_force(
    engine: Engine, policy: object, based_on: int, reason: str, code: str, status: int
) -> None:
    with engine.begin() as con:
        policies.begin(con, load_policy(), NOW)
    with pytest.raises(BrpMatchError) as caught, engine.begin() as con:
        policies.change(con, KEEPER, policy, based_on=based_on, reason=reason, now=NOW)  # type: ignore[arg-type]
    assert (caught.value.faults[0].code, caught.value.http_status) == (code, status)
    with engine.begin() as con:
        assert [one.number for one in policies.versions(con)] == [1]
        assert audit.read(con, kind=policies.CHANGED) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE policies SET reason = 'anders'", "DELETE FROM policies", "INSERT OR REPLACE INTO policies SELECT * FROM policies"],
)  # fmt: skip
def test_the_database_keeps_every_version_as_it_was(engine: Engine, statement: str) -> None:
    with engine.begin() as con:
        policies.begin(con, load_policy(), NOW)
    if engine.dialect.name == "postgresql" and statement.startswith("INSERT"):
        statement = "TRUNCATE policies"
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as con:
        con.exec_driver_sql(statement)
    with engine.begin() as con:
        assert [one.reason for one in policies.versions(con)] == [""]
