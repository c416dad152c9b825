"""Learned rates against the prior alone on small months: what shrinkage must never make worse.

Per seed one made-up town with a month of 1,000 signals; smaller months are its first signals in a
seeded order, so that sizes differ in nothing else. The four sizes are nested and every size is
linked twice: with the rates learned from that month, and with the prior as the content has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory

from accuracy.leave_out import CHOICES, Choice, answer_without, compared
from brp_match.benchmark.curves import log_loss, probability_pairs
from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.scores import Costs, score
from brp_match.benchmark.truth import Truth, judge, read_truth
from brp_match.database import Connection, create_table
from brp_match.policy import load_policy
from brp_match.scratch import scratch

SIZES = (30, 100, 300, 1000)
RESIDENTS = 20_000
SCENARIO = "gemiddeld"
_BY_ID = {choice.id: choice for choice in CHOICES}
WAYS: dict[str, Choice] = {"geleerd": _BY_ID["alles"], "prior": _BY_ID["bronkansen"]}


@dataclass(frozen=True)
class Month:
    """One month linked one way: mean log-loss of the probabilities, cost per signal."""

    seed: int
    signals: int
    way: str
    log_loss: float
    cost: float


@dataclass(frozen=True)
class Comparison:
    """Learned against prior at one size, over the seeds.

    `difference` is learned minus prior (below 0: learning helps) with the half width of its 95%
    interval (Student's t over the seeds); `worse` counts the seeds where learning lost.
    """

    signals: int
    measure: str
    learned: float
    prior: float
    difference: float
    half_width: float
    worse: int
    seeds: int


def run_months(seeds: Sequence[int], sizes: Sequence[int] = SIZES, threads: int = 2) -> list[Month]:
    """Link every seed's town at every size, both ways."""
    costs = Costs.of_policy(load_policy())
    return [month for seed in seeds for month in _one_town(seed, sizes, threads, costs)]


def _one_town(seed: int, sizes: Sequence[int], threads: int, costs: Costs) -> Iterator[Month]:
    from brp_match.synthetic.generate import generate
    from brp_match.synthetic.scenario import load_scenario

    scenario = replace(load_scenario(SCENARIO), residents=RESIDENTS, signals=max(sizes))
    with TemporaryDirectory(dir=scratch()) as work:
        folder = Path(work)
        generate(scenario, folder, seed=seed)
        truths = read_truth(folder / "waarheid.csv")
        with compared(TownFiles.of_folder(folder), threads) as con:
            for table in ("std_signalen", "vergelijkingen_alles"):
                create_table(con, f"{table}_maand", f"SELECT * FROM {table}")
            for size in sizes:
                _keep_signals(con, size, seed)
                for way, choice in WAYS.items():
                    answers = answer_without(con, choice)
                    seen = {answer.signaal_id for answer in answers}
                    kept: list[Truth] = [one for one in truths if one.signaal_id in seen]
                    judged = judge(kept, answers)
                    loss = log_loss(probability_pairs(judged)) or 0.0
                    yield Month(seed, size, way, loss, score(judged, costs).cost)


def _keep_signals(con: Connection, size: int, seed: int) -> None:
    """Cut the month down to `size` signals, in the order of a seeded hash."""
    create_table(
        con,
        "std_signalen",
        f"""SELECT * FROM std_signalen_maand
        ORDER BY md5(signaal_id || '|{int(seed)}') LIMIT {int(size)}""",
    )
    create_table(
        con,
        "vergelijkingen_alles",
        "SELECT * FROM vergelijkingen_alles_maand SEMI JOIN std_signalen USING (signaal_nr)",
    )


def compare(months: Sequence[Month]) -> list[Comparison]:
    """Compare learned with prior per size and measure, paired by seed."""
    result = []
    for size in sorted({month.signals for month in months}):
        for measure in ("log_loss", "cost"):
            values: dict[str, dict[int, float]] = {way: {} for way in WAYS}
            for month in months:
                if month.signals == size:
                    values[month.way][month.seed] = getattr(month, measure)
            pairs = [(values["geleerd"][s], values["prior"][s]) for s in sorted(values["prior"])]
            gaps = [learned - prior for learned, prior in pairs]
            spread = stdev(gaps) / sqrt(len(gaps)) if len(gaps) > 1 else 0.0
            result.append(
                Comparison(
                    signals=size,
                    measure=measure,
                    learned=mean(learned for learned, _ in pairs),
                    prior=mean(prior for _, prior in pairs),
                    difference=mean(gaps),
                    half_width=_t_975(len(gaps) - 1) * spread,
                    worse=sum(gap > 1e-9 for gap in gaps),
                    seeds=len(gaps),
                )
            )
    return result


def _t_975(freedom: int) -> float:
    """97.5% point of Student's t; 0 where there is one seed and no spread to speak of."""
    from scipy.stats import t

    return float(t.ppf(0.975, freedom)) if freedom > 0 else 0.0
