"""Who lacks the right of secrecy gets, byte for byte, what a service answers whose register has nobody with secrecy.

Two services, alike but for the persons with secrecy in the register of one. Every role judges, confirms and asks: every
address of every route, single matches of signals about them, questions for them; a list that has them is checked. What differs, in
bytes or in the number of statements, would be an oracle: of where somebody lives who is hidden, or of who is.
"""

from __future__ import annotations

import difflib
import itertools
import os
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic.alias_generators import to_camel
from sqlalchemy import event, select

from brp_match.cli import main
from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import prepare
from brp_match.review import accounts, casework, load_run
from brp_match.review import clients as keys
from brp_match.review.accounts import Role
from brp_match.review.schema import cases, clients
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.auth.test_roles import routes
from web.conftest import BASE, PASSWORD, log_in, token_in
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
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WORLDS = ("met", "zonder")
ASIDE = {"persoon_id": "", "voornamen": "Wubbe Planteria", "geslachtsnaam": "Zondernummer"}
"""A row of the register that cannot be used."""

HOUSEMATE = {"persoon_id": "555001", "voornamen": "Harm", "geslachtsnaam": "Zonderlingsma", "geboortedatum": "19900304",
             "straat": "Stillepad", "huisnummer": "81", "postcode": "9999QQ", "geheim": "0"}  # fmt: skip
"""Lives with one who has secrecy, and has the name: a signal about that one is about this one for who sees no other."""

PLANTED = (*(one["persoon_id"] for one in SECRET), "Planteria", "GEHEIMHOUDING")
"""What only the register knows of them: no delivery has it."""

OTHERS = [one for one in PEOPLE if one["geheim"] == "0"]
IN_BOTH = [*OTHERS, {**PEOPLE[7], **HOUSEMATE}, {**PEOPLE[7], **ASIDE}]
ABOUT_THEM = [
    about(70, 7, SECRET[0]), about(71, 7, SECRET[1]) | {"voornamen": "Xander", "geboortedatum": ""}, about(72, 7, SECRET[2]),
    about(73, 7, SECRET[0]) | {"geboortedatum": ""}, about(74, 8, SECRET[0]) | {"voornamen": ""},
    about(75, 7, SECRET[0]) | {"straatnaam": "Proefstraat", "huisnummer": "3", "postcode": "9999ZZ"},
    about(76, 8, HOUSEMATE) | {"voornamen": "", "geboortedatum": ""}, about(77, 7, HOUSEMATE),
    about(78, 9, SECRET[1]) | {"geboortedatum": "30-04-1972"},
]  # fmt: skip
ABOUT_IDS = {one["signaal_id"] for one in ABOUT_THEM}
SENT = [*SIGNALS, *ABOUT_THEM]


@dataclass(frozen=True)
class World:
    """A service, and the run in it."""

    app: FastAPI
    run_id: str


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """By world a run and a prepared register; only the persons with secrecy differ."""
    folder = tmp_path_factory.mktemp("geheim")
    signals, policy = write(folder / "signalen.csv", SENT), folder / "beleid.toml"
    # every reject is drawn: one less would tell of a secret person among them
    policy.write_text("audit_sample = 1.0\n", encoding="utf-8")
    for name in WORLDS:
        (folder / name).mkdir()
        hidden = [{**PEOPLE[7], **one} for one in SECRET] if name == "met" else []
        file = write(folder / name / "inwoners.csv", [*IN_BOTH, *hidden])
        out = folder / name / "november"
        link(LinkRequest(signals=(signals,), residents=file, out=out, policy=policy))
        prepare(file, folder / name / "register.duckdb")
        os.utime(folder / name / "register.duckdb", (NOW.timestamp(), NOW.timestamp()))
    return folder


@pytest.fixture(scope="module")
def worlds(runs: Path, empty_database: Path) -> Iterator[dict[str, World]]:
    """The services, for one role after another: what was judged before stands alike in both."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deps, "_clock", lambda: NOW)
        yield from services(runs, empty_database, patched)


def services(
    runs: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, World]]:
    made = {}
    for name in WORLDS:
        same_ids(monkeypatch, 0)
        data = runs / name / "data"
        data.mkdir(parents=True)
        shutil.copy(empty_database, data / "brp-match.sqlite")
        settings = WebSettings(data=data, secret="s" * 40, register=runs / name / "register.duckdb")
        app = create_app(replace(settings, requests_per_minute=10**6))
        with app.state.engine.begin() as con:
            run_id = load_run.import_run(con, runs / name / "november", account_id="", now=NOW)
        made[name] = World(app, run_id)
    yield made
    for world in made.values():
        world.app.state.matcher.close()
        world.app.state.engine.dispose()


def same_ids(monkeypatch: pytest.MonkeyPatch, begun: int) -> None:
    """Give what is made in both worlds the same ids."""
    count = itertools.count(begun)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=2**120 + next(count)))
    # others write on this disk meanwhile
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=24 * 10**9))


def places(app: FastAPI, run_id: str) -> dict[str, list[str]]:
    """Name of a part of an address → what it can be here. A route with another part fails the test."""
    with app.state.engine.begin() as con:
        found = con.execute(select(cases.c.id, cases.c.signaal_id).order_by(cases.c.id)).all()
        # of the others some: what is read of one is read of all
        ids = [one.id for n, one in enumerate(found) if one.signaal_id in ABOUT_IDS or n % 4 == 0]
        keys = list(con.execute(select(clients.c.id)).scalars())
        work = casework.work_of(casework.month_files(con, "", secrecy=True))
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
        yield path, (caller if path.startswith("/v1") else browser).get(path).text
    for row in signals:
        body = {to_camel(name): value for name, value in row.items()}
        yield "/v1/vergelijkingen", caller.post("/v1/vergelijkingen", json=body).text


def visitor(world: World, role: str, *, secrecy: bool = False) -> tuple[TestClient, TestClient]:
    """A browser and a caller of a role."""
    name = f"{role} met inzage" if secrecy else role
    with world.app.state.engine.begin() as con:
        token = keys.add_client(con, "test", [Role(role)], NOW, secrecy=secrecy)
        accounts.add_account(con, name, PASSWORD, [Role(role)], secrecy=secrecy, now=NOW)
    browser = TestClient(world.app, BASE, follow_redirects=False, raise_server_exceptions=False)
    assert log_in(browser, name).status_code == 303
    headers = {"Authorization": f"Bearer {token}"}
    return browser, TestClient(world.app, BASE, headers=headers, raise_server_exceptions=False)


QUESTIONS = ("Zonderlingsma", "Planteria", "Stillepad", "Xander", "29-12-1966", "S-0070")
JUDGED = 4
"""Cases that a role judges before it asks everything."""


def acts(browser: TestClient, caller: TestClient) -> Iterator[tuple[str, Any]]:
    """Judge, look for, and match one by one; what is done and what is answered."""
    token = token_in(browser.get("/wachtwoord").text)
    for place, one in enumerate(caller.get("/v1/zaken?limit=100").json().get("items", [])[:JUDGED]):
        case = f"/v1/zaken/{one['zaakId']}"
        yield f"GET {case}", (shown := caller.get(case))
        said = {"uitkomst": ("geen_van_deze", "weet_ik_niet")[place % 2]}
        of_this = {"If-Match": shown.headers["etag"]}
        yield f"POST {case}", caller.post(f"{case}/oordelen", json=said, headers=of_this)
    for question in QUESTIONS:
        answer = browser.post("/zoeken", data={"csrf_token": token, "vraag": question})
        yield f"zoeken {question}", answer
        if answer.status_code == 303:
            yield f"gevonden {question}", browser.get(answer.headers["location"])
    for row in ABOUT_THEM:
        body = {to_camel(name): value for name, value in row.items()}
        yield f"vergelijking {row['signaal_id']}", caller.post("/v1/vergelijkingen", json=body)


CHANCE = re.compile(r'(csrf_token" value|data-token|zegel</dt><dd><code class)="[^"]+"(>\w+)?')


def told(world: World, role: str, paths: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """What is asked → status, headers, body without what is drawn anew every time, and how many statements it took."""
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    def seen(answer: Any) -> tuple[Any, ...]:
        nonlocal statements
        took, statements = statements, 0
        body = answer.content if answer.content[:2] == b"PK" else CHANCE.sub("", answer.text)
        headers = sorted(one for one in answer.headers.items() if one[0] != "set-cookie")
        return answer.status_code, headers, len(answer.history), body, took

    browser, caller = visitor(world, role)
    event.listen(world.app.state.engine, "before_cursor_execute", count)
    found = {what: seen(answer) for what, answer in acts(browser, caller)}
    asked = paths or sorted(set(addresses(world.app, world.run_id)))
    statements = 0
    for path in asked:
        found[path] = seen((caller if path.startswith("/v1") else browser).get(path))
    event.remove(world.app.state.engine, "before_cursor_execute", count)
    return found


def apart(one: Sequence[Any], other: Sequence[Any]) -> list[str]:
    """What differs between two answers: everything but the bodies, and the lines of these."""
    lines = [str(answer[3]).splitlines() for answer in (one, other)]
    found = difflib.unified_diff(*lines, lineterm="", n=0)
    return [str([*one[:3], *one[4:]]), str([*other[:3], *other[4:]]), *list(found)[2:12]]


@pytest.mark.parametrize("role", sorted(map(str, Role)))
def test_nothing_is_otherwise_for_who_lacks_the_right(
    worlds: dict[str, World], monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    there, absent = (worlds[name] for name in WORLDS)
    begun = 1000 + 10**6 * sorted(Role).index(Role(role))
    same_ids(monkeypatch, begun)
    first = told(there, role, [])
    paths = [one for one in first if one.startswith("/")]
    same_ids(monkeypatch, begun)
    second = told(absent, role, paths)
    differ = {one: apart(first[one], seen) for one, seen in second.items() if first[one] != seen}
    assert differ == {}
    answered = Counter(seen[0] for seen in first.values())
    assert answered[200] > 5
    if role == "coordinator":
        # cases were judged
        assert answered[201] == JUDGED


def test_with_the_right_they_are_seen_on_every_way_out(worlds: dict[str, World]) -> None:
    """What differs above could be seen: a key and an account with the right get it."""
    world = worlds["met"]
    browser, caller = visitor(world, "coordinator", secrecy=True)
    seen = {
        re.sub(r"[0-9a-f]{32}", "…", path).split("?")[0]
        for path, text in asked(world.app, browser, caller, world.run_id, ABOUT_THEM[:3])
        if any(one in text for one in PLANTED)
    }
    assert seen >= {
        "/leveringen/…/apart-gezet", "/leveringen/…/besluiten.csv", "/v1/leveringen/…/besluiten",
        "/v1/vergelijkingen", "/v1/zaken/…", "/zaak/…",
    }  # fmt: skip


LISTED = ("voornamen", "achternaam", "geboortedatum", "straatnaam", "huisnummer", "postcode")


def test_a_list_is_checked_as_if_they_were_not_there(
    runs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # two registers have two keys, and so other noise on what the sender may know
    monkeypatch.setattr("brp_match.report.run_facts.key_of", lambda record: b"sleutel")
    rows = [{name: row[name] for name in LISTED} for row in SENT]
    listed, made = write(tmp_path / "lijst.csv", rows), []
    for name in WORLDS:
        words = ["--lijst", str(listed), "--register", str(runs / name / "register.duckdb")]
        assert main(["register-check", *words, "--out", str(tmp_path / name)]) == 0
        files = sorted((tmp_path / name).iterdir())
        made.append({one.name: one.read_bytes() for one in files if one.suffix != ".xlsx"})
    assert made[0] == made[1]
    assert len(made[0]) > 1
