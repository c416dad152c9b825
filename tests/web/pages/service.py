"""The real application on a small database, and clients that are signed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from brp_match.review import sessions
from brp_match.review.accounts import list_accounts
from brp_match.web import deps
from brp_match.web.app import create_app
from brp_match.web.settings import WebSettings

PASSWORD = "correct paard batterij"


def make_app(data: Path, database: Path, **more: Any) -> FastAPI:
    settings = WebSettings(
        data=data, database_url=f"sqlite:///{database}", secret="t" * 40, port=8123, **more
    )
    return create_app(settings)


@dataclass
class Service:
    """An application and where its data lie."""

    app: FastAPI
    data: Path

    def visitor(self) -> TestClient:
        return TestClient(
            self.app, base_url="http://127.0.0.1:8123", follow_redirects=False,
            raise_server_exceptions=False,
        )  # fmt: skip

    def sign_in(self, name: str) -> TestClient:
        """A client with a session of its own, without the slow check of a password."""
        with self.app.state.engine.begin() as con:
            account = next(one for one in list_accounts(con) if one.name == name)
            token, _ = sessions.start(con, account.id, deps.now())
        client = self.visitor()
        client.cookies.set("sessie", token)
        return client


def csrf_of(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found, "no form token on this page"
    return found.group(1)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no field {name} on this page"
    return found.group(1)
