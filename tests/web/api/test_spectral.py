"""Spectral with our rules: this API keeps every one, a default FastAPI application breaks them.

Spectral comes from npm: `npm install --no-save --no-package-lock @stoplight/spectral-cli@6.16.3`.
"""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel

RULESET = Path(__file__).with_name("design-rules.spectral.yaml")
ROOT = Path(__file__).resolve().parents[3]
OURS = sorted(yaml.safe_load(RULESET.read_text(encoding="utf-8"))["rules"])
Lint = Callable[[dict[str, Any]], set[str]]


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Lint:
    """Return what gives the names of the rules a description breaks, those of spectral:oas among them."""
    own = ROOT / "node_modules" / ".bin" / "spectral"
    found = str(own) if own.is_file() else shutil.which("spectral")
    if found is None:
        message = "Spectral is missing: npm install @stoplight/spectral-cli"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    folder = tmp_path_factory.mktemp("spectral")

    def run(document: dict[str, Any]) -> set[str]:
        path = folder / "openapi.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        done = subprocess.run(
            [found, "lint", str(path), "--ruleset", str(RULESET), "--format", "json", "--quiet",
             "--fail-severity", "hint"],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr[:500]
        return {entry["code"] for entry in json.loads(done.stdout or "[]")}

    return run


class item_in(BaseModel):  # noqa: N801
    """Named as no rule would have it."""

    first_name: str


def default_document() -> dict[str, Any]:
    app = FastAPI()

    @app.post("/Items/")
    def create(item: item_in, birth_date: str = "", achternaam: str = "") -> item_in:
        return item

    return app.openapi()


@pytest.fixture
def document(visitor: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get("/v1/openapi.json").json()
    return found


def test_our_api_keeps_every_rule(lint: Lint, document: dict[str, Any]) -> None:
    assert lint(document) == set()


KEPT_BY_DEFAULT = {"nlgov-publish-openapi-3-1", "nlgov-semver", "nlgov-http-methods"}


def test_a_default_application_breaks_the_rules(lint: Lint) -> None:
    assert lint(default_document()) >= set(OURS) - KEPT_BY_DEFAULT


def test_planted_faults_are_found(lint: Lint, document: dict[str, Any]) -> None:
    changed = copy.deepcopy(document)
    changed["openapi"] = "3.0.3"
    changed["info"]["version"] = "2026-11"
    cases, runs = changed["paths"]["/zaken"], changed["paths"]["/leveringen"]["get"]
    cases["trace"] = copy.deepcopy(cases["get"])
    del cases["get"]["security"]
    cases["get"]["parameters"].append(
        {"name": "geboortedatum", "in": "query", "schema": {"type": "string"}}
    )
    del runs["responses"]["200"]["headers"]["API-Version"]
    error = runs["responses"]["400"]["content"]
    error["application/json"] = error["application/problem+json"]
    assert lint(changed) >= {
        "nlgov-publish-openapi-3-1",
        "nlgov-semver",
        "nlgov-http-methods",
        "operation-secured",
        "nlgov-no-personal-data-in-url",
        "nlgov-version-header",
        "nlgov-problem-details",
    }
