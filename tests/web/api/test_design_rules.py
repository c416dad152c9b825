"""The design rules that only a running API shows; what its description shows is in test_spectral."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from brp_match.web.errors import API_VERSION

METHODS = {"get", "post", "put", "patch", "delete"}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


@pytest.fixture
def document(visitor: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get("/v1/openapi.json").json()
    assert len(list(operations(found))) == 29
    return found


def test_the_description_is_open_and_ours(visitor: TestClient) -> None:
    answer = visitor.get("/v1/openapi.json", headers={"Origin": "https://elders.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["api-version"] == API_VERSION
    document = answer.json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": "http://127.0.0.1:8000/v1"}]
    assert set(document["paths"]) == {
        "/openapi.json",
        "/leveringen",
        "/leveringen/{leveringId}",
        "/leveringen/{leveringId}/antwoorden",
        "/signalen",
        "/wijzigingen",
        "/codelijsten",
        "/schuldhulpverlening",
        "/kansen",
        "/leveringen/{leveringId}/besluiten",
        "/beleid",
        "/oppaklijst",
        "/vroegsignaalzaken",
        "/vergelijkingen",
        "/zaken",
        "/zaken/{zaakId}",
        "/zaken/{zaakId}/oordelen",
        "/zaken/{zaakId}/oordelen/laatste",
        "/leveringen/{leveringId}/terugkoppelingen",
        "/zaken/{zaakId}/terugkoppelingen",
        "/zaken/{zaakId}/terugkoppelingen/laatste",
        "/scorekaarten",
        "/scorekaarten/{scorekaartId}",
        "/scorekaarten/{scorekaartId}/voorbeeld",
        "/scorekaarten/{scorekaartId}/vrijgaven",
        "/vrijgaven",
    }


def test_every_schema_has_a_name_of_ours(document: dict[str, Any]) -> None:
    """A form that is new needs a name in openapi.FORMS: the framework would name it after its route."""
    schemas = document["components"]["schemas"]
    assert {"LeveringIn", "LeveringUitkomst", "Steekproef"} <= set(schemas)
    assert schemas["LeveringIn"]["title"] == "LeveringIn"
    assert not [name for name in schemas if "Body" in name or "V1" in name]


def test_a_trailing_slash_is_404_and_no_redirect(
    visitor: TestClient, document: dict[str, Any]
) -> None:
    for path in document["paths"]:
        answer = visitor.get(f"/v1{path.replace('{', '').replace('}', '')}/")
        assert (path, answer.status_code) == (path, 404)
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_there_is_405_with_allow(
    visitor: TestClient, document: dict[str, Any]
) -> None:
    tried = 0
    for path, item in document["paths"].items():
        address = f"/v1{path.replace('{', '').replace('}', '')}"
        for method in sorted(METHODS - set(item)):
            answer = visitor.request(method.upper(), address)
            assert (address, method, answer.status_code) == (address, method, 405)
            assert (
                "GET" in answer.headers["allow"]
                or "POST" in answer.headers["allow"]
                or ("DELETE" in answer.headers["allow"])
            )
            assert answer.headers["content-type"] == "application/problem+json"
            tried += 1
    assert tried > 40


def test_head_is_get_without_a_body(visitor: TestClient) -> None:
    answer = visitor.head("/v1/openapi.json")
    assert (answer.status_code, answer.content) == (200, b"")


def test_every_operation_answers_with_the_version(
    visitor: TestClient, document: dict[str, Any]
) -> None:
    for path, method, _ in operations(document):
        answer = visitor.request(method.upper(), f"/v1{path}")
        assert answer.headers["api-version"] == API_VERSION


def test_the_page_of_the_description_names_every_operation(
    visitor: TestClient, document: dict[str, Any]
) -> None:
    text = visitor.get("/v1/docs").text
    for path, method, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in text
        assert f"{method.upper()} /v1{path}" in text
    assert "http://" not in text.replace("http://127.0.0.1:8000", "")
    assert "https://" not in text
