"""Who signals are about: residents drawn from the population, and people who are not registered."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from brp_match.database import Connection
from brp_match.errors import BrpMatchError
from brp_match.synthetic.names import ORIGINS, NameLists
from brp_match.synthetic.person import Person, Place

_PERSON = """p.persoon_id, p.voornamen, p.voorvoegsel, p.geslachtsnaam, p.naamgebruik, p.partner_voorvoegsel,
    p.partner_geslachtsnaam, p.geboortedatum, p.geslacht, p.herkomst"""
_PLACE = "w.straat, w.huisnummer, w.huisletter, w.huisnummertoevoeging, w.postcode, w.woonplaats"

_RESIDENTS = {
    "ter_plaatse": ("lot IN ('', 'onderzoek') AND functie_adres = 'W'", "p.plaats_nr"),
    "verhuisd": (
        "lot = '' AND vorige_plaats IS NOT NULL AND plaats_nr <> vorige_plaats",
        "p.vorige_plaats",
    ),
    "vertrokken": ("lot IN ('verhuisd_uit', 'geemigreerd')", "p.vorige_plaats"),
    "overleden": ("lot = 'overleden'", "p.plaats_nr"),
    "ondernemer": ("lot = '' AND functie_adres = 'W'", "NULL"),
    "garagebox": ("lot = '' AND functie_adres = 'W'", "NULL"),
    "vorige_bewoner": ("lot = '' AND functie_adres = 'W'", "p.plaats_nr"),
    "familielid": ("lot = '' AND functie_adres = 'W'", "p.plaats_nr"),
}
"""Kind → (who can be the subject, or the household of one; the address the signal carries)."""

SAME_SURNAME = 0.65
"""Share of unregistered relatives who carry the surname of the household; the rest are housemates."""


@dataclass(frozen=True)
class Subject:
    """A person with the address their signal carries."""

    person: Person
    place: Place


class Subjects:
    """Draws subjects kind by kind, in an order fixed by the seed; starts over when all were drawn."""

    def __init__(self, con: Connection, names: NameLists, seed: int, month: str, need: int) -> None:
        self._con, self._chance = con, random.Random(f"{seed}|{month}|onderwerpen")
        self._seed, self._always = f"{seed}|{month}", f"{seed}|elders"
        self._need = max(need, 1)
        self._queues: dict[str, Iterator[Any]] = {}
        self._taken: dict[str, list[Subject]] = {}
        self._names = names
        self._births = _birth_dates(con, self._seed)

    def again(self, kind: str) -> Subject:
        """Return somebody of this kind who was taken before; the next one when nobody was."""
        taken = self._taken.get(kind)
        return self._chance.choice(taken) if taken else self.take(kind)

    def take(self, kind: str) -> Subject:
        """Return the next subject of a kind. Raises BrpMatchError when there is nobody of it."""
        subject = self._new(kind)
        self._taken.setdefault(kind, []).append(subject)
        return subject

    def home(self) -> Place:
        """Return a home that nobody was drawn for: where somebody lives without being registered."""
        return self._place("woning")

    def elsewhere(self, number: int) -> list[Subject]:
        """Return so many residents, of every month the same, each with a home that the register does not know them at."""
        people = self._con.execute(
            f"""SELECT {_PERSON} FROM personen p WHERE volwassen AND lot = '' AND functie_adres = 'W'
            AND vorige_plaats IS NULL AND length(geboortedatum) = 8 AND geboortedatum NOT LIKE '%00%'
            ORDER BY hash(pid, $1), pid LIMIT {int(number)}""",
            [self._always],
        ).fetchall()
        homes = self._con.execute(
            f"""SELECT {_PLACE} FROM plaatsen w WHERE soort = 'woning' ORDER BY hash(plaats_nr, $1), plaats_nr
            LIMIT {int(number)}""",
            [self._always],
        ).fetchall()
        return [
            Subject(Person(*(v or "" for v in who)), Place(*(v or "" for v in home)))
            for who, home in zip(people, homes, strict=True)
        ]

    def _new(self, kind: str) -> Subject:
        if kind in ("vreemde", "rechtspersoon"):
            return Subject(
                self._stranger(), self._place("bedrijf" if kind == "rechtspersoon" else "woning")
            )
        row = self._next(kind)
        person = Person(*(value or "" for value in row[:10]))
        if kind in ("ondernemer", "garagebox"):
            return Subject(person, self._place("bedrijf" if kind == "ondernemer" else "box"))
        place = Place(*(value or "" for value in row[10:16]))
        if kind == "familielid":
            return Subject(self._relative(person, set(row[16]), set(row[17])), place)
        if kind == "vorige_bewoner":
            return Subject(self._stranger(), place)
        return Subject(person, place)

    def _next(self, kind: str) -> Any:
        for _ in range(2):
            row = next(self._queues.get(kind, iter(())), None)
            if row is not None:
                return row
            self._queues[kind] = iter(self._drawn(kind))
        raise _impossible(kind)

    def _drawn(self, kind: str) -> Sequence[Any]:
        who, place = _RESIDENTS[kind]
        return self._con.execute(
            f"""WITH gekozen AS (SELECT * FROM personen WHERE volwassen AND {who}
                ORDER BY hash(pid, $1), pid LIMIT {self._need}),
            huisgenoten AS (SELECT huishouden, list(string_split(coalesce(voornamen, geslachtsnaam), ' ')[1]) AS namen,
                    list(geboortedatum) AS datums
                FROM personen WHERE huishouden IN (SELECT huishouden FROM gekozen) GROUP BY huishouden)
            SELECT {_PERSON}, {_PLACE}, h.namen, h.datums
            FROM gekozen p LEFT JOIN plaatsen w ON w.soort IN ('woning', 'gemeentehuis') AND w.plaats_nr = {place}
            LEFT JOIN huisgenoten h USING (huishouden) ORDER BY hash(pid, $1), pid""",
            [f"{self._seed}|{kind}"],
        ).fetchall()

    def _place(self, kind: str) -> Place:
        queue = self._queues.get(f"plaats {kind}")
        row = next(queue, None) if queue else None
        if row is None:
            rows = self._con.execute(
                f"""SELECT {_PLACE} FROM plaatsen w WHERE soort = $2 ORDER BY hash(plaats_nr, $1), plaats_nr
                LIMIT {self._need}""",
                [f"{self._seed}|{kind}", kind],
            ).fetchall()
            if not rows:
                raise _impossible(kind)
            self._queues[f"plaats {kind}"] = iter(rows)
            row = next(self._queues[f"plaats {kind}"])
        return Place(*(value or "" for value in row))

    def _relative(self, head: Person, names: set[str], dates: set[str]) -> Person:
        """Somebody at that address who is not registered: another given name and birth date than
        the residents there have.
        """
        origin, sex = head.herkomst, self._chance.choice("MV")
        given = self._given(origin, sex)
        while given.split()[0] in names:
            given = self._given(origin, sex)
        birth = self._birth(origin)
        while birth in dates:
            birth = self._birth(origin)
        prefix, surname = head.voorvoegsel, head.geslachtsnaam
        if not head.voornamen or self._chance.random() > SAME_SURNAME:
            prefix, surname = self._surname(origin)
        return Person("", given, prefix, surname, "E", "", "", birth, sex, origin)

    def _stranger(self) -> Person:
        origin = self._chance.choices(ORIGINS, [0.6] + [0.05] * (len(ORIGINS) - 1))[0]
        sex = self._chance.choice("MV")
        prefix, surname = self._surname(origin)
        return Person(
            "",
            self._given(origin, sex),
            prefix,
            surname,
            "E",
            "",
            "",
            self._birth(origin),
            sex,
            origin,
        )

    def _given(self, origin: str, sex: str) -> str:
        names = self._names[(origin, sex)]
        count = self._chance.choices((1, 2, 3), (0.45, 0.4, 0.15))[0]
        return " ".join(dict.fromkeys(self._chance.choice(names)[1] for _ in range(count)))

    def _surname(self, origin: str) -> tuple[str, str]:
        return self._chance.choice(self._names[(origin, "A")])

    def _birth(self, origin: str) -> str:
        return self._chance.choice(self._births.get(origin) or self._births[""])


def _impossible(kind: str) -> BrpMatchError:
    return BrpMatchError(
        "SCENARIO_TE_KLEIN", kind, "de gemeente is te klein: er is niemand of niets van deze soort"
    )


def _birth_dates(con: Connection, seed: str) -> dict[str, list[str]]:
    """Birth dates of some 20,000 adult residents by origin ("" has all): others are as old as they are."""
    found: dict[str, list[str]] = {"": []}
    rows = con.execute(
        """SELECT herkomst, geboortedatum FROM personen WHERE volwassen
        AND hash(pid, $1) % greatest(1, (SELECT count(*) // 20000 FROM personen))::UBIGINT = 0
        ORDER BY pid""",
        [seed],
    ).fetchall()
    for origin, date in rows:
        found.setdefault(origin, []).append(date)
        found[""].append(date)
    return found
