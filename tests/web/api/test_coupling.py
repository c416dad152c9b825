"""A whole coupling: signals as JSON, the change feed, code lists, an example of every call, a client that runs."""

from __future__ import annotations

import json
import shlex
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from browser.conftest import served
from brp_match.review import clients, runs
from brp_match.review.accounts import Role
from brp_match.web import deps
from brp_match.web.api import client_example
from brp_match.web.api.description import by_hand
from brp_match.web.api.examples import example_of
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from web.town import signal

SIGNALS = [signal(number, number, signaal_id=f"J{number}") for number in range(3)]


def typed(line: str, key: str) -> Any:
    """Do what curl would do with a line of the page."""
    words = shlex.split(line.replace("$SLEUTEL", key))
    headers = dict(
        words[at + 1].split(": ", 1) for at, word in enumerate(words) if word == "--header"
    )
    data = words[words.index("--data") + 1].encode() if "--data" in words else None
    with urllib.request.urlopen(
        urllib.request.Request(words[-1], data, headers), timeout=60
    ) as answer:
        return json.load(answer)


def test_a_client_of_forty_lines_delivers_and_fetches_the_decisions(
    settings: WebSettings, register: Path
) -> None:
    app = create_app(replace(settings, register=register))
    with app.state.engine.begin() as con:
        key = clients.add_client(con, "koppeling", [Role.COORDINATOR], deps.now())
    with served(app) as base:
        found = client_example.deliver(base, key, "november", SIGNALS)
        again = client_example.deliver(base, key, "november", SIGNALS)
        changes = client_example.call(base, key, "/v1/wijzigingen")
        later = client_example.call(base, key, f"/v1/wijzigingen?na={changes['laatste']}")
        compared, sent = (typed(line, key) for line in by_hand(base)[1:3])
        (how_far,) = (
            typed(line.replace("LEVERING", sent["leveringId"]), key) for line in by_hand(base)[3:4]
        )
    assert compared["besluit"] in ("match", "review", "reject")
    assert (how_far["leveringId"], how_far["naam"]) == (sent["leveringId"], "proef")
    assert sorted(one["signaalId"] for one in found) == ["J0", "J1", "J2"]
    assert again == found
    assert [one["soort"] for one in changes["items"]] == ["levering_ontvangen", "levering_klaar"]
    assert (later["items"], later["laatste"], later["meer"]) == ([], changes["laatste"], False)
    lines = Path(client_example.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 45


def test_a_signal_of_a_batch_must_have_its_own_number_and_every_fault_is_told(
    app: FastAPI, api: Callable[..., TestClient]
) -> None:
    caller = api("coordinator")
    sent = {"signalen": [{"vlp": "Waterbron"}, {"signaal_id": "1", "vlp": "W", "bsn": "999"}]}
    answer = caller.post("/v1/signalen", json=sent)
    assert answer.status_code == 400
    places = {one["location"]["pointer"] for one in answer.json()["errors"]}
    assert places == {"#/signalen/0/signaalId", "#/signalen/1/bsn"}
    # a code that is none is told with those there are
    wrong = caller.post(
        "/v1/zaken/x/oordelen", json={"uitkomst": "ja"}, headers={"If-Match": '"v1"'}
    )
    (one,) = [one for one in wrong.json()["errors"] if one["code"] == "enum"]
    assert (
        one["detail"]
        == "deze waarde staat niet in de lijst: kies een van dezelfde_persoon, geen_van_deze, weet_ik_niet, overslaan"
    )
    assert caller.post("/v1/signalen", json={"signalen": []}).status_code == 400


def test_the_feed_tells_of_no_case_that_may_not_be_seen(
    app: FastAPI, api: Callable[..., TestClient], run_folder: Path
) -> None:
    from sqlalchemy import select

    from brp_match.review import audit
    from brp_match.review.load_run import import_run
    from brp_match.review.schema import cases

    with app.state.engine.begin() as con:
        import_run(con, run_folder, account_id="", now=deps.now())
        ids = list(con.execute(select(cases.c.id).order_by(cases.c.id)).scalars())
        con.exec_driver_sql(f"UPDATE cases SET secret = (id = '{ids[0]}')")
        for one in (*ids[:2], "f" * 32):
            audit.write(con, "zaak_beoordeeld", account_id="a", now=deps.now(), case_id=one)
        audit.write(con, "ingelogd", account_id="a", now=deps.now())
        con.exec_driver_sql("UPDATE runs SET state = 'bezig'")
        run = con.exec_driver_sql("SELECT id FROM runs").scalar_one()
        runs.fail(con, run, [], deps.now())
    seen = api("coordinator").get("/v1/wijzigingen").json()["items"]
    assert [one["zaakId"] for one in seen if one["soort"] == "zaak_beoordeeld"] == [ids[1]]
    assert [one["soort"] for one in seen] == [
        "levering_klaar",
        "zaak_beoordeeld",
        "levering_mislukt",
    ]
    secret = api("coordinator", secrecy=True).get("/v1/wijzigingen?limit=2").json()
    assert (len(secret["items"]), secret["meer"]) == (2, True)
    rest = api("coordinator", secrecy=True).get(f"/v1/wijzigingen?na={secret['laatste']}").json()
    assert [one["zaakId"] for one in (*secret["items"], *rest["items"]) if one["zaakId"]] == ids[:2]


def test_every_json_body_and_good_answer_has_an_example_that_its_schema_allows(
    visitor: TestClient,
) -> None:
    document = visitor.get("/v1/openapi.json").json()
    schemas = document["components"]["schemas"]
    without = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            content = [operation.get("requestBody", {}).get("content", {})]
            content += [a.get("content", {}) for s, a in operation["responses"].items() if s < "3"]
            for one in content:
                media = one.get("application/json", {})
                if media.get("schema") and not media.get("example"):
                    without.append((method, path))
                elif media.get("schema"):
                    check(media["example"], media["schema"], schemas)
    assert without == []
    page = visitor.get("/v1/docs").text
    assert "Een koppeling in veertig regels" in page
    assert "def deliver(" in page
    assert "Voorbeeld van een antwoord 202" in page
    assert "Zonder: 428." in page


def check(value: Any, schema: dict[str, Any], schemas: dict[str, Any]) -> None:
    """What is required is there, nothing else is, and kinds are right."""
    if "$ref" in schema:
        return check(value, schemas[schema["$ref"].rpartition("/")[2]], schemas)
    options = schema.get("anyOf")
    if options:
        return check(value, next(o for o in options if o.get("type") != "null"), schemas)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}  # fmt: skip
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]]), (value, schema)
    if schema.get("enum"):
        assert value in schema["enum"]
    if schema.get("type") == "array":
        for one in value:
            check(one, schema["items"], schemas)
    if "properties" in schema:
        assert set(schema.get("required", ())) <= set(value) <= set(schema["properties"])
        for name, one in value.items():
            check(one, schema["properties"][name], schemas)


def test_an_example_is_made_of_the_examples_of_the_fields() -> None:
    schema = {
        "type": "object", "required": ["a", "b"],
        "properties": {"a": {"type": "string", "examples": ["x"]}, "b": {"$ref": "#/x/Soort"}, "c": {"type": "string"}},
    }  # fmt: skip
    assert example_of(schema, {"Soort": {"enum": ["een", "twee"]}}) == {"a": "x", "b": "een"}


def test_the_code_lists_hold_every_code(visitor: TestClient) -> None:
    from brp_match.model import Reason

    lists = {one["naam"]: one["codes"] for one in visitor.get("/v1/codelijsten").json()["items"]}
    assert {one["code"] for one in lists["redenen"]} == {reason.value for reason in Reason}
    assert all(one["tekst"] for codes in lists.values() for one in codes)
