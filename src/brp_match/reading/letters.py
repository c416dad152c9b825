"""Which characters are letters, for patterns."""

from __future__ import annotations

import re

LETTER = r"[^\W\d_]"
"""Pattern of one letter of any script (numerals that are no figures, as ½, go with them). By category and not by
ranges: a class of ranges takes ten milliseconds to compile, and there are dozens of patterns."""


_MIXED = re.compile(r"(?<!\w)(?=[^\W_]*[01])(?=[^\W_]*[^\W\d_]{2})[^\W_2-9]+(?!\w)")
"""A word of two letters at least and noughts or ones."""


def without_figures(text: str) -> str:
    """Return the text with O for a nought and l or I for a one inside a word (`J0hn`, `Wi1lems`, `W1LLEMS`), where letters
    are twice as many."""

    if "0" not in text and "1" not in text:
        return text

    def spelled(found: re.Match[str]) -> str:
        word = found[0]
        if 3 * sum(map(str.isdigit, word)) > len(word):
            return word
        return (
            word.replace("0", "O").replace("1", "I")
            if word.isupper()
            else word.replace("0", "o").replace("1", "l")
        )

    return _MIXED.sub(spelled, text)


def letter_or(others: str) -> str:
    """Return the pattern of one letter, or one of other characters as they stand inside the brackets of a class."""
    return f"(?:{LETTER}|[{others}])"
