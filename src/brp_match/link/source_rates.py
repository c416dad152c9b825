"""m per source and π per source, learned from the posterior itself, with shrinkage.

Each source (VLP) has its own habits; a month of 30 signals cannot tell them. So the counts of a
source are added to its sector's rates, those to the pooled ones, those to the prior in the YAML:
a Dirichlet at every step. The same numbers are the scorecard's accuracy per field. Strengths, floor and
priors stand in comparators/model.yaml. Arrays and mappings in and out, no database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from brp_match.content import Comparator, ModelFigures
from brp_match.link.posterior import (
    UNJUDGED,
    Floats,
    Mixture,
    Pairs,
    Posterior,
    Signals,
    posterior,
)

Counts = Mapping[tuple[str, str, str], float]
"""Expected count by (source, comparator, level)."""


@dataclass(frozen=True)
class SourceRates:
    """What the month taught: m by source, comparator and level; the mixture; the counts."""

    m: Counts
    mixture: Mixture
    counts: Counts = field(default_factory=dict)


def learn(
    comparators: Sequence[Comparator],
    pairs: Pairs,
    signals: Signals,
    sectors: Mapping[str, str],
    residents: int,
    figures: ModelFigures,
    *,
    earlier: Counts | None = None,
    rounds: int | None = None,
) -> tuple[SourceRates, Posterior]:
    """Alternate the posterior and the rates; return the last of both.

    `sectors`: the sector of each source of `signals`. `earlier`: counts of former runs and reviewed
    decisions; other sources in it say nothing. `rounds`: those of the model; with 0 the priors stand.
    """
    before = {key: count for key, count in (earlier or {}).items() if key[0] in sectors}
    rates = SourceRates(
        shrink(comparators, before, sectors, figures),
        Mixture(dict.fromkeys(signals.sources, figures.resident_prior), figures.relative_prior),
    )

    def score() -> Posterior:
        moved = moved_weights(comparators, rates.m, signals.sources)
        return posterior(pairs, signals, moved, rates.mixture, residents, figures)

    found = score()
    for _ in range(figures.rounds if rounds is None else rounds):
        counts = expected_counts(comparators, pairs, signals, found, figures)
        merged = {
            key: counts.get(key, 0.0) + before.get(key, 0.0)
            for key in sorted(counts.keys() | before.keys())
        }
        rates = SourceRates(
            shrink(comparators, merged, sectors, figures),
            learned_mixture(signals, found, figures),
            counts,
        )
        found = score()
    return rates, found


def shrink(
    comparators: Sequence[Comparator],
    counts: Counts,
    sectors: Mapping[str, str],
    figures: ModelFigures,
) -> dict[tuple[str, str, str], float]:
    """m by (source, comparator, level): source ← sector ← pooled ← prior, floored, sums to 1 per group.

    `counts` are expected numbers of true pairs at each level, `sectors` the sector of each source.
    """
    result: dict[tuple[str, str, str], float] = {}
    for comparator in comparators:
        for group in comparator.groepen.values():
            prior = {level: comparator.m_of(level) for level in group}
            by_sector = {
                sector: dict.fromkeys(group, 0.0) for sector in sorted(set(sectors.values()))
            }
            for (source, name, level), count in sorted(counts.items()):
                if name == comparator.naam and level in prior:
                    by_sector[sectors[source]][level] += count
            pooled = _dirichlet(
                prior,
                {level: sum(c[level] for c in by_sector.values()) for level in group},
                figures.strength_pooled,
            )
            for source, sector in sorted(sectors.items()):
                known = {level: comparator.m_of(level, sector) for level in group}
                # a sector's own prior moves the pooled rates by the same odds
                start = _normalise(
                    {level: pooled[level] * known[level] / prior[level] for level in group}
                )
                of_sector = _dirichlet(start, by_sector[sector], figures.strength_sector)
                own = {level: counts.get((source, comparator.naam, level), 0.0) for level in group}
                rates = _dirichlet(of_sector, own, figures.strength_source)
                floored = _normalise(
                    {level: max(rates[level], figures.rate_floor * prior[level]) for level in group}
                )
                for level in group:
                    result[source, comparator.naam, level] = floored[level]
    return result


def _dirichlet(
    prior: Mapping[str, float], counts: Mapping[str, float], strength: float
) -> dict[str, float]:
    total = strength + sum(counts.values())
    return {level: (strength * prior[level] + counts[level]) / total for level in prior}


def _normalise(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {level: value / total for level, value in values.items()}


def moved_weights(
    comparators: Sequence[Comparator], m: Counts, sources: Sequence[str]
) -> dict[str, Floats]:
    """log2 of the source's m over the prior m: by comparator a row a source and a column a level.

    0 for a level without information, and for placeholders: how often one is written is a rate of its own,
    see `placeholders`.
    """
    moved: dict[str, Floats] = {}
    for comparator in comparators:
        table = np.zeros((len(sources), len(comparator.niveaus)))
        for column, level in enumerate(comparator.niveaus):
            if level.geen_informatie or level.id.startswith("standaard"):
                continue
            rates = np.array([m[source, comparator.naam, level.id] for source in sources])
            table[:, column] = np.log2(rates / comparator.m_of(level.id))
        moved[comparator.naam] = table
    return moved


def expected_counts(
    comparators: Sequence[Comparator],
    pairs: Pairs,
    signals: Signals,
    found: Posterior,
    figures: ModelFigures,
) -> dict[tuple[str, str, str], float]:
    """Expected number of true pairs by (source, comparator, level), in that order.

    A signal that people judged counts as decided, the others by their posterior; pairs below
    `counted_from` do not count. Levels that no counted pair has are left out.
    """
    judged = signals.judged[pairs.signal]
    chance = np.where(judged == UNJUDGED, found.chance, np.where(judged == pairs.person, 1.0, 0.0))
    counted = np.flatnonzero(chance > figures.counted_from)
    source = signals.source[pairs.signal[counted]]
    counts: dict[tuple[str, str, str], float] = {}
    for comparator in comparators:
        width = len(comparator.niveaus)
        cell = source * width + pairs.levels[comparator.naam][counted]
        # adds in the order of the pairs
        sums = np.bincount(cell, chance[counted], len(signals.sources) * width)
        for place in np.flatnonzero(np.bincount(cell, minlength=len(sums))):
            name = signals.sources[place // width]
            level = comparator.niveaus[place % width].id
            counts[name, comparator.naam, level] = float(sums[place])
    return dict(sorted(counts.items()))


def learned_mixture(signals: Signals, found: Posterior, figures: ModelFigures) -> Mixture:
    """π of every source, shrunk to that of all together, and w; legal persons do not count."""
    counted = np.flatnonzero(~signals.legal)
    source = signals.source[counted]
    width = len(signals.sources)
    n = np.bincount(source, minlength=width)
    none = np.bincount(source, (found.nobody - found.unseen)[counted], width)
    related = np.bincount(source, found.related[counted], width)
    everybody, nobody = float(n.sum()), sum(none.tolist())
    strength = figures.resident_strength
    pooled = (strength * figures.resident_prior + everybody - nobody) / (strength + everybody)
    resident = (strength * pooled + n - none) / (strength + n)
    among = figures.relative_strength
    relative = (among * figures.relative_prior + sum(related.tolist())) / (among + nobody)
    return Mixture(dict(zip(signals.sources, resident.tolist(), strict=True)), relative)
