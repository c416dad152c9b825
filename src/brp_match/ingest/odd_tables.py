"""Text that is a table in another way: lines quoted as a whole are read, the rest is refused by name with what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind, recognised
from brp_match.ingest.records import HEADER_WITHIN, SEPARATORS

FEWEST_NAMES = 3
"""So many column names on a line tell how it is divided."""

OTHER_MARKS = "~^:#*/\\!%&=+@$¦§·"
"""Signs that may stand between columns beside those that are read."""

LONGEST_HEADER = 20_000
"""More letters than this are no line of names."""

_GAP = re.compile(r"\S {2,}\S")


def unquoted(lines: Sequence[str]) -> Sequence[str]:
    """Return lines of which every one that holds something stands between quotes as a whole, without those."""
    filled = [line for line in lines if line.strip()]
    if len(filled) < 2 or not all(map(_is_quoted, filled)):
        return lines
    return [line.strip()[1:-1].replace('""', '"') for line in lines]


def _is_quoted(line: str) -> bool:
    line = line.strip()
    inside = line[1:-1].replace('""', "")
    quoted = len(line) > 2 and line[0] == line[-1] == '"' and '"' not in inside
    return quoted and any(separator in inside for separator in SEPARATORS)


def refuse_undivided(lines: Sequence[str], kind: Kind, name: str) -> None:
    """Raise BrpMatchError where another sign divides the columns (SCHEIDINGSTEKEN_ONBEKEND), or only their place
    does (KOLOMBREEDTE_VAST)."""
    head = list(islice((line for line in lines if line.strip()), HEADER_WITHIN))
    for line in head:
        for mark in OTHER_MARKS if len(line) <= LONGEST_HEADER else "":
            if mark in line and recognised(kind, line.split(mark)) >= FEWEST_NAMES:
                raise BrpMatchError(
                    "SCHEIDINGSTEKEN_ONBEKEND",
                    name,
                    f"tussen de kolommen staat {mark}; bewaar het als csv met ; , tab of | ertussen",
                )
    if _has_fixed_places(head, kind):
        raise BrpMatchError(
            "KOLOMBREEDTE_VAST",
            name,
            "de kolommen staan op vaste plaatsen, zonder teken ertussen; open het in Excel met "
            "'Tekst naar kolommen' en bewaar het als xlsx of csv",
        )


def _has_fixed_places(head: Sequence[str], kind: Kind) -> bool:
    """Tell whether nothing divides the lines but blanks: names of columns with them between, or gaps on every line."""
    if len(head) < 2 or any(separator in line for line in head for separator in SEPARATORS):
        return False
    names = max(recognised(kind, line[:LONGEST_HEADER].split()) for line in head)
    return names >= FEWEST_NAMES or all(_GAP.search(line.strip()) for line in head)
