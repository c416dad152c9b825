"""`brp-match demo`: a made-up municipality, six months of signals, and what came of every one."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from brp_match.errors import ExitCode
from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import Progress, prepare
from brp_match.settings import SEED
from brp_match.synthetic import Town, generate_months, load_scenario
from brp_match.synthetic.exact_check import exact_check
from brp_match.synthetic.outcome_table import read_rows, table, verdict
from brp_match.terminal import clear_progress, progress_printer

SCENARIO = "demo"

MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")

RELEASED = ["Stroomwerk", "Waterbron"]
"""Deliverers whose own card is written too: one that mended its dates, one that should."""

SIGNALS = (880, 940, 910, 970, 930, 1000)
"""Signals in each of the months; the last is the one of the table."""


def run(args: argparse.Namespace) -> int:
    """Make the municipality in `args.out`, link its months, print the table and what to open.

    Writes `gemeente` (the files that a municipality has, and the truth), `register.duckdb`,
    `eerder/jjjj-mm` and `uitkomst` (one run a month, the last in `uitkomst`), `scorekaarten` (the
    municipality's, and those of RELEASED).
    """
    progress = progress_printer()
    out: Path = args.out
    scenario = load_scenario(SCENARIO)
    progress("gemeente verzinnen")
    town = generate_months(scenario, out / "gemeente", MONTHS, seed=SEED, counts=SIGNALS)
    progress("vandaag: de exacte controle")
    exact = exact_check(town.signals[-1:], town.residents)
    runs = _link_months(town, out, progress)
    cards = _scorecards(runs, out / "scorekaarten", progress)
    clear_progress()
    truth = read_rows(town.truth[-1])
    decisions = {row["signaal_id"]: row for row in read_rows(runs[-1] / "decisions.csv")}
    residents = f"{town.count_residents:,}".replace(",", ".")
    print(f"{len(truth)} signalen in een verzonnen gemeente met {residents} inwoners.\n")
    print("\n".join([*table(truth, exact, decisions), *verdict(truth, exact, decisions)]))
    example = next(row for row in truth if row["fouten"].startswith("naam_omgedraaid"))
    print("\nOpen eerst:")
    print(f"  {runs[-1] / 'decisions.csv'}   elk besluit met kans, redenen en uitleg")
    print(f"  {cards}   scorekaarten: wat elke vastelastenpartner het eerst kan verbeteren")
    for page in sorted(cards.parent.glob("stroomwerk.html")):
        print(f"  {page}   Stroomwerk, dat in september zijn standaarddatums herstelde")
    own = cards.parent.parent / "vlp" / "waterbron" / "scorekaart.html"
    print(f"  {own}   de kaart die Waterbron zelf krijgt: niets uit de BRP")
    print(
        f"  {_command()} explain {example['signaal_id']} --run {runs[-1]}   één besluit uitgelegd"
    )
    return int(ExitCode.DONE)


def _command() -> str:
    """How this command can be typed again here: `make demo` installs it in a place apart."""
    if shutil.which("brp-match"):
        return "brp-match"
    started = os.path.relpath(sys.argv[0])
    return started if Path(started).name == "brp-match" else "python -m brp_match"


def _link_months(town: Town, out: Path, progress: Progress) -> list[Path]:
    """Prepare the register once and link every month against it, each with the months before it."""
    register = out / "register.duckdb"
    prepare(
        town.residents, register, previous_addresses=town.previous_addresses,
        addresses=town.addresses, progress=progress,
    )  # fmt: skip
    runs: list[Path] = []
    for month, signals in zip(MONTHS, town.signals, strict=True):
        progress(f"maand {month}")
        folder = out / "uitkomst" if month == MONTHS[-1] else out / "eerder" / month
        link(LinkRequest(signals=(signals,), register=register, out=folder, history=tuple(runs)))
        runs.append(folder)
    return runs


def _scorecards(runs: Sequence[Path], out: Path, progress: Progress) -> Path:
    """Write the cards of the last month over all months; returns the page to open."""
    from brp_match.report.command import sender_of, write_scorecards

    progress("scorekaarten")
    sender = sender_of("Voorbeeldstad (verzonnen)", "data@voorbeeldstad.example")
    write_scorecards(runs[-1], tuple(runs[:-1]), out, RELEASED, sender=sender)
    return out / "gemeente" / "index.html"
