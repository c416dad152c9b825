"""The API described: OpenAPI 3.1 out of the routes, with what every answer has in common."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from brp_match.web.api.examples import with_examples
from brp_match.web.errors import API_VERSION, PROBLEM, TITLES

COMMON = (400, 401, 403, 429, 500, 503)
"""Refusals that any operation with a key may give."""

BY_FEATURE = {
    "path": (404,),
    "body": (408, 413, 415),
    "If-Match": (409, 412, 428),
    "Idempotency-Key": (409,),
}

BY_OPERATION = {
    "decisions": (409, 410),
    "pickUpList": (404,),
    "monthCases": (404,),
    "proposeAgain": (409,),
}

DESCRIPTION = """Signalen van vroegsignalering vergelijken met de BRP, en de besluiten ophalen.

Deze API volgt de NL API Design Rules. Fouten komen als problem+json, alle fouten tegelijk. Persoonsgegevens
staan nooit in een adres. Tijden zijn UTC. Wat verandert, vraagt u op met `/wijzigingen`: er wordt niets naar u toe gestuurd. Een
oordeel en een vrijgave vragen de header `If-Match` met de `ETag` van wat u zag: zonder is het 428, is er intussen iets veranderd 412. Wie een vraag herhaalt met dezelfde `Idempotency-Key`, krijgt
hetzelfde antwoord en het gebeurt één keer."""

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Een weigering (RFC 9457), met alle fouten in `errors`.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": [TITLES[400]]},
        "status": {"type": "integer", "examples": [400]},
        "detail": {
            "type": "string",
            "examples": ["De vraag heeft fouten; ze staan alle in errors."],
        },
        "code": {"type": "string", "examples": ["VRAAG_ONGELDIG"]},
        "kenmerk": {"type": "string", "examples": ["5f0c6a1e8b5d"]},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "location", "code", "detail"],
                "properties": {
                    "in": {"type": "string", "enum": ["body", "query", "path", "header"]},
                    "location": {
                        "type": "object",
                        "properties": {"pointer": {"type": "string"}, "name": {"type": "string"}},
                        "examples": [{"pointer": "#/vlp"}],
                    },
                    "code": {"type": "string", "examples": ["missing"]},
                    "detail": {"type": "string", "examples": ["dit veld ontbreekt"]},
                },
            },
        },
    },
}

FORMS = {
    "Body_send_v1_leveringen_post": "LeveringIn",
    "Body_send_client_file_v1_schuldhulpverlening_post": "SchuldhulpBestandIn",
}
"""What a form is called in the description, by the name that FastAPI makes of its route."""

IF_MATCH = (
    "\n\nGeef in `If-Match` de `ETag` van het antwoord waarin u dit zag, met de aanhalingstekens. Zonder: 428. Is er "
    "intussen iets veranderd: 412, haal het dan opnieuw op."
)
"""Said of every operation that wants it."""

DONE = {
    "200": "Gelukt.",
    "201": "Gelukt; `Location` zegt waar het staat.",
    "202": "Aangenomen. Vraag op het adres in `Location` hoe ver het is.",
}
"""What the answer to a good request says, by status."""

VERSION_HEADER = {
    "description": "De volledige versie van deze API.",
    "schema": {"type": "string", "examples": [API_VERSION]},
}
HEADERS = {
    "ETag": {"description": "De versie van wat u kreeg.", "schema": {"type": "string"}},
    "Location": {"description": "Waar het resultaat staat.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconden wachten.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "Hoe in te loggen.", "schema": {"type": "string"}},
}


def describe(app: FastAPI, base_url: str, contact: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the routes under /v1; paths in it are relative to /v1."""
    document = get_openapi(
        title="brp-match",
        version=API_VERSION,
        openapi_version="3.1.0",
        summary="Vergelijken van signalen met de BRP",
        description=DESCRIPTION,
        routes=app.routes,
        servers=[{"url": f"{base_url}/v1"}],
        contact={
            "name": "Beheerder van deze installatie",
            "url": f"{base_url}/uitleg",
            "email": contact.removeprefix("mailto:")
            if contact.startswith("mailto:")
            # the design rules want an address; where none is given, one that cannot exist
            else "beheer@installatie.invalid",
        },
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        tags=[
            {"name": "leveringen", "description": "Signalen aanleveren en besluiten ophalen."},
            {"name": "vergelijkingen", "description": "Eén signaal meteen vergelijken."},
            {"name": "beleid", "description": "Waarmee er wordt besloten."},
            {"name": "zaken", "description": "Wat een mens beslist."},
            {
                "name": "oppaklijst",
                "description": "De zaken van een maand: alle, en om op te pakken.",
            },
            {
                "name": "schuldhulpverlening",
                "description": "Het bestand van wie al hulp krijgt: geven, zien of het er is, weghalen.",
            },
            {
                "name": "kansen",
                "description": "Hoe vastelastenpartners leveren, voor de tabel van de werkgroep.",
            },
            {"name": "scorekaarten", "description": "Gegevenskwaliteit per vastelastenpartner."},
            {"name": "wijzigingen", "description": "Wat er gebeurde sinds u het laatst vroeg."},
            {"name": "beschrijving", "description": "Deze API, en de codes die erin staan."},
        ],
    )
    document["paths"] = {
        path.removeprefix("/v1"): _operations(item)
        for path, item in document["paths"].items()
        if path.startswith("/v1/")
    }
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    for name, plain in FORMS.items():
        schemas[name]["title"] = plain
    return with_examples(_plain_names(document))


def _operations(item: dict[str, Any]) -> dict[str, Any]:
    for operation in item.values():
        operation["summary"] = operation["description"].partition(". ")[0].rstrip(".")
        operation["operationId"] = _camel(operation["operationId"].split("_v1_")[0])
        responses = operation["responses"]
        responses.pop("422", None)
        parameters = {p["name"]: p for p in operation.get("parameters", ())}
        guarded = "security" in operation
        asked = set(COMMON if guarded else (400, 429, 500))
        if any(p["in"] == "path" for p in parameters.values()):
            asked |= set(BY_FEATURE["path"])
        if "requestBody" in operation:
            asked |= set(BY_FEATURE["body"])
        if "If-Match" in parameters:
            operation["description"] += IF_MATCH
        for name in ("If-Match", "Idempotency-Key"):
            if name in parameters:
                asked |= set(BY_FEATURE[name])
        asked |= set(BY_OPERATION.get(operation["operationId"], ()))
        for status, response in responses.items():
            response["description"] = DONE[status]
            response["headers"] = {"API-Version": VERSION_HEADER, **_given(status, operation)}
        for status in sorted(asked):
            responses.setdefault(str(status), _problem(status))
    return item


def _given(status: str, operation: dict[str, Any]) -> dict[str, Any]:
    wanted: list[str] = []
    name = operation["operationId"]
    if status == "202":
        wanted = ["Location", "Retry-After"]
    elif status == "201":
        wanted = ["Location", "ETag"] if name == "addJudgement" else ["Location"]
    elif name in {"case", "preview", "takeBack"}:
        wanted = ["ETag"]
    return {header: HEADERS[header] for header in wanted}


def _problem(status: int) -> dict[str, Any]:
    extra = {401: ["WWW-Authenticate"], 429: ["Retry-After"], 503: ["Retry-After"]}
    return {
        "description": TITLES[status],
        "headers": {
            "API-Version": VERSION_HEADER,
            **{name: HEADERS[name] for name in extra.get(status, [])},
        },
        "content": {
            PROBLEM: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": "about:blank",
                    "title": TITLES[status],
                    "status": status,
                    "detail": TITLES[status] + ".",
                },
            }
        },
    }


def _plain_names(document: dict[str, Any]) -> dict[str, Any]:
    """Give generic schemas and form bodies a name in PascalCase without underscores."""
    schemas = document["components"]["schemas"]
    names = {
        name: FORMS.get(name) or re.sub(r"[^A-Za-z0-9]", "", _pascal(name)) for name in schemas
    }

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: (
                    f"#/components/schemas/{names[one.rpartition('/')[2]]}"
                    if key == "$ref" and isinstance(one, str)
                    else renamed(one)
                )
                for key, one in value.items()
            }
        return [renamed(one) for one in value] if isinstance(value, list) else value

    document["components"]["schemas"] = {names[name]: schema for name, schema in schemas.items()}
    result: dict[str, Any] = renamed(document)
    return result


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _pascal(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in name.split("_") if word)
