"""An example of every request and every answer, put together from the examples of their fields."""

from __future__ import annotations

from typing import Any

MOMENT = "2026-11-02T09:30:00Z"
DEEPEST = 6
"""Levels of a schema that are followed."""

JSON = "application/json"


def with_examples(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI document whose JSON bodies and good answers each have an example."""
    schemas = document["components"]["schemas"]
    for item in document["paths"].values():
        for operation in item.values():
            bodies = [operation.get("requestBody", {}).get("content", {})]
            bodies += [
                answer.get("content", {})
                for status, answer in operation["responses"].items()
                if status.startswith("2")
            ]
            for content in bodies:
                if JSON in content and content[JSON].get("schema"):
                    content[JSON]["example"] = example_of(content[JSON]["schema"], schemas)
    return document


def example_of(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Any:
    """Return a value that a schema allows: its own example, its default, or one of its parts together."""
    if schema.get("examples"):
        return schema["examples"][0]
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, depth)
    for key in ("anyOf", "allOf", "oneOf"):
        options = [one for one in schema.get(key, ()) if one.get("type") != "null"]
        if options:
            return example_of(options[0], schemas, depth)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    if schema.get("type") == "object" or "properties" in schema:
        if depth >= DEEPEST:
            return {}
        return {
            name: example_of(part, schemas, depth + 1)
            for name, part in schema.get("properties", {}).items()
            if name in schema.get("required", ()) or part.get("examples") or "$ref" in str(part)
        }
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas, depth + 1)] if schema.get("items") else []
    if schema.get("format") == "date-time":
        return MOMENT
    return {"string": "", "integer": 0, "number": 0, "boolean": True}.get(schema.get("type", ""))
