"""The counts of one municipality as a file that may leave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from brp_match.benchmark.export.groups import NAME
from brp_match.content import Comparator
from brp_match.link.shared import MUNICIPALITY, SCHEMA
from brp_match.rates.cells import Draws, told
from brp_match.rates.counts import SourceCounts


def as_document(
    sources: Sequence[SourceCounts],
    comparators: Sequence[Comparator],
    name: str,
    minimum: int,
    key: bytes,
    only: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return the JSON of an export: sources with a count that may be told, in order of name.

    `name`: the code name of the municipality. `key`: of the noise; it stays at home. `only`: sources that may go out, all for None. A source whose name may
    not go out (`NAME`) is left out.
    """
    entries = [
        entry
        for one in sources
        if (only is None or one.vlp in only) and NAME.fullmatch(one.vlp)
        if (entry := _entry(one, comparators, Draws(key, one.vlp, minimum))) is not None
    ]
    return {
        "schema": SCHEMA,
        "soort": MUNICIPALITY,
        "gemeente": name,
        "minimum": minimum,
        "vlps": entries,
    }


def _entry(
    one: SourceCounts, comparators: Sequence[Comparator], draws: Draws
) -> dict[str, Any] | None:
    rows = told(one.rows, draws.minimum)
    if rows is None:
        return None
    levels, totals = {}, {}
    for comparator in comparators:
        name, groups = comparator.naam, comparator.groepen
        counts = Counter(one.people.get(name, {}))
        inside = {level: counts[level] for group in groups.values() for level in group}
        sums = {group: sum(counts[level] for level in parts) for group, parts in groups.items()}
        levels[name] = _shown(inside, draws, name)
        totals[name] = _shown(sums, draws, f"{name} som")
    habits = sorted(habit for habit, count in one.habits.items() if told(count, draws.minimum))
    dates = ((day, told(count, draws.minimum)) for day, count in sorted(one.dates.items()))
    return {
        "vlp": one.vlp,
        "sector": one.sector,
        "rijen": rows,
        "niveaus": {name: found for name, found in levels.items() if found},
        "totalen": {name: found for name, found in totals.items() if found},
        "gewoonten": [
            {"soort": kind, "kolom": column, "wat": what} for kind, column, what in habits
        ],
        "datums": [{"datum": day.isoformat(), "aantal": count} for day, count in dates if count],
    }


def _shown(counts: Mapping[str, int], draws: Draws, what: str) -> dict[str, int]:
    found = ((one, draws.told(f"{what} {one}", n)) for one, n in sorted(counts.items()))
    return {one: count for one, count in found if count is not None}
