"""Every operation against its own description: thousands of made-up questions, in this process."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error, positive_data_acceptance

from brp_match.review.accounts import Role
from brp_match.review.clients import add_client
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings

QUESTIONS = int(os.environ.get("BRP_MATCH_QUESTIONS", "12"))
"""Made-up questions an operation; more of them with the environment variable."""


@pytest.fixture
def service(settings: WebSettings) -> Iterator[tuple[FastAPI, str]]:
    """A service without a register, and the key of a client that may do everything."""
    app = create_app(
        replace(settings, requests_per_minute=1_000_000, public_url="http://testserver")
    )
    with app.state.engine.begin() as con:
        token = add_client(con, "alles", list(Role), deps.now())
    yield app, token
    app.state.engine.dispose()


OPERATIONS = 28
"""All of them but the description itself, which schemathesis passes over."""


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_answers_are_as_described(service: tuple[FastAPI, str], mode: GenerationMode) -> None:
    """Good questions and bad ones: no 5xx, only described statuses, headers and bodies."""
    app, token = service
    described = schemathesis.openapi.from_asgi("/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {token}"}
    asked: Counter[str] = Counter()

    def ask(operation: schemathesis.APIOperation) -> None:
        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=QUESTIONS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        def one(case: schemathesis.Case) -> None:
            asked[operation.label] += 1
            response = case.call(headers=headers)
            # without a register a single match is 503, which the description knows
            excluded = [not_a_server_error] if response.status_code == 503 else []
            # no schema can say which bytes are a delivery, or which cursor is ours
            excluded.append(positive_data_acceptance)
            case.validate_response(response, excluded_checks=excluded)

        one()

    found = [result.ok() for result in described.get_all_operations()]
    assert len(found) == OPERATIONS
    for operation in found:
        try:
            ask(operation)
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing to send wrongly
    assert len(asked) >= OPERATIONS - 2
