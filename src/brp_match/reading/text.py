"""Folded text: the form in which names, streets and places are compared, and how near two words are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from jellyfish import damerau_levenshtein_distance

from brp_match.reading.mending import mend

_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_OTHER_ASCII = re.compile(r"[^a-z0-9]+")
_OTHER = re.compile(r"[\W_]+")
_GAP = re.compile(r"\s\s|[^\S ]")

_DROPPED = dict.fromkeys(map(ord, "'’‘`´ʼʹ′?\ufffd"))
"""Apostrophes, and the marks that stand where a letter was lost."""

_SPECIAL = str.maketrans(
    {
        **dict(zip("ıøðđłŀħŧĸŉς", "ioddllhtqnσ", strict=True)),
        **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng", "ĳ": "ij"},
    }
)


def spaced(text: str) -> str:
    """Return the text with one space for white space of any length, and none around it. Patterns with white space in several
    places try every way of dividing a long gap over them: 500 tabs in a surname took a second."""
    return " ".join(text.split()) if _GAP.search(text) else text


def fold(text: str | None) -> str:
    """Return the text mended, in lower case, without diacritics; '' for None and when nothing is left.

    Special letters are written as the register's own transliteration has them (ö→o, ü→u, å→a, ß→ss, æ→ae,
    œ→oe, ø→o, ð→d, þ→th, đ→d, ł→l, ı→i, ħ→h, ŧ→t, ŋ→ng, ĸ→q, ĳ→ij). Apostrophes and question marks for a
    lost letter are dropped (`d'Hont` → `dhont`, `'t Hart` → `t hart`, `Do?an` → `doan`); every other
    character that is no letter or figure is one space, and none stands at either end.
    """
    if not text:
        return ""
    if _PLAIN.fullmatch(text):
        return text.lower()
    if text.isascii():
        # damage is only looked for where it can be
        lowered = plain_letters(mend(text)) if "&" in text else text.lower()
    else:
        lowered = plain_letters(mend(text))
    letters = lowered.translate(_DROPPED)
    other = _OTHER_ASCII if letters.isascii() else _OTHER
    return other.sub(" ", letters).strip()


def plain_letters(text: str) -> str:
    """Return the text in lower case without diacritics, special letters as `fold` has them; no damage mended."""
    if text.isascii():
        return text.lower()
    return strip_accents(text).lower().translate(_SPECIAL)


def strip_accents(text: str) -> str:
    """Return the text without the marks on its letters; letters of their own, as ø and ß, stay."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    # a mark stands behind the letters of every alphabet in Latin script
    bare = "".join([p for p in parts if p < "\u0300" or unicodedata.category(p)[0] != "M"])
    return unicodedata.normalize("NFC", bare)


def words(text: str | None) -> tuple[str, ...]:
    """Return the words of a text, folded: of a-z and 0-9 only, in order; none for None."""
    if text and text.isascii() and text.isalpha():
        # one plain word, as most are
        return (text.lower(),)
    return words_of_folded(fold(text))


def words_of_folded(folded: str) -> tuple[str, ...]:
    """Return the words of a text that is folded already."""
    if folded.isascii():
        return tuple(folded.split())
    return tuple(_OTHER_ASCII.sub(" ", folded).split())


def glue(parts: Iterable[str]) -> str:
    """Return the words written as one; '' for none."""
    return "".join(parts)


def first_letters(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the first letter of every word, '' for an empty one."""
    return tuple([part[:1] for part in parts])


def distinct(parts: Iterable[str]) -> tuple[str, ...]:
    """Return the words each once, where they first stand."""
    return tuple(dict.fromkeys(parts))


def without(parts: Sequence[str], dropped: frozenset[str]) -> tuple[str, ...]:
    """Return the words that are not among `dropped`, or all of them when nothing would be left."""
    if dropped.isdisjoint(parts):
        return tuple(parts)
    return tuple([part for part in parts if part not in dropped]) or tuple(parts)


def typing_distance(a: str, b: str) -> int:
    """Return how many letters were put in, left out, changed or swapped with their neighbour: Damerau-Levenshtein."""
    return int(damerau_levenshtein_distance(a, b))


def is_near(a: str, b: str) -> bool:
    """Tell whether one folded word may be the other with a typing error.

    The room grows with the shorter word: one edit from four letters on, two from nine (Splink's guidance for
    names, tightened for short ones).
    """
    apart = len(a) - len(b)
    if not -2 <= apart <= 2:
        return False
    shorter = len(b) if apart > 0 else len(a)
    if shorter >= 9:
        return typing_distance(a, b) <= 2
    # a distance is dear to work out: one edit leaves the first two letters or the last two, or of four letters one at an end
    return (
        shorter >= 4
        and -1 <= apart <= 1
        and (
            a[:2] == b[:2]
            or a[-2:] == b[-2:]
            or (shorter == 4 and (a[0] == b[0] or a[-1] == b[-1]))
        )
        and typing_distance(a, b) <= 1
    )


def is_near_one(word: str, others: Iterable[str]) -> bool:
    """Tell whether a folded word may be one of the others with a typing error, see `is_near`."""
    return len(word) >= 4 and any(is_near(word, other) for other in others)
