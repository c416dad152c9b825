"""Two birth dates in one cell, of two holders: the one that somebody at the address was born on.

`14-03-1962 / 02-05-1964`. Which of the two the signal is about only the register tells; where it does not, the cell
cannot be read, and that is no proof of absence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from brp_match.delivery.alignment import Evidence
from brp_match.delivery.findings import NOTHING, Finding, Kind, Mends, Step
from brp_match.reading.dates import read_date

COLUMN = "geboortedatum"

_DATE = r"\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|(?:19|20)\d{6}"
_TWO = re.compile(
    rf"\s*(?P<first>{_DATE})\s*(?:/|;|,|&|\+|\||\ben(?:/of)?\b|\be/o\b|\bof\b|\s-\s|\s)\s*(?P<second>{_DATE})\s*"
)


def two_dates(text: str | None) -> tuple[str, str] | None:
    """Return the two dates of a cell that holds two different ones, as written; None for any other."""
    found = _TWO.fullmatch(text or "")
    if found is None:
        return None
    read = [read_date(found[one]).date for one in ("first", "second")]
    return None if None in read or read[0] == read[1] else (found["first"], found["second"])


def choose_dates(texts: Sequence[str | None], evidence: Sequence[Evidence]) -> Step:
    """Keep, of two dates in a cell, the one of somebody at the address, where it is one of the two only."""
    mends: Mends = {}
    two = 0
    for place, text in enumerate(texts):
        dates = two_dates(text)
        if dates is None:
            continue
        two += 1
        there = [d for d in dates if str(read_date(d).date) in evidence[place].births_there]
        if len(there) == 1:
            mends[place] = {COLUMN: there[0]}
    if not two:
        return NOTHING
    filled = sum(1 for text in texts if text)
    return Step(mends, (Finding(
        Kind.SAMENGEVOEGD, COLUMN, two, filled, 1.0, "vorm", bool(mends), {"rijen": two, "gekozen": len(mends)},
        "geboortedatum", own=False,
    ),))  # fmt: skip
