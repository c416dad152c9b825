"""The pages on the real application and database: what a reviewer sees and what is kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import event, select

from brp_match.review import accounts
from brp_match.review.schema import judgements
from web.pages.conftest import NOW
from web.pages.service import PASSWORD, Service, csrf_of, hidden
from web.pages.town import SURNAMES


def first_case(client: Any) -> str:
    assert 'href="/werkvoorraad/volgende">Begin' in client.get("/werkvoorraad").text
    answer = client.get("/werkvoorraad/volgende")
    assert answer.status_code == 303
    assert re.fullmatch(r"/zaak/[0-9a-f]{32}", answer.headers["location"])
    return str(answer.headers["location"])


def judge(client: Any, case: str, outcome: str, *, tab: str = "", reason: str = "") -> Any:
    html = client.get(case + (f"?inwoner={tab}" if tab else "")).text
    return client.post(
        case,
        data={
            "csrf_token": csrf_of(html), "versie": hidden(html, "versie"),
            "rang": hidden(html, "rang"), "uitkomst": outcome, "reden": reason,
        },
    )  # fmt: skip


def test_a_page_asks_the_database_little(service: Service) -> None:
    bea = service.sign_in("bea")
    judge(bea, first_case(bea), "overslaan")
    asked: list[str] = []

    @event.listens_for(service.app.state.engine, "before_cursor_execute")
    def count(_con: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    def statements(act: Any) -> int:
        asked.clear()
        assert act().status_code in (200, 303)
        return len(asked)

    assert statements(lambda: bea.get("/werkvoorraad")) <= 7
    assert statements(lambda: bea.get("/tweede-blik")) <= 5
    case = first_case(bea)
    html = bea.get(case).text
    assert statements(lambda: bea.get(case)) <= 18
    form = {"csrf_token": csrf_of(html), "versie": hidden(html, "versie"), "uitkomst": "overslaan"}
    assert statements(lambda: bea.post(case, data=form)) <= 15


def test_nobody_sees_a_page_without_signing_in(service: Service) -> None:
    visitor = service.visitor()
    for path in ("/werkvoorraad", "/leveringen", "/audit", "/accounts", "/scorekaarten"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/inloggen")
    assert visitor.get("/uitleg").status_code == 200


@pytest.mark.parametrize(
    ("name", "start", "menu"),
    [
        ("bea", "/werkvoorraad", ["Werkvoorraad", "Tweede blik"]),
        ("data", "/scorekaarten", ["Scorekaarten", "Benchmark"]),
        (
            "beheer",
            "/leveringen",
            [
                "Leveringen",
                "Beleid",
                "Instellingen",
                "Audit",
                "Gezondheid",
                "Accounts",
                "API-sleutels",
            ],
        ),
        (
            "coor",
            "/bord",
            [
                "Bord",
                "Werkvoorraad",
                "Tweede blik",
                "Terugkoppeling",
                "Oppaklijst",
                "Leveringen",
                "Scorekaarten",
                "Benchmark",
                "Beleid",
                "Instellingen",
                "Audit",
            ],
        ),
    ],
)
def test_the_menu_follows_the_role(
    service: Service, name: str, start: str, menu: list[str]
) -> None:
    client = service.sign_in(name)
    assert client.get("/").headers["location"] == start
    html = client.get("/uitleg").text
    assert re.findall(r'<li><a href="/[a-z-]+">([^<]+)</a></li>', html) == menu


def test_a_role_for_every_page(service: Service) -> None:
    pages = {
        "/werkvoorraad": {"bea", "coor"}, "/tweede-blik": {"bea", "coor"},
        "/leveringen": {"coor", "beheer"}, "/leveringen/nieuw": {"coor"},
        "/scorekaarten": {"coor", "data"}, "/benchmark": {"coor", "data"},
        "/audit": {"coor", "beheer"}, "/audit/verwerkingen": {"coor", "beheer"},
        "/accounts": {"beheer"},
    }  # fmt: skip
    for name in ("bea", "coor", "beheer", "data"):
        client = service.sign_in(name)
        for path, allowed in pages.items():
            assert client.get(path).status_code == (200 if name in allowed else 403), (name, path)


def test_signing_in_with_the_form(service: Service) -> None:
    visitor = service.visitor()
    page = visitor.get("/inloggen?next=/audit").text
    form = {"naam": "beheer", "csrf_token": csrf_of(page), "next": hidden(page, "next")}
    wrong = visitor.post("/inloggen", data=form | {"wachtwoord": "fout fout fout"})
    assert wrong.status_code == 401
    assert "Inloggen is niet gelukt" in wrong.text
    answer = visitor.post("/inloggen", data=form | {"wachtwoord": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/audit")
    assert visitor.get("/audit").status_code == 200


def test_the_queue_shows_the_final_delivery_first_and_no_person(service: Service) -> None:
    html = service.sign_in("geheime").get("/werkvoorraad").text
    assert "Er zijn 13 zaken" in html
    assert html.index("Eindelevering</span>") < html.index("Vroegsignaal")
    assert "20 dagen" in html
    assert not any(name in html for name in SURNAMES)


def test_the_filter_on_a_deliverer(service: Service) -> None:
    html = service.sign_in("geheime").get("/werkvoorraad?vlp=Waterbron").text
    assert "Er zijn 6 zaken" in html
    assert "Stroomwerk<br>" not in html
    assert "Geen zaak past" in service.sign_in("bea").get("/werkvoorraad?leeftijd=28").text


def test_secret_cases_only_for_who_may_see_them(service: Service) -> None:
    authorised = service.sign_in("geheime")
    cases = set(re.findall(r"/zaak/[0-9a-f]{32}", authorised.get("/werkvoorraad").text))
    bea = service.sign_in("bea")
    secret = cases - set(re.findall(r"/zaak/[0-9a-f]{32}", bea.get("/werkvoorraad").text))
    assert len(secret) == 1
    page = authorised.get(secret.copy().pop()).text
    assert "<strong>Geheimhouding.</strong>" in page
    assert "Lindenaar" in page
    refused = bea.get(secret.pop())
    assert refused.status_code == 404
    assert "Lindenaar" not in refused.text


def test_both_records_side_by_side_without_the_answer(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    html = client.get(case).text
    assert '<span class="value">J</span>' in html or "<mark>" in html
    assert "Inwoner 1</a>" in html
    assert "Inwoner 2</a>" in html
    assert "Geen van deze" in html
    assert "kans" not in re.sub(r"<[^>]+>", " ", html).lower()
    assert "MEERDERE" not in html
    assert "Op dit adres: 2 mogelijke inwoners" in html
    other = client.get(f"{case}?inwoner=2").text
    assert hidden(other, "rang") == "2"
    assert re.search(r"-03-1955", html)
    assert re.search(r"-03-1985", other)


def test_a_judgement_is_kept_shown_and_taken_back(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    answer = judge(client, case, "geen_van_deze", reason="Andere straat.")
    following = answer.headers["location"]
    assert answer.status_code == 303
    assert following.endswith("?m=besloten")
    assert following.split("?")[0] != case
    after = client.get(following).text
    assert f'href="{case}"' in after
    assert "Uw oordeel is opgeslagen." in after
    # undo stands beside the message, and nowhere else
    assert f'action="{case}/terugdraaien"' in after
    assert f'action="{case}/terugdraaien"' not in client.get(following.split("?")[0]).text
    page = client.get(case).text
    assert "<strong>Geen van deze</strong>, op 10-11-2026 10:00" in page
    assert "Reden: Andere straat." in page
    assert "Kans op inwoner 1" not in page
    score = client.get(f"{case}?score=ja").text
    assert "<dt>Kans op inwoner 1</dt><dd>49,8%</dd>" in score
    assert "Wat elk gegeven woog" in score
    assert "Wat elk gegeven woog" not in page
    assert "<dt>Klantnummer</dt><dd>K7</dd>" in page
    assert "<dt>Bedrag</dt><dd>€ 120,50</dd>" in page
    undo = client.post(
        f"{case}/terugdraaien",
        data={"csrf_token": csrf_of(page), "versie": hidden(page, "versie")},
    )
    assert undo.headers["location"] == f"{case}?m=hersteld"
    assert 'name="uitkomst" value="dezelfde_persoon"' in client.get(case).text


def test_what_is_going_on_is_kept_and_told_with_what_follows(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    html = client.get(case).text
    assert "De vastelastenpartner hoort: onterecht signaal." in html
    form = {"csrf_token": csrf_of(html), "versie": hidden(html, "versie"), "rang": "1"}
    refused = client.post(case, data=form | {"uitkomst": "geen_van_deze", "grond": "bewind"})
    assert refused.status_code == 400
    assert '<a href="#grond-bewind">Een bewindvoerder hoort bij' in refused.text
    assert 'value="bewind" data-choose="9" aria-describedby="gevolg-bewind" checked' in refused.text
    done = client.post(case, data=form | {"uitkomst": "geen_van_deze", "grond": "garagebox"})
    assert done.status_code == 303
    assert "<strong>Geen van deze</strong>, garagebox" in client.get(case).text
    # who did not know said nothing of what is going on
    other = first_case(client)
    html = client.get(other).text
    form = {"csrf_token": csrf_of(html), "versie": hidden(html, "versie"), "rang": "1"}
    client.post(other, data=form | {"uitkomst": "weet_ik_niet", "grond": "overleden"})
    assert "<strong>Weet ik niet</strong>, op" in client.get(other).text


def test_a_risky_confirmation_needs_a_reason(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    refused = judge(client, case, "dezelfde_persoon", tab="2")
    assert refused.status_code == 400
    assert "Zeg kort waarom dit toch dezelfde persoon is." in refused.text
    assert hidden(refused.text, "rang") == "2"
    assert judge(client, case, "dezelfde_persoon", tab="2", reason="Zoon belde.").status_code == 303


def test_two_reviewers_on_one_case_the_later_gets_409(service: Service) -> None:
    bea, bob = service.sign_in("bea"), service.sign_in("bob")
    case = first_case(bea)
    seen = bob.get(case).text
    assert judge(bea, case, "geen_van_deze").status_code == 303
    late = bob.post(
        case,
        data={
            "csrf_token": csrf_of(seen), "versie": hidden(seen, "versie"), "rang": "1",
            "uitkomst": "geen_van_deze",
        },
    )  # fmt: skip
    assert late.status_code == 409
    assert "intussen gewijzigd" in late.text
    assert f'href="{case}">Bekijk de zaak opnieuw</a>' in late.text


def test_the_same_form_twice_is_one_judgement(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    html = client.get(case).text
    form = {
        "csrf_token": csrf_of(html), "versie": hidden(html, "versie"), "rang": "1",
        "uitkomst": "geen_van_deze",
    }  # fmt: skip
    assert [client.post(case, data=form).status_code for _ in range(2)] == [303, 303]
    with service.app.state.engine.begin() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM judgements").scalar() == 1


WAITING = re.compile(r"Er zijn (\d+) zaken")


def test_skipping_keeps_the_case_and_goes_on(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    waiting = WAITING.findall(client.get("/werkvoorraad").text)
    answer = judge(client, case, "overslaan")
    assert answer.headers["location"].endswith("?m=overgeslagen")
    assert answer.headers["location"].split("?")[0] != case
    assert WAITING.findall(client.get("/werkvoorraad").text) == waiting != []


def test_second_and_third_look_are_blind_and_measured(service: Service) -> None:
    bea, bob, third = (service.sign_in(name) for name in ("bea", "bob", "coor"))
    case = first_case(bea)
    assert judge(bea, case, "weet_ik_niet").status_code == 303
    assert case not in bea.get("/tweede-blik").text
    assert "Tweede oordeel" in bob.get("/tweede-blik").text
    page = bob.get(case).text
    assert "U beoordeelt deze zaak zonder te weten" in page
    assert "Weet ik niet</strong>" not in page
    assert judge(bob, case, "geen_van_deze").status_code == 303
    assert "Derde oordeel: u beslist" in third.get("/tweede-blik").text
    assert judge(third, case, "geen_van_deze").status_code == 303
    shown = third.get("/tweede-blik").text
    assert "<dd>1 zaak</dd>" in shown
    assert "<dd>0,0%</dd>" in shown
    assert "niet te berekenen" in shown


def test_without_a_token_nothing_is_kept(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    waiting = WAITING.findall(client.get("/werkvoorraad").text)
    answer = client.post(case, data={"versie": "1", "rang": "1", "uitkomst": "geen_van_deze"})
    assert answer.status_code == 403
    assert WAITING.findall(client.get("/werkvoorraad").text) == waiting != []


def test_no_person_in_titles_addresses_or_errors(service: Service) -> None:
    client = service.sign_in("geheime")
    queue = client.get("/werkvoorraad").text
    for case in sorted(set(re.findall(r"/zaak/[0-9a-f]{32}", queue))):
        html = client.get(case).text
        title = re.search(r"<title>(.*?)</title>", html)
        links = re.findall(r'(?:href|action)="([^"]+)"', html)
        assert title
        for name in (*SURNAMES, "Nasty", "90000"):
            assert name not in title.group(1)
            assert not any(name in link for link in links)


def test_the_filter_stays_from_case_to_case(service: Service) -> None:
    client = service.sign_in("bea")
    queue = client.get("/werkvoorraad?vlp=Waterbron").text
    case = re.search(r'href="(/zaak/[0-9a-f]{32})\?vlp=Waterbron"', queue)
    assert case
    first = case.group(1)
    seen = {first}
    page = client.get(f"{first}?vlp=Waterbron").text
    for _ in range(6):
        form = {
            "csrf_token": csrf_of(page),
            "versie": hidden(page, "versie"),
            "uitkomst": "geen_van_deze",
        }
        answer = client.post(f"{first}?vlp=Waterbron", data=form)
        assert answer.status_code == 303
        first, _, query = answer.headers["location"].partition("?")
        if query == "vlp=Waterbron&m=leeg":
            break
        assert query == "vlp=Waterbron&m=besloten"
        seen.add(first)
        page = client.get(answer.headers["location"]).text
        assert "Water · Waterbron" in page
    # one of them stands in for a case about somebody with secrecy
    assert len(seen) == 6
    assert (
        "Uw oordeel is opgeslagen. Er zijn geen zaken meer"
        in client.get(answer.headers["location"]).text
    )


def test_a_judgement_sent_after_the_session_ended_is_told_and_leads_back(service: Service) -> None:
    client = service.sign_in("bea")
    case = first_case(client)
    client.cookies.clear()
    answer = client.post(case, data={"uitkomst": "geen_van_deze", "versie": "1"})
    assert answer.status_code == 303
    login = answer.headers["location"]
    assert login == f"/inloggen?next={case.replace('/', '%2F')}&m=verlopen"
    assert "Wat u net verstuurde, is niet opgeslagen." in client.get(login).text


def test_a_password_of_ones_own(service: Service) -> None:
    client, elsewhere = service.sign_in("bea"), service.sign_in("bea")
    page = client.get("/wachtwoord").text

    def sent(old: str, new: str, again: str) -> Response:
        form = {"csrf_token": csrf_of(page), "huidig": old, "nieuw": new, "nogmaals": again}
        return client.post("/wachtwoord", data=form)

    assert "niet gelijk" in sent(PASSWORD, "nog een lange zin", "nog een korte zin").text
    assert "klopt niet" in sent("verkeerd wachtwoord", *["nog een lange zin"] * 2).text
    short = sent(PASSWORD, "kort", "kort")
    assert short.status_code == 400
    assert "minstens 12 tekens" in short.text
    assert elsewhere.get("/wachtwoord").status_code == 200
    assert (
        sent(PASSWORD, *["nog een lange zin"] * 2).headers["location"] == "/wachtwoord?m=wachtwoord"
    )
    assert client.get("/wachtwoord").status_code == 200
    assert elsewhere.get("/wachtwoord").status_code == 303, "the other session goes on"
    engine = service.app.state.engine
    assert accounts.verify(engine, "bea", PASSWORD, NOW) is None
    assert accounts.verify(engine, "bea", "nog een lange zin", NOW) is not None


def test_a_forgotten_password_is_set_by_the_keeper(service: Service) -> None:
    keeper, bea = service.sign_in("beheer"), service.sign_in("bea")
    page = keeper.get("/accounts").text
    with service.app.state.engine.begin() as con:
        found = next(one for one in accounts.list_accounts(con) if one.name == "bea")
    form = {
        "csrf_token": csrf_of(page),
        "rol": "beoordelaar",
        "actief": "ja",
        "wachtwoord": "kort",
        "bereik": "alle",
    }
    assert "minstens 12 tekens" in keeper.post(f"/accounts/{found.id}", data=form).text
    assert bea.get("/werkvoorraad").status_code == 200
    form["wachtwoord"] = "een nieuwe lange zin"
    assert keeper.post(f"/accounts/{found.id}", data=form).status_code == 303
    assert bea.get("/werkvoorraad").status_code == 303
    engine = service.app.state.engine
    assert accounts.verify(engine, "bea", "een nieuwe lange zin", NOW) is not None


def test_two_who_begin_at_once_get_different_cases(service: Service) -> None:
    bea, bob = service.sign_in("bea"), service.sign_in("bob")
    # both look at the list before either opens a case
    first, second = first_case(bea), first_case(bob)
    assert first != second
    assert first_case(bea) == first, "what was offered stays offered"
    # both decide: each is led on to a case of his own
    following = [
        judge(client, case, "geen_van_deze").headers["location"].split("?")[0]
        for client, case in ((bea, first), (bob, second))
    ]
    assert len({first, second, *following}) == 4


def at_once(acts: list[Callable[[], Response]]) -> Counter[int]:
    """How often each answer came of acts begun together."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(one.status_code for one in pool.map(lambda act: act(), acts))


def test_a_form_that_is_sent_six_times_at_once_is_one_judgement_and_one_taken_back(
    service: Service,
) -> None:
    """Of one reviewer who clicks again, and of two on the same case."""
    bea = service.sign_in("bea")
    case = first_case(bea)
    html = bea.get(case).text
    form = {
        "csrf_token": csrf_of(html), "versie": hidden(html, "versie"), "rang": hidden(html, "rang"),
        "uitkomst": "geen_van_deze", "reden": "",
    }  # fmt: skip

    def kept() -> list[Any]:
        with service.app.state.engine.begin() as con:
            rows = con.execute(select(judgements).where(judgements.c.case_id == case[-32:]))
            return [row.retracts is not None for row in rows.all()]

    found = at_once([lambda: bea.post(case, data=form)] * 6)
    assert kept() == [False], found
    assert set(found) <= {303, 409}
    html = bea.get(case).text
    back = {"csrf_token": csrf_of(html), "versie": hidden(html, "versie")}
    found = at_once([lambda: bea.post(f"{case}/terugdraaien", data=back)] * 6)
    assert sorted(kept()) == [False, True], found
    assert set(found) <= {303, 409}
