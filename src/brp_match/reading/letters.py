"""Which characters are letters and which are figures, for inside the brackets of a pattern."""

from __future__ import annotations

import re

LETTERS = (
    "A-Za-zªµºÀ-ÖØ-öø-\u02c1\u02c6-\u02d1\u02e0-\u02e4\u02ec\u02ee\u0370-\u0374\u0376-\u037d\u037f"
    "\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u0559\u0560-\u0588\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3"
    "\u06d5-\u1fff\u2c00-\u2dff\u3005-\ud7ff\uf900-\ufdff\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\uffdc\U00010000-\U0001efff\U00020000-\U0003ffff"
)
"""Letters. It says what Unicode says of Latin, Greek, Cyrillic and Armenian, and takes other scripts block
by block with their marks."""

LETTER = f"[{LETTERS}]"

NUMBERS = "0-9²³¹¼-¾\u0660-\u0669\u06f0-\u06f9\u2070-\u2089\u2150-\u2189\u2460-\u249b\u24ea-\u24ff\uff10-\uff19"
"""Figures, numerals and fractions, as LETTERS."""

_LATIN = re.compile("[A-Za-z]")


def has_latin(folded: str) -> bool:
    """Tell whether a folded text (`text.fold`) has a Latin letter: without one it cannot be compared."""
    return _LATIN.search(folded) is not None
