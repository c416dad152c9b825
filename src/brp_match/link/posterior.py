"""The posterior with "nobody": P(resident i | signal) over a signal's candidates and none.

    P(i | s)    ∝ π / N · a_i · LR_i
    P(none | s) ∝ (1 - π - κπ) + κπ · h · (1 - ρ + ρ · o · LR_surname) · (1 - γ + γ · o · LR_given) + π · U

LR_i is the product of m/u over the comparators (Splink's weights, moved to the source's own m).
None is a mixture of a stranger (every field as a random person has it: ratio 1) and an
unregistered relative or housemate of the household found at the signal's address. For both the
address is one of the town's households at random, so its rarity cancels; what a relative shares
is the surname (ρ), now and then the given name (γ). LR holds that further given names, or another part of the surname, differ, which
speaks against the resident; of a relative they differ as those of anybody, so there o takes it out again (else 1). h is what the address level leaves of it: the
deliverer errs in the relative's address too, and a number with several homes may mean any of
them. κ relatives are expected for every signal about a resident, at every source: a source that writes
first names wrong looks like one with many relatives, so a delivery cannot tell. U is a resident whom a
trade name does not name. ρ, γ, κ and a_i follow from comparators/model.yaml.
Derivation: docs/decisions.

Arrays in, arrays out; sums run in the order of the pairs, so that the same input gives the same bits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from brp_match.content import Comparator, ModelFigures
from brp_match.link.comparisons import ORDER

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

AT_HOUSEHOLD = ("gelijk", "toevoeging_ontbreekt", "toevoeging_afwijkend", "straat_gelijk")
"""Address levels of somebody who lives there now."""

AGE_UNKNOWN = nan
"""Age of a resident whose birth year, or of a signal whose date, is not known."""


@dataclass(frozen=True)
class Signals:
    """The signals of a delivery, one place each.

    `source`: place of its source in `sources`. `unnamed`: q, P(the text does not name the person), 0 for
    most; `anybody`: ratio of a resident of whom only that can be said, 0 where q is 0. `legal`: about a
    legal person. `judged`: UNJUDGED, NOBODY or the persoon_nr that people settled on.
    """

    sources: tuple[str, ...]
    source: Ints
    unnamed: Floats
    anybody: Floats
    legal: Flags
    judged: Ints

    def only(self, first: int, last: int) -> Signals:
        """Return the signals at the places `first` up to `last`, that one not included; the sources stay all."""
        chosen = slice(first, last)
        return Signals(
            self.sources,
            self.source[chosen],
            self.unnamed[chosen],
            self.anybody[chosen],
            self.legal[chosen],
            self.judged[chosen],
        )


UNJUDGED, NOBODY = -1, 0


@dataclass(frozen=True)
class Pairs:
    """The candidates of all signals, one place a pair; those of one signal stand together, in a fixed order.

    `signal`: place in Signals; `person`: persoon_nr. By comparator: `levels`, places in its `niveaus`, and
    `weights`, log2(m / u) with the prior m. `age`: years, or AGE_UNKNOWN. `at_address`: lives at the
    signal's address now; `household`: h for such a pair, P(this is how the deliverer
    writes the address of a relative in that household). `apart`: of surname and given name o, what names that
    differ beside what agrees took off LR, 1 for most.
    """

    signal: Ints
    person: Ints
    levels: Mapping[str, Ints]
    weights: Mapping[str, Floats]
    age: Floats
    at_address: Flags
    household: Floats
    apart: Mapping[str, Floats]

    def only(self, chosen: Flags) -> Pairs:
        """Return the pairs that are chosen, in their order."""
        return Pairs(
            self.signal[chosen],
            self.person[chosen],
            {name: values[chosen] for name, values in self.levels.items()},
            {name: values[chosen] for name, values in self.weights.items()},
            self.age[chosen],
            self.at_address[chosen],
            self.household[chosen],
            {name: values[chosen] for name, values in self.apart.items()},
        )


@dataclass(frozen=True)
class Mixture:
    """π per source, P(a signal concerns somebody in the register), and κ: unregistered relatives and
    housemates for every signal about a resident. π + κπ is at most 1."""

    resident: Mapping[str, float]
    relatives: float


def relatives(figures: ModelFigures) -> float:
    """Return κ of Mixture: the prior share of relatives over that of residents."""
    pi = figures.resident_prior
    return (1 - pi) * figures.relative_prior / pi


@dataclass(frozen=True)
class Posterior:
    """Of a pair: `chance`, P(this resident | signal), and `weights` in log2 by comparator, with their sum
    `weight`. Of a signal: `nobody`, P(none of the candidates), which holds `related`, an unregistered
    relative or housemate, and `unseen`, a resident whom the signal does not name. Those of a signal sum to
    1. `known`: the signal has a candidate or may be about somebody unseen; of the others `nobody` is 1.
    """

    chance: Floats
    weights: Mapping[str, Floats]
    weight: Floats
    nobody: Floats
    related: Floats
    unseen: Floats
    known: Flags


def household_rates(comparators: Sequence[Comparator]) -> dict[str, float]:
    """P(the deliverer writes the address at this level | a relative lives in that household): the prior m
    of the levels of somebody who does live there, made to sum to 1."""
    address = next(c for c in comparators if c.naam == "adres")
    rates = {level: address.m_of(level) for level in AT_HOUSEHOLD}
    total = sum(rates.values())
    return {level: rate / total for level, rate in rates.items()}


def posterior(
    pairs: Pairs,
    signals: Signals,
    moved: Mapping[str, Floats],
    mixture: Mixture,
    residents: int,
    figures: ModelFigures,
) -> Posterior:
    """Weigh every pair and share the probability of every signal over its candidates and nobody.

    `moved`: by comparator, what the source's habits add to the weight of each pair, log2 of its m over the
    prior m. `residents`: N of the register, at least 1.
    """
    weights = _weigh(pairs, signals, moved)
    weight = np.zeros(len(pairs.signal))
    for name in ORDER:
        weight = weight + weights[name]
    pi = np.array([mixture.resident[name] for name in signals.sources])[signals.source]
    minor = (pairs.age >= 0) & (pairs.age < figures.adult_age)
    age_factor = np.where(minor, figures.minor_factor, 1.0)
    share = pi[pairs.signal] / residents * age_factor * np.power(2.0, weight)

    count = len(signals.source)
    # adds in the order of the pairs
    somebody = np.bincount(pairs.signal, share, count)
    related = (
        pi * mixture.relatives * _household_ratio(pairs, weights, moved["adres"], count, figures)
    )
    stranger = 1 - pi - pi * mixture.relatives
    unseen = pi * signals.anybody
    total = somebody + stranger + related + unseen
    known = (np.bincount(pairs.signal, minlength=count) > 0) | (signals.anybody > 0)
    return Posterior(
        chance=share / total[pairs.signal],
        weights=weights,
        weight=weight,
        nobody=np.where(known, (stranger + related + unseen) / total, 1.0),
        related=np.where(known, related / total, 0.0),
        unseen=np.where(known, unseen / total, 0.0),
        known=known,
    )


def _household_ratio(
    pairs: Pairs,
    weights: Mapping[str, Floats],
    moved: Floats,
    count: int,
    figures: ModelFigures,
) -> Floats:
    """Likelihood ratio of a relative of the household at each signal's address: the best of its residents,
    1 where nobody lives there. `moved`: what the source's habits add to the weight of the address, which
    it writes for a relative as it does for a resident."""
    rho, gamma = figures.relative_shares_surname, figures.relative_shares_given
    ratio = (
        pairs.household
        * np.power(2.0, moved)
        * (1 - rho + rho * pairs.apart["achternaam"] * np.power(2.0, weights["achternaam"]))
        * (1 - gamma + gamma * pairs.apart["voornaam"] * np.power(2.0, weights["voornaam"]))
    )
    best = np.full(count, -1.0)
    np.maximum.at(best, pairs.signal[pairs.at_address], ratio[pairs.at_address])
    return np.where(best < 0, 1.0, best)


def _weigh(pairs: Pairs, signals: Signals, moved: Mapping[str, Floats]) -> dict[str, Floats]:
    weights = {c: pairs.weights[c] + moved[c] for c in ORDER}
    unnamed = signals.unnamed[pairs.signal]
    if unnamed.any():
        surname, given = weights["achternaam"], weights["voornaam"]
        change = unnamed_change(surname, given, unnamed)
        weights["achternaam"] = with_unnamed(surname, given, change)
        weights["voornaam"] = with_unnamed(given, surname, change)
    return weights


def unnamed_change(surname: Floats, given: Floats, unnamed: Floats) -> Floats:
    """Return what q changes in the log2 weight of surname and given name together, 0 where q is 0.

    Together they weigh log2((1 - q) · 2^(surname + given) + q).
    """
    name = surname + given
    return np.where(
        unnamed == 0, 0.0, np.log2((1 - unnamed) * np.power(2.0, name) + unnamed) - name
    )


def with_unnamed(own: Floats, other: Floats, change: Floats) -> Floats:
    """Return the log2 weight of surname or given name (`own`, beside the `other`) after the `change`.

    What the change takes away comes off what spoke for the resident, what it adds comes off what
    spoke against.
    """
    sign = np.where(change < 0, 1.0, -1.0)
    mine = np.maximum(sign * own, 0.0)
    both = mine + np.maximum(sign * other, 0.0)
    return own + np.where(both > 0, change * mine / np.where(both > 0, both, 1.0), 0.0)
