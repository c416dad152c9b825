"""The small scenario against its frozen results: the table may not get worse.

Frozen by `brp-match benchmark --scenario kleine-gemeente --method ours exact --seeds 1 --out MAP`;
see benchmarks/results/README.md for how to freeze it again.
"""

import json
from pathlib import Path

import pytest

from brp_match.benchmark.runner import Plan, run_plan
from brp_match.benchmark.tables import as_json

RESULTS = Path(__file__).resolve().parents[2] / "benchmarks" / "results"
ONE_REVIEW = 1 / 80
"""Room of one review in 80 signals: a posterior may move over a threshold in its last digit."""


@pytest.fixture(scope="module")
def frozen():
    return json.loads((RESULTS / "kleine-gemeente.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def now():
    return as_json(run_plan(Plan(("kleine-gemeente",), (1,), ("ours", "exact"))), "nu")


def worse(now, frozen):
    """What has got worse, in words; empty when nothing has."""
    found = []
    for key in ("wrongful_drop", "false_match"):
        if now[key]["count"] > frozen[key]["count"]:
            found.append(f"{key}: {now[key]['count']} was {frozen[key]['count']}")
    if now["cost"] > frozen["cost"] + ONE_REVIEW + 1e-9:
        found.append(f"cost: {now['cost']} was {frozen['cost']}")
    if now["candidate_recall"]["count"] < frozen["candidate_recall"]["count"]:
        found.append("candidate_recall")
    return found


def test_the_table_has_not_got_worse(now, frozen):
    assert worse(now["methods"]["ours"]["all"], frozen["methods"]["ours"]["all"]) == []


def test_ours_loses_far_fewer_than_the_exact_check(now):
    ours, exact = (now["methods"][m]["all"] for m in ("ours", "exact"))
    assert ours["signals"] == 80
    assert ours["wrongful_drop"]["count"] <= 1
    assert exact["wrongful_drop"]["count"] >= 15
    assert ours["cost"] < exact["cost"] / 10


def test_a_worse_table_is_noticed(frozen):
    ours = frozen["methods"]["ours"]["all"]
    dropped = ours | {"wrongful_drop": ours["wrongful_drop"] | {"count": 9}}
    assert worse(dropped, ours) == [f"wrongful_drop: 9 was {ours['wrongful_drop']['count']}"]
    assert worse(ours | {"cost": ours["cost"] + 0.1}, ours) != []


def test_frozen_results_say_how_to_reprint_them():
    files = sorted(RESULTS.glob("*.json"))
    assert files
    for path in files:
        record = json.loads(path.read_text(encoding="utf-8"))
        assert record["command"].startswith("brp-match benchmark")
        assert record["versions"]["splink"]
