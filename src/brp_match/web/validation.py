"""Faults of a request, all at once, in plain Dutch and without the value that was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

PARTS = {"query": "query", "path": "path", "header": "header", "cookie": "header", "body": "body"}

DUTCH: Mapping[str, str] = {
    "missing": "dit veld ontbreekt",
    "extra_forbidden": "dit veld bestaat niet",
    "json_invalid": "dit is geen geldige JSON",
    "string_type": "dit moet tekst zijn",
    "string_unicode": "in deze tekst staat een teken dat geen tekst is",
    "string_too_short": "deze tekst is te kort",
    "string_too_long": "deze tekst is te lang",
    "string_pattern_mismatch": "deze tekst heeft niet de goede vorm",
    "enum": "deze waarde staat niet in de lijst",
    "literal_error": "deze waarde staat niet in de lijst",
    "int_type": "dit moet een heel getal zijn",
    "int_parsing": "dit moet een heel getal zijn",
    "float_type": "dit moet een getal zijn",
    "float_parsing": "dit moet een getal zijn",
    "bool_type": "dit moet waar of onwaar zijn",
    "bool_parsing": "dit moet waar of onwaar zijn",
    "list_type": "dit moet een lijst zijn",
    "dict_type": "dit moet een object zijn",
    "model_attributes_type": "dit moet een object zijn",
    "greater_than_equal": "dit getal is te klein",
    "less_than_equal": "dit getal is te groot",
    "too_long": "deze lijst is te lang",
    "too_short": "deze lijst is te kort",
    "value_error": "deze waarde kan niet",
}


MOST_LISTED = 12
"""Values of a list that are named in a fault."""


def whole_number(text: str, longest: int = 9) -> int | None:
    """Return the whole number that a text says; None for what is none, or has more figures than the store can count."""
    fits = text.isascii() and text.isdecimal() and len(text) <= longest
    return int(text) if fits else None


def is_text(value: str) -> bool:
    """Tell whether a store can keep it: no NUL, which PostgreSQL refuses, and no half of a surrogate pair."""
    return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _only_text(value: str) -> str:
    if not is_text(value):
        # the name that Pydantic itself gives to a surrogate
        raise PydanticCustomError("string_unicode", "not a text")
    return value


ONLY_TEXT = AfterValidator(_only_text)
"""Behind other bounds of a field: what is no text is a fault `string_unicode` at its place."""


def request_faults(error: RequestValidationError) -> list[dict[str, Any]]:
    """Return every fault as {in, location, code, detail}; bodies by JSON pointer, the rest by name."""
    return [
        fault(entry["type"], entry["loc"], str(entry.get("ctx", {}).get("expected", "")))
        for entry in error.errors()
    ]


def fault(kind: str, place: Sequence[str | int], expected: str = "") -> dict[str, Any]:
    """One fault of kind `kind` (Pydantic's name) at `place` (part, then keys and indexes). `expected`: the values of a
    list, as Pydantic names them.
    """
    part = PARTS.get(str(place[0]), "body") if place else "body"
    rest = place[1:]
    if kind == "json_invalid":
        rest = ()
    if part == "body":
        location = {"pointer": "#" + "".join(f"/{_escape(str(step))}" for step in rest)}
    else:
        location = {"name": ".".join(str(step) for step in rest)}
    return {
        "in": part,
        "location": location,
        "code": kind,
        "detail": DUTCH.get(kind, "deze waarde kan niet") + _one_of(expected),
    }


def _one_of(expected: str) -> str:
    """Say which values there are, where they are few enough to read."""
    values = re.findall(r"'([^']*)'", expected)
    return f": kies een van {', '.join(values)}" if 0 < len(values) <= MOST_LISTED else ""


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
