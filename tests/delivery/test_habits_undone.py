"""Undo a format habit, and no decision gets worse by more than one step; and no row is lost."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.pipeline import LinkRequest, link
from brp_match.synthetic import HELP_DUE, Town, generate, load_scenario

STEPS = ["match", "review", "reject"]


def linked(town: Town, out: Path) -> dict[str, str]:
    link(
        LinkRequest(
            signals=town.signals, residents=town.residents, previous_addresses=town.previous_addresses,
            addresses=town.addresses, out=out,
        )
    )  # fmt: skip
    return {row["signaal_id"]: row["besluit"] for row in table(out / "decisions.csv")}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@pytest.mark.parametrize(
    ("name", "seed"),
    [("gewoonten-samen", 1), ("gewoonten-kolommen", 2), ("gewoonten-datums", 3)],
)
def test_a_habit_costs_one_step_at_most_and_no_row(tmp_path: Path, name: str, seed: int) -> None:
    scenario = replace(load_scenario(name), residents=2500, signals=260)
    town = generate(scenario, tmp_path / "met", seed=seed)
    plain = replace(scenario, deliverers=tuple(replace(s, habits=()) for s in scenario.deliverers))
    clean = generate(plain, tmp_path / "zonder", seed=seed)
    got, best = linked(town, tmp_path / "1"), linked(clean, tmp_path / "2")
    record = json.loads((tmp_path / "1" / "run.json").read_text(encoding="utf-8"))
    assert record["afstemming"]["klopt"]
    assert len(got) == scenario.signals
    helped = {row["signaal_id"] for row in table(town.truth[0]) if row["soort"] in HELP_DUE}
    fell = [s for s in helped if STEPS.index(got[s]) - STEPS.index(best[s]) > 1]
    assert fell == []


def test_what_was_delivered_stays_as_it_came(tmp_path: Path) -> None:
    import duckdb

    scenario = replace(load_scenario("gewoonten-kolommen"), residents=1500, signals=80)
    town = generate(scenario, tmp_path / "met", seed=2)
    linked(town, tmp_path / "uit")
    kept = duckdb.sql(
        f"SELECT signaal_id, postcode, achternaam, geboortedatum FROM '{tmp_path / 'uit' / 'signals.parquet'}'"
    ).fetchall()
    delivered = {row["signaal_id"]: row for row in table(town.signals[0])}
    assert len(kept) == 80
    for signal, *cells in kept:
        row = delivered[signal]
        assert [c or "" for c in cells] == [
            row["postcode"],
            row["achternaam"],
            row["geboortedatum"],
        ]
    record = json.loads((tmp_path / "uit" / "run.json").read_text(encoding="utf-8"))
    assert sum(len(group["bevindingen"]) for group in record["profiel"]) > 3
