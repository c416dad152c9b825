"""Deliveries that probe the register: many variants of one person, or of who lives at one address.

All of it follows from the delivery alone, so a deliverer that is not counted learns nothing by it. Who
varies a birth date and looks which figure moves, is found by what it keeps the same: the customer number,
the name, the address. The figures stand in `comparators/model.yaml`, part "Sonderen".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from brp_match.content import model_figures
from brp_match.database import Connection
from brp_match.reading.addresses import read_address
from brp_match.reading.dates import read_date, read_day
from brp_match.reading.names import preferred_reading
from brp_match.reading.sounds import sound

COLUMNS = (
    "signaal_id", "vlp", "signaaldatum", "klantnummer", "voornamen", "voorletters", "voorvoegsel",
    "achternaam", "volledige_naam", "geboortedatum", "straatnaam", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode",
)  # fmt: skip
LAST_DAY = "9999-12-31"
"""Where a signal without a readable date stands: behind the others."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """Who a signal is about, as keys that spelling does not change; '' where it does not say.

    `day`: date of the signal as jjjj-mm-dd. `name`: sound of the surname and the first letter.
    """

    signaal_id: str
    day: str
    customer: str
    name: str
    birth: str
    address: str

    @property
    def who(self) -> tuple[str, str, str]:
        """Everything it says of the person."""
        return self.name, self.birth, self.address


@dataclass(frozen=True, slots=True)
class Sameness:
    """What stays the same between the variants of one person, and what is varied."""

    same: Callable[[Delivered], tuple[str, ...]]
    varied: Callable[[Delivered], Hashable]


ONE_PERSON = (
    Sameness(lambda r: (r.customer,), lambda r: r.who),
    Sameness(lambda r: (r.name, r.birth), lambda r: r.address),
    Sameness(lambda r: (r.name, r.address), lambda r: r.birth),
    Sameness(lambda r: (r.birth, r.address), lambda r: r.name),
)
"""Signals that agree in one of these are about one person."""


Row = tuple[str | None, ...]
"""A signal as it was delivered: COLUMNS."""


def read_delivered(con: Connection, table: str) -> dict[str, list[Delivered]]:
    """Return the signals of a table (or SQL that reads a file) by VLP, the earliest first, then by signaal_id."""
    return _by_source(rows_delivered(con, table))


def rows_delivered(con: Connection, table: str) -> list[Row]:
    """Return the signals of a table (or SQL that reads a file) in any order."""
    return con.execute(f"SELECT {', '.join(COLUMNS)} FROM {table}").fetchall()


def _by_source(rows: Iterable[Row]) -> dict[str, list[Delivered]]:
    found: dict[str, list[Delivered]] = defaultdict(list)
    for values in rows:
        row = dict(zip(COLUMNS, values, strict=True))
        found[str(row["vlp"])].append(delivered(row))
    return {vlp: sorted(rows, key=lambda r: (r.day, r.signaal_id)) for vlp, rows in found.items()}


def delivered(row: Mapping[str, str | None]) -> Delivered:
    """Read the keys of one signal: contract columns → text as delivered."""
    first = preferred_reading(
        **{k: row[k] for k in ("voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam")}
    )  # fmt: skip
    name = ""
    if first is not None:
        letters = "".join(first.given[:1] or first.initials[:1])[:1]
        name = f"{sound((first.surname_full or ''.join(first.given)).lower())}|{letters.lower()}"
    birth = read_date(row["geboortedatum"])
    parts = (birth.year, birth.month, birth.day)
    at = read_address(
        row["straatnaam"], row["huisnummer"], row["huisletter"], row["huisnummertoevoeging"],
        row["postcode"],
    )  # fmt: skip
    place = at.postcode or at.street.lower()
    customer = (row["klantnummer"] or "").strip().lower()
    day = read_day(row["signaaldatum"])
    return Delivered(
        str(row["signaal_id"]),
        day.isoformat() if day else LAST_DAY,
        customer if any(one in "123456789" for one in customer) else "",
        name,
        "-".join(str(part or 0) for part in parts) if any(parts) else "",
        f"{place} {at.number} {at.addition}" if place and at.number else "",
    )


def persons(rows: Sequence[Delivered]) -> list[list[Delivered]]:
    """Return the signals of one deliverer and month by person, in the order given.

    Signals that agree in customer number, or in two of name, birth date and address, are one person's.
    """
    parent = list(range(len(rows)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    first: dict[tuple[int, tuple[str, ...]], int] = {}
    for place, row in enumerate(rows):
        for number, kind in enumerate(ONE_PERSON):
            key = kind.same(row)
            if all(key):
                one, other = root(place), root(first.setdefault((number, key), place))
                parent[max(one, other)] = min(one, other)
    groups: dict[int, list[Delivered]] = defaultdict(list)
    for place, row in enumerate(rows):
        groups[root(place)].append(row)
    return list(groups.values())


def probes(rows: Sequence[Delivered], earlier: Iterable[Delivered] = ()) -> frozenset[str]:
    """Return the signaal_id of one deliverer's signals of a month that probe the register.

    `earlier`: its signals of the months before, among which variants count as well. Of a person who is probed
    every signal is in it.
    """
    figures = model_figures()
    everything = [*earlier, *rows]
    suspect: set[str] = set()
    for kind in ONE_PERSON:
        suspect |= _varied(rows, everything, kind, figures.probe_variants)
    namesakes = figures.probe_variants + int(figures.probe_namesakes * len(everything))
    by_name = Sameness(lambda r: (r.name,), lambda r: (r.birth, r.address))
    suspect |= _varied(rows, everything, by_name, namesakes)
    by_address = Sameness(lambda r: (r.address,), lambda r: (r.name, r.birth))
    suspect |= _varied(rows, rows, by_address, figures.probe_address)
    found: set[str] = set()
    for group in persons(rows):
        ids = {row.signaal_id for row in group}
        if ids & suspect or len(group) > figures.probe_copies:
            found |= ids
    return frozenset(found)


Month = Mapping[str, Sequence[Delivered]]
"""The signals of a month by VLP, as `read_delivered` gives them."""


@dataclass(frozen=True)
class Counted:
    """`signalen`: signaal_id of those that count. `eenmaal`: of those the ones that count in a sum over deliverers, one
    a person. `sonderen`: VLP → signals that probe."""

    signalen: frozenset[str]
    sonderen: Mapping[str, int]
    eenmaal: frozenset[str]


def counting(month: Month, before: Sequence[Month], residents: Mapping[str, str]) -> Counted:
    """Choose the signals of a month that count in what goes out: one a person of each VLP, the earliest, and of a
    person who is probed none.

    `before`: earlier months; `residents`: signaal_id → the resident it is about, where that is clear.
    """
    counted: set[str] = set()
    probing: dict[str, int] = {}
    for vlp, aside in probes_of(month, before).items():
        if aside:
            probing[vlp] = len(aside)
        seen: set[str] = set()
        for group in persons(month[vlp]):
            first = group[0].signaal_id
            resident = residents.get(first, "")
            if first in aside or resident in seen:
                continue
            if resident:
                seen.add(resident)
            counted.add(first)
    told = {vlp: [row for row in rows if row.signaal_id in counted] for vlp, rows in month.items()}
    return Counted(
        frozenset(counted), probing, frozenset(rows[0].signaal_id for rows in under_one_name(told))
    )


def under_one_name(month: Month) -> Iterator[list[Delivered]]:
    """Yield of every person the signals under one of the names that delivered it: noise hides one person more or less, and a
    deliverer with five names would stand five times in a sum. Customer numbers are each VLP's own. By the hash of
    name and person, so that each deliverer has its part and next month the same one is chosen."""
    of = {row.signaal_id: vlp for vlp, rows in month.items() for row in rows}
    everybody = [replace(row, customer="") for rows in month.values() for row in rows]
    for group in persons(sorted(everybody, key=lambda row: (row.day, row.signaal_id))):
        who = "\n".join(group[0].who)
        names = {of[row.signaal_id] for row in group}
        chosen = min(names, key=lambda name: sha256(f"{name}\n{who}".encode()).digest())
        yield [row for row in group if of[row.signaal_id] == chosen]


def probes_of(month: Month, before: Sequence[Month] = ()) -> dict[str, frozenset[str]]:
    """Return, by VLP, the signals of a month that probe: under its own name (`probes`), or with the variants of one
    person spread over several names, one a name. Customer numbers are each VLP's own, and who leaves a field empty
    asks nothing: neither makes a variant there."""
    everybody = [row for rows in month.values() for row in rows]
    at_most = model_figures().probe_variants
    spread: set[str] = set()
    for kind in ONE_PERSON[1:]:
        asked = [row for row in everybody if kind.varied(row)]
        spread |= _varied(everybody, asked, kind, at_most)
    return {
        vlp: probes(rows, [row for one in before for row in one.get(vlp, ())])
        | (spread & {row.signaal_id for row in rows})
        for vlp, rows in month.items()
    }


def _varied(
    rows: Sequence[Delivered], among: Iterable[Delivered], kind: Sameness, at_most: int
) -> set[str]:
    """Signals of `rows` whose key has more than `at_most` variants among the others."""
    variants: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    for row in among:
        variants[kind.same(row)].add(kind.varied(row))
    return {
        row.signaal_id
        for row in rows
        if all(kind.same(row)) and len(variants[kind.same(row)]) > at_most
    }


def probing_of(months: Sequence[Sequence[Row]]) -> list[dict[str, str | int]]:
    """Return `probing_record` of months as `rows_delivered` gives them; of no month there is nothing to tell."""
    return probing_record([_by_source(month) for month in months]) if months else []


def probing_record(months: Sequence[Month]) -> list[dict[str, str | int]]:
    """Return `sonderen` of run.json: per VLP `signalen` that probe and the `personen` they are about.

    The last of `months` is that of the run. VLP's that do not probe are left out; no value of a person.
    """
    *before, last = months
    record: list[dict[str, str | int]] = []
    for vlp, found in sorted(probes_of(last, before).items()):
        if found:
            about = sum(1 for group in persons(last[vlp]) if group[0].signaal_id in found)
            record.append({"vlp": vlp, "signalen": len(found), "personen": about})
    return record
