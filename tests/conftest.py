"""Debian's Chromium and PostgreSQL, once a process: absent they skip, but in CI they fail loudly. And what makes
tests cheaper without them seeing less."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from in_memory import in_memory

OF_A_WORKER = 2 << 30
"""Bytes of memory of one worker with the browser and the processes that it starts."""


def chromium_path() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "Chromium is missing: install Debian's package 'chromium'"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def pytest_configure() -> None:
    """Temporary folders are in memory: a commit of SQLite waits 15 ms for a disk. `TMPDIR` puts them elsewhere.
    Hypothesis looks for faults, not for time."""
    folder = in_memory()
    if folder and "TMPDIR" not in os.environ:
        os.environ["TMPDIR"] = folder
        tempfile.tempdir = None
    # on a busy machine a first example takes longer than hypothesis allows
    settings.register_profile("without_deadline", deadline=None)
    settings.load_profile("without_deadline")


def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as cores, and no more than there is room for: what waits for a browser, a database or
    another process leaves its core to the next."""
    room = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // OF_A_WORKER
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores * 3 // 2, room))


def pytest_collection_finish() -> None:
    """Python looks for what is no longer used through all there is, a million objects here: an eighth of the time
    of the suite. What one such look leaves is left out of the next."""
    gc.callbacks.append(_leave_out)
    gc.collect()


def _leave_out(phase: str, info: dict[str, int]) -> None:
    if phase == "stop" and info["generation"] == 2:
        gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def checked_quickly() -> None:
    """A delivery is looked at without Great Expectations; see `real_checks`."""
    from brp_match.validate import run
    from quick_checks import quick_checks

    run.run_suite = quick_checks


@pytest.fixture(scope="session", autouse=True)
def one_parser() -> None:
    """The thirty commands with their options are put together once a process, as where a command runs by itself."""
    from brp_match import cli

    cli.build_parser = functools.cache(cli.build_parser)


@pytest.fixture(scope="module")
def real_checks() -> Iterator[None]:
    """Great Expectations looks at every delivery."""
    from brp_match.validate import run, suite

    kept, run.run_suite = run.run_suite, suite.run_suite
    yield
    run.run_suite = kept


@pytest.fixture
def linked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers link in this process: for tests of what comes of it, not of the process."""
    from brp_match.review.worker import Worker
    from linked_here import link_here

    monkeypatch.setattr(Worker, "_process", link_here)


@pytest.fixture
def no_pdfs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards without their PDF, as where Pango is not installed: a PDF takes as long as all the rest of a card, and
    is made of the page."""
    from brp_match.report import pdf

    class Never(pdf.PdfWriter):
        possible = False  # type: ignore[assignment]

    @contextlib.contextmanager
    def writer(pages: int) -> Iterator[pdf.PdfWriter]:
        yield Never([])

    monkeypatch.setattr(pdf, "pdf_writer", writer)


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
