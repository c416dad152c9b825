"""How often names, dates and addresses occur in a register: what u of many pairs asks, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from brp_match.database import Connection
from brp_match.link.compare import Levels
from brp_match.link.name_evidence import INITIALS, NameEvidence
from brp_match.link.records import BirthDate

Place = tuple[str, int, str]
"""Postcode, number and addition of an address."""


class GivenCount(NamedTuple):
    """Residents with a given name: as their first, on any place, and as their first and born on 1 January."""

    first: int = 0
    anywhere: int = 0
    january: int = 0


class GroupCount(NamedTuple):
    """Residents whose first given name is this one, and those for whom it is another form of it."""

    formal: int = 0
    daily: int = 0


class NumberCount(NamedTuple):
    """Residents at a house number now, stays there now and before, and addresses at that number lived in now."""

    now: int = 0
    ever: int = 0
    addresses: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of residents a signal can be about; what is absent in a mapping does not occur.

    `residents` of the whole register; `first_januaries`: born on 1 January. `names`: surname and given name,
    or surname and first letter, together; only those that more than one has.
    """

    residents: int
    first_januaries: int = 0
    surnames: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, GivenCount] = field(default_factory=dict)
    groups: Mapping[str, GroupCount] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dates: Mapping[BirthDate, int] = field(default_factory=dict)
    addresses: Mapping[Place, int] = field(default_factory=dict)
    numbers: Mapping[tuple[str, int], NumberCount] = field(default_factory=dict)
    postcodes: Mapping[str, int] = field(default_factory=dict)


class CountRows(Protocol):
    """Where the counts of a register stand, to be asked by key."""

    def totals(self) -> tuple[int, int]:
        """Residents a signal can be about, at least 1, and those of them born on 1 January."""

    def of(
        self, table: str, keys: Sequence[str], numbers: Sequence[str], **wanted: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        """The keys, and the sums of the numbers over the rows of `table` whose columns are as wanted: the
        parts of a key stand at the same place of their columns."""


def fetch_counts(
    rows: CountRows, pairs: Iterable[tuple[Levels, BirthDate]], asked: Mapping[str, frozenset[str]]
) -> Counts:
    """Fetch what u of these pairs asks, of the evidence of each and the resident's birth date.

    `asked`: comparator → levels whose u is the register's own frequency.
    """
    wanted = _Keys.of(pairs, asked)
    residents, first_januaries = rows.totals()
    addresses: dict[Place, int] = {}
    numbers: dict[tuple[str, int], NumberCount] = {}
    for postcode, number, addition, now, ever in rows.of(
        "tel_adres", ["postcode", "nummer", "toevoeging"], ["n", "n_ooit"],
        postcode=wanted.column("places", 0), nummer=wanted.column("places", 1),
    ):  # fmt: skip
        addresses[postcode, number, addition] = now
        before = numbers.get((postcode, number), NumberCount())
        numbers[postcode, number] = NumberCount(
            before.now + now, before.ever + ever, before.addresses + (now > 0)
        )
    return Counts(
        residents=residents,
        first_januaries=first_januaries,
        surnames=dict(rows.of("tel_achternaam", ["vorm"], ["n"], vorm=wanted.column("surnames"))),
        given={
            name: GivenCount(*numbers)
            for name, *numbers in rows.of(
                "tel_voornaam", ["deel"], ["n_eerste", "n", "n_januari"], deel=wanted.column("given")
            )
        },
        groups={
            name: GroupCount(*numbers)
            for name, *numbers in rows.of(
                "tel_groep", ["groep"], ["n_formeel", "n_roep"], groep=wanted.column("groups")
            )
        },
        letters=dict(rows.of("tel_letter", ["letter"], ["n"], letter=wanted.column("letters"))),
        names={
            (surname, part): n
            for surname, part, n in rows.of(
                "tel_naampaar", ["vorm", "deel"], ["n"],
                vorm=wanted.column("names", 0), deel=wanted.column("names", 1),
            )
        },
        dates={
            BirthDate(*parts): n
            for *parts, n in rows.of(
                "tel_datum", ["jaar", "maand", "dag"], ["n"],
                jaar=wanted.column("dates", 0), maand=wanted.column("dates", 1), dag=wanted.column("dates", 2),
            )
        },
        addresses=addresses,
        numbers=numbers,
        postcodes=dict(rows.of("tel_adres", ["postcode"], ["n"], postcode=wanted.column("near"))),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Keys:
    """What is to be looked up, each once and in order."""

    surnames: set[tuple[str, ...]] = field(default_factory=set)
    given: set[tuple[str, ...]] = field(default_factory=set)
    groups: set[tuple[str, ...]] = field(default_factory=set)
    letters: set[tuple[str, ...]] = field(default_factory=set)
    names: set[tuple[str, ...]] = field(default_factory=set)
    dates: set[tuple[int | None, ...]] = field(default_factory=set)
    places: set[tuple[str, int]] = field(default_factory=set)
    near: set[tuple[str]] = field(default_factory=set)

    @classmethod
    def of(
        cls,
        pairs: Iterable[tuple[Levels, BirthDate]],
        asked: Mapping[str, frozenset[str]],
    ) -> _Keys:
        """The keys of these pairs; a date that is not whole has no frequency."""
        keys = cls()
        surname_asked, given_asked = asked["achternaam"], asked["voornaam"]
        for levels, birth in pairs:
            names = levels.names
            if names is not None:
                if names.given in given_asked:
                    keys._add_given(names)
                elif names.surname in surname_asked:
                    keys.surnames.add((names.surname_form,))
                if birth.month == birth.day == 1:
                    keys.given.add((names.given_form,))
            if levels.birth.level in _EQUAL and None not in (birth.year, birth.month, birth.day):
                keys.dates.add((birth.year, birth.month, birth.day))
            place = levels.address
            if (
                place.level not in _NOWHERE
                and place.postcode is not None
                and place.number is not None
            ):
                keys.places.add((place.postcode, place.number))
                if place.level == "nabij":
                    keys.near.add((place.postcode,))
        return keys

    def _add_given(self, names: NameEvidence) -> None:
        """Of a given name that agrees its own frequency is asked, and that among the bearers of the surname."""
        self.surnames.add((names.surname_form,))
        if names.given in INITIALS:
            self.letters.add((names.first_initial,))
        else:
            self.given.add((names.given_form,))
            self.groups.update((group,) for group in names.shared_groups)
        self.names.add((names.surname_form, names.part))

    def column(self, name: str, place: int = 0) -> list[Any]:
        """One part of every key of a kind; the parts of a key stand at the same place of their columns."""
        return [key[place] for key in sorted(getattr(self, name))]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The tables of counts in a database, each asked in one statement for all pairs; `register` is the schema
    prefix ("" or "reg.") of the tables tel_* and std_kenmerken."""

    con: Connection
    register: str = ""

    def totals(self) -> tuple[int, int]:
        """As CountRows."""
        found = self.con.execute(
            f"""SELECT greatest(bestaand, 1), (SELECT coalesce(sum(n), 0)::BIGINT FROM {self.register}tel_datum
                WHERE maand = 1 AND dag = 1) FROM {self.register}std_kenmerken"""
        ).fetchall()
        residents, first_januaries = found[0]
        return int(residents), int(first_januaries)

    def of(
        self, table: str, keys: Sequence[str], numbers: Sequence[str], **wanted: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        """As CountRows."""
        if not any(wanted.values()):
            return []
        sql = f"""SELECT {", ".join(keys)}, {", ".join(f"sum({n})::BIGINT" for n in numbers)}
            FROM {self.register}{table} SEMI JOIN (SELECT {
            ", ".join(
                f"unnest(${at}::{_TYPES.get(c, 'VARCHAR')}[]) AS {c}"
                for at, c in enumerate(wanted, start=1)
            )
        }) USING ({", ".join(wanted)})
            GROUP BY {", ".join(keys)}"""
        return self.con.execute(sql, list(wanted.values())).fetchall()


_EQUAL = frozenset({"gelijk", "standaard_gelijk", "standaard_anders"})
"""Levels of a birth date of which it counts how many have it."""

_NOWHERE = frozenset({"afwijkend", "bedrijf", "ontbreekt"})
"""Levels of an address of which it does not count how many live there."""

_TYPES = {"nummer": "INTEGER", "jaar": "INTEGER", "maand": "INTEGER", "dag": "INTEGER"}
"""SQL types of the keys that are no text."""
