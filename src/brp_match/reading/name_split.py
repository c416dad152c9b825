"""Where a name may be cut into given names and surname: every reading that the order of its words leaves.

Words are known by kind, and a text by the pattern of its words: I an initial, V a word of a prefix or a
single letter, N any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from brp_match.reading.name_marks import Marked, is_initial
from brp_match.reading.surname_prefixes import prefixes

_NEVER_LAST = frozenset(
    [
        "van",
        "de",
        "den",
        "der",
        "het",
        "ten",
        "ter",
        "te",
        "t",
        "in",
        "op",
        "aan",
        "v",
        "vd",
        "el",
        "al",
        "voor",
    ]
)
"""Prefix words that are no surname: behind a name they are a prefix put last (Berg, van den)."""

_LOOSE = re.compile("N.*?(V+)$")

_IN_GIVEN_NAMES = frozenset({"al", "el", "ben", "bin", "ibn", "bint"})
"""Prefix words that stand inside given names as well (Abd el Karim)."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to cut a text: words of the given names and of the surname, initials as letters.

    `whole`: the whole text serves as the surname. `chain`: it does, and its first word as a given name too.
    `as_prefix`: the initials in front are read as a prefix.
    """

    given: tuple[str, ...]
    surname: tuple[str, ...]
    initials: tuple[str, ...] = ()
    whole: bool = False
    chain: bool = False
    as_prefix: bool = False


def cuts(marked: Marked, *, parts: bool) -> Iterator[Cut]:
    """Return every reading of a text, the preferred first.

    `parts`: the text is the surname, its given names stand elsewhere.
    """
    initials = tuple(word[1:2] for word in marked.words if is_initial(word))
    if parts:
        words = marked.words
        if marked.given is not None and marked.surname is not None:
            words = marked.given + marked.surname
        yield Cut((), tuple(word for word in words if not is_initial(word)), initials)
    elif marked.given is not None and marked.surname is not None:
        yield Cut(marked.given, marked.surname, initials)
    else:
        yield from _open_cuts(marked, initials)
    if initials == ("v", "d") and all(map(is_initial, marked.words[:2])):
        # V.D. Berg, of Vera Dina Berg or of a Van den Berg
        yield Cut((), ("vd", *marked.words[2:]), as_prefix=True)


def _open_cuts(marked: Marked, initials: tuple[str, ...]) -> Iterator[Cut]:
    """The readings of a text that no comma cuts."""
    pattern = "".join(map(_kind, marked.words))
    words = tuple(word for word in marked.words if not is_initial(word))
    plain = pattern.replace("I", "")
    if re.fullmatch("NNNN+", plain):
        yield Cut(words[:2], words[2:], initials)
    between = _between_initials(pattern, words)
    if between is None:
        # everything is the surname, prefixes that hang behind it in front
        loose = _LOOSE.search(plain)
        turned = words[-len(loose[1]) :] + words[: -len(loose[1])] if loose else words
        yield Cut((), turned, initials, whole=True)
    else:
        yield from (Cut(given, surname, initials) for given, surname in between)
    for given, surname in _by_pattern(plain, words):
        yield Cut(given, surname, initials)
    if not marked.joined and "V" in plain and words[plain.index("V")] in _IN_GIVEN_NAMES:
        yield from (Cut(given, surname, initials) for given, surname in _inside_given(plain, words))
    if not initials and re.fullmatch("N+V+", plain) and _is_never_last(words[-1]):
        # cut off at the space behind its prefix (Sofie van): nothing is left of the surname
        yield Cut(words[: plain.index("V")], ())
    if not initials and re.fullmatch("N.*N", plain):
        yield Cut(words[:1], words, (), whole=True, chain=True)


def _kind(word: str) -> str:
    if is_initial(word):
        return "I"
    return "V" if len(word) == 1 or word in prefixes() else "N"


Pair = tuple[tuple[str, ...], tuple[str, ...]]
"""Given names and surname."""


def _between_initials(pattern: str, words: tuple[str, ...]) -> list[Pair] | None:
    """Initials between given name and surname, whichever comes first; None where they stand elsewhere."""
    if not (re.search("^[^I]*N[^I]*I", pattern) and re.search("I[^I]*N[^I]*$", pattern)):
        return None
    before = pattern.index("I")
    after = len(pattern) - 1 - pattern.rindex("I")
    if pattern.startswith("V"):
        return [(words[len(words) - after :], words[: len(words) - after])]
    return [(words[:before], words[before:])]


def _inside_given(plain: str, words: tuple[str, ...]) -> Iterator[Pair]:
    """The first prefix belongs to the given names: Abd al-Aziz al-Nuristani, Nessim Ben Ali Sahraoui."""
    if re.fullmatch("N+(?:V+N+){2,}", plain):
        last = plain.rindex("NV") + 1
        yield words[:last], words[last:]
    elif re.fullmatch("N+V+NN+", plain):
        yield words[:-1], words[-1:]


def _is_never_last(word: str) -> bool:
    """A prefix that is no surname, or one that is cut short."""
    return word in _NEVER_LAST or word[:2] in ("vd", "vn")


def _by_pattern(plain: str, words: tuple[str, ...]) -> Iterator[Pair]:
    """The readings that prefixes and the number of words leave."""
    first = len(plain) - len(plain.lstrip("N"))
    if re.match("N+V+N", plain):
        # a prefix in the middle: the surname begins there, or the given name stands behind it
        yield words[:first], words[first:]
    if re.fullmatch("NV+N+", plain):
        end = plain.rindex("V") + 1
        yield words[end:], words[1:end] + words[:1]
    if re.fullmatch("V+NN+", plain):
        # a prefix in front: one word of surname, then given names
        end = plain.index("N") + 1
        yield words[end:], words[:end]
    if re.fullmatch("N+V+", plain) and not _is_never_last(words[-1]):
        # a surname that is a prefix word too (van Es), behind the given names
        yield words[:first], words[first:]
    if re.fullmatch("NN+V+", plain):
        # prefixes behind: surname first, given names between
        yield words[1:first], words[first:] + words[:1]
    if re.fullmatch("NN+", plain):
        # words only: the last is the surname, or all but the first; a chain of names is both
        yield words[:-1], words[-1:]
    if re.fullmatch("NNN+", plain):
        yield words[:1], words[1:]
