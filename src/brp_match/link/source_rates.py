"""m per source and π per source, learned from the delivery itself, with shrinkage.

Each source (VLP) has its own habits; a month of 30 signals cannot tell them. So what its pairs teach (`lessons`) moves
the prior as far as there is of it (`shrinkage`). What was taught does not make lighter what a relative explains as
well (`moved_weights`), until people have decided about some; and π is learned in one step from the priors.

Arrays and mappings in and out, no database. The figures stand in comparators/model.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from brp_match.content import Comparator, ModelFigures
from brp_match.link.lessons import Counts, Lessons, Taught, added, taught_by
from brp_match.link.posterior import Flags, Floats, Mixture, Pairs, Signals, relatives
from brp_match.link.shrinkage import shrink

OF_A_RELATIVE = ("voornaam", "geboortedatum")
"""Fields in which somebody of the same household differs by nature."""


@dataclass(frozen=True)
class SourceRates:
    """What is known of the sources: `m` by source, comparator and level, and what it is by people's
    decisions alone (`settled`); the mixture; and by comparator which of the pairs at hand teach, absent where none does."""

    m: Counts
    settled: Counts
    mixture: Mixture
    teaches: Mapping[str, Flags] = field(default_factory=dict)
    _moves: dict[tuple[str, bool, tuple[str, ...]], Floats] = field(
        default_factory=dict, compare=False
    )
    """`_over_prior` of a comparator, of `settled` or `m`, for these sources: worked out once."""

    def moves(self, comparator: Comparator, sources: tuple[str, ...], *, settled: bool) -> Floats:
        """log2 of m over the prior m, a row a source and a column a level; of what people settled, or of everything."""
        key = comparator.naam, settled, sources
        if key not in self._moves:
            self._moves[key] = _over_prior(comparator, self.settled if settled else self.m, sources)
        return self._moves[key]


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
            added(counts, judged),
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
) -> SourceRates:
    """Return the rates of every source before any delivery: those of its sector."""
    m = shrink(comparators, {}, sectors, figures)
    return SourceRates(
        m,
        m,
        Mixture(dict.fromkeys(signals.sources, figures.resident_prior), relatives(figures)),
    )


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
        move = rates.moves(comparator, signals.sources, settled=False)[cell]
        if name in OF_A_RELATIVE:
            settled = rates.moves(comparator, signals.sources, settled=True)[cell]
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
