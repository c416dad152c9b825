"""What municipalities share of the sources: one table, made of counts with noise in tens, without a record of anybody.

`brp-match rates merge` writes it; `link --rates` reads it. A source that a municipality knows little of starts from
what is known of it elsewhere; what the municipality finds itself weighs more as it grows.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from brp_match.content import Comparator, load_comparators
from brp_match.delivery.findings import Kind, question_id
from brp_match.errors import BrpMatchError, Fault
from brp_match.json_file import read_json
from brp_match.link.lessons import Counts
from brp_match.link.placeholders import Day
from brp_match.model import Sector
from brp_match.reading.text import glue, words

SCHEMA = "brp-match-kansen/1"

MUNICIPALITY, NATIONAL = "gemeente", "landelijk"
"""What a file of rates is of."""

LARGEST_FILE = 20_000_000
"""Largest file that is read, in bytes: the whole country's is a hundredth of it."""

LONGEST_NAME = 200
"""Signs of the name of a source; longer is none."""

RARE = 4.0
"""A habit that nothing is known of has natural log odds of about minus this."""

AT_MOST = 6.0
"""What is known elsewhere adds no more to the natural log odds of a habit: two dates that prove the contrary outweigh it."""


@dataclass(frozen=True)
class SharedRates:
    """`counts`: true pairs by (source, comparator, level), over all municipalities. `sectors`: sector of every source.
    `habits`: question of a delivery → what is added to its natural log odds. `dates`: (source, day) → share of its
    signals with that placeholder."""

    counts: Counts = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)
    habits: Mapping[str, float] = field(default_factory=dict)
    dates: Mapping[tuple[str, Day], float] = field(default_factory=dict)

    def known_as(self, sources: Collection[str]) -> SharedRates:
        """Return the same with every source named as one of `sources` that has the same words, where there is one:
        municipalities write `Energie Noord` and `ENERGIE NOORD B.V.`."""
        ours = {source_key(name): name for name in sorted(sources, reverse=True)}
        names = {name: ours.get(source_key(name), name) for name in sorted(self.sectors)}
        counts: dict[tuple[str, str, str], float] = {}
        for (source, comparator, level), count in sorted(self.counts.items()):
            key = names[source], comparator, level
            counts[key] = counts.get(key, 0.0) + count
        return SharedRates(
            counts,
            {names[s]: sector for s, sector in self.sectors.items()},
            {_renamed(question, names): lean for question, lean in self.habits.items()},
            {(names[s], day): share for (s, day), share in self.dates.items()},
        )


LEGAL = frozenset(("bv", "nv", "b", "v", "n", "stichting", "cooperatie", "vereniging"))
"""Words of a source that say what kind of body it is."""


def source_key(name: str) -> str:
    """Return the words of a source that tell it from another, as one."""
    parts = words(name)
    return glue([word for word in parts if word not in LEGAL] or parts)


def _renamed(question: str, names: Mapping[str, str]) -> str:
    kind, _, rest = question.partition("/")
    vlp, _, column = rest.rpartition("/")
    return f"{kind}/{names[vlp]}/{column}"


@dataclass(frozen=True)
class PublishedSource:
    """One source of a table: how many `municipalities` know it, their `signals` (in tens, downward), and the habits
    that were seen of it, kind and column."""

    name: str
    sector: str
    municipalities: int
    signals: int
    habits: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Published:
    """A table as people read it: how many `municipalities` made it, and its sources in order of name."""

    municipalities: int
    sources: tuple[PublishedSource, ...]


def published(path: Path) -> Published:
    """Return what stands in a table of `rates merge`. Raises as `load_shared` does."""
    document = _national(path)
    return Published(
        document["gemeenten"],
        tuple(
            PublishedSource(
                entry["vlp"],
                entry["sector"],
                entry["gemeenten"],
                entry["rijen"],
                tuple(sorted({(habit["soort"], habit["kolom"]) for habit in entry["gewoonten"]})),
            )
            for entry in document["vlps"]
        ),
    )


def load_shared(path: Path | None) -> SharedRates:
    """Read a table of `rates merge`; nothing is shared for None.

    Raises BrpMatchError with every fault: KANSEN_ONLEESBAAR, KANSEN_VORM, KANSEN_SOORT for the counts of one
    municipality, which are no table yet.
    """
    if path is None:
        return SharedRates()
    document = _national(path)
    counts: dict[tuple[str, str, str], float] = {}
    habits: dict[str, float] = {}
    dates: dict[tuple[str, Day], float] = {}
    for entry in document["vlps"]:
        vlp = entry["vlp"]
        for comparator, levels in entry["niveaus"].items():
            for level, count in levels.items():
                counts[vlp, comparator, level] = float(count)
        for habit in entry["gewoonten"]:
            question = question_id(Kind(habit["soort"]), vlp, habit["kolom"])
            habits[question] = leaning(habit["gemeenten"], entry["gemeenten"])
        for one in entry["datums"]:
            day = date.fromisoformat(one["datum"])
            share = one["aantal"] / max(entry["rijen"], one["aantal"] + 1)
            dates[vlp, (day.year, day.month, day.day)] = share
    sectors = {entry["vlp"]: entry["sector"] for entry in document["vlps"]}
    return SharedRates(counts, sectors, habits, dates)


def _national(path: Path) -> dict[str, Any]:
    document = read_document(path)
    if document["soort"] != NATIONAL:
        raise BrpMatchError(
            "KANSEN_SOORT",
            path.name,
            "dit zijn de aantallen van één gemeente; maak er eerst een tabel van met 'brp-match rates merge'",
        )
    return document


def leaning(found: int, of: int) -> float:
    """Return what a habit found in so many of the municipalities adds to its natural log odds: 0 or more."""
    odds = (found + 0.5) / (of - found + 0.5)
    return min(max(math.log(odds) + RARE, 0.0), AT_MOST)


def read_document(path: Path) -> dict[str, Any]:
    """Read and check a file of rates, of a municipality or national. Raises BrpMatchError as `load_shared` does."""
    said = "dit bestand is niet te lezen als JSON van 'brp-match rates'"
    document = read_json(path, LARGEST_FILE, "KANSEN_ONLEESBAAR", said)
    faults = _faults(document, path.name, load_comparators())
    if faults:
        raise BrpMatchError.from_faults(faults)
    found: dict[str, Any] = document
    return found


def _faults(document: Any, where: str, comparators: Sequence[Comparator]) -> list[Fault]:
    """Return what is wrong with a file, by the place of the VLP; no value of the file is repeated."""
    top = {"schema": str, "soort": str, "minimum": int, "vlps": list}
    if not _typed(document, top) or document["schema"] != SCHEMA:
        return [Fault("KANSEN_VORM", where, f"dit is geen bestand van de vorm {SCHEMA}")]
    if document["soort"] not in (MUNICIPALITY, NATIONAL):
        return [Fault("KANSEN_VORM", where, "de soort is gemeente noch landelijk")]
    national = document["soort"] == NATIONAL
    counts = [document["minimum"], *([document.get("gemeenten")] if national else [])]
    if not all(map(_count, counts)):
        return [Fault("KANSEN_VORM", where, "een aantal ontbreekt of is geen heel getal")]
    known = {c.naam: {level.id for level in c.niveaus} for c in comparators}
    faults = [
        Fault("KANSEN_VORM", f"{where}, vlp {place}", said)
        for place, entry in enumerate(document["vlps"], start=1)
        for said in _of_vlp(entry, known, national=national, minimum=document["minimum"])
    ]
    names = [entry.get("vlp") for entry in document["vlps"] if isinstance(entry, dict)]
    if len(set(map(str, names))) < len(names):
        faults.append(Fault("KANSEN_VORM", where, "een VLP staat er twee keer in"))
    return faults


def _of_vlp(
    entry: Any, known: Mapping[str, set[str]], *, national: bool, minimum: int
) -> list[str]:
    wanted = {
        "vlp": str,
        "sector": str,
        "rijen": int,
        "niveaus": dict,
        "gewoonten": list,
        "datums": list,
    }
    if not _typed(entry, wanted | ({"gemeenten": int} if national else {"totalen": dict})):
        return ["een veld ontbreekt of is van een andere soort"]
    said = [] if _named(entry) else ["een naam of sector die niet kan"]
    amounts = (
        entry["rijen"],
        entry.get("gemeenten", 0),
        *(one.get("aantal") for one in entry["datums"] if isinstance(one, dict)),
    )
    if not all(map(_count, amounts)):
        said.append("een aantal is te groot, kleiner dan nul of geen heel getal")
    for comparator, levels in entry["niveaus"].items():
        if not isinstance(levels, dict) or not set(levels) <= known.get(comparator, set()):
            said.append("een niveau bestaat niet; is dit van een andere versie van brp-match?")
        elif any(not _count(n) or (not national and n < minimum) for n in levels.values()):
            said.append("een aantal is te klein of geen heel getal")
    for habit in entry["gewoonten"]:
        fields = {"soort": str, "kolom": str, "wat": str} | ({"gemeenten": int} if national else {})
        if not _typed(habit, fields) or habit["soort"] not in set(Kind):
            said.append("een gewoonte die niet bestaat")
        elif national and not 0 < habit["gemeenten"] <= entry["gemeenten"]:
            said.append("een gewoonte van meer gemeenten dan er zijn")
    said += ["een datum of aantal daarvan klopt niet" for one in entry["datums"] if not _dated(one)]
    return said


def _named(entry: Mapping[str, Any]) -> bool:
    name = entry["vlp"]
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and entry["sector"] in set(Sector)


def _typed(value: Any, fields: Mapping[str, type]) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(name), kind) and not isinstance(value.get(name), bool)
        for name, kind in fields.items()
    )


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


def _dated(one: Any) -> bool:
    try:
        return _typed(one, {"datum": str, "aantal": int}) and bool(date.fromisoformat(one["datum"]))
    except ValueError:
        return False
