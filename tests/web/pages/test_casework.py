"""The pick-up list in the service: who may see it, what a judgement changes, how it is set."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from brp_match.review import casework, clients
from brp_match.review.accounts import Role
from brp_match.review.casework import Event, history_of
from brp_match.review.schema import audit, cases
from brp_match.web import deps
from web.pages.service import Service, csrf_of, hidden

TRAYS = """
titel = "Proef"
[[bakje]]
naam = "alles thuis"
[[regel]]
naam = "Iedereen"
bakje = "alles thuis"
"""


def cases_on(text: str) -> list[str]:
    return re.findall(r'href="(/oppaklijst/zaak/[^"]+)"', text)


def judge_one(service: Service, outcome: str = "dezelfde_persoon") -> None:
    """Say of one case of the queue who it is: nobody was matched before."""
    client = service.sign_in("coor")
    with service.app.state.engine.begin() as con:
        (case,) = con.execute(select(cases.c.id).where(cases.c.signaal_id == "S003")).scalars()
    page = client.get(f"/zaak/{case}")
    sent = client.post(
        f"/zaak/{case}",
        data={
            "csrf_token": csrf_of(page.text), "versie": hidden(page.text, "versie"), "rang": "1",
            "uitkomst": outcome, "reden": "Gebeld en gevraagd.",
        },
    )  # fmt: skip
    assert sent.status_code == 303


def test_a_judgement_makes_a_case_and_coordinators_alone_see_it(service: Service) -> None:
    client = service.sign_in("coor")
    before = client.get("/oppaklijst")
    assert "<title>Oppaklijst – brp-match</title>" in before.text
    assert cases_on(before.text) == []
    judge_one(service)
    after = client.get("/oppaklijst")
    assert len(cases_on(after.text)) == 1
    assert "Dorenveld</a>" in after.text
    assert client.get("/oppaklijst?bakje=huisbezoek").text.count("Dorenveld</a>") == 0
    assert client.get("/oppaklijst?maand=1999-01").status_code == 404
    for name in ("bea", "beheer", "data"):
        assert service.sign_in(name).get("/oppaklijst").status_code == 403, name
    assert service.visitor().get("/oppaklijst").status_code == 303


def test_a_case_tells_its_signals_tray_and_history_and_that_it_was_seen(service: Service) -> None:
    client = service.sign_in("coor")
    judge_one(service)
    (first,) = cases_on(client.get("/oppaklijst").text)
    page = client.get(first)
    assert page.status_code == 200
    assert "Signaal S003 kwam binnen met een levering." in page.text
    assert "Verzonnenlaan 4, 1234AB Verzonnenstad" in page.text
    assert "brief. Alle andere" in page.text
    assert client.get("/oppaklijst/zaak/2026-11-bestaatniet").status_code == 404
    with service.app.state.engine.begin() as con:
        kinds = con.execute(select(audit.c.kind)).scalars().all()
    assert kinds.count("oppaklijst_gezien") == 2


def test_a_case_that_is_not_picked_up_still_tells_its_history(service: Service) -> None:
    client = service.sign_in("coor")
    with service.app.state.engine.begin() as con:
        (decision,) = con.execute(
            select(cases.c.decision).where(cases.c.signaal_id == "S003")
        ).scalars()
    case = f"/oppaklijst/zaak/{decision['zaak_id']}"
    assert "een signaal wacht nog op een oordeel" in client.get(case).text
    judge_one(service, "geen_van_deze")
    page = client.get(case).text
    assert "de signalen ervan worden niet opgepakt" in page
    assert "Signaal S003 kwam binnen met een levering." in page
    assert "Dorenveld" not in page


def test_the_files_come_in_both_forms(service: Service) -> None:
    client = service.sign_in("coor")
    judge_one(service)
    month = re.search(r"/oppaklijst/(\d{4}-\d\d)/oppaklijst.csv", client.get("/oppaklijst").text)
    assert month
    text = client.get(f"/oppaklijst/{month[1]}/oppaklijst.csv")
    header, row, *rest = text.content.decode("utf-8-sig").splitlines()
    assert header.startswith("bakje;uiterste_dag;naam;")
    assert "Dorenveld;Verzonnenlaan;4;" in row
    assert rest == []
    book = client.get(f"/oppaklijst/{month[1]}/oppaklijst.xlsx")
    assert book.content[:2] == b"PK"
    assert client.get("/oppaklijst/1999-01/oppaklijst.csv").status_code == 404


def test_a_municipality_sets_its_own_trays_and_a_wrong_text_is_told(service: Service) -> None:
    client = service.sign_in("coor")
    form = client.get("/oppaklijst/instellen")
    token = csrf_of(form.text)
    wrong = client.post("/oppaklijst/instellen", data={"csrf_token": token, "bakjes": "x = 1"})
    assert wrong.status_code == 400
    assert "bestaat niet" in wrong.text
    assert "alles thuis" not in client.get("/oppaklijst").text
    kept = client.post("/oppaklijst/instellen", data={"csrf_token": token, "bakjes": TRAYS})
    assert kept.status_code == 303
    assert "alles thuis" in client.get("/oppaklijst").text


LAYOUT = """
kolommen = [{ naam = "Cliënt", uit = "naam" }, { naam = "Adres", uit = "{straat} {huisnummer}" }]
"""


def test_the_files_and_the_api_follow_the_layout_that_is_kept(service: Service) -> None:
    client = service.sign_in("coor")
    judge_one(service)
    with service.app.state.engine.begin() as con:
        key = clients.add_client(con, "zaaksysteem", [Role.COORDINATOR], deps.now())
    asked = {"headers": {"Authorization": f"Bearer {key}"}}
    (item,) = service.visitor().get("/v1/oppaklijst", **asked).json()["items"]
    assert (item["naam"], item["kolommen"]) == ("Jan Pieter Dorenveld", {})
    token = csrf_of(client.get("/oppaklijst/instellen").text)
    sent = client.post("/oppaklijst/instellen", data={"csrf_token": token, "indeling": LAYOUT})
    assert sent.status_code == 303
    (item,) = service.visitor().get("/v1/oppaklijst", **asked).json()["items"]
    assert item["kolommen"] == {"Cliënt": "Jan Pieter Dorenveld", "Adres": "Verzonnenlaan 4"}
    month = re.search(r"/oppaklijst/(\d{4}-\d\d)/oppaklijst.csv", client.get("/oppaklijst").text)
    assert month
    text = client.get(f"/oppaklijst/{month[1]}/oppaklijst.csv").content.decode("utf-8-sig")
    assert text.splitlines() == ["Cliënt;Adres", "Jan Pieter Dorenveld;Verzonnenlaan 4"]


def test_the_files_of_a_delivery_are_read_once_until_somebody_judges(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    made = casework.work_of_runs
    monkeypatch.setattr(casework, "work_of_runs", lambda *a, **k: read.append(1) or made(*a, **k))
    client = service.sign_in("coor")
    judge_one(service)
    for page in (
        "/oppaklijst",
        "/oppaklijst?bakje=brief",
        *cases_on(client.get("/oppaklijst").text),
    ):
        assert client.get(page).status_code == 200
    once = len(read)
    assert once <= 1
    token = csrf_of(client.get("/oppaklijst/instellen").text)
    client.post("/oppaklijst/instellen", data={"csrf_token": token, "bakjes": TRAYS})
    assert "alles thuis" in client.get("/oppaklijst").text
    assert len(read) == once + 1


@pytest.mark.parametrize(
    ("first", "now", "told"),
    [
        ({"1": "A"}, {"1": "A"}, [Event("1", "geleverd")]),
        (
            {"1": "A", "2": "B"},
            {"1": "A", "2": "A"},
            [Event("1", "geleverd"), Event("2", "erbij", "B")],
        ),
        (
            {"1": "A", "2": "A"},
            {"1": "A", "2": "C"},
            [Event("1", "geleverd"), Event("2", "eruit", "C")],
        ),
        ({"1": "A"}, {"1": "B"}, [Event("1", "eruit", "B")]),
        ({"1": "B"}, {"1": "B"}, []),
    ],
)
def test_a_case_grows_splits_and_merges_with_nothing_lost(
    first: dict[str, str], now: dict[str, str], told: list[Event]
) -> None:
    assert history_of("A", first, now) == told
