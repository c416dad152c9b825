"""The accuracy report: every method over all scenarios and seeds, by every division, with what each
choice adds. Written as Markdown and as one self-contained HTML file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from accuracy.markdown import write_markdown
from accuracy.measures import DROP_HEADER, drop_rows
from accuracy.parts import (
    by_group,
    cost_block,
    fairness_block,
    goals,
    in_the_way,
    leave_out_block,
    reliability_block,
    small_month_block,
)
from brp_match.benchmark.reports.blocks import Block, Report, Section, grid
from brp_match.benchmark.reports.write import render
from brp_match.benchmark.runner import OURS, Table
from brp_match.benchmark.tables import MAIN_HEADER, main_rows, number

GROUP_TITLES = {
    "soort": "Naar soort waarheid",
    "fout": "Naar soort fout in het signaal",
    "sector": "Naar sector",
    "vlp": "Naar VLP",
}
Progress = Callable[[str], None]
TOGETHER = "Alle scenario’s en zaden samen"


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
    again = (
        Section("weglaten", "Wat elke keuze toevoegt", (leave_out_block(table, choice_seeds, progress),)),
        Section("maanden", "Kleine maanden", (small_month_block(small_month_seeds, progress),)),
    )  # fmt: skip
    report = _report(results, (*_measured(table, results), *again, _made_with(results)))
    out.mkdir(parents=True, exist_ok=True)
    write_markdown(report, out / "accuracy.md")
    page = out / "accuracy.html"
    page.write_text(render(report), encoding="utf-8")
    return page


def _report(results: dict[str, Any], sections: tuple[Section, ...]) -> Report:
    costs = results["costs"]
    ours = results["methods"].get(OURS)
    return Report(
        title="Nauwkeurigheid van brp-match",
        about="Verzonnen gemeenten, elk met een maand signalen waarvan bekend is over wie ze gaan. "
        "Tussen haakjes staat het 95%-interval van Wilson. Kosten per signaal: een verkeerde "
        f"match kost {costs['false_match']:g}, een gemiste inwoner {costs['missed_resident']:g} "
        f"en een beoordeling {costs['review']:g}.",
        headline=f"Kosten per signaal van brp-match: {number(ours['all']['cost'], 3)}"
        if ours
        else "Methoden naast elkaar",
        facts=(),
        sections=sections,
    )


def _measured(table: Table, results: dict[str, Any]) -> tuple[Section, ...]:
    """Everything that was measured on the towns themselves."""
    scenarios = results["scenarios"]
    main = [grid(TOGETHER, MAIN_HEADER, main_rows(results))]
    main += [grid(f"Scenario {name}", MAIN_HEADER, main_rows(results, name)) for name in scenarios]
    drop = [
        grid(
            TOGETHER, DROP_HEADER, drop_rows(results),
            "Uitval is het aandeel afgewezen signalen. Onterecht is een afwijzing van een inwoner die "
            "hulp moet krijgen. Gevonden kandidaten: de inwoner zat bij de vergeleken personen.",
        )
    ]  # fmt: skip
    drop += [grid(f"Scenario {name}", DROP_HEADER, drop_rows(results, name)) for name in scenarios]
    return (
        Section("doelen", "De doelen", (goals(results),)),
        Section("methoden", "De methoden naast elkaar", tuple(main)),
        Section("uitval", "Uitval", (*drop, Block(text=tuple(_not_run(results))))),
        *(Section(by, title, (by_group(results, by),)) for by, title in GROUP_TITLES.items()),
        Section("herkomst", "Naar herkomst van de naam", (fairness_block(table),)),
        Section("kansen", "Kloppen de kansen?", (reliability_block(table),)),
        Section("kosten", "Kosten bij minder of meer beoordelingen", (cost_block(table),)),
        Section("resten", "Wat nog in de weg staat", (in_the_way(table),)),
    )


def _not_run(results: dict[str, Any]) -> list[str]:
    return [
        *(f"{method} is niet gedraaid: {why}." for method, why in results["absent"].items()),
        *(f"{pair}: niet gedraaid, te veel inwoners voor deze methode." for pair in results["too_large"]),
        *(f"{run}: de methode stopte met een fout." for run in results["failed"]),
    ]  # fmt: skip


def _made_with(results: dict[str, Any]) -> Section:
    versions = list(results["versions"].items())
    made = grid("Versies", ("pakket", "versie"), versions, f"Opdracht: {results['command']}")
    return Section("gemaakt", "Hoe dit gemaakt is", (made,))
