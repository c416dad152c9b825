"""The report of a benchmark on made-up municipalities: every method side by side, the truth known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from brp_match.benchmark.reports.blocks import Block, Report, Section, Table, bullets
from brp_match.benchmark.reports.charts import intervals
from brp_match.benchmark.reports.scenario_methods import methods_part
from brp_match.benchmark.reports.scenario_words import words
from brp_match.benchmark.reports.sensitivity import basis, sensitivity
from brp_match.benchmark.reports.words import REJECT_MEANS, WRONGFUL_MEANS, method_name, share_of
from brp_match.benchmark.truth import HELP
from brp_match.dutch import counted, decimal, listed, percent, whole
from brp_match.synthetic.outcome_table import KINDS

TODAY, OURS = "exact", "ours"

CALIBRATED = "geijkt"
"""The scenario that comes to what is published."""


def from_scenarios(results: Mapping[str, Any]) -> Report:
    """Make the report out of results.json of the benchmark."""
    methods = results["methods"]
    signals = max((m["all"]["signals"] for m in methods.values()), default=0)
    return Report(
        title="Uitval door de BRP-controle: methoden vergeleken op verzonnen gemeenten",
        about=f"Verzonnen gemeenten: {listed(results['scenarios'])}, elk "
        f"{counted(len(results['seeds']), 'keer', 'keer')} opnieuw verzonnen. Alle personen zijn verzonnen, dus van "
        "elk signaal is de waarheid bekend.",
        headline=headline(results),
        facts=(
            ("signalen", whole(signals)),
            ("methoden", whole(len(methods))),
            ("scenario’s", whole(len(results["scenarios"]))),
        ),
        sections=(
            Section("oorzaken", "De oorzaken", (_by(results, "fout", "fout in het signaal"),)),
            Section("methoden", "De methoden", methods_part(results)),
            Section("sectoren", "Per sector", (_by(results, "sector", "sector"),)),
            Section("vlps", "Per vastelastenpartner", (_by(results, "vlp", "vastelastenpartner"),)),
            Section("soorten", "Per soort signaal", (_kinds(results),)),
            Section("mensen", "Per herkomst van de naam", (_by(results, "herkomst", "herkomst"),)),
            basis(results),
            *filter(None, (sensitivity(results),)),
            Section("meting", "Hoe dit is gemeten", (_how(results),)),
            Section("niet", "Wat u hier niet uit kunt concluderen", (_not(),)),
        ),
    )


def headline(results: Mapping[str, Any]) -> str:
    """Say the one thing to remember, per municipality: different ones are never added up."""
    methods = results["methods"]
    if not {TODAY, OURS} <= set(methods):
        return "Uitval van de gekozen methoden naast elkaar."
    towns = [name for name in results["scenarios"] if not name.startswith("febrl")]
    both = [
        [methods[m]["scenarios"][name]["wrongful_drop"] for m in (TODAY, OURS)]
        for name in towns or results["scenarios"]
        if all(name in methods[m]["scenarios"] for m in (TODAY, OURS))
    ]
    both = [pair for pair in both if pair[0]["of"]]
    if not both:
        return "Er was geen inwoner om te helpen."
    today, ours = ([rate["value"] for rate in rates] for rates in zip(*both, strict=True))
    said = (
        f"Van de signalen over inwoners die hulp moeten krijgen laat de controle van vandaag {_spread(today)} ten "
        f"onrechte uitvallen, brp-match {_spread(ours)}"
    )
    like = methods[TODAY]["scenarios"].get(CALIBRATED)
    if like is None:
        return f"{said}."
    lost = methods[OURS]["scenarios"][CALIBRATED]["wrongful_drop"]["count"]
    return (
        f"Valt er zo veel uit als is gemeld, {percent(like['drop_out']['value'])} van de signalen, dan is daarvan "
        f"{percent(like['wrongful_of_drops']['value'])} onterecht ({whole(like['wrongful_of_drops']['count'])} signalen); "
        f"brp-match laat daarvan {'er geen' if lost == 0 else whole(lost)} uitvallen."
        + (f" {said}." if len(both) > 1 else "")
    )


def _spread(shares: Sequence[float]) -> str:
    """A share, or from the least to the greatest of several municipalities."""
    low, high = (
        decimal(100 * share, 2 if share < 0.01 else 1) + "%" for share in (min(shares), max(shares))
    )
    return low if low == high else f"per verzonnen gemeente {low} tot {high}"


def _by(results: Mapping[str, Any], by: str, noun: str) -> Block:
    methods = results["methods"]
    names = sorted(
        {name for m in methods.values() for name in m["groups"].get(by, {})},
        key=lambda name: words(by, name),
    )

    def row(name: str) -> tuple[str, ...]:
        groups = [fields["groups"].get(by, {}).get(name) for fields in methods.values()]
        signals = max((group["signals"] for group in groups if group), default=0)
        cells = (share_of(group["wrongful_drop"] if group else None) for group in groups)
        return (words(by, name), whole(signals), *cells)

    shown = TODAY if TODAY in methods else next(iter(methods), "")
    points = [
        (words(by, name), w["value"], w["low"], w["high"])
        for name in names
        if shown
        and (w := methods[shown]["groups"].get(by, {}).get(name, {}).get("wrongful_drop"))
        and w["of"]
    ]
    label = method_name(shown)
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


def _kinds(results: Mapping[str, Any]) -> Block:
    """What goes wrong by kind of truth: residents that are lost, or letters that should not go."""
    methods = results["methods"]
    names = [n for n in KINDS if any(n in m["groups"]["soort"] for m in methods.values())]

    def row(name: str) -> tuple[str, ...]:
        groups = [fields["groups"]["soort"].get(name) for fields in methods.values()]
        key = "wrongful_drop" if name in HELP else "false_match"
        signals = max((group["signals"] for group in groups if group), default=0)
        asked = "valt uit" if name in HELP else "krijgt een brief"
        cells = (share_of(group[key] if group else None) for group in groups)
        return (words("soort", name), asked, whole(signals), *cells)

    return Block(
        text=(
            "Bij de eerste soorten gaat het om een inwoner die hulp moet krijgen: fout is uitval. Bij de "
            "andere is er niemand om te helpen: fout is een brief die vanzelf de deur uit gaat.",
        ),
        table=Table(
            "Fouten per soort signaal: aantal en aandeel van de signalen van die soort",
            ("over wie het signaal gaat", "fout als het signaal", "signalen",
             *(method_name(method) for method in methods)),
            tuple(row(name) for name in names),
        ),
    )  # fmt: skip


def _how(results: Mapping[str, Any]) -> Block:
    costs = results["costs"]
    return bullets(
        "",
        (
            "De gegevens naast dit verslag (results.json) zeggen hoe het opnieuw te doen is, en met welke versies.",
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
            "De gemeenten zijn verzonnen. Hoe vaak elke fout voorkomt is deels een aanname, met haar bron bij elke kans in "
            "de gegevens van de scenario’s.",
            "De makers van brp-match maakten ook de scenario’s. De publieke FEBRL-bestanden en uw eigen "
            "gegevens zijn de toets daarop.",
            "De andere methoden draaien zoals hun handleiding zegt. Met meer afstellen kunnen zij beter zijn.",
            "Een signaal kan meer dan één fout hebben en telt dan bij elke fout mee.",
        ),
    )
