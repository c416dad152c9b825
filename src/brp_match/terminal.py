"""What a person sees while work goes on: progress on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable


def progress_printer() -> Callable[[str], None]:
    """Return a function that shows the step at work on a terminal, and does nothing in a pipe."""
    if not sys.stderr.isatty():
        return lambda _step: None

    def show(step: str) -> None:
        print(f"\r\x1b[K… {step}", end="", file=sys.stderr, flush=True)

    return show


def clear_progress() -> None:
    """Wipe the progress line of a terminal."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
