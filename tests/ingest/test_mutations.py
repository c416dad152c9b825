"""A sample of the thousand broken deliveries, and of the kills; `python tests/ingest/mutations.py` makes them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.mutations import kills, one


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_delivery_loses_nothing(seed: int, tmp_path: Path) -> None:
    found = one(seed, tmp_path)
    assert found.code in (0, 2, 3)
    assert found.wrong == ""


def test_a_kill_leaves_a_whole_run_or_the_one_before(tmp_path: Path) -> None:
    found = kills(3, tmp_path)
    assert sum(found.values()) == 8
    assert {what for what in found if "half" in what} == set()
    assert found["link: next start ends with 0 and leaves 0"] == 1
    assert found["prepare: next start ends with 0 and leaves 0"] == 1
