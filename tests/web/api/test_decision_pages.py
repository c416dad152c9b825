"""The decisions of a delivery through the API, page by page."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.review import audit, decisions, load_run
from brp_match.web import deps

Client = Callable[..., TestClient]


def judge_first(*reviewers: TestClient) -> str:
    """Let people say of the first case in the queue that it is nobody; returns its signal."""
    case = reviewers[0].get("/v1/zaken").json()["items"][0]["zaakId"]
    for reviewer in reviewers:
        shown = reviewer.get(f"/v1/zaken/{case}")
        said = reviewer.post(
            f"/v1/zaken/{case}/oordelen",
            json={"uitkomst": "geen_van_deze"},
            headers={"If-Match": shown.headers["etag"]},
        )
        assert said.status_code in (201, 409), said.text
    return str(shown.json()["signaal"]["signaal_id"])


def test_decisions_in_pages_are_the_whole_delivery_and_one_line_of_the_audit(
    app: FastAPI, api: Client, run_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page reads its own part, in the order of the file, and what people decided is in it."""
    with app.state.engine.begin() as con:
        run_id = load_run.import_run(con, run_folder, account_id="", now=deps.now())
    client = api("coordinator")
    judged = judge_first(api("beoordelaar"), api("beoordelaar"))
    with (run_folder / "decisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    asked: list[int] = []
    kept = decisions.finals
    monkeypatch.setattr(
        decisions,
        "finals",
        lambda con, run, ids, sight: asked.append(len(ids)) or kept(con, run, ids, sight),
    )

    def pages(query: str) -> list[list[dict[str, Any]]]:
        found, address = [], f"/v1/leveringen/{run_id}/besluiten?{query}"
        while address:
            page = client.get(address).json()
            found.append(page["items"])
            address = page["_links"].get("next") and page["_links"]["next"]["href"]
        return found

    whole = pages("limit=200")[0]
    assert [one["signaalId"] for one in whole] == [row["signaal_id"] for row in rows]
    asked.clear()
    parts = pages("limit=5")
    assert [len(part) for part in parts] == [5] * (len(rows) // 5) + [len(rows) % 5]
    assert [one for part in parts for one in part] == whole
    assert max(asked) == 6  # those of the page, and the first of the next
    assert [one["signaalId"] for one in whole if one["beoordeeld"]] == [judged]
    rejects = [one for one in whole if one["besluit"] == "reject"]
    assert judged in [one["signaalId"] for one in rejects]
    assert [one for part in pages("limit=2&besluit=reject") for one in part] == rejects

    def lines() -> int:
        with app.state.engine.begin() as con:
            return len(audit.read(con, kind="besluiten_uitgevoerd"))

    assert lines() == 1
    later = deps.now() + timedelta(minutes=61)
    monkeypatch.setattr(deps, "now", lambda: later)
    pages("limit=20")
    assert lines() == 2
