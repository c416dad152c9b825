"""The counts of one municipality as a file that may leave it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from brp_match.benchmark.export.groups import NAME
from brp_match.content import Comparator
from brp_match.link.shared import MUNICIPALITY, SCHEMA
from brp_match.rates.cells import shown, told, total_of
from brp_match.rates.counts import SourceCounts


def as_document(
    sources: Sequence[SourceCounts],
    comparators: Sequence[Comparator],
    name: str,
    minimum: int,
    only: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return the JSON of an export: sources with a count that may be told, in order of name.

    `name`: the code name of the municipality. `only`: sources that may go out, all for None. A source whose name may
    not go out (`NAME`) is left out.
    """
    entries = [
        entry
        for one in sources
        if (only is None or one.vlp in only) and NAME.fullmatch(one.vlp)
        if (entry := _entry(one, comparators, minimum)) is not None
    ]
    return {
        "schema": SCHEMA,
        "soort": MUNICIPALITY,
        "gemeente": name,
        "minimum": minimum,
        "vlps": entries,
    }


def _entry(
    one: SourceCounts, comparators: Sequence[Comparator], minimum: int
) -> dict[str, Any] | None:
    rows = told(one.rows, minimum)
    if rows is None:
        return None
    levels, totals = {}, {}
    for comparator in comparators:
        counts = one.people.get(comparator.naam, {})
        inside = {level: counts.get(level, 0) for g in comparator.groepen.values() for level in g}
        levels[comparator.naam] = shown(inside, minimum)
        sums = {name: total_of(counts, g, minimum) for name, g in comparator.groepen.items()}
        totals[comparator.naam] = {name: n for name, n in sums.items() if n is not None}
    habits = sorted(habit for habit, count in one.habits.items() if told(count, minimum))
    dates = ((day, told(len(names), minimum)) for day, names in sorted(one.dates.items()))
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
