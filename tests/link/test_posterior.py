"""The posterior sums to one, follows its formula, and is what it says it is."""

from __future__ import annotations

import numpy as np
import pytest

from brp_match.content import model_figures
from brp_match.link.posterior import (
    Mixture,
    Pairs,
    Posterior,
    Signals,
    household_rates,
    posterior,
    unnamed_change,
    with_unnamed,
)
from link.drawn import (
    COMPARATORS,
    RESIDENTS,
    draw,
    no_pairs,
    nothing_apart,
    one_pair,
    pairs_of,
    signals_of,
    unmoved,
)

WEIGHTS = {"achternaam": 4, "voornaam": 3, "geboortedatum": 2, "adres": 1}
MIXTURE = Mixture({"Bron": 0.8}, 0.05)
"""0.8 about a resident, 0.04 about a relative, 0.16 about a stranger."""


def score(pairs: Pairs, signals: Signals, mixture: Mixture = MIXTURE) -> Posterior:
    return posterior(pairs, signals, unmoved(pairs), mixture, RESIDENTS, model_figures())


def test_chances_of_a_signal_sum_to_one():
    pairs, signals, _ = draw(signals=200, pi=0.8, m_gelijk=0.9, seed=1)
    found = score(pairs, signals)
    total = np.bincount(pairs.signal, found.chance) + found.nobody
    assert total.tolist() == pytest.approx([1.0] * 200, abs=1e-12)
    assert (found.related + found.unseen <= found.nobody).all()


def test_posterior_follows_the_formula_of_one_candidate():
    found = score(one_pair(WEIGHTS), signals_of(1))
    somebody = 0.8 / RESIDENTS * 2**10
    # nobody lives at the signal's address: relative and stranger both have ratio 1
    nobody = 0.2
    assert found.weight.tolist() == [10.0]
    assert found.chance[0] == pytest.approx(somebody / (somebody + nobody), rel=1e-12)
    assert found.nobody[0] == pytest.approx(nobody / (somebody + nobody), rel=1e-12)
    assert found.related[0] == pytest.approx(0.04 / (somebody + nobody), rel=1e-12)


@pytest.mark.parametrize(("age", "factor"), [(17.0, 0.005), (18.0, 1.0), (0.0, 0.005), (-1.0, 1.0)])
def test_a_minor_is_seldom_meant(age, factor):
    found = score(one_pair(WEIGHTS, age=np.array([age])), signals_of(1))
    somebody = 0.8 / RESIDENTS * 2**10 * factor
    assert found.chance[0] == pytest.approx(somebody / (somebody + 0.2), rel=1e-12)


def test_what_a_source_does_more_often_moves_the_weight():
    pair = one_pair(WEIGHTS)
    moved = unmoved(pair) | {"geboortedatum": np.array([-1.5])}
    found = posterior(pair, signals_of(1), moved, MIXTURE, RESIDENTS, model_figures())
    assert found.weights["geboortedatum"].tolist() == [0.5]
    assert found.weight.tolist() == [8.5]


@pytest.mark.parametrize("weights", [(4, 3), (5, -9), (-4, -9)])
def test_trade_name_may_name_nobody(weights):
    surname, given = weights
    signals = signals_of(1, unnamed=np.array([0.4]), anybody=np.array([0.3]))
    found = score(one_pair(WEIGHTS | {"achternaam": surname, "voornaam": given}), signals)
    name = 0.6 * 2.0 ** (surname + given) + 0.4
    somebody, unseen, nobody = 0.8 / RESIDENTS * name * 2**3, 0.8 * 0.3, 0.2
    total = somebody + unseen + nobody
    assert found.chance[0] == pytest.approx(somebody / total, rel=1e-9)
    assert found.unseen[0] == pytest.approx(unseen / total, rel=1e-9)
    assert found.nobody[0] == pytest.approx((unseen + nobody) / total, rel=1e-9)
    # the parts still add up, and neither changes its side
    after = found.weights["achternaam"][0], found.weights["voornaam"][0]
    assert 2 ** sum(after) == pytest.approx(name, rel=1e-9)
    assert after[0] * surname >= 0
    assert after[1] * given >= 0


def test_without_a_trade_name_no_weight_changes():
    weights = np.array([4.0, 5.0, -4.0])
    change = unnamed_change(weights, -weights, np.zeros(3))
    assert change.tolist() == [0.0, 0.0, 0.0]
    assert with_unnamed(weights, -weights, change).tolist() == weights.tolist()


def test_trade_name_without_a_candidate_leaves_room_too():
    signals = signals_of(1, unnamed=np.array([0.4]), anybody=np.array([0.3]))
    found = score(no_pairs(), signals)
    assert (found.nobody[0], found.known[0]) == (1.0, True)
    assert found.unseen[0] == pytest.approx(0.24 / 0.44, rel=1e-12)


def test_a_signal_without_a_candidate_is_about_nobody():
    found = score(no_pairs(), signals_of(2))
    assert found.known.tolist() == [False, False]
    assert (found.nobody.tolist(), found.related.tolist()) == ([1.0, 1.0], [0.0, 0.0])


def test_household_surname_makes_a_relative_likely():
    pair = one_pair(
        {"achternaam": 10, "voornaam": -4, "geboortedatum": -6, "adres": 11},
        at_address=np.array([True]),
        household=np.array([0.9]),
    )
    found = score(pair, signals_of(1))
    somebody = 0.8 / RESIDENTS * 2**11
    relative = 0.04 * 0.9 * (0.4 + 0.6 * 2**10) * (0.98 + 0.02 * 2**-4)
    stranger = 0.16
    total = somebody + relative + stranger
    assert found.related[0] == pytest.approx(relative / total, rel=1e-12)
    assert found.nobody[0] == pytest.approx((relative + stranger) / total, rel=1e-12)
    assert found.chance[0] < 0.05


def test_further_names_that_differ_do_not_speak_against_a_relative():
    """One who shares the first given name differs in the others as anybody does: o takes that out again."""
    there = {"at_address": np.array([True]), "household": np.array([0.9])}
    weights = WEIGHTS | {"voornaam": 3 - np.log2(90)}
    apart = nothing_apart(1) | {"voornaam": np.array([90.0])}
    found = score(one_pair(weights, apart=apart, **there), signals_of(1))
    somebody = 0.8 / RESIDENTS * 2**10 / 90
    related = 0.04 * 0.9 * (1 - 0.6 + 0.6 * 2**4) * (1 - 0.02 + 0.02 * 2**3)
    total = somebody + related + 0.16
    assert found.chance[0] == pytest.approx(somebody / total, rel=1e-12)


def test_a_part_of_the_surname_that_differs_does_not_speak_against_a_relative():
    there = {"at_address": np.array([True]), "household": np.array([0.9])}
    weights = WEIGHTS | {"achternaam": 4 - np.log2(90)}
    apart = nothing_apart(1) | {"achternaam": np.array([90.0])}
    found = score(one_pair(weights, apart=apart, **there), signals_of(1))
    somebody = 0.8 / RESIDENTS * 2**10 / 90
    related = 0.04 * 0.9 * (1 - 0.6 + 0.6 * 2**4) * (1 - 0.02 + 0.02 * 2**3)
    total = somebody + related + 0.16
    assert found.chance[0] == pytest.approx(somebody / total, rel=1e-12)
    assert found.related[0] == pytest.approx(related / total, rel=1e-12)


def test_the_relative_is_of_the_best_of_the_household():
    two = pairs_of(
        np.zeros(2, dtype=np.int64),
        {name: np.repeat(levels, 2) for name, levels in one_pair(WEIGHTS).levels.items()},
        {
            "achternaam": np.array([10.0, -2.0]),
            "voornaam": np.zeros(2),
            "geboortedatum": np.full(2, -6.0),
            "adres": np.full(2, 11.0),
        },
        at_address=np.array([True, True]),
        household=np.array([0.9, 0.9]),
    )
    found = score(two, signals_of(1))
    somebody = 0.8 / RESIDENTS * (2**15 + 2**3)
    relative = 0.04 * 0.9 * (0.4 + 0.6 * 2**10)
    assert found.related[0] == pytest.approx(relative / (somebody + relative + 0.16), rel=1e-12)


def test_a_source_writes_the_address_of_a_relative_as_that_of_a_resident():
    """What it does more often moves both, and says nothing about which of the two it is."""
    pair = one_pair(
        {"achternaam": 10, "voornaam": -4, "geboortedatum": 0, "adres": 11},
        at_address=np.array([True]),
        household=np.array([0.9]),
    )
    moved = unmoved(pair) | {"adres": np.array([0.7])}
    plain = score(pair, signals_of(1))
    found = posterior(pair, signals_of(1), moved, MIXTURE, RESIDENTS, model_figures())
    assert found.chance[0] / found.related[0] == pytest.approx(plain.chance[0] / plain.related[0])


def test_household_rates_sum_to_one():
    rates = household_rates(COMPARATORS)
    assert sum(rates.values()) == pytest.approx(1.0)
    # 0.77, 0.045, 0.015 and 0.015 of the address comparator
    assert rates["gelijk"] == pytest.approx(0.77 / 0.845)


def test_posterior_is_calibrated_on_data_from_the_model():
    pairs, signals, truth = draw(signals=3_000, pi=0.6, m_gelijk=0.937, seed=11)
    found = score(pairs, signals, Mixture({"Bron": 0.6}, 0.0))
    kans = 1 - found.nobody
    bins = np.clip((kans * 10).astype(int), 0, 9)
    gap = sum(
        abs(kans[bins == b].mean() - truth[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    )
    assert gap < 0.01
