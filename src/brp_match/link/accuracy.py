"""Accuracy per field and source: what the posterior says of the pairs that are one person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from brp_match.link.lessons import Counts
from brp_match.proportion import wilson

FIELDS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "achternaam": ("achternaam", ("gelijk", "partner"), ("ontbreekt",)),
    "voornaam": (
        "voornaam",
        ("gelijk", "roepnaam", "tweede", "voorletters", "voorletter_roepnaam"),
        ("ontbreekt",),
    ),
    "geboortedatum": (
        "geboortedatum",
        ("gelijk", "onvolledig_past"),
        ("ontbreekt", "onleesbaar", "leeftijd_past", "leeftijd_anders"),
    ),
    "adres": (
        "adres",
        ("gelijk", "toevoeging_ontbreekt", "straat_gelijk"),
        ("ontbreekt",),
    ),
}
"""Field → comparator, levels that count as right, levels that count as missing."""


def field_accuracy(sources: Iterable[str], counts: Counts) -> dict[str, Any]:
    """Per source and field: `schatting` P(field agrees | this is the person, field delivered), its
    95% interval `van` to `tot` (Wilson, on expected counts), `n` (expected number of
    persons with the field), `ontbreekt` (share without it).
    """
    result: dict[str, Any] = {}
    for source in sources:
        result[source] = {}
        for field, (comparator, right, missing) in FIELDS.items():
            found = {
                level: count
                for (vlp, name, level), count in counts.items()
                if vlp == source and name == comparator
            }
            everything = sum(found.values())
            absent = sum(found.get(level, 0.0) for level in missing)
            n = everything - absent
            hits = sum(found.get(level, 0.0) for level in right)
            # sums of probabilities: the last bit may put one above the other
            interval = wilson(min(hits, max(n, 0.0)), max(n, 0.0))
            result[source][field] = {
                "schatting": round(hits / n, 4) if n > 0 else None,
                "van": round(interval.low, 4),
                "tot": round(interval.high, 4),
                "n": round(n, 2),
                "ontbreekt": round(absent / everything, 4) if everything else None,
            }
    return result
