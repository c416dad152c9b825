"""A birth date in three columns (day, month, year) as the one column that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brp_match.database import Connection, run_step
from brp_match.ingest.column_names import SYNONYMS, header_key
from brp_match.ingest.rows import STAGE

_PARTS = tuple(
    re.compile(rf"(?:geboorte|geb|birth)(?:{words})|(?:{words})(?:vangeboorte|geboorte|geb)")
    for words in ("dag|dg|day", "maand|mnd|month", "jaar|jr|year")
)
"""Headings of day, month and year, as `header_key` writes them."""

_WHOLE = {
    one for one in ("geboortedatum", *SYNONYMS["geboortedatum"]) if not _PARTS[0].fullmatch(one)
}
"""Headings of the whole date; a birthday is the day of one where month and year have columns too."""


def birth_parts(header: Sequence[str]) -> tuple[int, int, int] | None:
    """Return the places of day, month and year of birth; None where one is missing or stands twice, or where there is a
    column of the whole date."""
    keys = [header_key(name) for name in header]
    if not _WHOLE.isdisjoint(keys):
        return None
    found = [[place for place, key in enumerate(keys) if one.fullmatch(key)] for one in _PARTS]
    if any(len(places) != 1 for places in found):
        return None
    ((day,), (month,), (year,)) = found
    return day, month, year


def join_birth_parts(con: Connection, header: tuple[str, ...]) -> tuple[str, ...]:
    """Put the whole birth date of every row of `levering` where its day stands, day first; a year alone stays a year.

    Returns the header with it: nothing where month and year stood; where there are no parts, `header` as it is.
    """
    parts = birth_parts(header)
    if parts is None:
        return header
    day, month, year = (f"k{place}" for place in parts)
    run_step(
        con,
        f"""UPDATE {STAGE} SET {month} = NULL, {year} = NULL, {day} = CASE
        WHEN coalesce({day}, {month}) IS NULL THEN {year}
        ELSE concat_ws('-', coalesce({day}, '00'), coalesce({month}, '00'), coalesce({year}, '0000')) END""",
    )
    names = dict.fromkeys(parts, "") | {parts[0]: "geboortedatum"}
    return tuple(names.get(place, name) for place, name in enumerate(header))
