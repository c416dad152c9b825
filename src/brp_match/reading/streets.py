"""Streets: one key for a street however a delivery writes it, and whether two texts name the same street.

`street_key` is the folded name with every word and ending that NEN 5825 may shorten in its *short* form, Roman
numerals and numerals in figures, ij as y, and no spaces: `Burgemeester van der Bergstraat`, `Burg. v.d. Bergstr.`
and `Burg vd Bergstr` all give `burgvdbergstr`. Short and not long, because shortening loses information (dr is
doctor or dreef) and the register itself holds shortened names when they exceed 24 positions.

Unlike NEN, `straatje`, `laantje` and `wegje` stay apart from straat, laan and weg (one letter), so that two streets
of one town keep two keys.
Source: RvIG, Handleiding Uitvoeringsprocedures 3.9, appendix 3 (NEN 5825:2002).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from brp_match.reading import street_words
from brp_match.reading.sounds import sound
from brp_match.reading.street_words import ENDINGS, KNOWN, WORDS
from brp_match.reading.text import fold, glue

CUT_LENGTH = 20
"""A folded name of this many characters may be the beginning of a longer one: a field was too short for it."""

SOUND_LENGTH = 7
"""Names of this many letters in their short form are also compared by their sound."""

_DOTTED = re.compile(r"([a-z]*[a-z]{3})([wkslp])\.", re.IGNORECASE)
_PHRASES = tuple((re.compile(pattern), target) for pattern, target in street_words.PHRASES)
_HAS_PHRASE = re.compile(r"\b(?:v|van|aan|achter|a|bij|lt|luitenant) ")
_ENDING = re.compile(f"(?:{'|'.join(ENDINGS)})$")


@lru_cache(maxsize=1 << 16)
def street_key(text: str | None) -> str:
    """Return the key of a street; '' for None and for a text without a letter or figure."""
    key = glue(short_words(text))
    return _exceptions().get(key, key)


@cache
def _exceptions() -> Mapping[str, str]:
    """Return key of a short form → key of the official name, of the names that rule 12 lists."""
    return {
        glue(short_words(short)): glue(short_words(official))
        for short, official in street_words.EXCEPTIONS
    }


def short_words(text: str | None) -> tuple[str, ...]:
    """Return the words of a street, folded, each in its short form and with ij as y."""
    if not text:
        return ()
    # before the point is folded away
    folded = fold(_DOTTED.sub(_written_out, text) if "." in text else text)
    if _HAS_PHRASE.search(folded):
        for rule, target in _PHRASES:
            folded = rule.sub(target, folded)
    return tuple(_short(word).replace("ij", "y") for word in folded.split(" ") if word)


def _written_out(found: re.Match[str]) -> str:
    """Write out an ending cut to a letter and a point; a word that the norm ends so is whole (`Noordel.`)."""
    if found[0][:-1].lower() in KNOWN:
        return found[0]
    return f"{found[1]}{street_words.DOTTED[found[2].lower()]} "


def _short(word: str) -> str:
    """Return a word in its short form: the whole word, or else its longest ending that has one."""
    short = WORDS.get(word)
    if short is not None:
        return short
    found = _ENDING.search(word)
    return word[: found.start()] + ENDINGS[found[0]] if found else word


@lru_cache(maxsize=1 << 14)
def same_street(a: str | None, b: str | None) -> bool:
    """Tell whether two texts name the same street; false where one names none.

    They have one key, or keys of one sound (`Dorpstraat`, `Dorpsstraat`); or one has words cut to their initials
    (rule 11; `A K vd Coppellostr`), or is the beginning of the other, cut off by a short field.
    """
    one, other = street_key(a), street_key(b)
    if not one or not other:
        return False
    words_a, words_b = short_words(a), short_words(b)
    if one == other or _sounds_same(words_a, words_b):
        return True
    if _is_cut(words_a, words_b) or _is_cut(words_b, words_a):
        return True
    short, long = sorted((fold(a), fold(b)), key=len)
    return len(short) >= CUT_LENGTH and long.startswith(short)


def _sounds_same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Compare long names word by word by their sound; they begin with the same letter or figure."""
    if min(len(glue(one)), len(glue(other))) < SOUND_LENGTH or one[0][0] != other[0][0]:
        return False
    return [sound(word) for word in one] == [sound(word) for word in other]


def _is_cut(short: Sequence[str], long: Sequence[str]) -> bool:
    """Tell whether `short` is `long` with unknown words cut to their initials, glued or not; never the last word,
    and not where that is a street type alone."""
    if not short or not long or short[-1] != long[-1] or short[-1] in ENDINGS.values():
        return False
    if len(short) < len(long):
        short = [part for word in short[:-1] for part in _initials(word)] + [short[-1]]
    if len(short) != len(long):
        return False
    return all(
        one == other or (len(one) == 1 and other.startswith(one) and other not in KNOWN)
        for one, other in zip(short, long, strict=True)
    )


def _initials(word: str) -> Sequence[str]:
    """Return the letters of a word that may be initials written together; any other word as it is."""
    return (
        word
        if 2 <= len(word) <= 3
        and word not in KNOWN
        and word not in ("de", "het", "ten", "ter", "vd")
        else (word,)
    )
