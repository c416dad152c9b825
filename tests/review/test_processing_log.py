"""The processing log as the standard has it, sent over OTLP to a receiver that runs here."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.review import processing_log
from brp_match.review.engine import migrate, open_engine
from brp_match.review.trace_context import CALLER, Caller, caller_of
from brp_match.settings import ACTIVITY_VARIABLE

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)


class Receiver(ThreadingHTTPServer):
    """An OTLP/HTTP receiver: keeps what it takes, refuses with `refuse` when that is set."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.messages: list[dict[str, Any]] = []
        self.kinds: set[str] = set()
        self.take = 10**9

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1/traces"

    @property
    def spans(self) -> list[dict[str, Any]]:
        return [
            span
            for message in self.messages
            for resource in message["resourceSpans"]
            for scope in resource["scopeSpans"]
            for span in scope["spans"]
        ]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = self.server.take <= 0 or self.path != "/v1/traces"
        if not refused:
            self.server.take -= 1
            self.server.messages.append(body)
            self.server.kinds.add(self.headers["Content-Type"])
        self.send_response(503 if refused else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def fill(engine: Engine, count: int) -> None:
    with engine.begin() as con:
        processing_log.log_all(
            con,
            operation="signaal vergelijken",
            subjects=[f"90{n:08d}" for n in range(count)],
            now=NOW,
        )


TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.mark.parametrize(
    ("header", "caller"),
    [
        (f"00-{TRACE}-{SPAN}-01", Caller(TRACE, SPAN)),
        (f" 00-{TRACE}-{SPAN}-00 ", Caller(TRACE, SPAN)),
        (f"01-{TRACE}-{SPAN}-01-later", Caller(TRACE, SPAN)),
        (f"00-{TRACE}-{SPAN}-01-later", None),
        (f"ff-{TRACE}-{SPAN}-01", None),
        (f"00-{'0' * 32}-{SPAN}-01", None),
        (f"00-{TRACE}-{'0' * 16}-01", None),
        (f"00-{TRACE.upper()}-{SPAN}-01", None),
        (f"00-{TRACE}-{SPAN}", None),
        ("", None),
    ],
)
def test_a_traceparent_is_read_as_the_w3c_has_it(header: str, caller: Caller | None) -> None:
    assert caller_of(header) == caller


def test_a_line_has_the_fields_of_the_standard_and_the_trace_of_who_called(
    engine: Engine, receiver: Receiver
) -> None:
    token = CALLER.set(Caller(TRACE, SPAN))
    fill(engine, 1)
    CALLER.reset(token)
    fill(engine, 1)
    with engine.begin() as con:
        own, called = processing_log.lines(con)
    assert set(own) - {"id"} == {
        "trace_id", "span_id", "parent_span_id", "status", "name", "start_time", "end_time", "attributes",
    }  # fmt: skip
    assert (called["trace_id"], called["parent_span_id"]) == (TRACE, SPAN)
    assert own["parent_span_id"] is None
    assert own["trace_id"] != TRACE
    assert called["start_time"] == called["end_time"] == int(NOW.timestamp() * 1000)
    assert {name.rsplit(".", 1)[0] for name in own["attributes"]} == {"dpl.core"}
    processing_log.export_otlp(engine, receiver.url)
    assert [span.get("parentSpanId") for span in receiver.spans] == [SPAN, None]


ACTIVITY = "https://gemeente.example/verwerkingen/12"


def test_a_line_names_the_activity_that_was_given_and_no_other(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "dpl.core.processing_activity_id"
    monkeypatch.delenv(ACTIVITY_VARIABLE, raising=False)
    fill(engine, 1)
    monkeypatch.setenv(ACTIVITY_VARIABLE, ACTIVITY)
    fill(engine, 1)
    with engine.begin() as con:
        found = [line["attributes"].get(name) for line in processing_log.lines(con)]
    assert found == [ACTIVITY, None]


def test_spans_are_as_otlp_has_them(
    engine: Engine, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ACTIVITY_VARIABLE, ACTIVITY)
    fill(engine, 3)
    assert processing_log.export_otlp(engine, receiver.url) == 3
    assert receiver.kinds == {"application/json"}
    (resource,) = receiver.messages[0]["resourceSpans"]
    assert resource["resource"]["attributes"] == [
        {"key": "service.name", "value": {"stringValue": "brp-match"}}
    ]
    assert len({span["traceId"] for span in receiver.spans}) == 1, "one operation is one trace"
    assert len({span["spanId"] for span in receiver.spans}) == 3
    for span in receiver.spans:
        assert re.fullmatch("[0-9a-f]{32}", span["traceId"])
        assert re.fullmatch("[0-9a-f]{16}", span["spanId"])
        assert (span["name"], span["kind"], span["status"]) == (
            "signaal vergelijken",
            1,
            {"code": 1},
        )
        since = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            microseconds=int(span["startTimeUnixNano"]) // 1000
        )
        assert since == NOW
        assert span["startTimeUnixNano"] == span["endTimeUnixNano"]
        attributes = {one["key"]: one["value"]["stringValue"] for one in span["attributes"]}
        assert set(attributes) == {
            "dpl.core.processing_activity_id",
            "dpl.core.data_subject_id",
            "dpl.core.data_subject_id_type",
        }
        assert re.fullmatch("[0-9a-f]{32}", attributes["dpl.core.data_subject_id"])
    assert "9000000" not in json.dumps(receiver.messages)


def test_each_line_is_sent_once_and_after_a_fault_it_goes_on(
    engine: Engine, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processing_log, "BATCH", 4)
    fill(engine, 10)
    receiver.take = 1
    with pytest.raises(BrpMatchError) as caught:
        processing_log.export_otlp(engine, receiver.url)
    assert caught.value.faults[0].code == "ONTVANGER_WEIGERT"
    receiver.take = 10
    assert processing_log.export_otlp(engine, receiver.url) == 6
    assert processing_log.export_otlp(engine, receiver.url) == 0
    with engine.begin() as con:
        lines = list(processing_log.lines(con))
    assert [span["spanId"] for span in receiver.spans] == [
        line["span_id"] for line in reversed(lines)
    ]


@pytest.mark.postgres
def test_a_line_that_is_being_written_is_not_passed_over(
    engine: Engine, receiver: Receiver
) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    with engine.begin() as con:
        processing_log.log_key(con)
    slow = engine.connect()
    writing = slow.begin()
    processing_log.log(slow, operation="traag", subject="1", now=NOW)
    fill(engine, 1)
    sent: list[int] = []
    thread = threading.Thread(
        target=lambda: sent.append(processing_log.export_otlp(engine, receiver.url))
    )
    thread.start()
    thread.join(0.5)
    assert sent == []
    writing.commit()
    slow.close()
    thread.join(20)
    assert sent == [2]
    assert [span["name"] for span in receiver.spans] == ["traag", "signaal vergelijken"]


def test_the_command(
    tmp_path: Path, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'review.sqlite'}"
    engine = open_engine(url)
    migrate(engine)
    fill(engine, 2)
    assert main(["processing-log", "--to", receiver.url, "--database", url]) == 0
    assert capsys.readouterr().out == "2 regels verstuurd\n"
    assert len(receiver.spans) == 2
    assert main(["processing-log", "--to", "http://127.0.0.1:9/v1/traces", "--database", url]) == 0
    fill(engine, 1)
    assert main(["processing-log", "--to", "http://127.0.0.1:9/v1/traces", "--database", url]) != 0
    assert "ONTVANGER_WEIGERT" in capsys.readouterr().err
    engine.dispose()


def test_what_a_link_asked_of_the_brp_is_taken_over(tmp_path, monkeypatch) -> None:
    from brp_match.brp.log import open_log

    monkeypatch.delenv(ACTIVITY_VARIABLE, raising=False)
    engine = open_engine(f"sqlite:///{tmp_path / 'd.sqlite'}")
    migrate(engine)
    path = tmp_path / processing_log.FILE
    open_log(path, {"BRP_MATCH_LOG_KEY": "een sleutel"})("ZoekMet", [{"aNummer": "1234567890"}])
    with engine.begin() as con:
        processing_log.take_over(con, path)
        given, asked = list(processing_log.lines(con))
    assert (asked["name"], given["name"]) == ("brp bevragen: ZoekMet", "brp persoon ontvangen")
    assert given["parent_span_id"] == asked["span_id"]
    assert given["attributes"]["dpl.core.data_subject_id"] == processing_log.subject_of(
        b"een sleutel", "1234567890"
    )
    assert given["start_time"] > 1_700_000_000_000
