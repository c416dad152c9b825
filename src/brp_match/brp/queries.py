"""What to ask the BRP about one signal: pure, a signal's fields in, queries out.

Source of the kinds of query, their parameters and patterns: `openapi.yaml` of BRP API Personen 2.5
(github.com/BRP-API/Haal-Centraal-BRP-bevragen, EUPL-1.2). The BRP refuses more than ten persons by name and
more than thirty by address; every question is therefore a ladder: what is asked when the step before it
had too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

OBJECT, DESIGNATION = (
    "ZoekMetAdresseerbaarObjectIdentificatie",
    "ZoekMetNummeraanduidingIdentificatie",
)
POSTCODE = "ZoekMetPostcodeEnHuisnummer"
NAME_AND_BIRTH = "ZoekMetGeslachtsnaamEnGeboortedatum"
NAME_AND_PLACE = "ZoekMetNaamEnGemeenteVanInschrijving"
BY_NUMBER = "RaadpleegMetBurgerservicenummer"

LARGEST_BATCH = 20
"""Numbers in one question by number."""

SHORTEST_STEM = 3
"""Letters that must stand before a `*`."""
STEM = 4
"""Letters of a surname that are asked first: what follows may be spelled in another way."""
MOST_WORDS = 3
"""Words of the surname that are asked: a double name has two, with a partner's three."""

_OBJECT_ID = re.compile(r"\d{4}(01|02|03|20)\d{10}")
_NAME = re.compile(r"[a-zA-Z0-9À-ž .\-']{1,200}")
_POSTCODE = re.compile(r"[1-9]\d{3}[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Query:
    """One question: its kind and its parameters, sorted by name."""

    kind: str
    parameters: tuple[tuple[str, str | int], ...]

    @classmethod
    def of(cls, kind: str, **parameters: str | int | None) -> Query:
        """Make one; a parameter that is None is left out."""
        return cls(kind, tuple(sorted((k, v) for k, v in parameters.items() if v is not None)))

    def body(self) -> Mapping[str, object]:
        """Return what is sent: of who is found only the number, the dead among them."""
        return (
            {"type": self.kind, **dict(self.parameters), "inclusiefOverledenPersonen": True,
             "fields": ["burgerservicenummer"]}
        )  # fmt: skip


Ladder = tuple[Query, ...]
"""Queries in order: the next is only asked where the one before had too many answers, or where the one before
asked by a BAG number and nobody has it in the BRP."""
BY_BAG = frozenset({OBJECT, DESIGNATION})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a signal tells that the BRP can be asked by.

    `objects`: the BAG numbers of the addresses at this postcode and number, as the address file has them.
    `surnames` and `given` are plain words in small letters, the most likely first; `written` is the surname as
    it came.
    """

    signaal_id: str
    postcode: str | None = None
    number: int | None = None
    objects: tuple[str, ...] = ()
    birth: date | None = None
    surnames: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    written: str = ""


def first_asked(wanted: Wanted, municipalities: Sequence[str]) -> list[Ladder]:
    """Return what is asked of every signal: who lives at the address, and who has this name and birth date.

    Without a birth date the name is asked in the own municipalities.
    """
    ladders = [_by_address(wanted)]
    if wanted.birth is not None:
        ladders += [
            _by_birth(word, wanted.birth, municipalities, wanted.written)
            for word in _first_words(wanted)
        ]
    else:
        ladders += [
            (query,)
            for word in _words(wanted.surnames[:MOST_WORDS])
            for query in _by_place(word, wanted.given, municipalities)
        ]
    return [ladder for ladder in ladders if ladder]


def last_asked(wanted: Wanted, municipalities: Sequence[str]) -> list[Ladder]:
    """Return what is asked only where nobody was found: day and month exchanged, name parts
    swapped, a chain of names whole."""
    if wanted.birth is None:
        return []
    born, ladders = wanted.birth, []
    if born.day <= 12 and born.day != born.month:
        other = born.replace(month=born.day, day=born.month)
        ladders += [
            _by_birth(word, other, municipalities) for word in _words(wanted.surnames[:MOST_WORDS])
        ]
    ladders += [
        _by_birth(word, born, municipalities)
        for word in _words(wanted.given[:MOST_WORDS])
        if word not in wanted.surnames
    ]
    if _NAME.fullmatch(wanted.written):
        day = born.isoformat()
        ladders.append((Query.of(NAME_AND_BIRTH, geslachtsnaam=wanted.written, geboortedatum=day),))
    return [ladder for ladder in ladders if ladder]


def by_number(numbers: Sequence[str], fields: Sequence[str]) -> Mapping[str, object]:
    """Return the question for whole persons by their numbers, at most LARGEST_BATCH of them."""
    if not 0 < len(numbers) <= LARGEST_BATCH:
        raise ValueError("one question asks one to twenty numbers")
    return {"type": BY_NUMBER, "burgerservicenummer": list(numbers), "fields": list(fields)}


def _by_address(wanted: Wanted) -> Ladder:
    if wanted.postcode is None or not _POSTCODE.fullmatch(wanted.postcode):
        return ()
    if wanted.number is None or not 0 < wanted.number <= 99_999:
        return ()
    ladder = []
    if len(wanted.objects) == 1 and (found := _OBJECT_ID.fullmatch(wanted.objects[0])):
        # with more addresses at the number a signal without addition may mean each of them
        if found[1] == "20":
            ladder.append(Query.of(DESIGNATION, nummeraanduidingIdentificatie=found[0]))
        else:
            ladder.append(Query.of(OBJECT, adresseerbaarObjectIdentificatie=found[0]))
    ladder.append(Query.of(POSTCODE, postcode=wanted.postcode, huisnummer=wanted.number))
    if wanted.birth is not None:
        born = wanted.birth.isoformat()
        narrow = Query.of(
            POSTCODE, postcode=wanted.postcode, huisnummer=wanted.number, geboortedatum=born
        )
        ladder.append(narrow)
    return tuple(ladder)


def _first_words(wanted: Wanted) -> list[str]:
    """Return the words a surname may begin with in the BRP: those read, and as written where the BRP has what
    looks like a prefix as part of the name (`Al-Masri`) or no letters at all (`.`, unknown)."""
    written = wanted.written.lower()
    glued = bool(re.match(r"[^\W\d_]{1,4}[-'](?=[^\W\d_])", written)) or not re.search(
        r"\w", written
    )
    return _words((*wanted.surnames[:MOST_WORDS], *([written] if written and glued else [])))


def _by_birth(word: str, born: date, municipalities: Sequence[str], written: str = "") -> Ladder:
    day = born.isoformat()
    wide = [Query.of(NAME_AND_BIRTH, geslachtsnaam=_starting(word, STEM), geboortedatum=day)]
    if len(word) > STEM:
        wide.append(Query.of(NAME_AND_BIRTH, geslachtsnaam=_starting(word), geboortedatum=day))
    if len(municipalities) == 1:
        place = municipalities[0]
        wide.append(
            Query.of(NAME_AND_BIRTH, geslachtsnaam=_starting(word), geboortedatum=day, gemeenteVanInschrijving=place)
        )  # fmt: skip
    if _NAME.fullmatch(written) and written.lower() != word:
        wide.append(Query.of(NAME_AND_BIRTH, geslachtsnaam=written, geboortedatum=day))
    return tuple(wide)


def _by_place(word: str, given: Sequence[str], municipalities: Sequence[str]) -> Iterator[Query]:
    first = next((name for name in given if len(name) >= SHORTEST_STEM), None)
    if first is None or len(word) < SHORTEST_STEM:
        return
    for place in municipalities:
        yield Query.of(
            NAME_AND_PLACE, geslachtsnaam=_starting(word), voornamen=_starting(first), gemeenteVanInschrijving=place
        )  # fmt: skip


def _starting(word: str, letters: int | None = None) -> str:
    """Return a word as the BRP is asked for it: its first letters and a `*`, or a short word as it is."""
    stem = word[:letters]
    return f"{stem}*" if len(stem) >= SHORTEST_STEM else word


def _words(words: Sequence[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if _NAME.fullmatch(word)]
