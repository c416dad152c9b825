"""How many characters a field has, as the lengths of what stands in it tell: what fills it may be cut off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

AT_LEAST = 3
"""So many texts must fill a field before its width is known."""

IN_PART, IN_PART_AT_LEAST = 3, 6
"""Where only some rows went through the field, its length has so many times the texts of each length beside it, and so
many: three names of one length among longer ones are chance in one of twenty deliveries."""


def filled_widths(texts: Iterable[str]) -> frozenset[int]:
    """Return the lengths of texts that fill a field: the greatest, where more have it than either of the two below, and
    any that stands out among the two below and the two above."""
    lengths = Counter(map(len, texts))
    longest = max(lengths, default=0)
    found = set()
    for width, count in lengths.items():
        beside = max(lengths[width + step] for step in (-2, -1, 1, 2))
        greatest = count >= AT_LEAST and count > beside and width == longest
        if greatest or count >= max(IN_PART_AT_LEAST, IN_PART * beside):
            found.add(width)
    return frozenset(found)
