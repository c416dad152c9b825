"""The routes by themselves, on a desk that remembers: statuses, forms, redirects, refusals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.review.accounts import Account, Role
from brp_match.web.deps import csrf, current_user
from brp_match.web.errors import install
from brp_match.web.pages import routers, seat
from brp_match.web.pages.desk import QueueFilter, Verdict
from brp_match.web.pages.start import own_path
from brp_match.web.settings import WebSettings
from brp_match.web.uploads import name_shown
from web.pages.fake_desk import FakeDesk

ALL = Account("a1", "beoordelaar1", frozenset(Role), True, True)
CASE = "/zaak/K4QX2M"


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    return FakeDesk(tmp_path)


@pytest.fixture
def client(desk: FakeDesk) -> TestClient:
    app = FastAPI()
    app.state.settings = WebSettings(data=Path("nergens"))
    install(app)

    @app.middleware("http")
    async def signed_in(request: Any, call_next: Any) -> Any:
        request.state.user = ALL
        request.state.csrf_token = "token"
        return await call_next(request)

    for router in routers():
        app.include_router(router)
    app.dependency_overrides[current_user] = lambda: ALL
    app.dependency_overrides[csrf] = lambda: None
    for seated in (seat.case_desk, seat.run_desk, seat.card_desk, seat.audit_desk):
        app.dependency_overrides[seated] = lambda: desk
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)


def send(client: TestClient, outcome: str, **more: str) -> Any:
    return client.post(CASE, data={"uitkomst": outcome, "versie": "3", "rang": "1", **more})


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/werkvoorraad", "Werkvoorraad"),
        ("/tweede-blik", "Tweede blik"),
        (CASE, "Zaak K4QX2M beoordelen"),
        ("/leveringen", "Leveringen"),
        ("/leveringen/nieuw", "Nieuwe levering"),
        ("/leveringen/r7", "Levering 7"),
        ("/leveringen/r7/apart-gezet", "Apart gezette rijen"),
        ("/scorekaarten", "Scorekaarten"),
        ("/scorekaarten/r7/0", "Scorekaart"),
        ("/scorekaarten/r7/0/vrijgave", "Scorekaart vrijgeven"),
        ("/benchmark", "Benchmark"),
        ("/audit", "Audit"),
        ("/audit/verwerkingen", "Logboek dataverwerkingen"),
        ("/accounts", "Accounts"),
        ("/sleutels", "API-sleutels"),
        ("/uitleg", "Uitleg"),
        ("/toegankelijkheid", "Toegankelijkheid"),
    ],
)
def test_every_page_answers_with_its_title(client: TestClient, path: str, title: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert f"<title>{title} – brp-match</title>" in answer.text


def test_the_filters_reach_the_desk(client: TestClient, desk: FakeDesk) -> None:
    client.get("/werkvoorraad?vlp=Water&reden=NAAM_AFWIJKEND&leeftijd=14&vanaf=x")
    assert desk.asked == [(QueueFilter("Water", "NAAM_AFWIJKEND", "14"), "x")]
    assert client.get("/werkvoorraad?leeftijd=15").status_code == 400


def test_a_case_has_an_etag_and_an_unknown_one_is_404(client: TestClient, desk: FakeDesk) -> None:
    answer = client.get(f"{CASE}?inwoner=2&score=ja")
    assert answer.headers["etag"] == '"3"'
    assert desk.asked == [("K4QX2M", 2, True)]
    assert client.get("/zaak/ANDERS").status_code == 404
    assert client.get("/zaak/.%2e").status_code in {400, 404}


def test_a_judgement_leads_to_the_next_case(client: TestClient, desk: FakeDesk) -> None:
    answer = send(client, "geen_van_deze", reden="  Ander huis.  ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/zaak/VOLGENDE?m=besloten")
    assert desk.asked == [("K4QX2M", Verdict("geen_van_deze", 1, "Ander huis.", "3"))]
    assert send(client, "overslaan").headers["location"] == "/zaak/VOLGENDE?m=overgeslagen"
    assert send(client, "weet_ik_niet").headers["location"] == "/werkvoorraad?m=leeg"


def test_a_risky_confirmation_without_a_reason_comes_back(client: TestClient) -> None:
    answer = send(client, "dezelfde_persoon")
    assert answer.status_code == 400
    assert "Schrijf op waarom dit dezelfde persoon is." in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert send(client, "dezelfde_persoon", reden="Zelfde telefoon.").status_code == 303


def test_a_stale_page_is_refused_with_409(client: TestClient) -> None:
    answer = client.post(CASE, data={"uitkomst": "geen_van_deze", "versie": "2"})
    assert answer.status_code == 409
    assert "Een ander heeft deze zaak intussen beoordeeld." in answer.text


@pytest.mark.parametrize(
    "fault", [{"uitkomst": "misschien"}, {"rang": "0"}, {"rang": "1; DROP"}, {"versie": "x" * 201}]
)
def test_a_form_that_is_not_ours_is_400(client: TestClient, fault: dict[str, str]) -> None:
    sent = {"uitkomst": "overslaan", "versie": "3", "rang": "1", **fault}
    assert client.post(CASE, data=sent).status_code == 400


def test_undo_and_feedback(client: TestClient, desk: FakeDesk) -> None:
    undone = client.post(f"{CASE}/terugdraaien", data={"versie": "4"})
    assert undone.headers["location"] == f"{CASE}?m=hersteld"
    path = f"{CASE}/terugkoppeling"
    told = client.post(path, data={"code": "overleden"})
    assert told.headers["location"] == "/leveringen/r7?m=bevestigd#terugkoppeling"
    refused = client.post(path, data={"code": "niet_opgepakt", "waarom": " "})
    assert refused.status_code == 400
    assert "Fout: Zaak" in refused.text
    done = client.post(path, data={"code": "niet_opgepakt", "waarom": " Hij leeft nog. "})
    assert done.headers["location"] == "/leveringen/r7?m=geweigerd#terugkoppeling"
    assert client.post(path, data={"code": "match"}).status_code == 400
    back = client.post(f"{path}/terug")
    assert back.headers["location"] == f"{CASE}?m=teruggezet"
    assert desk.asked == [
        ("K4QX2M", "4"),
        ("K4QX2M", "overleden", ""),
        ("K4QX2M", "niet_opgepakt", ""),
        ("K4QX2M", None, False),
        ("K4QX2M", "niet_opgepakt", "Hij leeft nog."),
        "K4QX2M",
    ]


def test_upload_columns_start(client: TestClient, desk: FakeDesk) -> None:
    text = b"Ref;vlp;naam\nS1;Water;P. Jansen\n"
    files = [("signalen", ("../../etc/pass wd.csv", text))]
    answer = client.post("/leveringen/nieuw", files=files)
    assert answer.headers["location"] == "/leveringen/r8/kolommen"
    assert [path.name for path in desk.waiting.signals] == ["signalen-1.csv"]
    assert desk.waiting.names == {"signalen-1.csv": "pass wd.csv"}
    shown = client.get("/leveringen/r8/kolommen")
    assert '<option value="volledige_naam" selected>' in shown.text
    refused = client.post("/leveringen/r8/kolommen", data={})
    assert refused.status_code == 400
    assert "kies een kolom voor signaal_id" in refused.text
    started = client.post("/leveringen/r8/kolommen", data={"k0_0": "signaal_id"})
    assert started.headers["location"] == "/leveringen/r8"
    assert 'signaal_id = "Ref"' in desk.asked[-1][1]


def test_an_unreadable_file_is_told_on_the_form(client: TestClient, desk: FakeDesk) -> None:
    answer = client.post("/leveringen/nieuw", files=[("signalen", ("leeg.csv", b""))])
    assert answer.status_code == 400
    assert "leeg.csv: Dit bestand is leeg" in answer.text
    assert desk.asked == []


def test_a_run_at_work_refreshes_itself(client: TestClient) -> None:
    assert client.get("/leveringen/r8").headers["refresh"] == "5"
    assert "refresh" not in client.get("/leveringen/r7").headers


def test_release_wants_a_tick(client: TestClient, desk: FakeDesk) -> None:
    path = "/scorekaarten/r7/0/vrijgave"
    refused = client.post(path, data={"versie": "abc"})
    assert refused.status_code == 400
    assert "Zet een vinkje" in refused.text
    assert desk.asked == []
    done = client.post(path, data={"versie": "abc", "akkoord": "ja"})
    assert done.headers["location"] == f"{path}?m=vrijgegeven"
    assert desk.asked == [("r7", 0, "abc")]


def test_accounts_form(client: TestClient, desk: FakeDesk) -> None:
    sent = {"naam": "piet", "wachtwoord": "kort", "rol": ["beoordelaar", "koning"]}
    refused = client.post("/accounts", data=sent)
    assert refused.status_code == 400
    assert "minstens 12 tekens" in refused.text
    assert "kort" not in refused.text.replace("verkort", "")
    assert desk.asked[-1]["rollen"] == ["beoordelaar"]
    changed = client.post("/accounts/a2", data={"rol": ["coordinator"], "geheim": "ja"})
    assert changed.headers["location"] == "/accounts?m=account"
    values = {"rollen": ["coordinator"], "geheim": True, "actief": False, "wachtwoord": ""}
    assert desk.asked[-1] == ("a2", values)


def test_a_key_is_made_and_withdrawn(client: TestClient, desk: FakeDesk) -> None:
    assert client.post("/sleutels", data={"naam": "RIS"}).status_code == 400
    made = client.post("/sleutels", data={"naam": " RIS ", "rol": ["coordinator", "koning"]})
    assert made.status_code == 200
    assert '<code class="key">sleutel-1</code>' in made.text
    gone = client.post(f"/sleutels/{'a' * 32}/intrekken")
    assert gone.headers["location"] == "/sleutels?m=ingetrokken"
    assert desk.asked == [("RIS", []), ("RIS", ["coordinator"]), "a" * 32]
    assert client.post("/sleutels/1/intrekken").status_code == 400


def test_the_keys_can_be_switched_off(client: TestClient) -> None:
    assert 'data-keys="aan"' in client.get(CASE).text
    answer = client.post("/voorkeuren/toetsen", data={"stand": "uit", "terug": CASE})
    assert answer.headers["location"] == f"{CASE}?m=toetsen_uit"
    client.cookies.set("toetsen", "uit")
    page = client.get(CASE).text
    assert 'data-keys="uit"' in page
    assert "<kbd" not in page


@pytest.mark.parametrize("path", ["https://elders.example", "//elders.example", "/\\e", "/a?b", ""])
def test_the_way_back_is_always_ours(path: str) -> None:
    assert own_path(path) == "/"


def test_the_name_a_sender_gave_is_fit_to_show() -> None:
    assert name_shown("../../etc/passwd") == "passwd"
    assert name_shown("C:\\map\\signalen  maart.csv") == "signalen maart.csv"
    assert name_shown("map/") == "bestand"
    assert name_shown("a\x00\n\u202e<b>.csv") == "a<b>.csv"
    assert name_shown("x" * 300 + ".csv") == "x" * 76 + ".csv"


def test_export_and_log_are_downloads(client: TestClient) -> None:
    export = client.get("/leveringen/r7/besluiten.csv")
    assert export.headers["content-disposition"] == 'attachment; filename="besluiten.csv"'
    assert export.headers["content-type"] == "text/csv; charset=utf-8"
    log = client.get("/audit/verwerkingen.jsonl")
    assert log.text == "{}\n"
