"""The folder of a process for what does not fit in memory, and for files of its own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from brp_match.beside import SCRATCH, clear_scratch, lock_of
from brp_match.errors import BrpMatchError


@cache
def scratch() -> Path:
    """Make the folder of this process for what does not fit in memory and for files of its own; it goes when that
    ends, and what a killed process left of such folders goes now."""
    try:
        clear_scratch()
        folder = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}{os.getpid()}-"))
    except OSError as error:
        raise BrpMatchError(
            "WERKMAP_ONTBREEKT",
            "TMPDIR",
            "er is geen map voor tijdelijke bestanden; zet TMPDIR op een map waarin u mag schrijven",
        ) from error
    lock_of(folder)  # held while this process lives: its number says nothing in another container
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
