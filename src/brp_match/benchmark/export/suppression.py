"""Which counts of an export stay hidden, so that no small one can be rebuilt by a reader.

For every small count the cheapest change of the table that the sums allow is sought: the count
moves over a range as wide as the minimum, and what must move with it is hidden too. That is one
linear programme a count; the counts hidden for one are free for the next. The reader may be a
deliverer, who knows how many signals it sent and from its cards what became of them: then the change leaves those
numbers alone. Method: the flow
heuristic of cell suppression, Cox (1980), JASA 75: 377-385, in the general form of Fischetti &
Salazar (2000), JASA 95: 916-928. The sums are those of a table; what is dear (`worth`) moves last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import inf, log10
from typing import Any

from brp_match.benchmark.export.keys import worth
from brp_match.errors import BrpMatchError, ExitCode
from brp_match.report.statistics.suppression import CountTable

LEVEL_COST = (1.0, 30.0, 900.0)
"""Price of hiding in a part, a sector, and all signals; times the place in HIDE_FIRST."""

_DELIVERED = 1e-3
"""Price of moving a number that its deliverer knows."""

MOVED = 1e-7
"""A change smaller than this is rounding."""


def ceiling(minimum: int) -> int:
    """Return the bound that may be told of a hidden wrongful count that is not above it.

    From nought to it is a range as wide as two minimums, less one: wider than what must stay open.
    """
    return 2 * minimum - 1


def may_be_bounded(table: CountTable, minimum: int) -> frozenset[str]:
    """Return the wrongful counts that, when hidden, are told to be at most `ceiling`."""
    return frozenset(
        key
        for key, count in table.counts.items()
        if key.endswith(".onterecht") and count <= ceiling(minimum)
    )


def hidden_counts(
    table: CountTable,
    slack: frozenset[str],
    minimum: int,
    least: Mapping[str, int],
    delivered: Collection[frozenset[str]] = (),
    unshown: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Return the keys to withhold: every count under `minimum`, and what would give it away.

    `slack` keys are never shown and need no protection, `unshown` ones are never shown and do; `least` is what a reader knows of counts
    because their group is there (0 where absent); `delivered` are sets of counts that one
    reader each knows. Afterwards every withheld count under the minimum can, for a reader who knows all that
    is shown, every sum, the ceilings told of hidden counts, that one not told means a count above
    it, and one of `delivered`, be anything in a range at least `minimum` wide. Raises
    BrpMatchError (a fault of ours) when that cannot be done.
    """
    small = (k for k, n in table.counts.items() if n < minimum and k not in slack)
    primary = sorted(small, key=lambda key: (*worth(key), key))
    hidden = set(primary) | slack | unshown
    most = ceiling(minimum)
    bounded = may_be_bounded(table, minimum)
    above = {k: most + 1 for k in table.counts if k.endswith(".onterecht") and k not in bounded}
    known = frozenset[str]().union(*delivered)
    programme = _Programme(table, bounded, most, {**least, **above}, known)
    for key in primary:
        moved = programme.moved_with(key, hidden, minimum)
        if moved is None:
            raise BrpMatchError(
                "AFSCHERMEN_MISLUKT",
                "export",
                "een klein aantal is niet af te schermen; er is niets geschreven",
                exit_code=ExitCode.OUR_FAULT,
            )
        hidden |= moved
        # a change that leaves a deliverer's own numbers alone holds for that deliverer too
        for own in sorted(delivered, key=sorted):
            if moved & (own - {key}):
                hidden |= programme.moved_beside(key, hidden, minimum, own - {key})
    return frozenset(hidden - slack)


class _Programme:
    """The linear programme of a table: two changes of it, one up and one down for the key asked."""

    def __init__(
        self,
        table: CountTable,
        bounded: Collection[str],
        most: int,
        least: Mapping[str, int],
        delivered: frozenset[str],
    ) -> None:
        import numpy
        from scipy.sparse import block_diag, coo_array, hstack

        self.delivered = delivered
        self.keys = sorted(table.counts)
        self.place = {key: i for i, key in enumerate(self.keys)}
        entries = [
            (row, self.place[key], sign)
            for row, one in enumerate(table.sums)
            for key, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts))
        ]
        rows, columns, signs = (list(part) for part in zip(*entries, strict=True))
        sums = coo_array((signs, (rows, columns)), shape=(len(table.sums), len(self.keys)))
        # variables: rise and fall of the upward change, rise and fall of the downward one
        both = hstack([sums, -sums])
        self.equal = block_diag([both, both]).tocsr()
        self.counts = numpy.array([table.counts[key] for key in self.keys], dtype=float)
        self.fall = self.counts - [least.get(key, 0) for key in self.keys]
        self.room = numpy.array(
            [most - table.counts[key] if key in bounded else inf for key in self.keys]
        )

    def moved_with(
        self,
        key: str,
        hidden: Collection[str],
        minimum: int,
        known: Collection[str] = (),
    ) -> set[str] | None:
        """Return the keys, hidden already or not, that the cheapest two changes move; they leave
        `known` as it is. None where there are none.
        """
        import numpy
        from scipy.optimize import linprog
        from scipy.sparse import csr_array, vstack

        n, at = len(self.keys), self.place[key]
        price = numpy.array([0.0 if k in hidden else _cost(k, c) for k, c in
                             zip(self.keys, self.counts, strict=True)])  # fmt: skip
        width = numpy.zeros(4 * n)
        width[[at, n + at]] = 1.0, -1.0
        width[[2 * n + at, 3 * n + at]] = -1.0, 1.0
        # what a deliverer knows rather not, also when it is hidden
        price += [_DELIVERED if k in self.delivered else 0.0 for k in self.keys]
        limits = numpy.concatenate([self.room, self.fall, self.room, self.fall])
        for own in known:
            limits[self.place[own] :: n] = 0.0
        answer = linprog(
            # a little for what is hidden already keeps the change small
            numpy.tile(price + 1e-6, 4),
            A_eq=vstack([self.equal, csr_array(width.reshape(1, -1))]),
            b_eq=numpy.append(numpy.zeros(self.equal.shape[0]), float(minimum)),
            bounds=numpy.column_stack([numpy.zeros(4 * n), limits]),
            method="highs",
        )
        if answer.status != 0:
            return None
        change = answer.x.reshape(4, n)
        moved = (abs(change[0] - change[1]) > MOVED) | (abs(change[2] - change[3]) > MOVED)
        return {self.keys[i] for i in numpy.flatnonzero(moved)}

    def moved_beside(
        self, key: str, hidden: Collection[str], minimum: int, own: Collection[str]
    ) -> set[str]:
        """Return what moves for a deliverer that knows `own`. Where the count follows from `own`, it is its own:
        then it is guarded as for one that knows only what it sent, and in the end not at all.
        """
        sent = {one for one in own if one.endswith("|signalen")}
        for known in (own, sent):
            moved = self.moved_with(key, hidden, minimum, known)
            if moved is not None:
                return moved
        return set()


def _cost(key: str, count: float) -> Any:
    level, place = worth(key)
    return LEVEL_COST[level] * (1 + place) * (1.0 + log10(1.0 + count))
