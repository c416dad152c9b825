"""Which columns each kind of file has, and the other names they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from brp_match.ingest.column_names import (
    STEMS,
    SYNONYMS,
    TOO_LITTLE,
    WHOSE,
    header_key,
    paths_of,
    told_names,
)

SIGNALS = (
    "signaal_id", "vlp", "sector", "klantnummer", "signaaldatum", "soort_signaal", "bedrag",
    "termijnbedrag", "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam",
    "geboortedatum", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode",
    "plaatsnaam", "telefoon", "email", "kvk_nummer", "gemeente", "ontstaansdatum", "crisissignaal",
    "warme_overdracht", "einddatum_contract",
)  # fmt: skip
RESIDENTS = (
    "persoon_id", "bsn", "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik",
    "partner_voorvoegsel", "partner_geslachtsnaam", "geboortedatum", "geslacht", "functie_adres",
    "gemeente", "opschorting_reden", "overlijdensdatum", "geheim", "straat", "huisnummer",
    "huisletter", "huisnummertoevoeging", "aanduiding_bij_huisnummer", "postcode", "woonplaats",
    "locatie", "bag_id", "onderzoek_adres", "land_vertrek", "datum_vertrek",
)  # fmt: skip
PREVIOUS_ADDRESSES = (
    "persoon_id", "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode",
    "woonplaats", "datum_van", "datum_tot",
)  # fmt: skip
PREVIOUS_NAMES = ("persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "datum_tot")
ADDRESSES = (
    "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
    "bag_id", "gebruiksdoel", "object_type",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of file: its raw table, columns, columns it cannot do without (each entry: one of
    these), and columns that are never collected. `asked`: delivered names, as `header_key` writes them, that a
    mapping speaks of."""

    soort: str
    table: str
    columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    never: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()


KINDS = {
    kind.soort: kind
    for kind in (
        Kind("signalen", "raw_signalen", SIGNALS,
             (("signaal_id",), ("vlp",), ("achternaam", "volledige_naam", "voornamen"))),
        # BSN is never a ground for a match: it is not even read
        Kind("inwoners", "raw_inwoners", RESIDENTS,
             (("persoon_id",), ("geslachtsnaam",), ("geboortedatum",), ("gemeente",)), frozenset({"bsn"})),
        Kind("vorige_adressen", "raw_vorige_adressen", PREVIOUS_ADDRESSES,
             (("persoon_id",), ("huisnummer",), ("postcode", "straat"))),
        Kind("adressen", "raw_adressen", ADDRESSES,
             (("huisnummer",), ("postcode", "straat"), ("gebruiksdoel",))),
    )
}  # fmt: skip
"""Kind of file → what it holds."""


@dataclass(frozen=True)
class Layout:
    """How delivered columns become ours: `sources[column]` is a place in the delivered header.

    `dropped` are the delivered names that are not collected, `renamed` delivered → ours where
    they differ, `missing` the required groups that are absent, `double` ours that came twice.
    """

    sources: Mapping[str, int]
    dropped: tuple[str, ...]
    renamed: Mapping[str, str]
    missing: tuple[tuple[str, ...], ...]
    double: tuple[str, ...]


def layout_of(
    kind: Kind,
    header: Sequence[str],
    wanted: Mapping[str, str] | None = None,
    fixed: Sequence[str] = (),
) -> Layout:
    """Match a delivered header with the columns of `kind`.

    `wanted` (ours → delivered) from a mapping goes first, then our own names, then synonyms, then both without whose
    name or address it is (`Huurder: achternaam`) or the table it comes from (`klant.achternaam`); `fixed` are columns whose value the mapping gives. A synonym never
    takes a place twice.
    """
    keys = [header_key(name) for name in header]
    places = _places(keys)
    sources: dict[str, int] = {}
    double: list[str] = []
    asked = {ours: header_key(theirs) for ours, theirs in (wanted or {}).items()}
    for column in kind.columns:
        found = places.get(asked[column] if column in asked else _own_key(column), [])
        if len(found) > 1:
            double.append(column)
        if found:
            sources[column] = found[0]
    _find_more(kind, keys, sources, asked.keys(), (*paths_of(header), *WHOSE))
    _find_by_stem(kind, keys, sources, asked.keys())
    collected = {column: place for column, place in sources.items() if column not in kind.never}
    used = set(collected.values())
    return Layout(
        sources=collected,
        dropped=tuple(
            told_names({p: n for p, n in enumerate(header) if p not in used and n}).values()
        ),
        renamed={
            header[place]: column for column, place in collected.items() if header[place] != column
        },
        missing=tuple(
            group for group in kind.required if not any(c in sources or c in fixed for c in group)
        ),
        double=tuple(double),
    )


def _places(keys: Iterable[str]) -> dict[str, list[int]]:
    """By the name of a column, where it stands; '' is none."""
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key:
            places.setdefault(key, []).append(place)
    return places


@cache
def _own_key(column: str) -> str:
    """The name of a column of ours as a header is compared; a row that may be the header asks it of all of them."""
    return header_key(column)


@cache
def all_names(columns: tuple[str, ...]) -> frozenset[str]:
    """Return every name of these columns as `header_key` writes it: most rows that may be the header hold none."""
    return frozenset(n for one in columns for n in (_own_key(one), *SYNONYMS.get(one, ())))


def _find_more(
    kind: Kind,
    keys: Sequence[str],
    sources: dict[str, int],
    settled: AbstractSet[str],
    whose: tuple[str, ...],
) -> None:
    """Add the columns that are delivered under another name, by synonyms and then without `whose` they are."""
    taken = set(sources.values())
    somebodys = any(key.startswith(whose) or key.endswith(whose) for key in keys)
    bare = (_bare(keys, one) for one in whose) if somebodys else ()
    for names, own in ((keys, False), *((one, True) for one in bare)):
        places = _places(names)
        if all_names(kind.columns).isdisjoint(places):
            continue
        for column in kind.columns:
            if column in sources or column in settled:
                continue
            known = (*((_own_key(column),) if own else ()), *SYNONYMS.get(column, ()))
            free = (p for one in known for p in places.get(one, ()) if p not in taken)
            place = next(free, None)
            if place is not None:
                sources[column] = place
                taken.add(place)


def _find_by_stem(
    kind: Kind, keys: Sequence[str], sources: dict[str, int], settled: AbstractSet[str]
) -> None:
    """Add columns that must not be missed and that one free heading speaks of: `Ind. geheim BRP`."""
    for column, (words, without) in STEMS.items():
        if column not in kind.columns or column in sources or column in settled:
            continue
        free = [
            place
            for place, key in enumerate(keys)
            if place not in sources.values()
            and any(word in key for word in words)
            and not any(word in key for word in without)
        ]
        if len(free) == 1:
            sources[column] = free[0]


def _bare(keys: Sequence[str], whose: str) -> list[str]:
    """The names of columns without whose they are, '' where they do not say so or too little is left."""
    bare = [
        key.removeprefix(whose) if key.startswith(whose) else key.removesuffix(whose)
        for key in keys
    ]
    return [
        "" if one == key or one in TOO_LITTLE else one for one, key in zip(bare, keys, strict=True)
    ]


def recognised(kind: Kind, header: Sequence[str]) -> int:
    """Return how many columns of `kind` a header holds: how much it looks like that kind."""
    return len(collected(kind, header))


def collected(kind: Kind, header: Sequence[str]) -> frozenset[int]:
    """Return the places of a header that are read: columns of ours, and those a mapping asks for."""
    asked = {place for place, name in enumerate(header) if header_key(name) in kind.asked}
    return frozenset(layout_of(kind, header).sources.values()) | asked
