"""The server: uvicorn with our limits, and a head of a request that may not take for ever either."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from brp_match.errors import BrpMatchError, ExitCode
from brp_match.web.settings import WebSettings

HEAD_SECONDS = 20.0
"""Seconds in which the head of a request must be whole; uvicorn itself waits for ever."""

HEAD_LARGEST = 64 * 1024
"""Bytes of the head of a request."""

TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class PatientProtocol(H11Protocol):
    """Ends a connection whose head does not come in, also one that trickles."""

    head_seconds = HEAD_SECONDS
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock of the first head."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Stop the clock when a head is whole; start one when a next head begins."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._head_timer is None:
            self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the clock."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_seconds, self._head_too_slow)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_too_slow(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.write(TOO_SLOW)
            self.transport.close()


STOP_WAITS = 20
"""Seconds that a stop waits for requests that are being answered."""


def config_of(app: Any, settings: WebSettings) -> uvicorn.Config:
    """Return how uvicorn serves the application."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=PatientProtocol,
        ws="none",
        # a line of access holds an address and a path: nothing that the audit does not keep better
        access_log=False,
        log_level="critical",
        proxy_headers=settings.behind_proxy,
        forwarded_allow_ips=list(settings.proxies) if settings.behind_proxy else None,
        server_header=False,
        timeout_keep_alive=15,
        # who left a page that waits for cards would hold the stop for minutes
        timeout_graceful_shutdown=STOP_WAITS,
        h11_max_incomplete_event_size=HEAD_LARGEST,
    )


def serve(app: Any, settings: WebSettings) -> int:
    """Run the server in this process; stops on an interrupt, after the work at hand."""
    server = uvicorn.Server(config_of(app, settings))
    try:
        server.run()
    except SystemExit as stop:
        if server.lifespan.should_exit:
            raise BrpMatchError(
                "STARTEN_MISLUKT",
                "serve",
                "de dienst kan niet starten; is het register met deze versie van brp-match gemaakt? "
                "Maak het anders opnieuw met 'brp-match prepare'",
            ) from stop
        raise BrpMatchError(
            "POORT_BEZET", f"{settings.host}:{settings.port}", "hier kan de dienst niet luisteren"
        ) from stop
    return int(ExitCode.DONE)
