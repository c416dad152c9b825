"""The accuracy report: every method over all scenarios and seeds, by every division, with what each
choice adds. Written as Markdown and as one self-contained HTML file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from brp_match.benchmark.accuracy.blocks import (
    Block,
    Grid,
    Heading,
    Picture,
    Text,
    to_html,
    to_markdown,
)
from brp_match.benchmark.accuracy.parts import (
    by_group,
    cost_blocks,
    fairness_blocks,
    goals,
    in_the_way,
    leave_out_blocks,
    reliability_blocks,
    small_month_blocks,
)
from brp_match.benchmark.runner import Table
from brp_match.benchmark.tables import DROP_HEADER, MAIN_HEADER, drop_rows, main_rows

GROUP_TITLES = {
    "soort": "Naar soort waarheid",
    "fout": "Naar soort fout in het signaal",
    "sector": "Naar sector",
    "vlp": "Naar VLP",
}
Progress = Callable[[str], None]


def write_report(
    table: Table,
    results: dict[str, Any],
    out: Path,
    progress: Progress = lambda _step: None,
    *,
    small_month_seeds: int = 20,
    choice_seeds: int = 2,
) -> Path:
    """Write accuracy.md with its drawings and accuracy.html to `out`; returns the HTML file.

    `choice_seeds`: seeds per scenario for leave-one-out; `small_month_seeds`: towns of the small
    months study. Both studies link again, in this process.
    """
    blocks: list[Block] = [
        Heading(1, "Nauwkeurigheid van brp-match"),
        Text(
            "Verzonnen gemeenten, elk met een maand signalen waarvan bekend is over wie ze gaan. "
            "Tussen haakjes staat het 95%-interval van Wilson. Kosten per signaal: een verkeerde "
            f"match kost {results['costs']['false_match']:g}, een gemiste inwoner "
            f"{results['costs']['missed_resident']:g} en een beoordeling {results['costs']['review']:g}."
        ),
        Heading(2, "De doelen"),
        goals(results),
        Heading(2, "De methoden naast elkaar"),
        Grid("Alle scenario’s en zaden samen", MAIN_HEADER, main_rows(results)),
    ]
    for name in results["scenarios"]:
        blocks.append(Grid(f"Scenario {name}", MAIN_HEADER, main_rows(results, name)))
    blocks += [
        Heading(2, "Uitval"),
        Text(
            "Uitval is het aandeel afgewezen signalen. Onterecht is een afwijzing van een inwoner die "
            "hulp moet krijgen. Gevonden kandidaten: de inwoner zat bij de vergeleken personen."
        ),
        Grid("Alle scenario’s en zaden samen", DROP_HEADER, drop_rows(results)),
        *(
            Grid(f"Scenario {name}", DROP_HEADER, drop_rows(results, name))
            for name in results["scenarios"]
        ),
    ]
    for method, reason in results["absent"].items():
        blocks.append(Text(f"{method} is niet gedraaid: {reason}."))
    for pair in results["too_large"]:
        blocks.append(Text(f"{pair}: niet gedraaid, te veel inwoners voor deze methode."))
    for run in results["failed"]:
        blocks.append(Text(f"{run}: de methode stopte met een fout."))
    for by, title in GROUP_TITLES.items():
        blocks += [Heading(2, title), by_group(results, by)]
    blocks += [Heading(2, "Naar herkomst van de naam"), *fairness_blocks(table)]
    blocks += [Heading(2, "Kloppen de kansen?"), *reliability_blocks(table)]
    blocks += [Heading(2, "Kosten bij minder of meer beoordelingen"), *cost_blocks(table)]
    blocks += [Heading(2, "Wat nog in de weg staat"), in_the_way(table)]
    blocks += [
        Heading(2, "Wat elke keuze toevoegt"),
        *leave_out_blocks(table, choice_seeds, progress),
    ]
    blocks += [Heading(2, "Kleine maanden"), *small_month_blocks(small_month_seeds, progress)]
    blocks += [
        Heading(2, "Hoe dit gemaakt is"),
        Text(f"Opdracht: {results['command']}"),
        Grid("Versies", ("pakket", "versie"), [list(pair) for pair in results["versions"].items()]),
    ]
    out.mkdir(parents=True, exist_ok=True)
    for block in blocks:
        if isinstance(block, Picture):
            (out / f"{block.name}.svg").write_text(block.svg, encoding="utf-8")
    (out / "accuracy.md").write_text(to_markdown(blocks), encoding="utf-8")
    page = out / "accuracy.html"
    page.write_text(to_html(blocks), encoding="utf-8")
    return page
