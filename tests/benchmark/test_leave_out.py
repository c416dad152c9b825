"""Leave one out starts from the product as it stands, and what is left out is missed."""

import json
from dataclasses import fields

import pytest
from accuracy.leave_out import CHOICES, run_choices
from accuracy.small_months import Month, compare, run_months

from brp_match.benchmark.runner import Plan, towns
from brp_match.benchmark.scores import score
from brp_match.benchmark.tables import default_costs
from brp_match.benchmark.truth import judge
from brp_match.content import ModelFigures
from brp_match.database import connect
from brp_match.link.accuracy import field_accuracy
from brp_match.link.history import counts_of_run, keep_judgements
from brp_match.pipeline import LinkRequest, link

BY_ID = {choice.id: choice for choice in CHOICES}


@pytest.fixture(scope="module")
def town():
    for _, _, folder, _, truths in towns(Plan(("kleine-gemeente",), (1,), ())):
        chosen = [BY_ID[name] for name in ("alles", "naam", "niemand")]
        yield folder, truths, run_choices(folder, 2, chosen)


def test_nothing_left_out_is_the_product(town, tmp_path):
    folder, _, answers = town
    link(
        LinkRequest(
            signals=(folder / "signalen.csv",),
            residents=folder / "inwoners.csv",
            previous_addresses=folder / "vorige_adressen.csv",
            addresses=folder / "adressen.csv",
            out=tmp_path / "run",
            threads=2,
        )
    )
    lines = (tmp_path / "run" / "decisions.csv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split(";")
    decided = {}
    for line in lines[1:]:
        row = dict(zip(header, line.split(";"), strict=False))
        decided[row["signaal_id"]] = (row["besluit"], row["persoon_id"])
    assert {a.signaal_id: (str(a.besluit), a.persoon_id) for a in answers["alles"]} == decided
    assert len(decided) == 80
    # without a decision by people the rates counted of the files are those of the record
    record = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    con = connect(threads=1)
    keep_judgements(con, {})
    counts = counts_of_run(con, tmp_path / "run")
    con.close()
    assert field_accuracy(sorted(record["bronkansen"]), counts) == record["bronkansen"]


def test_leaving_out_the_name_or_nobody_costs(town):
    _, truths, answers = town
    cost = {
        name: score(judge(truths, found), default_costs()).cost for name, found in answers.items()
    }
    assert cost["naam"] > cost["alles"]
    assert cost["niemand"] > cost["alles"]


def test_every_choice_names_figures_of_the_model():
    known = {field.name for field in fields(ModelFigures)}
    assert {name for choice in CHOICES for name in choice.figures} <= known
    assert BY_ID["minderjarig"].figures == {"minor_factor": 1.0}


def test_small_months_are_compared_by_seed():
    months = [
        Month(seed, 30, way, loss, cost)
        for seed, way, loss, cost in (
            (1, "geleerd", 0.1, 0.0),
            (1, "prior", 0.2, 0.0),
            (2, "geleerd", 0.3, 1.0),
            (2, "prior", 0.2, 0.0),
        )
    ]
    by_measure = {one.measure: one for one in compare(months)}
    assert by_measure["log_loss"].difference == pytest.approx(0.0)
    assert by_measure["log_loss"].worse == 1
    # gaps 0 and 1: standard deviation 0.7071, over the root of 2; t with 1 degree of freedom
    assert by_measure["cost"].half_width == pytest.approx(12.706 * 0.5, abs=1e-3)


def test_a_small_month_is_linked_both_ways():
    months = run_months([1], (30,))
    assert [(m.signals, m.way) for m in months] == [(30, "geleerd"), (30, "prior")]
    assert all(0 <= m.log_loss < 1 for m in months)
