"""Values that too many different people share to be anybody's own: in a column where people differ, or part of a birth date."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from brp_match.delivery.cells import Cell, cell_type
from brp_match.delivery.findings import Values
from brp_match.delivery.known import plain
from brp_match.reading import read_address, read_date, street_key
from brp_match.reading.name_age import read_age

PERSONAL = ("klantnummer", "telefoon", "email", "postcode", "volledige_naam")
"""Columns in which different people seldom share a value; an address they may share."""

AT_LEAST = 4
"""So many different people with one value, before it can be called no value."""

SHARED = 0.005
"""Probability that the next customer shares a given value of such a column: a household of four among a
thousand customers. Above it the value is no one's own (binomial tail below `CHANCE`)."""

SAME_YEAR = 0.05
"""Probability that the next customer is of a given year or age: no year has more than two in a hundred customers, of a
deliverer with young ones more."""

CHANCE = 1e-6


def too_frequent(rows: Sequence[Values], column: str) -> list[tuple[list[int], float]]:
    """Return the places of each value that too many different people share, with its certainty."""
    by_value: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if row.get(column) and cell_type(row.get(column)) is not Cell.GEEN:
            by_value[plain(row.get(column) or "")].append(place)
    # neighbours share a postcode, not when they live in different streets
    told_by = {"postcode": _street, "volledige_naam": _born_and_placed}.get(column, _person)
    groups = [places for _, places in sorted(by_value.items())]
    return _of_nobody(rows, groups, told_by, len(rows), SHARED)


def too_frequent_parts(rows: Sequence[Values]) -> list[tuple[list[int], float]]:
    """Return the places of each part of a birth date, or age, that is that of too many people, with its certainty."""
    by_part: dict[tuple[int | None, ...], list[int]] = defaultdict(list)
    texts = {place: text for place, row in enumerate(rows) if (text := row.get("geboortedatum"))}
    for place, text in texts.items():
        read = read_date(text)
        if (age := read_age(text)) is not None:
            by_part[age,].append(place)
        elif read.kind == "onvolledig":
            by_part[read.year, read.month, read.day].append(place)
    return _of_nobody(rows, by_part.values(), _person, len(texts), SAME_YEAR)


def _of_nobody(
    rows: Sequence[Values],
    groups: Iterable[list[int]],
    told_by: Callable[[Values], Told],
    of: int,
    rate: float,
) -> list[tuple[list[int], float]]:
    """Return the groups of rows with one value that are about more people, told apart by `told_by`, than `rate` explains."""
    found = []
    for places in groups:
        people = len({told_by(rows[p]) for p in places}) if len(places) >= AT_LEAST else 0
        tail = binomial_tail(people, of, rate) if people >= AT_LEAST else 1.0
        if tail < CHANCE:
            found.append((places, 1 - tail))
    return found


Told = tuple[str, ...]


def _street(row: Values) -> Told:
    """The street alone: a number behind it makes no other street."""
    return (street_key(read_address(row.get("straatnaam")).street) or "",)


def _born_and_placed(row: Values) -> Told:
    return row.get("geboortedatum") or "", row.get("postcode") or ""


def _person(row: Values) -> Told:
    return (
        plain(row.get("achternaam") or row.get("volledige_naam") or row.get("voornamen") or ""),
    )


def binomial_tail(count: int, of: int, rate: float) -> float:
    """Return the probability of `count` or more among `of` at this rate."""
    below = sum(
        math.exp(
            math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
            + k * math.log(rate) + (of - k) * math.log1p(-rate)
        )
        for k in range(min(count, of + 1))
    )  # fmt: skip
    return max(0.0, 1.0 - below) if below < 1 - 1e-9 else _upper(count, of, rate)


def _upper(count: int, of: int, rate: float) -> float:
    return sum(
        math.exp(
            math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
            + k * math.log(rate) + (of - k) * math.log1p(-rate)
        )
        for k in range(count, min(of, count + 60) + 1)
    )  # fmt: skip
