"""A sample of the thousand broken deliveries, and of the kills; `python tests/ingest/mutations.py` and `python tests/command_kills.py` make them all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from command_kills import kills
from ingest.mutations import one


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_delivery_loses_nothing(seed: int, tmp_path: Path) -> None:
    found = one(seed, tmp_path)
    assert found.code in (0, 2, 3)
    assert found.wrong == ""


@pytest.mark.parametrize("name", ["link", "prepare"])
def test_a_kill_leaves_a_whole_outcome_or_the_one_before(tmp_path: Path, name: str) -> None:
    found: Counter[str] = Counter()
    assert kills(name, 3, tmp_path, found) == []
    assert sum(found.values()) == 3
