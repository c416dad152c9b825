"""The same inputs give the same bytes: over processes, hash seeds, threads and the order of rows.

What is compared was made in different processes, since within one process a set has one order only: the first of every
command runs in this one, which saves its start.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from brp_match.benchmark.export.ledger import new_ledger, write_ledger
from brp_match.cli import main
from brp_match.synthetic import generate, load_scenario

PLAIN, OTHER = "gewoon", "geschud"
DELIVERERS = ("Stroomwerk", "Waterbron")
RUN_ONLY = ("run.json", "signals.parquet", "ddas.json")
"""Names inputs by hash, rows by line number and the moment it was made: compared without those."""


def brp_match(hash_seed: int, *command: str | Path) -> None:
    """Run one command in a new process; fails when it did not end with 0."""
    done = subprocess.run(
        [sys.executable, "-m", "brp_match", *map(str, command)],
        env=os.environ | {"PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def side_by_side(here: tuple[str | Path, ...], *apart: tuple[str | Path | int, ...]) -> None:
    """Run the first command in this process and the others at the same time in their own; the first of each of those is its
    hash seed."""
    with ThreadPoolExecutor(1) as pool:
        others = pool.map(lambda one: brp_match(int(str(one[0])), *map(str, one[1:])), apart)
        assert main(list(map(str, here))) == 0
        list(others)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under `folder` by its path there."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(files)}


def assert_same(left: Path, right: Path, *, but: tuple[str, ...] = ()) -> None:
    """Fail with the names of the files that differ; those named in `but` are not looked at."""
    ours, theirs = contents(left), contents(right)
    assert ours
    assert list(ours) == list(theirs)
    assert [n for n in ours if Path(n).name not in but and ours[n] != theirs[n]] == []


def record(run: Path) -> dict[str, Any]:
    """The run record without times and without what says which files were read."""
    read: dict[str, Any] = json.loads((run / "run.json").read_text(encoding="utf-8"))
    for key in ("tijden", "instellingen"):
        assert key in read
        del read[key]
    for one in read["invoer"]:
        del one["sha256"], one["bron"]
    return read


def exchanged(run: Path) -> dict[str, Any]:
    """The exchange file without the moment it was made."""
    read: dict[str, Any] = json.loads((run / "ddas.json").read_text(encoding="utf-8"))
    del read["aanleverdatumEnTijd"]
    return read


def delivered(run: Path) -> list[tuple[Any, ...]]:
    """The rows of signals.parquet without their place in the delivery."""
    path = str(run / "signals.parquet")
    return duckdb.sql(
        "SELECT * EXCLUDE (bron, regel) FROM read_parquet($1)", params=[path]
    ).fetchall()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders with the files of one town: as made, and with the rows of every file shuffled."""
    folder = tmp_path_factory.mktemp("stad")
    sloppy = load_scenario("slordig")
    # two deliverers: each gives a card with its PDF, which take the longest
    few = {
        one.name: dataclasses.replace(one, share=0.5)
        for one in sloppy.deliverers
        if one.name in DELIVERERS
    }
    small = dataclasses.replace(sloppy, residents=2000, signals=200, deliverers=tuple(few.values()))
    assert len(few) == 2
    generate(small, folder / PLAIN, seed=11, threads=1)
    (folder / OTHER).mkdir()
    for path in sorted((folder / PLAIN).glob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        random.Random(5).shuffle(rows)
        (folder / OTHER / path.name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def register(town: Path, order: str) -> tuple[str | Path, ...]:
    """The options that name the register's files."""
    return (
        "--residents", town / order / "inwoners.csv",
        "--previous-addresses", town / order / "vorige_adressen.csv",
        "--addresses", town / order / "adressen.csv",
    )  # fmt: skip


def link(town: Path, order: str, threads: int, out: Path, *source: str | Path) -> tuple[Any, ...]:
    """The command `link` on the signals in that order."""
    signals = town / order / "signalen.csv"
    return ("link", "--signals", signals, *source, "--threads", str(threads), "--out", out)


@pytest.fixture(scope="module")
def runs(town: Path) -> Path:
    """The runs `koud`, `koud-geschud`, `bereid`, `bereid-geschud`, and `bereid-weer` of the first register."""
    side_by_side(
        link(town, PLAIN, 1, town / "koud", *register(town, PLAIN)),
        (2, *link(town, OTHER, 3, town / "koud-geschud", *register(town, OTHER))),
        (2, "prepare", *register(town, OTHER), "--threads", "3", "--out", town / "twee.duckdb"),
    )
    side_by_side(
        ("prepare", *register(town, PLAIN), "--out", town / "een.duckdb"),
        (4, *link(town, OTHER, 4, town / "bereid-geschud", "--register", town / "twee.duckdb")),
    )
    side_by_side(
        link(town, OTHER, 1, town / "bereid-weer", "--register", town / "een.duckdb"),
        (3, *link(town, PLAIN, 2, town / "bereid", "--register", town / "een.duckdb")),
    )
    return town


@pytest.mark.parametrize("other", ["koud-geschud", "bereid", "bereid-geschud", "bereid-weer"])
def test_a_run_is_the_same_whatever_process_order_and_register(runs: Path, other: str) -> None:
    assert_same(runs / "koud", runs / other, but=RUN_ONLY)
    assert delivered(runs / "koud") == delivered(runs / other)
    assert exchanged(runs / "koud") == exchanged(runs / other)
    if other.startswith("koud"):
        assert record(runs / "koud") == record(runs / other)


def test_of_the_record_only_what_was_read_differs_with_a_prepared_register(runs: Path) -> None:
    cold, prepared = record(runs / "koud"), record(runs / "bereid")
    assert {key for key in cold if cold[key] != prepared[key]} <= {"invoer"}


def test_scorecards_are_the_same_in_every_process(runs: Path) -> None:
    def scorecard(run: str, out: str) -> tuple[str | Path, ...]:
        return ("scorecard", "--run", runs / run, "--release", "Stroomwerk", "--out", runs / out)

    side_by_side(scorecard("koud", "kaarten"), (2, *scorecard("bereid", "kaarten-weer")))
    assert_same(runs / "kaarten", runs / "kaarten-weer")


def test_what_leaves_a_municipality_is_the_same_in_every_process(town: Path) -> None:
    def measure(number: int) -> tuple[str | Path, ...]:
        return ("benchmark", "--data", town / PLAIN, "--out", town / f"eigen-{number}")

    def export(number: int) -> tuple[str | Path, ...]:
        source, log = town / f"eigen-{number}", town / f"logboek-{number}"
        out = town / f"export-{number}" / "tellingen.json"
        named = ("--naam", "Proef", "--yes", "--logboek", log, "--out", out)
        return ("benchmark", "export", "--from", source, *named)

    side_by_side(measure(1), (2, *measure(2)))
    assert_same(town / "eigen-1", town / "eigen-2", but=("run.json", "ddas.json"))
    ledger = new_ledger()  # the noise comes from its key
    for number in (1, 2):
        write_ledger(ledger, town / f"logboek-{number}")
    side_by_side(export(1), (2, *export(2)))
    assert_same(town / "export-1", town / "export-2")
