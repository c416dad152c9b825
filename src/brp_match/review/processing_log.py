"""The processing log: a line per data subject whose data were processed (Logboek Dataverwerkingen, newest text).

Attributes follow the standard's `dpl.core.*`; the data subject stands under a keyed one-way form of its
number, and no line names a user.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from brp_match.brp.log import FILE, lines_of
from brp_match.errors import BrpMatchError
from brp_match.review import values
from brp_match.review.schema import processing_log
from brp_match.review.trace_context import CALLER
from brp_match.settings import ACTIVITY_VARIABLE, LOG_KEY_VARIABLE, secret_text, subject_of

__all__ = [
    "FILE",
    "about",
    "export_otlp",
    "lines",
    "log",
    "log_all",
    "log_key",
    "subject_of",
    "take_over",
]
SERVICE = "brp-match"
KEY_NAME, SENT_NAME = "log_key", "log_sent"
BATCH = 500
"""Lines in one message to a receiver."""
MILLISECOND = timedelta(milliseconds=1)
_ADD = insert(processing_log)


def log_key(con: Connection) -> bytes:
    """Return the key of the one-way form: the municipality's (BRP_MATCH_LOG_KEY), else one drawn once.

    A number of ten digits is soon guessed without a secret key, so there is no key in the code.
    """
    given = secret_text(LOG_KEY_VARIABLE)
    if given:
        return given.encode()
    return values.keep_first(con, KEY_NAME, secrets.token_hex(32)).encode()


def log(
    con: Connection,
    *,
    operation: str,
    subject: str,
    now: datetime,
    status: str = "OK",
) -> None:
    """Add a line: `operation` names what was done, `subject` is a persoon_id (kept in one-way form)."""
    log_all(con, operation=operation, subjects=[subject], now=now, status=status)


def log_all(
    con: Connection,
    *,
    operation: str,
    subjects: Sequence[str],
    now: datetime,
    status: str = "OK",
) -> None:
    """Add a line for every data subject of one operation; they share a trace: that of the request, if it had one."""
    if not subjects:
        return
    key, caller = log_key(con), CALLER.get()
    trace = caller.trace_id if caller else secrets.token_hex(16)
    activity = os.environ.get(ACTIVITY_VARIABLE)
    named = {"dpl.core.processing_activity_id": activity} if activity else {}
    con.execute(
        _ADD,
        [
            {
                "trace_id": trace, "span_id": secrets.token_hex(8),
                "parent_span_id": caller.span_id if caller else None, "status": status,
                "name": operation, "start_time": now, "end_time": now,
                "attributes": named
                | {
                    "dpl.core.data_subject_id": subject_of(key, subject),
                    "dpl.core.data_subject_id_type": "hmac-sha256",
                },
            }
            for subject in subjects
        ],
    )  # fmt: skip


def take_over(con: Connection, path: Path) -> None:
    """Take over the lines of a log that a link wrote while it asked the BRP."""
    found = [
        line | {"start_time": _moment(line["start_time"]), "end_time": _moment(line["end_time"])}
        for line in lines_of(path)
    ]
    if found:
        con.execute(insert(processing_log), found)


def about(con: Connection, subject: str) -> list[Row[Any]]:
    """Return the lines about one data subject, given in the one-way form, old to new."""
    held = processing_log.c.attributes["dpl.core.data_subject_id"].as_string()
    return list(
        con.execute(
            select(processing_log).where(held == subject).order_by(processing_log.c.id)
        ).all()
    )


def _moment(milliseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + milliseconds * MILLISECOND


def lines(
    con: Connection, before: int | None = None, size: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield lines from new to old in the form of the standard; `id` is ours, for paging.

    Times are whole milliseconds since 1970; `parent_span_id` is None where nobody's trace was taken over.
    """
    query = select(processing_log).order_by(processing_log.c.id.desc())
    if before is not None:
        query = query.where(processing_log.c.id < before)
    if size is not None:
        query = query.limit(size)
    for row in con.execute(query):
        yield {
            "id": row.id, "trace_id": row.trace_id, "span_id": row.span_id, "parent_span_id": row.parent_span_id,
            "status": row.status, "name": row.name, "start_time": _since(row.start_time, MILLISECOND),
            "end_time": _since(row.end_time, MILLISECOND), "attributes": row.attributes,
        }  # fmt: skip


def export_otlp(engine: Engine, url: str) -> int:
    """Send lines not sent before to an OTLP/HTTP receiver (JSON), batch by batch; returns how many.

    How far it came is remembered: after a fault the next call goes on after the last batch that was
    taken. Raises BrpMatchError ONTVANGER_WEIGERT when the receiver does not take them.
    """
    count = 0
    while True:
        with engine.begin() as con:
            if engine.dialect.name == "postgresql":
                # who is writing a line took its number already: wait, or it would be passed over
                con.exec_driver_sql("LOCK TABLE processing_log IN SHARE MODE")
            since = int(values.read(con, SENT_NAME) or 0)
            query = select(processing_log).where(processing_log.c.id > since)
            rows = con.execute(query.order_by(processing_log.c.id).limit(BATCH)).all()
        if not rows:
            return count
        _send(url, rows)
        with engine.begin() as con:
            values.write(con, SENT_NAME, str(rows[-1].id))
        count += len(rows)


def _send(url: str, rows: Sequence[Row[Any]]) -> None:
    """Post lines as spans. Raises BrpMatchError ONTVANGER_WEIGERT."""
    import httpx

    scope = {"scope": {"name": SERVICE}, "spans": [_span(row) for row in rows]}
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": SERVICE}}]}
    body = {"resourceSpans": [{"resource": resource, "scopeSpans": [scope]}]}
    try:
        httpx.post(url, json=body, timeout=30).raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise BrpMatchError(
            "ONTVANGER_WEIGERT",
            "ontvanger",
            f"de ontvanger van het verwerkingenlog neemt de regels niet aan ({type(error).__name__})",
            http_status=502,
        ) from error


def _span(row: Row[Any]) -> dict[str, Any]:
    parent = {"parentSpanId": row.parent_span_id} if row.parent_span_id else {}
    return parent | {
        "traceId": row.trace_id, "spanId": row.span_id, "name": row.name, "kind": 1,
        "startTimeUnixNano": _nanoseconds(row.start_time),
        "endTimeUnixNano": _nanoseconds(row.end_time),
        "status": {"code": 1 if row.status == "OK" else 2},
        "attributes": [{"key": k, "value": {"stringValue": str(v)}} for k, v in sorted(row.attributes.items())],
    }  # fmt: skip


def _nanoseconds(moment: datetime) -> str:
    """Nanoseconds since 1970 as text, counted in whole numbers: a float would lose the last digits."""
    return str(_since(moment, timedelta(microseconds=1)) * 1000)


def _since(moment: datetime, unit: timedelta) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // unit
