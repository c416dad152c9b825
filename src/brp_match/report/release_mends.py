"""What a deliverer may know of its faults: which cost most, in tens, and nothing that tells more.

A fault's drop-out and reviews are parts of the month's, and the deliverer knows which of its rows
have which fault. So each is given as "at least", in whole tens (of `minimum`), and so far below
what is published of the month, and below its own rows with a fault, that the rest, over all faults
shown together, may still be anything in a range of ten or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from brp_match.report import firewall as fw
from brp_match.report.cards import Mend
from brp_match.report.checks import Catalogue, CheckText
from brp_match.report.mending import repaired_by
from brp_match.report.release_parts import Parts
from brp_match.report.statistics.suppression import bounds

MENDS_SHOWN = 3

DROP_AS_REVIEWS = 10
"""Reviews that a drop-out counts for in the rank: missed_resident over review, as shipped."""

GUESS = {"fout": 0.1, "waarschuwing": 0.02}
"""Severity → reviews counted for each row with the fault, where nothing may be told. A choice of
order only: with the demo's water company 0.14 a row for a missing date, 0.04 for a joined name."""


@dataclass
class Room:
    """How many signals of a published total the faults may still claim between them."""

    left: int
    minimum: int

    @classmethod
    def of(cls, parts: Parts, outcome: fw.Outcome) -> Room:
        """Return the room in one outcome: up to the most a reader could take its count for."""
        month = parts.month
        _, most = bounds(month.table, month.hidden, str(outcome))
        if outcome is fw.Outcome.NIET_OPGEPAKT and parts.most is not None:
            most = min(most, parts.most)
        return cls(0 if most == inf else int(most) - month.minimum, month.minimum)

    def take(self, caused: float, rows: int, claimed: int) -> fw.Share:
        """Give out as many tens of the expected number as fit; `claimed` rows are gone already, or count for nothing."""
        most = min(int(caused + 0.5), self.left, rows - claimed - self.minimum)
        tens = max(0, most // self.minimum) * self.minimum
        if not tens:
            return fw.Withheld()
        self.left -= tens
        return fw.AtLeast(tens, rows, self.minimum)


def released_mends(
    rows: Sequence[Mend],
    parts: Parts,
    catalogue: Catalogue,
    persons: Mapping[str, int] | None = None,
    missed: Mapping[str, int] | None = None,
) -> tuple[fw.MendShare, ...]:
    """Return the faults to mend first, in an order that tells no more than the figures beside it.

    Of faults in the same field only the one with most rows gets figures. Where no figure is told,
    the rank follows from the own rows and the severity of the fault alone (GUESS). `persons`: how many
    of the rows count, by code; every row where it is not given. `missed`: own rows of the norms that are missed, which
    come before a fault that nothing is told of, also where no decision hangs on them.
    """
    missed = missed or {}
    drops = Room.of(parts, fw.Outcome.NIET_OPGEPAKT)
    reviews = Room.of(parts, fw.Outcome.IN_BEOORDELING)
    taken: set[str] = set()
    shown = []
    for mend in sorted(rows, key=lambda m: (-m.rijen, m.code)):
        asks = set(question(catalogue[mend.code]))
        if asks:
            counted = mend.rijen if persons is None else persons.get(mend.code, 0)
            shown.append(_mend(mend, drops, reviews, counted, rated=not asks & taken))
            taken |= asks
    there = {one.code.value for one in shown}
    shown += [
        fw.MendShare(fw.ExpectationCode(code), fw.OwnCount(n, n), fw.Withheld(), fw.Withheld())
        for code, n in missed.items()
        if n and code not in there
    ]
    shown.sort(
        key=lambda m: (
            bool(missed) and not _told(m) and m.code.value not in missed,
            -_weight(m, catalogue[m.code.value]),
            m.code.value,
        )
    )
    return tuple(shown[:MENDS_SHOWN])


def question(text: CheckText) -> tuple[str, ...]:
    """What mending a fault changes; empty for one that no decision looks at."""
    return (text.reden,) if text.reden else repaired_by(text.velden)


def _mend(mend: Mend, drops: Room, reviews: Room, counted: int, rated: bool) -> fw.MendShare:
    drop: fw.Share | fw.OwnCount = fw.Withheld()
    review: fw.Share = fw.Withheld()
    if mend.teruggekoppeld and mend.teruggekoppeld == mend.uitval:
        drop = fw.OwnCount(mend.teruggekoppeld, mend.rijen)
    elif rated:
        drop = drops.take(mend.uitval, mend.rijen, mend.rijen - counted)
    if rated:
        review = reviews.take(mend.beoordeling, mend.rijen, mend.rijen - counted + _number(drop))
    return fw.MendShare(
        fw.ExpectationCode(mend.code), fw.OwnCount(mend.rijen, mend.rijen), drop, review
    )


def _number(share: fw.Share | fw.OwnCount) -> int:
    """The figure that is told; 0 for none."""
    return share.teller if isinstance(share, fw.AtLeast | fw.OwnCount | fw.Rate) else 0


def _told(mend: fw.MendShare) -> int:
    """What is told of a fault, in reviews; 0 for nothing."""
    each = 1 if isinstance(mend.uitval, fw.OwnCount) else DROP_AS_REVIEWS
    return each * _number(mend.uitval) + _number(mend.beoordeling)


def _weight(mend: fw.MendShare, text: CheckText) -> float:
    """Rank by what is told (a drop-out as ten reviews, one fed back as one), or by own rows."""
    return max(float(_told(mend)), GUESS.get(text.ernst, 0.0) * mend.rijen.teller)
