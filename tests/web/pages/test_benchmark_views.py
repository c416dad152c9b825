from __future__ import annotations

import json
from pathlib import Path

import pytest

from brp_match.errors import BrpMatchError
from brp_match.web.pages.benchmark_views import benchmark_page


def fields(value: float) -> dict[str, object]:
    rate = {"value": value, "low": 0.01, "high": 0.2}
    return {
        "wrongful_drop": rate, "wrong_automatic": rate, "review": rate, "cost": 0.5, "ece": 0.01,
        "signals": 100,
    }  # fmt: skip


def test_tables_overall_and_per_town(tmp_path: Path) -> None:
    folder = tmp_path / "benchmark"
    folder.mkdir()
    run = {"method": "exact", "seconds": 1.5, "peak_mib": 300, "scenario": "schoon"}
    results = {
        "methods": {
            "exact": {"all": fields(0.1), "scenarios": {"schoon": fields(0.1), "vuil": fields(0.3)}}
        },
        "runs": [run, run | {"scenario": "vuil"}],
    }
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    tables = benchmark_page(tmp_path)["tabellen"]
    assert [table["titel"] for table in tables] == [
        "Alle gemeenten samen", "Gemeente “schoon”", "Gemeente “vuil”",
    ]  # fmt: skip
    assert tables[0]["koppen"][1] == "Onterechte uitval"
    assert tables[0]["rijen"][0][:2] == ["controle van vandaag", "10,0% (1,0–20,0)"]
    assert tables[2]["rijen"][0][1] == "30,0% (1,0–20,0)"


def test_no_result_yet_and_a_file_that_is_none(tmp_path: Path) -> None:
    assert benchmark_page(tmp_path) == {"tabellen": []}
    (tmp_path / "benchmark").mkdir()
    (tmp_path / "benchmark" / "results.json").write_text("[]", encoding="utf-8")
    with pytest.raises(BrpMatchError) as caught:
        benchmark_page(tmp_path)
    assert caught.value.faults[0].code == "UITSLAG_ONLEESBAAR"
