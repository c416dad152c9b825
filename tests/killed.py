"""A command in a process of its own, killed at a moment of its work: for `command_kills.py` and `store_kills.py`.

A moment is a time, or a step: a file opened to be written, renamed or removed, a statement or a commit in a database. The
packages are loaded once, in a server that forks for every command, so that a kill costs the work before it and no more,
and moments spread over a command are moments of its work and not of its start.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import math
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

LOADED = (
    "killed", "duckdb", "pyarrow.parquet", "openpyxl", "xlsxwriter", "jinja2", "sqlalchemy", "alembic.command", "argon2", "psycopg",
    "httpx", "brp_match.pipeline", "brp_match.prepare", "brp_match.demo", "brp_match.report.command", "brp_match.review.command",
    "brp_match.review.retention", "brp_match.review.person_command", "brp_match.review.leftovers", "brp_match.benchmark.command",
    "brp_match.validate.run", "brp_match.conformance.command", "brp_match.evidence.command", "brp_match.lists.command", "brp_match.web.app",
    "brp_match.web.server", "brp_match.report.maker_process", "brp_match.lookup.opening",
)  # fmt: skip
CHANGES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"})  # fmt: skip
"""Events of Python's audit after which something else stands on the disk."""


@dataclass(frozen=True)
class Moment:
    """When a command is killed: after so many seconds, or before the step with this number (0: at none)."""

    seconds: float = math.inf
    step: int = 0


@dataclass(frozen=True)
class Done:
    """A command that ended by itself: exit code, seconds, steps."""

    code: int
    seconds: float
    steps: int


def moments(count: int, done: Done) -> list[Moment]:
    """`count` moments spread over a command that was seen to its end: by turns a step and a time."""
    found = []
    for number in range(count):
        part = (number + 0.5) / count
        by_step = Moment(step=1 + int(part * done.steps))
        found.append(by_step if number % 2 else Moment(seconds=done.seconds * (0.02 + part)))
    return found


def start(
    words: list[str], *, given: str = "", environment: Mapping[str, str] | None = None,
    step: int = 0, told: Path | None = None,
) -> ForkServerProcess:  # fmt: skip
    """Start `brp-match WORDS` in a process group of its own, with `given` on standard input; `told`: file for the number of
    steps it took."""
    # the server is started with it, and looks for what it loads by it
    os.environ["PYTHONPATH"] = os.pathsep.join(one for one in sys.path if one)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    process = context.Process(
        target=_command, args=(words, given, dict(environment or {}), step, told)
    )
    process.start()
    return process


def finish(words: list[str], **how: Any) -> Done:
    """Run a command to its end; takes what `start` takes."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "stappen"
        begun = time.perf_counter()
        process = start(words, told=told, **how)
        process.join()
        seconds = time.perf_counter() - begun
        # a command that is refused at once takes none, and writes none
        steps = int(told.read_text(encoding="ascii") or 0) if told.is_file() else 0
    return Done(int(process.exitcode or 0), seconds, steps)


def kill(words: list[str], moment: Moment, **how: Any) -> bool:
    """Kill a command at a moment, with what it started; tell whether it was still at work."""
    process = start(words, step=moment.step, **how)
    process.join(None if math.isinf(moment.seconds) else moment.seconds)
    working = process.is_alive() or process.exitcode == -signal.SIGKILL
    for act in (lambda: os.killpg(process.pid or 0, signal.SIGKILL), process.kill):
        with contextlib.suppress(ProcessLookupError):
            act()
    process.join()
    return working


def _command(
    words: list[str], given: str, environment: dict[str, str], step: int, told: Path | None
) -> None:
    """What the process does."""
    from brp_match.cli import main

    os.setsid()
    os.environ.update(environment)
    tempfile.tempdir = None
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    sys.stdin = io.StringIO(given)
    _count(step, None if told is None else os.open(told, os.O_WRONLY | os.O_CREAT))
    code = main(words)
    # a fork runs none of what was asked before it was made
    atexit._run_exitfuncs()
    weakref.finalize._exitfunc()  # type: ignore[attr-defined]
    sys.exit(code)


def _count(last: int, told: int | None) -> None:
    """Count steps from now on, in the file `told`, and kill the group of this process before step `last`."""
    from sqlalchemy import Engine, event

    steps = 0

    def step(*_: object) -> None:
        nonlocal steps
        steps += 1
        if told is not None:
            os.pwrite(told, str(steps).encode(), 0)
        if steps == last:
            os.killpg(0, signal.SIGKILL)

    def seen(name: str, values: tuple[Any, ...]) -> None:
        if name in CHANGES or (name == "open" and _writes(values)):
            step()

    sys.addaudithook(seen)
    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, step)


def _writes(values: tuple[Any, ...]) -> bool:
    """Tell whether a file is opened to be written, by what the audit says of it: path, mode, flags."""
    path, _, flags = values
    return path != os.devnull and bool((flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
