"""The made-up town of the conformance set: its rows, and who of them is taken for a signal."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.csv_file import read_csv, write_csv
from brp_match.scratch import scratch
from brp_match.settings import SEED
from brp_match.synthetic.generate import generate
from brp_match.synthetic.person import Draft, Person, Place, faultless
from brp_match.synthetic.scenario import load_scenario

Row = dict[str, str]
Fits = Callable[[Row], bool]

SCENARIO, RESIDENTS, MONTH = "gemiddeld", 8_000, "2026-11"
ORIGINS = {"nl": 0.62, "tr": 0.07, "ma": 0.07, "pl": 0.06, "sy": 0.05, "er": 0.05, "ua": 0.02, "sr": 0.03, "eu": 0.03}  # fmt: skip
"""More names that are often misread than a town has: every cause needs people in whom it shows."""

ADULT = "20081101"
"""Born before this day: eighteen when the signals are made."""

FILES = ("inwoners.csv", "vorige_adressen.csv", "adressen.csv")
_PLACE = ("straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats")


@dataclass
class Town:
    """Rows of the three register files; a maker may change the row of a resident it takes."""

    residents: list[Row]
    previous: list[Row]
    addresses: list[Row]
    gemeente: str
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._homes: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in self.residents:
            self._homes[_place(row)].append(row)
        self._left = {row["persoon_id"]: row for row in self.previous}
        self._used_places: set[tuple[str, ...]] = set()

    def free(self, fits: Fits) -> Iterator[Row]:
        """Yield the residents that fit and stand in no signal yet, in the order of the draw."""
        return (row for row in self.residents if row["persoon_id"] not in self.taken and fits(row))

    def take(self, row: Row) -> Row:
        """Keep a resident, and who lives with them, out of every other signal."""
        self.taken |= {one["persoon_id"] for one in self.home_of(row)} | {row["persoon_id"]}
        return row

    def home_of(self, row: Row) -> list[Row]:
        """Return everybody at the address of this resident; nobody where they have none."""
        return self._homes[_place(row)] if row["postcode"] else []

    def earlier(self, row: Row) -> Row | None:
        """Return the address that a resident left."""
        return self._left.get(row["persoon_id"])

    def place(self, fits: Fits) -> Place:
        """Return an address of the file that fits and that no signal has yet."""
        row = next(a for a in self.addresses if _place(a) not in self._used_places and fits(a))
        self._used_places.add(_place(row))
        return place_of(row)

    def ordinary(self, row: Row) -> bool:
        """Tell whether nothing is particular about a resident, and nobody at home is easily taken for them."""
        return (
            row["gemeente"] == self.gemeente
            and not (row["opschorting_reden"] or row["onderzoek_adres"])
            and row["functie_adres"] == "W"
            and row["geheim"] in ("", "0")
            and row["geboortedatum"] < ADULT
            and "00" not in (row["geboortedatum"][4:6], row["geboortedatum"][6:])
            and bool(row["voornamen"])
            and not any(_alike(row, other) for other in self.home_of(row))
        )


def _alike(row: Row, other: Row) -> bool:
    if other is row:
        return False
    return other["geboortedatum"] == row["geboortedatum"] or (
        other["voornamen"][:1] == row["voornamen"][:1]
    )


def _place(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in _PLACE)


def place_of(row: Mapping[str, str]) -> Place:
    """Return the address of a row of any of the files."""
    return Place(*_place(row))


def draft_of(row: Row, place: Place | None = None) -> Draft:
    """Return the signal about a resident in which everything agrees; `place`: an address of another."""
    person = Person(
        row["persoon_id"], row["voornamen"], row["voorvoegsel"], row["geslachtsnaam"], row["naamgebruik"],
        row["partner_voorvoegsel"], row["partner_geslachtsnaam"], row["geboortedatum"], row["geslacht"], "",
    )  # fmt: skip
    return faultless(person, place or place_of(row))


def make_town() -> Town:
    """Make the town, the same every time; residents in a drawn order."""
    scenario = replace(load_scenario(SCENARIO), residents=RESIDENTS, signals=1, origins=ORIGINS)
    with TemporaryDirectory(dir=scratch()) as folder:
        generate(scenario, Path(folder) / "stad", seed=SEED)
        residents, previous, addresses = (read_csv(Path(folder) / "stad" / n) for n in FILES)
    for row in residents:
        row |= {"land_vertrek": ""}
    random.Random(SEED).shuffle(residents)
    return Town(residents, previous, addresses, scenario.gemeente)


def write_rows(rows: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write rows with the columns of the first; raises OSError."""
    columns = list(rows[0])
    write_csv(path, columns, ([row[name] for name in columns] for row in rows))
