"""What the service can be watched by: counts and times of requests, the state of the work, spans; of nobody.

A request is known by its route as the code writes it (`/zaak/{case_id}`), its method, its status and its time: never
by an address as it was asked, a header, a body, a name or a place.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from brp_match.review.trace_context import CALLER

BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the times of requests, in seconds."""

UNKNOWN = "onbekend"
"""The route of a request that no route takes: what was asked is not told."""

LONGEST_QUEUE = 5_000
"""Spans that wait to be sent; more are dropped, so that a receiver that is away costs no memory."""

OTLP_VARIABLE = "BRP_MATCH_OTLP_URL"
"""Holds the address of an OTLP/HTTP receiver of traces (JSON); nothing is sent without it."""

METRICS_VARIABLE = "BRP_MATCH_METRICS_KEY"
"""Holds the key that a monitor sends (`Authorization: Bearer …`) to read /metrics; without it the page is not there."""

METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"})

log = logging.getLogger("brp_match.access")


@dataclass(frozen=True)
class Served:
    """One request that was answered: `seconds` from its head to the last byte."""

    method: str
    route: str
    status: int
    seconds: float
    trace_id: str
    span_id: str
    parent_span_id: str
    ended: datetime


class Observatory:
    """Counts what was served, from any thread; keeps spans where somebody takes them."""

    def __init__(self, *, spans: bool = False) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._times: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._faults: deque[datetime] = deque(maxlen=1000)
        self.spans: deque[Served] | None = deque(maxlen=LONGEST_QUEUE) if spans else None
        self.started = datetime.now(UTC)

    def count(self, served: Served) -> None:
        """Add a request."""
        with self._lock:
            self._requests[served.method, served.route, served.status] += 1
            self._seconds[served.route] += served.seconds  # type: ignore[assignment]
            for bound in BUCKETS:
                if served.seconds <= bound:
                    self._times[served.route, bound] += 1
            if served.status >= 500:
                self._faults.append(served.ended)
            if self.spans is not None:
                self.spans.append(served)

    def faults_since(self, moment: datetime) -> int:
        """Return how many answers were a fault of ours since a moment, at most the last thousand."""
        with self._lock:
            return sum(one >= moment for one in self._faults)

    def text(self, gauges: dict[str, tuple[str, float]]) -> str:
        """Return everything in the text format of Prometheus; `gauges`: name → what it is, and its value."""
        with self._lock:
            requests, times, seconds = dict(self._requests), dict(self._times), dict(self._seconds)
        lines = [
            "# HELP brp_match_requests_total Requests answered, by route and status.",
            "# TYPE brp_match_requests_total counter",
        ]
        lines += [
            f'brp_match_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
            for (method, route, status), count in sorted(requests.items())
        ]
        lines += [
            "# HELP brp_match_request_seconds Time of an answer.",
            "# TYPE brp_match_request_seconds histogram",
        ]
        for route in sorted(seconds):
            total = sum(count for (_, one, _), count in requests.items() if one == route)
            lines += [
                f'brp_match_request_seconds_bucket{{route="{route}",le="{bound}"}} {times.get((route, bound), 0)}'
                for bound in BUCKETS
            ]
            lines.append(f'brp_match_request_seconds_bucket{{route="{route}",le="+Inf"}} {total}')
            lines.append(f'brp_match_request_seconds_sum{{route="{route}"}} {seconds[route]:.6f}')
            lines.append(f'brp_match_request_seconds_count{{route="{route}"}} {total}')
        for name, (what, value) in gauges.items():
            lines += [f"# HELP {name} {what}", f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"


class Observed:
    """Times every request and counts it; a line of it in the log of access."""

    def __init__(self, app: ASGIApp, observatory: Observatory) -> None:
        self.app, self._observatory = app, observatory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count it when it is answered or failed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", UNKNOWN)
            caller = CALLER.get()
            method = scope["method"] if scope["method"] in METHODS else UNKNOWN
            served = Served(
                method, route, status, time.perf_counter() - begun,
                caller.trace_id if caller else secrets.token_hex(16), secrets.token_hex(8),
                caller.span_id if caller else "", datetime.now(UTC),
            )  # fmt: skip
            self._observatory.count(served)
            log.info(
                "request", extra={"method": method, "route": route, "status": status, "trace": served.trace_id,
                                  "milliseconds": round(served.seconds * 1000, 1)},
            )  # fmt: skip


_FIELDS = ("method", "route", "status", "milliseconds", "trace")


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the fields of a request."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line. Of an exception only its kind: its text may hold a value of a delivery."""
        told: dict[str, Any] = {
            "tijd": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname.lower(), "bron": record.name, "bericht": record.getMessage(),
        }  # fmt: skip
        told |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            told["fout"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=False)


def log_as_json(stream: TextIO) -> None:
    """Write the log of the service as JSON lines, requests among them."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("brp_match")
    ours.handlers = [handler]
    ours.setLevel(logging.INFO)
    ours.propagate = False


class SpanSender:
    """Sends the spans of requests to an OTLP receiver, every few seconds, from a thread of its own."""

    def __init__(
        self, observatory: Observatory, post: Callable[[dict[str, Any]], object], every: float = 5.0
    ) -> None:
        self._observatory, self._post, self._every = observatory, post, every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spans", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Send what waits, and end."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self.send()
        self.send()

    def send(self) -> int:
        """Send what waits; returns how many. What a receiver does not take is lost: the work goes on."""
        waiting = self._observatory.spans
        batch: list[Served] = []
        while waiting and len(batch) < 500:
            batch.append(waiting.popleft())
        if batch:
            try:
                self._post(message_of(batch))
            except Exception as error:
                logging.getLogger("brp_match.spans").warning("receiver: %s", type(error).__name__)
        return len(batch)


def message_of(batch: list[Served]) -> dict[str, Any]:
    """Return requests as an OTLP message of spans."""
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "brp-match"}}]}
    spans = [_span(one) for one in batch]
    scope = {"scope": {"name": "brp-match.web"}, "spans": spans}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}


def _span(one: Served) -> dict[str, Any]:
    end = int(one.ended.timestamp() * 1e9)
    parent = {"parentSpanId": one.parent_span_id} if one.parent_span_id else {}
    return parent | {
        "traceId": one.trace_id, "spanId": one.span_id, "name": f"{one.method} {one.route}", "kind": 2,
        "startTimeUnixNano": str(end - int(one.seconds * 1e9)), "endTimeUnixNano": str(end),
        "status": {"code": 2 if one.status >= 500 else 1},
        "attributes": [
            {"key": "http.request.method", "value": {"stringValue": one.method}},
            {"key": "http.route", "value": {"stringValue": one.route}},
            {"key": "http.response.status_code", "value": {"intValue": str(one.status)}},
        ],
    }  # fmt: skip


def sender_of(observatory: Observatory) -> SpanSender | None:
    """Return what sends the spans where BRP_MATCH_OTLP_URL asks for it; None where it does not."""
    url = os.environ.get(OTLP_VARIABLE, "")
    if not url:
        return None
    import httpx

    return SpanSender(
        observatory, lambda body: httpx.post(url, json=body, timeout=10).raise_for_status()
    )
