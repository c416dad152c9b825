"""Bodies in JSON that say one thing: UTF-8, not encoded further, no name twice, no depth without end."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from brp_match.web.errors import WebError

JSON = "application/json"


class StrictJson(APIRoute):
    """A route whose JSON body is looked at before it is read as a model.

    WebError 415 for a Content-Encoding, or for what is not called JSON, 400 for what cannot be read or can be read in two ways. JSON
    that is merely broken is left to the framework, which says so as well.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the route, with the look before it."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            if body := await request.body():
                _check_kind(request.headers.get("content-type", JSON))
                _check(body, request.headers.get("content-encoding", "identity"))
            return await handle(request)

        return strict


def _check_kind(kind: str) -> None:
    """What is called a form by who sends it (as curl does unless told otherwise) would be read as text."""
    name = kind.partition(";")[0].strip().lower()
    if name != JSON and not name.endswith("+json"):
        raise WebError(415, "INHOUD_GEEN_JSON", f"Stuur JSON, met de header Content-Type: {JSON}.")


def _check(body: bytes, encoding: str) -> None:
    if encoding.strip().lower() != "identity":
        raise WebError(415, "INHOUD_INGEPAKT", "Stuur de inhoud zonder Content-Encoding.")
    try:
        twice: list[str] = []

        def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
            names = [name for name, _ in found]
            twice.extend(sorted({name for name in names if names.count(name) > 1}))
            return dict(found)

        json.loads(body.decode("utf-8"), object_pairs_hook=pairs)
    except json.JSONDecodeError:
        return
    except UnicodeDecodeError:
        raise WebError(400, "JSON_ONLEESBAAR", "De inhoud is geen tekst in UTF-8.") from None
    except RecursionError:
        raise WebError(400, "JSON_ONLEESBAAR", "De inhoud is te diep genest.") from None
    except ValueError:
        raise WebError(400, "JSON_ONLEESBAAR", "In de inhoud staat een te groot getal.") from None
    if twice:
        raise WebError(
            400,
            "VRAAG_ONGELDIG",
            "De vraag heeft fouten; ze staan alle in errors.",
            faults=[
                {
                    "in": "body",
                    "location": {"pointer": f"#/{name}"},
                    "code": "duplicate_field",
                    "detail": "dit veld staat er meer dan eens",
                }
                for name in twice
            ],
        )
