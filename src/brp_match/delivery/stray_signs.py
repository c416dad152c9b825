"""Signs that a program left in cells: spaces of no width, soft hyphens, marks of direction, tags of HTML, wide letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from brp_match.delivery.findings import Finding, Kind, Mends, Step, Values
from brp_match.reading.mending import plain_forms

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)

_TAG = re.compile(r"(?i)</?(?:br|p|b|i|u|em|strong|span|div|td|tr|font|nobr)(?:\s[^<>]*)?/?>")

_KEPT = ("signaal_id", "vlp")
"""Columns by which rows are told apart: they stay as they came."""


def mend_stray_signs(rows: Sequence[Values]) -> Step:
    """Take out of the cells what nobody sees or means; a cell of nothing else is empty."""
    mends: Mends = {}
    counts: Counter[tuple[str, str]] = Counter()
    for place, row in enumerate(rows):
        for column, text in row.items():
            if not text or column in _KEPT or (text.isascii() and "<" not in text):
                continue
            plain, what = _plain(text)
            if plain != text:
                mends.setdefault(place, {})[column] = plain.strip() or None
                counts.update((column, one) for one in what)
    return Step(mends, tuple(_finding(*one, rows, count) for one, count in counts.items()))


def _plain(text: str) -> tuple[str, list[str]]:
    """Return the text without stray signs, and which kinds of them it had."""
    had = []
    for kind, without in _WITHOUT.items():
        plain = without(text)
        if plain != text:
            had.append(kind)
        text = plain
    return text, had


_WITHOUT: Mapping[str, Callable[[str], str]] = {
    "opmaakcodes": partial(_TAG.sub, " "),
    "onzichtbare tekens": partial(_UNSEEN.sub, ""),
    "brede of sierletters": plain_forms,
}
"""Kind of sign, as it is told → the text without it."""


def _finding(column: str, kind: str, rows: Sequence[Values], count: int) -> Finding:
    filled = sum(1 for row in rows if row.get(column))
    return Finding(Kind.TEKENS, column, count, filled, 1.0, "vorm", True, {"rijen": count}, kind)
