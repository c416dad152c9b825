"""Lists of persons of a made-up town, written as a clerk would: clients of debt counselling, and a list of the CAK."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from brp_match.csv_file import read_csv, write_csv
from brp_match.synthetic.generate import Town

KINDS = ("Budgetbeheer", "Schuldregeling", "Saneringskrediet", "Stabilisatie")
CLIENT = (
    "naam", "geboortedatum", "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
    "soort traject", "startdatum",
)  # fmt: skip
"""Columns of a file of clients; a list of persons has no more than the first eight."""
PLACE = CLIENT[2:8]

Row = Mapping[str, str]


@dataclass(frozen=True)
class Clients:
    """Who stands in a file of clients: shares of the residents with a signal (`clients`; `housemates`: those of whom
    a housemate is one), and numbers of residents without a signal (`others`), of people of no register, and of those
    of no register with a signal (`signalled`)."""

    clients: float = 0.25
    housemates: float = 0.15
    others: int = 300
    strangers: int = 60
    signalled: int = 0


def written(resident: Row, earlier: Row | None, rng: random.Random) -> list[str]:
    """Write a resident as a clerk has them: initials or one given name, a birth date that is missing (4%), swapped or
    mistyped (3%), an address of before (10%, `earlier`), a letter wrong in the surname (5%)."""
    given = resident["voornamen"].split(" ")[0]
    first = f"{given[:1]}." if rng.random() < 0.5 else given
    surname = resident["geslachtsnaam"]
    if rng.random() < 0.05 and len(surname) > 4:
        place = rng.randrange(1, len(surname) - 1)
        surname = surname[:place] + surname[place + 1 :]
    name = " ".join(part for part in (first, resident["voorvoegsel"], surname) if part)
    year, month, day = (resident["geboortedatum"][a:b] for a, b in ((0, 4), (4, 6), (6, 8)))
    draw = rng.random()
    if draw < 0.015 and int(day) <= 12:
        day, month = month, day
    elif draw < 0.03:
        day = f"{(int(day) + rng.choice((1, 10))) % 28 + 1:02d}"
    born = "" if 0.03 <= draw < 0.07 else f"{day}-{month}-{year}"
    place_of = earlier if earlier and rng.random() < 0.1 else resident
    start = f"{1 + rng.randrange(28):02d}-{1 + rng.randrange(12):02d}-2025"
    return [name, born, *(place_of[c] for c in PLACE), rng.choice(KINDS), start]


def stranger(resident: Row) -> Row:
    """Somebody of another town: born another day, at an address that is not here."""
    return {
        **resident,
        "postcode": "9998ZZ",
        "straat": "Elderspad",
        "geboortedatum": "19680229",
    }


def as_client(signal: Row, rng: random.Random) -> list[str]:
    """Write who a signal is about as a clerk has them: what the deliverer has."""
    parts = ("voornamen", "voorletters", "voorvoegsel", "achternaam")
    name = signal["volledige_naam"] or " ".join(signal[part] for part in parts if signal[part])
    place = (
        "straatnaam",
        "huisnummer",
        "huisletter",
        "huisnummertoevoeging",
        "postcode",
        "plaatsnaam",
    )
    return [
        name,
        signal["geboortedatum"],
        *(signal[c] for c in place),
        rng.choice(KINDS),
        "01-10-2025",
    ]


def write_clients(
    town: Town,
    truth: Sequence[Row],
    path: Path,
    rng: random.Random,
    among: Clients = Clients(),
    unknown: Sequence[Row] = (),
) -> set[str]:
    """Write a file of clients; returns the persoon_id of those who are residents with a signal (`truth`).

    `unknown`: signals about people of no register, of whom `among.signalled` are clients.
    """
    people = {
        row["persoon_id"]: row for row in read_csv(town.residents) if not row["opschorting_reden"]
    }
    before = {row["persoon_id"]: row for row in read_csv(town.previous_addresses)}
    signalled = sorted({row["persoon_id"] for row in truth} & people.keys())
    rng.shuffle(signalled)
    clients = signalled[: int(among.clients * len(signalled))]
    homes: dict[tuple[str, ...], list[str]] = {}
    for person, row in people.items():
        homes.setdefault(tuple(row[c] for c in PLACE), []).append(person)
    mates = []
    for person in signalled[len(clients) : len(clients) + int(among.housemates * len(signalled))]:
        here = homes[tuple(people[person][c] for c in PLACE)]
        mates += [one for one in here if one not in signalled][:1]
    rest = sorted(people.keys() - set(signalled) - set(mates))
    rows = [
        written(people[one], before.get(one), rng)
        for one in [*clients, *mates, *rng.sample(rest, among.others)]
    ]
    rows += [written(stranger(people[one]), None, rng) for one in rng.sample(rest, among.strangers)]
    rows += [as_client(one, rng) for one in unknown[: among.signalled]]
    rng.shuffle(rows)
    write_csv(path, CLIENT, rows)
    return set(clients)


def write_lists(town: Town, paths: Sequence[Path], rows: int, rng: random.Random) -> None:
    """Write a list of persons a month, of which a tenth is new each time: residents, people who died or left (a tenth),
    people of no register (a tenth), and one person twice."""
    everybody = read_csv(town.residents)
    before = {row["persoon_id"]: row for row in read_csv(town.previous_addresses)}
    here = [row for row in everybody if not row["opschorting_reden"]]
    gone = [row for row in everybody if row["opschorting_reden"]]
    fresh = rows // 10
    wanted = rows + fresh * len(paths)
    known = [
        *rng.sample(here, wanted - 2 * (wanted // 10)), *rng.sample(gone, min(len(gone), wanted // 10)),
        *map(stranger, rng.sample(here, wanted // 10)),
    ]  # fmt: skip
    rng.shuffle(known)
    lines = [written(row, before.get(row["persoon_id"]), rng)[: len(PLACE) + 2] for row in known]
    for place, path in enumerate(paths):
        chosen = lines[place * fresh : place * fresh + rows]
        write_csv(path, CLIENT[: len(PLACE) + 2], [*chosen, chosen[0]])
