"""Complementary suppression: no withheld count can be rebuilt from what is published.

A table is a set of counts and the sums that hold among them: rows and columns, months and their
total, one total inside another. A count under the minimum is withheld; then a linear programme
plays the reader who knows every published count, every sum and that no count is negative, and
bounds each withheld count; and once more the reader who also knows this rule, and so may find out
which of the withheld counts are under the minimum and which only hide another. While one is bounded
too tightly for either, a further count is withheld.

References: Fischetti & Salazar (2000), "Models and algorithms for optimizing cell suppression in
tabular data with linear constraints", JASA 95: 916-928 (the reader's two programmes per cell).
Theirs picks the cheapest set; ours is greedy, checked by the same programmes.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from brp_match.report.statistics.bounds import Ends, Sum, count_range


@dataclass(frozen=True)
class CountTable:
    """Counts by key, the sums among them, and the keys the reader knows without us.

    The order of `counts` is that in which counts are given up to hide others; it may not depend on
    their values.

    `known` counts (what a deliverer delivered) are never withheld and carry no risk themselves.
    Raises ValueError for a negative count, an unknown key or a sum that does not hold.
    """

    counts: Mapping[str, int]
    sums: tuple[Sum, ...] = ()
    known: Set[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if any(value < 0 for value in self.counts.values()):
            raise ValueError("a count is never negative")
        names = {key for s in self.sums for key in s.members} | set(self.known)
        if names - self.counts.keys():
            raise ValueError("a sum names a count that is not in the table")
        for s in self.sums:
            if self.counts[s.total] != sum(self.counts[part] for part in s.parts):
                raise ValueError(f"the sum of {s.total} does not hold")


def suppress(table: CountTable, minimum: int) -> frozenset[str]:
    """Return the keys to withhold so that every count under `minimum` stays hidden.

    Zero is under the minimum: "nobody" says something about everybody. After this, each withheld
    count that is under the minimum can be anything in a range at least `minimum` wide, as far as
    a reader can tell, and anything under the minimum for one who knows which counts are; where even
    withholding every count that may be withheld cannot give that, everything that may be withheld is.
    """
    free = sorted(key for key in table.counts if key not in table.known)
    primary = [key for key in free if table.counts[key] < minimum]
    hidden = set(primary)
    while True:
        exposed = _first_exposed(table, primary, hidden, minimum)
        if exposed is None:
            return frozenset(hidden)
        further = _next_to_hide(table, exposed, hidden)
        if further is None:
            return frozenset(free)
        hidden.add(further)


def bounds(table: CountTable, hidden: Set[str], key: str) -> tuple[int, float]:
    """Return the least and greatest value of `key` that agree with everything published.

    The reader knows every count not in `hidden`, every sum, and that counts are whole and not
    negative. The greatest is infinite where nothing holds it.
    """
    if key not in hidden:
        return table.counts[key], table.counts[key]
    return _read(table, dict.fromkeys(hidden, (0, None)), key)


def _read(table: CountTable, ends: Mapping[str, Ends], key: str) -> tuple[int, float]:
    published = {k: n for k, n in table.counts.items() if k not in ends}
    return count_range(key, table.sums, published, ends)


def _first_exposed(
    table: CountTable, primary: list[str], hidden: Set[str], minimum: int
) -> str | None:
    known: dict[str, Ends] = {
        key: (0, minimum - 1) if table.counts[key] < minimum else (minimum, None) for key in hidden
    }
    for key in primary:  # in the order of keys, never of counts
        low, high = bounds(table, hidden, key)
        if high - low < minimum or _read(table, known, key) != (0, minimum - 1):
            return key
    return None


def _next_to_hide(table: CountTable, exposed: str, hidden: Set[str]) -> str | None:
    """Choose the first count still published that shares a sum with the exposed one: parts before
    totals, in the order of the table.

    Never the smallest: a choice by size would tell a reader who knows this rule that the count chosen
    is smaller than the ones still shown, and with that what the hidden ones are. Reaches over further sums when every count in its own sums is withheld or known.
    """
    reached, frontier = {exposed}, [exposed]
    while frontier:
        near: set[str] = set()
        for s in table.sums:
            members = set(s.members)
            if members & set(frontier):
                near |= members
        open_keys = [k for k in near if k not in hidden and k not in table.known]
        if open_keys:
            order, totals = list(table.counts), {one.total for one in table.sums}
            return min(open_keys, key=lambda k: (k in totals, order.index(k)))
        frontier = sorted(near - reached)
        reached |= near
    return None
