"""The matrix of roles, made of the routes of the service: who may open which page and use which call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from brp_match.review.accounts import Role

NOBODY = "nobody"
"""Who is not logged in."""


def matrix() -> dict[tuple[str, str], frozenset[str]]:
    """Return (method, path) → who may use it: the roles the route asks for, and NOBODY where it asks for none."""
    from fastapi.routing import iter_route_contexts

    from brp_match.web.app import routes

    return {
        (method, str(context.path)): _who(_calls(context.dependant))
        for context in iter_route_contexts(routes())
        for method in sorted(getattr(context, "methods", None) or ())
    }


def _who(calls: Iterable[Any]) -> frozenset[str]:
    from brp_match.web.deps import current_user

    found = list(calls)
    asked = [call.roles for call in found if hasattr(call, "roles")]
    if asked:
        return frozenset.intersection(*(frozenset(map(str, roles)) for roles in asked))
    everybody = frozenset(map(str, Role))
    return everybody if current_user in found else everybody | {NOBODY}


def _calls(dependant: Any) -> Iterator[Any]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
