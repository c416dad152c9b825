"""Titles, forms of address and words for no name at all, taken out of a name."""

from __future__ import annotations

import re
from functools import cache

from brp_match.reading import word_lists

_NAMELESS = re.compile(
    r"(?i)\b(?:onbekend|unknown|onbek|n\.?v\.?t|n\.?n\.?b|nnb|fnu|lnu|null|geen|leeg|overleden|x{2,})\b\.?"
)
"""Words for no name at all."""


def without_titles(text: str) -> str:
    """Return a name without titles, forms of address and words for no name; spaces stand where they were."""
    text = _in_front().sub(" ", text)
    text = _behind().sub(r"\1", text, count=1)
    return _NAMELESS.sub(" ", text)


def _words(*places: str) -> str:
    words = {title.word for title in word_lists.titles() if title.place in places}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _in_front() -> re.Pattern[str]:
    """Titles that count everywhere, and in front those that are surnames too."""
    everywhere, start = _words("overal"), _words("begin", "overal")
    return re.compile(
        rf"(?i)(?:^|\b)(?:{everywhere})(?:\.|\s|:|$)|^\s*(?:(?:{start})(?:\.|\s|:|$)\s*)+"
    )


@cache
def _behind() -> re.Pattern[str]:
    """Titles that only stand behind a name."""
    return re.compile(rf"(?i)(?:[\s,(]+(?:{_words('eind')})[.)]*)+\s*(,|$)")
