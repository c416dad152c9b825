"""The API at work: deliveries, single matches, cases and judgements, scorecards; and each refusal."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, insert, select

from brp_match.review import load_run, releases, runs, schema
from brp_match.review.worker import Worker
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.errors import WebError
from brp_match.web.settings import WebSettings
from web.conftest import Town
from web.town import SIGNALS, write

Client = Callable[..., TestClient]


@pytest.fixture
def run_id(app: FastAPI, run_folder: Path) -> str:
    """A finished run in the store."""
    with app.state.engine.begin() as con:
        return load_run.import_run(con, run_folder, account_id="", now=deps.now())


def send(client: TestClient, town: Town, **more: Any) -> Any:
    files = {
        "signalen": ("november.csv", town.signals.read_bytes(), "text/csv"),
        "inwoners": ("inwoners.csv", town.residents.read_bytes(), "text/csv"),
    }
    return client.post("/v1/leveringen", files=files, **more)


def count(app: FastAPI, table: Any) -> int:
    with app.state.engine.begin() as con:
        return int(con.execute(select(func.count()).select_from(table)).scalar_one())


def test_a_delivery_from_sending_to_decisions(
    app: FastAPI, api: Client, town: Town, settings: WebSettings
) -> None:
    client = api("coordinator")
    sent = send(client, town, data={"naam": "november"})
    assert sent.status_code == 202
    body = sent.json()
    assert (body["naam"], body["stand"]) == ("november", "wachtend")
    assert sent.headers["location"] == f"/v1/leveringen/{body['leveringId']}"
    early = client.get(sent.headers["location"] + "/besluiten")
    assert (early.status_code, early.json()["code"]) == (409, "LEVERING_NIET_KLAAR")
    assert Worker(app.state.engine, settings.data, deps.now).run_once()
    done = client.get(sent.headers["location"]).json()
    assert (done["stand"], done["fouten"]) == ("klaar", [])
    assert sum(done["aantallen"].values()) + done["apartGezet"] == len(SIGNALS)
    seen: list[str] = []
    address = sent.headers["location"] + "/besluiten?limit=10"
    while address:
        page = client.get(address).json()
        seen += [item["signaalId"] for item in page["items"]]
        address = page["_links"].get("next", {}) and page["_links"]["next"]["href"]
    assert sorted(seen) == sorted(row["signaal_id"] for row in SIGNALS)
    first = client.get(sent.headers["location"] + "/besluiten?besluit=match&limit=1").json()
    assert first["items"][0]["besluit"] == "match"
    assert first["items"][0]["kans"] > 0.98
    assert first["items"][0]["beoordeeld"] is False


def test_questions_about_a_delivery_are_told_and_answered(
    app: FastAPI, api: Client, town: Town, settings: WebSettings, tmp_path: Path
) -> None:
    client = api("coordinator")
    rows = [dict(SIGNALS[n], vlp="Proefbron") for n in (0, 1)]
    for row, born in zip(rows, ("03-25-1970", "03-04-1951"), strict=True):
        row["geboortedatum"] = born
    sent = send(client, Town(town.residents, write(tmp_path / "s.csv", rows)))
    where = sent.headers["location"]
    worker = Worker(app.state.engine, settings.data, deps.now)
    assert worker.run_once()
    done = client.get(where).json()
    assert done["stand"] == "klaar"
    (asked,) = done["vragen"]
    assert asked["vraag"] == "datumvolgorde/Proefbron/geboortedatum"
    assert (asked["rijen"], asked["regels"]) == (2, [3])
    other = {"vraag": "datumvolgorde/Anders/geboortedatum", "antwoord": "herstellen"}
    refused = client.post(f"{where}/antwoorden", json={"antwoorden": [other]})
    assert (refused.status_code, refused.json()["code"]) == (400, "VRAAG_ONBEKEND")
    cases = count(app, schema.cases)
    given = {"antwoorden": [{"vraag": asked["vraag"], "antwoord": "zoals_geleverd"}]}
    answered = client.post(f"{where}/antwoorden", json=given)
    assert (answered.status_code, answered.json()["stand"]) == (202, "wachtend")
    assert count(app, schema.cases) < max(1, cases)
    assert worker.run_once()
    again = client.get(where).json()
    assert (again["stand"], again["vragen"], again["fouten"]) == ("klaar", [], [])
    assert sum(again["aantallen"].values()) == 2


def test_a_delivery_waits_for_answers_where_it_is_asked_to_and_not_once_it_was_judged(
    app: FastAPI, api: Client, town: Town, settings: WebSettings, tmp_path: Path
) -> None:
    client = api("coordinator")
    rows = [dict(SIGNALS[n], vlp="Proefbron", voornamen="Xander") for n in (0, 1)]
    for row, born in zip(rows, ("03-25-1970", "03-04-1951"), strict=True):
        row["geboortedatum"] = born
    files = Town(town.residents, write(tmp_path / "s.csv", rows))
    where = send(client, files, data={"vragenEerst": "true"}).headers["location"]
    worker = Worker(app.state.engine, settings.data, deps.now)
    assert worker.run_once()
    waits = client.get(where).json()
    assert (waits["stand"], len(waits["vragen"])) == ("wacht_op_antwoord", 1)
    other = Town(
        town.residents, write(tmp_path / "t.csv", [row | {"bedrag": "901,00"} for row in rows])
    )
    untouched, later = (send(client, one).headers["location"] for one in (other, files))
    assert worker.run_once()
    assert worker.run_once()
    (asked,) = client.get(later).json()["vragen"]
    with app.state.engine.begin() as con:
        case = con.execute(
            select(schema.cases.c.id).where(schema.cases.c.run_id == later[-32:])
        ).scalars().first()  # fmt: skip
        assert case is not None
        con.execute(
            insert(schema.judgements).values(
                case_id=case, account_id="a", look="eerste", outcome="weet_ik_niet", at=deps.now()
            )
        )
        con.execute(
            insert(schema.releases).values(
                run_id=later[-32:], vlp="Proefbron", number=1, card_hash="-", account_id="a", at=deps.now()
            )
        )  # fmt: skip
    given = {"antwoorden": [{"vraag": asked["vraag"], "antwoord": "zoals_geleverd"}]}
    refused = client.post(f"{later}/antwoorden", json=given)
    assert (refused.status_code, refused.json()["code"]) == (409, "LEVERING_BEOORDEELD")
    # what was done for another delivery keeps nobody from answering for these
    for one in (where, untouched):
        assert client.post(f"{one}/antwoorden", json=given).status_code == 202


def test_residents_whose_columns_will_not_do_are_refused_with_the_signals(
    app: FastAPI, api: Client, settings: WebSettings
) -> None:
    files = {
        "signalen": ("november.csv", b"signaal_id;achternaam\n1;X\n", "text/csv"),
        "inwoners": ("inwoners.csv", b"persoon_id;geslachtsnaam;gemeente\n1;X;9999\n", "text/csv"),
    }
    answer = api("coordinator").post("/v1/leveringen", files=files)
    assert answer.status_code == 400
    assert [one["detail"] for one in answer.json()["errors"]] == [
        "de kolom vlp ontbreekt", "de kolom geboortedatum ontbreekt",
    ]  # fmt: skip
    assert count(app, schema.runs) == 0
    assert not list(settings.data.glob("*/in"))


def test_the_same_idempotency_key_is_one_delivery(app: FastAPI, api: Client, town: Town) -> None:
    client = api("coordinator")
    headers = {"Idempotency-Key": "nov-1"}
    first, second = send(client, town, headers=headers), send(client, town, headers=headers)
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert second.headers["location"] == first.headers["location"]
    assert count(app, schema.runs) == 1
    other = send(client, town, headers=headers, data={"naam": "anders"})
    assert (other.status_code, other.json()["code"]) == (409, "IDEMPOTENCY_KEY_GEBRUIKT")
    assert count(app, schema.runs) == 1
    assert send(api("coordinator"), town, headers=headers).status_code == 202  # another client
    assert count(app, schema.runs) == 2


def test_files_of_a_refused_delivery_do_not_stay(
    api: Client, settings: WebSettings, town: Town
) -> None:
    bad = {
        "signalen": ("a.csv", b"kolom\nx\n", "text/csv"),
        "inwoners": ("b.csv", town.residents.read_bytes(), "text/csv"),
    }
    answer = api("coordinator").post("/v1/leveringen", files=bad)
    assert answer.status_code == 400
    assert list(settings.data.glob("*/in")) == []


def test_all_faults_of_all_files_come_at_once(api: Client, town: Town) -> None:
    files = [
        ("signalen", ("a.csv", b"kolom\nx\n", "text/csv")),
        ("signalen", ("b.xlsx", b"PK\x03\x04 not a workbook", "application/octet-stream")),
        ("inwoners", ("i.csv", town.residents.read_bytes(), "text/csv")),
    ]
    body = api("coordinator").post("/v1/leveringen", files=files).json()
    assert body["status"] == 400
    places = {error["location"]["name"] for error in body["errors"]}
    assert {"signalen-1.csv", "signalen-2.xlsx"} <= places
    assert len(body["errors"]) >= 2


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..\\..\\a.csv", "/tmp/x.csv", "a\x00.csv", "x" * 300 + ".csv"]
)
def test_the_name_of_a_file_leads_nowhere(
    api: Client, settings: WebSettings, town: Town, name: str
) -> None:
    files = {
        "signalen": (name, town.signals.read_bytes(), "text/csv"),
        "inwoners": (name, town.residents.read_bytes(), "text/csv"),
    }
    before = {path for path in settings.data.parent.rglob("*") if path.is_file()}
    assert api("coordinator").post("/v1/leveringen", files=files).status_code == 202
    new = {path for path in settings.data.parent.rglob("*") if path.is_file()} - before
    (folder,) = settings.data.glob("*/in")
    written = {path.name for path in new if path.is_relative_to(folder)}
    assert written == {"signalen-1.csv", "inwoners.csv"}
    outside = {p for p in new if not p.is_relative_to(folder)}
    assert {path.name for path in outside} <= {"brp-match.sqlite-wal", "brp-match.sqlite-shm"}


def test_every_fault_of_a_body_at_once_and_no_value_comes_back(api: Client) -> None:
    answer = api("beoordelaar").post(
        "/v1/vergelijkingen",
        json={"achternaam": 12, "Planted": "Geheimzinnig", "postcode": "9" * 501, "voornamen": []},
    )
    body = answer.json()
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert {(e["location"]["pointer"], e["code"]) for e in body["errors"]} == {
        ("#/vlp", "missing"),
        ("#/achternaam", "string_type"),
        ("#/postcode", "string_too_long"),
        ("#/voornamen", "string_type"),
        ("#/Planted", "extra_forbidden"),
    }
    assert "Geheimzinnig" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"{" * 2000])
def test_broken_json_is_400(api: Client, body: bytes) -> None:
    answer = api("beoordelaar").post(
        "/v1/vergelijkingen", content=body, headers={"Content-Type": "application/json"}
    )
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code", "detail"),
    [
        (b'{"vlp": "M\xfcller"}', {}, 400, "JSON_ONLEESBAAR", "UTF-8"),
        ('{"vlp": "x"}'.encode("utf-16"), {}, 400, "JSON_ONLEESBAAR", "UTF-8"),
        (b"[" * 200_000 + b"]" * 200_000, {}, 400, "JSON_ONLEESBAAR", "te diep"),
        (b'{"vlp": ' + b"9" * 6000 + b"}", {}, 400, "JSON_ONLEESBAAR", "te groot getal"),
        (
            gzip.compress(b"{}", mtime=0),
            {"Content-Encoding": "gzip"},
            415,
            "INHOUD_INGEPAKT",
            "zonder",
        ),
        (b'{"vlp": "x", "vlp": "y"}', {}, 400, "VRAAG_ONGELDIG", "errors"),
        (
            b'{"vlp": "x"}',
            {"Content-Type": "application/x-www-form-urlencoded"},
            415,
            "INHOUD_GEEN_JSON",
            "application/json",
        ),
    ],
    ids=["latin-1", "utf-16", "deep", "huge", "gzip", "twice", "as curl sends it"],
)
def test_json_that_cannot_be_read_in_one_way_is_refused_and_says_why(
    api: Client, body: bytes, headers: dict[str, str], status: int, code: str, detail: str
) -> None:
    answer = api("beoordelaar").post(
        "/v1/vergelijkingen", content=body, headers={"Content-Type": "application/json"} | headers
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert detail in answer.json()["detail"]
    assert "ller" not in answer.text


@pytest.mark.parametrize(
    "query", ["cursor=zzz!", "cursor=//", "limit=0", "limit=1000", "limit=x", "achternaam=Jansen"]
)
def test_a_wrong_query_is_400(api: Client, query: str) -> None:
    answer = api("coordinator").get(f"/v1/leveringen?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["in"] == "query"


def test_the_clients_key(app: FastAPI, visitor: TestClient, api: Client) -> None:
    assert visitor.get("/v1/leveringen").status_code == 401
    assert visitor.get("/v1/leveringen").headers["www-authenticate"].startswith("Bearer")
    for wrong in ("Bearer x", "Bearer ", "Basic eDp5", "Bearer é"):
        headers = {"Authorization": wrong.encode()}
        assert visitor.get("/v1/leveringen", headers=headers).status_code == 401
    client = api("coordinator")
    assert client.get("/v1/leveringen").status_code == 200
    with app.state.engine.begin() as con:
        con.execute(schema.clients.update().values(active=False))
    assert client.get("/v1/leveringen").status_code == 401


def test_too_many_questions(settings: WebSettings) -> None:
    client = TestClient(create_app(replace(settings, requests_per_minute=3)), "http://127.0.0.1")
    found = [client.get("/v1/leveringen").status_code for _ in range(5)]
    assert found == [401, 401, 401, 429, 429]
    assert 1 <= int(client.get("/v1/leveringen").headers["retry-after"]) <= 20


def test_a_case_is_judged_once_on_the_version_that_was_seen(
    app: FastAPI, api: Client, run_id: str
) -> None:
    client = api("beoordelaar")
    queue = client.get("/v1/zaken?limit=100").json()["items"]
    assert len(queue) >= 5
    found = [client.get(f"/v1/zaken/{item['zaakId']}") for item in queue]
    # a case without a candidate is there too: a reject drawn for the audit
    seen = next(one for one in found if one.json()["kandidaten"])
    address = f"/v1/zaken/{seen.json()['zaakId']}"
    tag = seen.headers["etag"]
    assert not {"kans", "gewicht", "rang", "redenen"} & seen.json()["kandidaten"][0].keys()
    judgement = {"uitkomst": "geen_van_deze"}
    assert client.post(address + "/oordelen", json=judgement).status_code == 428
    stale = client.post(address + "/oordelen", json=judgement, headers={"If-Match": '"v99"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "ZAAK_GEWIJZIGD")
    headers = {"If-Match": tag, "Idempotency-Key": "oordeel-1"}
    done = client.post(address + "/oordelen", json=judgement, headers=headers)
    assert done.status_code == 201
    assert done.headers["etag"] != tag
    again = client.post(address + "/oordelen", json=judgement, headers=headers)
    assert (again.status_code, again.json()) == (201, done.json())
    assert count(app, schema.judgements) == 1
    fresh = {"If-Match": done.headers["etag"]}
    twice = client.post(address + "/oordelen", json=judgement, headers=fresh)
    assert twice.status_code == 409
    other = api("beoordelaar").post(address + "/oordelen", json=judgement, headers=headers)
    assert other.status_code == 412  # somebody else, on the version before
    assert "kans" in client.get(address).json()["kandidaten"][0]
    back = client.delete(address + "/oordelen/laatste", headers=fresh)
    assert (back.status_code, back.json()["stand"]) == (200, "open")


def test_confirming_needs_a_person_who_is_a_candidate(api: Client, run_id: str) -> None:
    client = api("beoordelaar")
    address = f"/v1/zaken/{client.get('/v1/zaken').json()['items'][0]['zaakId']}"
    headers = {"If-Match": client.get(address).headers["etag"]}
    for body, code in (
        ({"uitkomst": "dezelfde_persoon"}, "PERSOON_ONTBREEKT"),
        ({"uitkomst": "dezelfde_persoon", "persoonId": "000000"}, "PERSOON_ONBEKEND"),
        ({"uitkomst": "misschien"}, "VRAAG_ONGELDIG"),
    ):
        answer = client.post(address + "/oordelen", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_what_is_not_there_is_404(api: Client) -> None:
    client = api("coordinator")
    for path in (
        "/v1/leveringen/x", "/v1/leveringen/x/besluiten", "/v1/zaken/x", "/v1/scorekaarten/x-0",
        "/v1/scorekaarten/x-0/voorbeeld", "/v1/nergens", "/v1", "/v1/",
    ):  # fmt: skip
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 404)
        assert answer.headers["content-type"] == "application/problem+json"


def test_scorecards_are_released_as_previewed(app: FastAPI, api: Client, run_id: str) -> None:
    client = api("coordinator")
    cards = client.get("/v1/scorekaarten").json()["items"]
    assert [card["vlp"] for card in cards] == ["Waterbron", "Woonstichting Proef"]
    assert [card["vrijgegeven"] for card in cards] == [False, False]
    address = f"/v1/scorekaarten/{cards[0]['scorekaartId']}"
    assert client.get(address).json()["kaart"]["voor"] == "gemeente"
    preview = client.get(address + "/voorbeeld")
    assert preview.json()["kaart"]["voor"] == "vlp"
    assert client.post(address + "/vrijgaven").status_code == 428
    wrong = client.post(address + "/vrijgaven", headers={"If-Match": '"x"'})
    assert wrong.status_code == 412
    tag = {"If-Match": preview.headers["etag"]}
    assert client.post(address + "/vrijgaven", headers=tag).status_code == 201
    assert client.post(address + "/vrijgaven", headers=tag).status_code == 409
    listed = client.get("/v1/vrijgaven").json()["items"]
    assert [(one["vlp"], one["leveringId"]) for one in listed] == [("Waterbron", run_id)]
    assert client.get("/v1/scorekaarten").json()["items"][0]["vrijgegeven"] is True


def test_a_name_that_never_had_a_card_is_for_a_person_to_release(
    app: FastAPI, api: Client, run_id: str
) -> None:
    with app.state.engine.begin() as con:
        earlier = runs.submit(
            con, name="x", request=runs.RunRequest(()), account_id="", now=deps.now()
        )
        releases.release_card(
            con,
            run_id=earlier,
            vlp="Stroomwerk",
            card_hash="a" * 64,
            account_id="c",
            now=deps.now(),
        )
    client = api("coordinator")
    address = (
        f"/v1/scorekaarten/{client.get('/v1/scorekaarten').json()['items'][0]['scorekaartId']}"
    )
    tag = {"If-Match": client.get(address + "/voorbeeld").headers["etag"]}
    answer = client.post(address + "/vrijgaven", headers=tag)
    assert (answer.status_code, answer.json()["code"]) == (409, "NAAM_NIEUW")
    assert [one["vlp"] for one in client.get("/v1/vrijgaven").json()["items"]] == ["Stroomwerk"]


def test_runs_states_of_the_api_are_those_of_the_store() -> None:
    from brp_match.review.votes import State, Verdict
    from brp_match.web.api import case_models, delivery_models

    assert [str(s) for s in runs.RunState] == [str(s) for s in delivery_models.Stand]
    assert [str(s) for s in State] == [str(s) for s in case_models.ZaakStand]
    assert [str(s) for s in Verdict] == [str(s) for s in case_models.Uitkomst]


def test_files_of_a_row_that_was_taken_back_do_not_stay(
    api: Client, settings: WebSettings, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of uploads at once under one key one row stays: the files of the others belong to nobody."""

    def too_late(engine: Any, caller: Any, key: str, content: bytes, now: Any, act: Any) -> Any:
        with engine.begin() as con:
            act(con)
            raise WebError(409, "IDEMPOTENCY_KEY_GEBRUIKT", "Deze vraag is al in behandeling.")

    monkeypatch.setattr("brp_match.web.api.deliveries.once", too_late)
    assert send(api("coordinator"), town, headers={"Idempotency-Key": "nov-1"}).status_code == 409
    assert [path for path in settings.data.iterdir() if path.is_dir()] == []
