"""What the service is watched by tells routes, counts and times, and nothing of anybody that was planted."""

from __future__ import annotations

import io
import json
import logging
import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.web.observe import Observatory, Served, SpanSender, log_as_json, message_of

PLANTED = ("Zonnebloemkweker", "19470817", "9977XY", "123456782")
KEY = "sleutel van de monitor"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """The log of the service as JSON lines."""
    ours, written = logging.getLogger("brp_match"), io.StringIO()
    before = (ours.handlers, ours.level, ours.propagate)
    log_as_json(written)
    yield written
    ours.handlers, ours.propagate = before[0], before[2]
    ours.setLevel(before[1])


def served(**more: object) -> Served:
    given = {
        "method": "GET", "route": "/zaak/{case_id}", "status": 200, "seconds": 0.02, "trace_id": "a" * 32,
        "span_id": "b" * 16, "parent_span_id": "", "ended": datetime(2026, 11, 29, tzinfo=UTC),
    }  # fmt: skip
    return Served(**(given | more))  # type: ignore[arg-type]


def test_nothing_that_was_planted_is_told(
    app: FastAPI, visitor: TestClient, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRP_MATCH_METRICS_KEY", KEY)
    app.state.observatory.spans = deque()
    name, birth, postcode, bsn = PLANTED
    visitor.get(f"/zaak/{name}?q={birth}", headers={"User-Agent": postcode, "X-Naam": name})
    visitor.get(f"/{name}/{bsn}")
    visitor.post("/inloggen", data={"naam": name, "wachtwoord": birth, "next": f"/{postcode}"})
    visitor.request("PROPFIND" + name.upper(), "/gezond")
    visitor.post("/v1/vergelijkingen", json={"achternaam": name, "geboortedatum": birth})
    told = visitor.get("/metrics", headers={"Authorization": f"Bearer {KEY}"}).text
    spans = json.dumps(message_of(list(app.state.observatory.spans)))
    everything = (told + spans + lines.getvalue()).lower()
    assert 'route="/zaak/{case_id}"' in told
    assert 'route="onbekend"' in told
    assert [one for one in PLANTED if one.lower() in everything] == []
    for line in lines.getvalue().splitlines():
        assert set(json.loads(line)) <= {
            "tijd", "niveau", "bron", "bericht", "method", "route", "status", "milliseconds", "trace", "fout",
        }  # fmt: skip


def test_the_metrics_ask_for_their_key(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BRP_MATCH_METRICS_KEY", raising=False)
    assert visitor.get("/metrics").status_code == 404
    monkeypatch.setenv("BRP_MATCH_METRICS_KEY", KEY)
    assert visitor.get("/metrics").status_code == 401
    told = visitor.get("/metrics", headers={"Authorization": f"Bearer {KEY}"})
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    for line in told.text.splitlines():
        assert re.fullmatch(
            r"# (HELP|TYPE) \w+ .+|\w+(\{(\w+=\"[^\"]*\",?)+\})? [-+0-9.e]+", line
        ), line
    assert "brp_match_open_cases 0" in told.text


def test_the_page_of_health(logged_in: Callable[..., TestClient]) -> None:
    shown = logged_in("beheerder").get("/gezondheid").text
    assert "Gezondheid van de dienst" in shown
    assert "geen voorbereid register" in shown


def test_counts_and_buckets() -> None:
    seen = Observatory(spans=True)
    now = datetime(2026, 11, 29, tzinfo=UTC)
    for status, seconds in ((200, 0.02), (200, 0.2), (500, 3.0)):
        seen.count(served(status=status, seconds=seconds))
    text = seen.text({"brp_match_x": ("X.", 1.5)})
    assert 'brp_match_requests_total{method="GET",route="/zaak/{case_id}",status="200"} 2' in text
    assert 'brp_match_request_seconds_bucket{route="/zaak/{case_id}",le="0.25"} 2' in text
    assert 'brp_match_request_seconds_bucket{route="/zaak/{case_id}",le="+Inf"} 3' in text
    assert 'brp_match_request_seconds_sum{route="/zaak/{case_id}"} 3.220000' in text
    assert "brp_match_x 1.5" in text
    assert seen.faults_since(now - timedelta(days=1)) == 1
    assert seen.faults_since(now + timedelta(seconds=1)) == 0


def test_spans_are_sent_and_a_receiver_that_is_away_costs_nothing() -> None:
    seen, sent = Observatory(spans=True), []
    seen.count(served(parent_span_id="c" * 16, status=503))
    assert SpanSender(seen, sent.append).send() == 1
    (span,) = sent[0]["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert span["name"] == "GET /zaak/{case_id}"
    assert span["parentSpanId"] == "c" * 16
    assert span["status"] == {"code": 2}
    assert int(span["endTimeUnixNano"]) - int(span["startTimeUnixNano"]) == 20_000_000

    def away(_: object) -> None:
        raise OSError("weg")

    seen.count(served())
    assert SpanSender(seen, away).send() == 1
    assert SpanSender(seen, sent.append).send() == 0
