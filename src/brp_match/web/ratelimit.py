"""Token buckets in memory: so many requests a minute for one key, and no more."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil

from starlette.requests import Request

from brp_match.web.errors import WebError

KEYS_KEPT = 10_000
"""Buckets remembered; the one not used longest goes first, so that no flood fills the memory."""


SUBSCRIBER = 64
"""Bits of an address of IPv6 that say whose it is: one visitor has all 2⁶⁴ behind them."""


def visitor_of(request: Request) -> str:
    """Return whom a limit counts: the network address of the visitor, of IPv6 the part that a visitor cannot choose."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, SUBSCRIBER), strict=False))


class RateLimit:
    """Lets `per_minute` requests a minute through for each key, with bursts up to that number.

    One process, one memory: behind several processes each counts for itself. `clock` in seconds.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self.clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """Take one token of `key`: 0.0 when there was one, else the seconds until the next."""
        now = self.clock()
        rate = self.per_minute / 60
        with self._lock:
            tokens, then = self._buckets.pop(key, (float(self.per_minute), now))
            tokens = min(float(self.per_minute), tokens + (now - then) * rate)
            wait = 0.0 if tokens >= 1 else (1 - tokens) / rate
            self._buckets[key] = (tokens - 1 if tokens >= 1 else tokens, now)
            while len(self._buckets) > KEYS_KEPT:
                self._buckets.popitem(last=False)
        return wait

    def check(self, key: str) -> None:
        """Take one token or raise WebError 429 with Retry-After."""
        wait = self.take(key)
        if wait:
            raise WebError(
                429,
                "TE_VEEL",
                "U vraagt te veel in korte tijd. Wacht even en probeer het opnieuw.",
                headers={"Retry-After": str(ceil(wait))},
            )
