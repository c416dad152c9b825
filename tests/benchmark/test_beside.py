"""The table that puts linking beside Splink's own: what was stopped has no accuracy, what is set aside is for a person."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import ModuleType

import pytest

from brp_match.csv_file import write_csv
from brp_match.database import connect

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
TRUTH = ("signaal_id", "soort", "persoon_id", "fouten", "herkomst", "vlp", "sector")


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))
    import beside as module

    # `growth` is a name that others may have too
    monkeypatch.delitem(sys.modules, "growth")
    monkeypatch.delitem(sys.modules, "beside")
    return module


def test_a_signal_in_quarantine_is_for_a_person(beside: ModuleType, tmp_path: Path) -> None:
    truth, run = tmp_path / "waarheid.csv", tmp_path / "run"
    people = [(f"S{n}", "ter_plaatse", f"P{n}", "", "", "Bron", "Energie") for n in range(4)]
    write_csv(truth, TRUTH, people)
    run.mkdir()
    decided = [("S0", "match", "P0", "1"), ("S1", "match", "P9", "1"), ("S2", "reject", "", "0")]
    write_csv(run / "decisions.csv", ("signaal_id", "besluit", "persoon_id", "kans"), decided)
    with connect() as con:
        con.execute(
            "COPY (SELECT 'S0' AS signaal_id, 1 AS rang, 'P0' AS persoon_id) TO $file (FORMAT parquet)",
            {"file": str(run / "candidates.parquet")},
        )
    found = beside.accuracy(run, truth)
    assert (found.review.count, found.wrongful_drop.count, found.wrong_automatic.count) == (1, 1, 1)
    assert found.signals == 4


def test_what_was_stopped_says_by_what(beside: ModuleType) -> None:
    given = argparse.Namespace(limit=60.0)
    measured = ("Splink 5", 160_000, 1_500, 61.0, 50.0, 900.0, 0.0, 1.0, "2026-11-29", 2, True)
    late = beside.row_of(beside.Measured(*measured), given, None)
    large = beside.row_of(beside.Measured(*measured[:3], 31.0, *measured[4:]), given, None)
    assert (late.stopped, large.stopped) == ("time", "memory")
    *_, line = beside.as_table([late])
    assert "| 61.0, stopped (time) | 50.0 | 900 |  |  |  |  |" in line
