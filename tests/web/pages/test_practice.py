"""Practising: cases with a truth, a score, and nothing of it in the store of the work."""

from __future__ import annotations

from sqlalchemy import func, select

from brp_match.review.practice import Answer, PracticeOutcome, held, practice_cases, score_of
from brp_match.review.schema import audit, judgements
from brp_match.review.votes import Verdict
from web.pages.service import Service, csrf_of


def test_an_answer_is_held_against_the_truth() -> None:
    case = next(one for one in practice_cases() if one.truth and one.kind == "ter_plaatse")
    nobody = next(one for one in practice_cases() if not one.truth)
    other = next(p["persoon_id"] for p in nobody.people)
    same, none, unsure = Verdict.DEZELFDE_PERSOON, Verdict.GEEN_VAN_DEZE, Verdict.WEET_IK_NIET
    assert held(case, Answer(case.number, same, case.truth)) is PracticeOutcome.GOED
    assert held(case, Answer(case.number, none, "")) is PracticeOutcome.ONTERECHT_UITGEVALLEN
    assert held(case, Answer(case.number, unsure, "")) is PracticeOutcome.OVERGELATEN
    gone = next(one for one in practice_cases() if one.truth and one.kind == "overleden")
    assert held(gone, Answer(gone.number, none, "")) is PracticeOutcome.NIET_HERKEND
    assert held(nobody, Answer(nobody.number, none, "")) is PracticeOutcome.GOED
    assert held(nobody, Answer(nobody.number, same, other)) is PracticeOutcome.BRIEF_VERKEERD
    score = score_of([Answer(case.number, same, case.truth), Answer(nobody.number, same, other)])
    assert (score.done, score.right) == (2, 0.5)
    assert score_of([Answer(case.number, unsure, "")]).right is None


def test_the_cases_meet_every_kind_and_hold_nobody_with_secrecy() -> None:
    cases = practice_cases()
    assert len(cases) >= 20
    assert {"ter_plaatse", "verhuisd", "overleden", "familielid", "rechtspersoon"} <= {
        one.kind for one in cases
    }
    assert not any(person["geheim"] for one in cases for person in one.people)


def test_the_truth_comes_after_the_verdict_and_the_work_knows_nothing_of_it(
    service: Service,
) -> None:
    client = service.sign_in("bea")
    with service.app.state.engine.begin() as con:
        before = con.execute(select(func.count()).select_from(audit)).scalar_one()
    case = next(one for one in practice_cases() if one.truth and one.kind == "ter_plaatse")
    here = f"/oefenen/{case.number}"
    page = client.get(here).text
    assert "De waarheid" not in page
    assert "Wat het systeem dacht" not in page
    rank = next(p["rang"] for p in case.people if p["persoon_id"] == case.truth)
    token = {"csrf_token": csrf_of(page)}
    assert client.post(here, data=token | {"uitkomst": "dezelfde_persoon"}).status_code == 400
    done = client.post(here, data=token | {"uitkomst": "geen_van_deze"})
    assert done.headers["location"] == here
    page = client.get(here).text
    assert "Niet goed: in het echt krijgt deze inwoner nu geen hulp." in page
    assert f"De waarheid: het is inwoner {rank}" in page
    # the first answer stands: the truth was told after it
    client.post(here, data=token | {"uitkomst": "dezelfde_persoon", "rang": str(rank)})
    assert "Niet goed" in client.get(here).text
    assert '<span class="figure">0%</span> goed' in client.get("/oefenen").text
    assert "Begin met de eerste zaak" in service.sign_in("bob").get("/oefenen").text
    client.post("/oefenen/opnieuw", data=token)
    assert "Begin met de eerste zaak" in client.get("/oefenen").text
    with service.app.state.engine.begin() as con:
        assert con.execute(select(func.count()).select_from(judgements)).scalar_one() == 0
        assert con.execute(select(func.count()).select_from(audit)).scalar_one() == before
    assert client.get("/oefenen/999").status_code == 404


def test_the_first_day_tells_what_is_next(service: Service) -> None:
    page = service.sign_in("coor").get("/eerste-dag").text
    assert "Er zijn 4 beoordelaars: bij verschil beslist een derde." in page
    assert "Er zijn zaken waarover een mens beslist." in page
    assert page.count('aria-current="step"') == 1
    keeper = service.sign_in("beheer").get("/eerste-dag").text
    assert 'href="/accounts">Naar de accounts' in keeper
    assert 'href="/werkvoorraad">Naar' not in keeper
    with service.app.state.engine.begin() as con:
        for table in ("candidates", "cases", "runs"):
            con.exec_driver_sql(f"DELETE FROM {table}")
    empty = service.sign_in("bea").get("/werkvoorraad").text
    assert 'href="/eerste-dag"' in empty
    assert 'href="/leveringen/nieuw"' in service.sign_in("coor").get("/eerste-dag").text
