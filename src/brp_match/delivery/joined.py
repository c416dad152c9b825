"""Two values in one cell, where the column of the second is empty: `1234 AB Proefstad`, `J. Smit (14-03-1962)`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brp_match.delivery.findings import NOTHING, Finding, Kind, Mends, Step, Values
from brp_match.reading.dates import read_date

_NAMES = ("achternaam", "volledige_naam")
_DATED = re.compile(
    r"\s*(?P<name>[^\d]*?[^\W\d_][^\d]*?)[\s,;(\[*]*\b(?:geb(?:oren|\.datum|\.? ?dat(?:um)?)?\.?|geboortedatum)?[\s:*]*"
    r"(?P<date>\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)[\s)\]]*"
)
"""A name with one whole date behind it, and nothing else."""

_BORN = re.compile(
    r"[\s,;(\[*]*\b(?:geb(?:oren|\.datum|\.? ?dat(?:um)?)?\.?|geboortedatum)?[\s:*]*"
    r"(?P<date>\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)[\s)\]]*"
)
"""A date behind one of the names of a field."""

_BOTH = re.compile(r"\s*((?:NL[- ]?)?[1-9]\d{3}\s*[A-Za-z]{2})[\s,]+([^\W\d_'’].*?)\s*")


def split_dated(rows: Sequence[Values]) -> Step:
    """Put the date behind a name in the column of the birth date, where that has nothing."""
    mends: Mends = {}
    counts = dict.fromkeys(_NAMES, 0)
    for place, row in enumerate(rows):
        if row.get("geboortedatum"):
            continue
        for column in _NAMES:
            found = _dated(row.get(column) or "")
            if found:
                mends[place] = {column: found[0], "geboortedatum": found[1]}
                counts[column] += 1
                break
    return Step(mends, tuple(_finding(rows, c, n, "geboortedatum") for c, n in counts.items() if n))


def _dated(text: str) -> tuple[str, str] | None:
    """Return the name or names of a text without the dates behind them, and the dates; None for any other text."""
    one = _DATED.fullmatch(text)
    if one and read_date(one["date"]).date:
        return one["name"].strip(" ,;("), one["date"]
    dates = [found["date"] for found in _BORN.finditer(text)]
    names = _BORN.sub(" ", text)
    if not 1 <= len(dates) <= 2 or re.search(r"\d", names) or not re.search(r"[^\W\d_]{3}", names):
        return None
    if not all(read_date(born).date for born in dates):
        return None
    return re.sub(r"\s+", " ", names).strip(" ,;("), " / ".join(dict.fromkeys(dates))


_KEY = re.compile(
    r"\s*([1-9]\d{3}\s?[A-Za-z]{2})[\s|_/;:-]*(\d{1,5})(?:[\s|_/;:-]*([A-Za-z0-9]{1,6}(?:-[A-Za-z0-9]{1,4})?))?[\s|_/;:-]*"
)
"""A postcode with the house number and addition behind it: the key of an address."""


def split_keys(rows: Sequence[Values]) -> Step:
    """Split a house number from the postcode before it, in the column of either, where the other has nothing."""
    mends: Mends = {}
    counts = {"postcode": 0, "huisnummer": 0}
    for place, row in enumerate(rows):
        for column, other in (("postcode", "huisnummer"), ("huisnummer", "postcode")):
            found = _KEY.fullmatch(row.get(column) or "")
            if found and not row.get(other) and not re.search(r"\d", row.get("straatnaam") or ""):
                mends[place] = {"postcode": found[1], "huisnummer": found[2]}
                if found[3] and not (row.get("huisletter") or row.get("huisnummertoevoeging")):
                    mends[place]["huisnummertoevoeging"] = found[3]
                counts[column] += 1
    return Step(
        mends,
        tuple(
            _finding(rows, column, n, "huisnummer" if column == "postcode" else "postcode")
            for column, n in counts.items()
            if n
        ),
    )


def split_joined(rows: Sequence[Values]) -> Step:
    """Split a postcode from the town behind it, in the column of either, where the other has nothing else."""
    mends: Mends = {}
    counts = {"postcode": 0, "plaatsnaam": 0}
    for place, row in enumerate(rows):
        for column, other in (("postcode", "plaatsnaam"), ("plaatsnaam", "postcode")):
            found = _BOTH.fullmatch(row.get(column) or "")
            if found and not row.get(other):
                mends[place] = {"postcode": found[1], "plaatsnaam": found[2]}
                counts[column] += 1
    if not mends:
        return NOTHING
    findings = tuple(
        _finding(rows, column, n, "plaatsnaam" if column == "postcode" else "postcode")
        for column, n in counts.items()
        if n
    )
    return Step(mends, findings)


def _finding(rows: Sequence[Values], column: str, count: int, other: str) -> Finding:
    return Finding(
        Kind.SAMENGEVOEGD, column, count, sum(1 for row in rows if row.get(column)), 1.0, "vorm", True,
        {"rijen": count}, other,
    )  # fmt: skip
