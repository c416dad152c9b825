"""Two values in one cell, where the column of the second is empty: `1234 AB Proefstad`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brp_match.delivery.findings import NOTHING, Finding, Kind, Mends, Step, Values

_BOTH = re.compile(r"\s*((?:NL[- ]?)?[1-9]\d{3}\s*[A-Za-z]{2})[\s,]+([^\W\d_'’].*?)\s*")


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
        Finding(
            Kind.SAMENGEVOEGD, column, n, sum(1 for row in rows if row.get(column)), 1.0, "vorm", True,
            {"rijen": n}, "plaatsnaam" if column == "postcode" else "postcode",
        )
        for column, n in counts.items()
        if n
    )  # fmt: skip
    return Step(mends, findings)
