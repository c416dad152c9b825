"""Titles, forms of address and words for no name at all, taken out of a name.

They stand in any number: in front (`Aan de weledelgestrenge heer mr. dr.`), behind a comma (`Smit, mr. A.`),
between given name and surname (`H. baron de Raet`) and behind (`J. Smit RA`). Many are surnames too
(Dokter, De Heer, Prins): the last word that is left is never taken, and where a name ends in another word
without its titles the text counts with them as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from brp_match.reading import word_lists
from brp_match.reading.letters import LETTER
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import fold

_NAMELESS = re.compile(
    r"(?i)\b(?:onbekend|unknown|onbek|n\.?v\.?t|n\.?n\.?b|nnb|fnu|lnu|null|geen|leeg|overleden|x{2,})\b\.?"
)
"""Words for no name at all."""

_NAMELESS_WORDS = (
    "onbekend", "unknown", "onbek", "n", "nvt", "nnb", "fnu", "lnu", "null", "geen", "leeg", "overleden",
    *("x" * count for count in range(2, 12)),
)  # fmt: skip
"""A word of each of them."""

_WORD = re.compile(r"[^\W_]+")

HONOUR = (
    r"(?:hoog|wel|zeer|edel)+(?:gestrenge?|gestr|geboren|geb|geleerde?|gel|achtbare?|eerwaarde?|eerw|e)?"
    r"|geachte|beste|waarde"
)
"""What stands before a form of address: weledelgestrenge, hooggeboren, zeergeleerde."""

_LAST_WORD = re.compile(rf"({LETTER}+)\W*$")
_JOINED = r"(?:en|of|en/of|e/o|and|und|&|\+|,)"
"""Behind a word that joins it to the next, a title is a name: De Heer en De Boer."""


def title_readings(text: str) -> Iterator[str]:
    """Return a name without its titles, and after it in the order of preference what it may be as well."""
    bare = without_titles(text)
    yield bare
    last = _last_word(text)
    if last == _last_word(bare):
        # a title of nobility may be the first of two surnames (A. Prins de Vries)
        kept = without_titles(text, between=False)
    elif len(last) > 1 and re.search(rf",[^,]*\b{last}\W*$", text):
        return
    else:
        # what stands last may be a surname (Dokter, Senior)
        before, _, behind = text.rpartition(last)
        kept = _everywhere().sub(" ", without_address(before + "x"))[:-1] + last + behind
    if kept.split() != bare.split():
        yield kept


def without_titles(text: str, *, between: bool = True) -> str:
    """Return a name without titles, forms of address and words for no name; spaces stand where they were.

    `between`: also titles of nobility between given name and surname.
    """
    if not _may_have_titles(text):
        return text
    text = _in_front().sub(" ", text)
    text = _everywhere().sub(" ", text)
    text = _in_front().sub(" ", text)
    text = _after_comma().sub(r"\1 ", text)
    if between:
        text = _in_between().sub(_unless_prefixed, text)
    text = _behind().sub(r"\1", text, count=1)
    return _NAMELESS.sub(" ", text)


def names_heirs(text: str) -> bool:
    """Tell whether a name is that of somebody who died: the heirs are meant (`Erven van G. Smit`, `wijlen G. Smit`).

    Behind a prefix such a word is a surname (Van Erven, Van Wijlen).
    """
    return _may_have_titles(text) and any(
        _last_word(text[: found.start()]).lower() not in prefixes()
        for found in _heirs().finditer(text)
    )


@cache
def _heirs() -> re.Pattern[str]:
    """A word for heirs with a name behind it."""
    found = [title for title in word_lists.titles() if title.kind == "erven"]
    alone, anywhere = (
        "|".join(re.escape(title.word) for title in found if (title.place == "begin") is first)
        for first in (True, False)
    )
    return re.compile(rf"(?i)(?:^\W*(?:{alone})|(?<!\w)(?:{anywhere}))\s+{LETTER}")


def without_address(text: str) -> str:
    """Return a name without the forms of address and titles in front of it; something always stays."""
    return _in_front().sub("", text) if _may_have_titles(text) else text


def is_address_alone(text: str) -> bool:
    """Tell whether a field beside a surname has forms of address and no name: `Mevr.`, `de heer`, `Dhr. en mevr.`.

    Two capitals are initials (MW, HR), and what may be a given name is one (Junior, Prins).
    """
    if not _may_have_titles(text) or re.fullmatch(r"[A-Z]{2}|(?i:en|of|de|den|het)", text.strip()):
        return False
    left = _everywhere().sub(" ", text)
    return re.search(LETTER, _OF_ADDRESS.sub(" ", left)) is None


_OF_ADDRESS = re.compile(
    rf"(?i)\b(?:de|den|het|aan|en|of|(?:{HONOUR})|heer|heren|dames|mijnheer|mr|ir|familie|fam)\b"
)
"""What is no name where it stands alone or with `_everywhere`, though a surname may begin with it."""


def _may_have_titles(text: str) -> bool:
    """Look for one word of a title: most names have none, and the patterns are long."""
    return not _title_words().isdisjoint(_WORD.findall(text.lower()))


@cache
def _title_words() -> frozenset[str]:
    """Of every title its longest word, and the words for no name."""
    longest = (max(_WORD.findall(title.word), key=len) for title in word_lists.titles())
    return frozenset(longest) | frozenset(_NAMELESS_WORDS)


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text)
    return found[1] if found else ""


def _unless_prefixed(found: re.Match[str]) -> str:
    """De Ridder van Rappard is a surname, H. ridder van Rappard a knight."""
    before = found["before"]
    initial = len(before) == 1 and before.isupper()
    if not initial and fold(before) in prefixes():
        return found[0]
    return f"{before}{found['gap']}"


def _words(*places: str, kinds: tuple[str, ...] = ()) -> str:
    words = {
        title.word
        for title in word_lists.titles()
        if title.place in places and (not kinds or title.kind in kinds)
    }
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _in_front() -> re.Pattern[str]:
    """Forms of address and titles in front, as many as there are; something is left behind them."""
    title = _words("begin", "overal")
    of = rf"(?:van\s+(?=(?:{LETTER}\.|{title})))?"
    one = (
        rf"(?:(?:aan|voor|van):?\s+)?(?:(?:de|het|den)\s+)?(?:(?:{HONOUR})\.?\s+)*"
        rf"(?:{title})(?:\(\w{{1,3}}\))?(?:[.:/]|\s)\s*(?!{_JOINED}(?:\s|$)){of}"
    )
    return re.compile(rf"(?i)^\s*(?:(?:{one})(?=.*{LETTER}))+")


@cache
def _everywhere() -> re.Pattern[str]:
    """Titles that are no surname, wherever they stand."""
    return re.compile(rf"(?i)(?:^|\b)(?:{_words('overal')})(?:\(\w{{1,3}}\))?(?:\.|\s|:|[)\]]|$)")


@cache
def _after_comma() -> re.Pattern[str]:
    """Titles in front of the given name, or last, behind a comma (`Smit, mr. A.`)."""
    title = _words("begin", kinds=("titel",))
    return re.compile(rf"(?i)(,)\s*(?:(?:{title})(?:\.\s*|\s+|\s*$))+")


@cache
def _in_between() -> re.Pattern[str]:
    """Titles of nobility between given name and surname, or between two surnames."""
    title = _words("midden")
    return re.compile(
        rf"(?i)(?P<before>{LETTER}+)(?P<gap>\.?\s+|\.|\s?-\s?)(?:{title})\s+(?={LETTER}{{2}})"
    )


@cache
def _behind() -> re.Pattern[str]:
    """Titles that only stand behind a name."""
    return re.compile(rf"(?i)(?:[\s,(]+(?:{_words('eind')})[.)]*)+\s*(,|$)")
