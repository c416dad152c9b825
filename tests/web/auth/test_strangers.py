"""What a stranger can do: lie about an address, send much, read files; and what settings are refused."""

from __future__ import annotations

import asyncio
import socket
import stat
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request

from brp_match.errors import BrpMatchError
from brp_match.review.places import database_url
from brp_match.web.app import create_app
from brp_match.web.bodies import BodyLimit
from brp_match.web.ratelimit import visitor_of
from brp_match.web.server import config_of
from brp_match.web.settings import WebSettings, check, oidc_from


def _run(work: Coroutine[Any, Any, Any]) -> None:
    """Run it on a thread of its own: a browser of another test may keep a loop on this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def host_seen(settings: WebSettings, peer: str, forwarded: str) -> str:
    """The address that the application takes a visitor for."""
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["client"][0])

    config = config_of(app, settings)
    config.load()
    scope = {
        "type": "http", "client": (peer, 1), "scheme": "http", "asgi": {"version": "3.0"},
        "headers": [(b"x-forwarded-for", forwarded.encode()), (b"x-forwarded-proto", b"https")],
    }  # fmt: skip
    _run(config.loaded_app(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "host"),
    [
        # the proxy on this computer appended the last one; the visitor wrote what stands before it
        ("127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "127.0.0.1, 6.6.6.6, 203.0.113.9", "203.0.113.9"),
        ("10.1.2.3", "6.6.6.6, 203.0.113.9, 10.1.9.9", "203.0.113.9"),
        # who is no proxy of ours is who he is
        ("198.51.100.7", "6.6.6.6", "198.51.100.7"),
    ],
)
def test_a_forged_address_changes_nothing(
    tmp_path: Path, peer: str, forwarded: str, host: str
) -> None:
    settings = WebSettings(data=tmp_path, behind_proxy=True, proxies=("127.0.0.1", "10.1.0.0/16"))
    assert host_seen(settings, peer, forwarded) == host


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"),
        # one visitor has the whole of it, and could take another address for every try
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"), ("2001:DB8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"), ("fe80::1%eth0", "fe80::/64"), ("unknown", "unknown"), ("", ""),
    ],
)  # fmt: skip
def test_who_a_limit_counts(host: str, counted: str) -> None:
    assert visitor_of(Request({"type": "http", "client": (host, 1)})) == counted


def test_a_proxy_that_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrpMatchError) as caught:
        check(WebSettings(data=tmp_path, proxies=("*",)))
    assert [fault.code for fault in caught.value.faults] == ["PROXY_ONGELDIG"]


GOOD = {
    "BRP_MATCH_OIDC_ISSUER": "https://login.voorbeeld.nl/tenant",
    "BRP_MATCH_OIDC_CLIENT_ID": "brp",
    "BRP_MATCH_OIDC_CLIENT_SECRET": "x",
    "BRP_MATCH_OIDC_ROLES": "team-a=beoordelaar, team-b=coordinator",
}


def test_a_provider_as_it_should_be() -> None:
    found = oidc_from(GOOD)
    assert found is not None
    assert found.roles == {"team-a": "beoordelaar", "team-b": "coordinator"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("ROLES", "a=baas", "OIDC_ROLLEN"),
        ("ROLES", "a", "OIDC_ROLLEN"),
        ("ROLES", "=beheerder", "OIDC_ROLLEN"),
        ("ROLES", "a=beheerder,", "OIDC_ROLLEN"),
        ("ISSUER", "https://goed.nl@kwaad.nl", "OIDC_AANBIEDER"),
        ("ISSUER", "https://goed.nl?x=1", "OIDC_AANBIEDER"),
        ("ISSUER", "https://goed.nl#x", "OIDC_AANBIEDER"),
        ("ISSUER", "https://", "OIDC_AANBIEDER"),
        ("ISSUER", "https://goed.nl:poort", "OIDC_AANBIEDER"),
        ("ISSUER", "http://login.voorbeeld.nl", "OIDC_ZONDER_HTTPS"),
        ("ISSUER", "http://127.0.0.1@kwaad.nl", "OIDC_AANBIEDER"),
    ],
)
def test_a_provider_that_cannot_be_is_refused_at_the_start(
    name: str, value: str, code: str
) -> None:
    with pytest.raises(BrpMatchError) as caught:
        oidc_from(GOOD | {f"BRP_MATCH_OIDC_{name}": value})
    assert {fault.code for fault in caught.value.faults} == {code}


def test_nobody_else_on_the_computer_reads_the_data(settings: WebSettings, tmp_path: Path) -> None:
    settings.data.chmod(0o755)
    create_app(settings).state.engine.dispose()
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700
    database_url(tmp_path / "nieuw")
    assert stat.S_IMODE((tmp_path / "nieuw").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/v1/leveringen", [(b"authorization", b"Bearer verzonnen")]),
        ("/leveringen/nieuw", [(b"cookie", b"sessie=verzonnen")]),
        ("/leveringen", [(b"cookie", b"bezoek=x")]),
    ],
)
@pytest.mark.parametrize("length", [[(b"content-length", b"95000000")], []])
def test_not_a_byte_of_a_strangers_delivery_is_read(
    settings: WebSettings, path: str, headers: Any, length: Any
) -> None:
    app = create_app(replace(settings, upload_limit=200_000_000))
    statuses: list[int] = []

    async def receive() -> Any:
        raise AssertionError("the body is read")

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    limit = BodyLimit(app, settings, app.state.engine)
    scope = {
        "type": "http", "method": "POST", "path": path, "query_string": b"", "app": app,
        "headers": [(b"host", b"127.0.0.1:8000"), *headers, *length],
        "server": ("127.0.0.1", 8000), "scheme": "http", "client": ("127.0.0.1", 1),
    }  # fmt: skip
    _run(limit(scope, receive, send))
    app.state.engine.dispose()
    assert statuses == [401 if path.startswith("/v1") else 303]


def test_a_stop_waits_for_a_request_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who left a page that waits for something held the stop of the service for minutes."""
    monkeypatch.setattr("brp_match.web.server.STOP_WAITS", 0.2)
    asked, settings = threading.Event(), WebSettings(data=tmp_path, port=0)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            while (message := await receive())["type"] != "lifespan.shutdown":
                await send({"type": f"{message['type']}.complete"})
            await send({"type": "lifespan.shutdown.complete"})
        else:
            asked.set()
            await asyncio.sleep(60)

    server = uvicorn.Server(config_of(app, settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as sock:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert asked.wait(30)
        server.should_exit = True
        thread.join(30)
    assert not thread.is_alive()
