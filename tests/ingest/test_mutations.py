"""A sample of the thousand broken deliveries, and of the kills; `python tests/ingest/mutations.py`, `tests/command_kills.py`,
`tests/store_kills.py` and `tests/service_kills.py` make them all."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import pytest

from brp_match.cli import build_parser
from command_kills import commands, kills
from ingest.mutations import one
from store_kills import NAMES

FOUND = (70816, 70871, 80833)
"""Draws that went wrong once: a name in the column of the VLP and a row that ran into the header were told, and letters
damaged in what a Parquet file says of itself ended in a fault of ours."""


@pytest.mark.parametrize("seed", [*range(12), *FOUND])
def test_a_broken_delivery_loses_nothing(seed: int, tmp_path: Path) -> None:
    found = one(seed, tmp_path)
    assert found.code in (0, 2, 3)
    assert found.wrong == ""


@pytest.mark.parametrize("name", ["link", "prepare"])
def test_a_kill_leaves_a_whole_outcome_or_the_one_before(tmp_path: Path, name: str) -> None:
    found: Counter[str] = Counter()
    assert kills(name, 3, tmp_path, found) == []
    assert sum(found.values()) == 3


PRINTS = {"explain", "differences", "steps"}
"""Commands that write nothing."""


def test_every_command_that_writes_is_killed() -> None:
    (subparsers,) = (
        one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction)
    )
    killed = {name.split()[0] for name in (*commands(Path()), *NAMES)}
    # `serve` by tests/service_kills.py, `audit-check` where it brings an old database up to date
    assert {*subparsers.choices} - killed == PRINTS | {"serve", "audit-check"}
