"""A folder written beside its place, made visible in one step, and what a kill left of such folders found again."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MARK = ".bezig-"
"""In the name of every folder that is being written, before the number of the process."""

SCRATCH = "brp-match-"
"""In front of the folder of a process for what does not fit in memory."""

_PROCESS = re.compile(rf"{re.escape(MARK)}([0-9]+)$|^{SCRATCH}([0-9]+)-")

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Make `folder` and hold a lock on it, which the system lets go when this process ends, however it ends.

    Raises OSError when it cannot be made.
    """
    folder.mkdir(parents=True)
    handle = lock_of(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def lock_of(folder: Path) -> int | None:
    """Return a handle that holds the lock on a folder; None when another has it, or where there are no locks."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def clear_orphans(folders: Iterable[Path]) -> list[Path]:
    """Remove those of `folders` that nobody writes any more: their process ended, or lost its lock with it.

    They hold people's data. Returns what was removed.
    """
    gone = []
    for folder in folders:
        if not folder.is_dir() or folder.is_symlink() or _at_work(folder):
            continue
        handle = lock_of(folder)
        if handle is None:
            continue
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
        gone.append(folder)
    return gone


def _at_work(folder: Path) -> bool:
    """Tell whether the process that the folder is named after still runs on this machine."""
    found = _PROCESS.search(folder.name)
    if found is None:
        return False
    number = int(found[1] or found[2])
    if number == os.getpid():
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def leftovers_of(out: Path) -> list[Path]:
    """Return the folders that writing `out` may have left: beside it and in it."""
    beside = [p for p in _listed(out.parent) if p.name.startswith(f".{out.name}{MARK}")]
    return beside + [p for p in _listed(out) if p.name.startswith(MARK)]


def leftovers_below(folder: Path) -> list[Path]:
    """Return every folder of that kind below `folder`."""
    return [p for p in sorted(folder.rglob(f"*{MARK}*")) if p.is_dir()]


def clear_scratch() -> None:
    """Remove what processes that ended left under TMPDIR of what did not fit in memory."""
    found = _listed(Path(tempfile.gettempdir()))
    clear_orphans(p for p in found if p.name.startswith(SCRATCH) and _PROCESS.search(p.name))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def can_switch(out: Path) -> bool:
    """Tell whether another folder can take the place of `out`: not of a mounted one, nor of where somebody stands."""
    if not out.is_dir() or out.is_symlink() or out.resolve() in (Path.cwd(), *Path.cwd().parents):
        return False
    parent = out.resolve().parent
    return os.access(parent, os.W_OK) and out.stat().st_dev == parent.stat().st_dev


def switch(beside: Path, out: Path) -> None:
    """Let the folder `beside` take the place of `out` in one step; what else stood in `out` comes along.

    Raises OSError, and changes nothing, where the system cannot exchange two names.
    """
    for path in _listed(out):
        if not (beside / path.name).exists():
            _along(path, beside / path.name)
    _exchange(beside, out)


def _along(path: Path, to: Path) -> None:
    """Give a file or folder a second name: no copy is made, and who writes to it goes on doing so."""
    if path.is_symlink():
        to.symlink_to(path.readlink())
    elif path.is_dir():
        shutil.copytree(path, to, symlinks=True, copy_function=os.link)
    else:
        os.link(path, to)


def _exchange(one: Path, other: Path) -> None:
    """Exchange two names in one step (Linux); raises OSError where that is not to be had."""
    library = ctypes.CDLL(None, use_errno=True)
    call = getattr(library, "renameat2", None)
    if call is None:
        raise OSError("no renameat2")
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE):
        raise OSError(ctypes.get_errno(), "renameat2")


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Yield a file to write, in a folder of its own beside `path`; it takes its place in one step, and goes on any fault.
    What a kill left of such folders goes at the next write. Raises OSError."""
    clear_orphans(left for left in _listed(path.parent) if _holds_file_of(left, path.name))
    folder = path.with_name(f"{MARK}{path.name}.{uuid.uuid4().hex}")
    with claimed(folder):
        try:
            yield folder / path.name
            os.replace(folder / path.name, path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _holds_file_of(folder: Path, name: str) -> bool:
    """Tell whether a folder holds something of `replaced`: another process may lock one that is empty in a moment."""
    return folder.name.startswith(f"{MARK}{name}.") and bool(_listed(folder))


def move_in(beside: Path, out: Path, last: str) -> None:
    """Put the files and folders of `beside` in `out` one by one, where no other way is open.

    The file named `last` goes first and comes back last: while it is missing the rest is no run.
    """
    names = sorted(path.name for path in beside.iterdir())
    if last in names:
        with suppress(FileNotFoundError):
            (out / last).unlink()
        names.sort(key=lambda name: name == last)
    for name in names:
        there = out / name
        if (beside / name).is_dir() and there.is_dir() and not there.is_symlink():
            # a folder does not take the place of a full one
            there.rename(beside / f"{name}{MARK}")
        os.replace(beside / name, there)
