"""`brp-match demo`: a made-up cooperation of two municipalities, six months of signals, and what came of every one."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from brp_match.csv_file import read_csv
from brp_match.demo_page import parts_of, write_page
from brp_match.demo_story import SHV, check_newest, other_lists, told_of_cases, told_of_others
from brp_match.dutch import whole
from brp_match.errors import ExitCode
from brp_match.pipeline import LinkRequest, link
from brp_match.prepare import Progress, prepare
from brp_match.settings import SEED
from brp_match.synthetic import HELP_DUE, Town, generate_months, load_scenario
from brp_match.synthetic.country import TOWN, cut_up
from brp_match.synthetic.exact_check import exact_check
from brp_match.synthetic.outcome_table import table, verdict
from brp_match.terminal import clear_progress, progress_printer
from brp_match.workers import Workers

SCENARIO = "demo"

MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11")

RELEASED = ["Stroomwerk", "Waterbron"]
"""Deliverers whose own card is written too: one that mended its dates, one that should."""

MUNICIPALITIES = 2
"""Municipalities that work as one: moved from one to the other is moved within."""

SIGNALS = (880, 940, 910, 970, 930, 1000)
"""Signals in each of the months; the last is the one of the table."""


def run(args: argparse.Namespace) -> int:
    """Make the cooperation in `args.out`, link its months, print the table and what to open.

    Writes `gemeente` (the files that a municipality has, and the truth), `register.duckdb`,
    `eerder/jjjj-mm` and `uitkomst` (one run a month, the last in `uitkomst`), `lijst` (the CAK's list, checked),
    `burgerzaken` (doubts about the register, what was chosen of them and what is reported), `scorekaarten/CODE` (of each municipality: its own, and those of
    RELEASED), `index.html` (links to all of it).
    """
    with Workers() as workers:
        # the cards of each municipality are made in a process of its own, which loads what checks them meanwhile
        workers.start(MUNICIPALITIES)
        for _ in range(MUNICIPALITIES):
            workers.beside(_load_checking)
        return _run(args, workers)


def _run(args: argparse.Namespace, workers: Workers) -> int:
    """What `run` says; cards are made by `workers`."""
    progress = progress_printer()
    out: Path = args.out
    scenario = load_scenario(args.scenario)
    progress("gemeenten verzinnen")
    town = generate_months(scenario, out / "gemeente", MONTHS, seed=SEED, counts=SIGNALS)
    codes = cut_up(out / "gemeente", MUNICIPALITIES)
    lists = other_lists(town, out / "gemeente")
    progress("vandaag: de exacte controle")
    exact = exact_check(town.signals[-1:], town.residents)
    dropped = _drop_out(exact, out / "gemeente" / "uitval.csv")
    runs = _link_months(town, out, dropped, codes, progress)
    making = _scorecards(runs, codes, out / "scorekaarten", workers)
    progress("lijst van het CAK")
    told = check_newest(lists, out, date.fromisoformat(f"{MONTHS[-1]}-01"))
    progress("zaken")
    month = [*told_of_cases(runs, exact), "", *told_of_others(runs, out / "burgerzaken", told)]
    progress("scorekaarten")
    cards = {name: made() for name, made in making.items()}
    clear_progress()
    truth = read_csv(town.truth[-1])
    decisions = {row["signaal_id"]: row for row in read_csv(runs[-1] / "decisions.csv")}
    signals, residents = whole(len(truth)), whole(town.count_residents)
    print(
        f"{signals} signalen in een verzonnen samenwerking van twee gemeenten met {residents} inwoners.\n"
    )
    found = [*table(truth, exact, decisions), *verdict(truth, exact, decisions)]
    print("\n".join([*found, "", *month]))
    lost = [row for row in truth if row["soort"] in HELP_DUE and not exact[row["signaal_id"]]]
    example = next((one for one in lost if "naam_omgedraaid" in one["fouten"]), lost[0])
    intro = (
        f"{signals} signalen van november in een verzonnen samenwerking van twee gemeenten met {residents} inwoners, "
        f"met de maanden ervoor. Alles hieronder staat in deze map; niets ervan gaat over echte mensen."
    )
    start = write_page(parts_of(out, runs, cards, found, month), intro, out)
    print("\nOpen eerst:")
    print(f"  {start}   alles wat de demo maakte, bij elkaar")
    print(
        f"  {runs[-1] / 'oppaklijst.xlsx'}   de oppaklijst: wie, waar, in welk bakje, voor welke dag"
    )
    print(f"  {runs[-1] / 'decisions.csv'}   elk besluit met kans, redenen en uitleg")
    for name, page in cards.items():
        print(
            f"  {page}   scorekaarten van {name}: wat elke vastelastenpartner het eerst kan verbeteren"
        )
    first = next(iter(cards.values())).parent
    print(
        f"  {first / 'stroomwerk.html'}   Stroomwerk, dat in september zijn standaarddatums herstelde"
    )
    own = first.parent / "vlp" / "waterbron" / "scorekaart.html"
    print(f"  {own}   de kaart die Waterbron zelf krijgt: niets uit de BRP")
    print(
        f"  {_command()} explain {example['signaal_id']} --run {runs[-1]}   één besluit uitgelegd"
    )
    return int(ExitCode.DONE)


def _drop_out(exact: Mapping[str, str], path: Path) -> Path:
    """Write what today's check drops as the list a municipality gets: signal and reason; returns it."""
    lines = [
        f"{signal};komt niet overeen met de BRP" for signal, found in exact.items() if not found
    ]
    path.write_text("\n".join(["signaal_id;reden", *lines]) + "\n", encoding="utf-8")
    return path


def _command() -> str:
    """How this command can be typed again here: `make demo` installs it in a place apart."""
    if shutil.which("brp-match"):
        return "brp-match"
    started = os.path.relpath(sys.argv[0])
    return started if Path(started).name == "brp-match" else "python -m brp_match"


def _link_months(
    town: Town, out: Path, dropped: Path, codes: Sequence[str], progress: Progress
) -> list[Path]:
    """Prepare the register once and link every month against it, each with the months before it; the last with
    the list of what today's check dropped, and the file of debt counselling. `codes`: the municipalities."""
    register = out / "register.duckdb"
    prepare(
        town.residents, register, previous_addresses=town.previous_addresses,
        addresses=town.addresses, gemeente=",".join(codes), progress=progress,
    )  # fmt: skip
    runs: list[Path] = []
    for month, signals in zip(MONTHS, town.signals, strict=True):
        progress(f"maand {month}")
        folder = out / "uitkomst" if month == MONTHS[-1] else out / "eerder" / month
        last = month == MONTHS[-1]
        link(
            LinkRequest(
                signals=(signals,), register=register, out=folder, history=tuple(runs),
                uitval=dropped if last else None,
                shv=out / "gemeente" / SHV if last else None,
            )
        )  # fmt: skip
        runs.append(folder)
    return runs


def _scorecards(
    runs: Sequence[Path], codes: Sequence[str], out: Path, workers: Workers
) -> dict[str, Callable[[], Path]]:
    """Begin the cards of the last month over all months, of each municipality apart as `scorecard` makes them; returns by
    municipality what waits for its page to open."""
    names = {f"{TOWN} {place}": code for place, code in enumerate(codes, start=1)}
    return {
        name: workers.beside(partial(_cards_of, tuple(runs), name, code, out / code))
        for name, code in names.items()
    }


def _load_checking() -> None:
    """Load Great Expectations, which takes seconds."""
    from brp_match.validate.suite import make_context

    make_context()


def _cards_of(runs: Sequence[Path], name: str, code: str, out: Path) -> Path:
    from brp_match.report.command import sender_of, write_scorecards

    sender = sender_of(f"{name} (verzonnen)", "data@voorbeeldstad.example")
    write_scorecards(runs[-1], tuple(runs[:-1]), out, RELEASED, sender=sender, gemeente=code)
    return out / "gemeente" / "index.html"
