"""What a delivery teaches of its source: recovered where it was chosen beforehand, bounded elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from brp_match.content import model_figures
from brp_match.link.posterior import NOBODY, Mixture, posterior
from brp_match.link.source_rates import (
    expected_counts,
    learn,
    learned_mixture,
    moved_weights,
    shrink,
)
from link.drawn import BY_NAME, COMPARATORS, RESIDENTS, draw, place, signals_of, unmoved

FIGURES = model_figures()
SECTORS = {"Bron": "Energie"}


def test_learning_recovers_pi_and_the_source_rate():
    pairs, signals, truth = draw(signals=3_000, pi=0.6, m_gelijk=0.7, seed=7)
    rates, _ = learn(COMPARATORS, pairs, signals, SECTORS, RESIDENTS, FIGURES, rounds=6)
    assert rates.mixture.resident["Bron"] == pytest.approx(truth.mean(), abs=0.02)
    assert rates.m["Bron", "geboortedatum", "gelijk"] == pytest.approx(0.7, abs=0.04)


def test_without_rounds_the_priors_stand():
    pairs, signals, _ = draw(signals=50, pi=0.6, m_gelijk=0.7, seed=7)
    rates, found = learn(COMPARATORS, pairs, signals, SECTORS, RESIDENTS, FIGURES, rounds=0)
    prior = Mixture({"Bron": FIGURES.resident_prior}, FIGURES.relative_prior)
    assert rates.mixture == prior
    assert rates.counts == {}
    plain = posterior(pairs, signals, unmoved(), prior, RESIDENTS, FIGURES)
    assert found.chance.tolist() == pytest.approx(plain.chance.tolist(), rel=1e-12)


def test_rates_of_a_group_sum_to_one_and_keep_above_the_floor():
    counts = {("Bron", "geboortedatum", "afwijkend"): 10_000.0}
    rates = shrink(COMPARATORS, counts, SECTORS, FIGURES)
    for comparator in COMPARATORS:
        for group in comparator.groepen.values():
            total = sum(rates["Bron", comparator.naam, level] for level in group)
            assert total == pytest.approx(1.0)
    assert rates["Bron", "geboortedatum", "afwijkend"] > 0.7
    # a quarter of the prior, before the group is made to sum to 1
    least = 0.25 * BY_NAME["geboortedatum"].m_of("gelijk")
    assert least / 1.25 < rates["Bron", "geboortedatum", "gelijk"] <= least


def test_a_source_without_signals_follows_its_sector():
    counts = {("Een", "geboortedatum", "afwijkend"): 200.0}
    sectors = {"Een": "Energie", "Twee": "Energie", "Drie": "Water"}
    rates = shrink(COMPARATORS, counts, sectors, FIGURES)
    one, two, three = (rates[name, "geboortedatum", "afwijkend"] for name in sectors)
    assert one > two > three > BY_NAME["geboortedatum"].m_of("afwijkend")


def test_expected_counts_are_sums_of_chances():
    pairs, signals, _ = draw(signals=40, pi=0.7, m_gelijk=0.9, seed=3)
    found = posterior(pairs, signals, unmoved(), Mixture({"Bron": 0.8}, 0.2), RESIDENTS, FIGURES)
    counts = expected_counts(COMPARATORS, pairs, signals, found, FIGURES)
    at = pairs.levels["adres"] == place("adres", "gelijk")
    assert counts["Bron", "adres", "gelijk"] == pytest.approx(found.chance[at].sum(), abs=1e-4)
    for comparator in COMPARATORS:
        total = sum(n for (_, name, _), n in counts.items() if name == comparator.naam)
        assert total == pytest.approx(found.chance.sum(), abs=1e-4)
    assert list(counts) == sorted(counts)


def test_a_judged_signal_counts_as_decided():
    pairs, _, _ = draw(signals=2, pi=1.0, m_gelijk=1.0, seed=5)
    judged = signals_of(2, judged=np.array([pairs.person[1], NOBODY]))
    found = posterior(pairs, judged, unmoved(), Mixture({"Bron": 0.8}, 0.2), RESIDENTS, FIGURES)
    counts = expected_counts(COMPARATORS, pairs, judged, found, FIGURES)
    # the second pair of the first signal, and nothing of the other signal
    level = BY_NAME["adres"].niveaus[pairs.levels["adres"][1]].id
    assert {k: n for k, n in counts.items() if k[1] == "adres"} == {("Bron", "adres", level): 1.0}


def test_nobody_of_a_legal_person_teaches_nothing():
    pairs, signals, _ = draw(signals=30, pi=0.0, m_gelijk=0.9, seed=3)
    found = posterior(pairs, signals, unmoved(), Mixture({"Bron": 0.8}, 0.2), RESIDENTS, FIGURES)
    legal = signals_of(30, legal=np.ones(30, dtype=bool))
    assert learned_mixture(legal, found, FIGURES).resident["Bron"] == FIGURES.resident_prior
    assert learned_mixture(signals, found, FIGURES).resident["Bron"] < 0.6


def test_a_placeholder_and_a_missing_field_keep_their_weight():
    m = shrink(
        COMPARATORS, {("Bron", "geboortedatum", "standaard_anders"): 500.0}, SECTORS, FIGURES
    )
    moved = moved_weights(COMPARATORS, m, ("Bron",))["geboortedatum"][0]
    for level in ("standaard_gelijk", "standaard_anders", "ontbreekt"):
        assert moved[place("geboortedatum", level)] == 0.0
    assert moved[place("geboortedatum", "onvolledig_past")] == 0.0
