"""Feedback that only a person may send: confirmed, changed, refused, taken back; what the export says."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, update

from brp_match.decide.feedback import going_out
from brp_match.decide.feedback import told as outcome_told
from brp_match.errors import BrpMatchError
from brp_match.model import Ending, FeedbackState
from brp_match.policy import policy_of
from brp_match.review import audit, feedback
from brp_match.review.accounts import Account
from brp_match.review.case_file import get_case
from brp_match.review.decisions import export_decisions
from brp_match.review.judge import judge
from brp_match.review.run_folder import confirmable
from brp_match.review.schema import candidates, cases
from brp_match.review.sight import EVERYTHING
from brp_match.review.votes import Verdict
from review.conftest import NOW

WHY = "De zoon zei dat dit een ander is."


def say(con: Connection, account: Account, case_id: str, code: str, *, reason: str = "") -> None:
    """Open the case and say it."""
    get_case(con, account, case_id, now=NOW)
    feedback.say(con, account, case_id, code, NOW, reason=reason)


def proposals(con: Connection, run_id: str, code: str = "overleden") -> list[Any]:
    found = feedback.waiting(con, run_id, sight=EVERYTHING)
    return [row for row in found if row.decision["terugkoppeling"] == code]


def exported(con: Connection, account: Account, run_id: str, signaal_id: str) -> dict[str, str]:
    """Return the row of a signal in the export."""
    lines = "".join(export_decisions(con, account, run_id, NOW)).splitlines()
    return next(r for r in csv.DictReader(lines, delimiter=";") if r["signaal_id"] == signaal_id)


def told(con: Connection, account: Account, run_id: str, signaal_id: str) -> tuple[str, str, str]:
    """Return decision, feedback and its status of a signal in the export."""
    row = exported(con, account, run_id, signaal_id)
    return row["besluit"], row["terugkoppeling"], row["terugkoppeling_status"]


def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(BrpMatchError) as caught:
        call()
    return caught.value.http_status, caught.value.faults[0].code


def test_confirmed_changed_and_refused_stand_in_the_export_and_the_audit(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    dewi = people["dewi"]
    with engine.begin() as con:
        waits = proposals(con, run_id)
        one, two, three, four = waits[:4]
        say(con, dewi, one.id, "overleden")
        say(con, dewi, two.id, "geen_inwoner", reason=WHY)
        say(con, dewi, three.id, "niet_opgepakt", reason=WHY)
        assert [
            told(con, dewi, run_id, row.signaal_id) for row in (one, two, three, four)
        ] == [
            ("reject", "overleden", "bevestigd"),
            ("reject", "geen_inwoner", "bevestigd"),
            ("reject", "niet_opgepakt", "geweigerd"),
            ("reject", "overleden", "voorstel"),
        ]  # fmt: skip
        words = [
            exported(con, dewi, run_id, row.signaal_id)["ddas_status"]
            for row in (one, two, three, four)
        ]
        assert words == [
            "Inwoner is overleden",
            "Persoon is geen inwoner (meer) in de gemeente",
            "Niet opgepakt: andere reden",
            # nobody confirmed it: nothing may go out yet
            "Nog niet opgepakt",
        ]
        assert [row.id for row in proposals(con, run_id)] == [row.id for row in waits[3:]]
        lines = [e for e in audit.read(con) if e.kind.startswith("terugkoppeling")]
        assert [(e.kind, e.case_id, e.detail) for e in lines[::-1]] == [
            ("terugkoppeling_bevestigd", one.id, {"voorstel": "overleden", "code": "overleden"}),
            ("terugkoppeling_gewijzigd", two.id, {"voorstel": "overleden", "code": "geen_inwoner"}),
            ("terugkoppeling_geweigerd", three.id, {"voorstel": "overleden", "code": "niet_opgepakt"}),
        ]  # fmt: skip
        assert WHY not in str(lines)
        said = feedback.said_of(con, two.id)
        assert said is not None
        assert (said.by, said.reason, said.final) == ("dewi", WHY, False)


def test_what_cannot_be_said_is_refused(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    dewi = people["dewi"]
    with engine.begin() as con:
        one, two, *_ = proposals(con, run_id)
        for code in ("geen_inwoner", "niet_opgepakt"):
            assert refused(lambda c=code: say(con, dewi, one.id, c, reason=" nee ")) == (
                400, "REDEN_NODIG",
            )  # fmt: skip
        assert refused(lambda: say(con, dewi, one.id, "match"))[0] == 400
        say(con, dewi, one.id, "overleden")
        again = refused(lambda: say(con, dewi, one.id, "overleden"))
        assert again == (409, "TERUGKOPPELING_AL_BEKEND")
        con.execute(update(cases).where(cases.c.id == two.id).values(state="open"))
        early = refused(lambda: say(con, dewi, two.id, "overleden"))
        assert early == (409, "TERUGKOPPELING_AL_BEKEND")
        con.execute(update(cases).where(cases.c.id == two.id).values(secret=True))
        assert refused(lambda: say(con, people["anna"], two.id, "overleden"))[0] == 404
        assert refused(lambda: feedback.take_back(con, dewi, two.id, NOW))[0] == 409


def test_only_who_opened_the_case_may_say_it(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    dewi, anna = people["dewi"], people["anna"]
    with engine.begin() as con:
        case = next(row for row in proposals(con, run_id) if not row.secret)
        get_case(con, anna, case.id, now=NOW)
        for code in ("overleden", "niet_opgepakt"):
            unseen = refused(lambda c=code: feedback.say(con, dewi, case.id, c, NOW, reason=WHY))
            assert unseen == (409, "ZAAK_NIET_GEZIEN")
        assert feedback.said_of(con, case.id) is None
        get_case(con, dewi, case.id, now=NOW)
        feedback.say(con, dewi, case.id, "overleden", NOW)
        assert feedback.said_of(con, case.id) is not None


def test_what_is_proposed_can_be_confirmed_and_the_rest_is_final_by_a_rule() -> None:
    policy = policy_of({})
    for ending in Ending:
        said = outcome_told(ending, policy)
        proposed = said.state is FeedbackState.PROPOSED
        assert proposed == (str(said.feedback) in confirmable()), ending
        assert said.state in (FeedbackState.PROPOSED, FeedbackState.RULE) or not said.feedback
        assert (going_out(said.status, said.state) == "Nog niet opgepakt") == (
            proposed or said.status == "Nog niet opgepakt"
        )
    assert confirmable() == {"overleden", "geen_inwoner", "bekend_bij_shv"}


def test_a_refused_proposal_is_judged_by_people_and_never_goes_out_after_all(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    dewi, anna, bram = people["dewi"], people["anna"], people["bram"]
    with engine.begin() as con:
        one, two = [row for row in proposals(con, run_id) if not row.secret][:2]
        for row in (one, two):
            say(con, dewi, row.id, "niet_opgepakt", reason=WHY)
        first = con.execute(
            select(candidates.c.persoon_id).where(
                candidates.c.case_id == one.id, candidates.c.rang == 1
            )
        ).scalar_one()
        for account in (anna, bram):
            version = get_case(con, account, one.id, now=NOW).version
            judge(
                con, account, one.id, outcome=Verdict.DEZELFDE_PERSOON, persoon_id=first,
                reason=WHY, version=version, now=NOW,
            )  # fmt: skip
            version = get_case(con, account, two.id, now=NOW).version
            judge(con, account, two.id, outcome=Verdict.GEEN_VAN_DEZE, version=version, now=NOW)
        assert told(con, dewi, run_id, one.signaal_id) == ("reject", "niet_opgepakt", "geweigerd")
        assert told(con, dewi, run_id, two.signaal_id) == (
            "reject",
            "niet_opgepakt",
            "volgens_regel",
        )
        assert {one.id, two.id}.isdisjoint(row.id for row in proposals(con, run_id))
        late = refused(lambda: feedback.take_back(con, dewi, one.id, NOW))
        assert late == (409, "TERUGKOPPELING_VAST")


def test_taken_back_it_is_a_proposal_again(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    dewi = people["dewi"]
    with engine.begin() as con:
        before = [row.id for row in proposals(con, run_id)]
        for code in ("overleden", "niet_opgepakt"):
            say(con, dewi, before[0], code, reason=WHY)
            assert before[0] not in [row.id for row in proposals(con, run_id)]
            feedback.take_back(con, dewi, before[0], NOW)
            assert [row.id for row in proposals(con, run_id)] == before
        kinds = [e.kind for e in audit.read(con) if e.kind.startswith("terugkoppeling")]
        assert kinds[:4:2] == ["terugkoppeling_teruggezet"] * 2


def test_what_reviewers_settled_waits_for_nobody(
    engine: Engine, people: dict[str, Account], run_id: str
) -> None:
    anna, dewi = people["anna"], people["dewi"]
    with engine.begin() as con:
        row = next(row for row in proposals(con, run_id) if not row.secret)
        opened = {"state": "open", "second_look": False}
        con.execute(update(cases).where(cases.c.id == row.id).values(**opened))
        judge(con, anna, row.id, outcome=Verdict.GEEN_VAN_DEZE, version=row.version, now=NOW)
        assert row.id not in [one.id for one in proposals(con, run_id)]
        assert refused(lambda: say(con, dewi, row.id, "overleden"))[0] == 409
