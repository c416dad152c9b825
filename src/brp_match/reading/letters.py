"""Which characters are letters, for patterns."""

from __future__ import annotations

LETTER = r"[^\W\d_]"
"""Pattern of one letter of any script (numerals that are no figures, as ½, go with them). By category and not by
ranges: a class of ranges takes ten milliseconds to compile, and there are dozens of patterns."""


def letter_or(others: str) -> str:
    """Return the pattern of one letter, or one of other characters as they stand inside the brackets of a class."""
    return f"(?:{LETTER}|[{others}])"
