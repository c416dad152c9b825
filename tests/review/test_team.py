"""Small teams: no case waits for somebody who is not there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, Engine, select, update

from brp_match.errors import BrpMatchError
from brp_match.review.accounts import Account, change_account
from brp_match.review.export import finals
from brp_match.review.judge import judge
from brp_match.review.queue import (
    Filters,
    list_cases,
    next_case,
    nobody_for_secret,
    waits_for_nobody,
)
from brp_match.review.schema import accounts, cases
from brp_match.review.sight import Sight, kept_codes
from brp_match.review.team import Team, team_of
from brp_match.review.votes import State, Verdict
from review.conftest import NOW

NONE, UNSURE = Verdict.GEEN_VAN_DEZE, Verdict.WEET_IK_NIET


def only(con: Connection, people: dict[str, Account], *names: str) -> str:
    """Close every account but these, and return a case that is drawn for a second look."""
    for name, account in people.items():
        change_account(
            con, account.id, roles=account.roles, secrecy=account.secrecy, active=name in names
        )
    case_id = (
        con.execute(
            select(cases.c.id).where(cases.c.state == "open", ~cases.c.secret).order_by(cases.c.id)
        )
        .scalars()
        .first()
    )
    assert case_id is not None
    con.execute(update(cases).where(cases.c.id == case_id).values(second_look=True))
    return str(case_id)


def say(con: Connection, who: Account, case_id: str, verdict: Verdict) -> State:
    version = con.execute(select(cases.c.version).where(cases.c.id == case_id)).scalar_one()
    done = judge(con, who, case_id, outcome=verdict, version=version, now=NOW)
    return done.state


def waiting(con: Connection, who: Account) -> set[str]:
    return {row.id for row in list_cases(con, who, Filters(), now=NOW, size=500).rows}


def test_who_stands_alone() -> None:
    def case(*codes: str, secret: bool = False) -> SimpleNamespace:
        return SimpleNamespace(secret=secret, stand_in=False, municipalities=kept_codes(codes))

    everybody, secret = case("0225"), case("0225", secret=True)
    team = Team({"a": Sight(True), "b": Sight(False)})
    assert not team.stands_alone("a", (), everybody)
    assert team.stands_alone("a", ("b",), everybody)
    assert team.stands_alone("a", (), secret)
    assert not team.stands_alone("b", (), secret)
    assert not team.stands_alone("key", ("a", "b"), everybody)
    # who may see only 0225 is no second look for a case of both, or of none
    held = Team({"a": Sight(True), "b": Sight(True, frozenset({"0225"}))})
    assert not held.stands_alone("a", (), everybody)
    assert held.stands_alone("a", (), case("0225", "0296"))
    assert held.stands_alone("a", (), case())
    assert not held.stands_alone("b", (), case("0296"))


def test_alone_a_first_judgement_counts(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        case_id = only(con, people, "anna")
        assert say(con, people["anna"], case_id, NONE) is State.KLAAR
        signal = con.execute(select(cases.c.signaal_id).where(cases.c.id == case_id)).scalar_one()
        assert signal in {one.signaal_id for one in finals(con, run_id)}


def test_alone_and_unsure_the_case_stays_ones_own(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        case_id = only(con, people, "anna")
        assert say(con, people["anna"], case_id, UNSURE) is State.TWEEDE
        assert case_id in waiting(con, people["anna"])
        assert next_case(con, people["anna"], Filters(), now=NOW) != case_id, "others come first"
        assert say(con, people["anna"], case_id, NONE) is State.KLAAR
        assert case_id not in waiting(con, people["anna"])


def test_two_who_differ_settle_it_together(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    anna, bram = people["anna"], people["bram"]
    with engine.begin() as con:
        case_id = only(con, people, "anna", "bram")
        assert say(con, anna, case_id, NONE) is State.TWEEDE
        assert case_id not in waiting(con, anna), "a second person is there: it waits for bram"
        with pytest.raises(BrpMatchError):
            say(con, anna, case_id, NONE)
        assert say(con, bram, case_id, UNSURE) is State.DERDE
        assert case_id in waiting(con, anna) & waiting(con, bram)
        assert say(con, bram, case_id, NONE) is State.KLAAR


def test_who_leaves_keeps_no_case_waiting(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        case_id = only(con, people, "anna", "bram")
        assert say(con, people["anna"], case_id, NONE) is State.TWEEDE
        only(con, people, "anna")
        assert case_id in waiting(con, people["anna"])
        assert say(con, people["anna"], case_id, NONE) is State.KLAAR


def test_three_keep_the_rule_of_a_second_and_third_person(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        case_id = only(con, people, "anna", "bram", "cor")
        assert say(con, people["anna"], case_id, NONE) is State.TWEEDE
        assert say(con, people["bram"], case_id, UNSURE) is State.DERDE
        assert case_id not in waiting(con, people["anna"]) | waiting(con, people["bram"])
        assert say(con, people["cor"], case_id, NONE) is State.KLAAR


def test_cases_that_nobody_may_see_are_counted_but_for_those_with_secrecy(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        assert waits_for_nobody(con) == 0
        assert [who for who, sight in team_of(con).members.items() if sight.secrecy] == [
            people["dewi"].id
        ]
        ids = con.execute(select(cases.c.id).where(cases.c.state == "open")).scalars().all()[:3]
        con.execute(update(cases).where(cases.c.id.in_(ids)).values(secret=True))
        assert waiting(con, people["dewi"]) - waiting(con, people["anna"]) == set(ids)
        assert not nobody_for_secret(con)
        only(con, people, "anna", "bram", "cor")
        # how many there are would tell; that nobody may see one stands there without any
        assert (waits_for_nobody(con), nobody_for_secret(con)) == (0, True)
        con.execute(update(accounts).values(municipalities=["1111"]))
        assert waits_for_nobody(con) > 3
