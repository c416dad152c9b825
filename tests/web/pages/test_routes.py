"""The routes on a real store: statuses, forms, redirects, refusals."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from sqlalchemy import select

from brp_match.review import accounts, clients
from brp_match.review.intake import name_shown
from brp_match.review.schema import judgements, releases
from brp_match.web import deps
from brp_match.web.auth import safe_next
from web.pages.service import Service, csrf_of, hidden
from web.pages.test_deliveries import run_of
from web.pages.test_work import first_case


def post(client: TestClient, page: str, path: str, **form: Any) -> Any:
    """Send a form with the token of the page it stands on."""
    token = csrf_of(client.get(page).text)
    return client.post(path, data={"csrf_token": token, **form})


def test_every_page_answers_with_its_title(service: Service) -> None:
    coor, keeper = service.sign_in("coor"), service.sign_in("beheer")
    case, run = first_case(coor), run_of(coor)
    number, of_run = case[-32:][:8].upper(), run[-32:]
    titles = {
        "/werkvoorraad": "Werkvoorraad",
        "/tweede-blik": "Tweede blik",
        case: f"Zaak {number} beoordelen",
        "/leveringen": "Leveringen",
        "/leveringen/nieuw": "Nieuwe levering",
        run: "Levering november 2026, ontvangen 10-11-2026 10:00",
        f"{run}/apart-gezet": "Apart gezette rijen, levering november 2026, ontvangen 10-11-2026 10:00",
        "/scorekaarten": "Scorekaarten",
        f"/scorekaarten/{of_run}/0": "Scorekaart @vlp&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;, november 2026",
        f"/scorekaarten/{of_run}/0/vrijgave": "Scorekaart van @vlp&#34;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt; vrijgeven",
        "/benchmark": "Benchmark",
        "/audit": "Audit",
        "/audit/controle": "Controle van de audit",
        "/audit/verwerkingen": "Logboek dataverwerkingen",
        "/uitleg": "Uitleg",
        "/toegankelijkheid": "Toegankelijkheid",
    }
    for path, title in titles.items():
        answer = coor.get(path)
        assert answer.status_code == 200, path
        assert f"<title>{title} – brp-match</title>" in answer.text, path
    for path, title in {"/accounts": "Accounts", "/sleutels": "API-sleutels"}.items():
        assert f"<title>{title} – brp-match</title>" in keeper.get(path).text


def test_a_filter_that_is_none_of_ours_is_400(service: Service) -> None:
    client = service.sign_in("bea")
    assert client.get("/werkvoorraad?leeftijd=14").status_code == 200
    assert client.get("/werkvoorraad?leeftijd=15").status_code == 400
    assert client.get("/werkvoorraad?vanaf=x").status_code == 400


def test_a_case_has_an_etag_and_an_unknown_one_is_404(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    assert client.get(f"{case}?inwoner=2").headers["etag"] == '"1"'
    assert client.get("/zaak/ANDERS").status_code == 404
    assert client.get("/zaak/.%2e").status_code in {400, 404}


def test_a_reason_is_kept_without_the_blanks_around_it(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    sent = post(
        client, case, case, versie="1", rang="1", uitkomst="geen_van_deze", reden="  Ander huis.  "
    )
    assert sent.status_code == 303
    with service.app.state.engine.begin() as con:
        kept = con.execute(select(judgements.c.outcome, judgements.c.reason)).all()
    assert [tuple(one) for one in kept] == [("geen_van_deze", "Ander huis.")]


def test_a_refused_judgement_comes_back_with_its_reason_marked(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    answer = post(client, case, case, versie="1", rang="2", uitkomst="dezelfde_persoon", reden="ja")
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert answer.headers["etag"] == '"1"'


def test_skipping_the_last_case_leads_to_the_list(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql(f"UPDATE cases SET state = 'klaar' WHERE id <> '{case[-32:]}'")
    answer = post(client, case, case, versie="1", uitkomst="overslaan")
    assert answer.headers["location"] == "/werkvoorraad?m=laatste"
    assert "Er is geen andere zaak in deze lijst." in client.get("/werkvoorraad?m=laatste").text


@pytest.mark.parametrize(
    "fault", [{"uitkomst": "misschien"}, {"rang": "0"}, {"rang": "1; DROP"}, {"versie": "x" * 201}]
)
def test_a_form_that_is_not_ours_is_400(service: Service, fault: dict[str, str]) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    sent = {"uitkomst": "overslaan", "versie": "1", "rang": "1", **fault}
    assert post(client, case, case, **sent).status_code == 400
    coordinator = service.sign_in("coor")
    path = f"{case}/terugkoppeling"
    assert post(coordinator, case, path, code="match").status_code == 400
    assert post(client, case, path, code="overleden").status_code == 403


def test_release_wants_a_tick_and_the_version_seen(service: Service) -> None:
    client = service.sign_in("coor")
    path = f"/scorekaarten/{run_of(client)[-32:]}/0/vrijgave"
    seen = hidden(client.get(path).text, "versie")
    refused = post(client, path, path, versie=seen)
    assert refused.status_code == 400
    assert "Zet een vinkje" in refused.text
    assert post(client, path, path, versie="abc", akkoord="ja").status_code == 409
    done = post(client, path, path, versie=seen, akkoord="ja")
    assert done.headers["location"] == f"{path}?m=vrijgegeven"
    with service.app.state.engine.begin() as con:
        assert con.execute(select(releases.c.card_hash)).scalars().all() == [seen]
    assert client.get(path.replace("/0/", "/99/")).status_code == 404
    assert client.get(f"/scorekaarten/{'a' * 32}/0").status_code == 404


def test_accounts_form(service: Service) -> None:
    client = service.sign_in("beheer")

    def sent(path: str, **form: Any) -> Any:
        return post(client, "/accounts", path, **form)

    whole: dict[str, Any] = {"bereik": "alle"}
    new = {"naam": "piet", "wachtwoord": "een lange zin erbij", "rol": "beoordelaar"}
    # an empty field gives nobody everything: it asks, and keeps what was filled in
    for asked, said in (
        ({}, "Kies van welke gemeenten"),
        ({"bereik": "deze"}, "Vul in welke gemeenten"),
        ({"bereik": "alle", "gemeenten": "0225"}, "U koos alle gemeenten en vulde er ook in"),
    ):
        refused = sent("/accounts", **new, **asked)
        assert (refused.status_code, said in refused.text) == (400, True)
        assert 'value="piet"' in refused.text
        assert '<li><a href="#alle-gemeenten">' in refused.text
    short = sent(
        "/accounts", **whole, naam="piet", wachtwoord="kort", rol=["beoordelaar", "koning"]
    )
    assert short.status_code == 400
    assert "minstens 12 tekens" in short.text
    assert "kort" not in short.text.replace("verkort", "")
    taken = sent(
        "/accounts", **whole, naam="bea", wachtwoord="een lange zin erbij", rol="beoordelaar"
    )
    assert (taken.status_code, "Er is al een account met deze naam." in taken.text) == (400, True)
    made = sent(
        "/accounts", **whole, naam=" piet ", wachtwoord="een lange zin erbij", rol="beoordelaar"
    )
    assert made.headers["location"] == "/accounts?m=account"
    piet = account(service, "piet")
    changed = sent(f"/accounts/{piet.id}", rol=["coordinator"], geheim="ja", **whole)
    assert changed.headers["location"] == "/accounts?m=account"
    now = account(service, "piet")
    assert (now.roles, now.secrecy, now.active) == ({accounts.Role.COORDINATOR}, True, False)
    assert sent(f"/accounts/{'a' * 32}", rol="coordinator", **whole).status_code == 404


def test_nobody_locks_himself_out(service: Service) -> None:
    client = service.sign_in("beheer")
    own = f"/accounts/{account(service, 'beheer').id}"
    for form in ({"rol": "coordinator", "actief": "ja"}, {"rol": "beheerder"}):
        refused = post(client, "/accounts", own, **form)
        assert refused.status_code == 400
        assert "U kunt uzelf niet blokkeren" in refused.text
    assert account(service, "beheer").active


def account(service: Service, name: str) -> accounts.Account:
    with service.app.state.engine.begin() as con:
        return next(one for one in accounts.list_accounts(con) if one.name == name)


def test_a_key_is_made_and_withdrawn(service: Service) -> None:
    client = service.sign_in("beheer")
    assert post(client, "/sleutels", "/sleutels", naam="RIS").status_code == 400
    form: dict[str, Any] = {"naam": " RIS ", "rol": ["coordinator", "koning"]}
    asked = post(client, "/sleutels", "/sleutels", **form)
    assert (asked.status_code, "Kies van welke gemeenten" in asked.text) == (400, True)
    made = post(client, "/sleutels", "/sleutels", **form, bereik="alle")
    assert made.status_code == 200
    token = re.search(r'<code class="key">([\w-]{40,})</code>', made.text)
    assert token
    with service.app.state.engine.begin() as con:
        found = clients.client_of_token(con, token[1])
    assert found is not None
    assert (found.name, found.roles) == ("RIS", {accounts.Role.COORDINATOR})
    gone = post(client, "/sleutels", f"/sleutels/{found.id}/intrekken")
    assert gone.headers["location"] == "/sleutels?m=ingetrokken"
    with service.app.state.engine.begin() as con:
        assert clients.client_of_token(con, token[1]) is None
    assert post(client, "/sleutels", "/sleutels/1/intrekken").status_code == 400


def test_the_keys_can_be_switched_off(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    assert 'data-keys="aan"' in client.get(case).text
    answer = post(client, case, "/voorkeuren/toetsen", stand="uit", terug=case)
    assert answer.headers["location"] == f"{case}?m=toetsen_uit"
    client.cookies.set("toetsen", "uit")
    page = client.get(case).text
    assert 'data-keys="uit"' in page
    assert "<kbd" not in page


@pytest.mark.parametrize("path", ["https://elders.example", "//elders.example", "/\\e", "/a?b", ""])
def test_the_way_back_is_always_ours(path: str) -> None:
    assert safe_next(path) == "/"


def test_the_name_a_sender_gave_is_fit_to_show() -> None:
    assert name_shown("../../etc/passwd") == "passwd"
    assert name_shown("C:\\map\\signalen  maart.csv") == "signalen maart.csv"
    assert name_shown("map/") == "bestand"
    assert name_shown("a\x00\n\u202e<b>.csv") == "a<b>.csv"
    assert name_shown("x" * 300 + ".csv") == "x" * 76 + ".csv"


def test_export_and_log_are_downloads(service: Service) -> None:
    client = service.sign_in("coor")
    export = client.get(f"{run_of(client)}/besluiten.csv")
    assert export.headers["content-disposition"] == 'attachment; filename="besluiten.csv"'
    assert export.headers["content-type"] == "text/csv; charset=utf-8"
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE accounts SET secrecy = true WHERE name = 'coor'")
    log = client.get("/audit/verwerkingen.jsonl")
    assert log.headers["content-type"] == "application/jsonl"
    assert '"dpl.core.data_subject_id"' in log.text


def test_who_was_logged_out_comes_back_to_the_page_of_the_form(service: Service) -> None:
    """Of every form: also in the middle of confirming, practising or a person's rights."""
    served = [
        (str(one.path), getattr(one, "methods", None) or ())
        for one in iter_route_contexts(service.app.routes)
    ]
    outside = ("/v1/", "/inloggen", "/uitloggen", "/voorkeuren")
    forms = [path for path, how in served if "POST" in how and not path.startswith(outside)]
    assert len(forms) > 40
    shown = [re.sub(r"\{\w+\}", "[^/]+", path) for path, how in served if "GET" in how]
    values = {"number": "1", "code": "overleden"}
    for form in forms:
        path = re.sub(r"\{(\w+)\}", lambda part: values.get(part[1], "a1"), form)
        found = deps.FORM_PAGES.match(path)
        assert found, path
        assert any(re.fullmatch(one, found.group()) for one in shown), path
