"""What a reader can work out of a withheld count: its least and greatest value under every sum that holds.

The reader's linear programme of cell suppression: Fischetti & Salazar (2000), "Models and algorithms for
optimizing cell suppression in tabular data with linear constraints", JASA 95: 916-928.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf


@dataclass(frozen=True)
class Sum:
    """`total` equals the sum of `parts`; all are keys of a table of counts."""

    total: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


Ends = tuple[int, int | None]
"""Least and greatest value a reader holds possible beforehand; None for no greatest."""

_UNBOUNDED = 3
"""Status of scipy's linprog for an answer without an end."""


def count_range(
    key: str, sums: Iterable[Sum], published: Mapping[str, int], ends: Mapping[str, Ends]
) -> tuple[int, float]:
    """Bound `key`, a withheld count: whole numbers, both within it; the greatest may be infinite.

    `published` are the counts the reader sees; `ends` gives what the reader holds possible of each withheld
    one that stands in a sum with it. Raises ValueError where the published counts contradict one another.
    """
    import numpy
    from scipy.optimize import linprog

    together = _connected(key, list(sums), published)
    hidden = sorted({key, *(k for s in together for k in s.members if k not in published)})
    place = {name: i for i, name in enumerate(hidden)}
    left, right = numpy.zeros((len(together), len(hidden))), numpy.zeros(len(together))
    for row, one in enumerate(together):
        for name, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
            if name in place:
                left[row, place[name]] += sign
            else:
                right[row] -= sign * published[name]
    found = []
    for sign in (1.0, -1.0):
        cost = numpy.zeros(len(hidden))
        cost[place[key]] = sign
        answer = linprog(
            cost, A_eq=left, b_eq=right, bounds=[ends[name] for name in hidden], method="highs"
        )
        if answer.status not in (0, _UNBOUNDED):
            raise ValueError("the published counts contradict one another")
        found.append(inf if answer.status == _UNBOUNDED else sign * float(answer.fun))
    low, high = found
    return ceil(low - 1e-6), high if high == inf else floor(high + 1e-6)


def _connected(key: str, sums: Sequence[Sum], published: Mapping[str, int]) -> list[Sum]:
    """Return the sums that hang together with `key` through withheld counts, in their order."""
    reached, found = {key}, set[int]()
    while True:
        near = {
            i
            for i, one in enumerate(sums)
            if i not in found and not reached.isdisjoint(one.members)
        }
        if not near:
            return [sums[i] for i in sorted(found)]
        found |= near
        reached |= {k for i in near for k in sums[i].members if k not in published}
