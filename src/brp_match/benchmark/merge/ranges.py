"""What the counts that a municipality withheld can be: the least and the greatest, from its own file.

What was withheld was small, so leaving it out would colour the whole: only VLP's with many wrongful
drop-outs would be seen. A range keeps every municipality in, and claims nothing it cannot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

from brp_match.benchmark.export.cells import Group, cell, group_measures
from brp_match.benchmark.export.file import Export, export_sums
from brp_match.benchmark.export.suppression import ceiling


@dataclass(frozen=True)
class Range:
    """A count between two bounds, both within it; `high` may be infinite."""

    low: int
    high: float

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    @property
    def exact(self) -> bool:
        """Tell whether the count is known."""
        return self.low == self.high


NOUGHT = Range(0, 0)


class Reader:
    """One export with the sums a reader knows; answers what each count can be."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self._may_show = {
            cell(group, measure)
            for group in export.groups
            for measure in group_measures(export.reviewed, group.kind)
        }
        self._by_key: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for total, parts in export_sums(export):
            for key in (total, *parts):
                self._by_key.setdefault(key, []).append((total, parts))

    def count(self, group: Group, measure: str) -> Range:
        """Return what a count is, or can be at least and at most."""
        key = cell(group, measure)
        shown = self.export.counts.get(key)
        return Range(shown, shown) if shown is not None else self._bounded(key)

    def _bounded(self, key: str) -> Range:
        if key not in self._by_key:
            return Range(0, inf)
        from scipy.optimize import linprog

        sums = self._connected(key)
        hidden = sorted(
            {k for total, parts in sums for k in (total, *parts) if k not in self.export.counts}
        )
        place = {name: i for i, name in enumerate(hidden)}
        left, right = _equations(sums, place, self.export)
        limits = [(self._least(name), self.export.at_most.get(name)) for name in hidden]
        found = []
        for sign in (1.0, -1.0):
            cost = [0.0] * len(hidden)
            cost[place[key]] = sign
            answer = linprog(cost, A_eq=left, b_eq=right, bounds=limits, method="highs")
            # an unbounded count, or a file whose counts contradict one another in a hidden way
            found.append(sign * float(answer.fun) if answer.status == 0 else (0.0, inf)[sign < 0])
        low, high = found
        return Range(ceil(low - 1e-6), high if high == inf else floor(high + 1e-6))

    def _least(self, key: str) -> int:
        """Return the least that a hidden count can be: a wrongful one without a ceiling is above it."""
        told = key not in self._may_show or key in self.export.at_most
        return 0 if told or not key.endswith(".onterecht") else ceiling(self.export.minimum) + 1

    def _connected(self, key: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return the sums that hang together with `key` through hidden counts."""
        reached, frontier = {key}, [key]
        sums: dict[tuple[str, tuple[str, ...]], None] = {}
        while frontier:
            for one in self._by_key[frontier.pop()]:
                sums[one] = None
                for name in (one[0], *one[1]):
                    if name not in reached:
                        reached.add(name)
                        if name not in self.export.counts:
                            frontier.append(name)
        return list(sums)


def _equations(
    sums: Sequence[tuple[str, tuple[str, ...]]], place: dict[str, int], export: Export
) -> tuple[list[list[float]], list[float]]:
    left, right = [], []
    for total, parts in sums:
        row, rest = [0.0] * len(place), 0.0
        for name, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
            if name in place:
                row[place[name]] += sign
            else:
                rest -= sign * export.counts[name]
        left.append(row)
        right.append(rest)
    return left, right
