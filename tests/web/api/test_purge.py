"""After a purge no byte of a person is left: in no file of the service and in no table of its database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from brp_match.cli import main
from brp_match.review import report_back, schema
from brp_match.review.accounts import Role
from brp_match.review.clients import add_client
from brp_match.review.worker import Worker
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from cases.test_report_back import WHO
from own_postgres import Postgres
from web.conftest import BASE
from web.town import PEOPLE, SIGNALS

PLANTED = ("Zonnebloemkweker", "Xylofoonspeler", "Qwertystraat", "19470817", "ZQ-KLANT-77")
AT, RESIDENT = 12, 20
"""Places of a signal that goes to review, and of the resident it may be about."""

REASON = "Telefonisch nagevraagd bij mevrouw Zonnebloemkweker"


def delivery() -> tuple[bytes, bytes]:
    """The town with one resident and signal full of planted values."""
    person = PEOPLE[RESIDENT] | {
        "voornamen": "Xylofoonspeler", "geslachtsnaam": "Zonnebloemkweker", "straat": "Qwertystraat",
        "geboortedatum": "19470817",
    }  # fmt: skip
    asked = SIGNALS[AT] | {
        "achternaam": "Zonnebloemkweker", "straatnaam": "Qwertystraat", "klantnummer": "ZQ-KLANT-77",
    }  # fmt: skip
    files = []
    for rows, place, one in ((PEOPLE, RESIDENT, person), (SIGNALS, AT, asked)):
        rows = [*rows[:place], one, *rows[place + 1 :]]
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        files.append(text.getvalue().encode())
    return files[0], files[1]


def found_in(folder: Path) -> dict[str, set[str]]:
    """Planted value → files that hold it, packed files unpacked by nobody: Parquet is not packed text."""
    held: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for value in (*PLANTED, "november van Zonnebloemkweker", REASON):
                if value.encode() in content:
                    held.setdefault(value, set()).add(path.name)
    return held


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def service(
    request: pytest.FixtureRequest, settings: WebSettings
) -> Iterator[tuple[FastAPI, WebSettings, list[Path]]]:
    """A service, its settings, and the folders in which its bytes lie."""
    folders = [settings.data]
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("own_postgres")
        settings = replace(settings, database_url=server.url)
        # the write-ahead log is the server's own and runs out with its checkpoints
        folders.append(server.folder / "data" / "base")
    app = create_app(settings)
    yield app, settings, folders
    app.state.engine.dispose()


def test_nothing_of_a_person_is_left(
    service: tuple[FastAPI, WebSettings, list[Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    app, settings, folders = service
    engine = app.state.engine
    with engine.begin() as con:
        token = add_client(con, "alles", list(Role), deps.now())
    client = TestClient(app, BASE, headers={"Authorization": f"Bearer {token}"})
    residents, signals = delivery()
    sent = client.post(
        "/v1/leveringen",
        files={
            "signalen": ("a.csv", signals, "text/csv"),
            "inwoners": ("i.csv", residents, "text/csv"),
        },
        data={"naam": "november van Zonnebloemkweker"},
        headers={"Idempotency-Key": "een"},
    )
    assert sent.status_code == 202
    run_id = sent.json()["leveringId"]
    assert Worker(engine, settings.data, deps.now).run_once()
    assert client.get(f"/v1/leveringen/{run_id}/besluiten").status_code == 200
    with engine.begin() as con:
        case_id = con.execute(
            select(schema.cases.c.id).where(schema.cases.c.signaal_id == SIGNALS[AT]["signaal_id"])
        ).scalar_one()
    case = client.get(f"/v1/zaken/{case_id}")
    judged = client.post(
        f"/v1/zaken/{case_id}/oordelen",
        json={
            "uitkomst": "dezelfde_persoon",
            "persoonId": case.json()["kandidaten"][0]["persoon_id"],
            "reden": REASON,
        },
        headers={"If-Match": case.headers["etag"], "Idempotency-Key": "twee"},
    )
    assert judged.status_code == 201, judged.text
    with engine.begin() as con:
        came_back = replace(WHO, persoon_id="Zonnebloemkweker", postcode="9977XY")
        report_back.set_returned(con, came_back, run_id, yes=True, account_id="", now=deps.now())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        if engine.dialect.name == "postgresql":
            con.exec_driver_sql("CHECKPOINT")
    before: dict[str, set[str]] = {}
    for folder in folders:
        before |= found_in(folder)
    assert set(PLANTED) | {REASON, "november van Zonnebloemkweker"} == set(before), (
        "the search finds"
    )

    url = settings.database_url or f"sqlite:///{settings.data / 'brp-match.sqlite'}"
    if settings.database_url:
        # without the key of the audit nothing is touched
        there = found_in(settings.data)
        assert main(["purge", "--run", run_id, "--database", url]) == 2
        assert "[AUDIT_SLEUTEL]" in capsys.readouterr().err
        assert found_in(settings.data) == there
    where = ["--database", url, "--data", str(settings.data)]
    assert main(["purge", "--run", run_id, *where]) == 0
    said = capsys.readouterr().out
    assert "judgements 1" in said
    assert "idempotency 1" in said
    assert not any(value in said for value in PLANTED)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        if engine.dialect.name == "postgresql":
            con.exec_driver_sql("CHECKPOINT")
    assert [found_in(folder) for folder in folders] == [{}] * len(folders)
    assert client.get(f"/v1/leveringen/{run_id}").status_code == 404
    with engine.begin() as con:
        kinds = con.execute(select(schema.audit.c.kind)).scalars().all()
        assert report_back.read(con) == report_back.Choices({}, {})
    assert kinds[-1] == "verwijderd"
    assert "zaak_beoordeeld" in kinds, "who decided what stays, without a person in it"
