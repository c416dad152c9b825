"""What one signal asks of the rows of a register: residents by key, their addresses, how often a name occurs."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import deque
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.link.placeholders import BirthDates, Day
from brp_match.link.records import Resident
from brp_match.link.rows import FormerRow, ResidentRow, StayRow, resident_of
from brp_match.link.signal_addresses import KnownAddress
from brp_match.lookup.store import DECIDED_BY, SHIFT
from brp_match.reading.status import code_of, secrecy_of
from brp_match.register.prepared import made_with


@dataclass(frozen=True, slots=True)
class Register:
    """What is known of the register as a whole.

    `own`: codes of its municipalities. `residents`: all; `existing`: those a signal can be about, at least 1;
    `first_januaries`: of these, born on 1 January. `fine`: keys of a birth date hold a letter too.
    """

    own: frozenset[str]
    residents: int
    existing: int
    fine: bool
    first_januaries: int


CONNECTIONS = 4
"""Connections that are open at most: each keeps pages of the file in memory, and a question takes less than a
millisecond. One a thread was one for every thread that a service ever had."""


MAPPED = 2**31 - 2**16
"""So much of the file is mapped into memory, the most that SQLite does: people and their addresses stand in front."""


class RowStore:
    """A file of `write_store`, open to be read from any thread, by `CONNECTIONS` at once."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises BrpMatchError REGISTER_ONLEESBAAR, or REGISTER_VEROUDERD where another version made it."""
        self._path = path
        self._places = threading.BoundedSemaphore(CONNECTIONS)
        self._free: deque[sqlite3.Connection] = deque()
        try:
            ((made, own, *counts),) = self._ask(
                "SELECT gemaakt_met, gemeente, inwoners, bestaand, fijn, januari FROM kenmerken"
            )
            secret = self._ask("SELECT persoon_nr, geheim FROM geheim")
        except (sqlite3.Error, ValueError) as error:
            raise BrpMatchError(
                "REGISTER_ONLEESBAAR",
                path.name,
                "dit bestand is niet met 'prepare' gemaakt, of het is beschadigd",
            ) from error
        if made != made_with():
            raise BrpMatchError(
                "REGISTER_VEROUDERD",
                path.name,
                "dit bestand is met een andere versie van brp-match gemaakt",
            )
        residents, existing, fine, januaries = counts
        self.register = Register(
            frozenset(str(own).split(",")), residents, existing, bool(fine), januaries
        )
        self.secret = frozenset(number for number, letter in secret if secrecy_of(letter) > 0)
        """The persoon_nr of every resident with secrecy: some in a thousand, so they are kept."""

    def close(self) -> None:
        """Close every connection."""
        while self._free:
            self._free.pop().close()

    def _ask(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._places:
            try:
                con = self._free.pop()
            except IndexError:
                con = self._connect()
            try:
                found: list[tuple[Any, ...]] = con.execute(sql, values).fetchall()
            finally:
                self._free.append(con)
        return found

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        con = sqlite3.connect(uri, uri=True, check_same_thread=False)
        # a page is read where it stands, without a call and a copy: the rows of a resident took three quarters more time
        con.execute(f"PRAGMA mmap_size = {MAPPED}")
        return con

    def holders(self, keys: Mapping[int, float]) -> dict[int, list[int]]:
        """The persoon_nr of who holds a key, by key, a hash without sign; `keys`: each with how many may hold it. One
        that more hold, those with secrecy not counted, is left out, as is one that nobody holds."""
        rows = self._ask(
            """SELECT s.sleutel, s.personen FROM json_each(?) CROSS JOIN sleutels s ON s.sleutel = json_extract(value, '$[0]')
            WHERE s.aantal <= json_extract(value, '$[1]')""",
            (json.dumps([(key - SHIFT, most) for key, most in keys.items()]),),
        )
        return {key + SHIFT: list(map(int, people.split())) for key, people in rows}

    def undated(self, numbers: Iterable[int]) -> set[int]:
        """Those of these residents of whose birth date month or day is not known."""
        rows = self._ask(
            f"SELECT persoon_nr FROM ongedateerd {_OF_THESE}", (json.dumps([*numbers]),)
        )
        return {number for (number,) in rows}

    def visible(self, numbers: Iterable[int], hidden: Container[str]) -> list[int]:
        """Those of these residents, in order, who do not live in a municipality in `hidden` (codes)."""
        if not hidden:
            return sorted(numbers)
        rows = self._ask(
            f"SELECT persoon_nr, gemeente FROM inwoners {_OF_THESE} ORDER BY persoon_nr",
            (json.dumps([*numbers]),),
        )
        return [number for number, town in rows if code_of(town) not in hidden]

    def residents(self, numbers: Sequence[int]) -> list[Resident]:
        """What is compared of these residents; `numbers` (persoon_nr) stand in order."""
        asked = (json.dumps(numbers),)
        stays: dict[int, list[StayRow]] = {}
        for one in self._ask(f"SELECT {_STAY} {_EACH} verblijf {_BY_NUMBER}", asked):
            stay = StayRow._make(one)
            if stay.datum_tot:
                stay = stay._replace(datum_tot=date.fromisoformat(str(stay.datum_tot)))
            stays.setdefault(stay.persoon_nr, []).append(stay)
        former: dict[int, list[FormerRow]] = {}
        for number, names in self._ask(
            f"SELECT persoon_nr, vorig {_EACH} vorige_namen {_BY_NUMBER}", asked
        ):
            former.setdefault(number, []).append(FormerRow(number, names.split(" ")))
        return [
            resident_of(ResidentRow._make(row), stays.get(row[0], ()), former.get(row[0], ()))
            for row in self._ask(f"SELECT {_COMPARED} {_EACH} inwoners {_BY_NUMBER}", asked)
        ]

    def decided_by(self, numbers: Sequence[int]) -> dict[int, Mapping[str, Any]]:
        """The fields of these residents that a decision asks (DECIDED_BY), by persoon_nr."""
        rows = self._ask(
            f"SELECT persoon_nr, {', '.join(DECIDED_BY)} FROM inwoners {_OF_THESE}",
            (json.dumps(numbers),),
        )
        return {number: dict(zip(DECIDED_BY, fields, strict=True)) for number, *fields in rows}

    def births(self, day: Day) -> BirthDates:
        """The register's birth dates, as far as they concern this day."""
        rows = self._ask("SELECT n FROM tel_datum WHERE jaar = ? AND maand = ? AND dag = ?", day)
        on = {day: int(rows[0][0])} if rows else {}
        return BirthDates(self.register.existing, self.register.first_januaries, on)

    def addresses(
        self, postcode: str | None, street: str | None, number: int | None
    ) -> list[KnownAddress]:
        """What the address file has at this number, or without a number which boxes: at the postcode, or else in the street."""
        which = "box" if number is None else "nummer = ?"
        for column, value in (("postcode", postcode), ("straat", street)):
            asked = (value,) if number is None else (value, number)
            rows = self._ask(
                f"SELECT toevoeging, geen_woning, box FROM adressen WHERE {column} = ? AND {which}",
                asked,
            )
            if rows:
                return [
                    KnownAddress(addition, bool(none), bool(box)) for addition, none, box in rows
                ]
        return []

    def is_lived_in(self, postcode: str | None, number: int | None, addition: str) -> bool:
        """Tell whether somebody is registered at exactly this address now."""
        rows = self._ask(
            "SELECT 1 FROM tel_adres WHERE postcode = ? AND nummer = ? AND toevoeging = ? AND n > 0",
            (postcode, number, addition),
        )
        return bool(rows)

    def totals(self) -> tuple[int, int]:
        """As `counts.CountRows`."""
        return self.register.existing, self.register.first_januaries

    def of(
        self, table: str, keys: Sequence[str], numbers: Sequence[str], **wanted: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        """As `counts.CountRows`."""
        if not any(wanted.values()):
            return []
        # each is joined to its rows: twice would count twice
        asked = json.dumps([*dict.fromkeys(zip(*wanted.values(), strict=True))])
        parts = " AND ".join(
            f"{name} = json_extract(value, '$[{place}]')" for place, name in enumerate(wanted)
        )
        return self._ask(
            f"""SELECT {", ".join(keys)}, {", ".join(f"sum({n})" for n in numbers)} {_EACH} {table} ON {parts}
            GROUP BY {", ".join(keys)}""",
            (asked,),
        )


_OF_THESE = "WHERE persoon_nr IN (SELECT value FROM json_each(?))"

_EACH, _BY_NUMBER = "FROM json_each(?) CROSS JOIN", "ON persoon_nr = value"
"""One after another, in the order in which they are asked: of many a third quicker than _OF_THESE, and in order."""

_COMPARED, _STAY = ", ".join(ResidentRow._fields), ", ".join(StayRow._fields)
