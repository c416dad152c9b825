"""Who a name field names, in which role: its holders, an administrator in between, somebody who was there before.

`Bewindkantoor De Jong inzake J. Smit`, `J. Smit p/a Bureau Noord`, `J. Smit en/of M. de Vries`, `J. Smit voorheen A. Bos`: the
person who is meant is a holder. An administrator or a care-of name is somebody else and is never read as one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brp_match.reading.letters import LETTER
from brp_match.reading.name_titles import HONOUR, without_address

_ADMINISTRATOR = (
    r"(?:wsnp[ -]?)?(?:beschermings)?bewind\w*|curat(?:or|rice|ele)\w*|budget(?:beheer|coach|begeleid)\w*|inkomens?beheer\w*"
    r"|mentor(?:schap)?|wsnp|schuldsanering\w*|bewindkantoor"
)
_REPRESENTATIVE = (
    r"gemachtigden?|(?:wettelijk\w* )?vertegenwoordig\w*|voogd(?:ij)?|executeur\w*|zaakwaarnemer"
)
_ANOTHER = rf"{_ADMINISTRATOR}|{_REPRESENTATIVE}"
_AGENT = (
    r"(?:bewindvoer(?:der|ster|ing)|curator|mentor|budgetbeheerder|gemachtigde|vertegenwoordiger|voogd|executeur\w*"
    r"|zaakwaarnemer) (?:van|over|voor)"
)

_ABOUT = re.compile(
    rf"(?i)^(?P<before>.*)\b(?:inzake|inz|i[/.]z|betreffende|betr|o\.?b\.?v|ten behoeve van|t\.?b\.?v|ten name van|t\.?n\.?v"
    rf"|(?<!onder )(?<!via ){_AGENT}|namens|q\.?q)\b[.:]?\s+"
    r"(?:(?:het\s+)?(?:faillissement|boedel|nalatenschap|goederen|vermogen)\s+(?:van\s+)?)?(?P<behind>\S.*)$"
)
"""Somebody writes about the person who stands behind these words."""

_ABOUT_ONLY = re.compile(
    rf"(?i)\W*(?:(?:{_ANOTHER}|betaling\w*|schuld\w*|huur\w*|onder|de|het|zijn|haar|en|betalings?achterstand)\W*)+"
)
"""What is no name behind them: `J. Smit inzake bewind`."""

_CARE_OF = re.compile(r"(?i)^\s*(?:p/a|c/o|per adres|t\.?\s?a\.?\s?v|ter attentie van)\b[.:]?\s+")
_INITIALS = r"(?:,?\s+\(?(?:[a-z][a-z]{0,2}\.-?|[a-z]\b)+\)?)*"
"""Behind a surname, where that stands in front (`Smit J.P. p/a Bureau Noord`)."""

_SIGN = r"[,;:(/\[*<#{|]"
_ELSEWHERE = re.compile(
    rf"(?i)^(?P<holder>\s*\S.*?{LETTER}{{2}}[^\s,;:(/]*{_INITIALS})(?:\s+(?:p/a|c/o|per adres|zorg van|t\.?\s?a\.?\s?v\.?\s(?=.*\b(?:{_ANOTHER}))|(?:als|onder|in|met|via|is) (?:{_ANOTHER})|onder beheer)"
    rf"|(?:\s*{_SIGN}|\s-)\s*(?:p/a|c/o|(?:als |onder |in |met |via )?(?:{_ANOTHER})))\b.*$"
)
"""Somebody else stands behind the holder, set apart by a sign or by words for it."""

_OFFICE_BEHIND = re.compile(
    rf"(?i)^(?P<holder>\s*\S.*?{LETTER}{{2}}\S*{_INITIALS})\s+(?:{_ANOTHER})\b.*$"
)
"""The same without either: `J. Smit bewindvoering De Vries`, or an office called `De Vries Bewindvoering`."""

_MARKED = re.compile(
    r"(?i)^\s*(?:[(\[*<#{|]+\s*(?:onder |in )?(?:wsnp|(?:beschermings)?bewind|curatele|budgetbeheer)\s*[)\]*>#}|]+"
    r"|wsnp\b(?!\W*\w*bewind)\s*[:*-]?)\s*(?=\S)"
)
"""A mark in front of the holder: `*WSNP* J. Smit`, `[bewind] J. Smit`."""

_OFFICE = re.compile(rf"(?i)\b(?:{_ADMINISTRATOR})\b")
_ANYBODY_ELSE = re.compile(rf"(?i)\b(?:{_ANOTHER})\b")

_BEFORE = re.compile(
    r"(?i)[\s,(]+(?:voorheen|vroeger|vh\.|v/h(?=\s+[A-Z]\.)|opvolg\w* van|(?:vorige|ex|oud)[ -]?(?:bewoner|huurder|klant|eigenaar)\w*:?)\s+"
)
"""What stands behind is the name of somebody who was there before, or a name the person had."""

_MAN, _WOMAN = r"(?:heer|dhr|hr|mr)\b\.?", r"(?:mevrouw|mevr|mvr|mw|mrs)\b\.?"
_WITH = r"\s*(?:en|of|en/of|e/o|and|&|\+|/)\s*"
_COUPLE = re.compile(
    rf"(?i)\b(?:aan:?\s+)?(?:de\s+)?(?:(?:{HONOUR})\.?\s+)*(?:{_MAN}{_WITH}(?:de\s+)?{_WOMAN}|{_WOMAN}{_WITH}(?:de\s+)?{_MAN})"
)
"""A form of address for two, in front of one name."""

_SEVERAL = re.compile(
    r"(?i)\s+(?:e/o|en/of|en|and|und|&|\+|e\.\s?o\.?|eo|c\.?q\.?|alsmede|(?:tevens |mede )?(?:h\s?/\s?o|t?\.?h\.?o\.?d\.?n\.?|handelende? onder de naam)|t\.\s?a\.\s?v\.?|tav|ter attentie van)\s+"
    r"|\s*[/;+&]\s*"
)
_MORE_THAN_ONE = re.compile(
    r"(?i)[/;+&(,]|\b(?:e\.?\s?o|en|of|and|und|c\.?q|alsmede|t\.?\s?a\.?\s?v|ter|t?\.?h\.?o\.?d\.?n|handelend\w*|voorheen|vroeger|vh|opvolg\w*|vorige|ex|oud)\b"
)
"""What stands between the people of a field, or may: most names have nothing of it."""

_NO_HOLDER = re.compile(
    rf"(?i)\b(?:{_ANOTHER})\b|^(?:zijn |haar |de |het )?(?:gezin|familie|kind(?:eren)?|huisgeno\w+|partner|echtgeno\w+|anderen|overigen|man|vrouw)\W*$"
)
"""Of several people one who is another, or has no name."""

_NAME = re.compile(f"{LETTER}{{2}}")


@dataclass(frozen=True, slots=True)
class Roles:
    """A name field by role. `holder`: the text about its holder or holders; `administrator`: an administrator
    (bewind, curatele, budgetbeheer) is named, in between."""

    holder: str
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """The holders of a field, each with the text that names them, in the order they stand; `before`: who was
    there before, or the name somebody had."""

    holders: tuple[str, ...]
    before: tuple[str, ...] = ()


def split_roles(field: str, *, offices: bool = True) -> Roles:
    """Return the holders' part of a name field, and whether an administrator stands in between.

    `offices`: the name of an office that only stands behind a name is not the holder's either; where the
    name itself may be that of the office (`De Vries Bewindvoering BV`), leave it in.
    """
    text = _MARKED.sub("", field, count=1)
    administrator = text != field
    about = _ABOUT.match(text)
    if about is not None and _ABOUT_ONLY.fullmatch(about["behind"]):
        text = about["before"].strip(" ,;:(-")
        administrator = administrator or _OFFICE.search(about["behind"]) is not None
    elif about is not None:
        # an office that writes about somebody, whatever it calls itself
        text = about["behind"]
        named = _NAME.search(about["before"]) is not None and _writes_about(about)
        administrator = administrator or named
    text = _CARE_OF.sub("", text, count=1)
    elsewhere = _ELSEWHERE.match(text) or (_OFFICE_BEHIND.match(text) if offices else None)
    if elsewhere is not None:
        administrator = administrator or _OFFICE.search(text[elsewhere.end(1) :]) is not None
        text = elsewhere["holder"]
    return Roles(text, administrator)


def _writes_about(about: re.Match[str]) -> bool:
    words = about[0][about.end("before") : about.start("behind")].lower()
    return (
        words.startswith(("i", "q"))
        or _OFFICE.search(about[0][: about.start("behind")]) is not None
    )


def split_people(text: str) -> People:
    """Return the people in the holders' part of a field; one of several who is none of them is left out."""
    if not _MORE_THAN_ONE.search(text):
        one = (text if _ANYBODY_ELSE.search(text) else without_address(text)).strip()
        return People((one,) if one else ())
    text = _COUPLE.sub(" ", text)
    if not _ANYBODY_ELSE.search(text):
        text = without_address(text)
    now, *before = _BEFORE.split(text)
    people = [one.strip() for one in _SEVERAL.split(now) if one.strip()]
    holders = [one for one in people if len(people) == 1 or not _NO_HOLDER.search(one)]
    return People(tuple(holders or people), tuple(one.strip() for one in before if one.strip()))
