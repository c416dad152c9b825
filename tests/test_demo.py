"""The demo: a newcomer's first minute."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from brp_match.cli import main


def test_demo_prints_its_table_and_writes_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path / "demo")]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.startswith("1000 signalen in een verzonnen gemeente met 20.000 inwoners.")
    decisions = tmp_path / "demo" / "uitkomst" / "decisions.csv"
    with decisions.open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream, delimiter=";"))) == 1000
    assert str(decisions) in told.out
    assert "De exacte controle laat 549 signalen uitvallen." in told.out
