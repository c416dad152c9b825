"""Accounts, sessions and attempts."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select

from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.review import accounts as accounts_module
from brp_match.review import audit, sessions
from brp_match.review.accounts import (
    Account,
    Role,
    account_of_subject,
    add_account,
    change_account,
    verify,
)
from brp_match.review.clients import (
    add_client,
    client_of_token,
    list_clients,
    withdraw_client,
)
from brp_match.review.schema import accounts, clients
from brp_match.review.schema import sessions as session_table
from review.conftest import NOW, PASSWORD


def test_password_is_checked_and_kept_as_argon2(engine: Engine, people: dict[str, Account]) -> None:
    assert verify(engine, "anna", PASSWORD, NOW) == people["anna"]
    assert verify(engine, "anna", PASSWORD + "x", NOW) is None
    assert verify(engine, "niemand", PASSWORD, NOW) is None
    with engine.begin() as con:
        hashed = con.execute(
            select(accounts.c.password_hash).where(accounts.c.name == "anna")
        ).scalar()
    assert str(hashed).startswith("$argon2id$")


def test_the_work_of_a_password() -> None:
    """What the service does, in a process that no fixture touched (the tests hash with less work)."""
    code = "from brp_match.review.accounts import hashed; print(hashed('een heel lang wachtwoord'))"
    said = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
    assert said.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_five_failures_lock_for_fifteen_minutes(engine: Engine, people: dict[str, Account]) -> None:
    for _ in range(5):
        assert verify(engine, "bram", "fout", NOW) is None
    assert verify(engine, "bram", PASSWORD, NOW) is None
    assert verify(engine, "bram", PASSWORD, NOW + timedelta(minutes=14)) is None
    assert verify(engine, "bram", PASSWORD, NOW + timedelta(minutes=16)) is not None


def test_fifteen_wrong_passwords_at_once_count_as_fifteen(
    engine: Engine, people: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    started = threading.Barrier(15)

    def slow(hashed: str, password: str) -> bool:
        looked_at.append(hashed)
        return False

    monkeypatch.setattr(accounts_module, "_matches", slow)
    own = accounts_module.hashed(PASSWORD)
    with engine.begin() as con:
        accounts_module.set_password(con, people["bram"].id, own)

    def guess() -> None:
        started.wait()
        assert verify(engine, "bram", "fout", NOW) is None

    threads = [threading.Thread(target=guess) for _ in range(15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == 15
    assert looked_at.count(str(own)) == 5, "after five tries the password is looked at no more"


def test_no_transaction_is_open_while_a_password_is_checked(
    engine: Engine, people: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes(hashed: str, password: str) -> bool:
        with engine.begin() as con:
            change_account(
                con, people["cor"].id, roles=[Role.COORDINATOR], secrecy=False, active=True
            )
        return True

    monkeypatch.setattr(accounts_module, "_matches", writes)
    assert verify(engine, "anna", PASSWORD, NOW) == people["anna"]


def test_a_name_that_does_not_fit_is_refused_and_a_providers_is_cut(engine: Engine) -> None:
    with engine.begin() as con:
        with pytest.raises(BrpMatchError) as caught:
            add_account(con, "x" * 121, PASSWORD, [Role.BEHEERDER], now=NOW)
        assert (caught.value.http_status, caught.value.faults[0].code) == (400, "NAAM_LANG")
        roles = [Role.BEOORDELAAR]
        first = account_of_subject(con, "https://idp", "s1", "y" * 300, roles, NOW)
        second = account_of_subject(con, "https://idp", "s2", "y" * 300, roles, NOW)
    assert max(len(first.name), len(second.name)) <= 120
    assert first.name != second.name


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
    assert verify(engine, "cor", PASSWORD, NOW) is None
    with engine.begin() as con:
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


def test_attempts_are_limited_per_key_and_how_long_is_told(engine: Engine) -> None:
    def tried(con: Connection, key: str, seconds: int = 0) -> int:
        at = NOW + timedelta(seconds=seconds)
        return sessions.attempt_wait(con, key, at, limit=3, seconds=60)

    with engine.begin() as con:
        assert [tried(con, "ip") for _ in range(5)] == [0, 0, 0, 60, 60]
        assert tried(con, "ip", 45) == 15
        assert tried(con, "ander") == 0
        assert tried(con, "ip", 61) == 0


def test_client_tokens_are_kept_hashed(engine: Engine) -> None:
    with engine.begin() as con:
        token = add_client(con, "RIS", [Role.COORDINATOR], NOW)
        found = client_of_token(con, token)
        assert found is not None
        assert found.roles == {Role.COORDINATOR}
        assert not found.secrecy
        allowed = client_of_token(
            con, add_client(con, "zaken", [Role.COORDINATOR], NOW, secrecy=True)
        )
        assert allowed is not None
        assert allowed.secrecy
        assert client_of_token(con, token + "x") is None
        assert token not in [row.token_hash for row in con.execute(select(clients))]


def test_a_client_is_listed_and_withdrawn_once(engine: Engine) -> None:
    with engine.begin() as con:
        token = add_client(con, "  RIS   Noord ", [Role.COORDINATOR], NOW, account_id="b1")
        other = add_client(con, "VPS", [Role.BEOORDELAAR], NOW)
        ris, vps = list_clients(con)
        assert (ris.name, ris.roles, ris.created, ris.active) == (
            "RIS Noord", {Role.COORDINATOR}, NOW, True,
        )  # fmt: skip
        for unknown in ("", "zz", ris.id + "0"):
            with pytest.raises(BrpMatchError) as caught:
                withdraw_client(con, unknown, NOW)
            assert caught.value.http_status == 404
        assert withdraw_client(con, ris.id[:8], NOW, account_id="b2").id == ris.id
        assert client_of_token(con, token) is None
        assert client_of_token(con, other) is not None
        assert [one.active for one in list_clients(con)] == [False, True]
        with pytest.raises(BrpMatchError) as caught:
            withdraw_client(con, ris.id, NOW)
        assert caught.value.http_status == 409
        lines = [(e.kind, e.account_id, e.detail["sleutel"]) for e in audit.read(con)][::-1]
    assert lines == [
        ("sleutel_gemaakt", "b1", ris.id),
        ("sleutel_gemaakt", "", vps.id),
        ("sleutel_ingetrokken", "b2", ris.id),
    ]


@pytest.mark.parametrize(
    ("name", "roles"), [(" ", [Role.BEHEERDER]), ("x" * 121, list(Role)), ("RIS", [])]
)
def test_a_client_has_a_name_and_a_role(engine: Engine, name: str, roles: list[Role]) -> None:
    with pytest.raises(BrpMatchError) as caught, engine.begin() as con:
        add_client(con, name, roles, NOW)
    assert caught.value.faults[0].code == "SLEUTEL_ONVOLLEDIG"


def test_the_command_lists_and_withdraws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data", str(tmp_path)]
    assert main(["account", "RIS Noord", "--role", "coordinator", "--client", *where]) == 0
    assert "wordt maar één keer getoond" in capsys.readouterr().out
    assert main(["clients", *where]) == 0
    number, state, *_ = capsys.readouterr().out.split()
    assert state == "actief"
    assert main(["account", "Zaken", "--role", "coordinator", "--client", "--geheim", *where]) == 0
    capsys.readouterr()
    assert main(["clients", *where]) == 0
    ris, own = capsys.readouterr().out.splitlines()
    assert ("geheimhouding" in ris, "geheimhouding" in own) == (False, True)
    assert main(["clients", "--withdraw", number, *where]) == 0
    assert capsys.readouterr().out == f"API-sleutel ingetrokken: {number} RIS Noord\n"
    assert main(["clients", "--withdraw", number, *where]) == 2
    assert "was al ingetrokken" in capsys.readouterr().err
    assert main(["clients", *where]) == 0
    assert " ingetrokken " in capsys.readouterr().out
