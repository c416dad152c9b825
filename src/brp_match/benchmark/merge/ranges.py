"""What the counts that a municipality withheld can be: the least and the greatest, from its own file.

What was withheld was small, so leaving it out would colour the whole: only VLP's with many wrongful
drop-outs would be seen. A range keeps every municipality in, and claims nothing it cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from brp_match.benchmark.export.file import Export, export_sums
from brp_match.benchmark.export.keys import Group, cell, group_measures
from brp_match.benchmark.export.suppression import ceiling
from brp_match.report.statistics.bounds import Ends, Sum, count_range


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
        self._sums = [Sum(total, parts) for total, parts in export_sums(export)]
        withheld = {k for one in self._sums for k in one.members if k not in export.counts}
        self._ends: dict[str, Ends] = {
            key: (self._least(key), export.at_most.get(key)) for key in withheld
        }

    def count(self, group: Group, measure: str) -> Range:
        """Return what a count is, or can be at least and at most."""
        key = cell(group, measure)
        shown = self.export.counts.get(key)
        return Range(shown, shown) if shown is not None else self._bounded(key)

    def noisy(self, group: Group, measure: str) -> int | None:
        """Return a withheld count with noise on it; None where that is not told."""
        return self.export.noisy.get(cell(group, measure))

    def _bounded(self, key: str) -> Range:
        if key not in self._ends:
            return Range(0, inf)
        try:
            return Range(*count_range(key, self._sums, self.export.counts, self._ends))
        except ValueError:
            # a file whose counts contradict one another in a hidden way tells nothing
            return Range(0, inf)

    def _least(self, key: str) -> int:
        """Return the least that a hidden count can be: a wrongful one without a ceiling is above it."""
        told = key not in self._may_show or key in self.export.at_most
        return 0 if told or not key.endswith(".onterecht") else ceiling(self.export.minimum) + 1
