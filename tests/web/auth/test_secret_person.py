"""Persons with secrecy are planted, and looked for in everything that every role can get from every route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic.alias_generators import to_camel
from sqlalchemy import select

from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import prepare
from brp_match.review import casework, load_run
from brp_match.review.accounts import Role
from brp_match.review.schema import cases, clients
from brp_match.web import deps
from brp_match.web.settings import WebSettings
from web.auth.test_roles import routes
from web.town import PEOPLE, SIGNALS, about, write

SECRET = (
    # found; a person must look, among others; dropped, as he left
    {"persoon_id": "777771", "voornamen": "Iduna Planteria", "geslachtsnaam": "Zonderlingsma", "geboortedatum": "19661229",
     "straat": "Stillepad", "huisnummer": "81", "postcode": "9999QQ"},
    {"persoon_id": "777772", "voornamen": "Okke Planteria", "geslachtsnaam": "Twijfelaarsma", "geboortedatum": "19710430",
     "straat": "Stillepad", "huisnummer": "83", "postcode": "9999QQ"},
    {"persoon_id": "777773", "voornamen": "Ulbe Planteria", "geslachtsnaam": "Vertrokkema", "geboortedatum": "19820815",
     "straat": "Stillepad", "huisnummer": "85", "postcode": "9999QQ", "gemeente": "0363"},
)  # fmt: skip
ASIDE = {"persoon_id": "", "voornamen": "Wubbe Planteria", "geslachtsnaam": "Zondernummer"}
"""A row of the register that cannot be used."""

PLANTED = (*(one["persoon_id"] for one in SECRET), "Planteria", "GEHEIMHOUDING")
"""What only the register knows of them: no delivery has it."""


def people() -> list[dict[str, str]]:
    return [{**PEOPLE[7], **one} for one in (*SECRET, ASIDE)]


SENT = [
    *SIGNALS, about(70, 7, SECRET[0]), about(71, 7, SECRET[1]) | {"voornamen": "Xander", "geboortedatum": ""},
    about(72, 7, SECRET[2]),
]  # fmt: skip
OTHERS = [one for one in PEOPLE if one["geheim"] == "0"]


@pytest.fixture(scope="module")
def secret_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A run with the planted persons, the same signals without them in the register, and their register."""
    folder = tmp_path_factory.mktemp("geheim")
    signals = write(folder / "signalen.csv", SENT)
    policy = folder / "beleid.toml"
    policy.write_text("audit_sample = 1.0\n", encoding="utf-8")
    for name, residents in (("met", [*OTHERS, *people()]), ("zonder", OTHERS)):
        file = write(folder / f"{name}.csv", residents)
        link(LinkRequest(signals=(signals,), residents=file, out=folder / name, policy=policy))
    prepare(folder / "met.csv", folder / "register.duckdb")
    return folder / "met", folder / "zonder", folder / "register.duckdb"


@pytest.fixture
def settings(settings: WebSettings, secret_run: tuple[Path, Path, Path]) -> WebSettings:
    return replace(settings, register=secret_run[2])


@pytest.fixture
def run_id(app: FastAPI, secret_run: tuple[Path, Path, Path]) -> str:
    with app.state.engine.begin() as con:
        return load_run.import_run(con, secret_run[0], account_id="", now=deps.now())


def places(app: FastAPI, run_id: str) -> dict[str, list[str]]:
    """Name of a part of an address → what it can be here. A route with another part fails the test."""
    with app.state.engine.begin() as con:
        ids = list(con.execute(select(cases.c.id).order_by(cases.c.id)).scalars())
        keys = list(con.execute(select(clients.c.id)).scalars())
        work = casework.work_of(casework.month_files(con, ""))
    cards = [f"{run_id}-{n}" for n in range(2)]
    return {
        "lijst_id": [], "bestand": ["lijst.csv"], "case_id": ids, "zaakId": ids, "run_id": [run_id], "leveringId": [run_id], "number": ["0", "1"],
        "scorekaartId": cards, "client_id": keys, "account_id": [], "version": ["1"], "versie": ["1"],
        "zaak_id": sorted(one.case.zaak_id for one in work), "maand": ["2026-10", "2026-11"], "soort": ["csv", "html"],
        "code": ["overleden", "geen_inwoner"], "nummer": ["1"],
    }  # fmt: skip


def addresses(app: FastAPI, run_id: str) -> Iterator[str]:
    """Every address of every route that can be read."""
    known = places(app, run_id)
    for method, path, _ in routes(app):
        if method != "GET" or path.startswith("/oidc") or path == "/v1/codelijsten":
            # the list of codes has the word for everybody, and is about nobody
            continue
        found = [path]
        for name in re.findall(r"{(\w+)}", path):
            assert name in known, f"{path}: say in `places` what {name} can be"
            found = [one.replace(f"{{{name}}}", value) for one in found for value in known[name]]
        yield from found
        if "/zaak/" in path:
            yield from (f"{one}?score=ja&inwoner=2" for one in found)


def asked(
    app: FastAPI,
    browser: TestClient,
    caller: TestClient,
    run_id: str,
    signals: Sequence[dict[str, str]],
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[tuple[str, str]]:
    """Address → answer, of every route whose address is wanted; and of single matches of these signals."""
    for path in filter(wanted, sorted(set(addresses(app, run_id)))):
        client = caller if path.startswith("/v1") else browser
        yield path, client.get(path).text
    for row in signals:
        body = {to_camel(name): value for name, value in row.items()}
        yield "/v1/vergelijkingen", caller.post("/v1/vergelijkingen", json=body).text


def shows(text: str) -> list[str]:
    return [one for one in PLANTED if one in text]


@pytest.mark.parametrize("role", sorted(map(str, Role)))
def test_no_route_tells_a_role_of_somebody_with_secrecy(
    app: FastAPI,
    logged_in: Callable[..., TestClient],
    api: Callable[..., TestClient],
    run_id: str,
    role: str,
) -> None:
    told = [
        (path, shows(text))
        for path, text in asked(app, logged_in(role), api(role), run_id, SENT[-3:])
        if shows(text)
    ]
    assert told == []


def test_with_the_right_they_are_seen_on_every_way_out(
    app: FastAPI,
    logged_in: Callable[..., TestClient],
    api: Callable[..., TestClient],
    run_id: str,
) -> None:
    """What is looked for above would be found: a key and an account with the right get it."""
    browser, caller = logged_in("coordinator", secrecy=True), api("coordinator", secrecy=True)
    seen = {
        re.sub(r"[0-9a-f]{32}", "…", path).split("?")[0]
        for path, text in asked(app, browser, caller, run_id, SENT[-3:])
        if shows(text)
    }
    assert seen >= {
        "/leveringen/…/apart-gezet", "/leveringen/…/besluiten.csv", "/v1/leveringen/…/besluiten",
        "/v1/vergelijkingen", "/v1/zaken/…", "/zaak/…",
    }  # fmt: skip


def test_a_delivery_answers_as_if_they_were_not_there(
    app: FastAPI, api: Callable[..., TestClient], secret_run: tuple[Path, Path, Path], run_id: str
) -> None:
    client = api("coordinator")
    with app.state.engine.begin() as con:
        other = load_run.import_run(con, secret_run[1], account_id="", now=deps.now())

    def of(which: str) -> tuple[Any, Any]:
        delivery = client.get(f"/v1/leveringen/{which}").json()
        rows = client.get(f"/v1/leveringen/{which}/besluiten?limit=100").json()["items"]
        return delivery["aantallen"], rows

    (there, they), (absent, nobody) = of(run_id), of(other)
    assert there == absent
    assert len(they) == len(SENT)
    assert they == nobody
    # every reject is drawn here: one less would tell of a secret person among them
    sample = client.get(f"/v1/leveringen/{run_id}").json()["steekproef"]
    assert sample == client.get(f"/v1/leveringen/{other}").json()["steekproef"]
    assert sample["afgewezen"] == sample["getrokken"] == there["reject"]
    right = api("coordinator", secrecy=True).get(f"/v1/leveringen/{run_id}").json()
    assert right["aantallen"] != there
    assert right["steekproef"]["getrokken"] == right["aantallen"]["reject"]
