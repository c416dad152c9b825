"""The sound of a word: a semi-phonetic key in which the usual spellings of one Dutch name are the same."""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (mark, re.compile(pattern).sub, target)
    for mark, pattern, target in (
        # in this order; where a mark is given, only looked for in a word that has it
        ("c", r"sch(?=[mnlw])", "s"),
        ("", r"tsch|tsj|tch|cz|tj", "s"),
        ("c", r"sch$", "s"),
        ("c", r"sch", "sg"),
        ("", r"s[hjsz]|zh", "s"),
        ("d", r"dzh|dj", "j"),
        ("g", r"gi(?=[aou])", "j"),
        ("h", r"[cgkq]h", "g"),
        ("", r"c[kq]|kk|qu?", "k"),
        ("c", r"c(?=[eiy])", "s"),
        ("c", r"c", "k"),
        ("x", r"x", "ks"),
        ("", r"ph|[vw]", "f"),
        ("z", r"z", "s"),
        ("", r"th|dt|d$", "t"),
        ("", r"[ea]ij|ij|[ea][yi]|ie|y|j$|^j", "i"),
        ("", r"oe|[oae]u|u[we]", "u"),
        ("a", r"ae", "a"),
        ("h", r"([^aeiou])h|h$", lambda found: found[1] or ""),
    )
)

# what is put in its place has no group in it: re reads such a text anew at every call
_REPEATED = re.compile(r"([abefgiklmnoprstu])(?=\1)")


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the sound of a folded word (a-z, 0-9): lower case, never longer than twice the word.

    Own design; the classes follow the spelling variants the Dutch register shows (ij/y, ck/k, ss/s, c/k,
    v/f/w, z/s, d/t, oe/ou/u) and the usual transliterations of Arabic, Turkish, Polish, Tigrinya and
    Ukrainian names. A run of one letter becomes that letter; vowels stay.
    """
    key = word
    for mark, replace, target in _RULES:
        if mark in key:
            key = replace(target, key)
    return _REPEATED.sub("", key)
