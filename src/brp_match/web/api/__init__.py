"""The HTTP API `/v1`, by the NL API Design Rules."""

from __future__ import annotations

from fastapi import APIRouter


def api_router() -> APIRouter:
    """Return all routes of the API; the application puts `/v1` before them."""
    from brp_match.web.api import (
        answers,
        batches,
        cards,
        casework,
        changes,
        codes,
        deliveries,
        description,
        feedback,
        judging,
        matches,
        policy,
        rates,
        shv,
    )

    router = APIRouter()
    for part in (
        deliveries,
        batches,
        answers,
        changes,
        codes,
        description,
        matches,
        judging,
        feedback,
        casework,
        cards,
        policy,
        rates,
        shv,
    ):
        router.include_router(part.router)
    return router
