"""A name's text cut into words, with initials marked: a 1 in front, as figures occur in no name.

Initials are marked on the text as it came: a capital with a point, a capital alone, capitals glued
together. What was folded first would have lost them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brp_match.reading.letters import LETTER, letter_or
from brp_match.reading.mending import mend
from brp_match.reading.name_texts import Rule, apply
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import strip_accents, words

_C = "[BCDFGHJKLMNPQRSTVWXZ]"
_SMALL = r"(?:van|de|den|der|het|ten|ter|te|in|op|v|vd|el|al|la|le|di|da)"


def _rule(pattern: str, target: str, count: int = 0) -> Rule:
    return re.compile(pattern), target, count


_SHORT: tuple[Rule, ...] = (
    _rule(rf"({LETTER})['’`´]({LETTER})", r"\1\2"),
    _rule(r"(?i)(^|[\s,])['’`´]\s?t\b", r"\1t"),
    _rule(r"\bv\.\s?d\.?([en]?r?)\b\.?\s?", r"vd\1 "),
)
"""Prefixes cut short, in small letters: they are no initials."""

_CAPITALS: tuple[Rule, ...] = (
    _rule(r"(?i)\b(van|in|op|aan|voor|uit|onder|over)\s+t\b", r"\1 t"),
    _rule(rf"(\S\s+)V[.\s]\s?D[.\s]\s*({LETTER}{{2}})", r"\1vd \2", 1),
    _rule(rf"^\s*V[.\s]\s?D[.\s]\s*({LETTER}{{3}}.*\b[A-Z]\b)", r"vd \1", 1),
    _rule(r"(^|[\s,])VD([\s,]|$)", r"\1vd\2"),
    _rule(r"(^|[\s,])VD([RN])([\s,]|$)", r"\1vd\2\3"),
)  # fmt: skip

_MIXED: tuple[Rule, ...] = (
    _rule(r"\bv\.\s*", "van "),
    _rule(rf"^\s*([A-Z])([A-Z])([A-Z])?([A-Z])?(\s+{_SMALL}\s)", r" 1\1 1\2 1\3 1\4\5", 1),
    _rule(r"^\s*([A-Z])([A-Z])(\s+[A-Z][a-z])", r" 1\1 1\2 \3", 1),
    _rule(r"([,\s])\s*([A-Z])([A-Z])\s*$", r"\1 1\2 1\3", 1),
    _rule(r",\s*([A-Z])([A-Z])([A-Z])?\s*$", r", 1\1 1\2 1\3", 1),
)  # fmt: skip
"""Glued capitals with a vowel among them, only where small letters stand beside them."""

_BRACKETS: tuple[Rule, ...] = (
    _rule(r"\(\s*(?:[A-Z]\.?\s*){1,4}\)", " ", 1),
    _rule(rf"^\W*((?:{LETTER}{{1,2}}\.\s*)+|[A-Z]{{1,4}}\s+|(?:[A-Z]\s+)+)\(\s*({LETTER}{{2,}})\s*\)", r"\2 \1 ", 1),
)  # fmt: skip
"""`Jan (J.P.)` and `J.P. (Jan)`: the given name in front."""

_NO_INITIAL = "(?:Mr|Dr|Sr|Jr|Mw|Hr|Ds|Ms|Bv|Nv|Vd|Zn)"

_MARK: tuple[Rule, ...] = (
    # an initial of more letters (Th.Chr.), that is no title left inside a name
    _rule(rf"(?<![^\W_])(IJ|TH|C[Hh][Rr]|CH|PH|(?!{_NO_INITIAL}\.)[A-Z][bcdfghjklmnpqrstvwxz])\.", r" 1\1 "),
    _rule(r"\.", ". "),
    _rule(r"(^|[\s,.(-])([A-Z])\.?([\s,)/-]|$)", r"\1 1\2 \3"),
    _rule(r"(^|[\s,.(-])([A-Z])\.?([\s,)/-]|$)", r"\1 1\2 \3"),
    _rule(rf"(^|[\s,.(-])({_C})({_C})({_C})?({_C})?([\s,.)]|$)", r"\1 1\2 1\3 1\4 1\5 \6"),
)  # fmt: skip

_JOINED = re.compile(rf"(?i){LETTER}{{3}}-(?:al|el|ben|bin|ibn|van|de|der|den|ten|ter|te)[\s-]")
_ONE_WORD = re.compile("[A-Z][a-z]{4,}")
_NOTHING_TO_MARK = re.compile(r"\s*" + letter_or("'’-") + r"{5,}\s*")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text as words. `words` in reading order, initials with a 1 in front. Where a comma and a given name
    behind it say what is what, `given` and `surname` hold the two sides; else they are None."""

    words: tuple[str, ...]
    given: tuple[str, ...] | None = None
    surname: tuple[str, ...] | None = None
    joined: bool = False
    """A hyphen joins a name to the prefix of another (Vos-van Dam): two surnames, and no given name in them."""


def is_initial(word: str) -> bool:
    """Tell whether a word of `Marked` is an initial."""
    return word[0] == "1"


def mark(text: str) -> Marked:
    """Return the words of a name's text with initials marked, cut at the first comma."""
    whole, marked = _mark_initials(text)
    before, _, after = marked.partition(",")
    front = tuple(word for word in words(before) if word != "1")
    behind = tuple(word for word in words(after.replace(",", " ")) if word != "1")
    if not behind and whole != marked and all(is_initial(word) for word in front):
        # nothing but initials is left: a short surname was taken for initials
        front = _initials_alone(words(whole)) or front
    return _sides(front, behind, text)


def _mark_initials(text: str) -> tuple[str, str]:
    """The text before and after initials were marked."""
    text = strip_accents(mend(text))
    # nothing of all this is in one word with one capital, as most names are
    if _ONE_WORD.fullmatch(text):
        return text, text
    text = apply(_SHORT, text)
    if not re.search("[A-Z]", text):
        text = text.upper()
    text = apply(_CAPITALS, apply(_BRACKETS, text))
    if re.search("[a-z]", text):
        text = apply(_MIXED, text)
    return text, text if _NOTHING_TO_MARK.fullmatch(text) else apply(_MARK, text)


def _initials_alone(whole: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"1{w}" if len(w) == 1 and w not in prefixes() else w for w in whole)


def _sides(front: tuple[str, ...], behind: tuple[str, ...], text: str) -> Marked:
    prefix = tuple(word for word in behind if word in prefixes())
    given = tuple(word for word in behind if word not in prefixes())
    initials = tuple(word for word in front if is_initial(word))
    named = tuple(word for word in front if not is_initial(word))
    if not given and prefix:
        # "L. Zon, van": only a prefix behind the comma
        return Marked(initials + prefix + named)
    if given and front:
        return Marked(front + given, initials + given, prefix + named)
    return Marked(front + given, joined=_JOINED.search(text) is not None)
