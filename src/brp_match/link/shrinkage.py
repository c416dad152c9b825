"""m of a source that has few signals: its counts added to the rates of its sector, those to the pooled ones, those to the
prior of the YAML.

A Dirichlet at every step. What other municipalities know of a source stands between its sector and its own month, and
weighs as much as the source's own signals bear out (empirical Bayes, Dirichlet-multinomial). Mappings in and out, no
database. The strengths stand in comparators/model.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma
from types import MappingProxyType

from brp_match.content import Comparator, ModelFigures
from brp_match.link.lessons import Counts, added

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
    every, all_sectors = added(counts, national), {**national_sectors, **sectors}
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
