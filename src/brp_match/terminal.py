"""What a person sees while work goes on: progress on a terminal, nothing in a pipe."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any


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


class Stop:
    """Ctrl-C, and for commands that write files a request to end: what was begun is cleared away.

    `asked` remembers it, because DuckDB turns the interruption of a query into an error of its own.
    """

    def __init__(self, numbers: Sequence[signal.Signals]) -> None:
        self.asked = False
        self._numbers = numbers
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in self._numbers:
                self._before[number] = signal.signal(number, self._stop)

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _stop(self, *_: object) -> None:
        self.asked = True
        raise KeyboardInterrupt
