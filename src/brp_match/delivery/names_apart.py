"""Names that belong to other rows: their columns were sorted, or pasted, without the rest, in a file or a stretch of it.

Each of them is somebody's name then, and none that of its row. Only the register shows it: where somebody at the
address was born on the date of the row, the name is theirs as well in nine of ten rows; where nobody was, in two of five
(`alignment`) and in an odd delivery in one of four. Of names that belong to other rows one in fifty agrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from brp_match.delivery.alignment import AGREES, Evidence

DATED, DATED_NOT = math.log(0.02 / 0.9), math.log(0.98 / 0.1)
"""Log-likelihood ratio of a row whose birth date is that of somebody at its address: the name agrees, and does not."""

UNDATED_NOT = math.log(0.98 / 0.75)
"""The same of any other row whose name does not agree."""

APART = math.log(0.001)
"""Natural logarithm of the prior odds that a file has such a stretch; of where it begins and ends nothing is known."""

LETTERS = 4
"""So many letters of a name, written in one with others or cut off, are no chance."""


def names_apart(evidence: Sequence[Evidence]) -> list[int]:
    """Return the rows whose name belongs to another row; `evidence` in the order of the file."""
    agree = [_agrees(one) for one in evidence]
    weights = [_weight(one, found) for one, found in zip(evidence, agree, strict=True)]
    told = sum(weight != 0 for weight in weights)
    first, end, most = _heaviest(weights)
    if not told or most + APART - 2 * math.log(told) < 0:
        return []
    return [place for place in range(first, end) if not agree[place]]


def _agrees(one: Evidence) -> bool:
    return bool(one.names & one.names_there) or any(
        (name in other or other in name) and min(len(name), len(other)) >= LETTERS
        for name in one.names
        for other in one.names_there
    )


def _weight(one: Evidence, agrees: bool) -> float:
    if not (one.names and one.names_there):
        return 0.0
    if one.birth in one.births_there:
        return DATED if agrees else DATED_NOT
    return -AGREES if agrees else UNDATED_NOT


def _heaviest(weights: Sequence[float]) -> tuple[int, int, float]:
    """Return first, end and sum of the stretch with the largest sum."""
    best, first, running = (0, 0, 0.0), 0, 0.0
    for place, weight in enumerate(weights):
        if running <= 0:
            first, running = place, 0.0
        running += weight
        if running > best[2]:
            best = (first, place + 1, running)
    return best
