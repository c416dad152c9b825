"""The name fields of a signal read: given names, initials, prefix and surname, in every way they may be meant.

A signal may name its person in several ways at once (parts, a whole name, a trade name, two people in
one field), and one text may be cut in more than one place. Each way is a reading; the comparison keeps
the one that fits a resident best.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from brp_match.reading.letters import without_figures
from brp_match.reading.name_marks import is_initial, mark
from brp_match.reading.name_roles import split_people, split_roles
from brp_match.reading.name_split import Cut, cuts
from brp_match.reading.name_texts import Glued, NameText, Source, read_texts
from brp_match.reading.name_titles import is_address_alone, names_heirs, without_address
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import first_letters, fold, glue, spaced, without, words
from brp_match.reading.trade_names import read_business

_NAMED = re.compile("[A-Z][a-z]{2,}|^[a-z]{4,}$")
"""A given name, in the field of the initials."""

_GLUED = re.compile("[BCDFGHJKLMNPQRSTVWXZ]{2,4}")
"""Initials glued together, in the field of the given names."""


class NameReading(NamedTuple):
    """One way to read the name fields of a signal. All text is folded."""

    rank: int
    """0, 1, 2 …: the smaller is preferred among readings that agree equally well."""
    surname: tuple[str, ...]
    """Words of the surname without its prefix; empty where only given names were delivered."""
    given: tuple[str, ...]
    initials: tuple[str, ...]
    """One letter each."""
    prefix: str
    """The surname's prefix glued, '' for none: only words in front of the surname."""
    surname_full: str
    """Prefix and surname glued; '' for no surname."""
    whole_as_surname: bool
    """The whole text serves as surname, where it can also be read as given name and surname."""
    glued: bool
    """A short word was read as initials, or initials as a prefix (V.D. Berg; then there are no others); so it
    only counts where all of them fit."""


def read_name(
    *,
    voornamen: str | None = None,
    voorletters: str | None = None,
    voorvoegsel: str | None = None,
    achternaam: str | None = None,
    volledige_naam: str | None = None,
) -> tuple[NameReading, ...]:
    """Return the readings of the name fields as delivered, the preferred first and none twice.

    Empty where nothing names anybody. Without a surname, given names beside a prefix or beside initials
    that are not theirs are the surname (a shifted or badly mapped column); so is one name in the field of the
    whole name beside given names or initials.
    """
    found = _readings(voornamen, voorletters, voorvoegsel, achternaam, volledige_naam)
    return tuple(reading._replace(rank=rank) for rank, reading in enumerate(found))


def preferred_reading(
    *,
    voornamen: str | None = None,
    voorletters: str | None = None,
    voorvoegsel: str | None = None,
    achternaam: str | None = None,
    volledige_naam: str | None = None,
) -> NameReading | None:
    """Return the first of `read_name`, None where nothing names anybody; the others are not worked out."""
    return next(_readings(voornamen, voorletters, voorvoegsel, achternaam, volledige_naam), None)


def _readings(
    voornamen: str | None,
    voorletters: str | None,
    voorvoegsel: str | None,
    achternaam: str | None,
    volledige_naam: str | None,
) -> Iterator[NameReading]:
    """The readings without their rank, none twice; those of a text are worked out when it has its turn."""
    voornamen, voorletters, voorvoegsel, achternaam, volledige_naam = (
        field and without_figures(spaced(field))
        for field in (voornamen, voorletters, voorvoegsel, achternaam, volledige_naam)
    )
    voornamen, voorletters, voorvoegsel = (
        None if field and is_address_alone(field) else field
        for field in (voornamen, voorletters, voorvoegsel)
    )
    others = voorletters and voornamen and fold(voorletters)[:1] != fold(voornamen)[:1]
    if voornamen and not (achternaam or volledige_naam) and (voorvoegsel or others):
        achternaam, voornamen = voornamen, None
    if volledige_naam and not achternaam and (voornamen or voorletters) and _one_name(volledige_naam):  # fmt: skip
        achternaam, volledige_naam = volledige_naam, None
    texts = read_texts(
        voornamen=voornamen or None, voorletters=voorletters or None,
        achternaam=achternaam or None, volledige_naam=volledige_naam or None,
    )  # fmt: skip
    people = _Fields.of(voornamen or None, voorletters or None, voorvoegsel or None)
    found: set[tuple[object, ...]] = set()
    for text in texts:
        new: dict[tuple[object, ...], NameReading] = {}
        for cut in cuts(mark(text.text), parts=text.parts):
            for fields in _beside(text, people):
                reading = _reading(cut, text, fields)
                said = _said(reading)
                if any(said[:3]) and said not in found:
                    new.setdefault(said, reading)
        found |= new.keys()
        yield from _told_apart(new.values(), text.source)


def _one_name(text: str) -> bool:
    """Tell whether a text is one name, with prefixes or not."""
    return len(without(words(text), prefixes())) == 1


def _beside(text: NameText, people: tuple[_Fields, ...]) -> tuple[_Fields, ...]:
    """The other fields that go with a text: each person's with a surname, the second with that of the second."""
    if not text.parts or len(people) == 1:
        return people[:1]
    _, kind, number = text.place
    return people[number : number + 1] or people[:1] if kind == 1 else people


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """How many holders the name fields name (0 for none), whether an administrator stands in between, and
    whether they name somebody who died, by the heirs."""

    holders: int
    administrator: bool
    heirs: bool = False


def count_people(
    *,
    voornamen: str | None = None,
    voorletters: str | None = None,
    achternaam: str | None = None,
    volledige_naam: str | None = None,
) -> NamedPeople:
    """Return whom the name fields as delivered name. A business with more names in it counts for one."""
    names = [spaced(field) for field in (achternaam, volledige_naam) if field]
    roles = [split_roles(field) for field in names]
    firm = any(read_business(role.holder).is_business for role in roles)
    texts = [role.holder for role in roles]
    texts += [spaced(field) for field in (voornamen, voorletters) if field]
    most = max((len(split_people(text).holders) for text in texts), default=0)
    return NamedPeople(
        min(most, 1) if firm else most,
        any(role.administrator for role in roles),
        any(names_heirs(text) for text in texts),
    )


def _said(reading: NameReading) -> tuple[object, ...]:
    """What a reading says, whatever its rank."""
    return reading.surname, reading.given, reading.initials, reading.surname_full, reading.prefix


def _told_apart(readings: Collection[NameReading], source: Source) -> Iterable[NameReading]:
    """The readings of one text; that of the whole as a surname only says so beside one with given names, be it in the
    field of those."""
    if source is Source.GIVEN_ALONE or any(one.given and one.surname for one in readings):
        return readings
    return [reading._replace(whole_as_surname=False) for reading in readings]


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields beside the surname, as words; initials as letters."""

    given: tuple[str, ...]
    prefix: tuple[str, ...]
    initials: tuple[str, ...]

    @classmethod
    def of(cls, given: str | None, initials: str | None, prefix: str | None) -> tuple[_Fields, ...]:
        """Read the fields, which may have titles, and name more than one person (`Jan en Marie`): one each."""
        every, letters = _people(given), _people(initials)
        count = max(len(every), len(letters))
        every, letters = ([*some, *[None] * (count - len(some))] for some in (every, letters))
        return tuple(cls._one(*pair, prefix) for pair in zip(every, letters, strict=True))

    @classmethod
    def _one(cls, given: str | None, initials: str | None, prefix: str | None) -> _Fields:
        """A given name and initials may each stand in the field of the other."""
        given, initials, prefix = (
            field if field is None else without_address(field)
            for field in (given, initials, prefix)
        )
        if given is not None and _GLUED.fullmatch(given):
            given, initials = None, initials or given
        elif given is None and initials is not None and _NAMED.search(initials):
            given, initials = initials, None
        return cls(words(given), words(prefix), tuple(_initials(initials)))


def _people(field: str | None) -> list[str | None]:
    """The people of a field of given names or initials, at least one."""
    found = split_people(field).holders if field is not None else ()
    return list(found) or [field]


def _initials(text: str | None) -> Iterator[str]:
    """Dotted initials count per dot ("Th.J." is T, J), glued ones per letter ("JC")."""
    if text is None:
        return
    letters = words(text)
    if len(text) <= 5 and not re.search("[. ]", text):
        yield from glue(letters)
    else:
        yield from first_letters(letters)


def _reading(cut: Cut, text: NameText, fields: _Fields) -> NameReading:
    given = fields.given if text.parts else cut.given
    before = fields.prefix if text.parts else ()
    core = without(cut.surname, prefixes())
    own = tuple(word for word in core if len(word) > 1 or len(cut.surname) == 1)
    # only words in front of the surname are its prefix as it should stand
    in_front = cut.surname[: cut.surname.index(core[0])] if core else ()
    letters = (fields.initials if text.parts else ()) or cut.initials
    return NameReading(
        rank=0,
        surname=own,
        given=tuple(word for word in given if len(word) > 1 and not is_initial(word)),
        initials=letters or tuple(w[-1] for w in given if len(w) == 1 or is_initial(w)),
        prefix=glue(before + in_front),
        surname_full=glue(before + cut.surname),
        whole_as_surname=cut.chain or (cut.whole and not cut.given and not letters),
        glued=text.glued is not Glued.NO or cut.as_prefix,
    )
