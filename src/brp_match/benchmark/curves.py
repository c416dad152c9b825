"""Honesty of probabilities (reliability, ECE, log-loss) and cost against reviews allowed. Pure.

The event of a probability is: this resident is the person of the signal. Signals for which a
method names nobody, and methods without probabilities, are left out of it.
Expected calibration error: Naeini et al. (2015), AAAI, here over bins of equal mass, which a crowd
of probabilities near 1 needs (Nguyen & O'Connor 2015, EMNLP).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from brp_match.benchmark.scores import Rate, rate
from brp_match.benchmark.truth import Judged

BINS = 10
CLIP = 1e-6
"""Probabilities are cut off here in the log-loss: nobody may claim more certainty than this."""

Pair = tuple[float, bool]


def probability_pairs(judged: Iterable[Judged]) -> list[Pair]:
    """(kans, is it this person) of every signal for which a person is named with a probability."""
    return [
        (j.answer.kans, j.answer.persoon_id == j.truth.persoon_id)
        for j in judged
        if j.answer.kans is not None and j.answer.persoon_id
    ]


@dataclass(frozen=True)
class Bin:
    """One bin of a reliability diagram: mean probability and the share that came true."""

    mean: float
    observed: Rate


def reliability(pairs: Sequence[Pair], bins: int = BINS) -> list[Bin]:
    """Bins of equal mass, lowest first; equal probabilities always share a bin, so that the order
    of the rows changes nothing. Fewer bins come out where many probabilities are equal.
    """
    by_value: dict[float, list[bool]] = {}
    for value, truth in pairs:
        by_value.setdefault(value, []).append(truth)
    result: list[Bin] = []
    mass, hits, total, seen = 0, 0, 0.0, 0
    for value in sorted(by_value):
        truths = by_value[value]
        mass, hits = mass + len(truths), hits + sum(truths)
        total, seen = total + value * len(truths), seen + len(truths)
        if seen * bins >= len(pairs) * (len(result) + 1):
            result.append(Bin(total / mass, rate(hits, mass)))
            mass, hits, total = 0, 0, 0.0
    return result


def calibration_error(pairs: Sequence[Pair], bins: int = BINS) -> float | None:
    """ECE: mean |probability - share that came true| over the bins, weighted by mass."""
    if not pairs:
        return None
    return sum(
        b.observed.of / len(pairs) * abs(b.mean - (b.observed.value or 0.0))
        for b in reliability(pairs, bins)
    )


def log_loss(pairs: Sequence[Pair]) -> float | None:
    """Mean of -ln P(what happened), natural log, probabilities cut at CLIP and 1 - CLIP."""
    if not pairs:
        return None
    return sum(
        -log(min(max(p if truth else 1.0 - p, CLIP), 1.0 - CLIP)) for p, truth in pairs
    ) / len(pairs)
