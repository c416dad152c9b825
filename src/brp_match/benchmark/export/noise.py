"""What may be told of a count that is withheld: the count with noise on it (`brp_match.noise`), which vanishes over many
municipalities. The draw comes from a key that stays at home (`ledger`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from brp_match.benchmark.export.keys import cell, group_measures
from brp_match.noise import noise

if TYPE_CHECKING:
    from brp_match.benchmark.export.cells import Cells

NOISY: Mapping[str, tuple[str, ...]] = {
    "alle": ("exact.uitval", "exact.onterecht", "brp_match.uitval", "brp_match.onterecht", "brp_match.beoordeling"),
    "sector": ("exact.uitval", "exact.onterecht", "brp_match.uitval"),
    "familie": ("exact.uitval", "exact.onterecht"),
}  # fmt: skip
"""Kind of group → the counts that are told with noise where they are withheld. Nothing of one deliverer or month."""


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
