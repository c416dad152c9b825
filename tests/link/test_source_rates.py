"""What a delivery teaches of its source: recovered where it was chosen beforehand, held elsewhere."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from brp_match.content import model_figures
from brp_match.link.lessons import Lessons, lessons_of, no_strangers, teaching
from brp_match.link.posterior import (
    NOBODY,
    UNJUDGED,
    Mixture,
    Pairs,
    Posterior,
    Signals,
    posterior,
    relatives,
)
from brp_match.link.shrinkage import shrink
from brp_match.link.source_rates import (
    SourceRates,
    learn,
    learned_mixture,
    moved_weights,
    prior_rates,
)
from link.drawn import (
    BY_NAME,
    COMPARATORS,
    RESIDENTS,
    draw,
    nothing_apart,
    one_pair,
    place,
    signals_of,
)

FIGURES = model_figures()
SECTORS = {"Bron": "Energie"}
BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "learned_rates.py"


def learned(pairs: Pairs, signals: Signals, earlier: Lessons | None = None) -> SourceRates:
    return learn(COMPARATORS, pairs, signals, SECTORS, RESIDENTS, FIGURES, earlier=earlier)


def mixture_of(pairs: Pairs, signals: Signals) -> Mixture:
    return learned_mixture(no_strangers(pairs, signals, RESIDENTS, FIGURES), signals, FIGURES)


def score(pairs: Pairs, signals: Signals, rates: SourceRates) -> Posterior:
    moved = moved_weights(COMPARATORS, pairs, signals, rates)
    return posterior(pairs, signals, moved, rates.mixture, RESIDENTS, FIGURES)


def at_the_address(count: int, given: str = "anders", date: str = "ontbreekt") -> Pairs:
    """One candidate a signal: the surname and the address agree."""
    levels = {"achternaam": "gelijk", "voornaam": given, "geboortedatum": date, "adres": "gelijk"}
    weights = {"achternaam": 9.0, "adres": 11.0}
    weights["voornaam"] = -5.5 if given == "anders" else 6.0
    weights["geboortedatum"] = {"ontbreekt": 0.0, "gelijk": 14.0, "afwijkend": -6.6}[date]
    one = one_pair(weights, at_address=np.array([True]), household=np.array([0.9]))
    return Pairs(
        signal=np.arange(count),
        person=np.arange(1, count + 1),
        levels={name: np.full(count, place(name, level)) for name, level in levels.items()},
        weights={name: np.repeat(one.weights[name], count) for name in levels},
        age=np.repeat(one.age, count),
        at_address=np.repeat(one.at_address, count),
        household=np.repeat(one.household, count),
        apart=nothing_apart(count),
    )


def test_learning_recovers_pi_and_the_source_rate():
    pairs, signals, truth = draw(signals=3_000, pi=0.6, m_gelijk=0.7, seed=7)
    rates = learned(pairs, signals)
    somebody = rates.mixture.resident["Bron"] * (1 + rates.mixture.relatives)
    assert somebody == pytest.approx(truth.mean(), abs=0.02)
    assert rates.m["Bron", "geboortedatum", "gelijk"] == pytest.approx(0.7, abs=0.04)


def test_before_a_delivery_the_priors_stand():
    pairs, signals, _ = draw(signals=50, pi=0.6, m_gelijk=0.7, seed=7)
    rates = prior_rates(COMPARATORS, signals, SECTORS, FIGURES)
    assert rates.mixture.resident == {"Bron": FIGURES.resident_prior}
    # 0.15 about nobody, a fifth of them relatives
    assert rates.mixture.relatives == pytest.approx(0.03 / 0.85)
    moved = moved_weights(COMPARATORS, pairs, signals, rates)
    assert all(np.abs(one).max() < 1e-12 for one in moved.values())


@pytest.mark.parametrize("count", [51, 1_000])
def test_another_first_name_without_a_date_teaches_nothing_of_first_names(count):
    """A source that writes first names wrong, or relatives: the delivery cannot tell."""
    pairs, signals = at_the_address(count), signals_of(count)
    teaches = teaching(pairs, signals, RESIDENTS, FIGURES)
    assert not teaches["voornaam"].any()
    assert not teaches["geboortedatum"].any()
    rates = learned(pairs, signals)
    before = prior_rates(COMPARATORS, signals, SECTORS, FIGURES)
    assert rates.m["Bron", "voornaam", "anders"] == before.m["Bron", "voornaam", "anders"]
    plain = score(pairs, signals, before)
    found = score(pairs, signals, rates)
    assert found.chance / found.related == pytest.approx(plain.chance / plain.related)


def test_with_a_birth_date_another_first_name_teaches():
    pairs, signals = at_the_address(200, date="gelijk"), signals_of(200)
    assert teaching(pairs, signals, RESIDENTS, FIGURES)["voornaam"].all()
    rates = learned(pairs, signals)
    assert rates.m["Bron", "voornaam", "anders"] > 0.7
    moved = moved_weights(COMPARATORS, pairs, signals, rates)
    assert moved["voornaam"].min() > 5


def test_what_dates_taught_of_first_names_is_not_believed_without_a_date():
    """The other half of the same delivery may be relatives."""
    dated, plain = at_the_address(200, date="gelijk"), at_the_address(200)
    both = replace(
        dated,
        signal=np.arange(400),
        person=np.arange(1, 401),
        levels={n: np.concatenate((dated.levels[n], plain.levels[n])) for n in dated.levels},
        weights={n: np.concatenate((dated.weights[n], plain.weights[n])) for n in dated.weights},
        age=np.tile(dated.age, 2),
        at_address=np.tile(dated.at_address, 2),
        household=np.tile(dated.household, 2),
        apart=nothing_apart(400),
    )
    moved = moved_weights(COMPARATORS, both, signals_of(400), learned(both, signals_of(400)))
    assert (moved["voornaam"][:200] > 4).all()
    assert (moved["voornaam"][200:] == 0).all()


def test_people_decide_what_a_delivery_cannot():
    count = 100
    pairs = at_the_address(count)
    judged = np.where(np.arange(count) < 60, pairs.person, UNJUDGED)
    moved = moved_weights(
        COMPARATORS, pairs, signals_of(count), learned(pairs, signals_of(count, judged=judged))
    )
    assert (moved["voornaam"] > 3).all()
    nobody = np.where(np.arange(count) < 60, NOBODY, UNJUDGED)
    rates = learned(pairs, signals_of(count, judged=nobody))
    assert rates.m["Bron", "voornaam", "anders"] == pytest.approx(
        BY_NAME["voornaam"].m_of("anders")
    )


def test_other_dates_beside_another_first_name_teach_nothing():
    pairs, signals = at_the_address(300, date="afwijkend"), signals_of(300)
    assert not any(
        flags.any()
        for name, flags in teaching(pairs, signals, RESIDENTS, FIGURES).items()
        if name in ("voornaam", "geboortedatum")
    )


def test_the_text_of_a_business_teaches_nothing_of_names():
    pairs = at_the_address(3, given="gelijk", date="gelijk")
    signals = signals_of(3, unnamed=np.array([0.0, 0.4, 0.03]), anybody=np.array([0.0, 1e-3, 1e-3]))
    teaches = teaching(pairs, signals, RESIDENTS, FIGURES)
    assert teaches["voornaam"].tolist() == [True, False, False]
    assert teaches["adres"].tolist() == [True, True, True]


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


def test_lessons_are_counts_of_pairs_that_teach():
    pairs, signals, truth = draw(signals=400, pi=0.7, m_gelijk=0.9, seed=3)
    teaches = teaching(pairs, signals, RESIDENTS, FIGURES)
    lessons = lessons_of(COMPARATORS, pairs, signals, teaches)
    of_dates = {k: n for k, n in lessons.taught.items() if k[1] == "geboortedatum"}
    assert sum(of_dates.values()) == teaches["geboortedatum"].sum()
    # hardly ever somebody else
    assert (teaches["geboortedatum"][::3] & ~truth).sum() + teaches["geboortedatum"][
        1::3
    ].sum() <= 3
    assert lessons.judged == {}
    assert list(lessons.taught) == sorted(lessons.taught)


def test_a_judged_signal_teaches_what_people_settled_on():
    pairs, _, _ = draw(signals=2, pi=1.0, m_gelijk=1.0, seed=5)
    judged = signals_of(2, judged=np.array([pairs.person[1], NOBODY]))
    everything = dict.fromkeys(BY_NAME, np.ones(6, dtype=bool))
    lessons = lessons_of(COMPARATORS, pairs, judged, everything)
    # the second pair of the first signal, and nothing of the other signal
    level = BY_NAME["adres"].niveaus[pairs.levels["adres"][1]].id
    assert {k: n for k, n in lessons.judged.items() if k[1] == "adres"} == {
        ("Bron", "adres", level): 1.0
    }
    assert lessons.taught == {}


def test_lessons_of_earlier_runs_count_and_those_of_others_do_not():
    pairs, signals = at_the_address(10), signals_of(10)
    earlier = Lessons({("Bron", "adres", "afwijkend"): 100.0, ("Ander", "adres", "afwijkend"): 9.0})
    half = earlier.times(0.5)
    assert half.taught["Bron", "adres", "afwijkend"] == 50.0
    rates = learned(pairs, signals, half.and_(half))
    assert rates.m["Bron", "adres", "afwijkend"] > 0.3
    assert ("Ander", "adres", "afwijkend") not in rates.m


def test_pi_counts_strangers_and_leaves_legal_persons_out():
    pairs, signals, _ = draw(signals=30, pi=0.0, m_gelijk=0.9, seed=3)
    legal = signals_of(30, legal=np.ones(30, dtype=bool))
    mixture = mixture_of(pairs, legal)
    assert mixture.resident["Bron"] == pytest.approx(FIGURES.resident_prior)
    found = mixture_of(pairs, signals)
    assert found.resident["Bron"] < 0.6
    assert found.relatives == relatives(FIGURES)
    judged = signals_of(30, judged=pairs.person[::3])
    assert mixture_of(pairs, judged).resident["Bron"] > 0.9


def test_a_placeholder_and_a_missing_field_keep_their_weight():
    pairs = at_the_address(2, given="gelijk")
    pairs.levels["geboortedatum"][0] = place("geboortedatum", "standaard_anders")
    earlier = Lessons({("Bron", "geboortedatum", "standaard_anders"): 500.0})
    rates = learned(pairs, signals_of(2), earlier)
    moved = moved_weights(COMPARATORS, pairs, signals_of(2), rates)
    assert moved["geboortedatum"].tolist() == [0.0, 0.0]


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("learned_rates", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    sys.modules["learned_rates"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["learned_rates"]


def test_no_delivery_talks_itself_into_a_match(benchmark):
    """True pairs and relatives from 0 to 100%, 10 to 1,000 signals, with and without dates, towns of 400 to
    160,000: no automatic match of another first name without a date, and never worse than the priors
    beyond what so few signals can tell."""
    losses, costs = [], []
    for mix in benchmark.mixes(everything=True):
        found = benchmark.measure(mix)
        assert found.matched == 0, mix
        assert found.loss <= found.prior_loss + 0.05, mix
        assert found.cost <= found.prior_cost + 0.03, mix
        losses.append(found.loss - found.prior_loss)
        costs.append(found.cost - found.prior_cost)
    assert len(losses) == 540
    assert np.mean(losses) < 0
    assert np.mean(costs) < 0
