"""Feedback confirmed over the API: by who fetched the case, and by the rule of the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from brp_match.review.load_run import import_run
from brp_match.review.schema import cases
from brp_match.web import deps

Client = Callable[..., TestClient]
WAITS, GONE = "Nog niet opgepakt", "Inwoner is overleden"


@pytest.fixture
def proposals(app: FastAPI, run_folder: Path) -> tuple[str, list[str]]:
    """A run of which two cases propose that somebody died: its id, and the signals' cases."""
    with app.state.engine.begin() as con:
        run_id = import_run(con, run_folder, account_id="", now=deps.now())
        rows = con.execute(select(cases).where(~cases.c.secret).order_by(cases.c.id).limit(2)).all()
        for row in rows:
            decided = {
                "besluit": "reject",
                "terugkoppeling": "overleden",
                "terugkoppeling_status": "voorstel",
            }
            con.execute(
                update(cases)
                .where(cases.c.id == row.id)
                .values(decision=row.decision | decided, state="klaar")
            )
    return run_id, [row.id for row in rows]


def confirm(client: TestClient, case_id: str, **body: str) -> Any:
    return client.post(f"/v1/zaken/{case_id}/terugkoppelingen", json=body)


def test_a_proposal_is_confirmed_by_who_fetched_the_case(
    api: Client, proposals: tuple[str, list[str]]
) -> None:
    run_id, (one, two) = proposals
    client, other = api("coordinator"), api("coordinator")
    listed = client.get(f"/v1/leveringen/{run_id}/terugkoppelingen?limit=1").json()
    assert [item["zaakId"] for item in listed["items"]] == [one]
    rest = client.get(listed["_links"]["next"]["href"]).json()
    assert [item["zaakId"] for item in rest["items"]] == [two]
    assert rest["_links"]["next"] is None

    unseen = confirm(client, one, code="overleden")
    assert (unseen.status_code, unseen.json()["code"]) == (409, "ZAAK_NIET_GEZIEN")
    shown = client.get(f"/v1/zaken/{one}").json()["terugkoppeling"]
    assert (shown["code"], shown["stand"], shown["ddasStatus"]) == ("overleden", "voorstel", WAITS)
    # who fetched it is one key; another did not
    assert confirm(other, one, code="overleden").status_code == 409
    assert api("beoordelaar").get(f"/v1/zaken/{one}").json()["terugkoppeling"] is None

    done = confirm(client, one, code="overleden")
    assert done.status_code == 201
    assert (done.json()["stand"], done.json()["ddasStatus"]) == ("bevestigd", GONE)
    again = confirm(client, one, code="overleden")
    assert (again.status_code, again.json()["code"]) == (409, "TERUGKOPPELING_AL_BEKEND")
    left = client.get(f"/v1/leveringen/{run_id}/terugkoppelingen").json()["items"]
    assert [item["zaakId"] for item in left] == [two]

    back = client.delete(f"/v1/zaken/{one}/terugkoppelingen/laatste")
    assert (back.json()["stand"], back.json()["ddasStatus"]) == ("voorstel", WAITS)
    assert client.delete(f"/v1/zaken/{one}/terugkoppelingen/laatste").status_code == 409


def test_a_proposal_is_refused_with_a_reason_and_told_in_the_decisions(
    api: Client, proposals: tuple[str, list[str]]
) -> None:
    run_id, (one, _) = proposals
    client = api("coordinator")
    signal = client.get(f"/v1/zaken/{one}").json()["signaal"]["signaal_id"]
    short = confirm(client, one, code="niet_opgepakt")
    assert (short.status_code, short.json()["code"]) == (400, "REDEN_NODIG")
    assert confirm(client, one, code="opgepakt").json()["code"] == "TERUGKOPPELING_ONGELDIG"
    done = confirm(client, one, code="niet_opgepakt", reden="de zoon belde")
    assert (done.json()["stand"], done.json()["ddasStatus"]) == (
        "geweigerd",
        "Niet opgepakt: andere reden",
    )
    # it waits for a judgement now: what was proposed is for who refused it
    assert client.get(f"/v1/zaken/{one}").json()["terugkoppeling"]["stand"] == "geweigerd"
    assert api("coordinator").get(f"/v1/zaken/{one}").json()["terugkoppeling"] is None
    rows = client.get(f"/v1/leveringen/{run_id}/besluiten?limit=200").json()["items"]
    (row,) = [item for item in rows if item["signaalId"] == signal]
    assert (row["terugkoppeling"], row["ddasStatus"]) == (
        "niet_opgepakt",
        "Niet opgepakt: andere reden",
    )
    assert {item["ddasStatus"] for item in rows} >= {WAITS, "Niet opgepakt: andere reden"}
