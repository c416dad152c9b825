"""The profile of a delivery: every group of rows of one VLP in one file looked at (`look`), and the rows of a file together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from brp_match.delivery.alignment import Address, Evidence, There, evidence_of
from brp_match.delivery.cells import Cell, cell_type
from brp_match.delivery.findings import (
    Answers,
    Asked,
    DeliveredRow,
    Finding,
    Values,
    column_of,
)
from brp_match.delivery.known import KnownWords
from brp_match.delivery.known_by_cells import Guesses
from brp_match.delivery.look import Look
from brp_match.delivery.moved_register import register_is_moved
from brp_match.delivery.names_apart import given_apart, names_apart
from brp_match.delivery.unreadable import Field
from brp_match.reading.dates import read_date


@dataclass(frozen=True, slots=True)
class Marks:
    """What must be known of a row: key fields not read, whether its cells were put back, the other birth date it may mean."""

    unreadable: tuple[Field, ...]
    shifted: bool
    other_birth: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What was seen in the rows of one VLP in one file."""

    source: int
    vlp: str
    delivered: Sequence[Values]
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> int:
        """How many they are."""
        return len(self.delivered)

    def types(self) -> dict[str, dict[Cell, int]]:
        """Return, by column, how many cells of each type were delivered."""
        columns = self.delivered[0]
        return {c: dict(Counter(map(cell_type, column_of(self.delivered, c)))) for c in columns}


@dataclass(frozen=True)
class Profile:
    """A delivery understood: mended cells by (source, line), marks by signaal_id, and the groups."""

    mends: Mapping[tuple[int, int], Mapping[str, str | None]]
    marks: Mapping[str, Marks]
    groups: tuple[Group, ...]
    no_births: Mapping[tuple[str, date], float] = field(default_factory=dict)
    """VLP and date → share of its rows with this date, for dates that are nobody's birth date."""
    register_moved: bool = False
    """Whether the birth dates of the register, and not those of the deliverers, stand off."""
    asked: tuple[Asked, ...] = ()
    """Open questions with what they are about; filled in by `with_questions`."""


Residents = Callable[[frozenset[Address]], Mapping[Address, There]]
"""Addresses → who is registered there; an address where nobody is may be absent."""


def no_register(asked: frozenset[Address]) -> Mapping[Address, There]:
    """Know of nobody at any address: for a delivery without a register."""
    return {}


def profile(
    rows: Sequence[DeliveredRow],
    layouts: Mapping[int, Sequence[str | None]],
    known: KnownWords,
    today: date,
    answers: Answers,
    residents: Residents = no_register,
    guesses: Mapping[tuple[int, str], Guesses] = MappingProxyType({}),
) -> Profile:
    """Profile the rows of a delivery.

    `layouts` is what each place of a row is of ours, by file; `today` the day of the delivery; `answers`
    the answers to questions of before, by their id; `guesses`: by file and VLP, what its unread columns may be
    (`guess_columns`). The same rows in another order give the same mends.
    """
    ordered = sorted(rows, key=lambda one: (one.source, one.line))
    by_group: dict[tuple[int, str], list[DeliveredRow]] = defaultdict(list)
    for row in ordered:
        by_group[row.source, row.vlp].append(row)
    looks = {
        key: Look(by_group[key], key[1], answers, guesses.get(key, {})) for key in sorted(by_group)
    }
    for (source, _), look in looks.items():
        look.cells(look.columns(layouts.get(source, ())), known)
    there = residents(_of_few(looks.values()))
    for look in looks.values():
        look.rows(there, today)
    _names_apart(looks, there)
    for look in looks.values():
        look.report_unreadable()
    moved = register_is_moved((look.vlp, look.evidence) for look in looks.values())
    return replace(_gathered(ordered, looks), register_moved=moved)


CROWD = 5
"""An address that customers of more surnames than this have (a block of flats, an office, the same one in every row) does not
tell whose a name or a birth date is: each of them would be held against the same people."""


def _of_few(looks: Iterable[Look]) -> frozenset[Address]:
    """Return the addresses of a delivery, but for those of many customers."""
    customers: dict[Address, set[str]] = defaultdict(set)
    for look in looks:
        for address, surname in look.customers():
            customers[address].add(surname)
    return frozenset(address for address, surnames in customers.items() if len(surnames) <= CROWD)


def _names_apart(looks: Mapping[tuple[int, str], Look], there: Mapping[Address, There]) -> None:
    """Mark names that belong to other rows, in the order of a group and in that of its file."""
    if not there:
        return
    by_file: dict[int, list[tuple[int, Look, int, Evidence]]] = defaultdict(list)
    for (source, _), look in looks.items():
        evidence = evidence_of(look.values, there)
        look.lose(names_apart(evidence), Field.NAAM)
        look.lose_given(given_apart(evidence))
        lines = [member.line for member in look.members]
        by_file[source] += [
            (line, look, place, one)
            for place, (line, one) in enumerate(zip(lines, evidence, strict=True))
        ]
    for rows in by_file.values():
        rows.sort(key=lambda row: row[0])
        evidence = [row[3] for row in rows]
        for n in names_apart(evidence):
            rows[n][1].lose([rows[n][2]], Field.NAAM)
        given: dict[Look, list[int]] = defaultdict(list)
        for n in given_apart(evidence):
            given[rows[n][1]].append(rows[n][2])
        for look, places in given.items():
            look.lose_given([place for place in places if look.values[place].get("voornamen")])


def _gathered(ordered: Sequence[DeliveredRow], looks: Mapping[tuple[int, str], Look]) -> Profile:
    """Put what was seen of every group together."""
    mends: dict[tuple[int, int], dict[str, str | None]] = {}
    marks: dict[str, Marks] = {}
    no_births: dict[tuple[str, date], float] = {}
    # of rows with one id only the first is judged
    first: dict[str | None, tuple[int, int]] = {}
    for row in ordered:
        first.setdefault(row.values.get("signaal_id"), (row.source, row.line))
    groups = []
    for (source, vlp), look in looks.items():
        for place, member in enumerate(look.members):
            key = (member.source, member.line)
            if look.mends.get(place):
                mends[key] = look.mends[place]
            signal = member.values.get("signaal_id")
            mark = Marks(
                look.unreadable.get(place, ()),
                place in look.shifted,
                read_date(look.other_births.get(place)).date,
            )
            if signal and first[signal] == key and mark != Marks((), False):
                marks[signal] = mark
        for born, count in look.no_births.items():
            share = count / len(look.members)
            no_births[vlp, born] = max(share, no_births.get((vlp, born), 0.0))
        groups.append(Group(source, vlp, [m.values for m in look.members], tuple(look.findings)))
    return Profile(mends, marks, tuple(groups), no_births)
