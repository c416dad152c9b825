"""The pairs of a delivery in portions: what comes of them does not depend on how many."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.database import Connection, connect
from brp_match.link import pairs, portions
from brp_match.link.portions import bounds
from brp_match.link.posterior_tables import learn_rates
from brp_match.link_steps import LINK_STEPS
from brp_match.matching_steps import WEIGH
from brp_match.pipeline import LinkRequest
from brp_match.policy import load_policy
from brp_match.steps import Run, known
from brp_match.synthetic import generate, load_scenario

TABLES = ("kandidaten", "kandidaten_open", "signaal_kans", "signaal_kans_open")


def test_a_portion_is_whole_signals_with_so_many_pairs() -> None:
    assert list(bounds([3, 3, 0, 9, 1], at_once=5)) == [(0, 2), (2, 4), (4, 5)]
    # what is full with the last signal is the last portion
    assert list(bounds([3, 3, 5], at_once=5)) == [(0, 2), (2, 3)]
    assert list(bounds([0, 0], at_once=5)) == [(0, 2)]
    assert list(bounds([], at_once=5)) == [(0, 0)]


def found(con: Connection, run: Run) -> list[object]:
    mixture = learn_rates(con, known(run.scorer).comparators, register=run.register)
    # as text: what is not a number equals nothing
    rows = [repr(con.execute(f"FROM {table} ORDER BY ALL").fetchall()) for table in TABLES]
    return [mixture, *rows]


def test_in_many_portions_comes_out_what_does_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = replace(load_scenario("kleine-gemeente"), residents=600, signals=60)
    made = generate(town, tmp_path, seed=4)
    request = LinkRequest(
        signals=made.signals, residents=tmp_path / "inwoners.csv", out=tmp_path / "uit", threads=1,
        previous_addresses=tmp_path / "vorige_adressen.csv", addresses=tmp_path / "adressen.csv",
    )  # fmt: skip
    monkeypatch.setattr(pairs, "BLOCK_PAIRS", 40)
    run = Run(request, load_policy(), lambda _: None, folder=tmp_path)
    with connect(threads=1) as con:
        for one in LINK_STEPS[: LINK_STEPS.index(WEIGH) + 1]:
            one.work(con, run)
        compared = con.execute("SELECT paar_nr FROM vergelijkingen ORDER BY ALL").fetchall()
        assert compared == con.execute("SELECT paar_nr FROM paren ORDER BY ALL").fetchall()
        assert len(pairs._blocks(con)) > 5
        # somebody with secrecy is among the candidates of some, so that nothing is equal for being empty
        con.execute(
            "UPDATE std_inwoners SET geteld = false WHERE persoon_nr IN (SELECT persoon_nr FROM paren WHERE paar_nr % 9 = 0)"
        )
        whole = found(con, run)
        assert all(len(str(rows)) > 1_000 for rows in whole[1:])
        monkeypatch.setattr(portions, "PAIRS_AT_ONCE", 40)
        assert found(con, run) == whole
