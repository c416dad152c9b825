"""Deliveries drawn from the model itself, as arrays: what is in it is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from brp_match.content import Comparator, load_comparators
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import AGE_UNKNOWN, UNJUDGED, Pairs, Signals

COMPARATORS = load_comparators()
BY_NAME = {c.naam: c for c in COMPARATORS}
RESIDENTS = 5_000
GROUPS = {"achternaam": "geleverd", "voornaam": "voornaam", "geboortedatum": "datum", "adres": "adres"}  # fmt: skip


def u_of(comparator: Comparator, level: str) -> float:
    """The level's u; for pair-specific ones the bound."""
    found = comparator.by_id[level]
    return found.u if found.u is not None else max(found.u_minimum, 1e-4)


def place(comparator: str, level: str) -> int:
    """Place of a level in its comparator."""
    return [one.id for one in BY_NAME[comparator].niveaus].index(level)


def signals_of(count: int, **given: np.ndarray) -> Signals:
    """Signals of one source, Bron, with nothing special about them but what is given."""
    columns = {
        "source": np.zeros(count, dtype=np.int64),
        "unnamed": np.zeros(count),
        "anybody": np.zeros(count),
        "legal": np.zeros(count, dtype=bool),
        "judged": np.full(count, UNJUDGED),
    }
    return Signals(sources=("Bron",), **(columns | given))


def pairs_of(
    signal: np.ndarray,
    levels: Mapping[str, np.ndarray],
    weights: Mapping[str, np.ndarray],
    **given: Any,
) -> Pairs:
    """Pairs in which nobody lives at the signal's address and no age is known, but what is given."""
    count = len(signal)
    columns = {
        "person": np.arange(1, count + 1) % RESIDENTS + 1,
        "age": np.full(count, AGE_UNKNOWN),
        "at_address": np.zeros(count, dtype=bool),
        "household": np.zeros(count),
        "apart": nothing_apart(count),
    }
    return Pairs(signal=signal, levels=levels, weights=weights, **(columns | given))


def nothing_apart(count: int) -> dict[str, np.ndarray]:
    """Pairs of which no name differs beside what agrees."""
    return {"achternaam": np.ones(count), "voornaam": np.ones(count)}


def one_pair(weights: Mapping[str, float], **given: Any) -> Pairs:
    """One pair of one signal, with these log2 weights."""
    levels = {
        "achternaam": "gelijk", "voornaam": "gelijk", "geboortedatum": "gelijk", "adres": "afwijkend",
    }  # fmt: skip
    return pairs_of(
        np.zeros(1, dtype=np.int64),
        {name: np.array([place(name, level)]) for name, level in levels.items()},
        {name: np.array([float(weights[name])]) for name in ORDER},
        **given,
    )


def no_pairs() -> Pairs:
    """No candidate at all."""
    none = {name: np.zeros(0, dtype=np.int64) for name in ORDER}
    return pairs_of(
        np.zeros(0, dtype=np.int64), none, {name: np.zeros(0) for name in ORDER}
    )  # fmt: skip


def unmoved(pairs: Pairs) -> dict[str, np.ndarray]:
    """Every source has the prior m."""
    return {name: np.zeros(len(pairs.signal)) for name in ORDER}


def draw(
    *, signals: int, pi: float, m_gelijk: float, seed: int
) -> tuple[Pairs, Signals, np.ndarray]:
    """Three candidates a signal: with probability pi the first is the person, whose levels follow m (birth
    date `gelijk` with m_gelijk); the levels of the others follow u. The truth: is the first the person."""
    chance = np.random.default_rng(seed)
    truth = chance.random(signals) < pi
    person = np.zeros(signals * 3, dtype=bool)
    person[::3] = truth
    levels: dict[str, np.ndarray] = {}
    weights: dict[str, np.ndarray] = {}
    for name in ORDER:
        comparator = BY_NAME[name]
        members = list(comparator.groepen[GROUPS[name]])
        prior = np.array([comparator.m_of(level) for level in members])
        m = prior.copy()
        if name == "geboortedatum":
            m[1:] *= (1 - m_gelijk) / m[1:].sum()
            m[0] = m_gelijk
        u = np.array([u_of(comparator, level) for level in members])
        u /= u.sum()
        drawn = np.where(
            person,
            chance.choice(len(members), signals * 3, p=m / m.sum()),
            chance.choice(len(members), signals * 3, p=u),
        )
        levels[name] = np.array([place(name, level) for level in members])[drawn]
        # what Splink would say with the prior m
        weights[name] = np.log2(prior / u)[drawn]
    pairs = pairs_of(np.repeat(np.arange(signals), 3), levels, weights)
    return pairs, signals_of(signals), truth
