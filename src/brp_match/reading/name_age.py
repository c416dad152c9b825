"""What a name field says of its holder's age: `J. Smit 79 jr`, `J. Smit geb. 1947`, `J. Smit '47`."""

from __future__ import annotations

import re
from datetime import date

_AGE = re.compile(r"(?i)\b(\d{2,3})\s?(?:jr|jaar|jaren)\b")
_YEAR = re.compile(
    r"(?i)(?:\b(?:geb(?:oren)?|gb|geb\.?\s?jaar|geboortejaar|van|anno)\b[.:]?\s*(?:in\s+)?|[(*]\s?)((?:19|20)\d\d)\b(?![-./]\d)"
)
_SHORT_YEAR = re.compile(r"(?<!\w)['’`](\d\d)\b")

OLDEST = 115
"""No age in years above this, and none below 12, is that of somebody with a contract."""

_YOUNGEST = 12


def birth_years(text: str | None, dated: date | None) -> tuple[int, ...]:
    """Return the years in which the holder of a name field may be born, ascending; empty where it does not say.

    An age leaves two years, counted from `dated`, the day of the signal; without it an age says nothing.
    A year of two figures is the last one before that day.
    """
    if not text:
        return ()
    year = _YEAR.search(text)
    if year is not None:
        return (int(year[1]),)
    if dated is None:
        return ()
    age = _AGE.search(text)
    if age is not None and _YOUNGEST <= int(age[1]) <= OLDEST:
        turned = dated.year - int(age[1])
        return (turned - 1, turned)
    short = _SHORT_YEAR.search(text)
    if short is not None:
        century = dated.year // 100 * 100
        found = century + int(short[1])
        return (found if found <= dated.year else found - 100,)
    return ()
