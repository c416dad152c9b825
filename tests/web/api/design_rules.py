"""The NL API Design Rules that a machine can check, over an OpenAPI document and a running API.

Rule names follow https://logius-standaarden.github.io/API-Design-Rules/. Each check returns what
breaks the rule; an empty list is good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Document = dict[str, Any]
METHODS = {"get", "post", "put", "patch", "delete"}
SEMVER = re.compile(r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$")
CAMEL = re.compile(r"^_?[a-z][A-Za-z0-9]*$")
PASCAL = re.compile(r"^[A-Z][A-Za-z0-9]*$")
SEGMENT = re.compile(r"^(\{[a-z][A-Za-z0-9]*\}|_?[a-z0-9]+(-[a-z0-9]+)*(\.json)?)$")
PERSONAL = ("bsn", "naam", "geboortedatum", "adres", "postcode", "achternaam", "email", "telefoon")


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def openapi_3_1(document: Document) -> list[str]:
    return [] if str(document.get("openapi", "")).startswith("3.1.") else ["no OpenAPI 3.1"]


def semver(document: Document) -> list[str]:
    return [] if SEMVER.match(document["info"]["version"]) else ["info.version is no semver"]


def contact(document: Document) -> list[str]:
    found = document["info"].get("contact", {})
    return [f"info.contact.{key}" for key in ("name", "url", "email") if not found.get(key)]


def major_version_in_uri(document: Document) -> list[str]:
    servers = document.get("servers", [])
    return [] if servers and all(re.search(r"/v\d+$", s["url"]) for s in servers) else ["no /v1"]


def no_trailing_slash(document: Document) -> list[str]:
    return [path for path in document["paths"] if path.endswith("/")]


def path_segments(document: Document) -> list[str]:
    return [
        path
        for path in document["paths"]
        if not all(SEGMENT.match(part) for part in path.strip("/").split("/"))
    ]


def standard_methods(document: Document) -> list[str]:
    return [f"{m} {p}" for p, m, _ in operations(document) if m not in METHODS]


def version_header(document: Document) -> list[str]:
    return [
        f"{method} {path} {status}"
        for path, method, operation in operations(document)
        for status, response in operation["responses"].items()
        if "API-Version" not in response.get("headers", {})
    ]


def problem_json(document: Document) -> list[str]:
    return [
        f"{method} {path} {status}"
        for path, method, operation in operations(document)
        for status, response in operation["responses"].items()
        if status[0] in "45" and list(response.get("content", {})) != ["application/problem+json"]
    ]


def no_422(document: Document) -> list[str]:
    return [f"{m} {p}" for p, m, o in operations(document) if "422" in o["responses"]]


def bad_input_is_400(document: Document) -> list[str]:
    return [f"{m} {p}" for p, m, o in operations(document) if "400" not in o["responses"]]


def query_camel_case(document: Document) -> list[str]:
    return [
        f"{method} {path} {parameter['name']}"
        for path, method, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if parameter["in"] in {"query", "path"} and not CAMEL.match(parameter["name"])
    ]


def no_personal_data_in_url(document: Document) -> list[str]:
    return [
        f"{method} {path} {parameter['name']}"
        for path, method, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if parameter["in"] in {"query", "path"}
        and any(word in parameter["name"].lower() for word in PERSONAL)
    ]


def properties_camel_case(document: Document) -> list[str]:
    return [
        f"{name}.{key}"
        for name, schema in document.get("components", {}).get("schemas", {}).items()
        for key in schema.get("properties", {})
        if not CAMEL.match(key)
    ]


def schemas_pascal_case(document: Document) -> list[str]:
    found = document.get("components", {}).get("schemas", {})
    return [name for name in found if not PASCAL.match(name)]


def operation_ids(document: Document) -> list[str]:
    ids = [operation.get("operationId", "") for _, _, operation in operations(document)]
    return [one for one in ids if not CAMEL.match(one) or ids.count(one) > 1]


def described(document: Document) -> list[str]:
    return [
        f"{m} {p}"
        for p, m, o in operations(document)
        if not (o.get("description") and o.get("tags") and o.get("summary"))
    ]


def examples(document: Document) -> list[str]:
    """Every schema that is read or written shows at least one example."""
    return [
        name
        for name, schema in document.get("components", {}).get("schemas", {}).items()
        if schema.get("type") == "object"
        and schema.get("properties")
        and "example" not in str(schema)
        and "$ref" not in str(schema)
    ]


def security(document: Document) -> list[str]:
    return [
        f"{m} {p}"
        for p, m, o in operations(document)
        if p != "/openapi.json" and not o.get("security")
    ]


RULES: dict[str, Callable[[Document], list[str]]] = {
    "/core/publish-openapi (3.1)": openapi_3_1,
    "/core/semver": semver,
    "/core/doc-openapi-contact": contact,
    "/core/uri-version": major_version_in_uri,
    "/core/no-trailing-slash": no_trailing_slash,
    "/core/path-segments-kebab-case": path_segments,
    "/core/http-methods": standard_methods,
    "/core/version-header": version_header,
    "/core/error-handling/problem-details": problem_json,
    "/core/error-handling/no-422": no_422,
    "/core/error-handling/invalid-input": bad_input_is_400,
    "/core/query-keys-camel-case": query_camel_case,
    "/core/no-personal-data-in-url": no_personal_data_in_url,
    "/core/property-camel-case": properties_camel_case,
    "schema names": schemas_pascal_case,
    "operation ids": operation_ids,
    "descriptions": described,
    "examples": examples,
    "/core/transport/security": security,
}
