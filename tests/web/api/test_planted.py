"""A person's values planted in every place of a question come back in no refusal, header or log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

NAME, DATE, NUMBER = "Zwartgeplant", "19610203", "999912345"
PLANTED = (NAME, DATE, NUMBER)
BODY = {
    "vlp": NAME, "achternaam": [NAME], "geboortedatum": int(DATE), "persoonId": NUMBER,
    "uitkomst": NAME, "reden": NAME,
}  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {}, {"If-Match": NAME, "Idempotency-Key": NAME}, {"Authorization": f"Bearer {NAME}"},
    {"Accept": NAME, "Origin": f"http://{NAME}"},
)  # fmt: skip
QUERIES: tuple[dict[str, str], ...] = (
    {}, {"cursor": NAME}, {NAME: DATE}, {"limit": NAME}, {"besluit": NAME},
)  # fmt: skip
FILES = {
    f"{NAME}.csv": f"{NAME};{DATE}\n{NUMBER};{NAME}\n",
    f"{NAME}.json": f'[{{"signaal_id": "{NAME}", "{NAME}": "{DATE}"}}]',
    f"{NAME}.xlsx": f"PK\x03\x04{NAME}",
    f"{NUMBER}.csv": f"signaal_id;vlp;achternaam\n{NUMBER};v;x\n{NUMBER};v;{NAME}\n",
    f"{NAME}.toml": f"{NAME} = [",
}


def _questions(client: TestClient, paths: dict[str, Any]) -> Iterator[Response]:
    for path, item in paths.items():
        address = "/v1" + re.sub(r"\{\w+\}", NAME, path)
        for method in item:
            for body in (BODY, [NAME], NAME):
                yield client.request(method, address, json=body)
            for query in QUERIES:
                for headers in HEADERS:
                    yield client.request(method, address, params=query, headers=headers)
    broken = f'{{"achternaam": "{NAME}" {DATE}'
    yield client.post(
        "/v1/vergelijkingen", content=broken, headers={"Content-Type": "application/json"}
    )
    good = {
        "signalen": ("a.csv", "signaal_id;vlp;achternaam\n1;v;x\n", "text/csv"),
        "inwoners": ("b.csv", "persoon_id;geslachtsnaam\n1;x\n", "text/csv"),
    }
    for name, text in FILES.items():
        for part in ("signalen", "inwoners", "koppeling", NAME):
            yield client.post("/v1/leveringen", files=good | {part: (name, text, "text/csv")})
    yield client.get(f"/v1/{NAME}")


def test_no_refusal_header_or_log_repeats_a_person(
    api: Callable[..., TestClient], caplog: pytest.LogCaptureFixture
) -> None:
    client = api("coordinator", "beoordelaar")
    paths = client.get("/v1/openapi.json").json()["paths"]
    caplog.set_level(logging.DEBUG)
    refused = 0
    for answer in _questions(client, paths):
        said = " ".join(f"{key}: {value}" for key, value in answer.headers.items())
        if answer.status_code >= 400:
            refused += 1
            said += answer.text
        assert not [one for one in PLANTED if one in said], said
    assert refused > 200
    own = [record for record in caplog.records if record.name.startswith(("brp_match", "uvicorn"))]
    assert not [one for one in PLANTED if any(one in record.getMessage() for record in own)]
