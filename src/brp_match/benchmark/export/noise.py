"""What may be told of a count that is withheld: the count with noise on it, which vanishes over many municipalities.

The noise is the difference of two geometric draws (the discrete Laplace distribution), nought on average: a
reader finds no count within the minimum of the true one more than `TIMES` as likely or unlikely. So the 95% range of
a small count stays wider than the minimum, also for who knows all others, and one person more or less moves every
probability by a factor of `TIMES` ** (1 / minimum) at most. Method: Dwork, McSherry, Nissim & Smith (2006), TCC:
265-284; Ghosh, Roughgarden & Sundararajan (2012), SIAM Journal on Computing 41: 1673-1693.

The draw comes from a key that stays at home (`ledger`), so the same counts have the same noise and nobody can take
the mean of many draws.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from math import log
from typing import TYPE_CHECKING

from brp_match.benchmark.export.keys import cell, group_measures

if TYPE_CHECKING:
    from brp_match.benchmark.export.cells import Cells

TIMES = 20
"""How many times more likely a count may be than another that is the minimum away."""

NOISY: Mapping[str, tuple[str, ...]] = {
    "alle": ("exact.uitval", "exact.onterecht", "brp_match.uitval", "brp_match.onterecht", "brp_match.beoordeling"),
    "sector": ("exact.uitval", "exact.onterecht", "brp_match.uitval"),
    "familie": ("exact.uitval", "exact.onterecht"),
}  # fmt: skip
"""Kind of group → the counts that are told with noise where they are withheld. Nothing of one deliverer or month."""


def ratio(minimum: int) -> float:
    """Return by what a probability falls with every step away from the true count, between 0 and 1."""
    return float(TIMES ** (-1.0 / minimum))


def noise(key: bytes, about: str, minimum: int) -> int:
    """Return the draw that belongs to a count: `about` says which one, and what it is."""
    digest = hmac.new(key, about.encode("utf-8"), sha256).digest()
    step = log(ratio(minimum))
    first, second = (
        int(log((int.from_bytes(half, "big") + 0.5) / 2**128) / step)
        for half in (digest[:16], digest[16:])
    )
    return first - second


def with_noise(
    cells: Cells, hidden: Collection[str], minimum: int, key: bytes, months: Sequence[str]
) -> dict[str, int]:
    """Return key → count with noise, of every withheld count in NOISY; it may be under nought."""
    found = {}
    for group in cells.groups:
        shown = group_measures(cells.reviewed, group.kind)
        for measure in NOISY.get(group.kind, ()):
            name = cell(group, measure)
            if measure in shown and name in hidden:
                count = cells.table.counts[name]
                about = "\n".join((*months, name, str(count)))
                found[name] = count + noise(key, about, minimum)
    return found
