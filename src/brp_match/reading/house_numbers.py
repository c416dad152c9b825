"""House numbers: number, letter and addition, in whichever field they came."""

from __future__ import annotations

import re

from brp_match.reading.additions import cleaned, normal_form
from brp_match.reading.text import spaced

_NUMBER = re.compile(
    r"\s*(?:huis\s?(?:nummer|nr)|nummer|nr|no|t\.?/?o|bij|by|tegenover|naast|nabij|woonboot|ark|wb|#)?[.:\s#]*"
    r"0*([0-9]{1,5})(?:[.,]0+(?![0-9]))?([^0-9].*)?",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(r"[1-9][0-9]{0,4}")
_AGAIN = re.compile(r"\s*[-/+&]\s*0*([0-9]{1,5})(?=\s*[A-Za-z])")
"""Behind a number: that number once more, before a letter."""

_FIRST_FLOOR = re.compile(r"\s*[-/]\s*[iI]\s*")
_DROPPED = re.compile(
    r"(?i)\s*(?:\(.*|(?:\+|&|,|\bt/?m\b|\ben\b|\btot\b)\s*[0-9]{1,4}\s*[a-z]?\s*$|\ben een half\b.*|½)"
)
"""Behind a number: a remark in brackets, and a second number of the same address."""


def read_house_number(
    number: str | None, letter: str | None = None, addition: str | None = None
) -> tuple[int | None, str]:
    """Return the number (1 to 99999, None where there is none) and the addition in normal form ('' for none).

    All fields are read as one text, so that `12A-3`, `12 a 3` and the separate fields `12`, `a`, `03` give the same;
    what stands in two fields counts once.
    """
    if number is not None and not letter and not addition and _BARE.fullmatch(number):
        return int(number), ""
    found = _NUMBER.fullmatch(spaced(number or ""))
    if found is None:
        return None, normal_form(_joined("", cleaned(letter), cleaned(addition)))
    tail = found[2] or ""
    again = _AGAIN.match(tail)
    if again and again[1] == found[1]:
        tail = tail[again.end() :]
    behind = "1" if _FIRST_FLOOR.fullmatch(tail) else cleaned(_DROPPED.sub("", tail))
    return int(found[1]) or None, normal_form(_joined(behind, cleaned(letter), cleaned(addition)))


def _joined(behind: str, letter: str, addition: str) -> str:
    """Put what stood behind the number before the letter and the addition, each once."""
    apart = f"{letter} {addition}".strip()
    glued = behind.replace(" ", "")
    if not glued:
        return apart
    addition_glued = addition.replace(" ", "")
    if glued in (letter + addition_glued, letter, addition_glued):
        return apart
    return f"{behind} {apart}".strip()
