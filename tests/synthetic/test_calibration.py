"""The calibrated scenarios come to what is published, as today's exact check counts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.csv_file import read_csv
from brp_match.errors import BrpMatchError
from brp_match.synthetic import HELP_DUE, generate, load_scenario, scenario_names
from brp_match.synthetic.calibration import Published, published, read_published, share_of
from brp_match.synthetic.exact_check import exact_check
from brp_match.synthetic.scenario import KINDS, rescaled


def counted(folder: Path, name: str, vlp: str = "") -> dict[str, int]:
    """Signals, drop-out and wrongful drop-out of a scenario's first seed, of one deliverer where it is named."""
    town = generate(load_scenario(name), folder, seed=1)
    exact = exact_check(town.signals, town.residents)
    rows = [row for row in read_csv(town.truth[0]) if vlp in ("", row["vlp"])]
    dropped = [row for row in rows if not exact[row["signaal_id"]]]
    return {
        "signalen": len(rows),
        "uitval": len(dropped),
        "onterecht": sum(row["soort"] in HELP_DUE for row in dropped),
    }


@pytest.mark.parametrize("one", published(), ids=lambda one: one.name)
def test_a_scenario_comes_to_what_is_published(one: Published, tmp_path: Path) -> None:
    found = counted(tmp_path, one.scenario, one.vlp)
    if one.counts:
        assert (found["uitval"], found["onterecht"]) == one.counts
    else:
        assert one.holds(share_of(one, found))


def test_every_published_figure_has_its_source_and_a_scenario() -> None:
    assert {one.scenario for one in published()} <= set(scenario_names())
    assert all(len(one.source) > 20 for one in published())


def test_a_faulty_file_is_refused_with_all_its_faults() -> None:
    raw = {"gemeld": [{"naam": "x", "zin": "y", "maat": "kleur", "scenario": "geijkt", "tot": 3}]}
    with pytest.raises(BrpMatchError) as caught:
        read_published(raw, "ijking.yaml")
    assert [fault.code for fault in caught.value.faults] == [
        "SCENARIO_WAARDE", "SCENARIO_ONTBREEKT", "SCENARIO_WAARDE",
    ]  # fmt: skip


def test_rates_and_shares_are_scaled_and_what_always_happens_stays() -> None:
    town = load_scenario("geijkt")
    twice = rescaled(town, errors=2.0)
    before, after = town.deliverers[0].rates, twice.deliverers[0].rates
    assert after["spelling"] == pytest.approx(2 * before["spelling"])
    assert after["bedrijfsadres"] == before["bedrijfsadres"] == 1.0
    assert twice.kinds == pytest.approx(town.kinds)
    half = rescaled(town, others=0.5)
    assert half.kinds["vertrokken"] == pytest.approx(0.5 * town.kinds["vertrokken"])
    assert sum(half.kinds.values()) == pytest.approx(1.0)
    assert half.kinds[KINDS[0]] > town.kinds[KINDS[0]]
    changed = rescaled(load_scenario("demo"), errors=0.5).changes[0]
    assert changed.rates["geboortedatum_weg"] == pytest.approx(0.18)
