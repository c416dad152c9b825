"""Residents with secrecy show only to those allowed; two reviewers do not get the same case offered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from brp_match.errors import BrpMatchError
from brp_match.review import processing_log
from brp_match.review.accounts import Account
from brp_match.review.case_file import get_case, person_at
from brp_match.review.claims import HELD_FOR
from brp_match.review.decisions import decisions_page, export_decisions
from brp_match.review.judge import judge
from brp_match.review.queue import Filters, next_case
from brp_match.review.schema import candidates, cases
from brp_match.review.votes import Verdict
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
