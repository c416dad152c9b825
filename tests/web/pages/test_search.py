"""A case found by what stands in it, and several signals of one person decided together."""

from __future__ import annotations

import re

from sqlalchemy import select, update

from brp_match.review import search
from brp_match.review.accounts import list_accounts
from brp_match.review.engine import reading
from brp_match.review.schema import cases, judgements
from web.pages.service import Service, csrf_of, hidden


def test_a_case_is_found_by_number_name_and_amount_and_no_address_tells_of_it(
    service: Service,
) -> None:
    client = service.sign_in("bea")
    queue = client.get("/werkvoorraad").text
    token = {"csrf_token": csrf_of(queue)}
    for asked in ("k7", "Groenewold 120,50", "groenewold"):
        answer = client.post("/zoeken", data=token | {"vraag": asked})
        # what was asked stands in no address
        assert answer.headers["location"] == "/zoeken"
        page = client.get("/zoeken").text
        assert re.findall(r'href="(/zaak/[0-9a-f]{32})"', page), asked
        assert f'value="{asked}"' in page
    client.post("/zoeken", data=token | {"vraag": "niemand-heet-zo"})
    assert "Geen zaak heeft al deze woorden." in client.get("/zoeken").text
    # somebody else sees nothing of it, and it goes with the session
    assert "niemand-heet-zo" not in service.sign_in("bob").get("/zoeken").text
    audit = service.sign_in("beheer").get("/audit?wat=gezocht").text
    assert "Naar een zaak gezocht" in audit
    assert "groenewold" not in audit.lower()


def test_looking_through_every_case_keeps_nobody_from_writing(service: Service) -> None:
    with service.app.state.engine.begin() as con:
        bea = next(one for one in list_accounts(con) if one.name == "bea")
    # a transaction that only reads refuses a line of the audit
    with reading(service.app.state.engine) as con:
        assert [hit.row.signaal_id for hit in search.find(con, bea, "groenewold")] == ["S006"]


def test_who_may_not_see_secret_cases_finds_what_stands_in_for_them(service: Service) -> None:
    found = {}
    for name in ("bea", "geheime"):
        client = service.sign_in(name)
        token = {"csrf_token": csrf_of(client.get("/werkvoorraad").text)}
        client.post("/zoeken", data=token | {"vraag": "lindenaar"})
        found[name] = set(re.findall(r"/zaak/([0-9a-f]{32})", client.get("/zoeken").text))
    assert found["bea"]
    assert found["geheime"]
    assert not found["bea"] & found["geheime"]
    with service.app.state.engine.begin() as con:
        secret = set(con.execute(select(cases.c.id).where(cases.c.secret)).scalars())
    assert found["geheime"] <= secret


def test_signals_of_one_person_are_decided_and_taken_back_together(service: Service) -> None:
    client = service.sign_in("bea")
    with service.app.state.engine.begin() as con:
        one, two, *_ = con.execute(
            select(cases).where(~cases.c.secret, cases.c.state == "open").order_by(cases.c.id)
        ).all()
        beside = {
            "signaal_id": two.signaal_id, "vlp": two.vlp, "soort_signaal": "", "bedrag": "120,50", "signaaldatum": "1-11-2026",
            "geboortedatum": "", "naam": "J. Proef", "adres": "", "persoon_id": "", "geheim": 0, "waarom": ["adres"],
        }  # fmt: skip
        secret = beside | {"signaal_id": "geheim-signaal", "geheim": 7}
        shown = one.decision | {"anderen": [beside, secret]}
        con.execute(update(cases).where(cases.c.id == one.id).values(decision=shown))
        # both signals may be about the same people
        con.exec_driver_sql("DELETE FROM candidates WHERE case_id = ?", (two.id,))
        con.exec_driver_sql(
            "INSERT INTO candidates SELECT ?, rang, persoon_id, kans, geheim, huidig_adres, data FROM candidates WHERE case_id = ?",
            (two.id, one.id),
        )
    case = f"/zaak/{one.id}"
    html = client.get(case).text
    assert f'name="ook" value="{two.id}:1" form="oordeel"' in html
    assert "geheim-signaal" not in html
    form = {
        "csrf_token": csrf_of(html), "versie": hidden(html, "versie"), "rang": "1", "uitkomst": "geen_van_deze",
        "grond": "garagebox",
    }  # fmt: skip
    # a case that did not stand beside it is none of this
    assert client.post(case, data=form | {"ook": "f" * 32 + ":1"}).status_code == 404
    done = client.post(case, data=form | {"ook": f"{two.id}:1"})
    assert done.headers["location"].endswith("m=samen_besloten")
    with service.app.state.engine.begin() as con:
        said = con.execute(select(judgements.c.case_id, judgements.c.ground)).all()
        assert sorted(tuple(row) for row in said) == sorted(
            [(one.id, "garagebox"), (two.id, "garagebox")]
        )
    page = client.get(done.headers["location"]).text
    undo = re.search(
        r'action="(/zaak/[0-9a-f]{32}/terugdraaien)".*?name="versie"[^>]* value="(\d+)"', page, re.S
    )
    assert undo
    assert (
        client.post(undo[1], data={"csrf_token": csrf_of(page), "versie": undo[2]}).status_code
        == 303
    )
    with service.app.state.engine.begin() as con:
        states = con.execute(
            select(cases.c.state).where(cases.c.id.in_([one.id, two.id]))
        ).scalars()
        assert list(states) == ["open", "open"]
