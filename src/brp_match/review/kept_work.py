"""What was read of the files of deliveries, kept in memory while nothing it was made of changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

KEPT = 3
"""Answers kept: months that people look at side by side."""


_ALL: list[Kept[Any, Any]] = []


def forget_gone() -> None:
    """Forget everywhere what was made of files that were deleted."""
    for one in _ALL:
        one.forget_gone()


class Kept(Generic[K, V]):
    """The newest answers by what they were asked with (compared by ==); from any thread.

    An answer goes as soon as a file it was made of is gone, or was written anew without a person who was erased:
    what is deleted does not live on in memory.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[tuple[K, tuple[tuple[Path, int], ...], V]] = []
        _ALL.append(self)

    def of(self, asked: K, folders: Sequence[Path], make: Callable[[], V]) -> V:
        """Return the answer to `asked`, made of these folders of deliveries where it is not kept."""
        self.forget_gone()
        with self._lock:
            found = next((one for one in self._held if one[0] == asked), None)
            if found is None:
                found = (asked, tuple((path, _stamp(path)) for path in folders), make())
            self._held = [found, *(one for one in self._held if one is not found)][:KEPT]
        # what was deleted while it was read
        self.forget_gone()
        return found[2]

    def forget_gone(self) -> None:
        """Forget what was made of files that were deleted or changed, by this service or by the command."""
        with self._lock:
            self._held = [
                one
                for one in self._held
                if all((path / "run.json").is_file() and _stamp(path) == at for path, at in one[1])
            ]

    def __len__(self) -> int:
        """Return how many answers are in memory."""
        return len(self._held)


def _stamp(folder: Path) -> int:
    """When a file of a folder last came, went or was replaced (nanoseconds); 0 without the folder."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
