"""m per source and π per source, learned from the delivery itself, with shrinkage.

Each source (VLP) has its own habits; a month of 30 signals cannot tell them. So the counts of a
source are added to its sector's rates, those to the pooled ones, those to the prior in the YAML:
a Dirichlet at every step. What other municipalities know of a source (`national`) stands between its sector and
its own month.

A delivery must not believe what it has taught itself. So a pair teaches how a source writes one field
only where the *other* fields, with the prior weights, say that this is the person (`teaching`): another
first name at the right address, without a birth date, may be a relative, and teaches nothing. Nor does
what was taught make such a difference lighter (`moved_weights`), until people have decided about some.
How many relatives there are is not learned at all, and π is learned in one step from the priors.

Arrays and mappings in and out, no database. The figures stand in comparators/model.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, lgamma
from types import MappingProxyType

import numpy as np

from brp_match.content import Comparator, ModelFigures
from brp_match.link.comparisons import ORDER
from brp_match.link.posterior import (
    NOBODY,
    UNJUDGED,
    Flags,
    Floats,
    Mixture,
    Pairs,
    Posterior,
    Signals,
    posterior,
)

OF_A_RELATIVE = ("voornaam", "geboortedatum")
"""Fields in which somebody of the same household differs by nature."""

Counts = Mapping[tuple[str, str, str], float]
"""Number of true pairs by (source, comparator, level)."""


@dataclass(frozen=True)
class Lessons:
    """What pairs have taught: those of which the other fields say that it is the person (`taught`), and
    those that people decided (`judged`)."""

    taught: Counts = field(default_factory=dict)
    judged: Counts = field(default_factory=dict)

    def and_(self, other: Lessons) -> Lessons:
        """Return both together."""
        return Lessons(_sum(self.taught, other.taught), _sum(self.judged, other.judged))

    def times(self, share: float) -> Lessons:
        """Return the same with every count times `share`."""
        return Lessons(
            {key: count * share for key, count in self.taught.items()},
            {key: count * share for key, count in self.judged.items()},
        )


def _sum(one: Counts, other: Counts) -> dict[tuple[str, str, str], float]:
    return {
        key: one.get(key, 0.0) + other.get(key, 0.0) for key in sorted(one.keys() | other.keys())
    }


@dataclass(frozen=True)
class SourceRates:
    """What is known of the sources: `m` by source, comparator and level, and what it is by people's
    decisions alone (`settled`); the mixture; and by comparator which of the pairs at hand teach, absent where none does."""

    m: Counts
    settled: Counts
    mixture: Mixture
    teaches: Mapping[str, Flags] = field(default_factory=dict)


@dataclass(frozen=True)
class Taught:
    """What some signals of a delivery teach: by comparator which of their pairs do (`teaches`), the `lessons` of these,
    and of every signal P(it is about no stranger) by the priors (`somebody`)."""

    teaches: Mapping[str, Flags]
    lessons: Lessons
    somebody: Floats


def learn(
    comparators: Sequence[Comparator],
    pairs: Pairs,
    signals: Signals,
    sectors: Mapping[str, str],
    residents: int,
    figures: ModelFigures,
    *,
    earlier: Lessons | None = None,
    national: Counts | None = None,
    national_sectors: Mapping[str, str] | None = None,
) -> SourceRates:
    """Return the rates of every source, from this delivery, from earlier ones and from what people decided.

    `sectors`: the sector of each source of `signals`. `earlier`: lessons of former runs; other sources in
    them say nothing. `residents`: N of the register, at least 1. `national`: true pairs that other
    municipalities know of, `national_sectors` the sectors of the sources in it; they say nothing of what only
    people's decisions settle.
    """
    taught = taught_by(comparators, pairs, signals, residents, figures)
    rates = rates_of(
        comparators, [taught], signals, sectors, figures,
        earlier=earlier, national=national, national_sectors=national_sectors,
    )  # fmt: skip
    return replace(rates, teaches=taught.teaches)


def taught_by(
    comparators: Sequence[Comparator],
    pairs: Pairs,
    signals: Signals,
    residents: int,
    figures: ModelFigures,
) -> Taught:
    """Return what these signals teach: all of a delivery, or some of it with all their pairs."""
    teaches = teaching(pairs, signals, residents, figures)
    return Taught(
        teaches,
        lessons_of(comparators, pairs, signals, teaches),
        no_strangers(pairs, signals, residents, figures),
    )


def rates_of(
    comparators: Sequence[Comparator],
    taught: Sequence[Taught],
    signals: Signals,
    sectors: Mapping[str, str],
    figures: ModelFigures,
    *,
    earlier: Lessons | None = None,
    national: Counts | None = None,
    national_sectors: Mapping[str, str] | None = None,
) -> SourceRates:
    """Return the rates of every source from what the signals of a delivery taught, some and then some: the same
    whatever the portions. The rest as `learn`."""
    lessons = Lessons()
    for one in taught:
        lessons = lessons.and_(one.lessons)
    lessons = lessons.and_(earlier or Lessons())
    judged = {key: count for key, count in lessons.judged.items() if key[0] in sectors}
    counts = {key: count for key, count in lessons.taught.items() if key[0] in sectors}
    return SourceRates(
        shrink(
            comparators,
            _sum(counts, judged),
            sectors,
            figures,
            national or {},
            national_sectors or {},
        ),
        shrink(comparators, judged, sectors, figures),
        learned_mixture(np.concatenate([one.somebody for one in taught]), signals, figures),
    )


def prior_rates(
    comparators: Sequence[Comparator],
    signals: Signals,
    sectors: Mapping[str, str],
    figures: ModelFigures,
    m: Counts | None = None,
) -> SourceRates:
    """Return the rates of every source before any delivery: those of its sector, or `m` where it was kept."""
    m = shrink(comparators, {}, sectors, figures) if m is None else m
    return SourceRates(
        m,
        m,
        Mixture(dict.fromkeys(signals.sources, figures.resident_prior), relatives(figures)),
    )


def relatives(figures: ModelFigures) -> float:
    """Return κ of Mixture: the prior share of relatives over that of residents."""
    pi = figures.resident_prior
    return (1 - pi) * figures.relative_prior / pi


def teaching(
    pairs: Pairs,
    signals: Signals,
    residents: int,
    figures: ModelFigures,
) -> dict[str, Flags]:
    """By comparator, the pairs in which the other fields say that this is the person.

    They say so with the prior weights, so that nothing learned decides what is learned, and against more
    strangers and relatives than are expected. What is left out says nothing for a relative either. The text
    of a business may name somebody else, and teaches nothing about names.
    """
    nothing = np.zeros(len(pairs.signal))
    named = signals.unnamed[pairs.signal] == 0
    flags: dict[str, Flags] = {}
    for name in ORDER:
        others = replace(pairs, weights={**pairs.weights, name: nothing})
        if name == "adres":
            others = replace(others, at_address=np.zeros(len(nothing), dtype=bool))
        found = _sceptic(others, signals, residents, figures)
        flags[name] = found.chance >= figures.taught_from
        if name in ("achternaam", "voornaam"):
            flags[name] &= named
    return flags


def _sceptic(
    pairs: Pairs,
    signals: Signals,
    residents: int,
    figures: ModelFigures,
) -> Posterior:
    """The posterior with the prior weights, for who expects many strangers and relatives."""
    mixture = Mixture(
        dict.fromkeys(signals.sources, figures.sceptic_resident), figures.sceptic_relatives
    )
    return posterior(pairs, signals, _unmoved(pairs), mixture, residents, figures)


def lessons_of(
    comparators: Sequence[Comparator],
    pairs: Pairs,
    signals: Signals,
    teaches: Mapping[str, Flags],
) -> Lessons:
    """Count the pairs that teach, by (source, comparator, level); levels without any are left out.

    Of a signal that people judged, the pair with the person they settled on teaches every field, and no
    other pair does.
    """
    judged = signals.judged[pairs.signal]
    by_people = dict.fromkeys(teaches, judged == pairs.person)
    by_others = {name: flags & (judged == UNJUDGED) for name, flags in teaches.items()}
    return Lessons(
        _count(comparators, pairs, signals, by_others),
        _count(comparators, pairs, signals, by_people),
    )


def _count(
    comparators: Sequence[Comparator],
    pairs: Pairs,
    signals: Signals,
    flags: Mapping[str, Flags],
) -> dict[tuple[str, str, str], float]:
    source = signals.source[pairs.signal]
    counts: dict[tuple[str, str, str], float] = {}
    for comparator in comparators:
        counted = np.flatnonzero(flags[comparator.naam])
        width = len(comparator.niveaus)
        cell = source[counted] * width + pairs.levels[comparator.naam][counted]
        numbers = np.bincount(cell, minlength=len(signals.sources) * width)
        for place in np.flatnonzero(numbers):
            name = signals.sources[place // width]
            level = comparator.niveaus[place % width].id
            counts[name, comparator.naam, level] = float(numbers[place])
    return dict(sorted(counts.items()))


TIMES = tuple(2.0 ** (2 * power) for power in (-2, -1, 0, 1, 2))
"""How much what is known of a source elsewhere may weigh, in times `strength_source`: which of these the source's own
signals bear out decides how much it does. A grid over what is possible; a finer one changes nothing."""


def shrink(
    comparators: Sequence[Comparator],
    counts: Counts,
    sectors: Mapping[str, str],
    figures: ModelFigures,
    national: Counts = MappingProxyType({}),
    national_sectors: Mapping[str, str] = MappingProxyType({}),
) -> dict[tuple[str, str, str], float]:
    """m by (source, comparator, level): source ← source elsewhere ← sector ← pooled ← prior, floored, sums to 1
    per group.

    `counts` are expected numbers of true pairs at each level, `sectors` the sector of each source; `national`
    and `national_sectors` the same of other municipalities. Where a source is known elsewhere, how much that weighs
    follows from its own signals (empirical Bayes): a source that writes here as it does there is known at once, one
    that writes otherwise by its own months alone.
    """
    every, all_sectors = _sum(counts, national), {**national_sectors, **sectors}
    begun: dict[tuple[str, str, str], _Begun] = {}
    for comparator in comparators:
        for name, group in comparator.groepen.items():
            of_sector = _sectors(comparator, group, every, all_sectors, figures)
            for source, sector in sorted(sectors.items()):
                elsewhere = _of(national, source, comparator.naam, group)
                start, known = of_sector[sector], sum(elsewhere.values()) > 0
                if known:
                    start = _dirichlet(start, elsewhere, figures.strength_source)
                own = _of(counts, source, comparator.naam, group)
                begun[source, comparator.naam, name] = _Begun(start, own, known)
    weights = _weights_elsewhere(begun, figures.strength_source)
    result: dict[tuple[str, str, str], float] = {}
    for comparator in comparators:
        for name, group in comparator.groepen.items():
            for source in sorted(sectors):
                one = begun[source, comparator.naam, name]
                strengths = weights[source] if one.known else {figures.strength_source: 1.0}
                rates = one.mixed(strengths)
                floored = _normalise(
                    {
                        level: max(rates[level], figures.rate_floor * comparator.m_of(level))
                        for level in group
                    }
                )
                for level in group:
                    result[source, comparator.naam, level] = floored[level]
    return result


@dataclass(frozen=True)
class _Begun:
    """Rates of one source and group before its own signals, these, and whether it is known elsewhere."""

    start: Mapping[str, float]
    own: Mapping[str, float]
    known: bool

    def mixed(self, strengths: Mapping[float, float]) -> dict[str, float]:
        """Rates with the own signals: mean over strengths, each with its weight; the weights sum to 1."""
        rates = dict.fromkeys(self.start, 0.0)
        for strength, weight in strengths.items():
            for level, rate in _dirichlet(self.start, self.own, strength).items():
                rates[level] += weight * rate
        return rates

    def fits(self, strength: float) -> float:
        """Natural log of the chance of the own signals where the rates weigh so much (Dirichlet-multinomial)."""
        chance = lgamma(strength) - lgamma(strength + sum(self.own.values()))
        for level, count in self.own.items():
            if count:
                at = strength * self.start[level]
                chance += lgamma(at + count) - lgamma(at)
        return chance


def _weights_elsewhere(
    begun: Mapping[tuple[str, str, str], _Begun], strength: float
) -> dict[str, dict[float, float]]:
    """By source, the weight of every strength of TIMES that what is known of it elsewhere may have."""
    found: dict[str, dict[float, float]] = {}
    for (source, _, _), one in begun.items():
        weights = found.setdefault(source, dict.fromkeys((strength * t for t in TIMES), 0.0))
        if one.known:
            for each in weights:
                weights[each] += one.fits(each)
    for source, weights in found.items():
        best = max(weights.values())
        likely = {each: exp(fit - best) for each, fit in weights.items()}
        total = sum(likely.values())
        found[source] = {each: weight / total for each, weight in likely.items()}
    return found


def _sectors(
    comparator: Comparator,
    group: Iterable[str],
    every: Counts,
    sectors: Mapping[str, str],
    figures: ModelFigures,
) -> dict[str, dict[str, float]]:
    """Rates of every sector: sector ← pooled ← prior."""
    levels = tuple(group)
    prior = {level: comparator.m_of(level) for level in levels}
    counts = {sector: dict.fromkeys(levels, 0.0) for sector in sorted(set(sectors.values()))}
    for (source, name, level), count in every.items():
        if name == comparator.naam and level in prior:
            counts[sectors[source]][level] += count
    total = {level: sum(one[level] for one in counts.values()) for level in levels}
    pooled = _dirichlet(prior, total, figures.strength_pooled)
    found: dict[str, dict[str, float]] = {}
    for sector, seen in counts.items():
        # a sector's own prior moves the pooled rates by the same odds
        start = _normalise(
            {
                level: pooled[level] * comparator.m_of(level, sector) / prior[level]
                for level in levels
            }
        )
        found[sector] = _dirichlet(start, seen, figures.strength_sector)
    return found


def _of(counts: Counts, source: str, name: str, group: Iterable[str]) -> dict[str, float]:
    return {level: counts.get((source, name, level), 0.0) for level in group}


def _dirichlet(
    prior: Mapping[str, float], counts: Mapping[str, float], strength: float
) -> dict[str, float]:
    total = strength + sum(counts.values())
    return {level: (strength * prior[level] + counts[level]) / total for level in prior}


def _normalise(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {level: value / total for level, value in values.items()}


def moved_weights(
    comparators: Sequence[Comparator], pairs: Pairs, signals: Signals, rates: SourceRates
) -> dict[str, Floats]:
    """By comparator, what the habits of its source add to the weight of each pair: log2 of m over the prior m.

    A first name or birth date that speaks against a pair is made lighter only where the other fields say
    that it is the person, or as far as people's decisions do it: a relative explains it as well.
    """
    source = signals.source[pairs.signal]
    moved: dict[str, Floats] = {}
    for comparator in comparators:
        name = comparator.naam
        cell = source, pairs.levels[name]
        move = _over_prior(comparator, rates.m, signals.sources)[cell]
        if name in OF_A_RELATIVE:
            settled = _over_prior(comparator, rates.settled, signals.sources)[cell]
            held = pairs.weights[name] < 0
            if name in rates.teaches:
                held &= ~rates.teaches[name]
            move = np.where(held, np.minimum(move, np.maximum(settled, 0.0)), move)
        moved[name] = move
    return moved


def _over_prior(comparator: Comparator, m: Counts, sources: Sequence[str]) -> Floats:
    """log2 of the source's m over the prior m, a row a source and a column a level.

    0 for a level without information, and for placeholders: how often one is written is a rate of its own,
    see `placeholders`.
    """
    table = np.zeros((len(sources), len(comparator.niveaus)))
    for column, level in enumerate(comparator.niveaus):
        if level.geen_informatie or level.id.startswith("standaard"):
            continue
        rates = np.array([m[source, comparator.naam, level.id] for source in sources])
        table[:, column] = np.log2(rates / comparator.m_of(level.id))
    return table


def no_strangers(
    pairs: Pairs,
    signals: Signals,
    residents: int,
    figures: ModelFigures,
) -> Floats:
    """P(the signal is not about a stranger) of every signal by the priors, as people decided where they did; a resident
    and a relative are not told apart."""
    mixture = Mixture(dict.fromkeys(signals.sources, figures.resident_prior), relatives(figures))
    found = posterior(pairs, signals, _unmoved(pairs), mixture, residents, figures)
    at_home = np.bincount(pairs.signal[pairs.at_address], minlength=len(signals.source)) > 0
    # nobody lives there whose relative it could be
    related = np.where(at_home, found.related, 0.0)
    stranger = found.nobody - related - found.unseen
    somebody = np.where(signals.judged > NOBODY, 1.0, 1 - stranger)
    unknown = related + stranger
    return np.where(
        signals.judged == NOBODY, related / np.where(unknown > 0, unknown, 1.0), somebody
    )


def learned_mixture(somebody: Floats, signals: Signals, figures: ModelFigures) -> Mixture:
    """π of every source, shrunk to that of all together; κ is the prior's.

    Every signal counts for P(it is not about a stranger), `somebody` of `no_strangers`: one step of EM, so that
    nothing learned is learned from again. Legal persons do not count.
    """
    kappa = relatives(figures)
    counted = np.flatnonzero(~signals.legal)
    width = len(signals.sources)
    n = np.bincount(signals.source[counted], minlength=width)
    known = np.bincount(signals.source[counted], somebody[counted], width)
    strength = figures.resident_strength
    prior = figures.resident_prior * (1 + kappa)
    pooled = (strength * prior + sum(known.tolist())) / (strength + n.sum())
    shares = (strength * pooled + known) / (strength + n) / (1 + kappa)
    return Mixture(dict(zip(signals.sources, shares.tolist(), strict=True)), kappa)


def _unmoved(pairs: Pairs) -> dict[str, Floats]:
    """What `moved_weights` gives where every source has the prior m."""
    return dict.fromkeys(ORDER, np.zeros(len(pairs.signal)))
