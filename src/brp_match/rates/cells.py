"""Counts that may go out: in tens, none under the minimum, no total that would give a hidden one away. Pure.

A count told as `t` is anything from `t` to `t + 9`; one that is not told anything under the minimum. Whoever has a
file, and every file of before and after, can narrow none of these: that is what is tested (`tests/rates`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TEN = 10
"""Counts are told in tens, downward."""

WIDTH = TEN - 1


def told(count: int, minimum: int) -> int | None:
    """Return what is told of a count of distinct persons: tens, downward; None where it is under the minimum."""
    return None if count < max(minimum, TEN) else count - count % TEN


def shown(counts: Mapping[str, int], minimum: int) -> dict[str, int]:
    """Return what is told of every level; those under the minimum are left out."""
    found = ((level, told(count, minimum)) for level, count in sorted(counts.items()))
    return {level: count for level, count in found if count is not None}


def total_of(counts: Mapping[str, int], levels: Sequence[str], minimum: int) -> int | None:
    """Return what is told of the sum over `levels` that are alternatives of each other, None where it says too much.

    It says too much where it narrows any of them: shown or hidden, each can then no longer be anything it might be.
    """
    seen = shown({level: counts.get(level, 0) for level in levels}, minimum)
    total = told(sum(counts.get(level, 0) for level in levels), minimum)
    hidden = len(levels) - len(seen)
    if total is None or not hidden:
        return None
    parts, own = sum(seen.values()), max(minimum, TEN) - 1
    # for each of them the others can make up for anything it may be
    low = total <= parts + WIDTH * len(seen) + own * (hidden - 1)
    high = total + WIDTH >= parts + own
    return total if low and high else None
