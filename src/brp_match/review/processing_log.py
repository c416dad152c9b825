"""The processing log: a line per data subject whose data were processed (Logboek Dataverwerkingen).

Attributes follow the standard's `dpl.core.*`; the data subject stands under a keyed one-way form of its
number, and no line names a user.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from brp_match.review.accounts import utc
from brp_match.review.schema import processing_log

SERVICE = "brp-match"
ACTIVITY = "https://register.example/verwerkingsactiviteiten/vroegsignalering"
"""`dpl.core.processing_activity_id` when the municipality gives none (BRP_MATCH_ACTIVITY)."""

KEY_VARIABLE = "BRP_MATCH_LOG_KEY"


def subject_of(persoon_id: str) -> str:
    """Return the keyed one-way form of a person's number; the key is the municipality's own."""
    key = os.environ.get(KEY_VARIABLE, SERVICE).encode()
    return hmac.new(key, persoon_id.encode(), hashlib.sha256).hexdigest()[:32]


def log(
    con: Connection,
    *,
    operation: str,
    subject: str,
    now: datetime,
    status: str = "OK",
    trace_id: str | None = None,
) -> None:
    """Add a line: `operation` names what was done, `subject` is a persoon_id (kept in one-way form)."""
    con.execute(
        insert(processing_log).values(
            trace_id=trace_id or secrets.token_hex(16), operation_id=secrets.token_hex(8), status_code=status,
            name=operation, start_time=now, end_time=now,
            attributes={
                "dpl.core.processing_activity_id": os.environ.get("BRP_MATCH_ACTIVITY", ACTIVITY),
                "dpl.core.data_subject_id": subject_of(subject),
                "dpl.core.data_subject_id_type": "hmac-sha256",
            },
        )
    )  # fmt: skip


def lines(
    con: Connection, before: int | None = None, size: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield lines from new to old in the form of the standard; `id` is ours, for paging."""
    query = select(processing_log).order_by(processing_log.c.id.desc())
    if before is not None:
        query = query.where(processing_log.c.id < before)
    if size is not None:
        query = query.limit(size)
    for row in con.execute(query):
        yield {
            "id": row.id, "trace_id": row.trace_id, "operation_id": row.operation_id, "status_code": row.status_code,
            "name": row.name, "start_time": utc(row.start_time).isoformat(), "end_time": utc(row.end_time).isoformat(),
            "attributes": row.attributes,
        }  # fmt: skip


def export_otlp(con: Connection, url: str, *, since: int = 0) -> int:
    """Send the lines after id `since` to an OTLP/HTTP receiver (JSON); returns the last id sent.

    Raises httpx.HTTPError when the receiver does not take them; then nothing counts as sent.
    """
    import httpx

    rows = con.execute(
        select(processing_log).where(processing_log.c.id > since).order_by(processing_log.c.id)
    ).all()
    if not rows:
        return since
    spans = [
        {
            "traceId": row.trace_id, "spanId": row.operation_id, "name": row.name, "kind": 1,
            "startTimeUnixNano": str(int(utc(row.start_time).timestamp() * 1e9)),
            "endTimeUnixNano": str(int(utc(row.end_time).timestamp() * 1e9)),
            "status": {"code": 1 if row.status_code == "OK" else 2},
            "attributes": [{"key": k, "value": {"stringValue": str(v)}} for k, v in sorted(row.attributes.items())],
        }
        for row in rows
    ]  # fmt: skip
    body = {
        "resourceSpans": [
            {
                "resource": {
                    "attributes": [{"key": "service.name", "value": {"stringValue": SERVICE}}]
                },
                "scopeSpans": [{"scope": {"name": SERVICE}, "spans": spans}],
            }
        ]
    }
    httpx.post(url, json=body, timeout=30).raise_for_status()
    return int(rows[-1].id)
