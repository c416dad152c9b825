"""Debian's Chromium and PostgreSQL, once a process: absent they skip, but in CI they fail loudly."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


def chromium_path() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "Chromium is missing: install Debian's package 'chromium'"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Argon2 of the least work in this process: `test_the_work_of_a_password` holds what the service does."""
    from argon2 import PasswordHasher

    from brp_match.review import accounts

    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts._hasher = lambda: quick  # type: ignore[assignment]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for the whole test process."""
    from own_postgres import Postgres

    server = Postgres()
    yield server.url
    server.remove()


@pytest.fixture
def own_postgres() -> Iterator[Any]:
    """A PostgreSQL for one test, that may stop it."""
    from own_postgres import Postgres

    server = Postgres()
    yield server
    server.remove()
