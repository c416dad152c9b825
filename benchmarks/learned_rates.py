"""Can a delivery talk itself into a match? Deliveries in which true pairs and relatives are mixed.

`python benchmarks/learned_rates.py` prints a table: per mix the number of automatic matches of another first
name without a birth date, and the log-loss and cost of the learned rates beside those of the priors. The
deliveries are drawn from the model's own levels, as arrays; no register is needed. `--all` draws every mix of
the test, which takes a minute.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from brp_match.content import Comparator, load_comparators, model_figures
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import (
    AGE_UNKNOWN,
    UNJUDGED,
    Pairs,
    Posterior,
    Signals,
    household_rates,
    posterior,
)
from brp_match.link.source_rates import learn, moved_weights, prior_rates
from brp_match.policy import load_policy

COMPARATORS = load_comparators()
BY_NAME = {c.naam: c for c in COMPARATORS}
FIGURES = model_figures()
POLICY = load_policy()
SECTORS = {"Bron": "Energie"}
ANOTHER = ("anders", "zelfde_letter")
"""Levels of another first name."""

U_GIVEN, U_DATE = 1 / 200, 1 / 27_000


@dataclass(frozen=True)
class Mix:
    """One delivery: signals by one source, the share that is about relatives, the share of the true pairs in
    which the source writes another first name (None: as seldom as the prior says), whether true pairs and
    whether relatives come with a birth date, and the residents of the town."""

    signals: int
    relatives: float
    wrong_given: float | None
    dates: bool
    dates_of_relatives: bool
    residents: int
    seed: int = 1


@dataclass(frozen=True)
class Result:
    """What came of a mix: automatic matches of another first name without a date; log-loss and cost a signal,
    learned and with the priors."""

    matched: int
    loss: float
    prior_loss: float
    cost: float
    prior_cost: float


def mixes(everything: bool) -> Iterator[Mix]:
    """Return the mixes of the table, or of the test."""
    sizes = (10, 30, 51, 80, 300, 1_000) if everything else (51, 1_000)
    towns = (400, 20_000, 160_000) if everything else (400, 160_000)
    shares = (0.0, 0.1, 0.5, 0.9, 1.0) if everything else (0.0, 0.5, 1.0)
    dates = ((False, False), (True, True), (True, False))
    for n, share, wrong, (own, theirs), town in product(sizes, shares, (None, 1.0), dates, towns):
        yield Mix(n, share, wrong, own, theirs, town)


def draw(mix: Mix) -> tuple[Pairs, Signals, NDArray[np.bool_]]:
    """Draw a delivery: every signal at the address of a household of one to four, each a candidate. The truth
    tells for every pair whether it is the person."""
    chance = np.random.default_rng(mix.seed)
    size = chance.choice([1, 2, 3, 4], mix.signals, p=[0.35, 0.35, 0.15, 0.15])
    signal = np.repeat(np.arange(mix.signals), size)
    first = np.concatenate(([True], signal[1:] != signal[:-1])) if len(signal) else signal == 0
    relative = (chance.random(mix.signals) < mix.relatives)[signal]
    truth = first & ~relative
    shared = (chance.random(mix.signals) < FIGURES.relative_shares_surname)[signal]
    family = first | (chance.random(len(signal)) < 0.7)
    dated = np.where(relative, mix.dates_of_relatives, mix.dates)

    drawn = {
        "achternaam": np.where(
            truth,
            _by_m(chance, "achternaam", "geleverd", len(signal)),
            np.where(family & (~relative | shared), "gelijk", "geen"),
        ),
        "voornaam": np.where(
            truth,
            _given_of_true_pairs(chance, mix, len(signal)),
            np.where(chance.random(len(signal)) < 0.06, "zelfde_letter", "anders"),
        ),
        "geboortedatum": np.where(
            ~dated,
            "ontbreekt",
            np.where(truth, _by_m(chance, "geboortedatum", "datum", len(signal)), "afwijkend"),
        ),
        "adres": np.full(len(signal), "gelijk"),
    }
    surname = np.exp(chance.uniform(np.log(1 / 5_000), np.log(1 / 100), mix.signals))[signal]
    u = {
        "achternaam": surname,
        "voornaam": np.full(len(signal), U_GIVEN),
        "geboortedatum": np.full(len(signal), U_DATE),
        "adres": size[signal] / mix.residents,
    }
    household = household_rates(COMPARATORS)["gelijk"]
    pairs = Pairs(
        signal=signal,
        person=np.arange(1, len(signal) + 1),
        levels={name: _places(BY_NAME[name], drawn[name]) for name in ORDER},
        weights={name: _weights(BY_NAME[name], drawn[name], u[name]) for name in ORDER},
        age=np.full(len(signal), AGE_UNKNOWN),
        at_address=np.ones(len(signal), dtype=bool),
        household=np.full(len(signal), household),
        apart=dict.fromkeys(("achternaam", "voornaam"), np.ones(len(signal))),
    )
    nothing = np.zeros(mix.signals)
    signals = Signals(
        sources=("Bron",),
        source=np.zeros(mix.signals, dtype=np.int64),
        unnamed=nothing,
        anybody=nothing,
        legal=np.zeros(mix.signals, dtype=bool),
        judged=np.full(mix.signals, UNJUDGED),
    )
    return pairs, signals, truth


def _by_m(chance: np.random.Generator, name: str, group: str, count: int) -> NDArray[np.str_]:
    comparator = BY_NAME[name]
    levels = list(comparator.groepen[group])
    m = np.array([comparator.m_of(level) for level in levels])
    return np.array(levels)[chance.choice(len(levels), count, p=m / m.sum())]


def _given_of_true_pairs(chance: np.random.Generator, mix: Mix, count: int) -> NDArray[np.str_]:
    by_prior = _by_m(chance, "voornaam", "voornaam", count)
    if mix.wrong_given is None:
        return by_prior
    return np.where(chance.random(count) < mix.wrong_given, "anders", "gelijk")


def _places(comparator: Comparator, levels: NDArray[np.str_]) -> NDArray[np.int64]:
    ids = [level.id for level in comparator.niveaus]
    return np.array([ids.index(level) for level in levels], dtype=np.int64)


def _weights(
    comparator: Comparator, levels: NDArray[np.str_], of_pair: NDArray[np.float64]
) -> NDArray[np.float64]:
    """log2(m / u) with the prior m: u of the level, or of the pair where the register gives it."""
    weights = np.zeros(len(levels))
    for level in comparator.niveaus:
        if not level.geen_informatie:
            u = np.maximum(of_pair, level.u_minimum) if level.u is None else level.u
            weights = np.where(levels == level.id, np.log2(comparator.m_of(level.id) / u), weights)
    return weights


def measure(mix: Mix) -> Result:
    """Weigh a mix with the learned rates and with the priors."""
    pairs, signals, truth = draw(mix)
    rates = (
        learn(COMPARATORS, pairs, signals, SECTORS, mix.residents, FIGURES),
        prior_rates(COMPARATORS, signals, SECTORS, FIGURES),
    )
    learned, prior = (
        posterior(
            pairs, signals, moved_weights(COMPARATORS, pairs, signals, one), one.mixture,
            mix.residents, FIGURES,
        )
        for one in rates
    )  # fmt: skip
    given = np.array([BY_NAME["voornaam"].niveaus[place].id for place in pairs.levels["voornaam"]])
    undated = np.array(
        [BY_NAME["geboortedatum"].niveaus[place].geen_informatie for place in pairs.levels["geboortedatum"]]
    )  # fmt: skip
    another = np.isin(given, ANOTHER) & undated

    matched = int((another & (learned.chance >= POLICY.match_at)).sum())
    return Result(
        matched,
        _log_loss(pairs, signals, truth, learned),
        _log_loss(pairs, signals, truth, prior),
        _cost(pairs, signals, truth, learned),
        _cost(pairs, signals, truth, prior),
    )


def _log_loss(pairs: Pairs, signals: Signals, truth: NDArray[np.bool_], found: Posterior) -> float:
    """Minus the mean log of the probability of what is true: the person, or nobody."""
    of_person = np.bincount(pairs.signal, np.where(truth, found.chance, 0.0), len(signals.source))
    about = np.bincount(pairs.signal, truth, len(signals.source)) > 0
    return float(-np.log(np.maximum(np.where(about, of_person, found.nobody), 1e-15)).mean())


def _cost(pairs: Pairs, signals: Signals, truth: NDArray[np.bool_], found: Posterior) -> float:
    """Mean cost of the policy's decisions a signal; everybody found is a resident who may be helped."""
    count = len(signals.source)
    best = np.zeros(count)
    np.maximum.at(best, pairs.signal, found.chance)
    right = np.bincount(pairs.signal, truth & (found.chance >= POLICY.match_at), count) > 0
    about = np.bincount(pairs.signal, truth, count) > 0
    somebody = np.bincount(pairs.signal, found.chance, count)
    cost = np.where(
        best >= POLICY.match_at,
        np.where(right, 0.0, POLICY.false_match),
        np.where(
            somebody < POLICY.reject_below,
            np.where(about, POLICY.missed_resident, 0.0),
            POLICY.review,
        ),
    )
    return float(cost.mean())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every mix of the test")
    print("signals relatives wrong-given dates town   matched  log-loss (prior)  cost (prior)")
    for mix in mixes(parser.parse_args().all):
        found = measure(mix)
        wrong = "prior" if mix.wrong_given is None else f"{mix.wrong_given:.1f}"
        dates = {(False, False): "none", (True, True): "all", (True, False): "own"}
        print(
            f"{mix.signals:7} {mix.relatives:9.1f} {wrong:>11} "
            f"{dates[mix.dates, mix.dates_of_relatives]:>5} {mix.residents:6} {found.matched:8}  "
            f"{found.loss:.3f} ({found.prior_loss:.3f})    {found.cost:.3f} ({found.prior_cost:.3f})"
        )


if __name__ == "__main__":
    main()
