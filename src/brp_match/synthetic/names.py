"""Pools of names per origin: Faker's lists widened with word lists, or real frequency lists."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np

from brp_match.database import Connection, create_table, run_step
from brp_match.errors import BrpMatchError
from brp_match.synthetic import word_lists as words

ORIGINS = ("nl", "tr", "ma", "pl", "sy", "er", "ua", "sr", "eu")
"""Origins of names: Dutch, Turkish, Moroccan, Polish, Syrian, Eritrean, Ukrainian, Surinamese, other European."""

POOL_SIZE = 1 << 13
POOL_SIZE_DUTCH = 1 << 16
"""Draws from a pool are uniform over this many places; a name has places by its frequency."""

_VARIOUS = 17


@dataclass(frozen=True)
class Pool:
    """Names in order of falling frequency with their weights (any positive unit)."""

    names: tuple[str, ...]
    weights: tuple[float, ...]


NameLists = dict[tuple[str, str], Sequence[tuple[str, str]]]
"""(origin, kind) → prefix and name at each place; kind: M or V (first names), A (surnames). A frequent name has
many places."""


def name_lists(folder: Path | None = None) -> NameLists:
    """Return the names of every origin and kind.

    `folder`: lists laid out as the Meertens lists (voornamen.csv, achternamen_top1000.csv,
    achternamen_5plus.lst), used for Dutch names. Raises BrpMatchError when a list is missing.
    """
    real = _real_pools(folder) if folder else {}
    return {
        key: _placed(key, real[key]) if key in real else _made_places(*key)
        for key in product(ORIGINS, "MVA")
    }


@cache
def _made_places(origin: str, kind: str) -> Sequence[tuple[str, str]]:
    return _placed((origin, kind), _made_pool(origin, kind))


def _placed(key: tuple[str, str], pool: Pool) -> Sequence[tuple[str, str]]:
    origin, kind = key
    names = _places(pool, POOL_SIZE_DUTCH if origin == "nl" else POOL_SIZE)
    return tuple(map(split_prefix, names) if kind == "A" else (("", name) for name in names))


def build_pools(con: Connection, lists: NameLists) -> None:
    """Make `namen(herkomst, soort, nr, voorvoegsel, naam)` and `naampools(herkomst, soort, n)`; `nr` 0 to n - 1."""
    import pyarrow as pa

    parts = []
    for (origin, kind), names in lists.items():
        prefixes, rest = zip(*names, strict=True)
        size = len(names)
        columns = {"herkomst": pa.repeat(origin, size), "soort": pa.repeat(kind, size)}
        parts.append(pa.table(columns | {"nr": range(size), "voorvoegsel": prefixes, "naam": rest}))
    con.register("namen_lijst", pa.concat_tables(parts))
    create_table(con, "namen", "SELECT * FROM namen_lijst")
    con.unregister("namen_lijst")
    run_step(
        con,
        """CREATE OR REPLACE TABLE naampools AS SELECT herkomst, soort, count(*)::UBIGINT AS n
        FROM namen GROUP BY ALL ORDER BY ALL""",
    )


def split_prefix(name: str) -> tuple[str, str]:
    """Split `van der Berg` in (`van der`, `Berg`); a prefix is what is written small in front."""
    parts = name.split(" ")
    count = 0
    while count < len(parts) - 1 and (parts[count][:1].islower() or parts[count][:1] in "'’"):
        count += 1
    return " ".join(parts[:count]), " ".join(parts[count:])


def _places(pool: Pool, size: int) -> list[str]:
    """Give every name places by its weight, largest remainders first; rare names one at most."""
    weights = np.array(pool.weights) / sum(pool.weights) * size
    counts = np.floor(weights).astype(int)
    left = size - int(counts.sum())
    order = np.lexsort((np.arange(len(weights)), -(weights - counts)))
    counts[order[:left]] += 1
    return [name for name, count in zip(pool.names, counts, strict=True) for _ in range(count)]


@cache
def _made_pool(origin: str, kind: str) -> Pool:
    common = list(dict.fromkeys(name for name in _made_names(origin, kind) if name))
    rare = [name for name in dict.fromkeys(_rare_names(origin, kind)) if name not in set(common)]
    # a fixed shuffle: the alphabet must not decide which names are frequent
    order = np.random.default_rng(_VARIOUS)
    names = tuple(
        found[place] for found in (common, rare) for place in order.permutation(len(found))
    )
    head = 40.0 if kind == "A" else 12.0
    return Pool(names, tuple(1.0 / (rank + head) for rank in range(len(names))))


def _faker(locale: str, attribute: str) -> list[str]:
    """Names of a locale of Faker, with its one damaged letter mended."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    return [str(name).replace("˜", "i") for name in getattr(provider, attribute)]


def _made_names(origin: str, kind: str) -> Iterable[str]:
    given = {"M": "first_names_male", "V": "first_names_female"}.get(kind, "")
    match origin, kind:
        case "nl", "A":
            stems = ["".join(pair) for pair in product(words.DUTCH_STEMS, words.DUTCH_ENDS)]
            prefixed = [
                f"{words.DUTCH_PREFIXES[number % len(words.DUTCH_PREFIXES)]} {stem}"
                for number, stem in enumerate(stems)
                if number % 3 == 0
            ]
            return [*_faker("nl_NL", "last_names"), *stems, *prefixed]
        case "nl", _:
            return [*_faker("nl_NL", given), *words.DUTCH_FORMAL[kind].split()]
        case "tr", "A":
            return [
                *_faker("tr_TR", "last_names"),
                *(f"{n}oğlu" for n in _faker("tr_TR", "first_names_male")[:300]),
            ]
        case "tr", _:
            return _faker("tr_TR", given)
        case "ma", "A":
            stems = _faker("fr_DZ", "last_names")
            return [
                *stems,
                *(f"El {stem}" for stem in stems[::2]),
                *(f"Ben{stem.lower()}" for stem in stems[::5]),
            ]
        case "ma", _:
            return _faker("fr_DZ", given)
        case "pl", "A":
            return ["".join(pair) for pair in product(words.POLISH_STEMS, words.POLISH_ENDS)]
        case "pl", _:
            return _faker("pl_PL", given)
        case "sy", "A":
            return [*words.SYRIAN_SURNAMES, *(f"Al {name}" for name in words.SYRIAN_SURNAMES)]
        case "sy", _:
            return words.SYRIAN[kind].split()
        case "er", "A":
            fathers = words.ERITREAN["M"].split()
            return [*fathers, *(f"{a} {b}" for a, b in product(fathers, fathers) if a != b)]
        case "er", _:
            return words.ERITREAN[kind].split()
        case "ua", "A":
            return [romanised(name) for name in _faker("uk_UA", "last_names")]
        case "ua", _:
            return [romanised(name) for name in _faker("uk_UA", given)]
        case "sr", "A":
            return [*_faker("en_IN", "last_names"), *_faker("nl_NL", "last_names")[::4]]
        case "sr", _:
            return [*_faker("en_IN", given), *_faker("nl_NL", given)[::4]]
        case _:
            attribute = given or "last_names"
            locales: Sequence[str] = ("de_DE", "en_GB", "es_ES", "it_IT", "hr_HR", "fr_FR")
            return [name for locale in locales for name in _faker(locale, attribute)]


def _rare_names(origin: str, kind: str) -> Iterable[str]:
    """Given names that come after the common ones: of neighbouring countries and languages."""
    if kind == "A":
        return ()
    attribute = {"M": "first_names_male", "V": "first_names_female"}[kind]
    locales = {"nl": ("nl_BE", "de_DE", "en_GB"), "sy": ("fr_DZ",), "pl": ("hr_HR",)}
    return [name for locale in locales.get(origin, ()) for name in _faker(locale, attribute)]


def romanised(name: str) -> str:
    """Write a Ukrainian name in Latin letters, as passports do."""
    plain = "".join(words.CYRILLIC.get(letter, letter) for letter in name.lower())
    return plain[:1].upper() + plain[1:]


def _real_pools(folder: Path) -> dict[tuple[str, str], Pool]:
    """Read Meertens-like lists; origins other than nl stay as made."""
    needed = ("voornamen.csv", "achternamen_top1000.csv", "achternamen_5plus.lst")
    for name in needed:
        if not (folder / name).is_file():
            raise BrpMatchError(
                "NAMENLIJST_ONTBREEKT", name, "deze namenlijst staat niet in de map van --names"
            )
    with (folder / needed[0]).open(encoding="utf-8-sig", newline="") as stream:
        given = list(csv.DictReader(stream))
    pools: dict[tuple[str, str], Pool] = {}
    for kind, column in (("M", "mannen"), ("V", "vrouwen")):
        counted = [(row["voornaam"], float(row[column] or 0)) for row in given]
        # old counts lean to names of the past; the root flattens them
        kept = sorted(
            ((n, w**0.75) for n, w in counted if w > 0), key=lambda one: (-one[1], one[0])
        )
        pools[("nl", kind)] = Pool(tuple(n for n, _ in kept), tuple(w for _, w in kept))
    with (folder / needed[1]).open(encoding="utf-8-sig", newline="") as stream:
        top = {
            row["natural name"]: float(row["count in 2007"] or 10) for row in csv.DictReader(stream)
        }
    with (folder / needed[2]).open(encoding="utf-8") as stream:
        rest = [line.strip() for line in stream if line.strip()]
    surnames = top | {name: 12.0 for name in rest if name not in top}
    pools[("nl", "A")] = Pool(tuple(surnames), tuple(surnames.values()))
    return pools
