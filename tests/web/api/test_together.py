"""Several at once on one case or one key: nothing lost, nothing twice; and the service as a process."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from brp_match.errors import BrpMatchError
from brp_match.review import load_run, schema
from brp_match.web import command, deps
from web.conftest import Town

SERVE = (
    "import argparse, sys; from brp_match.errors import BrpMatchError; from brp_match.web import command\n"
    "p = argparse.ArgumentParser(); command.add(p.add_subparsers())\n"
    "a = p.parse_args(sys.argv[1:])\n"
    "try: sys.exit(a.run(a))\n"
    "except BrpMatchError as error: sys.exit('; '.join(f.code for f in error.faults))"
)


def test_eight_reviewers_on_one_version_are_one_judgement(
    app: FastAPI, api: Callable[..., TestClient], run_folder: Path
) -> None:
    with app.state.engine.begin() as con:
        load_run.import_run(con, run_folder, account_id="", now=deps.now())
        case_id = con.execute(
            select(schema.cases.c.id).where(schema.cases.c.second_look.is_(False))
        ).scalars().first()  # fmt: skip
    clients = [api("beoordelaar") for _ in range(8)]
    tag = clients[0].get(f"/v1/zaken/{case_id}").headers["etag"]

    def judge(client: TestClient) -> int:
        return client.post(
            f"/v1/zaken/{case_id}/oordelen",
            json={"uitkomst": "geen_van_deze"},
            headers={"If-Match": tag},
        ).status_code

    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(judge, clients))
    assert found[201] == 1
    assert set(found) <= {201, 409, 412}
    with app.state.engine.begin() as con:
        assert con.execute(select(func.count()).select_from(schema.judgements)).scalar_one() == 1


def test_the_same_key_eight_times_at_once_is_one_delivery(
    app: FastAPI, api: Callable[..., TestClient], town: Town
) -> None:
    client = api("coordinator")

    def send(_: int) -> Any:
        files = {
            "signalen": ("a.csv", town.signals.read_bytes(), "text/csv"),
            "inwoners": ("i.csv", town.residents.read_bytes(), "text/csv"),
        }
        return client.post("/v1/leveringen", files=files, headers={"Idempotency-Key": "een"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert {one.status_code for one in answers} <= {202, 409}
    done = {one.json()["leveringId"] for one in answers if one.status_code == 202}
    assert len(done) == 1
    with app.state.engine.begin() as con:
        assert con.execute(select(schema.runs.c.id)).scalars().all() == list(done)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int, *more: str) -> subprocess.Popen[str]:
    words = ["serve", "--data", str(data), "--port", str(port), *more]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BRP_MATCH_")}
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, *words],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/gezond", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail("the service did not start")


def test_the_service_starts_says_where_it_is_and_stops(tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path / "data", port)
    try:
        wait_for(port)
        answer = httpx.get(f"http://127.0.0.1:{port}/inloggen")
        assert answer.status_code == 200
        assert "server" not in answer.headers
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert f"brp-match draait op http://127.0.0.1:{port}" in err
    assert "brp-match account NAAM --role" in err
    assert "Traceback" not in out + err


def test_a_service_that_was_killed_starts_again_with_everything(tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    process = start(data, port)
    wait_for(port)
    process.kill()
    process.communicate(timeout=30)
    secret = (data / "geheim.sleutel").read_text()
    again = start(data, port)
    try:
        wait_for(port)
        assert (data / "geheim.sleutel").read_text() == secret
    finally:
        again.terminate()
        again.communicate(timeout=60)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--host", "0.0.0.0"], "ALLEEN_LOOPBACK"),
        (["--database", "mysql://x/y"], "DATABASE_ADRES"),
        (["--database", "postgresql://u:geheim@127.0.0.1:9/x"], "DATABASE_ONBEREIKBAAR"),
        (["--register", "nergens.duckdb"], "BESTAND_ONTBREEKT"),
        (["--port", "99999"], "POORT_ONGELDIG"),
    ],
)
def test_what_cannot_be_is_told_by_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: str
) -> None:
    for name in [one for one in os.environ if one.startswith("BRP_MATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(os, "umask", lambda mask: 0)
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    where = ["--data", str(tmp_path / "data"), "--port", str(free_port())]
    asked = parser.parse_args(["serve", *where, *words])
    with pytest.raises(BrpMatchError) as caught:
        asked.run(asked)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert "geheim" not in str(caught.value)


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        _, err = start(tmp_path / "data", taken.getsockname()[1]).communicate(timeout=60)
    assert "POORT_BEZET" in err
    assert "Traceback" not in err
