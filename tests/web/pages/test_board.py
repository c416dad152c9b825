"""The board: what waits, for whom and by when; work divided; own work first; notes that go with their case."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from brp_match.errors import BrpMatchError, Fault
from brp_match.review import assigning, audit, load_run, releases, runs
from brp_match.review.accounts import list_accounts
from brp_match.review.forecast import forecast
from brp_match.review.retention import purge_run
from brp_match.review.schema import assignments, cases, notes
from brp_match.web.pages.board_views import forecast_said
from web.pages.conftest import NOW
from web.pages.service import Service, csrf_of
from web.pages.test_deliveries import run_of
from web.pages.test_work import first_case, judge


def account_of(service: Service, name: str) -> Any:
    with service.app.state.engine.begin() as con:
        return next(one for one in list_accounts(con) if one.name == name)


def post(client: Any, page: str, path: str, **form: Any) -> Any:
    return client.post(path, data={"csrf_token": csrf_of(client.get(page).text), **form})


def figures(html: str) -> dict[str, int]:
    found = re.findall(r'<span class="figure">([\d.]+)</span> ([^<]+)<', html)
    return {text.strip(): int(number.replace(".", "")) for number, text in found}


def test_the_board_counts_what_waits(service: Service) -> None:
    client = service.sign_in("coor")
    with service.app.state.engine.begin() as con:
        waiting = con.execute(
            select(func.count()).select_from(cases).where(cases.c.state != "klaar", ~cases.c.secret)
        ).scalar_one()
        con.exec_driver_sql(
            "UPDATE cases SET signal_date = '2026-10-10' WHERE id = (SELECT min(id) FROM cases WHERE state = 'open' AND NOT stand_in)"
        )
    html = client.get("/bord").text
    found = figures(html)
    assert found["wachten op een oordeel"] == waiting
    assert (found["te laat"], found["scorekaarten vrij te geven"]) == (1, 3)
    assert "De laatste vier weken is er niets beoordeeld." in html
    assert re.search(r"Daarvoor (is 1 oordeel|zijn \d+ oordelen) per werkdag nodig", html)
    assert "Uw team heeft 4 beoordelaars." in html
    case = first_case(service.sign_in("bea"))
    judge(service.sign_in("bea"), case, "geen_van_deze")
    after = client.get("/bord").text
    assert figures(after)["wachten op een oordeel"] == waiting - 1
    assert re.search(r'bea</span></th><td class="number" data-label="Op naam">0</td><td class="number" data-label="Week van 9-11">1<', after)  # fmt: skip


def test_a_few_judgements_tell_no_day_on_which_the_work_is_done() -> None:
    few, enough = (
        forecast([date(2026, 11, 30)] * 50, judged, date(2026, 11, 30)) for judged in (9, 10)
    )
    assert forecast_said(few, 50) == [
        "De laatste vier weken waren er 9 oordelen: te weinig om te zeggen wanneer het werk af is.",
        "Om op tijd te zijn, zijn 50 oordelen per werkdag nodig.",
    ]
    assert forecast_said(enough, 50)[0].startswith(
        "De laatste vier weken waren er 0,5 oordelen per werkdag. In dit tempo"
    )


def test_what_waits_for_nobody_is_said_with_what_to_do(service: Service) -> None:
    said = "Niemand in uw team mag personen met geheimhouding zien."
    client = service.sign_in("coor")
    assert said not in client.get("/bord").text
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE accounts SET secrecy = false")
    html = client.get("/bord").text
    assert said in html
    # how many there are would tell of who has secrecy
    assert not re.search(r"za(ak wacht|ken wachten) op niemand", html)
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql(
            "UPDATE accounts SET municipalities = '[\"1111\"]' WHERE name <> 'coor'"
        )
        con.exec_driver_sql("UPDATE accounts SET roles = '[\"beheerder\"]' WHERE name = 'coor'")
    assert re.search(r"\d+ zaken: geen beoordelaar mag ze zien", client.get("/accounts").text)


def test_a_delivery_that_failed_is_not_out_of_sight(service: Service) -> None:
    client = service.sign_in("coor")
    assert "Leveringen die op u wachten" not in client.get("/bord").text
    with service.app.state.engine.begin() as con:
        run = runs.submit(
            con, name="november", request=runs.RunRequest(("/weg.csv",)), account_id="", now=NOW,
            state=runs.RunState.BEZIG,
        )  # fmt: skip
        runs.fail(con, run, [Fault("BESTAND_LEEG", "weg.csv", "er staat niets in")], NOW)
    found = re.search(
        rf'<a href="/leveringen/{run}">([^<]*)</a> <span>([^<]*)</span></li>',
        client.get("/bord").text,
    )
    assert found
    assert found.groups() == ("Levering ontvangen 10-11-2026 10:00", "mislukt")


def test_own_work_comes_first_and_nothing_is_hidden(service: Service) -> None:
    bea, bob = service.sign_in("bea"), service.sign_in("bob")
    with service.app.state.engine.begin() as con:
        ids = list(
            con.execute(
                select(cases.c.id)
                .where(cases.c.state == "open", ~cases.c.secret, ~cases.c.urgent)
                .order_by(cases.c.weight, cases.c.id)
            ).scalars()
        )
        con.exec_driver_sql("UPDATE cases SET urgent = false")
        assigning.assign(con, account_of_con(con, "coor"), [ids[0]], account_of_con(con, "bea").id, NOW)  # fmt: skip
    # the last of the queue by weight is the first of who it is for, and the last of everybody else
    assert first_case(bea)[-32:] == ids[0]
    html = bob.get("/werkvoorraad").text
    order = re.findall(r'href="/zaak/([0-9a-f]{32})" class="whole"', html)
    assert order[-1] == ids[0]
    assert len(order) == len(set(order)) == len(re.findall(r'class="whole"', html))
    assert "van een collega" in html
    # who may not sign in any more holds nothing back
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE accounts SET active = false WHERE name = 'bea'")
    assert "van een collega" not in bob.get("/werkvoorraad").text


def account_of_con(con: Any, name: str) -> Any:
    return next(one for one in list_accounts(con) if one.name == name)


def test_nobody_is_given_a_case_that_he_may_not_see(service: Service) -> None:
    with service.app.state.engine.begin() as con:
        coordinator, bob = account_of_con(con, "coor"), account_of_con(con, "bob")
        secret, other = (
            con.execute(select(cases.c.id).where(cases.c.secret.is_(is_secret), ~cases.c.stand_in))
            .scalars()
            .first()
            for is_secret in (True, False)
        )
        assert (coordinator.secrecy, bob.secrecy) == (True, False)
        with pytest.raises(BrpMatchError) as caught:
            assigning.assign(con, coordinator, [secret], bob.id, NOW)
        assigning.assign(con, coordinator, [secret, other], bob.id, NOW)
        held = con.execute(select(assignments.c.case_id)).scalars().all()
    assert caught.value.faults[0].code == "COLLEGA_ZIET_DIT_NIET"
    assert held == [other]


def test_work_is_divided_over_the_team_and_secret_cases_over_who_may_see_them(
    service: Service,
) -> None:
    client = service.sign_in("coor")
    done = post(client, "/bord", "/bord/verdelen", vlp="", collega="alle")
    assert done.headers["location"] == "/bord?m=verdeeld"
    with service.app.state.engine.begin() as con:
        rows = con.execute(
            select(assignments.c.account_id, cases.c.secret).join(cases, cases.c.id == assignments.c.case_id)
        ).all()  # fmt: skip
        able = {one.id for one in list_accounts(con) if one.secrecy}
        names = {one.id: one.name for one in list_accounts(con)}
    assert {names[row.account_id] for row in rows} == {"bea", "bob", "geheime", "coor"}
    assert all(row.account_id in able for row in rows if row.secret)
    assert "Elke open zaak staat op naam." in client.get("/bord").text
    refused = post(client, "/bord", "/bord/verdelen", collega=account_of(service, "data").id)
    assert (refused.status_code, "Kies iemand die mag oordelen." in refused.text) == (400, True)


def test_a_note_is_read_by_who_sees_the_case_and_goes_with_it(service: Service) -> None:
    bea, bob = service.sign_in("bea"), service.sign_in("bob")
    case = first_case(bea)
    bob_id = account_of(service, "bob").id
    done = post(bea, case, f"{case}/notitie", notitie=" Ik heb <b>gebeld</b>. ", collega=bob_id)
    assert done.headers["location"] == f"{case}?m=notitie#team"
    html = bob.get(case).text
    assert "Ik heb &lt;b&gt;gebeld&lt;/b&gt;." in html
    assert "Samenwerken: van bob (1 notitie)" in html
    with service.app.state.engine.begin() as con:
        (line, *_) = audit.read(con, kind=assigning.NOTED)
        assert line.detail == {"tekens": 21}
    run = run_of(service.sign_in("coor"))[-32:]
    with service.app.state.engine.begin() as con:
        # the files are those of every test
        con.exec_driver_sql("UPDATE runs SET folder = ''")
    proof = purge_run(service.app.state.engine, run, now=NOW)
    assert (proof.rows["notes"], proof.rows["assignments"]) == (1, 1)
    with service.app.state.engine.begin() as con:
        assert con.execute(select(func.count()).select_from(notes)).scalar_one() == 0


def test_a_second_delivery_of_the_month_counts_with_the_first(
    service: Service, linked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = service.sign_in("coor")
    first = run_of(client)[-32:]
    second = tmp_path / "tweede"
    shutil.copytree(linked / "run", second)
    monkeypatch.setattr(load_run, "content_hash", lambda found: str(found)[-60:])
    with service.app.state.engine.begin() as con:
        load_run.import_run(con, second, account_id="", now=NOW + timedelta(hours=1))
        releases.release_card(
            con, run_id=first, vlp="Waterbron", card_hash="a" * 64, account_id="c", now=NOW
        )
    # three cards of each delivery, one of the first is out
    assert figures(client.get("/bord").text)["scorekaarten vrij te geven"] == 5
    assert f'<a href="/scorekaarten?levering={first}">' in client.get("/scorekaarten").text


def test_a_delivery_whose_files_are_lost_stops_no_page_about_all(
    service: Service, tmp_path: Path
) -> None:
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE runs SET folder = ?", (str(tmp_path / "weg"),))
    client = service.sign_in("coor")
    board = client.get("/bord")
    assert board.status_code == 200
    assert "de bestanden van de uitkomst zijn weg of beschadigd" in board.text
    assert client.get("/instellingen").status_code == 200
    cards = client.get("/scorekaarten")
    assert cards.status_code == 400
    assert "De bestanden van deze levering zijn weg of beschadigd." in cards.text
    assert "brp-match link" not in cards.text
