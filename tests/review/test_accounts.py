"""Accounts, sessions and attempts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from brp_match.errors import BrpMatchError
from brp_match.review import sessions
from brp_match.review.accounts import (
    Account,
    Role,
    account_of_subject,
    add_account,
    add_client,
    change_account,
    client_of_token,
    verify,
)
from brp_match.review.schema import accounts, clients
from brp_match.review.schema import sessions as session_table
from review.conftest import NOW, PASSWORD


def test_password_is_checked_and_kept_as_argon2(engine: Engine, people: dict[str, Account]) -> None:
    with engine.begin() as con:
        assert verify(con, "anna", PASSWORD, NOW) == people["anna"]
        assert verify(con, "anna", PASSWORD + "x", NOW) is None
        assert verify(con, "niemand", PASSWORD, NOW) is None
        hashed = con.execute(
            select(accounts.c.password_hash).where(accounts.c.name == "anna")
        ).scalar()
    assert str(hashed).startswith("$argon2id$")


def test_five_failures_lock_for_fifteen_minutes(engine: Engine, people: dict[str, Account]) -> None:
    with engine.begin() as con:
        for _ in range(5):
            assert verify(con, "bram", "fout", NOW) is None
        assert verify(con, "bram", PASSWORD, NOW) is None
        assert verify(con, "bram", PASSWORD, NOW + timedelta(minutes=14)) is None
        assert verify(con, "bram", PASSWORD, NOW + timedelta(minutes=16)) is not None


def test_faulty_accounts_are_refused(engine: Engine, people: dict[str, Account]) -> None:
    with engine.begin() as con:
        for name, password, roles, status in (
            ("anna", PASSWORD, [Role.BEHEERDER], 409),
            ("els", "kort", [Role.BEHEERDER], 400),
            ("els", PASSWORD, [], 400),
        ):
            with pytest.raises(BrpMatchError) as caught:
                add_account(con, name, password, roles, now=NOW)
            assert caught.value.http_status == status


def test_a_closed_account_cannot_log_in(engine: Engine, people: dict[str, Account]) -> None:
    with engine.begin() as con:
        token, _ = sessions.start(con, people["cor"].id, NOW)
        change_account(con, people["cor"].id, roles=[Role.BEOORDELAAR], secrecy=False, active=False)
        assert verify(con, "cor", PASSWORD, NOW) is None
        assert sessions.read(con, token, NOW) is None


def test_provider_subjects_get_an_account_once(engine: Engine) -> None:
    with engine.begin() as con:
        first = account_of_subject(con, "https://idp", "s1", "Els", [Role.BEOORDELAAR], NOW)
        again = account_of_subject(con, "https://idp", "s1", "Els", [Role.BEHEERDER], NOW)
    assert again.id == first.id
    assert again.roles == {Role.BEHEERDER}


def test_session_tokens_are_kept_hashed_and_end(engine: Engine, people: dict[str, Account]) -> None:
    with engine.begin() as con:
        token, started = sessions.start(con, people["anna"].id, NOW)
        assert sessions.read(con, token, NOW) == started
        assert token not in [row.token_hash for row in con.execute(select(session_table))]
        assert sessions.read(con, token, NOW + timedelta(minutes=31)) is None
        token, _ = sessions.start(con, people["anna"].id, NOW)
        for minutes in range(0, 600, 20):
            assert sessions.read(con, token, NOW + timedelta(minutes=minutes)) is not None
        assert sessions.read(con, token, NOW + timedelta(minutes=601)) is None


def test_attempts_are_limited_per_key(engine: Engine) -> None:
    with engine.begin() as con:
        answers = [sessions.count_attempt(con, "ip", NOW, limit=3, seconds=60) for _ in range(5)]
        assert answers == [True, True, True, False, False]
        assert sessions.count_attempt(con, "ander", NOW, limit=3, seconds=60)
        assert sessions.count_attempt(con, "ip", NOW + timedelta(seconds=61), limit=3, seconds=60)


def test_client_tokens_are_kept_hashed(engine: Engine) -> None:
    with engine.begin() as con:
        token = add_client(con, "RIS", [Role.COORDINATOR], NOW)
        found = client_of_token(con, token)
        assert found is not None
        assert found.roles == {Role.COORDINATOR}
        assert client_of_token(con, token + "x") is None
        assert token not in [row.token_hash for row in con.execute(select(clients))]
