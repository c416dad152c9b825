"""`brp-match demo`: a made-up municipality, a month of signals, and what came of every one."""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from brp_match.errors import ExitCode
from brp_match.pipeline import LinkRequest, link
from brp_match.settings import SEED
from brp_match.terminal import clear_progress, progress_printer

SCENARIO = "demo"

KINDS = {
    "ter_plaatse": "woont op het adres",
    "verhuisd": "verhuisd binnen de gemeente",
    "ondernemer": "ondernemer, signaal op het bedrijfsadres",
    "vertrokken": "vertrokken uit de gemeente",
    "overleden": "overleden",
    "vorige_bewoner": "vorige bewoner, staat niet in de BRP",
    "familielid": "familielid of huisgenoot, niet ingeschreven",
    "vreemde": "onbekende, niet ingeschreven",
    "rechtspersoon": "bedrijf of stichting",
    "garagebox": "huur van een garagebox",
}
"""Kinds of truth as the table names them, people who must be helped first."""

Rows = Sequence[Mapping[str, str]]


def run(args: argparse.Namespace) -> int:
    """Make the municipality in `args.out`, link its month, print the table and what to open."""
    from brp_match.synthetic import generate, load_scenario
    from brp_match.synthetic.exact_check import exact_check

    progress = progress_printer()
    out: Path = args.out
    progress("gemeente verzinnen")
    town = generate(load_scenario(SCENARIO), out / "gemeente", seed=SEED)
    progress("vandaag: de exacte controle")
    exact = exact_check(town.signals, town.residents)
    result = link(
        LinkRequest(
            signals=town.signals,
            residents=town.residents,
            previous_addresses=town.previous_addresses,
            addresses=town.addresses,
            out=out / "uitkomst",
        ),
        progress,
    )
    clear_progress()
    truth = _read(town.truth[0])
    decisions = {row["signaal_id"]: row for row in _read(result.out / "decisions.csv")}
    print(
        f"{len(truth)} signalen in een verzonnen gemeente met {town.count_residents:,} inwoners.\n".replace(
            ",", "."
        )
    )
    print("\n".join(table(truth, exact, decisions)))
    print("\n".join(verdict(truth, exact, decisions)))
    print("\nOpen eerst:")
    print(f"  {result.out / 'decisions.csv'}   elk besluit met kans, redenen en uitleg")
    example = next(row for row in truth if row["fouten"].startswith("naam_omgedraaid"))
    print(f"  brp-match explain {example['signaal_id']} --run {result.out}   één besluit uitgelegd")
    return int(ExitCode.DONE)


def table(
    truth: Rows, exact: Mapping[str, str], decisions: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Lines of the table: per kind of truth the signals, what the exact check drops, what we did."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for row in truth:
        signal = row["signaal_id"]
        counts[row["soort"]].update(
            [
                "alle",
                "exact_uitval" if not exact[signal] else "exact_door",
                decisions[signal]["besluit"],
            ]
        )
    lines = [
        f"{'Over wie het signaal gaat':44}{'signalen':>9}  {'exacte controle':>15}  {'brp-match':>29}",
        f"{'':44}{'':>9}  {'valt uit':>15}  {'match':>9}{'beoordelen':>11}{'afgewezen':>10}",
    ]
    for kind, title in KINDS.items():
        c = counts[kind]
        lines.append(
            f"{title:44}{c['alle']:>9}  {c['exact_uitval']:>15}  {c['match']:>9}{c['review']:>11}{c['reject']:>10}"
        )
    return lines


def verdict(
    truth: Rows, exact: Mapping[str, str], decisions: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Lines that say what the table comes to: wrongful drop-out, wrong persons, reviews."""
    from brp_match.synthetic import HELP_DUE

    due = [row for row in truth if row["soort"] in HELP_DUE]
    dropped = sum(not exact[row["signaal_id"]] for row in truth)
    wrongly = sum(not exact[row["signaal_id"]] for row in due)
    ours = [decisions[row["signaal_id"]] for row in truth]
    lost = sum(decisions[row["signaal_id"]]["besluit"] == "reject" for row in due)
    wrong = sum(
        decision["besluit"] == "match"
        and (row["soort"] not in HELP_DUE or decision["persoon_id"] != row["persoon_id"])
        for row, decision in zip(truth, ours, strict=True)
    )
    matched = sum(decision["besluit"] == "match" for decision in ours)
    reviews = sum(decision["besluit"] == "review" for decision in ours)
    return [
        "",
        f"De exacte controle laat {dropped} signalen uitvallen. In {wrongly} daarvan gaat het om iemand "
        f"die er wel woont ({_share(wrongly, len(due))} van wie hulp moet krijgen).",
        f"brp-match laat er van die mensen {lost} uitvallen ({_share(lost, len(due))}), vindt {matched} keer "
        f"zelf de persoon (waarvan {wrong} fout) en vraagt {reviews} keer een mens ({_share(reviews, len(truth))}).",
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%".replace(".", ",")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))
