"""Names that belong to other rows: their columns were sorted, or pasted, without the rest, in a file or a stretch of it.

Each of them is somebody's name then, and none that of its row. Only the register shows it: where somebody at the
address was born on the date of the row, the name is theirs as well in nine of ten rows; where nobody was, in two of five
(`alignment`) and in an odd delivery in one of four. Of names that belong to other rows one in fifty agrees. So it is with
given names, or with what stands in their column and is none (`man`, a town): beside a surname that agrees three in five
do, as many are called otherwise than they are registered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from brp_match.delivery.alignment import AGREES, Evidence

DATED, DATED_NOT = math.log(0.02 / 0.9), math.log(0.98 / 0.1)
"""Log-likelihood ratio of a row whose birth date is that of somebody at its address: the name agrees, and does not."""

GIVEN, GIVEN_NOT = math.log(0.02 / 0.6), math.log(0.98 / 0.4)
"""The same of a given name, where the surname or the birth date is that of somebody there."""

SELDOM, MOSTLY = 0.25, 0.9
"""How often the name of any other row agrees, at least and at most."""

UNDATED_NOT = math.log(0.98 / (1 - SELDOM))
"""Log-likelihood ratio of a row with another birth date whose name does not agree."""

APART = math.log(0.001)
"""Natural logarithm of the prior odds that all names of a file are such, or those of a stretch of it, of which nobody
knows where it begins and ends."""

LETTERS, LETTERS_GIVEN = 4, 3
"""So many letters of a surname, written in one with others or cut off, are no chance, nor so many at the beginning of a given
name (Rob of Robertus)."""


def names_apart(evidence: Sequence[Evidence]) -> list[int]:
    """Return the rows whose surname belongs to another row; `evidence` in the order of the file."""
    agree = _surnames_agree(evidence)
    bare = math.log(0.98 / (1 - _usual(evidence, agree)))
    weights = [_weight(one, found, bare) for one, found in zip(evidence, agree, strict=True)]
    return _apart(weights, agree)


def given_apart(evidence: Sequence[Evidence]) -> list[int]:
    """Return the rows whose given name belongs to another row, or is none, where a surname is left; `evidence` in the order
    of the file."""
    agree = [
        _agrees(one.given, one.given_there, lambda name, other: other.startswith(name), LETTERS_GIVEN)
        for one in evidence
    ]  # fmt: skip
    # where nobody is known by surname or birth date, the address may be another
    weights = [
        (GIVEN if found else GIVEN_NOT)
        if one.given and one.given_there and (known or one.birth in one.births_there)
        else 0.0
        for one, found, known in zip(evidence, agree, _surnames_agree(evidence), strict=True)
    ]
    return [place for place in _apart(weights, agree) if evidence[place].names]


def _surnames_agree(evidence: Sequence[Evidence]) -> list[bool]:
    return [
        _agrees(one.names, one.names_there, lambda name, other: name in other, LETTERS)
        for one in evidence
    ]


def _apart(weights: Sequence[float], agree: Sequence[bool]) -> list[int]:
    told = sum(weight != 0 for weight in weights)
    if not told:
        return []
    first, end, most = _heaviest(weights)
    stretch, whole = most - 2 * math.log(told), sum(weights)
    if whole > stretch:
        first, end = 0, len(weights)
    if max(stretch, whole) + APART < 0:
        return []
    return [place for place in range(first, end) if not agree[place]]


def _agrees(
    own: frozenset[str], there: frozenset[str], part_of: Callable[[str, str], bool], letters: int
) -> bool:
    return bool(own & there) or any(
        min(len(name), len(other)) >= letters and (part_of(name, other) or part_of(other, name))
        for name in own
        for other in there
    )


def _usual(evidence: Sequence[Evidence], agree: Sequence[bool]) -> float:
    """How often a surname agrees in rows without a birth date: of a file whose rows mostly do, a stretch in which none does is
    no chance. Who has a birth date may live elsewhere, a whole deliverer's customers together."""
    undated = [
        found for one, found in zip(evidence, agree, strict=True)
        if one.names and one.names_there and not one.birth
    ]  # fmt: skip
    return min(max(sum(undated) / max(len(undated), 1), SELDOM), MOSTLY)


def _weight(one: Evidence, agrees: bool, bare: float) -> float:
    """`bare`: that of a row without a birth date whose name does not agree."""
    if not (one.names and one.names_there):
        return 0.0
    if one.birth in one.births_there:
        return DATED if agrees else DATED_NOT
    if agrees:
        return -AGREES
    return UNDATED_NOT if one.birth else bare


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
