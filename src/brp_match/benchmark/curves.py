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

from brp_match.benchmark.scores import Costs, Rate, rate
from brp_match.benchmark.truth import Answer, Judged, outcome_of
from brp_match.model import Besluit

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


@dataclass(frozen=True)
class CostPoint:
    """Cost per signal when at most `allowed` signals are reviewed."""

    allowed: int
    cost: float


def cost_curve(judged: Sequence[Judged], costs: Costs, allowed: Sequence[int]) -> list[CostPoint]:
    """Cost per signal for each number of reviews allowed.

    Signals are reviewed in order of expected loss of deciding them without a person; a method
    without probabilities has its own reviews first and the rest in order of signal. A signal of
    the method's own reviews for which no place is left is decided by expected cost: matched where
    P >= missed / (missed + false match), else rejected. A review finds the truth.
    """
    order = sorted(judged, key=lambda j: (-_expected_loss(j.answer, costs), j.truth.signaal_id))
    automatic = [costs.of(outcome_of(j.truth, _decided(j.answer, costs))) for j in order]
    remaining = sum(automatic)
    at = {0: remaining}
    for place, saved in enumerate(automatic, start=1):
        remaining += costs.review - saved
        at[place] = remaining
    n = len(order)
    return [CostPoint(k, at[min(k, n)] / n if n else 0.0) for k in allowed]


def _expected_loss(answer: Answer, costs: Costs) -> float:
    if answer.kans is None:
        return float("inf") if answer.besluit is Besluit.REVIEW else 0.0
    if answer.besluit is Besluit.MATCH:
        return costs.false_match * (1.0 - answer.kans)
    if answer.besluit is Besluit.REVIEW:
        # above every automatic decision with the same probability: the method asked for it
        return costs.review + min(
            costs.false_match * (1.0 - answer.kans), costs.missed_resident * answer.kans
        )
    # a resident who was recognised and rejected was rejected for what the register says
    return 0.0 if answer.kans >= 0.5 else costs.missed_resident * answer.kans


def _decided(answer: Answer, costs: Costs) -> Answer:
    if answer.besluit is not Besluit.REVIEW:
        return answer
    matched = (
        answer.kans is not None
        and bool(answer.persoon_id)
        and costs.false_match * (1.0 - answer.kans) <= costs.missed_resident * answer.kans
    )
    besluit = Besluit.MATCH if matched else Besluit.REJECT
    return Answer(answer.signaal_id, besluit, answer.persoon_id, answer.kans, answer.kandidaten)
