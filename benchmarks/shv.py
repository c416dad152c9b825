"""Who is known to debt counselling, by the engine, over made-up towns of which the truth is known.

    python benchmarks/shv.py [--scenario NAAM…] [--seed 1]

Every town gets a month of signals and a file of clients, written from the register as a clerk would: initials or one
given name, a birth date that is missing (4%), swapped or mistyped (3%), an address of before (10%), a letter wrong in
the surname (5%). A quarter of the residents with a signal is a client; so are, as hard cases, housemates of others
with a signal, residents without one, and people who are in no register. Counted over the residents with a signal:
clients found, left to a person (`misschien`) and missed; and residents wrongly said to be a client, or asked about.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from brp_match.cases.shv import MAYBE, NO, YES
from brp_match.pipeline import LinkRequest, link
from brp_match.synthetic import HELP_DUE, Town, generate, load_scenario

SCENARIOS = ("kleine-gemeente", "statushouders", "slordig")
RESIDENTS, SIGNALS = 20_000, 1_500
CLIENTS, HOUSEMATES, OTHERS, STRANGERS = 0.25, 0.15, 300, 60
"""Shares of the residents with a signal (clients; those of whom a housemate is one), and numbers of rows."""

KINDS = ("Budgetbeheer", "Schuldregeling", "Saneringskrediet", "Stabilisatie")
COLUMNS = (
    "naam", "geboortedatum", "straat", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
    "soort traject", "startdatum",
)  # fmt: skip
PLACE = COLUMNS[2:8]

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a file of ours."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def written(resident: Row, earlier: Row | None, rng: random.Random) -> list[str]:
    """Write a resident as a clerk of debt counselling has it; `earlier`: an address of before."""
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


def choose(town: Town, truth: list[Row], path: Path, rng: random.Random) -> set[str]:
    """Write the file of clients; returns the persoon_id of those who are residents with a signal."""
    people = {
        row["persoon_id"]: row for row in read(town.residents) if not row["opschorting_reden"]
    }
    before = {row["persoon_id"]: row for row in read(town.previous_addresses)}
    signalled = sorted({row["persoon_id"] for row in truth} & people.keys())
    rng.shuffle(signalled)
    clients = signalled[: int(CLIENTS * len(signalled))]
    homes: dict[tuple[str, ...], list[str]] = {}
    for person, row in people.items():
        homes.setdefault(tuple(row[c] for c in PLACE), []).append(person)
    mates = []
    for person in signalled[len(clients) : len(clients) + int(HOUSEMATES * len(signalled))]:
        here = homes[tuple(people[person][c] for c in PLACE)]
        mates += [one for one in here if one not in signalled][:1]
    rest = sorted(people.keys() - set(signalled) - set(mates))
    rows = [
        written(people[one], before.get(one), rng)
        for one in [*clients, *mates, *rng.sample(rest, OTHERS)]
    ]
    for one in rng.sample(rest, STRANGERS):
        # somebody of another town: born another day, at an address that is not here
        row = people[one] | {
            "postcode": "9998ZZ",
            "straat": "Elderspad",
            "geboortedatum": "19700229",
        }
        rows.append(written(row, None, rng))
    rng.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerows([COLUMNS, *rows])
    return set(clients)


def measure(name: str, seed: int, here: Path) -> Counter[str]:
    """Return the counts of one town: what is said (ja, misschien, nee) of clients and of others."""
    scenario = replace(load_scenario(name), residents=RESIDENTS, signals=SIGNALS)
    town = generate(scenario, here / "town", seed=seed)
    truth = [row for row in read(town.truth[0]) if row["soort"] in HELP_DUE]
    clients = choose(town, truth, here / "clienten.csv", random.Random(seed))
    link(
        LinkRequest(
            signals=town.signals, residents=town.residents, addresses=town.addresses,
            previous_addresses=town.previous_addresses, shv=here / "clienten.csv", out=here / "uit",
        )
    )  # fmt: skip
    told = {row["persoon_id"]: row["bekend_bij_shv"] for row in read(here / "uit" / "zaken.csv")}
    found: Counter[str] = Counter()
    for person in {row["persoon_id"] for row in truth} & told.keys():
        found[f"{'client' if person in clients else 'other'} {told[person]}"] += 1
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", nargs="+", default=list(SCENARIOS))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(f"{'':18}{'residents':>10}{'clients':>9}{'found':>8}{'to ask':>8}{'missed':>8}"
          f"{'wrongly known':>15}{'wrongly asked':>15}")  # fmt: skip
    for name in args.scenario:
        with tempfile.TemporaryDirectory() as folder:
            n = measure(name, args.seed, Path(folder))
        clients = n[f"client {YES}"] + n[f"client {MAYBE}"] + n[f"client {NO}"]
        print(
            f"{name:18}{sum(n.values()):>10}{clients:>9}{n[f'client {YES}']:>8}{n[f'client {MAYBE}']:>8}"
            f"{n[f'client {NO}']:>8}{n[f'other {YES}']:>15}{n[f'other {MAYBE}']:>15}"
        )


if __name__ == "__main__":
    main()
