"""Who called us: the trace of an incoming request (W3C Trace Context), taken over in the processing log."""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass

_HEADER = re.compile(
    r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?"
)


@dataclass(frozen=True)
class Caller:
    """A trace (32 hexadecimals) and the span in it that called us (16)."""

    trace_id: str
    span_id: str


CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)
"""The caller of the request that is being answered; None where it did not say so, and outside a request."""


def caller_of(traceparent: str) -> Caller | None:
    """Read the header `traceparent`; None for what is none. Of a later version the known part counts."""
    found = _HEADER.fullmatch(traceparent.strip())
    if found is None or (found[1] == "00" and found[4]):
        return None
    return Caller(found[2], found[3])
