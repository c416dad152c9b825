"""Signs that a program left in cells: spaces of no width, soft hyphens, marks of direction, tags of HTML, wide letters,
letters of another script that look like Latin ones."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from brp_match.delivery.findings import Finding, Kind, Mends, Step, Values
from brp_match.reading.mending import plain_forms

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)

_TAG = re.compile(r"(?i)</?(?:br|p|b|i|u|em|strong|span|div|td|tr|font|nobr)(?:\s[^<>]*)?/?>")

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0405\u0406\u0408"
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0455\u0456\u0458"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
    "ABEKMHOPCTXYSIJaeopcxysijABEZHIKMNOPTYXo",
)
_OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
MIXED_AT_LEAST = 3
"""From so many cells with Latin letters beside others that look like them on, a cell of only such letters is Latin too."""

_KEPT = ("signaal_id", "vlp")
"""Columns by which rows are told apart: they stay as they came."""


def mend_stray_signs(rows: Sequence[Values]) -> Step:
    """Take out of the cells what nobody sees or means; a cell of nothing else is empty."""
    mends: Mends = {}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    mixed = sum(is_mixed(t) for row in rows for t in row.values() if t and not t.isascii())
    alone = mixed >= MIXED_AT_LEAST
    for place, row in enumerate(rows):
        for column, text in row.items():
            if not text or column in _KEPT or (text.isascii() and "<" not in text):
                continue
            plain, what = _plain(text)
            if (same := latin(plain, alone=alone)) != plain:
                plain, what = same, [*what, "letters van een ander schrift"]
            if plain != text:
                mends.setdefault(place, {})[column] = plain.strip() or None
                for one in what:
                    found[one].append((place, column))
    return Step(mends, tuple(_finding(what, cells, rows) for what, cells in found.items()))


def without_stray_signs(text: str) -> str:
    """Return a text without what nobody sees or means."""
    return text if text.isascii() and "<" not in text else _plain(text)[0].strip()


def _plain(text: str) -> tuple[str, list[str]]:
    """Return the text without stray signs, and which kinds of them it had."""
    had = []
    for kind, without in _WITHOUT.items():
        plain = without(text)
        if plain != text:
            had.append(kind)
        text = plain
    return text, had


def is_mixed(text: str) -> bool:
    """Tell whether Latin letters or figures and letters of another script that look like Latin make one cell."""
    return (
        _OTHER_SCRIPT.search(text) is not None
        and _OTHER_SCRIPT.search(text.translate(_ALIKE)) is None
        and (_LATIN.search(text) is not None or any(map(str.isdigit, text)))
    )


def latin(text: str, *, alone: bool) -> str:
    """The text with letters of another script as the Latin ones that look the same, where it is Latin; `alone`: where
    it has only such letters too. A name in its own script stays."""
    if text.isascii() or not _OTHER_SCRIPT.search(text):
        return text
    same = text.translate(_ALIKE)
    return same if is_mixed(text) or (alone and not _OTHER_SCRIPT.search(same)) else text


_WITHOUT: Mapping[str, Callable[[str], str]] = {
    "opmaakcodes": partial(_TAG.sub, " "),
    "onzichtbare tekens": partial(_UNSEEN.sub, ""),
    "brede of sierletters": plain_forms,
}
"""Kind of sign, as it is told → the text without it."""


def _finding(kind: str, cells: Sequence[tuple[int, str]], rows: Sequence[Values]) -> Finding:
    """One finding of one kind, of the column that has most of it."""
    columns = Counter(column for _, column in cells)
    column, _ = columns.most_common(1)[0]
    touched = len({place for place, _ in cells})
    return Finding(
        Kind.TEKENS,
        column,
        touched,
        len(rows),
        1.0,
        "vorm",
        True,
        dict(sorted(columns.items())),
        kind,
    )
