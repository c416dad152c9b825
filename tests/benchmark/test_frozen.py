"""The small scenario against its frozen results: the table may not get worse.

Frozen by `python benchmarks/freeze.py`; see benchmarks/results/README.md.
"""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from brp_match.benchmark.runner import Plan, run_plan
from brp_match.benchmark.tables import as_json

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SCENARIO = "kleine-gemeente"
ROOM_IN_REVIEWS = 3
"""Over both seeds, 160 signals: a posterior may move over a threshold in its last digits."""
ROOM_IN_ECE = 0.01


def load_freeze():
    spec = spec_from_file_location("freeze", BENCHMARKS / "freeze.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def frozen():
    return json.loads((BENCHMARKS / "results" / "results.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def now(frozen):
    return as_json(run_plan(Plan((SCENARIO,), tuple(frozen["seeds"]), ("ours", "exact"))), "nu")


def of(table, method="ours"):
    return table["methods"][method]["scenarios"][SCENARIO]


def worse(now, frozen):
    """What has got worse, in words; empty when nothing has."""
    found = []
    for key in ("wrongful_drop", "false_match", "wrong_person"):
        if now[key]["count"] > frozen[key]["count"]:
            found.append(f"{key}: {now[key]['count']} was {frozen[key]['count']}")
    if now["review"]["count"] > frozen["review"]["count"] + ROOM_IN_REVIEWS:
        found.append(f"review: {now['review']['count']} was {frozen['review']['count']}")
    if now["ece"] > frozen["ece"] + ROOM_IN_ECE:
        found.append(f"ece: {now['ece']} was {frozen['ece']}")
    if now["candidate_recall"]["count"] < frozen["candidate_recall"]["count"]:
        found.append("candidate_recall")
    return found


def test_the_table_has_not_got_worse(now, frozen):
    assert worse(of(now), of(frozen)) == []


def test_todays_check_gives_what_was_frozen(now, frozen):
    """It has no threshold: another count means that the made-up town or the check has changed."""
    for key in ("wrongful_drop", "drop_out", "wrong_automatic"):
        assert of(now, "exact")[key] == of(frozen, "exact")[key]


def test_ours_loses_far_fewer_than_the_exact_check(now):
    ours, exact = of(now), of(now, "exact")
    assert ours["signals"] == 160
    assert ours["wrongful_drop"]["count"] <= 1
    assert exact["wrongful_drop"]["count"] >= 30
    assert ours["cost"] < exact["cost"] / 10


@pytest.mark.parametrize(
    ("key", "more", "told"),
    [
        ("wrongful_drop", 1, True), ("false_match", 1, True), ("wrong_person", 1, True),
        ("review", ROOM_IN_REVIEWS, False), ("review", ROOM_IN_REVIEWS + 1, True),
        ("candidate_recall", -1, True), ("candidate_recall", 1, False), ("wrongful_drop", -1, False),
    ],
)  # fmt: skip
def test_a_worse_table_is_noticed(frozen, key, more, told):
    ours = of(frozen)
    changed = ours | {key: ours[key] | {"count": ours[key]["count"] + more}}
    assert bool(worse(changed, ours)) is told
    assert worse(ours | {"ece": ours["ece"] + 2 * ROOM_IN_ECE}, ours)


def test_frozen_results_say_how_to_reprint_them(frozen):
    freeze = load_freeze()
    assert frozen["command"] == freeze.COMMAND == "python benchmarks/freeze.py"
    assert (frozen["scenarios"], frozen["seeds"]) == ([*freeze.SCENARIOS], [*freeze.SEEDS])
    assert frozen["versions"]["splink"]
    assert {run["method"] for run in frozen["runs"]} == set(frozen["methods"])


def test_the_tables_of_the_readme_are_those_of_the_frozen_results(frozen):
    page = (BENCHMARKS / "results" / "README.md").read_text(encoding="utf-8")
    assert "\n".join(load_freeze().tables(frozen)) in page


def test_a_part_is_laid_over_what_was_frozen(frozen):
    freeze = load_freeze()
    runs = [run | {"seconds": 99.0} for run in frozen["runs"] if run["method"] == "ours"]
    part = frozen | {"methods": {"ours": frozen["methods"]["ours"]}, "runs": runs, "failed": []}
    both = freeze.joined(frozen, part)
    assert list(both["methods"]) == list(frozen["methods"])
    assert len(both["runs"]) == len(frozen["runs"])
    assert {run["method"] for run in both["runs"] if run["seconds"] == 99.0} == {"ours"}
    with pytest.raises(SystemExit, match="seeds"):
        freeze.joined(frozen, part | {"seeds": [7]})
    elsewhere = part | {"versions": frozen["versions"] | {"dedupe": "niet aanwezig"}}
    assert freeze.joined(frozen, elsewhere)["versions"] == frozen["versions"]
    with pytest.raises(SystemExit, match="splink"):
        freeze.joined(frozen, part | {"versions": frozen["versions"] | {"splink": "0"}})
