"""Confirming feedback as work: one after the other with the ground on the page, a sample first, the rest by page."""

from __future__ import annotations

import re

from sqlalchemy import select, update

from brp_match.review.feedback_queue import sample
from brp_match.review.schema import cases, feedback
from web.pages.service import Service, csrf_of


def proposals(service: Service, count: int) -> list[str]:
    """Make `count` cases of the town rejects of who died, whose feedback waits; return their ids."""
    with service.app.state.engine.begin() as con:
        of_all = select(cases).where(~cases.c.secret, ~cases.c.stand_in)
        rows = con.execute(of_all.order_by(cases.c.id)).all()[:count]
        for row in rows:
            decided = row.decision | {"besluit": "reject", "terugkoppeling": "overleden"}
            con.execute(
                update(cases).where(cases.c.id == row.id).values(decision=decided, state="klaar")
            )
    assert len(rows) == count
    return [row.id for row in rows]


def said(service: Service) -> dict[str, str]:
    with service.app.state.engine.begin() as con:
        return {row.case_id: row.code for row in con.execute(select(feedback))}


def test_a_sample_is_the_same_for_everybody_and_at_least_three() -> None:
    ids = [f"zaak{n}" for n in range(100)]
    drawn = sample(ids)
    assert len(drawn) == 10
    assert drawn == sample(ids[::-1])
    # what is confirmed of it leaves the draw as it was
    assert sample(ids[:5]) < set(ids[:5])
    assert [len(sample(ids[:n])) for n in (0, 1, 2, 3, 4, 31)] == [0, 1, 2, 3, 3, 4]


def test_proposals_are_work_one_after_the_other_and_then_by_page(service: Service) -> None:
    ids = proposals(service, 6)
    drawn = sample(ids)
    client = service.sign_in("coor")
    run = re.findall(r"/leveringen/[0-9a-f]{32}", client.get("/leveringen").text)[0]
    assert "Er wachten 6 terugkoppelingen op een mens: overleden 6." in client.get(run).text
    page = client.get("/terugkoppeling").text
    assert "nog 3 één voor één" in page
    group = f"/terugkoppeling/{run.rsplit('/', 1)[1]}/overleden"
    # not by page before the sample was looked at, and a form that was made up confirms nothing
    assert client.get(group).headers["location"] == "/terugkoppeling"
    token = {"csrf_token": csrf_of(page)}
    client.post(group, data=token | {"zaak": ids})
    assert said(service) == {}

    at = client.get("/terugkoppeling/volgende").headers["location"]
    for _ in range(3):
        assert at.split("/")[-1].split("?")[0] in drawn
        html = client.get(at).text
        assert "Waterbron hoort: overleden" in html or "hoort: overleden" in html
        assert 'value="bevestig" data-key="1"' in html
        at = client.post(at, data=token | {"keuze": "bevestig"}).headers["location"]
        assert "m=bevestigd" in at
    assert set(said(service)) == drawn
    # undo stands beside the message and leads back to the proposal
    html = client.get(at).text
    undo = re.search(r'action="(/terugkoppeling/zaak/[0-9a-f]+/terug)"', html)
    assert undo
    back = client.post(undo[1], data=token).headers["location"]
    assert len(said(service)) == 2
    assert client.post(back, data=token | {"keuze": "bevestig"}).status_code == 303

    html = client.get(group).text
    shown = re.findall(r'name="zaak" value="([0-9a-f]+)" checked', html)
    assert sorted(shown) == sorted(set(ids) - drawn)
    done = client.post(group, data=token | {"zaak": shown[:2]})
    assert done.headers["location"] == f"{group}?m=samen"
    assert set(said(service)) == drawn | set(shown[:2])
    audit = client.get("/audit?wat=zaak_gezien").text
    assert all(one[:8].upper() in audit for one in shown)


def test_the_same_press_twice_is_said_once_and_goes_on(service: Service) -> None:
    proposals(service, 3)
    client = service.sign_in("coor")
    at = client.get("/terugkoppeling/volgende").headers["location"]
    token = csrf_of(client.get(at).text)
    form = {"csrf_token": token, "keuze": "bevestig", "code": "", "waarom": ""}
    first, again = (client.post(at.split("?")[0], data=form) for _ in range(2))
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.headers["location"] == again.headers["location"]
    assert list(said(service).values()) == ["overleden"]
    # another choice after it is no second press: it is told, with the way to the case
    other = client.post(
        at.split("?")[0],
        data=form | {"keuze": "anders", "code": "geen_inwoner", "waarom": "nagevraagd"},
    )
    assert other.status_code == 409
    assert re.search(r'href="/zaak/[0-9a-f]{32}">Bekijk de zaak opnieuw', other.text)


def test_a_fault_in_the_sample_closes_the_page_and_skipping_goes_round(service: Service) -> None:
    ids = proposals(service, 5)
    client = service.sign_in("coor")
    at = client.get("/terugkoppeling/volgende?soort=overleden").headers["location"]
    token = {"csrf_token": csrf_of(client.get(at).text)}
    skipped = client.post(at, data=token | {"keuze": "overslaan"}).headers["location"]
    assert skipped.split("?")[0] != at.split("?")[0]
    assert skipped.endswith("?soort=overleden")
    short = client.post(at, data=token | {"keuze": "weiger", "waarom": "nee"})
    assert short.status_code == 400
    assert '<a href="#waarom">Zeg kort waarom het voorstel niet klopt.</a>' in short.text
    other = token | {"keuze": "anders", "code": "geen_inwoner", "waarom": "Zij verhuisde."}
    at = client.post(at, data=other).headers["location"]
    assert "m=gewijzigd" in at
    for _ in range(2):
        # nobody confirms what was not opened
        assert client.post(at, data=token | {"keuze": "bevestig"}).status_code == 409
        client.get(at)
        at = client.post(at, data=token | {"keuze": "bevestig"}).headers["location"]
    page = client.get("/terugkoppeling").text
    assert "fout gevonden" in page
    assert "per bladzijde<span" not in page
    for _ in range(len(ids) - len(said(service))):
        client.get(at)
        at = client.post(at, data=token | {"keuze": "bevestig"}).headers["location"]
    assert at == "/terugkoppeling?m=bevestigd"
    assert "Er is geen terugkoppeling die op u wacht." in client.get(at).text
    assert sorted(said(service)) == sorted(ids)


def test_what_no_coordinator_may_confirm_is_told_to_who_makes_accounts(service: Service) -> None:
    proposals(service, 3)
    keeper = service.sign_in("beheer")
    assert "Er wacht werk op niemand" not in keeper.get("/accounts").text
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE accounts SET active = false WHERE name = 'coor'")
    page = keeper.get("/accounts").text
    assert "3 terugkoppelingen: geen coördinator mag ze bevestigen." in page
    assert "geen beoordelaar mag ze zien" not in page
