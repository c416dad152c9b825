"""The counts of many municipalities put together in one table.

A level that few people of one municipality stand at is in no file, and rare levels are rare everywhere: left out they
would seem never to occur. So what a file does not tell is estimated: the sum that is told less what is shown of it,
shared over the levels that are not shown as the prior has them; without a sum the prior alone says how much it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.content import Comparator
from brp_match.link.shared import NATIONAL, SCHEMA, source_key
from brp_match.rates.cells import WIDTH

Counts = dict[str, float]


def merged(
    documents: Sequence[Mapping[str, Any]], comparators: Sequence[Comparator]
) -> dict[str, Any]:
    """Return the national table of the files of municipalities, sources in order of name."""
    by_vlp: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for document in documents:
        for entry in document["vlps"]:
            by_vlp[source_key(entry["vlp"])].append(entry)
    tables = [_national(entries, comparators) for entries in by_vlp.values()]
    return {
        "schema": SCHEMA,
        "soort": NATIONAL,
        "gemeenten": len(documents),
        "minimum": max((document["minimum"] for document in documents), default=0),
        "vlps": sorted(tables, key=lambda one: str(one["vlp"])),
    }


def _national(
    entries: Sequence[Mapping[str, Any]], comparators: Sequence[Comparator]
) -> dict[str, Any]:
    sector = _most([entry["sector"] for entry in entries])
    habits = Counter(
        (habit["soort"], habit["kolom"], habit["wat"])
        for entry in entries
        for habit in entry["gewoonten"]
    )
    dates: Counter[str] = Counter()
    for entry in entries:
        for one in entry["datums"]:
            dates[one["datum"]] += one["aantal"]
    return {
        "vlp": _most([entry["vlp"] for entry in entries]),
        "sector": sector,
        "gemeenten": len(entries),
        "rijen": sum(entry["rijen"] for entry in entries),
        "niveaus": {
            comparator.naam: {level: n for level, n in levels.items() if n}
            for comparator in comparators
            if (levels := _levels(entries, comparator, sector))
        },
        "gewoonten": [
            {"soort": kind, "kolom": column, "wat": what, "gemeenten": count}
            for (kind, column, what), count in sorted(habits.items())
        ],
        "datums": [{"datum": day, "aantal": count} for day, count in sorted(dates.items())],
    }


def _most(names: Sequence[str]) -> str:
    """Return the name that most have, of as many the first."""
    counts = Counter(names)
    return min(counts, key=lambda one: (-counts[one], one))


def _levels(
    entries: Sequence[Mapping[str, Any]], comparator: Comparator, sector: str
) -> dict[str, int]:
    sums: Counts = defaultdict(float)
    for entry in entries:
        seen = entry["niveaus"].get(comparator.naam, {})
        totals = entry["totalen"].get(comparator.naam, {})
        for name, group in comparator.groepen.items():
            prior = {level: comparator.m_of(level, sector) for level in group}
            for level, count in estimated(seen, totals.get(name), prior).items():
                sums[level] += count
    return {level: round(max(count, 0.0)) for level, count in sorted(sums.items())}


def estimated(seen: Mapping[str, int], total: int | None, prior: Mapping[str, float]) -> Counts:
    """Return the expected count of every level of a group in one file, some below 0: over many files errors of
    rounding cancel out.

    `seen` is told with noise in tens downward, `total` their sum the same way or None; `prior` gives the levels of the group.
    Nothing is known of a group of which nothing is told.
    """
    half = WIDTH / 2
    found = {level: seen[level] + half for level in prior if level in seen}
    hidden = [level for level in prior if level not in seen]
    if not found and total is None:
        return {}
    mass = sum(prior[level] for level in hidden)
    if total is not None:
        rest = total + half - sum(found.values())
    else:
        rest = sum(found.values()) * mass / max(1.0 - mass, 1e-9)
    return found | {level: rest * prior[level] / mass for level in hidden}
