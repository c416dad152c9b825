"""The word lists of `comparators/tables`, read once and kept as plain values.

What each file holds and where it comes from: `comparators/tables/README.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from brp_match.csv_file import read_csv
from brp_match.settings import content_root


@dataclass(frozen=True, slots=True)
class Title:
    """A word to take out of a full name: lower case, what it is (`titel`, `familie`, `erven`, `meerdere`) and
    where it counts (`overal`, `begin`, `eind`)."""

    word: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form as deliveries write it, folded; kind `rechtspersoon` or `natuurlijk`; place as the README has it."""

    form: str
    code: str
    kind: str
    place: str


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of `comparators/tables/<name>.csv` by column, in the order of the file."""
    return read_csv(content_root("comparators") / "tables" / f"{name}.csv")


@cache
def titles() -> tuple[Title, ...]:
    """Return the words to take out of a full name, each once, in alphabetical order."""
    found = {(row["woord"].strip().lower(), row["soort"], row["plaats"]) for row in rows("titels")}
    return tuple(Title(*entry) for entry in sorted(found))


@cache
def name_groups() -> Mapping[str, tuple[str, ...]]:
    """Return given name → itself, the formal names it is a daily name of, and the base of its transliteration
    group; sorted. A name of no group is absent. All folded."""
    pairs = [(row["roepnaam"], row["naam"]) for row in rows("roepnamen")]
    pairs += [(row["variant"], row["naam"]) for row in rows("naamvarianten")]
    groups: dict[str, set[str]] = {}
    for name, group in pairs:
        groups.setdefault(name, {name}).add(group)
    return MappingProxyType({name: tuple(sorted(group)) for name, group in sorted(groups.items())})


@cache
def name_bases() -> Mapping[str, str]:
    """Return spelling → the spelling that names its transliteration group; folded."""
    bases: dict[str, str] = {}
    for row in rows("naamvarianten"):
        variant, name = row["variant"], row["naam"]
        bases[variant] = min(name, bases.get(variant, name))
    return MappingProxyType(bases)


@cache
def daily_letters() -> Mapping[str, tuple[str, ...]]:
    """Return formal name → the first letters of its daily names, sorted, each once."""
    letters: dict[str, set[str]] = {}
    for row in rows("roepnamen"):
        letters.setdefault(row["naam"], set()).add(row["roepnaam"][0])
    return MappingProxyType({name: tuple(sorted(found)) for name, found in sorted(letters.items())})


@cache
def surname_shares() -> Mapping[str, float]:
    """Return folded surname without prefix → its share of all residents of the Netherlands, 0 to 1."""
    return _shares("achternamen_nationaal")


@cache
def given_name_shares() -> Mapping[str, float]:
    """Return folded first given name → its share of all residents of the Netherlands, 0 to 1."""
    return _shares("voornamen_nationaal")


def _shares(name: str) -> Mapping[str, float]:
    return MappingProxyType({row["naam"]: float(row["aandeel"]) for row in rows(name)})


@cache
def placeholder_dates() -> Mapping[tuple[int, int, int], float]:
    """Return (year, month, day) of a known placeholder → prior share (0 to 1) of a delivery's rows that carry it."""
    found: dict[tuple[int, int, int], float] = {}
    for row in rows("standaarddatums"):
        date = (int(row["jaar"]), int(row["maand"]), int(row["dag"]))
        found[date] = max(float(row["kans"]), found.get(date, 0.0))
    return MappingProxyType(found)


@cache
def legal_forms() -> tuple[LegalForm, ...]:
    """Return the legal forms in the order of the file."""
    return tuple(
        LegalForm(row["vorm"], row["code"], row["soort"], row["plaats"])
        for row in rows("rechtsvormen")
    )


@cache
def trade_words(place: str) -> frozenset[str]:
    """Return the trade words of a place: `los` (a word by itself), `deel` (the end of a word), `zwak` (a surname too)."""
    return frozenset(row["woord"] for row in rows("handelswoorden") if row["plaats"] == place)
