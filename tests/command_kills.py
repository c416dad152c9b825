"""Kill -9 of every command that writes, at moments spread over its time: what stands there is whole, or as it was.

`python tests/command_kills.py [--kills N] [COMMAND…]` (50 kills of each where not told) makes a small month, runs every command
once, and then kills it again and again: first where nothing stands yet, then over the outcome of before. After every kill
the outcome must be absent or have every file of a whole one, and be the one before or another whole one; the next run must
end with 0 and leave nothing half written. Prints counts by command; ends with code 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ingest.mutations import as_csv, table


@dataclass(frozen=True)
class Command:
    """A command line, and the file or folder that it makes."""

    words: list[str]
    out: Path


def commands(folder: Path) -> dict[str, Command]:
    """Every command that writes, on a small month in `folder`; what each reads beside it is made by `prepare_for`."""
    signals, residents, at = folder / "s.csv", folder / "r.csv", folder / "uit"
    read = ["--signals", str(signals), "--residents", str(residents)]
    of_run = ["--run", str(folder / RUN), "--out"]
    lines = {
        "link": ["link", *read, "--out", str(at)],
        "prepare": ["prepare", "--residents", str(residents), "--out", str(at / "r.duckdb")],
        "oppaklijst": ["oppaklijst", *of_run, str(at)],
        "bakjes": ["bakjes", *of_run, str(at)],
        "terugmelding": ["terugmelding", *of_run, str(at)],
        "scorecard": ["scorecard", *of_run, str(at)],
        "validate": ["validate", *read, "--out", str(at)],
        "register-check": ["register-check", "--lijst", str(signals), "--register", str(folder / REGISTER), "--out", str(at)],
        "rates export": ["rates", "export", *of_run, str(at / "tellingen.json")],
        "rates merge": ["rates", "merge", str(folder / RATES), "--out", str(at / "samen.json")],
        "model": ["model", "--out", str(at)],
        "evidence": ["evidence", "--out", str(at)],
        "conformance": ["conformance", "--out", str(at)],
        "demo": ["demo", "--out", str(at)],
        "benchmark": ["benchmark", "--scenario", "kleine-gemeente", "--method", "exact", "--out", str(at)],
    }  # fmt: skip
    return {name: Command(words, at) for name, words in lines.items()}


RUN, REGISTER, RATES = "run", "reg/r.duckdb", "rates.json"


def prepare_for(words: list[str], folder: Path) -> None:
    """Make the files that a command reads."""
    (folder / "s.csv").write_bytes(as_csv(table("signalen")))
    (folder / "r.csv").write_bytes(as_csv(table("inwoners")))
    run, register, rates = folder / RUN, folder / REGISTER, folder / RATES
    read = ["--signals", str(folder / "s.csv"), "--residents", str(folder / "r.csv")]
    for made, how in (
        (run, ["link", *read, "--out", str(run)]),
        (register, ["prepare", *read[2:], "--out", str(register)]),
        (rates, ["rates", "export", "--run", str(run), "--out", str(rates)]),
    ):
        wanted = str(made) in words or (made is run and str(rates) in words)
        if wanted and finish(how)[0] != 0:
            raise SystemExit(f"{how[0]} does not run")


def _start(words: list[str]) -> subprocess.Popen[bytes]:
    """Start a command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "brp_match", *words], start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def finish(words: list[str]) -> tuple[int, float]:
    """Run a command to its end; returns its exit code and seconds."""
    start = time.perf_counter()
    return _start(words).wait(), time.perf_counter() - start


def kill(words: list[str], after: float) -> bool:
    """Kill a command after so many seconds, with what it started; tell whether it was still at work."""
    process = _start(words)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(after)
    working = process.poll() is None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return working


def files(out: Path) -> set[str]:
    """The files of an outcome, without what a run keeps hidden while it works."""
    if not out.exists():
        return set()
    found = (path.relative_to(out) for path in out.rglob("*") if path.is_file())
    return {str(path) for path in found if not any(part.startswith(".") for part in path.parts)}


def judge(out: Path, whole: set[str]) -> str:
    """Say what is wrong with what stands in `out`, where a whole outcome has the files `whole`; '' for nothing."""
    found = files(out)
    if found and found != whole:
        return f"{len(found)} of {len(whole)} files"
    record, decisions = out / "run.json", out / "decisions.csv"
    if found and record.name in found and decisions.name in found:
        told = json.loads(record.read_text(encoding="utf-8"))["afstemming"]["besloten"]
        with decisions.open(encoding="utf-8", newline="") as stream:
            if len(list(csv.DictReader(stream, delimiter=";"))) != told:
                return "decisions and run.json of two runs"
    return ""


def kills(name: str, count: int, folder: Path, found: Counter[str]) -> list[str]:
    """Kill one command so many times; count what came of it, and return what is wrong."""
    command = commands(folder)[name]
    prepare_for(command.words, folder)
    code, seconds = finish(command.words)
    whole = files(command.out)
    if code or not whole:
        return [f"{name}: ends with {code} and makes {len(whole)} files"]
    shutil.rmtree(command.out)
    wrong = []
    for number in range(count):
        working = kill(command.words, seconds * (0.02 + 1.0 * number / count))
        fault = judge(command.out, whole)
        found[
            f"{name}: {'killed' if working else 'done before the kill'}, {fault or 'whole or as it was'}"
        ] += 1
        wrong += [f"{name}, kill {number}: {fault}"] if fault else []
        if number == count // 2:
            finish(command.words)
    code, _ = finish(command.words)
    left = [path.name for path in folder.rglob("*bezig*")]
    if code or files(command.out) != whole or left:
        wrong.append(f"{name}: the next run ends with {code} and leaves {len(left)} half written")
    return wrong


def run(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="*")
    parser.add_argument("--kills", type=int, default=50)
    asked = parser.parse_args(arguments)
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for name in asked.command or list(commands(Path())):
        with tempfile.TemporaryDirectory() as folder:
            wrong += kills(name, asked.kills, Path(folder), found)
        for what, number in sorted(found.items()):
            if what.startswith(f"{name}:"):
                print(f"{what}  {number}", flush=True)
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(run())
