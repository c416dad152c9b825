"""What a delivery teaches about how its sources write: which pairs teach a field, and how often each level was seen.

A delivery must not believe what it has taught itself. So a pair teaches how a source writes one field
only where the *other* fields, with the prior weights, say that this is the person (`teaching`): another
first name at the right address, without a birth date, may be a relative, and teaches nothing. How many relatives
there are is not learned at all.

Arrays in, arrays and mappings out, no database. The figures stand in comparators/model.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    relatives,
)

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
        return Lessons(added(self.taught, other.taught), added(self.judged, other.judged))

    def times(self, share: float) -> Lessons:
        """Return the same with every count times `share`."""
        return Lessons(
            {key: count * share for key, count in self.taught.items()},
            {key: count * share for key, count in self.judged.items()},
        )


def added(one: Counts, other: Counts) -> dict[tuple[str, str, str], float]:
    """Return the counts of both, in the order of their keys."""
    return {
        key: one.get(key, 0.0) + other.get(key, 0.0) for key in sorted(one.keys() | other.keys())
    }


@dataclass(frozen=True)
class Taught:
    """What some signals of a delivery teach: by comparator which of their pairs do (`teaches`), the `lessons` of these,
    and of every signal P(it is about no stranger) by the priors (`somebody`)."""

    teaches: Mapping[str, Flags]
    lessons: Lessons
    somebody: Floats


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
        numbers = np.bincount(cell)
        for place in np.flatnonzero(numbers):
            name = signals.sources[place // width]
            level = comparator.niveaus[place % width].id
            counts[name, comparator.naam, level] = float(numbers[place])
    return dict(sorted(counts.items()))


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


def _unmoved(pairs: Pairs) -> dict[str, Floats]:
    """What `moved_weights` gives where every source has the prior m."""
    return dict.fromkeys(ORDER, np.zeros(len(pairs.signal)))
