"""What does a table of rates shared between municipalities gain a small one?

    python benchmarks/shared_rates.py [--seeds 20] [--sizes 30 100 300] [--others 12] [--residents 20000]

Seven made-up deliverers of very different habits deliver to all municipalities. `--others` municipalities link a month of
300 signals each, export their counts (`rates export`) and these are merged (`rates merge`). Then per seed another
municipality links its first 30, 100 and 300 signals four ways: with the prior alone, with its own month alone, with its own
month beside the shared table, and beside a table in which every deliverer stands under another's name: what it costs where
a deliverer writes otherwise here than everywhere else. Prints log-loss and cost a signal, the difference to each other way
over the seeds with its 95% interval (Student's t), and in how many seeds the table did worse.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import astuple, replace
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from tempfile import TemporaryDirectory
from typing import Any

from accuracy.leave_out import compared, decisions
from accuracy.small_months import Month, _keep_signals, _t_975

from brp_match.benchmark.curves import log_loss, probability_pairs
from brp_match.benchmark.peers import TownFiles
from brp_match.benchmark.scores import Costs, score
from brp_match.benchmark.truth import judge, read_truth
from brp_match.content import load_comparators, model_figures
from brp_match.database import Connection, connect, create_table
from brp_match.decide.assemble import decide_all
from brp_match.link import outcome, posterior_tables
from brp_match.link.engine import score_pairs
from brp_match.link.shared import SharedRates, load_shared
from brp_match.output import write_json
from brp_match.pipeline import LinkRequest, link
from brp_match.policy import load_policy
from brp_match.rates.counts import count_runs
from brp_match.rates.export import as_document
from brp_match.rates.merge import merged
from brp_match.synthetic.generate import generate
from brp_match.synthetic.scenario import Scenario, load_scenario

HABITS = {
    "Energie Noord": {"alleen_voorletters": 0.9},
    "Stroomwerk": {"geboortedatum_weg": 0.6},
    "Waterbron": {"naam_omgedraaid": 0.25},
    "Woonstichting Proef": {"roepnaam": 0.7},
    "Huis en Haard": {"voorvoegsel": 0.7, "toevoeging_weg": 0.5},
    "Zorgvoorbeeld": {},
    "Polis en Zorg": {"geboortedatum_cijfer": 0.12, "geboortedatum_dag_maand": 0.12},
}
"""Deliverer → kinds of error → how often, each far from what is usual."""

WAYS = ("prior", "eigen maand", "gedeeld", "verwisseld")
SIGNALS = 300


def scenario(residents: int, signals: int) -> Scenario:
    """The town of a municipality in which these deliverers deliver."""
    usual = load_scenario("gemiddeld")
    deliverers = tuple(
        replace(one, rates={**one.rates, **HABITS[one.name]}) for one in usual.deliverers
    )
    return replace(usual, residents=residents, signals=signals, deliverers=deliverers)


def export_of(seed: int, residents: int) -> dict[str, object]:
    """Link a month of one of the other municipalities and return what it exports."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        made = generate(scenario(residents, SIGNALS), folder, seed=seed)
        run = link(
            LinkRequest(
                signals=made.signals, residents=folder / "inwoners.csv", out=folder / "uit", threads=1,
                previous_addresses=folder / "vorige_adressen.csv", addresses=folder / "adressen.csv",
            )
        ).out  # fmt: skip
        con = connect(threads=1)
        try:
            counts = count_runs(con, [run])
        finally:
            con.close()
        minimum = load_policy().minimum_cell
        return as_document(counts, load_comparators(), f"gemeente {seed}", minimum)


def exchanged(shared: SharedRates) -> SharedRates:
    """Return the table with every source under the name of the next."""
    names = sorted(shared.sectors)
    next_of = dict(zip(names, names[1:] + names[:1], strict=True))
    counts = {(next_of[s], c, level): n for (s, c, level), n in shared.counts.items()}
    return SharedRates(counts, shared.sectors)


def one_town(seed: int, residents: int, sizes: Sequence[int], shared: SharedRates) -> list[Month]:
    """Link one municipality at every size, every way."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        generate(scenario(residents, max(sizes)), folder, seed=seed)
        with compared(TownFiles.of_folder(folder), 1) as con:
            for table in ("std_signalen", "vergelijkingen_alles"):
                create_table(con, f"{table}_maand", f"SELECT * FROM {table}")
            return list(_months(con, seed, sizes, shared, folder / "waarheid.csv"))


def _months(
    con: Connection, seed: int, sizes: Sequence[int], shared: SharedRates, truth: Path
) -> Iterator[Month]:
    comparators, costs, truths = (
        load_comparators(),
        Costs.of_policy(load_policy()),
        read_truth(truth),
    )
    tables = {
        "prior": None,
        "eigen maand": None,
        "gedeeld": shared,
        "verwisseld": exchanged(shared),
    }
    for size in sizes:
        _keep_signals(con, size, seed)
        create_table(con, "vergelijkingen", "SELECT * FROM vergelijkingen_alles")
        score_pairs(con, comparators)
        for way in WAYS:
            posterior_tables.learn_rates(
                con, comparators, teach=way != "prior", shared=tables[way], figures=model_figures()
            )
            outcome.build_candidates(con, comparators)
            decide_all(con, load_policy())
            answers = decisions(con)
            seen = {answer.signaal_id for answer in answers}
            judged = judge([one for one in truths if one.signaal_id in seen], answers)
            loss = log_loss(probability_pairs(judged)) or 0.0
            yield Month(seed, size, way, loss, score(judged, costs).cost)


def table(months: Sequence[Month]) -> Iterator[str]:
    """The lines of the table."""
    yield "| signals | measure | prior | own month | shared | exchanged | shared − prior | shared − own | worse than prior / own | exchanged − own |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for size in sorted({month.signals for month in months}):
        for measure in ("log_loss", "cost"):
            by_way = {
                way: {
                    m.seed: getattr(m, measure) for m in months if (m.signals, m.way) == (size, way)
                }
                for way in WAYS
            }
            means = " | ".join(f"{mean(by_way[way].values()):.4f}" for way in WAYS)
            gaps = {
                way: [by_way["gedeeld"][s] - by_way[way][s] for s in sorted(by_way[way])]
                for way in ("prior", "eigen maand")
            }
            strange = [
                by_way["verwisseld"][s] - by_way["eigen maand"][s] for s in sorted(by_way["prior"])
            ]
            worse = " / ".join(str(sum(gap > 1e-9 for gap in one)) for one in gaps.values())
            shown = " | ".join(_gap(one) for one in gaps.values())
            yield f"| {size} | {measure} | {means} | {shown} | {worse} of {len(strange)} | {_gap(strange)} |"


def _gap(gaps: Sequence[float]) -> str:
    half = _t_975(len(gaps) - 1) * stdev(gaps) / sqrt(len(gaps)) if len(gaps) > 1 else 0.0
    return f"{mean(gaps):+.4f} ± {half:.4f}"


def remembered(
    pool: ProcessPoolExecutor,
    function: Callable[..., Any],
    asked: Sequence[tuple[Any, ...]],
    kept: Path,
) -> list[Any]:
    """Return the result of the function for each of the arguments, out of `kept` where it stands there; the first
    argument names it."""
    files = [kept / f"{function.__name__}-{one[0]}.json" for one in asked]
    running = {
        pool.submit(function, *one): path
        for one, path in zip(asked, files, strict=True)
        if not path.is_file()
    }
    for done in as_completed(running):
        found = done.result()
        plain = [astuple(one) for one in found] if isinstance(found, list) else found
        running[done].write_text(json.dumps(plain), encoding="utf-8")
    return [json.loads(path.read_text(encoding="utf-8")) for path in files]


def main() -> int:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--seeds", type=int, default=20)
    ask.add_argument("--sizes", type=int, nargs="+", default=[30, 100, 300])
    ask.add_argument("--others", type=int, default=12)
    ask.add_argument("--residents", type=int, default=20_000)
    ask.add_argument("--workers", type=int, default=2)
    ask.add_argument(
        "--kept",
        type=Path,
        help="folder for what was measured: a run that was stopped goes on there",
    )
    given = ask.parse_args()
    # DuckDB has threads, and a process with threads must not be forked
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.workers, mp_context=spawn) as pool, TemporaryDirectory() as work:
        kept = given.kept or Path(work)
        kept.mkdir(parents=True, exist_ok=True)
        others = [(1_000 + n, given.residents) for n in range(given.others)]
        documents = remembered(pool, export_of, others, kept)
        path = Path(work) / "landelijk.json"
        write_json(merged(documents, load_comparators()), path)
        shared = load_shared(path)
        seeds = [(seed, given.residents, given.sizes, shared) for seed in range(1, given.seeds + 1)]
        months = [Month(*one) for town in remembered(pool, one_town, seeds, kept) for one in town]
    told = sum(
        len(levels) for d in documents for e in d["vlps"] for levels in e["niveaus"].values()
    )
    print(f"{given.others} municipalities of {SIGNALS} signals told {told} counts\n")
    print("\n".join(table(months)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
