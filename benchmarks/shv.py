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
import random
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from brp_match.cases.shv import MAYBE, NO, YES
from brp_match.csv_file import read_csv
from brp_match.pipeline import LinkRequest, link
from brp_match.synthetic import HELP_DUE, generate, load_scenario
from brp_match.synthetic.other_lists import write_clients

SCENARIOS = ("kleine-gemeente", "statushouders", "slordig")
RESIDENTS, SIGNALS = 20_000, 1_500


def measure(name: str, seed: int, here: Path) -> Counter[str]:
    """Return the counts of one town: what is said (ja, misschien, nee) of clients and of others."""
    scenario = replace(load_scenario(name), residents=RESIDENTS, signals=SIGNALS)
    town = generate(scenario, here / "town", seed=seed)
    truth = [row for row in read_csv(town.truth[0]) if row["soort"] in HELP_DUE]
    clients = write_clients(town, truth, here / "clienten.csv", random.Random(seed))
    link(
        LinkRequest(
            signals=town.signals, residents=town.residents, addresses=town.addresses,
            previous_addresses=town.previous_addresses, shv=here / "clienten.csv", out=here / "uit",
        )
    )  # fmt: skip
    told = {
        row["persoon_id"]: row["bekend_bij_shv"] for row in read_csv(here / "uit" / "zaken.csv")
    }
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
