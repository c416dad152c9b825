"""The pick-up list over the API."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.review.load_run import import_run
from brp_match.web import deps


def test_the_list_has_the_cases_without_secrecy(
    app: FastAPI, api: Callable[..., TestClient], run_folder: Path
) -> None:
    caller = api("coordinator")
    assert caller.get("/v1/oppaklijst").status_code == 404
    with app.state.engine.begin() as con:
        import_run(con, run_folder, account_id="", now=deps.now())
    answer = caller.get("/v1/oppaklijst?limit=5")
    assert answer.status_code == 200
    first = answer.json()["items"][0]
    assert first["signalen"][0].endswith("vroegsignaal, € 120,50")
    assert first["uitersteDag"] == "2026-11-30"
    assert len(answer.json()["items"]) == 5
    found = [*answer.json()["items"]]
    while following := answer.json()["_links"].get("next"):
        answer = caller.get(following["href"])
        found += answer.json()["items"]
    # person 7 has secrecy
    assert "Hanna Voorbeeld" not in {one["naam"] for one in found}
    assert len(found) == 11
    assert api("beoordelaar").get("/v1/oppaklijst").status_code == 403
    assert caller.get("/v1/oppaklijst?maand=2026-13").status_code == 400
