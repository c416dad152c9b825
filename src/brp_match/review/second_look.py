"""How well two people agree who did not see each other's judgement."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from sqlalchemy import Connection

from brp_match.review.case_file import votes_of_run


@dataclass(frozen=True)
class Agreement:
    """`equal` of `n` cases judged twice were judged the same; κ with its 95% interval.

    `kappa` is None below two cases or when only one outcome occurs (then κ is not defined).
    """

    n: int
    equal: int
    kappa: float | None
    low: float | None
    high: float | None


def agreement(con: Connection, run_id: str = "") -> Agreement:
    """Return the agreement of first and second looks, over one run or all."""
    pairs = []
    for _, votes in sorted(votes_of_run(con, run_id).items()):
        if len(votes) >= 2:
            same = votes[0].said == votes[1].said
            pairs.append((str(votes[0].outcome), str(votes[1].outcome), same))
    return cohen(pairs)


def cohen(pairs: list[tuple[str, str, bool]]) -> Agreement:
    """Cohen's κ (1960) with the large-sample interval of Fleiss, Cohen and Everitt (1969, simple form).

    A pair: outcome of the first, of the second, and whether they mean the same (also the person).
    """
    n = len(pairs)
    equal = sum(same for _, _, same in pairs)
    if n < 2:
        return Agreement(n, equal, None, None, None)
    observed = equal / n
    labels = sorted({label for first, second, _ in pairs for label in (first, second)})
    expected = (
        sum(
            sum(first == label for first, _, _ in pairs)
            * sum(second == label for _, second, _ in pairs)
            for label in labels
        )
        / n**2
    )
    if expected >= 1:
        return Agreement(n, equal, None, None, None)
    kappa = (observed - expected) / (1 - expected)
    half = 1.96 * sqrt(observed * (1 - observed) / (n * (1 - expected) ** 2))
    return Agreement(n, equal, kappa, max(-1.0, kappa - half), min(1.0, kappa + half))
