"""The description of the API, as OpenAPI and as a page of this installation."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from brp_match.web import deps
from brp_match.web.api.openapi import describe

router = APIRouter(tags=["beschrijving"])

PLACES = {"path": "in het adres", "query": "achter het vraagteken", "header": "header"}
"""Where a parameter stands, in Dutch."""


@router.get("/openapi.json", response_class=JSONResponse)
def openapi(request: Request) -> Response:
    """De beschrijving van deze API, als OpenAPI 3.1."""
    return JSONResponse(document_of(request))


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """Show the description as a page, without anything from outside."""
    from brp_match.web.pages.render import page

    return page(request, "api_docs.html", **docs_context(document_of(request)))


def document_of(request: Request) -> dict[str, Any]:
    """Return the OpenAPI document, made once per application."""
    state = request.app.state
    if getattr(state, "openapi", None) is None:
        settings = deps.settings(request)
        state.openapi = describe(request.app, settings.base_url, settings.security_contact)
    found: dict[str, Any] = state.openapi
    return found


@cache
def client_example() -> str:
    """Return a client in forty lines, that the tests run."""
    return Path(__file__).with_name("client_example.py").read_text(encoding="utf-8")


def docs_context(document: dict[str, Any]) -> dict[str, Any]:
    """Return the context of api_docs.html: groups of operations with parameters, body and answers."""
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            groups[operation["tags"][0]].append(_operation(path, method, operation))
    return {
        "info": document["info"],
        "klant": client_example(),
        "server": document["servers"][0]["url"],
        "groepen": [
            {"naam": tag["name"], "uitleg": tag["description"], "handelingen": groups[tag["name"]]}
            for tag in document["tags"]
        ],
        "schemas": [
            {"naam": name, "tekst": json.dumps(schema, ensure_ascii=False, indent=2)}
            for name, schema in sorted(document["components"]["schemas"].items())
        ],
    }


def _operation(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "id": operation["operationId"],
        "methode": method.upper(),
        "pad": f"/v1{path}",
        "titel": operation.get("summary", ""),
        "uitleg": operation.get("description", ""),
        "sleutel": "security" in operation,
        "parameters": [
            {
                "naam": p["name"],
                "waar": PLACES[p["in"]],
                "nodig": p.get("required", False),
                "uitleg": p.get("description", ""),
            }
            for p in operation.get("parameters", ())
        ],
        "inhoud": [
            {
                "soort": kind,
                "schema": _name(value.get("schema", {})),
                "voorbeeld": _example(value),
            }
            for kind, value in body.items()
        ],
        "antwoorden": [
            {
                "status": status,
                "uitleg": answer["description"],
                "schema": ", ".join(
                    _name(value.get("schema", {})) for value in answer.get("content", {}).values()
                ),
                "voorbeeld": "".join(map(_example, answer.get("content", {}).values()))
                if status.startswith("2")
                else "",
            }
            for status, answer in operation["responses"].items()
        ],
    }


def _example(value: dict[str, Any]) -> str:
    return json.dumps(value["example"], ensure_ascii=False, indent=2) if "example" in value else ""


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
