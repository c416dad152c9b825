"""What may be a BSN in delivered text: never shown and never kept, whatever column it came in."""

from __future__ import annotations

import re

from brp_match.ingest.column_names import SYNONYMS, header_key

PATTERN = r"(^|[^0-9])(?:[0-9](?: ?[0-9]){8}|[0-9](?:\.?[0-9]){8}|[0-9](?:-?[0-9]){8})($|[^0-9])"
"""Nine digits, also in groups; for Python and for DuckDB, which knows no look-ahead. The check over eleven is
not asked: a BSN with a typing error is one letter from somebody's."""
MASK = r"\1(nummer weggelaten)\2"
"""What stands in its place, as a replacement for PATTERN."""

_NUMBER = re.compile(PATTERN)
_COLUMN = re.compile("|".join(("bsn", "burgerservicen", "sofin", *SYNONYMS["bsn"])))
_LOST_ZERO = 8


def is_bsn_column(name: str) -> bool:
    """Tell by its name whether a delivered column holds BSNs: `BSN`, `Bsn-nummer`, `sofinummer klant`."""
    return _COLUMN.search(header_key(name)) is not None


def may_hold_bsn(text: str) -> bool:
    """Tell whether a value may be a BSN or have one in it: nine digits in a row, or with blanks, dots or dashes.

    Eight digits alone are one that lost its zero where the check over eleven holds; else they are a date or a
    number of the KvK, which are shown.
    """
    bare = re.sub(r"[ .-]", "", text)
    lost = len(bare) == _LOST_ZERO and bare.isascii() and bare.isdecimal() and _checks(f"0{bare}")
    return lost or _NUMBER.search(text) is not None


def without_bsn(text: str) -> str:
    """Return a text with MASK for every nine digits that may be a BSN."""
    # twice: of two numbers with one sign between, the sign goes with the first
    return _NUMBER.sub(MASK, _NUMBER.sub(MASK, text))


def without_bsn_sql(text: str) -> str:
    """Return SQL that does what `without_bsn` does; `text` is SQL."""
    for _ in range(2):
        text = f"regexp_replace({text}, '{PATTERN}', '{MASK}', 'g')"
    return text


def _checks(digits: str) -> bool:
    """The check of the BSN: 9a + 8b + … + 2h - i over eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(digit) for w, digit in zip(weights, digits, strict=True)) % 11 == 0
