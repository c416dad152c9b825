"""The parts of the accuracy report: each takes results and returns a block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from accuracy.measures import cost_curve, fairness
from accuracy.plots import cost_plot, reliability_plot
from brp_match.benchmark.curves import probability_pairs, reliability
from brp_match.benchmark.febrl import NAMES as FEBRL
from brp_match.benchmark.reports.blocks import Block, grid
from brp_match.benchmark.runner import OURS, Table, answered, towns
from brp_match.benchmark.scores import score_groups
from brp_match.benchmark.tables import (
    default_costs,
    method_fields,
    number,
    percent,
    rate_fields,
)
from brp_match.benchmark.truth import AnswerOutcome, Judged, judge

GOALS = {"wrongful_drop": 0.0002, "wrong_automatic": 0.0003, "review": 0.018}
HABIT_GOALS = {"wrongful_drop": 0.001, "wrong_automatic": 0.0005, "review": 0.02}
"""Highest shares: of towns whose errors are made record by record, and of deliveries with a habit of format."""

GOAL_TITLES = {
    "wrongful_drop": "onterechte uitval",
    "wrong_automatic": "fout onder automatische matches",
    "review": "te beoordelen",
}
COST_GOAL, ECE_GOAL = 0.03, 0.003
FAIRNESS_LIMIT = 1.5

Progress = Callable[[str], None]


def _verdict(met: bool) -> str:
    return "gehaald" if met else "niet gehaald"


def goals(results: dict[str, Any]) -> Block:
    """Our figures beside the goals, over everything and per scenario."""
    of = results["methods"].get(OURS)
    rows = []
    if of:
        together = HABIT_GOALS if all(map(_has_habits, of["scenarios"])) else GOALS
        for name, fields in [("alles samen", of["all"]), *of["scenarios"].items()]:
            shares = (
                HABIT_GOALS if _has_habits(name) else GOALS if name in of["scenarios"] else together
            )
            for key, goal in shares.items():
                value = fields[key]["value"]
                met = value is not None and value <= goal
                limit = f"≤ {100 * goal:g}%".replace(".", ",")
                rows.append([name, GOAL_TITLES[key], percent(fields[key]), limit, _verdict(met)])
            for title, value, goal in (
                ("kosten per signaal", fields["cost"], COST_GOAL),
                ("ECE", fields["ece"], ECE_GOAL),
            ):
                met = value is not None and value <= goal
                rows.append([name, title, number(value, 4), f"≤ {number(goal, 3)}", _verdict(met)])
    return grid(
        "brp-match tegen de doelen", ("scenario", "maat", "uitkomst", "doel", "oordeel"), rows
    )


def _has_habits(scenario: str) -> bool:
    return scenario.startswith("gewoonten-")


def by_group(results: dict[str, Any], by: str) -> Block:
    """One division: our rates per group and the cost of every method."""
    methods = list(results["methods"])
    ours = results["methods"].get(OURS, results["methods"][methods[0]])["groups"][by]
    header = ["groep", "signalen", "onterechte uitval", "fout onder automatische matches",
              "te beoordelen", *(f"kosten {method}" for method in methods)]  # fmt: skip
    rows = []
    for key, scores in ours.items():
        costs = [
            number(results["methods"][m]["groups"][by].get(key, {}).get("cost"), 3) for m in methods
        ]
        shares = [percent(scores[k]) for k in ("wrongful_drop", "wrong_automatic", "review")]
        rows.append([key, str(scores["signals"]), *shares, *costs])
    return grid("brp-match per groep, en de kosten van elke methode", header, rows)


def fairness_block(table: Table) -> Block:
    """Wrongful drop-out and review by origin, as a ratio to the whole; goal at most 1.5."""
    judged = table.of(OURS) or table.of(table.methods()[0])
    costs = default_costs()
    groups = score_groups(judged, "herkomst", costs)
    rows = []
    for one in fairness(judged, costs, FAIRNESS_LIMIT):
        scores = groups[one.herkomst]
        ratios = [r for r in (one.wrongful_drop_ratio, one.review_ratio) if r is not None]
        verdict = (
            "binnen de grens" if all(r <= FAIRNESS_LIMIT for r in ratios) else "boven de grens"
        )
        if verdict == "boven de grens":
            verdict += ", meer dan toeval" if one.clear else ", kan toeval zijn"
        rows.append(
            [
                one.herkomst,
                str(scores.signals),
                percent(rate_fields(scores.wrongful_drop)),
                number(one.wrongful_drop_ratio, 2),
                percent(rate_fields(scores.review)),
                number(one.review_ratio, 2),
                verdict,
            ]
        )
    header = ("herkomst", "signalen", "onterechte uitval", "verhouding", "te beoordelen",
              "verhouding", "oordeel")  # fmt: skip
    return grid(
        "brp-match naar herkomst van de naam", header, rows,
        "De verhouding is het cijfer van de groep gedeeld door dat van allen; de grens is 1,5. "
        "Een groep ligt meer dan toevallig boven de grens als haar hele interval erboven ligt.",
    )  # fmt: skip


def reliability_block(table: Table) -> Block:
    """Reliability of every method that gives probabilities, drawn and as a table."""
    bins = {
        method: reliability(pairs)
        for method in table.methods()
        if (pairs := probability_pairs(table.of(method)))
    }
    if not bins:
        return Block(text=("Geen van deze methoden geeft kansen.",))
    rows = [
        [method, number(one.mean, 4), percent(rate_fields(one.observed)), str(one.observed.of)]
        for method, found in bins.items()
        for one in found
    ]
    return replace(
        grid("Vakken met evenveel signalen", ("methode", "kans", "klopte", "signalen"), rows),
        picture=lambda: reliability_plot(bins),
        alt="Berekende kans tegen het aandeel dat klopte, per methode; de cijfers staan in de tabel",
    )


def cost_block(table: Table) -> Block:
    """Cost per signal for 0 to 20 reviews per 100 signals, drawn and as a table."""
    judged = {method: table.of(method) for method in table.methods()}
    n = len(next(iter(judged.values())))
    shares = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2)
    allowed = [round(share * n) for share in shares]
    points = {
        method: cost_curve(found, default_costs(), allowed)
        for method, found in judged.items()
        if len(found) == n
    }
    rows = [
        [f"{100 * share:g}%".replace(".", ","), *(number(points[m][i].cost, 3) for m in points)]
        for i, share in enumerate(shares)
    ]
    return replace(
        grid("Kosten per signaal", ("te beoordelen", *points), rows),
        picture=lambda: cost_plot(points, n),
        alt="Kosten per signaal tegen het aantal beoordelingen per 100 signalen, per methode; de "
        "cijfers staan in de tabel",
    )


def in_the_way(table: Table) -> Block:
    """What is left of our cost: outcomes by kind and errors, dearest first."""
    costs = default_costs()
    seen: Counter[tuple[str, str, str]] = Counter()
    total = 0.0
    for one in table.of(OURS):
        cost = costs.of(one.outcome)
        total += cost
        if cost:
            seen[one.outcome, one.truth.soort, ", ".join(one.truth.fouten) or "geen"] += 1
    dearest = sorted(
        seen.items(), key=lambda item: (-costs.of(AnswerOutcome(item[0][0])) * item[1], item[0])
    )
    rows = [
        [*key, str(count), number(100 * costs.of(AnswerOutcome(key[0])) * count / total, 1) + "%"]
        for key, count in dearest[:25]
    ]
    return grid(
        "De duurste gevallen van brp-match",
        ("uitkomst", "soort", "fouten in het signaal", "aantal", "deel van de kosten"),
        rows,
    )


def leave_out_block(table: Table, seeds: int, progress: Progress) -> Block:
    """Link again without each comparator and choice, on the first seeds of every scenario."""
    from accuracy.leave_out import CHOICES, run_choices

    scenarios = tuple(name for name in table.plan.scenarios if name not in FEBRL)
    plan = replace(table.plan, scenarios=scenarios, seeds=table.plan.seeds[:seeds])
    judged: dict[str, list[Judged]] = {choice.id: [] for choice in CHOICES}
    for name, seed, folder, _, truths in towns(plan):
        progress(f"weglaten: {name}, zaad {seed}")
        for left_out, answers in run_choices(folder, plan.threads).items():
            judged[left_out] += judge(truths, answered(truths, answers))
    base = method_fields(judged["alles"], default_costs())["cost"]
    rows = []
    for choice in CHOICES:
        fields = method_fields(judged[choice.id], default_costs())
        shares = [percent(fields[k]) for k in ("wrongful_drop", "wrong_automatic", "review")]
        rows.append(
            [choice.titel, *shares, number(fields["cost"], 4), f"{fields['cost'] - base:+.4f}".replace(".", ","),
             number(fields["ece"], 4), number(fields["log_loss"], 4)]
        )  # fmt: skip
    header = ("weggelaten", "onterechte uitval", "fout onder automatische matches", "te beoordelen",
              "kosten per signaal", "verschil", "ECE", "log-loss")  # fmt: skip
    return grid(
        "Zonder elk onderdeel", header, rows,
        "Dezelfde maanden opnieuw vergeleken, telkens zonder één onderdeel. Een verschil boven "
        f"nul is wat het onderdeel toevoegt. Zaden per scenario: {len(plan.seeds)}.",
    )  # fmt: skip


def small_month_block(seeds: int, progress: Progress) -> Block:
    """Learned rates against the prior alone at 30 to 1,000 signals."""
    from accuracy.small_months import SIZES, compare, run_months

    months = []
    for seed in range(1, seeds + 1):
        progress(f"kleine maanden: zaad {seed}")
        months += run_months([seed], SIZES)
    titles = {"log_loss": "log-loss", "cost": "kosten per signaal"}
    rows = [
        [
            str(one.signals),
            titles[one.measure],
            number(one.learned, 4),
            number(one.prior, 4),
            f"{one.difference:+.4f} (± {one.half_width:.4f})".replace(".", ","),
            f"{one.worse} van {one.seeds}",
        ]
        for one in compare(months)
    ]
    header = ("signalen", "maat", "geleerd", "alleen prior", "verschil", "geleerd is slechter")
    return grid(
        "Leren van kleine maanden", header, rows,
        "Kansen per bron, geleerd van de maand zelf, tegen de kansen uit de inhoud. Onder nul "
        "helpt leren. Achter ± staat de helft van het 95%-interval over de zaden.",
    )  # fmt: skip
