"""Where two texts differ: marked letter by letter, and said in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Spans = tuple[tuple[str, bool], ...]
"""Pieces of a text in order; True where the piece differs."""


@dataclass(frozen=True)
class Difference:
    """Both texts in pieces, and the difference in plain Dutch ('' when they are equal)."""

    left: Spans
    right: Spans
    words: str


ENTIRELY = "Dit is helemaal anders."


def compare_text(left: str, right: str, *, other: str = ENTIRELY) -> Difference:
    """Compare a text of a signal with one of the BRP; `other` is said where they have little in common.

    Capitals do not count as a difference.
    """
    if not left or not right:
        words = (
            ""
            if left == right
            else ("Dit ontbreekt in het signaal." if not left else "Dit ontbreekt in de BRP.")
        )
        return Difference(whole(left), whole(right), words)
    matcher = SequenceMatcher(None, left.lower(), right.lower(), autojunk=False)
    if matcher.ratio() < 0.5:
        return Difference(((left, True),), ((right, True),), other)
    mine: list[tuple[str, bool]] = []
    theirs: list[tuple[str, bool]] = []
    said: list[str] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            mine.append((left[a:b], False))
            theirs.append((right[c:d], False))
            continue
        if b > a:
            mine.append((left[a:b], True))
        if d > c:
            theirs.append((right[c:d], True))
        said.append(_said(left[a:b], right[c:d]))
    if len(said) > 1:
        said = _in_another_order(left.lower().split(), right.lower().split()) or said
    return Difference(tuple(mine), tuple(theirs), " ".join(said))


def _in_another_order(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """What is said of two texts with the same words, or of the same words with the same letters; else nothing."""
    if sorted(left) == sorted(right):
        return ["De woorden staan in een andere volgorde."]
    if [sorted(word) for word in left] == [sorted(word) for word in right]:
        return ["Letters zijn omgewisseld."]
    return []


def whole(text: str, differs: bool = False) -> Spans:
    """Return a text as one piece; none for an empty text."""
    return ((text, differs),) if text else ()


def _said(mine: str, theirs: str) -> str:
    if not mine:
        return f"In het signaal ontbreekt {_quoted(theirs)}."
    if not theirs:
        return f"In het signaal staat {_quoted(mine)} extra."
    if folded(mine) == folded(theirs):
        return f"In het signaal staat {_quoted(mine)} zonder de tekens van {_quoted(theirs)}."
    return f"In het signaal staat {_quoted(mine)}, in de BRP {_quoted(theirs)}."


def _quoted(text: str) -> str:
    named = {" ": "een spatie", "-": "een streepje", ".": "een punt", ",": "een komma"}
    return named.get(text, f"“{text.strip() or 'een spatie'}”")


def folded(text: str) -> str:
    """Return a text in small letters without the signs on them."""
    return "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).lower()
