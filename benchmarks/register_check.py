"""A list of persons checked against a register, beside a straightforward exact join of the same files.

    python benchmarks/register_check.py [--scenario gemiddeld] [--rows 10000] [--seed 1] [--threads N]

Makes a town (160,000 residents) and a list of its scenario's customers without any field of a deliverer, prepares
the register once, and times `register-check` and the join (name, birth date, address) over that list. Of both it
counts, by the truth, the residents found, missed and taken for somebody else.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from brp_match.lists.answers import Answer, Answered, count
from brp_match.lists.check import ListRequest, check_list
from brp_match.prepare import prepare
from brp_match.synthetic import HELP_DUE, Town, generate, load_scenario
from brp_match.synthetic.exact_check import exact_check

COLUMNS = (
    "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam", "geboortedatum", "straatnaam",
    "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam",
)  # fmt: skip

Row = dict[str, str]


@dataclass(frozen=True)
class Score:
    """Of the residents on a list: found, missed (dropped), left to a person; and rows taken for somebody else."""

    found: int
    missed: int
    doubt: int
    wrong: int


def read(path: Path) -> list[Row]:
    """The rows of a file of ours."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def write_list(town: Town, path: Path) -> list[Row]:
    """Write the signals of a town as a list of persons; returns the truth, in order of the lines."""
    rows, truth = read(town.signals[0]), {row["signaal_id"]: row for row in read(town.truth[0])}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in rows)
    return [truth[row["signaal_id"]] for row in rows]


def score(found: dict[str, str], doubt: set[str], truth: list[Row]) -> Score:
    """Count what was found (signaal_id → persoon_id, '' for nobody) against the truth."""
    due = [row for row in truth if row["soort"] in HELP_DUE]
    right = sum(found.get(row["signaal_id"]) == row["persoon_id"] for row in due)
    wrong = sum(
        bool(found.get(row["signaal_id"])) and found[row["signaal_id"]] != row["persoon_id"]
        for row in truth
    )
    asked = sum(row["signaal_id"] in doubt for row in due)
    missed = sum(not found.get(row["signaal_id"]) and row["signaal_id"] not in doubt for row in due)
    return Score(right, missed, asked, wrong)


_OPEN = (Answer.TWIJFEL, Answer.ONLEESBAAR)
_NOBODY = (*_OPEN, Answer.GEEN_PERSOON, Answer.NIET_GEVONDEN)


def of_answers(answered: tuple[Answered, ...], truth: list[Row]) -> Score:
    """Score the answers of `register-check`; who is in doubt or cannot be read is left to a person, a double row
    is as its first."""
    signals = {line: row["signaal_id"] for line, row in enumerate(truth, start=2)}
    by_line = {one.rij.regel: one for one in answered}
    people: dict[str, str] = {}
    doubt: set[str] = set()
    for one in answered:
        stands = by_line.get(one.dubbel_van, one)
        signal = signals[one.rij.regel]
        people[signal] = "" if stands.antwoord in _NOBODY else stands.rij.persoon_id
        if stands.antwoord in _OPEN:
            doubt.add(signal)
    return score(people, doubt, truth)


def line(name: str, seconds: float, s: Score) -> str:
    """One line of the table."""
    return f"{name:34}{seconds:>9.1f}{s.found:>10}{s.missed:>9}{s.doubt:>9}{s.wrong:>8}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="gemiddeld")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        scenario = replace(load_scenario(args.scenario), signals=args.rows)
        town = generate(scenario, here / "town", seed=args.seed)
        truth = write_list(town, here / "lijst.csv")
        register = here / "register.duckdb"
        start = time.perf_counter()
        prepare(
            town.residents, register, previous_addresses=town.previous_addresses,
            addresses=town.addresses, threads=args.threads,
        )  # fmt: skip
        print(f"{len(truth)} rows, {town.count_residents} residents "
              f"(register prepared once: {time.perf_counter() - start:.1f} s)\n")  # fmt: skip
        print(f"{'':34}{'seconds':>9}{'found':>10}{'missed':>9}{'to ask':>9}{'wrong':>8}")
        start = time.perf_counter()
        exact = exact_check(town.signals, town.residents)
        print(line("exact join", time.perf_counter() - start, score(exact, set(), truth)))
        start = time.perf_counter()
        result = check_list(
            ListRequest(
                here / "lijst.csv", register, here / "uit", geheim=True, threads=args.threads
            )
        )
        taken = time.perf_counter() - start
        ours = of_answers(result.answered, truth)
        print(line("register-check", taken, ours))
        print(f"\n{result.sentence}")
        counts = count(result.answered)
        print(", ".join(f"{kind} {counts[kind]}" for kind in Answer))


if __name__ == "__main__":
    main()
