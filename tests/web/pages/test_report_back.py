"""Reporting back in the service: post that came back, a person's choice, the file, and that it goes with its delivery."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from brp_match.cases.doubts import Doubt
from brp_match.cases.doubts_of_runs import Found
from brp_match.review import report_back
from brp_match.review.kept_work import Kept
from brp_match.review.schema import audit
from brp_match.review.sight import Sight
from brp_match.web import deps
from cases.test_report_back import WHO
from web.pages.service import Service, csrf_of
from web.pages.test_casework import cases_on, judge_one


def post(client: Any, page: str, path: str, **form: Any) -> Any:
    token = csrf_of(client.get(page).text)
    return client.post(path, data={"csrf_token": token, **form})


def test_post_that_came_back_is_chosen_fetched_reported_and_goes_with_its_delivery(
    service: Service,
) -> None:
    client = service.sign_in("coor")
    assert "geven geen twijfel over een adres" in client.get("/terugmelding").text
    judge_one(service)
    (case,) = cases_on(client.get("/oppaklijst").text)
    assert post(client, case, f"{case}/retour", retour="ja").status_code == 303
    assert "De post kwam toch aan" in client.get(case).text
    page = client.get("/terugmelding").text
    assert "Dorenveld" in page
    (key,) = re.findall(r'name="rij" value="([^"]+)"', page)
    person = key.rstrip("|")
    ticked = {"rij": [key], "melden": [key]}
    refused = post(client, "/terugmelding", "/terugmelding", **ticked)
    assert refused.status_code == 400
    assert "Rij 1: zonder tweede vastelastenpartner" in refused.text
    assert "Ophalen" not in client.get("/terugmelding").text
    kept = post(client, "/terugmelding", "/terugmelding", **ticked, retour=[person])
    assert kept.status_code == 303
    _, row, *rest = client.get("/terugmelding/terugmelding.csv").content.decode("utf-8-sig").splitlines()  # fmt: skip
    assert row.startswith(f"{person};")
    assert row.endswith(";Post aan het adres in de BRP kwam onbestelbaar terug.")
    assert rest == []
    assert client.get("/terugmelding/terugmelding.xlsx").content[:2] == b"PK"
    assert post(client, "/terugmelding", "/terugmelding/gemeld").status_code == 303
    page = client.get("/terugmelding").text
    assert "gemeld op" in page
    assert "terugmelding.csv" not in page
    # what was reported does not come a second time
    assert client.get("/terugmelding/terugmelding.csv").text.count("\n") == 1
    with service.app.state.engine.begin() as con:
        kinds = con.execute(select(audit.c.kind)).scalars().all()
        (run,) = report_back.deliveries(con, secrecy=True).ids
        assert report_back.read(con).melden[key].gemeld == deps.now().date().isoformat()
        report_back.forget(con, "another")
        assert key in report_back.read(con).melden
        report_back.forget(con, run)
        assert report_back.read(con) == report_back.Choices({}, {})
    assert {"post_retour", "terugmelding_gekozen", "terugmelding_opgehaald", "terugmelding_gedaan"} <= {*kinds}  # fmt: skip


@pytest.mark.parametrize(("secrecy", "seen"), [(True, ["P1", "P2"]), (False, ["P1"])])
def test_rights_are_per_municipality_and_secrecy(
    monkeypatch: pytest.MonkeyPatch, secrecy: bool, seen: list[str]
) -> None:
    who = [
        replace(WHO, persoon_id=f"P{n}", gemeente=code, geheim=geheim)
        for n, (code, geheim) in enumerate((("0225", False), ("0296", False), ("0296", True)))
    ]
    found = Found(
        tuple(Doubt(one.persoon_id, None, 2) for one in who), {one.persoon_id: one for one in who}
    )
    monkeypatch.setattr(report_back, "doubts_of_runs", lambda *_, secrecy: found)
    # what another test was answered is not this one's
    monkeypatch.setattr(report_back, "_DOUBTS", Kept())
    told = report_back.doubts(
        report_back.Deliveries((), (), {}),
        report_back.Choices({}, {}),
        Sight(secrecy, frozenset({"0296"})),
    )
    assert [one.persoon_id for one in told.doubts] == list(told.residents) == seen


def test_nobody_is_chosen_who_is_not_shown(service: Service) -> None:
    client = service.sign_in("coor")
    judge_one(service)
    (case,) = cases_on(client.get("/oppaklijst").text)
    post(client, case, f"{case}/retour", retour="ja")
    made_up = {"rij": ["P9|"], "melden": ["P9|"], "retour": ["P9"]}
    assert post(client, "/terugmelding", "/terugmelding", **made_up).status_code == 303
    with service.app.state.engine.begin() as con:
        assert report_back.read(con).melden == {}
        assert "P9" not in report_back.read(con).retour
    assert post(client, case, f"{case[:-3]}xxx/retour", retour="ja").status_code == 404
