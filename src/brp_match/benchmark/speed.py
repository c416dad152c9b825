"""Seconds and memory of the commands as they are typed, beside Splink's own linking of the same files.

Whole processes, from files to files, one after another; the median of several rounds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from brp_match.benchmark.measure import Measured, run_measured
from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.runner import THREADS, Plan, towns
from brp_match.dutch import decimal
from brp_match.scratch import scratch

ROUNDS = 3
_MAIN = "import sys; from brp_match.cli import main; sys.exit(main(sys.argv[1:]))"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Timed:
    """A command on one town: median wall seconds, largest peak memory (MiB)."""

    scenario: str
    residents: int
    signals: int
    what: str
    seconds: float
    peak_mib: float


def measure_speed(
    plan: Plan, progress: Progress = lambda _step: None, rounds: int = ROUNDS
) -> list[Timed]:
    """Time link, prepare, link on the prepared register, and Splink, on the first seed of a plan."""
    result = []
    first = Plan(plan.scenarios, plan.seeds[:1], (), plan.names, plan.addresses, plan.threads)
    for name, _, folder, residents, truths in towns(first):
        with TemporaryDirectory(dir=scratch()) as work:
            for what, command in commands(folder, Path(work), plan.threads):
                progress(f"{name}: {what}")
                runs: list[Measured] = [run_measured(command, what) for _ in range(rounds)]
                result.append(
                    Timed(
                        name,
                        residents,
                        len(truths),
                        what,
                        median(one.seconds for one in runs),
                        max(one.peak_mib for one in runs),
                    )
                )
    return result


def commands(folder: Path, work: Path, threads: int = THREADS) -> list[tuple[str, list[str]]]:
    """Return the commands in the order they must run: `link --register` needs `prepare`."""
    town = TownFiles.of_folder(folder)
    ours = [sys.executable, "-c", _MAIN]
    signals = ["--signals", *map(str, town.signals)]
    residents = ["--residents", str(town.residents)]
    if town.previous_addresses:
        residents += ["--previous-addresses", str(town.previous_addresses)]
    if town.addresses:
        residents += ["--addresses", str(town.addresses)]
    limit = ["--threads", str(threads)]
    register = str(work / "register.duckdb")
    splink = [sys.executable, "-m", "brp_match.benchmark.peers", "splink_stock", str(folder)]
    return [
        ("brp-match link", [*ours, "link", *signals, *residents, *limit, "--out", str(work / "a")]),
        ("Splink 5 volgens de handleiding", [*splink, str(work / "splink.csv"), str(threads)]),
        ("brp-match prepare", [*ours, "prepare", *residents, *limit, "--out", register]),
        (
            "brp-match link --register",
            [*ours, "link", *signals, "--register", register, *limit, "--out", str(work / "b")],
        ),
    ]


def as_rows(timed: Sequence[Timed]) -> list[list[str]]:
    """Rows for a table: scenario, sizes, what, seconds, MiB."""
    return [
        [
            one.scenario,
            str(one.residents),
            str(one.signals),
            one.what,
            decimal(one.seconds),
            f"{one.peak_mib:.0f}",
        ]
        for one in timed
    ]
