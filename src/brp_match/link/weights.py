"""The weight of one level for one pair, as Splink gives it."""

from __future__ import annotations

from math import log2

from brp_match.content import Comparator


def weight(comparator: Comparator, level: str, u: float | None) -> float:
    """Return log2(m / u) of a level; 0 for one without information.

    `u` is the pair's own, for a level whose u is that of the register: it is bounded below by the level's
    `u_minimum`, which also stands where it is None.
    """
    found = comparator.by_id[level]
    if found.geen_informatie:
        return 0.0
    own = max(u if u is not None else found.u_minimum, found.u_minimum)
    return log2(found.m / (own if found.u is None else found.u))
