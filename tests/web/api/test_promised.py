"""What docs/compatibiliteit.md promises: what was there on 29 November 2026 is there still; more may come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from brp_match.cases.store import COLUMNS
from brp_match.model import Reason

PROMISED = Path(__file__).resolve().parents[2] / "data" / "promised.json"


def promised_now(document: dict[str, Any]) -> dict[str, Any]:
    """What can be promised, as it is now."""
    return {
        "operations": sorted(f"{m} {p}" for p, item in document["paths"].items() for m in item),
        "schemas": {
            name: sorted(schema["properties"])
            for name, schema in sorted(document["components"]["schemas"].items())
            if "properties" in schema
        },
        "reasons": sorted(map(str, Reason)),
        "zaken": list(COLUMNS),
    }


def test_nothing_that_was_promised_is_gone(visitor: TestClient) -> None:
    was = json.loads(PROMISED.read_text(encoding="utf-8"))
    now = promised_now(visitor.get("/v1/openapi.json").json())
    assert set(was["operations"]) <= set(now["operations"])
    gone = {
        f"{name}.{field}"
        for name, fields in was["schemas"].items()
        for field in fields
        if field not in now["schemas"].get(name, ())
    }
    assert gone == set()
    assert set(was["reasons"]) <= set(now["reasons"])
    # columns keep their place: new ones come behind
    assert now["zaken"][: len(was["zaken"])] == was["zaken"]
