"""What people decide comes back: in the next run's rates, the wrongful drop-out, the scorecards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.pipeline import LinkRequest, link
from brp_match.review import load_run
from brp_match.review.worker import Worker
from brp_match.web import deps
from brp_match.web.settings import WebSettings
from web.conftest import Town
from web.town import SIGNALS, signal, write

Client = Callable[..., TestClient]

OTHER_GIVEN_NAME = ("S-0021", "S-0023", "S-0025", "S-0027")
"""Signals of Waterbron with a resident's address and surname, and another given name."""

DROPPED = "S-0060"
"""A signal that is dropped: also the birth date is another's."""


@pytest.fixture
def november(app: FastAPI, town: Town, tmp_path: Path) -> str:
    """A finished run of which every reject is drawn for review; its id."""
    signals = write(tmp_path / "november.csv", [
        *SIGNALS, signal(60, 10, voornamen="Quirine", geboortedatum="01-02-1931"),
    ])  # fmt: skip
    policy = tmp_path / "beleid.toml"
    policy.write_text("audit_sample = 1.0\n", encoding="utf-8")
    out = tmp_path / "november"
    link(LinkRequest(signals=(signals,), residents=town.residents, out=out, policy=policy))
    with app.state.engine.begin() as con:
        return load_run.import_run(con, out, account_id="", now=deps.now())


def confirm(first: TestClient, second: TestClient, *signals: str) -> None:
    """Two people say of each of these signals that it is the likeliest candidate."""
    for client in (first, second):
        for row in client.get("/v1/zaken?limit=100").json()["items"]:
            shown = client.get(f"/v1/zaken/{row['zaakId']}")
            if shown.json()["signaal"]["signaal_id"] not in signals:
                continue
            answer = client.post(
                f"/v1/zaken/{row['zaakId']}/oordelen",
                json={
                    "uitkomst": "dezelfde_persoon",
                    "persoonId": shown.json()["kandidaten"][0]["persoon_id"],
                    "reden": "gebeld met de VLP",
                },
                headers={"If-Match": shown.headers["etag"]},
            )
            assert answer.status_code == 201, answer.text


def december(
    app: FastAPI, settings: WebSettings, client: TestClient, town: Town, number: int
) -> float:
    """Link a delivery of the month after, about two with another given name; returns P(resident) of one.

    `number`: of that signal; the same delivery twice is refused.
    """
    signals = write(settings.data / "december.csv", [
        signal(number + n, 21 + n, voornamen="Xander", geboortedatum="", signaaldatum="02-12-2026")
        for n in (0, 2)
    ])  # fmt: skip
    files = {
        "signalen": ("december.csv", signals.read_bytes(), "text/csv"),
        "inwoners": ("inwoners.csv", town.residents.read_bytes(), "text/csv"),
    }
    sent = client.post("/v1/leveringen", files=files)
    assert Worker(app.state.engine, settings.data, deps.now).run_once()
    page = client.get(f"{sent.headers['location']}/besluiten").json()
    return next(
        float(one["kans"]) for one in page["items"] if one["signaalId"] == f"S-{number:04d}"
    )


def given_name(client: TestClient, run_id: str) -> dict[str, Any]:
    """Return what the municipality's card says of the given names of Waterbron."""
    card = client.get(f"/v1/scorekaarten/{run_id}-0").json()["kaart"]
    assert card["vlp"] == "Waterbron"
    fields: dict[str, dict[str, Any]] = {one["veld"]: one for one in card["velden"]}
    return fields["voornaam"]


def test_confirmed_people_raise_the_rate_of_what_differed(
    app: FastAPI, api: Client, november: str, town: Town, settings: WebSettings
) -> None:
    client = api("coordinator")
    before = december(app, settings, client, town, 91)
    confirm(api("beoordelaar"), api("beoordelaar"), *OTHER_GIVEN_NAME)
    after = december(app, settings, client, town, 95)
    assert after > 1.2 * before


def test_confirmed_people_count_in_the_scorecard(app: FastAPI, api: Client, november: str) -> None:
    client = api("coordinator")
    before = given_name(client, november)
    confirm(api("beoordelaar"), api("beoordelaar"), *OTHER_GIVEN_NAME)
    after = given_name(client, november)
    # six names agree, one of them of a namesake: the resident is secret, and this key sees what a register without
    # them gives; four more people by now are known to be who they are, under another name
    assert after["schatting"] == pytest.approx(6 / 10, abs=0.001)
    assert before["schatting"] > 0.8
    assert after["n"] == pytest.approx(10, abs=0.01)


def test_a_confirmed_drop_out_was_dropped_wrongly(
    api: Client, logged_in: Callable[..., TestClient], november: str
) -> None:
    browser = logged_in("coordinator")
    # who may see everybody: to others a resident with secrecy is not there
    client = api("coordinator", secrecy=True)
    page, answer = f"/scorekaarten?maand={november}", f"/v1/leveringen/{november}"
    assert "ten onrechte" not in browser.get(page).text
    before = client.get(answer).json()["steekproef"]
    rejects = client.get(answer).json()["aantallen"]["reject"]
    assert before == {
        "afgewezen": rejects, "getrokken": rejects, "nagekeken": 0, "onterecht": 0,
        "aandeelOnterecht": None, "laag": None, "hoog": None,
    }  # fmt: skip
    confirm(api("beoordelaar"), api("beoordelaar"), DROPPED)
    assert re.search(
        r"van 1 uitgevallen signaal: 100(,0)?\s?% viel ten onrechte", browser.get(page).text
    )
    after = client.get(answer).json()["steekproef"]
    # Wilson, 1 of 1: from 1 / (1 + 1.96²) on
    assert after == before | {
        "nagekeken": 1, "onterecht": 1, "aandeelOnterecht": 1.0, "hoog": 1.0,
        "laag": pytest.approx(0.2065, abs=0.0001),
    }  # fmt: skip
