"""What a name field says of its holder's age: `J. Smit 79 jr`, `J. Smit geb. 1947`, `J. Smit '47`."""

from __future__ import annotations

import re
from datetime import date

_AGE = re.compile(r"(?i)\b(\d{2,3})\s?(?:jr|jaar|jaren)\b")
_WHOLE = re.compile(
    r"(?i)\s*(?:leeftijd\s*:?\s*)?(\d{1,3})\s?(?:jr|jaar|jaren|j)\.?(?:\s+oud)?\s*|\s*leeftijd\s*:?\s*(\d{1,3})\s*"
)
_YEAR = re.compile(
    r"(?i)(?:\b(?:geb(?:oren)?|gb|geb\.?\s?jaar|geboortejaar|van|anno)\b[.:]?\s*(?:in\s+)?|[(*]\s?)((?:19|20)\d\d)\b(?![-./]\d)"
)
_SHORT_YEAR = re.compile(r"(?<!\w)['’`](\d\d)\b")

OLDEST = 115
"""No age in years above this, and none below 12, is that of somebody with a contract."""

_YOUNGEST = 12


def read_age(text: str | None) -> int | None:
    """Return the age in years of a text that is one and says so (`34 jaar`, `leeftijd 34`); None for any other."""
    found = _WHOLE.fullmatch(text or "")
    if found is None:
        return None
    age = int(found[1] or found[2])
    return age if _YOUNGEST <= age <= OLDEST else None


def years_of_age(age: int | None, dated: date | None) -> tuple[int, ...]:
    """Return the two years in which somebody of this age on `dated` was born, ascending; empty without both."""
    return () if age is None or dated is None else (dated.year - age - 1, dated.year - age)


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
        return years_of_age(int(age[1]), dated)
    short = _SHORT_YEAR.search(text)
    if short is not None:
        century = dated.year // 100 * 100
        found = century + int(short[1])
        return (found if found <= dated.year else found - 100,)
    return ()
