"""Which candidates of a signal are kept, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

KEEP_FROM = 1e-4
KEEP_AT_LEAST = 3
KEEP_AT_MOST = 25
"""Candidates kept a signal: every one with this posterior, at least three, at most 25; and all who
live at the signal's address (a reviewer's household context), within the same bound."""


def kept(chances: Sequence[float], ids: Sequence[str], at_address: Sequence[bool]) -> list[int]:
    """Return the places of the candidates of one signal that are kept, the likeliest first.

    `chances` are posterior probabilities, `ids` persoon_id, by which equal ones are ordered; the candidates
    come in the order of persoon_nr.
    """
    likely = sorted(range(len(chances)), key=lambda place: -chances[place])
    chosen = [
        place
        for number, place in enumerate(likely)
        if chances[place] >= KEEP_FROM or number < KEEP_AT_LEAST or at_address[place]
    ]
    return sorted(chosen, key=lambda place: (-chances[place], ids[place]))[:KEEP_AT_MOST]
