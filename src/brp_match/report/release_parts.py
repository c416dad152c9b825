"""Whose the drop-out of a month is, as far as a deliverer may know: its own data, or not.

Two parts of one whole are told together or not at all, so that hiding one never says which of the two is small.
Where one is, the other is told as "at least", in whole tens: so far below the whole that the small one may still
be anything under the minimum. The rules ask nothing of a count but whether it reaches the minimum: who knows them
learns no more than that (tests/report/test_rebuild.py tries every month).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brp_match.report import firewall as fw
from brp_match.report.cards import MonthOutcomes
from brp_match.report.release_tables import FED_BACK, GONE, MonthTable, rate, step

PAIRS = (
    (fw.Part.UW_GEGEVENS, fw.Part.NIET_UW_GEGEVENS),
    (fw.Part.TERECHT, fw.Part.GEMEENTE),
)
"""Parts of the drop-out, and parts of what is not the deliverer's."""


@dataclass(frozen=True)
class Parts:
    """What is told of the parts of one month's drop-out. `most`: the most that its data can have cost beside what
    is told row by row, as a reader sees it, who counts its faulty rows itself; None where they were not counted."""

    month: MonthTable
    told: Mapping[fw.Part, fw.Share] = field(default_factory=dict)
    most: int | None = None

    @classmethod
    def of(cls, month: MonthOutcomes, table: MonthTable) -> Parts:
        """Decide what is told; nothing where the parts were not counted or the drop-out itself is hidden."""
        if month.zijden is None:
            return cls(table)
        nothing = cls(table, most=month.zijden.fouten)
        if "uitval" in table.hidden:
            return nothing
        counts, minimum, split = table.table.counts, table.minimum, month.zijden.split
        drop, gone = counts["uitval"], counts[GONE] if GONE not in table.hidden else 0
        fed_back = sum(counts[str(one)] for one in FED_BACK)
        data, other = split.levering, split.terecht + split.onze
        # what a reader cannot tell apart by itself: without what is told row by row, and what is told of who went
        mine, theirs = data - fed_back, other - gone
        if data + other != drop or min(mine, theirs, split.terecht - gone) < 0:
            return nothing
        # the deliverer counts its faulty rows itself: who did not drop out among them is hidden too
        spared = month.zijden.fouten - mine
        if min(mine, theirs) >= minimum:
            if spared < minimum:
                return nothing
            told = _pair(0, (data, other), drop, minimum)
            if min(split.terecht - gone, split.onze) >= minimum:
                told |= _pair(1, (split.terecht, split.onze), drop, minimum)
            return cls(table, told, mine)
        if mine + theirs < 2 * minimum:
            return nothing
        most = min(mine + theirs, month.zijden.fouten)
        room = mine + theirs - minimum
        if mine > theirs:
            tens = min(data, min(room, month.zijden.fouten - minimum) + fed_back)
            return cls(table, _least(fw.Part.UW_GEGEVENS, tens, drop, minimum), most)
        told = _least(fw.Part.NIET_UW_GEGEVENS, min(other, room + gone), drop, minimum)
        least = sum(one.teller for one in told.values() if isinstance(one, fw.AtLeast))
        return cls(table, told, min(most, drop - fed_back - least))

    def shares(self) -> tuple[fw.PartShare, ...]:
        """Return the parts in their order, those that are not told as withheld."""
        parts = [part for pair in PAIRS for part in pair]
        return tuple(fw.PartShare(part, self.told.get(part, fw.Withheld())) for part in parts)


def _pair(place: int, counts: tuple[int, int], whole: int, minimum: int) -> dict[fw.Part, fw.Share]:
    return {part: rate(n, whole, minimum) for part, n in zip(PAIRS[place], counts, strict=True)}


def _least(part: fw.Part, count: int, whole: int, minimum: int) -> dict[fw.Part, fw.Share]:
    """Tell a part as "at least" the tens in `count`, of a whole; nothing where there is no ten to tell."""
    whole = whole // step(minimum) * step(minimum)
    tens = min(count, whole - minimum) // minimum * minimum
    return {part: fw.AtLeast(tens, whole, minimum)} if tens >= minimum else {}
