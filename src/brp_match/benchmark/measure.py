"""One method in its own process: wall seconds and peak memory, from files to files."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.benchmark.truth import Answer, read_answers
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.scratch import scratch

PEER = (sys.executable, "-m", "brp_match.benchmark.peers")


@dataclass(frozen=True)
class Measured:
    """What a process took: wall `seconds` and `peak_mib` (largest resident size, MiB)."""

    seconds: float
    peak_mib: float


LAUNCHER = """
import os, sys, time
start = time.perf_counter()
null = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[null])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), time.perf_counter() - start, usage.ru_maxrss)
"""
"""A bare interpreter between us and the method: Linux counts the memory of the process that starts
another as that other's first peak, and ours is large."""


_NEVER_KEPT = "PYTHONDONTWRITEBYTECODE"
"""Where this is set a package that nobody installed is compiled anew by every process, a quarter of a second; what is
installed, as the peers are, is not."""


def run_measured(command: list[str], what: str) -> Measured:
    """Run a command (its first part a full path) to its end, its output thrown away.

    Raises BrpMatchError with the kind of its last error, never its text, if it fails.
    """
    with TemporaryDirectory(dir=scratch()) as folder:
        errors = Path(folder) / "stderr"
        with errors.open("wb") as stderr:
            launcher = subprocess.run(
                [sys.executable, "-I", "-S", "-c", LAUNCHER, *command],
                env={name: value for name, value in os.environ.items() if name != _NEVER_KEPT},
                stdout=subprocess.PIPE,
                stderr=stderr,
                check=False,
                text=True,
            )
        parts = launcher.stdout.strip().splitlines()[-1:] or ["1 0 0"]
        code, seconds, peak = parts[0].split()
        if launcher.returncode != 0 or code != "0":
            lines = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            kind = lines[-1].split(":")[0] if lines else "geen melding"
            raise BrpMatchError(
                "METHODE_MISLUKT",
                what,
                f"de methode stopte met code {code} ({kind})",
                exit_code=ExitCode.OUR_FAULT,
            )
    unit = 1024.0 if sys.platform != "darwin" else 1024.0**2
    return Measured(float(seconds), float(peak) / unit)


def run_method(
    method: str, folder: Path, threads: int, learned: Path | None = None
) -> tuple[list[Answer], Measured]:
    """Run one method on the town in `folder` (names as `synthetic.generate` gives them); `learned`
    is what `learn_method` wrote for it.
    """
    with TemporaryDirectory(dir=scratch()) as work:
        out = Path(work) / "antwoorden.csv"
        command = [*PEER, method, str(folder), str(out), str(threads)]
        measured = run_measured(command + ([str(learned)] if learned else []), method)
        return read_answers(out), measured


def learn_method(method: str, out: Path, threads: int) -> Measured:
    """Let a method learn once what it needs for every town, to the file `out`."""
    return run_measured([*PEER, "--learn", method, str(out), str(threads)], method)
