"""Every field of every route gets what no database takes: a refusal, and never a fault of ours, on PostgreSQL.

No value becomes a header, a way out of a folder, or a place of somebody else. Numbers out of range, texts too long, NUL, halves of surrogates, in addresses, questions, forms and JSON.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.testclient import TestClient
from httpx import Response

from brp_match.review import accounts, clients, load_run
from brp_match.review.accounts import Role
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from own_postgres import fresh_database
from web.auth.test_roles import routes
from web.conftest import BASE, PASSWORD, log_in, token_in

pytestmark = pytest.mark.postgres

VALUES = (
    "9" * 30, "-1", str(2**31), str(2**63), "1e400", "NaN", "x" * 5_000, "a\0b", "\0", "'", "%", "\\", "é" * 300, "\U0001f480",
    "0000-00-00", "9999-99-99", "../../x", "-", "", "a\r\nX-Injected: ja", "\nX-Injected: ja",
    "../../../../../../../etc/passwd", "..\\..\\run.json", "/etc/passwd", "//vreemd.example/", "https://vreemd.example/", "/\\vreemd.example",
)  # fmt: skip
NUMBERS: tuple[Any, ...] = (10**30, -(2**63) - 1, 2**31, 1e308, True, None, [], {}, [[[[]]]])
RAW = (
    b'{"a":' + b"9" * 5_000 + b"}", b"[" * 100_000, b'{"a": NaN}', b'{"naam": "\xff"}', b'"\\ud800"', b"null", b"{}", b"",
    b'{"a":1,"a":2}',
)  # fmt: skip


@pytest.fixture
def service(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    settings: WebSettings,
    register: Path,
    run_folder: Path,
    postgres_url: str,
) -> Iterator[FastAPI]:
    kept = (
        nullcontext(settings.database_url)
        if getattr(request, "param", "") == "sqlite"
        else fresh_database(postgres_url)
    )
    with kept as address:
        app = create_app(
            replace(settings, register=register, database_url=address, requests_per_minute=10**6)
        )
        with app.state.engine.begin() as con:
            # one of the tests takes it away
            own = copytree(run_folder, tmp_path / run_folder.name)
            load_run.import_run(con, own, account_id="", now=deps.now())
        yield app
        app.state.matcher.close()
        app.state.engine.dispose()


def fields(dependant: Dependant) -> dict[str, list[str]]:
    """Names of what a route takes, by where it stands."""
    found = {
        kind: [one.alias for one in getattr(dependant, f"{kind}_params")]
        for kind in ("path", "query", "header", "body")
    }
    for below in dependant.dependencies:
        for kind, names in fields(below).items():
            found[kind] += names
    return found


def escaped(answer: Response) -> bool:
    """Tell whether a value came to mean something: a header of its own, a file of the machine, another site."""
    place = answer.headers.get("location", "")
    ours = urlsplit(place).netloc in ("", urlsplit(BASE).netloc) and place[:2] not in ("//", "/\\")
    broken = any("\r" in value or "\n" in value for value in answer.headers.values())
    return "x-injected" in answer.headers or broken or not ours or "root:x:" in answer.text


SAMPLE = int(os.environ.get("BRP_MATCH_QUESTIONS", "2"))
"""Values that a field gets, by turns; with the environment variable more of them, up to all."""


IN_ADDRESS = SAMPLE if SAMPLE > 2 else 1
"""The same of a part of an address, of which there are most."""


class Visitor:
    """Asks, and keeps what was answered with a fault of ours."""

    def __init__(self, service: FastAPI) -> None:
        with service.state.engine.begin() as con:
            token = clients.add_client(con, "test", list(Role), deps.now())
            accounts.add_account(con, "anna", PASSWORD, list(Role), secrecy=True, now=deps.now())
        self._browser = TestClient(
            service, BASE, follow_redirects=False, raise_server_exceptions=False
        )
        assert log_in(self._browser, "anna").status_code == 303
        self.csrf = token_in(self._browser.get("/sleutels").text)
        headers = {"Authorization": f"Bearer {token}"}
        self._caller = TestClient(service, BASE, headers=headers, raise_server_exceptions=False)
        case, other = (one["zaakId"] for one in self._caller.get("/v1/zaken").json()["items"][:2])
        run = self._caller.get("/v1/leveringen").json()["items"][0]["leveringId"]
        self._there = {
            "case_id": case, "zaakId": other, "number": "1", "run_id": run, "leveringId": run, "scorekaartId": f"{run}-0", "soort": "csv",
            "code": "overleden", "maand": "2026-11",
        }  # fmt: skip
        self.asked, self.done, self.wrong = 0, Counter[str](), dict[str, int]()
        self._turn = 0

    def some(self, values: Sequence[Any]) -> list[Any]:
        """The next values in turn."""
        begun = self._turn
        self._turn += SAMPLE
        return [
            values[place % len(values)] for place in range(begun, begun + min(SAMPLE, len(values)))
        ]

    def place(self, path: str, at: Mapping[str, str] = MappingProxyType({})) -> str:
        """The address of a route, its parts as given or as they are there."""
        for name in re.findall(r"{(\w+)}", path):
            value = at.get(name, self._there.get(name, "1"))
            path = path.replace(f"{{{name}}}", quote(value or "x", safe=""))
        return path

    def hidden(self, path: str) -> dict[str, str]:
        """What a page fills in itself in the form that it sends to its own address."""
        return dict(
            re.findall(r'name="(\w+)" value="([^"]*)"', self._browser.get(self.place(path)).text)
        )

    def etag(self, path: str) -> str:
        """The version of what an act of the API is about."""
        above = self.place(path).rpartition("/")[0]
        seen = (self._caller.get(one).headers.get("etag") for one in (f"{above}/voorbeeld", above))
        return next(filter(None, seen), '"1"')

    def ask(
        self,
        method: str,
        path: str,
        what: str,
        at: Mapping[str, str] = MappingProxyType({}),
        **how: Any,
    ) -> None:
        route, path = path, self.place(path, at)
        client = self._caller if path.startswith("/v1") else self._browser
        self.asked += 1
        answer = client.request(method, path, **how)
        self.done[route] += answer.status_code < 400
        if answer.status_code >= 500:
            self.wrong[f"{method} {path}: {what[:60]!r}"] = answer.status_code
        if escaped(answer):
            self.wrong[f"{method} {path}: {what[:60]!r}"] = -1
        # what was sent does not come back in a refusal, but in the form it was typed in
        problem = answer.status_code >= 400 and (path.startswith("/v1") or method == "GET")
        if problem and any(one in answer.text for one in ("x" * 200, "é" * 200)):
            self.wrong[f"{method} {path}: {what[:60]!r}"] = 0


def test_no_value_is_a_fault_of_ours(service: FastAPI) -> None:
    visitor = Visitor(service)
    described = service.openapi()
    for method, path, context in routes(service):
        if path in ("/uitloggen", "/oidc/start", "/oidc/callback", "/metrics"):
            continue
        takes, form = fields(context.dependant), {"csrf_token": visitor.csrf, "akkoord": "ja"}
        sends = method in ("POST", "PUT")
        for name in re.findall(r"{(\w+)}", path):
            for value in visitor.some(VALUES)[:IN_ADDRESS]:
                visitor.ask(
                    method, path, f"{name}={value}", {name: value}, data=form if sends else None
                )
        for name in takes["query"]:
            for value in visitor.some(VALUES):
                visitor.ask(method, path, f"?{name}={value}", params={name: value})
        for name in takes["header"]:
            for value in visitor.some(
                [one for one in VALUES if one.isascii() and one.isprintable()]
            ):
                visitor.ask(method, path, f"{name}: {value}", headers={name: value})
        if sends and not path.startswith("/v1"):
            for name in takes["body"]:
                for value in visitor.some(VALUES):
                    others = dict.fromkeys(takes["body"], "1") | form
                    visitor.ask(method, path, f"{name}={value}", data=others | {name: value})
        elif sends:
            of_json(visitor, described, method, path)
    assert visitor.asked > 300
    assert visitor.wrong == {}


GOOD = {
    "rang": "1", "uitkomst": "geen_van_deze", "reden": "Ander huis.", "naam": "piet", "wachtwoord": "een lange zin erbij",
    "rol": "beoordelaar", "bereik": "alle", "code": "overleden", "keuze": "akkoord", "grond": "", "ook": "",
}  # fmt: skip
"""What fields of forms may be, so that something is written."""

AT_ONCE = 6

ONCE = (
    "/v1/zaken/{zaakId}/oordelen", "/scorekaarten/{run_id}/{number}/vrijgave",
    "/v1/scorekaarten/{scorekaartId}/vrijgaven",
)  # fmt: skip
"""Of these one is done and five are told that somebody was before them."""


@pytest.mark.parametrize("service", ["sqlite", "postgres"], indirect=True)
def test_the_same_act_at_the_same_time_is_never_a_fault_of_ours(service: FastAPI) -> None:
    """Every route that writes, by six at once; what takes a delivery away comes last."""
    visitor, described = Visitor(service), service.openapi()
    writes = [
        one for one in routes(service) if one[0] in ("POST", "DELETE") and "uitloggen" not in one[1]
    ]
    writes.sort(
        key=lambda one: (
            one[1] not in ONCE,
            one[0] == "DELETE",
            "verwijder" in one[1] or "wis" in one[1],
        )
    )
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for method, path, context in writes:
            names = fields(context.dependant)["body"]
            form = (
                dict.fromkeys(names, "1")
                | visitor.hidden(path)
                | GOOD
                | {"csrf_token": visitor.csrf, "akkoord": "ja"}
            )
            how: dict[str, Any] = {
                "data": {name: form[name] for name in (*names, "csrf_token", "akkoord")}
            }
            if path.startswith("/v1"):
                body = good_of(described, method, path)
                body |= {name: GOOD[name] for name in body.keys() & {"uitkomst", "grond"}}
                body = {name: value for name, value in body.items() if name != "persoonId"}
                how = (
                    {"json": body, "headers": {"If-Match": visitor.etag(path)}}
                    if method == "POST"
                    else {}
                )
            asked = [
                pool.submit(visitor.ask, method, path, "at once", **how) for _ in range(AT_ONCE)
            ]
            for one in asked:
                one.result()
    assert visitor.asked > 300
    assert visitor.done.total() > 60
    assert visitor.wrong == {}
    assert {path: visitor.done[path] for path in ONCE} == dict.fromkeys(ONCE, 1)


def of_json(visitor: Visitor, described: dict[str, Any], method: str, path: str) -> None:
    """Every field of a body as the description has it, and bodies that are none."""
    good = good_of(described, method, path)
    headers = {"Content-Type": "application/json", "If-Match": '"1"'}
    bodies = [
        (f"{name}: {value}", json.dumps(good | {name: value}).encode())
        for name in good
        for value in visitor.some((*VALUES, *NUMBERS, "a\ud800b"))
    ]
    for what, content in (*bodies, *((str(raw[:20]), raw) for raw in visitor.some(RAW))):
        visitor.ask(method, path, what, content=content, headers=headers)


def good_of(described: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """A body as the description has it."""
    body = described["paths"].get(path, {}).get(method.lower(), {}).get("requestBody", {})
    kind = body.get("content", {}).get("application/json", {}).get("schema", {})
    properties = (
        described["components"]["schemas"]
        .get(kind.get("$ref", "").rpartition("/")[2], {})
        .get("properties", {})
    )
    good = dict.fromkeys(properties, "1") | {
        "uitkomst": "weet_ik_niet",
        "vlp": "Waterbron",
        "achternaam": "Proef",
    }
    return {name: value for name, value in good.items() if name in properties}
