"""A service and a gallery of pages for the browser tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

import pytest

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'"
)


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an ASGI app on a free port of this machine; yield its address."""
    import uvicorn

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", server_header=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def gallery_app() -> Any:
    """Every sample of the templates under its own name, with the real static files and CSP."""
    from fastapi import FastAPI
    from fastapi.responses import FileResponse, HTMLResponse
    from starlette.staticfiles import StaticFiles

    from brp_match.web.pages.render import render
    from web.pages.samples import sample

    app = FastAPI()
    static = resources.files("brp_match.web").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(static)))

    @app.get("/logo")
    def logo() -> FileResponse:
        return FileResponse(str(static.joinpath("icon.svg")), media_type="image/svg+xml")

    @app.get("/voorbeeld/{name}")
    def shown(name: str) -> HTMLResponse:
        template, context = sample(name)
        # the page of a release alone shows a card in a frame
        policy = f"{CSP}; frame-src 'self'" if template == "release.html" else CSP
        return HTMLResponse(
            render(template, **context), headers={"Content-Security-Policy": policy}
        )

    @app.get("/instellingen/register/voortgang")
    @app.get("/leveringen/r7/voortgang")
    def progress() -> dict[str, Any]:
        return {"bezig": True, "stap": "vergelijken", "procent": 60, "resterend": ""}

    @app.get("/scorekaarten/{rest:path}")
    def card(rest: str) -> HTMLResponse:
        return HTMLResponse(
            '<!doctype html><html lang="nl"><title>Kaart</title><p>Kaart</p></html>'
        )

    return app


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    with served(gallery_app()) as address:
        yield address
