"""What the profile of a delivery is worth, by format habit.

    python benchmarks/habits/measure.py [--scenario NAME…] [--seeds N]

Every scenario `gewoonten-…` is linked three times: with the profile, as delivered, and with the habits
undone (the same rows as they were before the program of their deliverer wrote them). A row counts with
its habit; `(geen)` are the rows of the same deliveries that have none. Printed per habit: rows, wrongful
drop-outs among residents to be helped, wrong automatic matches, reviews, mean cost per signal in reviews
(default policy); and how many decisions got worse by more than one step (match, review, reject) against
the habits undone.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from brp_match.benchmark.scores import Costs
from brp_match.benchmark.truth import (
    HELP,
    WRONG_MATCHES,
    Answer,
    AnswerOutcome,
    Truth,
    outcome_of,
    read_truth,
)
from brp_match.model import Besluit
from brp_match.pipeline import LinkRequest, link
from brp_match.policy import load_policy
from brp_match.synthetic import Town, generate, load_scenario, scenario_names

WAYS = ("met profiel", "zoals geleverd", "zonder gewoonte")
STEPS = {Besluit.MATCH: 0, Besluit.REVIEW: 1, Besluit.REJECT: 2}


def main() -> None:
    """Measure and print; nothing is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", nargs="+", default=[])
    parser.add_argument("--seeds", type=int, default=1)
    args = parser.parse_args()
    names = args.scenario or [n for n in scenario_names() if n.startswith("gewoonten-")]
    totals: dict[str, dict[str, list[AnswerOutcome]]] = defaultdict(lambda: defaultdict(list))
    worse: dict[str, int] = defaultdict(int)
    helped: dict[str, int] = defaultdict(int)
    for name in names:
        print(f"\n## {name}\n\n{HEADER}")
        found: dict[str, dict[str, list[AnswerOutcome]]] = defaultdict(lambda: defaultdict(list))
        bad: dict[str, int] = defaultdict(int)
        due: dict[str, int] = defaultdict(int)
        for seed in range(1, args.seeds + 1):
            measure(name, seed, found, bad, due)
        for habit in sorted(found):
            print(line(habit, found[habit], bad[habit], due[habit]))
            for way, outcomes in found[habit].items():
                totals["alle gewoonten" if habit != "(geen)" else habit][way] += outcomes
            key = "alle gewoonten" if habit != "(geen)" else habit
            worse[key] += bad[habit]
            helped[key] += due[habit]
    print(f"\n## samen\n\n{HEADER}")
    for habit in sorted(totals):
        print(line(habit, totals[habit], worse[habit], helped[habit]))


def measure(
    name: str,
    seed: int,
    found: dict[str, dict[str, list[AnswerOutcome]]],
    bad: dict[str, int],
    due: dict[str, int],
) -> None:
    """Make a town with and without its habits, link it three ways and add the outcomes by habit."""
    with tempfile.TemporaryDirectory() as folder:
        scenario = load_scenario(name)
        town = generate(scenario, Path(folder) / "met", seed=seed)
        plain = replace(
            scenario, deliverers=tuple(replace(s, habits=()) for s in scenario.deliverers)
        )
        clean = generate(plain, Path(folder) / "zonder", seed=seed)
        truths = {one.signaal_id: one for one in read_truth(town.truth[0])}
        answers = {
            WAYS[0]: linked(town, Path(folder) / "1"),
            WAYS[1]: linked(town, Path(folder) / "2", as_delivered=True),
            WAYS[2]: linked(clean, Path(folder) / "3"),
        }
        habits = habits_of(town.truth[0].with_name("gewoonten.csv"))
        for signal, truth in truths.items():
            habit = habits.get(signal, "(geen)")
            due[habit] += truth.soort in HELP
            got = {way: answers[way].get(signal, set_aside(signal)) for way in WAYS}
            for way in WAYS:
                found[habit][way].append(outcome_of(truth, got[way]))
            bad[habit] += worsened(truth, got[WAYS[0]], got[WAYS[2]])


def linked(town: Town, out: Path, *, as_delivered: bool = False) -> dict[str, Answer]:
    """Link a town; signal → answer."""
    link(
        LinkRequest(
            signals=town.signals,
            residents=town.residents,
            previous_addresses=town.previous_addresses,
            addresses=town.addresses,
            out=out,
            as_delivered=as_delivered,
        )
    )
    with (out / "decisions.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["signaal_id"]: Answer(
                row["signaal_id"], Besluit(row["besluit"]), row["persoon_id"], float(row["kans"])
            )
            for row in csv.DictReader(stream, delimiter=";")
        }


def set_aside(signal: str) -> Answer:
    """What a row in quarantine counts as: nobody is helped."""
    return Answer(signal, Besluit.REJECT, "", 0.0)


def habits_of(path: Path) -> dict[str, str]:
    """Signal → its habit."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["signaal_id"]: row["gewoonte"] for row in csv.DictReader(stream, delimiter=";")}


def worsened(truth: Truth, got: Answer, clean: Answer) -> bool:
    """Tell whether a resident to be helped fell two steps, from match to reject."""
    return truth.soort in HELP and STEPS[got.besluit] - STEPS[clean.besluit] > 1


HEADER = (
    "| gewoonte | rijen | onterechte uitval: met profiel / zoals geleverd / zonder gewoonte | verkeerde match |"
    " review | kosten per signaal | twee stappen slechter |\n|---|---:|---|---|---|---|---:|"
)


def line(habit: str, by_way: dict[str, list[AnswerOutcome]], worse: int, due: int) -> str:
    """One row of the table."""
    costs = Costs.of_policy(load_policy())

    def three(count: object) -> str:
        assert callable(count)
        return " / ".join(str(count(by_way[way])) for way in WAYS)

    rows = len(by_way[WAYS[0]])
    return (
        f"| {habit} | {rows} | {three(lambda o: sum(x is AnswerOutcome.WRONGFUL_DROP for x in o))} van {due} "
        f"| {three(lambda o: sum(x in WRONG_MATCHES for x in o))} "
        f"| {three(lambda o: sum(x is AnswerOutcome.REVIEW for x in o))} "
        f"| {three(lambda o: f'{sum(map(costs.of, o)) / max(1, len(o)):.3f}')} | {worse} |"
    )


if __name__ == "__main__":
    main()
