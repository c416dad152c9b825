"""Today's check and ours over many files: over all of them, by group, and over those that told both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from brp_match.benchmark.export.keys import ALL, Group
from brp_match.benchmark.merge.guesses import guess_fields, guessed, same_files
from brp_match.benchmark.merge.guesses import known as told_count
from brp_match.benchmark.merge.noisy import NO_END, Pool, rounded
from brp_match.benchmark.merge.ranges import Range, Reader
from brp_match.benchmark.merge.totals import fields, national_estimate, total


def guess_of(
    readers: Sequence[Reader], group: Group, method: str = "exact"
) -> dict[str, Any] | None:
    """Return one group with what its noise lets be known; None where nothing has noise on it."""
    return guess_fields(guessed(readers, [group], method))


def method_rows(readers: Sequence[Reader], method: str) -> dict[str, Any]:
    """Return the row of one method: all its counts, the signals it gives to a person, and the estimate."""
    return {
        **fields(method, total(readers, ALL, method)),
        "geschat": guess_of(readers, ALL, method),
        "beoordeling": _reviews(readers) if method == "brp_match" else None,
        "schatting": national_estimate(readers, method),
    }


def both_methods(readers: Sequence[Reader]) -> dict[str, Any] | None:
    """Return both methods over the files that told the drop-out of either: one set of signals. None without any."""
    both = [
        reader
        for reader in readers
        if all(guessed([reader], [ALL], method).files for method in ("exact", "brp_match"))
    ]
    if not both:
        return None
    return {
        "gemeenten": len({reader.export.gemeente for reader in both}),
        "methoden": [method_rows(both, method) for method in ("exact", "brp_match")],
    }


def _gave(readers: Sequence[Reader]) -> int:
    """Return how many municipalities told today's drop-out."""
    return len({one.export.gemeente for one in readers if guessed([one], [ALL]).files})


def _reviews(readers: Sequence[Reader]) -> list[int | None]:
    """Return the least and greatest number of signals that ours gives to a person: never more than there are."""
    found = []
    for reader in readers:
        one = told_count(reader, ALL, "brp_match.beoordeling")
        most = min(one.range.high, reader.count(ALL, "signalen").high)
        found.append(replace(one, range=Range(one.range.low, most)))
    _, low, high = rounded(Pool.of(found).guess())
    return [low, high if high < NO_END else None]


def beside(readers: Sequence[Reader], group: Group, name: str = "") -> dict[str, Any]:
    """Today's check and ours over one group."""
    name = name or group.name
    ours = fields(name, total(readers, group, "brp_match"))
    return {
        **fields(name, total(readers, group)),
        "geschat": guess_of(readers, group),
        "brp_match": {**ours, "geschat": guess_of(readers, group, "brp_match")},
        "zelfde_signalen": same_files(readers, group),
    }


def by_kind(name: str, readers: Sequence[Reader]) -> dict[str, Any]:
    """The drop-out of today by how it is known, with how many municipalities."""
    places = len({one.export.gemeente for one in readers})
    return {
        **beside(readers, ALL, name),
        "gemeenten": places,
        "gaven": _gave(readers),
        "open": 0,
        "uitval_van": None,
        "uitval_tot": None,
    }


def size_class(name: str, places: Sequence[Sequence[Reader]]) -> dict[str, Any]:
    """One size class: its municipalities together, and how far the drop-out of those that gave it lies apart."""
    shares = [one.dropped / one.signals for own in places if (one := total(own, ALL)).signals]
    readers = [reader for own in places for reader in own]
    return {
        **beside(readers, ALL, name),
        "gemeenten": len(places),
        "gaven": _gave(readers),
        "open": len(shares),
        "uitval_van": round(min(shares), 6) if shares else None,
        "uitval_tot": round(max(shares), 6) if shares else None,
    }
