"""A Python process beside this one, asked one thing at a time: what goes to and fro is pickled."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import Any

from brp_match.beside import clear_scratch

Other = subprocess.Popen[bytes]
"""A process beside this one."""


def start(module: str) -> Other:
    """Start a process that calls `serve` of a module; it loads while this one goes on."""
    # a fork copies the threads of DuckDB half, and what `multiprocessing` spawns runs the main script once more
    paths = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, "-c", f"from {module} import serve; serve()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | paths,
    )  # fmt: skip


def end(*others: subprocess.Popen[Any]) -> None:
    """End processes, at work or not, with what they kept of people under TMPDIR: who is killed removes nothing itself."""
    for other in others:
        other.kill()
    for other in others:
        other.wait()
        for pipe in (other.stdin, other.stdout, other.stderr):
            # what it was not told any more stays unsaid
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
    if others:
        clear_scratch()


def exchange(other: Other, question: Any) -> Any:
    """Return the answer to a question. Raises OSError, EOFError, ValueError or pickle.UnpicklingError where it is gone."""
    assert other.stdin is not None
    assert other.stdout is not None
    pickle.dump(question, other.stdin, pickle.HIGHEST_PROTOCOL)
    other.stdin.flush()
    return pickle.load(other.stdout)
