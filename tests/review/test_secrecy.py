"""Residents with secrecy show only to those allowed; two reviewers do not get the same case offered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, select, update

from brp_match.errors import BrpMatchError
from brp_match.review import processing_log
from brp_match.review.accounts import Account
from brp_match.review.case_file import get_case, person_at
from brp_match.review.claims import HELD_FOR
from brp_match.review.decisions import decisions_page, export_decisions
from brp_match.review.export import finals
from brp_match.review.judge import judge, undo
from brp_match.review.load_run import pairs
from brp_match.review.queue import Filters, list_cases, next_case
from brp_match.review.run_folder import RunCases
from brp_match.review.schema import candidates, cases
from brp_match.review.votes import State, Verdict
from review.conftest import NOW


def case_with_secret_runner_up(engine: Engine) -> tuple[str, str]:
    """A case whose second candidate has secrecy but hardly counts: the case itself is no secret."""
    with engine.begin() as con:
        row = con.execute(
            select(candidates)
            .join(cases, cases.c.id == candidates.c.case_id)
            .where(cases.c.state == "open", ~cases.c.secret, candidates.c.rang == 2)
            .order_by(cases.c.id)
        ).first()
        assert row is not None
        con.execute(
            update(candidates)
            .where(candidates.c.case_id == row.case_id, candidates.c.rang == 2)
            .values(geheim=7, data=row.data | {"geheim": 7, "huidig_adres": True})
        )
        decision = con.execute(select(cases.c.decision).where(cases.c.id == row.case_id)).scalar()
        con.execute(
            update(cases)
            .where(cases.c.id == row.case_id)
            # nor do signals about the same person stand beside it: who has the case drawn differs by run
            .values(
                decision=dict(decision or {}) | {"tweede_persoon_id": row.persoon_id, "anderen": []}
            )
        )
        return row.case_id, row.persoon_id


def test_a_runner_up_with_secrecy_is_not_there_and_the_others_close_up(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    case_id, person = case_with_secret_runner_up(engine)
    with engine.begin() as con:
        before = len(list(processing_log.lines(con)))
        mine = get_case(con, people["anna"], case_id, now=NOW)
        logged = len(list(processing_log.lines(con))) - before
        allowed = get_case(con, people["dewi"], case_id, now=NOW)
    assert person not in str(mine)
    assert not any(one["geheim"] for one in mine.candidates)
    assert len(mine.candidates) == len(allowed.candidates) - 1 == logged
    assert [one["rang"] for one in mine.candidates] == list(range(1, logged + 1))
    for one in mine.candidates:
        with engine.begin() as con:
            at = person_at(con, people["anna"], case_id, one["rang"])
        assert at == one["persoon_id"]
    with engine.begin() as con:
        assert person_at(con, people["anna"], case_id, logged + 1) == ""
        assert person_at(con, people["dewi"], case_id, 2) == person
    assert allowed.candidates[1]["persoon_id"] == person
    assert person in [one["persoon_id"] for one in allowed.household]


def pair(con: Connection) -> tuple[str, str, str]:
    """Make the first case one about somebody with secrecy, with a stand-in; return both and that person."""
    row = con.execute(
        select(cases)
        .join(candidates, candidates.c.case_id == cases.c.id)
        .where(cases.c.state == "open", ~cases.c.secret, candidates.c.rang == 2)
        .order_by(cases.c.id)
    ).first()
    assert row is not None
    people = con.execute(select(candidates).where(candidates.c.case_id == row.id)).all()
    con.execute(
        update(cases).where(cases.c.id == row.id).values(secret=True, sampled=False, second_look=False)
    )  # fmt: skip
    other = row._asdict() | {
        "id": "b" * 32, "secret": False, "stand_in": True, "second_look": False, "sampled": False,
    }  # fmt: skip
    con.execute(insert(cases).values(other))
    for one in people:
        if one.rang == 1:
            hidden = one.data | {"geheim": 7}
            of = (candidates.c.case_id == row.id, candidates.c.rang == 1)
            con.execute(update(candidates).where(*of).values(geheim=7, data=hidden))
        else:
            con.execute(insert(candidates).values(one._asdict() | {"case_id": "b" * 32}))
    return row.id, "b" * 32, next(one.persoon_id for one in people if one.rang == 1)


def test_each_sees_one_of_the_two_cases_of_a_signal(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    anna, dewi = people["anna"], people["dewi"]
    with engine.begin() as con:
        true, other, _ = pair(con)
        for account, sees, not_ in ((anna, other, true), (dewi, true, other)):
            get_case(con, account, sees, now=NOW)
            with pytest.raises(BrpMatchError):
                get_case(con, account, not_, now=NOW)
            listed = {row.id for row in list_cases(con, account, Filters(), now=NOW, size=500).rows}
            assert (sees in listed, not_ in listed) == (True, False)
        # what is judged of the stand-in says nothing of who it is about
        judge(con, anna, other, outcome=Verdict.GEEN_VAN_DEZE, version=1, now=NOW)
        assert [one.signaal_id for one in finals(con, run_id)] == []
        assert len(finals(con, run_id, sight=anna.sight)) == 1
        assert get_case(con, dewi, true, now=NOW).state is State.OPEN


def test_who_judges_the_true_case_judges_the_stand_in_too_and_takes_both_back(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    dewi = people["dewi"]
    with engine.begin() as con:
        true, other, person = pair(con)
        judge(
            con, dewi, true, outcome=Verdict.DEZELFDE_PERSOON, persoon_id=person, reason="zij is het",
            version=1, now=NOW,
        )  # fmt: skip
        (seen,) = finals(con, run_id, sight=people["anna"].sight)
        assert (seen.vote.outcome, seen.vote.persoon_id) == (Verdict.GEEN_VAN_DEZE, "")
        assert person not in str(seen)
        version = con.execute(select(cases.c.version).where(cases.c.id == true)).scalar_one()
        undo(con, dewi, true, version=version, now=NOW)
        assert finals(con, run_id, sight=people["anna"].sight) == []
        state = select(cases.c.state).where(cases.c.id == other)
        assert con.execute(state).scalar_one() == State.OPEN


def case_of(
    signal: str, *people: tuple[str, float, int], besluit: str = "review"
) -> dict[str, Any]:
    """A case as the files of a run have it; of its people number, chance and secrecy."""
    found = [
        {"persoon_id": who, "kans": kans, "geheim": geheim, "rang": place}
        for place, (who, kans, geheim) in enumerate(people, 1)
    ]
    decision = {"signaal_id": signal, "besluit": besluit, "kans": people[0][1] if people else 0.0, "anderen": []}  # fmt: skip
    return {"decision": decision, "signal": {}, "people": found}


def test_a_case_has_a_stand_in_where_it_would_be_otherwise() -> None:
    with_them = [
        case_of("hardly", ("a", 0.9, 0), ("s", 0.009, 7), ("b", 0.001, 0)),
        case_of("likely", ("a", 0.9, 0), ("s", 0.05, 7)),
        case_of("first", ("s", 0.9, 7)),
        case_of("nobody", ("a", 0.9, 0)),
    ]
    without = [
        case_of("hardly", ("a", 0.95, 0), ("b", 0.002, 0)),
        case_of("likely", ("a", 0.97, 0)),
        case_of("nobody", ("a", 0.9, 0)),
        case_of("drawn", besluit="reject"),
    ]
    made = pairs(RunCases(with_them, [], "", without))
    assert [(row["decision"]["signaal_id"], secret, stand) for row, secret, stand in made] == [
        ("hardly", False, False),
        ("likely", True, False),
        ("likely", False, True),
        # without the person it is matched or rejected by itself: nobody who lacks the right sees a case
        ("first", True, False),
        ("nobody", False, False),
        # drawn from the rejects that there would be
        ("drawn", False, True),
    ]
    shared = made[0][0]
    assert shared["decision"]["kans"] == 0.95
    assert [(one["persoon_id"], one["rang"], one["kans"]) for one in shared["people"]] == [
        ("a", 1, 0.95), ("b", 2, 0.002), ("s", 3, 0.009),
    ]  # fmt: skip
    assert [secret for _, secret, _ in pairs(RunCases(with_them, [], ""))] == [False, True, True, False]  # fmt: skip


def test_who_may_not_see_a_person_cannot_confirm_it(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    case_id, person = case_with_secret_runner_up(engine)
    with engine.begin() as con:
        for name, code in (("anna", "PERSOON_ONBEKEND"), ("dewi", "REDEN_NODIG")):
            with pytest.raises(BrpMatchError) as caught:
                judge(
                    con, people[name], case_id, outcome=Verdict.DEZELFDE_PERSOON,
                    persoon_id=person, version=1, now=NOW,
                )  # fmt: skip
            assert caught.value.faults[0].code == code


def test_a_case_that_somebody_has_open_is_not_offered_to_another(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    anna, bram = people["anna"], people["bram"]
    with engine.begin() as con:
        first = next_case(con, anna, Filters(), now=NOW)
        assert first is not None
        assert next_case(con, bram, Filters(), now=NOW) == first
        get_case(con, anna, first, now=NOW)
        assert next_case(con, anna, Filters(), now=NOW) == first
        other = next_case(con, bram, Filters(), now=NOW)
        assert other not in (None, first)
        # looking at it does not take it over
        get_case(con, bram, first, now=NOW)
        assert next_case(con, anna, Filters(), now=NOW) == first
        later = NOW + HELD_FOR + timedelta(seconds=1)
        assert next_case(con, bram, Filters(), now=later) == first


def test_the_last_case_is_offered_even_when_another_has_it_open(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        first = next_case(con, people["anna"], Filters(), now=NOW)
        con.execute(update(cases).where(cases.c.id != first).values(state="klaar"))
        get_case(con, people["anna"], str(first), now=NOW)
        assert next_case(con, people["bram"], Filters(), now=NOW) == first


def test_a_key_belongs_to_one_judgement_of_one_account(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    with engine.begin() as con:
        some = select(cases.c.id).where(cases.c.state == "open", ~cases.c.secret)
        one, two = con.execute(some.order_by(cases.c.id).limit(2)).scalars().all()
        con.execute(update(cases).values(second_look=False))
        none = Verdict.GEEN_VAN_DEZE
        judge(con, people["anna"], one, outcome=none, version=1, now=NOW, key="k")
        with pytest.raises(BrpMatchError) as caught:
            judge(con, people["anna"], two, outcome=none, version=1, now=NOW, key="k")
        assert (caught.value.http_status, caught.value.faults[0].code) == (409, "SLEUTEL_GEBRUIKT")
        done = judge(con, people["bram"], two, outcome=none, version=1, now=NOW, key="k")
    assert done.version == 2


def test_decisions_without_the_right_hold_no_secret_person(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    """Nobody with secrecy stands in them, whatever people made of the case."""
    with engine.begin() as con:
        row = con.execute(
            select(candidates.c.persoon_id, cases.c.signaal_id)
            .join(cases, cases.c.id == candidates.c.case_id)
            .where(candidates.c.geheim > 0, candidates.c.rang == 1)
        ).first()
        open_to_all = "".join(export_decisions(con, people["anna"], run_id, NOW))
        all_of_them = "".join(export_decisions(con, people["dewi"], run_id, NOW))
    assert not people["anna"].secrecy
    assert "GEHEIMHOUDING" not in open_to_all
    assert len(open_to_all.splitlines()) == len(all_of_them.splitlines())
    if row is not None:
        assert row.persoon_id not in open_to_all
        assert row.persoon_id in all_of_them
    pages, _ = decisions_page(engine, people["anna"], run_id, NOW, start=0, size=500)
    assert "GEHEIMHOUDING" not in str(pages)
