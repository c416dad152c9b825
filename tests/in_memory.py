"""Where files go that a test makes: in memory where there is room, so that nothing waits for a disk."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOM = 4 << 30
"""Bytes that must be free: a whole run of the tests leaves some hundreds of millions at once."""


def in_memory() -> str | None:
    """Return a folder in memory; None where there is none, or too little room in it."""
    folder = Path("/dev/shm")
    there = folder.is_dir() and os.access(folder, os.W_OK)
    return str(folder) if there and shutil.disk_usage(folder).free > ROOM else None
