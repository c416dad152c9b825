"""A name cut by slashes, surname in front: `Jansen/van der/J.P.` of a form with a field for each part, `JANSEN/JAN PIETER MR`
of a booking or a passport.

A slash stands between two people as well (`J. Smit/M. de Boer`, `Smit/De Boer`): only where what stands behind it is
no name of somebody by itself, it is the form with the surname in front.
"""

from __future__ import annotations

import re

from brp_match.reading.letters import LETTER
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import fold
from brp_match.reading.word_lists import given_name_shares, surname_shares

_INITIALS = re.compile(rf"(?:{LETTER}{{1,2}}\.[\s-]?)+{LETTER}?|(?:[A-Z]\s?){{1,4}}")
_HAS_INITIALS = re.compile(r"(?:^|[\s.])[A-Z][a-z]?\.")
_SALUTATION = re.compile(r"(?i)\s+(?:mr|mrs|ms|miss|mstr|chd|inf|dhr|mevr|mw)\.?$")
"""Behind the given names, as bookings have it."""


def surname_first(text: str) -> str:
    """Return a name of the form surname/prefix/given or surname/given as `surname, given prefix`; any other text as it
    is."""
    if "/" not in text:
        return text
    surname, *rest = (part.strip() for part in text.split("/"))
    if not surname or _HAS_INITIALS.search(surname):
        return text
    match rest:
        case [prefix, given] if given and (not prefix or _is_prefix(prefix)):
            return f"{surname}, {given} {prefix}".strip()
        case [prefix] if _is_prefix(prefix):
            return f"{surname}, {prefix}"
        case [given]:
            bare = _SALUTATION.sub("", given)
            if bare != given or _INITIALS.fullmatch(bare) or _are_given(bare, surname):
                return f"{surname}, {bare}"
    return text


def _is_prefix(text: str) -> bool:
    words = fold(text).split()
    return bool(words) and all(word in prefixes() for word in words)


def _are_given(text: str, surname: str) -> bool:
    """Tell whether every word is a given name more often than a surname, and the surname none."""
    return all(map(_is_given, fold(text).split())) and not any(
        map(_is_given, fold(surname).split())
    )


def _is_given(word: str) -> bool:
    return given_name_shares().get(word, 0.0) > surname_shares().get(word, 0.0)
