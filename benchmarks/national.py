"""The national report from made-up municipalities, end to end: every file that the real one rests on.

    python benchmarks/national.py --municipalities 5 --out MAP

Each municipality is the scenario `geijkt` at a size and with a share of errors of its own (drawn by lot: half to twice
the calibrated rates), three months, linked as `benchmark --data` does. Every drop-out was looked at, and the truth stands
in the place of who looked. Every third gives a real list of its drop-out. Writes MAP/landelijk/rapport.html.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from brp_match.benchmark.export.ledger import Ledger, write_ledger
from brp_match.cli import main as command
from brp_match.csv_file import read_csv
from brp_match.settings import SEED
from brp_match.synthetic import HELP_DUE, generate_months, load_scenario
from brp_match.synthetic.drop_out import write_drop_out
from brp_match.synthetic.exact_check import exact_check
from brp_match.synthetic.scenario import rescaled

MONTHS = ("2026-09", "2026-10", "2026-11")

SMALLEST, LARGEST = 3_000, 30_000
"""Residents of the smallest and largest municipality; signals a month are a fortieth of them, but forty at least."""

MAPPING = '[uitval]\nsignaal_id = "Meldingsnummer"\nreden = "Reden"\n'


def make(folder: Path, number: int, chance: random.Random) -> None:
    """Write the files of one municipality as `benchmark --data` reads them."""
    errors = 2 ** chance.uniform(-1, 1)
    residents = round(SMALLEST * (LARGEST / SMALLEST) ** chance.random())
    town = rescaled(load_scenario("geijkt"), errors=errors)
    town = replace(town, residents=residents, signals=max(40, residents // 40))
    made = generate_months(town, folder, MONTHS, seed=SEED + number)
    exact = exact_check(made.signals, made.residents)
    rows = [row for path in made.truth for row in read_csv(path)]
    with (folder / "uitkomsten.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(("signaal_id", "persoon_id", "uitkomst"))
        for row in rows:
            if not exact[row["signaal_id"]]:
                found = "onterecht" if row["soort"] in HELP_DUE else "terecht"
                writer.writerow((row["signaal_id"], row["persoon_id"], found))
    for path in made.truth:
        path.unlink()
    if number % 3 == 0:
        write_drop_out(made.signals, exact, folder / "uitval.csv")
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")


def ledger_of(number: int) -> Ledger:
    """Return the ledger of a made-up municipality: its key is no secret, so that the same figures come out again."""
    return Ledger(f"gemeente-a{number:03x}-a000", key=sha256(f"{SEED}/{number}".encode()).digest())


def main() -> int:
    """Make the municipalities, count each, and put them together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--municipalities", type=int, default=5, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="MAP")
    args = parser.parse_args()
    chance = random.Random(SEED)
    exports = []
    for number in range(1, args.municipalities + 1):
        name = f"gemeente {number:02d}"
        folder, own = args.out / f"bestanden-{number:02d}", args.out / f"eigen-{number:02d}"
        make(folder, number, chance)
        exports.append(args.out / f"uitval-{number:02d}.json")
        logbook = args.out / f"logboek-{number:02d}.json"
        write_ledger(ledger_of(number), logbook)
        steps = (
            ["benchmark", "--data", folder, "--out", own],
            ["benchmark", "export", "--from", own, "--out", exports[-1], "--naam", name, "--yes",
             "--logboek", logbook],
        )  # fmt: skip
        for step in steps:
            if code := command([str(word) for word in step]):
                return code
    words = ["benchmark", "merge", *exports, "--out", args.out / "landelijk", "--eigen", "gemeente 03",
             "--uitgever", "Voorbeeldwerkgroep (verzonnen)", "--licentie", "CC0"]  # fmt: skip
    return command([str(word) for word in words])


if __name__ == "__main__":
    sys.exit(main())
