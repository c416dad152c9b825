"""Characters that nobody sees: spaces of no width, soft hyphens, marks of direction, left by programs that copy text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from brp_match.delivery.findings import Finding, Kind, Mends, Step, Values

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)

_KEPT = ("signaal_id", "vlp")
"""Columns by which rows are told apart: they stay as they came."""


def mend_invisible(rows: Sequence[Values]) -> Step:
    """Take characters out of the cells that nobody sees; a cell of nothing else is empty."""
    mends: Mends = {}
    counts: Counter[str] = Counter()
    for place, row in enumerate(rows):
        for column, text in row.items():
            if not text or text.isascii() or column in _KEPT:
                continue
            seen = _UNSEEN.sub("", text)
            if seen != text:
                mends.setdefault(place, {})[column] = seen.strip() or None
                counts[column] += 1
    return Step(
        mends,
        tuple(
            Finding(
                Kind.TEKENS, column, count, sum(1 for row in rows if row.get(column)), 1.0, "vorm", True,
                {"rijen": count}, "onzichtbare tekens",
            )
            for column, count in counts.items()
        ),
    )  # fmt: skip
