"""The report of a benchmark on made-up municipalities: every method side by side, the truth known."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from brp_match.benchmark.report_blocks import Block, Report, Section, Table, bullets
from brp_match.benchmark.report_charts import intervals
from brp_match.benchmark.report_words import REJECT_MEANS, WRONGFUL_MEANS, method_name, rate
from brp_match.report.dutch import counted, decimal, listed, percent, whole

TODAY, OURS = "exact", "ours"


def from_scenarios(results: Mapping[str, Any]) -> Report:
    """Make the report out of results.json of the benchmark."""
    methods = results["methods"]
    signals = max((m["all"]["signals"] for m in methods.values()), default=0)
    return Report(
        title="Uitval door de BRP-controle: methoden vergeleken op verzonnen gemeenten",
        about=f"Scenario’s: {listed(results['scenarios'])}; "
        f"{counted(len(results['seeds']), 'zaad', 'zaden')}. Alle personen zijn verzonnen, dus van "
        "elk signaal is de waarheid bekend.",
        headline=headline(results),
        facts=(
            ("signalen", whole(signals)),
            ("methoden", whole(len(methods))),
            ("scenario’s", whole(len(results["scenarios"]))),
        ),
        sections=(
            Section("oorzaken", "De oorzaken", (_by(results, "fout", "fout in het signaal"),)),
            Section("methoden", "De methoden", (_methods(results), _work(results))),
            Section("sectoren", "Per sector", (_by(results, "sector", "sector"),)),
            Section("vlps", "Per vastelastenpartner", (_by(results, "vlp", "vastelastenpartner"),)),
            Section("mensen", "Per herkomst van de naam", (_by(results, "herkomst", "herkomst"),)),
            Section("meting", "Hoe dit is gemeten", (_how(results),)),
            Section("niet", "Wat u hier niet uit kunt concluderen", (_not(),)),
        ),
    )


def headline(results: Mapping[str, Any]) -> str:
    """Say the one thing to remember: today's check against ours."""
    methods = results["methods"]
    if not {TODAY, OURS} <= set(methods):
        return "Uitval van de gekozen methoden naast elkaar."
    today, ours = (methods[m]["all"]["wrongful_drop"] for m in (TODAY, OURS))
    if not today["of"]:
        return "Er was geen inwoner om te helpen."
    lost = (
        "verliest brp-match er geen"
        if ours["count"] == 0
        else f"verliest brp-match er {whole(ours['count'])}"
    )
    return (
        f"De controle van vandaag laat {whole(today['count'])} van de {whole(today['of'])} inwoners die "
        f"hulp moeten krijgen ten onrechte uitvallen ({percent(today['value'])}); {lost} "
        f"(95% zeker: {percent(ours['low'])} tot {percent(ours['high'])})."
    )


def _by(results: Mapping[str, Any], by: str, noun: str) -> Block:
    methods = results["methods"]
    names = sorted({name for m in methods.values() for name in m["groups"].get(by, {})})

    def row(name: str) -> tuple[str, ...]:
        cells = []
        signals = 0
        for fields in methods.values():
            group = fields["groups"].get(by, {}).get(name)
            signals = max(signals, group["signals"] if group else 0)
            wrongful = group["wrongful_drop"] if group else None
            cells.append(
                "–" if not wrongful or not wrongful["of"]
                else f"{whole(wrongful['count'])} ({percent(wrongful['value'], wrongful['of'])})"
            )  # fmt: skip
        return (_words(name), whole(signals), *cells)

    shown = methods.get(TODAY) or next(iter(methods.values()), None)
    points = [
        (_words(name), w["value"], w["low"], w["high"])
        for name in names
        if shown
        and (w := shown["groups"].get(by, {}).get(name, {}).get("wrongful_drop"))
        and w["of"]
    ]
    label = method_name(TODAY) if TODAY in methods else method_name(next(iter(methods), ""))
    return Block(
        text=(f"De tekening toont de {label}; de tabel alle methoden.",),
        picture=(lambda: intervals(points, f"onterechte uitval, {label}")) if points else None,
        alt=f"Punten met een interval: onterechte uitval per {noun}; zie de tabel",
        table=Table(
            f"Onterechte uitval per {noun}: aantal en aandeel van de inwoners die hulp moeten krijgen",
            (noun, "signalen", *(method_name(method) for method in methods)),
            tuple(row(name) for name in names),
        ),
    )


def _words(name: str) -> str:
    """Return the name of an error or group as words."""
    return "geen fout" if name == "geen" else name.replace("_", " ")


def _methods(results: Mapping[str, Any]) -> Block:
    rows = results["methods"].items()
    points = [
        (method_name(name), w["value"], w["low"], w["high"])
        for name, fields in rows
        if (w := fields["all"]["wrongful_drop"])["of"]
    ]
    return Block(
        picture=(lambda: intervals(points, "onterechte uitval")) if points else None,
        alt="Punten met een interval: onterechte uitval per methode; zie de tabel",
        table=Table(
            "Elke methode op dezelfde signalen, met 95%-intervallen",
            ("methode", "onterechte uitval", "fout onder automatische matches", "te beoordelen",
             "uitval van alle signalen", "kosten per signaal"),
            tuple(
                (method_name(name), rate(f["wrongful_drop"]), rate(f["wrong_automatic"]), rate(f["review"]),
                 rate(f["drop_out"]), decimal(f["cost"], 3))
                for name, fields in rows
                for f in (fields["all"],)
            ),
        ),
    )  # fmt: skip


def _work(results: Mapping[str, Any]) -> Block:
    def row(method: str) -> tuple[str, ...]:
        runs = [run for run in results["runs"] if run["method"] == method]
        return (
            method_name(method),
            decimal(median(run["seconds"] for run in runs), 1) if runs else "–",
            whole(max(run["peak_mib"] for run in runs)) if runs else "–",
        )

    return Block(
        title="Tijd en geheugen",
        table=Table(
            "Middelste tijd en grootste geheugen van één gemeente",
            ("methode", "seconden", "MiB"),
            tuple(row(method) for method in results["methods"]),
        ),
    )


def _how(results: Mapping[str, Any]) -> Block:
    costs = results["costs"]
    return bullets(
        "",
        (
            f"De opdracht die dit opnieuw doet: {results['command']}",
            "Zaden: " + listed([str(seed) for seed in results["seeds"]]) + ". Versies: "
            + ", ".join(f"{name} {number}" for name, number in results["versions"].items()) + ".",
            WRONGFUL_MEANS,
            REJECT_MEANS,
            f"Kosten, in beoordelingen: een brief aan de verkeerde {decimal(costs['false_match'], 0)}, een "
            f"gemiste inwoner {decimal(costs['missed_resident'], 0)}, een beoordeling "
            f"{decimal(costs['review'], 0)}.",
            "Intervallen: Wilson, 95%.",
            *(f"{method_name(m)} is niet gedraaid: {why}." for m, why in results["absent"].items()),
            *(f"Niet gedraaid, te veel inwoners: {one}." for one in results.get("too_large", ())),
        ),
    )  # fmt: skip


def _not() -> Block:
    return bullets(
        "",
        (
            "De gemeenten zijn verzonnen. Hoe vaak elke fout voorkomt is deels een aanname; zie "
            "benchmarks/scenarios.",
            "De makers van brp-match maakten ook de scenario’s. De publieke FEBRL-bestanden en uw eigen "
            "gegevens zijn de toets daarop.",
            "De andere methoden draaien zoals hun handleiding zegt. Met meer afstellen kunnen zij beter zijn.",
            "Een signaal kan meer dan één fout hebben en telt dan bij elke fout mee.",
        ),
    )
