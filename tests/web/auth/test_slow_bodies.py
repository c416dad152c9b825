"""Bodies and heads that trickle in, over a raw socket against the server as `serve` runs it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from brp_match.web.app import create_app
from brp_match.web.server import PatientProtocol, config_of
from brp_match.web.settings import WebSettings

FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
PARTS = "Content-Type: multipart/form-data; boundary=b\r\n"
Start = Callable[..., int]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start the service with times of its own; returns its port."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def begin(head_seconds: float = 30.0, **times: float) -> int:
        monkeypatch.setattr(PatientProtocol, "head_seconds", head_seconds)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        values: dict[str, Any] = {"body_silence": 30.0, "body_seconds": 30.0, **times}
        settings = WebSettings(data=tmp_path / "data", secret="t" * 40, port=port, **values)
        server = uvicorn.Server(config_of(create_app(settings), settings))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        servers.append((server, thread))
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        return port

    yield begin
    for server, thread in servers:
        server.should_exit = True
        thread.join(20)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def head(port: int, path: str, more: str, length: int = 1000) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n{more}\r\n"
    ).encode()


def everything(sock: socket.socket) -> str:
    """Read until the server closes the connection; a reset behind the answer is one way to close: what is
    still sent to a server that has closed is answered so."""
    found = b""
    try:
        while piece := sock.recv(65536):
            found += piece
    except ConnectionResetError:
        if not found:
            raise
    return found.decode()


def trickle(sock: socket.socket, stop: threading.Event) -> None:
    """Send a sign now and then until the other side has had enough."""
    while not stop.wait(0.05):
        try:
            sock.sendall(b"x")
        except OSError:
            return


def trickle_until_answered(sock: socket.socket) -> str:
    stop = threading.Event()
    sender = threading.Thread(target=trickle, args=(sock, stop), daemon=True)
    sender.start()
    answer = everything(sock)
    stop.set()
    sender.join()
    return answer


@pytest.mark.parametrize(
    ("path", "kind"), [("/inloggen", FORM), ("/inloggen", PARTS), ("/uitloggen", FORM)]
)
def test_a_form_that_falls_silent_is_told_so_in_dutch(start: Start, path: str, kind: str) -> None:
    port = start(body_silence=0.3)
    with connect(port) as sock:
        sock.sendall(head(port, path, kind) + (b"--b\r\n" if kind == PARTS else b"naam=a"))
        answer = everything(sock)
    assert answer.startswith("HTTP/1.1 408 ")
    assert "Dit duurde te lang" in answer
    assert "Wat u stuurt, komt te langzaam binnen." in answer
    assert 'href="/"' in answer


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/leveringen", PARTS + "Authorization: Bearer x\r\n"),
        ("/v1/vergelijkingen", "Content-Type: application/json\r\n"),
    ],
)
def test_the_api_says_it_as_a_problem(start: Start, path: str, kind: str) -> None:
    port = start(body_silence=0.3)
    with connect(port) as sock:
        sock.sendall(head(port, path, kind) + b"--b\r\n")
        answer = everything(sock)
    top, _, body = answer.partition("\r\n\r\n")
    assert top.startswith("HTTP/1.1 408 ")
    assert "content-type: application/problem+json" in top.lower()
    assert (json.loads(body)["code"], json.loads(body)["status"]) == ("TE_TRAAG", 408)


def test_a_trickle_is_not_kept_up_for_ever(start: Start) -> None:
    port = start(body_seconds=0.6)
    with connect(port) as sock:
        sock.sendall(head(port, "/inloggen", FORM, 100_000))
        answer = trickle_until_answered(sock)
    assert answer.startswith("HTTP/1.1 408 ")


@pytest.mark.parametrize("second", [False, True], ids=["the first", "one on a kept connection"])
def test_a_head_that_trickles_ends_the_connection(start: Start, second: bool) -> None:
    port = start(head_seconds=0.6)
    with connect(port) as sock:
        if second:
            sock.sendall(f"GET /gezond HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            got = b""
            while not got.endswith(b"gezond\n"):
                got += sock.recv(65536)
        sock.sendall(b"GET / HTTP/1.1\r\nX: ")
        answer = trickle_until_answered(sock)
    assert answer.startswith("HTTP/1.1 408 ")


def test_who_is_slow_but_steady_gets_through(start: Start) -> None:
    # 128 kB is worth eight more seconds than the half a second every body gets
    port = start(body_seconds=0.5, body_silence=5.0)
    body = b"naam=" + b"a" * (128 * 1024)
    with connect(port) as sock:
        sock.sendall(head(port, "/inloggen", FORM + "Connection: close\r\n", len(body)))
        for at in range(0, len(body), 16 * 1024):
            sock.sendall(body[at : at + 16 * 1024])
            time.sleep(0.15)
        answer = everything(sock)
    assert answer.startswith("HTTP/1.1 403 "), "refused for want of a form token, and read whole"
