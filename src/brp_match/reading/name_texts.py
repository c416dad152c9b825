"""The texts in which the name fields of a signal name their person, cleaned and cut into one text a person.

One field may hold several people (`M. de Vries e/o J.P. van den Berg`), an administrator
(`Bewindvoerder … inzake …`), a phone number, titles, an earlier surname behind `geb.`. Every text
that may be the person goes on; the comparison keeps the one that fits best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from brp_match.reading.letters import LETTER, letter_or
from brp_match.reading.name_roles import split_people, split_roles
from brp_match.reading.name_slashes import surname_first
from brp_match.reading.name_titles import title_readings
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import strip_accents
from brp_match.reading.trade_names import read_business


class Source(IntEnum):
    """Where a text comes from, the preferred first."""

    PARTS = 0
    """The surname field; given names, initials and prefix stand in fields of their own."""
    WHOLE = 1
    """The full name."""
    BUSINESS = 2
    """What is left of a trade name."""
    SURNAME_ALONE = 3
    """A whole name in the surname field."""
    GIVEN_ALONE = 4
    """A whole name in the field of the given names, or a surname: nothing else names anybody."""


class Glued(IntEnum):
    """Which word of a text is read as initials written together."""

    NO = 0
    FIRST = 1
    LAST = 2


@dataclass(frozen=True, slots=True, order=True)
class NameText:
    """One text that may be one person's name. The order of texts is the order in which they are preferred."""

    glued: Glued
    source: Source
    place: tuple[int, int, int]
    """With its titles (0: without); kind of piece: the whole text, one person of several, one who goes by the
    surname of the last, one of before; number of the person."""
    parts: bool
    """The text is a surname; given names, initials and prefix stand elsewhere."""
    text: str


Rule = tuple[re.Pattern[str], str, int]
"""Pattern, replacement, how often (0: everywhere)."""


def apply(rules: tuple[Rule, ...], text: str) -> str:
    """Apply the rules one after another."""
    for pattern, target, count in rules:
        text = pattern.sub(target, text, count=count)
    return text


def _rule(pattern: str, target: str, count: int = 0) -> Rule:
    return re.compile(pattern), target, count


_MARRIED = (
    r"(?:e\.?\s?v\.?|e/v|echtg(?:enote|enoot)?\.?(?:\s+van)?|geb(?:oren)?\.?|gb\.?|n[ée]e|gehuwd\s+met"
    r"|wed(?:uwe)?\.?(?:\s+van)?|gesch(?:eiden)?\.?(?:\s+van)?|x)"
)
"""Between two surnames of one person."""

_NUMBER = r"(?:\d{1,3}|[3-9]\d{3})(?!\d)(?!\s?(?:jr|jaar|jaren|j)\b)"
_STREET_END = (
    r"(?:str(?:aat)?|laan|weg|plein|gracht|kade|dijk|singel|plantsoen|dreef|steeg|markt)\b\.?"
)

_NO_NAME: tuple[Rule, ...] = (
    # the line of a passport: DE<VRIES<<ANNA<MARIA
    _rule(r"(?<=\w)<<(?=\w)", ", "),
    _rule(r"(?<=\w)<(?=\w)", " "),
    # an address behind the name: `J. Smit, Proefstraat 12 a`, `J. Smit Proefstraat 12`, a postcode and what follows
    _rule(rf"(?i)\s*(?:[,;(/]|\s-\s)\s*{LETTER}{{3}}[^,;()]*\s{_NUMBER}.*$", " "),
    _rule(rf"(?i)\s+{LETTER}+{_STREET_END}\s*{_NUMBER}.*$", " "),
    _rule(r"\s*,?\s*\b[1-9]\d{3}\s?[A-Z]{2}\b.*$", " "),
    _rule(r"\S+@\S+|https?://\S+|www\.\S+", " "),
    _rule(r"(?i)\b(?:tel|telefoon|telnr|mob|mobiel|gsm|fax|e-?mail|kvk|btw|bsn|klantnr|klantnummer)\b[.:]?\s*(?:nr\.?)?", " "),
    _rule(r"\+?\d[\d\s()./-]{5,}\d|\b\d+\b", " "),
)  # fmt: skip
"""No part of a name: signs of a passport, addresses, of mail and web too, phone and other numbers."""

_PERSON: tuple[Rule, ...] = (
    # the own name behind the partner's, or the other way round, also across a comma
    _rule(rf"(?i)\s*,\s*({_MARRIED}\s)", r" \1", 1),
    _rule(rf"(?i)^([^,]+),\s*([^,]*?)\s+{_MARRIED}\s+([^,]+)$", r"\1 \3, \2", 1),
    _rule(rf"(?i)({LETTER}{LETTER}.*?|\s)[\s(-]+{_MARRIED}[\s]+({LETTER})", r"\1 \2", 1),
    _rule(r"(?i)\bv\s*/\s*(d(?:e|r|n|er|en)?)\b\.?", r"v\1"),
    _rule(r"(?i)\bv\s*/\s*h\b\.?", "van het"),
    *(
        _rule(rf"\b{letter}\s*/\s*(d(?:e|r|n|er|en)?|t)\b\.?", rf"{word} \1")
        for letter, word in (("a", "aan"), ("i", "in"), ("o", "op"), ("u", "uit"))
    ),
    # two people on both sides of a comma: initials before the surname on each
    _rule(rf"^([^,]*\b[A-Z]\.[^,]*),\s*((?:[A-Z][a-z]?\.\s?)+[^,]*{LETTER}{{3}})", r"\1 & \2", 1),
)  # fmt: skip
"""From the whole field to the people in it, in this order."""

_PLAIN = re.compile(letter_or(" .'’-") + "*")
_BUSY = re.compile(
    r"(?i)\b(?:inzake|inz|betr\w*|namens|\w*bewind\w*|budget\w*|cura\w*|mentor\w*|wsnp|schuld\w*|inkomen\w*|gemachtigde\w*|vertegenw\w*|voogd\w*|execut\w*|zaakw\w*"
    r"|per adres|zorg van|onder beheer|t\.?a\.?v|t\.?n\.?v|ter attentie van|o\.?b\.?v|t\.?b\.?v|ten behoeve van|e\.?v|echtg\w*|geb\w*|gb|n[ée]e|gehuwd|wed\w*|gesch\w*|x|en|of|and|und|eo"
    r"|e\.o|[cq]\.?q|alsmede|t?\.?h\.?o\.?d\.?n|handelend\w*|voorheen|vroeger|vh|opvolg\w*|vorige|ex|oud|tel\w*|mob\w*)\b"
)
"""Words that the roles and _PERSON are about: a text of letters without them is left as it is."""

_TOGETHER = re.compile(
    r"(?<![^\W\d_])(?:((?!Ma?c)[^\W\d_]*[a-zà-ÿ]{2})(?=[A-Z](?:[a-zà-ÿ]|[A-Z.]*(?![^\W\d_])))|((?!IJ)[A-Z]{1,4})(?=[A-Z][a-zà-ÿ]{2}))"
)
"""A name with another glued behind it, or its initials behind or in front of it."""
_NICKNAME = re.compile(r"(?<=[^\W\d_]\s)[\"“”„‘'(]([^\W\d_]{2,})[\"”“’')](?=\s+[^\W\d_])")
"""A name in quotes or brackets between the others: the daily name, or a word about the person."""

_OWN_INITIALS = re.compile(r"(?:^|[\s.])[A-Z][a-z]?\.")
_GIVEN_ONLY = re.compile(rf"(?:{LETTER}{{1,3}}\.\s*)+{LETTER}?|(?:[A-Z]\s*){{1,5}}|{LETTER}+")
_GIVEN_IN_FRONT = re.compile(rf"^\s*(?:(?:{LETTER}{{1,3}}\.\s*)+|{LETTER}+\s+)")

_CAPITALS = r"([A-Z])([A-Z])([A-Z])?([A-Z])?([A-Z])?"
_PREFIXES_BEHIND = r"(?:\s+(?i:van|de|der|den|ten|ter|te|vd|v\s?d))*"
_GLUED = (
    (Glued.FIRST, re.compile(rf"^\s*{_CAPITALS}(\s+{LETTER}{{2}}.*)$"), r" \1. \2. \3. \4. \5. \6", r"\1\2\3\4\5"),
    (Glued.LAST, re.compile(rf"^(.*?{LETTER}{{2}}[,\s]+){_CAPITALS}({_PREFIXES_BEHIND}\s*)$"), r"\1\2. \3. \4. \5. \6.\7", r"\2\3\4\5\6"),
)  # fmt: skip
"""`GHA Krones` and `MARTENS NE`: letters glued together with a vowel among them may be initials."""


def read_texts(
    *,
    voornamen: str | None,
    voorletters: str | None,
    achternaam: str | None,
    volledige_naam: str | None,
) -> tuple[NameText, ...]:
    """Return every text of the name fields that may be one person's name, without titles, the preferred first.

    The fields are as delivered; None where nothing was delivered.
    """
    found: list[NameText] = []
    several = any(
        field is not None and len(split_people(field).holders) > 1
        for field in (voornamen, voorletters)
    )
    for whole in _fields(voornamen, voorletters, achternaam, volledige_naam):
        for piece in _pieces(whole, several):
            found += _without_titles(piece)
    return tuple(sorted(found)) if len(found) > 1 else tuple(found)


def _fields(
    given: str | None, initials: str | None, surname: str | None, full: str | None
) -> Iterator[NameText]:
    """The fields in which a name may stand, each cleaned as one text."""

    def text(source: Source, field: str) -> NameText:
        return NameText(Glued.NO, source, (0, 0, 0), source is Source.PARTS, _cleaned(field))

    if surname is not None or full is None:
        yield text(Source.PARTS, surname or "")
    if full is not None:
        yield text(Source.WHOLE, full)
    business = read_business(surname if surname is not None else full)
    if business.person:
        yield text(Source.BUSINESS, business.person)
    # a whole name in the field of one part
    if (
        given is None
        and initials is None
        and surname is not None
        and " " in _apart(surname).strip()
    ):
        yield text(Source.SURNAME_ALONE, surname)
    if surname is full is None and given and (" " in given.strip() or initials is None):
        yield text(Source.GIVEN_ALONE, given)


def _cleaned(field: str) -> str:
    if _PLAIN.fullmatch(field) and not _BUSY.search(field):
        return field
    return surname_first(apply(_PERSON, split_roles(apply(_NO_NAME, field)).holder))


def _pieces(whole: NameText, several: bool) -> Iterator[NameText]:
    """The text itself, or one text for each of the people in it; `several`: the fields beside it have one for
    each as well."""
    found = split_people(whole.text)
    people = found.holders
    if found.before:
        whole = replace(whole, text=" en ".join(people))
    if whole.parts or len(people) <= 1:
        yield whole if len(people) != 1 else replace(whole, text=people[0])
    for number, person in enumerate(found.before):
        yield replace(whole, place=(0, 3, number), parts=False, text=person)
    if len(people) <= 1:
        return
    # the given names and initials of the other fields are those of a person who has none here
    bare = [number for number, person in enumerate(people) if not _OWN_INITIALS.search(person)]
    for number, person in enumerate(people):
        parts = whole.parts and number in (bare if several else bare[:1])
        yield replace(whole, place=(0, 1, number), parts=parts, text=person)
    if whole.parts:
        return
    # "Jan en Marie Jansen": the first goes by the surname of the last
    surname = _GIVEN_IN_FRONT.sub("", people[-1], count=1)
    for number, person in enumerate(people[:-1]):
        if _GIVEN_ONLY.fullmatch(person.strip()):
            yield replace(whole, place=(0, 2, number), text=f"{person} {surname}")


def _without_titles(piece: NameText) -> Iterator[NameText]:
    readings = [*title_readings(piece.text)]
    if not piece.parts and (formal := _NICKNAME.sub(" ", readings[0])) != readings[0]:
        readings.insert(0, formal)
    if not piece.parts and (apart := _apart(readings[0])) != readings[0]:
        readings.append(apart)
    for number, bare in enumerate(readings):
        text = replace(piece, place=(number, *piece.place[1:]), text=bare)
        yield text
        if number == 0 and not piece.parts:
            yield from _as_initials(text)


def _apart(text: str) -> str:
    """The text with words that were written together apart, where a capital in a word tells (RolandMertens, JansenE.M.)."""
    return _TOGETHER.sub(r"\1\2 ", text)


def _as_initials(text: NameText) -> Iterator[NameText]:
    """The text with its first or last word read as initials."""
    for glued, pattern, target, group in _GLUED:
        found = pattern.match(strip_accents(text.text))
        if found is None:
            continue
        letters = found.expand(group)
        # a first or last word that is a prefix is no initials
        if re.search("[AEIOUY]", letters) and letters.lower() not in prefixes():
            yield replace(text, glued=glued, text=found.expand(target))
