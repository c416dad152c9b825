"""Columns whose cells stand a row too low or too high for all rows of a VLP: each row has a neighbour's value.

Nothing in such a delivery looks wrong by itself; only the register shows it. For every row with a known
address it is counted whether the birth date, the surname, and the given name is one of somebody registered there: of the
row itself, and of the row above or below. In a delivery that is in order about half agree with the row
itself and hardly any with a neighbour (residents of one row live elsewhere than those of the next). A
likelihood ratio weighs the two; the columns are moved back where it is beyond doubt.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brp_match.delivery.findings import (
    Answers,
    Finding,
    Kind,
    Mends,
    Step,
    Values,
    probability,
    settle,
)
from brp_match.delivery.unreadable import Field
from brp_match.reading.addresses import read_address
from brp_match.reading.dates import read_date
from brp_match.reading.surname_prefixes import prefixes
from brp_match.reading.text import fold

_GIVEN, _SURNAME = ("voornamen", "voorletters"), ("voorvoegsel", "achternaam", "volledige_naam")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "geboortedatum": ("geboortedatum",),
    "naam": (*_GIVEN, *_SURNAME),
    "achternaam": _SURNAME,
    "voornamen": _GIVEN,
    "adres": ("straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam"),
}  # fmt: skip
"""Columns that move together; `naam` where given names and surname do."""

AGREES = math.log(0.4 / 0.02)
"""Log-likelihood ratio of one row: two in five agree where the columns belong together, one in fifty by chance
(a name or date shared by neighbours in the file)."""

MOVED = math.log(1e-4)
"""Natural logarithm of the prior odds that a column stands a row off in a whole delivery."""

OFFSETS = (-1, 1, -2, 2)
"""Rows by which a value may stand too low (-1: it is the row above's own) or too high."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one row says, in the forms of the register: words of its surname, its birth date, words of its given names; and
    the same of those who are registered at its address (empty where nobody is)."""

    names: frozenset[str]
    birth: str
    names_there: frozenset[str]
    births_there: frozenset[str]
    given: frozenset[str] = frozenset()
    given_there: frozenset[str] = frozenset()


def mend_alignment(
    rows: Sequence[Values],
    evidence: Sequence[Evidence],
    vlp: str,
    answers: Answers,
) -> tuple[Step, dict[int, Field]]:
    """Find columns that stand a row off in one group, and move them back.

    Rows are in the order of their file. Also returns the rows whose own value is not in the file, with the
    field: they keep what was delivered, which is somebody else's. Where both name and birth date belong to
    another row, it is the address that stands off.
    """
    moves = _moves(evidence)
    mends: Mends = {}
    findings: list[Finding] = []
    lost: dict[int, Field] = {}
    for group, found in moves.items():
        if found is None:
            continue
        by, sure, hits = found
        mended, question = settle(Kind.RIJ_VERSCHOVEN, vlp, group, len(rows), sure, answers)
        columns = given_columns(rows) if group == "voornamen" else GROUPS[group]
        for place in range(len(rows)) if mended else ():
            if 0 <= place + by < len(rows):
                source = rows[place + by]
                mends.setdefault(place, {}).update({c: source.get(c) for c in columns})
            elif group == "voornamen":
                mends.setdefault(place, {}).update(dict.fromkeys(columns))
            else:
                lost[place] = Field("naam" if group == "achternaam" else group)
        findings.append(
            Finding(
                Kind.RIJ_VERSCHOVEN, group, len(rows), len(rows), sure, "likelihood ratio", mended,
                {"klopt bij een andere rij": hits[1], "klopt bij de eigen rij": hits[0]},
                "lager" if by > 0 else "hoger", question, own=False,
            )
        )  # fmt: skip
    return Step(mends, tuple(findings)), lost


Offset = tuple[int, float, tuple[int, int]]
"""Rows further down where a row's own value stands, its posterior, and rows that agree (own, other)."""


def _moves(evidence: Sequence[Evidence]) -> dict[str, Offset | None]:
    """Return how far each group of columns stands off."""
    births = _offset([one.birth for one in evidence], [one.births_there for one in evidence])
    names = _offset_of_sets([one.names for one in evidence], [one.names_there for one in evidence])
    given, there = [one.given for one in evidence], [one.given_there for one in evidence]
    if births and names and births[0] == names[0]:
        return {"adres": (-births[0], min(births[1], names[1]), births[2])}
    if names and _hits(given, there, 0) > _hits(given, there, names[0]):
        return {"geboortedatum": births, "achternaam": names}
    alone = None if names else _offset_of_sets(given, there)
    return {"geboortedatum": births, "naam": names, "voornamen": alone}


def given_columns(rows: Sequence[Values]) -> tuple[str, ...]:
    """Return the columns that go with the given names: the initials too where they are theirs, in most rows that have both."""
    both = [(fold(given)[:1], fold(letters)[:1]) for row in rows if (given := row.get("voornamen")) and (letters := row.get("voorletters"))]  # fmt: skip
    theirs = sum(first == letter for first, letter in both) * 2 >= len(both)
    return _GIVEN if theirs else _GIVEN[:1]


def _offset(values: Sequence[str], there: Sequence[frozenset[str]]) -> Offset | None:
    return _offset_of_sets([frozenset((one,)) if one else frozenset() for one in values], there)


def _offset_of_sets(
    values: Sequence[frozenset[str]], there: Sequence[frozenset[str]]
) -> Offset | None:
    """Return the offset that explains more than the rows as they stand, None where none does."""
    own = _hits(values, there, 0)
    best: Offset | None = None
    for by in OFFSETS:
        other = _hits(values, there, by)
        sure = probability((other - own) * AGREES + MOVED)
        if other > own and sure >= 0.5 and (best is None or sure > best[1]):
            best = (by, sure, (own, other))
    return best


def _hits(values: Sequence[frozenset[str]], there: Sequence[frozenset[str]], by: int) -> int:
    """Count rows at whose address somebody has the value that stands `by` rows further down.

    A value that a row shares with that other row says nothing of where it stands.
    """
    count = 0
    for place, known in enumerate(there):
        source = place + by
        if known and 0 <= source < len(values):
            same = by != 0 and values[source] == values[place]
            count += not same and bool(values[source] & known)
    return count


@dataclass(frozen=True, slots=True)
class There:
    """Who is registered at one address: words of surnames, birth dates as jjjj-mm-dd, words of given names."""

    names: frozenset[str]
    births: frozenset[str]
    given: frozenset[str] = frozenset()


Address = tuple[str, int]
"""Postcode and house number."""

NOBODY = There(frozenset(), frozenset())


def address_of(row: Values) -> Address | None:
    """Return postcode and number of a row as they read; None where one is missing."""
    read = read_address(
        row.get("straatnaam"), row.get("huisnummer"), row.get("huisletter"),
        row.get("huisnummertoevoeging"), row.get("postcode"),
    )  # fmt: skip
    return (read.postcode, read.number) if read.postcode and read.number else None


def evidence_of(rows: Sequence[Values], residents: Mapping[Address, There]) -> list[Evidence]:
    """Return what each row says of itself and of its address."""
    out = []
    for row in rows:
        address = address_of(row)
        there = residents.get(address, NOBODY) if address else NOBODY
        names = _words(row.get("achternaam") or row.get("volledige_naam"))
        given = _words(row.get("voornamen"))
        born = read_date(row.get("geboortedatum")).date
        birth = born.isoformat() if born else ""
        out.append(Evidence(names, birth, there.names, there.births, given, there.given))
    return out


def _words(text: str | None) -> frozenset[str]:
    return frozenset(
        word for word in fold(text).split() if len(word) > 2 and word not in prefixes()
    )
