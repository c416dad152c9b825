"""A worker links in a process of its own: half of that is starting it. Here it links in the process of the tests."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from pathlib import Path

import pytest

from brp_match.review import link_process
from brp_match.review.worker import Worker
from brp_match.settings import LOG_KEY_VARIABLE


def link_here(worker: Worker, run_id: str, arguments: list[str], steps: Path) -> tuple[int, str]:
    """Take the place of `Worker._process`: the same work, without a step told while it is at it."""
    told = io.StringIO()
    with pytest.MonkeyPatch.context() as here:
        here.setattr(os, "nice", lambda by: 0)
        here.setattr(tempfile, "tempdir", tempfile.tempdir)
        here.setenv(LOG_KEY_VARIABLE, worker._log_key())
        with contextlib.redirect_stdout(told):
            code = link_process.main(arguments)
    return code, told.getvalue()
