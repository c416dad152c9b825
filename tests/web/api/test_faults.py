"""The service while its disk is full and while its database is away: 507, 503, then as it was."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from brp_match.review import load_run, schema
from brp_match.review.accounts import Role
from brp_match.review.clients import add_client
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings
from own_postgres import Postgres
from small_disk import fill, small_disk
from web.conftest import BASE


def opened(app: FastAPI, run_folder: Path) -> tuple[TestClient, str, str]:
    """A client of the API, an open case and its ETag."""
    with app.state.engine.begin() as con:
        token = add_client(con, "alles", list(Role), deps.now())
        load_run.import_run(con, run_folder, account_id="", now=deps.now())
        case_id = con.execute(
            select(schema.cases.c.id).where(
                schema.cases.c.state == "open", ~schema.cases.c.second_look, ~schema.cases.c.secret
            )
        ).scalars().first()  # fmt: skip
    client = TestClient(
        app, BASE, headers={"Authorization": f"Bearer {token}"}, raise_server_exceptions=False
    )
    return client, str(case_id), client.get(f"/v1/zaken/{case_id}").headers["etag"]


def judge(client: TestClient, case_id: str, tag: str) -> tuple[int, str]:
    answer = client.post(
        f"/v1/zaken/{case_id}/oordelen",
        json={"uitkomst": "geen_van_deze"},
        headers={"If-Match": tag, "Idempotency-Key": "een"},
    )
    return answer.status_code, answer.headers.get("retry-after", "")


def kept(app: FastAPI) -> int:
    with app.state.engine.begin() as con:
        return int(con.execute(select(func.count()).select_from(schema.judgements)).scalar_one())


def test_a_full_disk(settings: WebSettings, run_folder: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "schijf", megabytes=4) as disk:
        shutil.copy(settings.data / "brp-match.sqlite", disk)
        app = create_app(replace(settings, data=disk))
        client, case_id, tag = opened(app, run_folder)
        fill(disk / "vol")
        # what was freed in the write-ahead log is used first
        answers = [client.get(f"/v1/zaken/{case_id}").status_code for _ in range(200)]
        assert answers[-1] == 507
        assert judge(client, case_id, tag)[0] == 507
        (disk / "vol").unlink()
        assert kept(app) == 0
        assert [judge(client, case_id, tag)[0] for _ in range(2)] == [201, 201]
        assert kept(app) == 1
        app.state.engine.dispose()


@pytest.mark.postgres
def test_the_database_goes_away_and_comes_back(
    settings: WebSettings, run_folder: Path, own_postgres: Postgres
) -> None:
    app = create_app(replace(settings, database_url=own_postgres.url))
    client, case_id, tag = opened(app, run_folder)
    own_postgres.stop()
    assert judge(client, case_id, tag) == (503, "5")
    assert client.get("/werkvoorraad", headers={"Cookie": "sessie=x"}).status_code == 503
    own_postgres.start()
    assert kept(app) == 0
    assert [judge(client, case_id, tag)[0] for _ in range(2)] == [201, 201]
    assert kept(app) == 1
    app.state.engine.dispose()
