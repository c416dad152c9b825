"""Surname prefixes, whole and as administrations cut them short: `vd`, `vdr`, `v/d`, `a/d` for van der, van de, aan den.

A word is cut to its first letter, with or without consonants behind it (`d`, `dr`, `dn`); het also to its last.
All text is folded.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import product
from types import MappingProxyType

from brp_match.reading.text import glue, words
from brp_match.reading.word_lists import rows

_VOWELS = frozenset("aeiouy")
_WORD_LETTERS = 5
"""No single word of a prefix is longer (onder, unter)."""


@cache
def prefixes() -> frozenset[str]:
    """Return every word that stands in a surname prefix (`van`, `der`, `t`), and the prefixes of more words that
    begin with a v and are cut short to one (`vdr`, `vnd`), as no name begins so."""
    single = {part for parts in _whole() for part in parts if part.isalpha()}
    short = {word for parts in _whole() if len(parts) > 1 for word in _cut_short(parts)}
    return frozenset(
        single | {word for word in short if word[0] == "v" and _VOWELS.isdisjoint(word[:2])}
    )


def same_prefix(one: str, other: str) -> bool:
    """Tell whether two prefixes, each written as one word, may be the same: equal, or one cut short.

    `vd` is van de, van den and van der, `vdr` only the last. None ('') is only itself.
    """
    if one == other:
        return True
    full = _written_short()
    return not ({one} | full.get(one, set())).isdisjoint({other} | full.get(other, set()))


def _whole() -> list[tuple[str, ...]]:
    """The words of every prefix."""
    return [words(row["voorvoegsel"]) for row in rows("voorvoegsels")]


@cache
def _written_short() -> Mapping[str, set[str]]:
    """Prefix cut short → the prefixes it may be, each as one word; also each by itself."""
    found: dict[str, set[str]] = {}
    for parts in _whole():
        for short in _cut_short(parts):
            found.setdefault(short, set()).add(glue(parts))
    return MappingProxyType(found)


def _cut_short(parts: tuple[str, ...]) -> set[str]:
    """A prefix as one word, each of its words in every length."""
    return {glue(short) for short in product(*map(_short, parts))}


def _short(word: str) -> frozenset[str]:
    """A word of a prefix in every length; one of words written together (vander) only whole."""
    if len(word) > _WORD_LETTERS:
        return frozenset({word})
    behind = [letter for letter in word[1:] if letter not in _VOWELS]
    found = {word, word[:1], word[:1] + glue(behind), word[:1] + glue(behind[-1:])}
    return frozenset(found | {"t"} if word == "het" else found)
