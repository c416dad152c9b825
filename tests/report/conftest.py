"""Six months of seven deliverers; one mends its placeholder dates in month four."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.dutch import Month
from brp_match.report.build import build_overview
from brp_match.report.cards import Overview
from report.run_fixture import CATALOGUE, make_run, seven_vlps, validate


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Folders of January to June 2026."""
    root = tmp_path_factory.mktemp("runs")
    return [
        make_run(root / f"maand{m}", Month(2026, m), seven_vlps(40 if m < 4 else 2))
        for m in range(1, 7)
    ]


@pytest.fixture(scope="session")
def march(runs: list[Path]) -> Overview:
    """The overview of March: the placeholders are still there."""
    return build_overview(runs[2], runs[:2], CATALOGUE, validate)


@pytest.fixture(scope="session")
def june(runs: list[Path]) -> Overview:
    """The overview of June, with all months before it; the run itself is among the history."""
    return build_overview(runs[5], runs, CATALOGUE, validate)
