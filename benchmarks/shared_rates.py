"""What does a table of rates shared between municipalities gain a small one?

    python benchmarks/shared_rates.py [--seeds 20] [--first 1] [--sizes 30 100 300] [--others 12] [--residents 20000]

Seven made-up deliverers of very different habits deliver to all municipalities. `--others` municipalities link a month of
300 signals each, export their counts (`rates export`) and these are merged (`rates merge`). Then per seed another
municipality links its first 30, 100 and 300 signals four ways: with the prior alone, with its own month alone, with its own
month beside the shared table, and beside a table in which every deliverer stands under another's name: what it costs where
a deliverer writes otherwise here than everywhere else. And a fifth way, with the rates that the truth of the other
municipalities has: nobody can know more of a deliverer, so what these lose to the own month in a seed is chance.
Prints log-loss and cost a signal, the difference to each other way over the seeds with its 95% interval (Student's t), and
in how many seeds the table, and the truth, did worse than the own month and better.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
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
from brp_match.database import Connection, connect, create_table, parquet_sql, quote_literal
from brp_match.decide.assemble import decide_all
from brp_match.json_file import write_json
from brp_match.link import outcome, posterior_tables
from brp_match.link.engine import score_pairs
from brp_match.link.shared import SharedRates, load_shared
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

WAYS = ("prior", "eigen maand", "gedeeld", "verwisseld", "waar")
SIGNALS = 300
SURE = 1e6
"""Times that a true pair counts, and signals that a table of these weighs: then the own month adds nothing."""


def scenario(residents: int, signals: int) -> Scenario:
    """The town of a municipality in which these deliverers deliver."""
    usual = load_scenario("gemiddeld")
    deliverers = tuple(
        replace(one, rates={**one.rates, **HABITS[one.name]}) for one in usual.deliverers
    )
    return replace(usual, residents=residents, signals=signals, deliverers=deliverers)


def export_of(seed: int, residents: int) -> dict[str, Any]:
    """Link a month of one of the other municipalities and return what it exports (`uitvoer`), and what the truth has:
    true pairs by source, comparator and level (`waar`)."""
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
            true = list(_true_pairs(con, run, folder / "waarheid.csv"))
        finally:
            con.close()
        minimum = load_policy().minimum_cell
        document = as_document(
            counts, load_comparators(), f"gemeente {seed}", minimum, f"{seed}".encode()
        )
        return {"uitvoer": document, "waar": true}


def _true_pairs(con: Connection, run: Path, truth: Path) -> Iterator[list[Any]]:
    persons = (
        f"read_csv({quote_literal(str(truth))}, delim = ';', header = true, all_varchar = true)"
    )
    for comparator in load_comparators():
        rows = con.execute(
            f"""SELECT d.vlp, c.{comparator.naam}_niveau, count(*)
            FROM {parquet_sql(run / "candidates.parquet")} c JOIN {persons} w USING (signaal_id, persoon_id)
            JOIN {parquet_sql(run / "decisions.parquet")} d USING (signaal_id) GROUP BY ALL ORDER BY 1, 2"""
        ).fetchall()
        yield from ([vlp, comparator.naam, level, count] for vlp, level, count in rows)


def known(true: Sequence[Sequence[Any]], sectors: Mapping[str, str]) -> SharedRates:
    """Return the rates of the truth, as a table that outweighs any month."""
    counts: dict[tuple[str, str, str], float] = {}
    for vlp, comparator, level, count in true:
        key = vlp, comparator, level
        counts[key] = counts.get(key, 0.0) + count * SURE
    return SharedRates(counts, sectors)


def exchanged(shared: SharedRates) -> SharedRates:
    """Return the table with every source under the name of the next."""
    names = sorted(shared.sectors)
    next_of = dict(zip(names, names[1:] + names[:1], strict=True))
    counts = {(next_of[s], c, level): n for (s, c, level), n in shared.counts.items()}
    return SharedRates(counts, shared.sectors)


def one_town(
    seed: int, residents: int, sizes: Sequence[int], shared: SharedRates, true: SharedRates
) -> list[Month]:
    """Link one municipality at every size, every way."""
    with TemporaryDirectory() as work:
        folder = Path(work)
        generate(scenario(residents, max(sizes)), folder, seed=seed)
        with compared(TownFiles.of_folder(folder), 1) as con:
            for table in ("std_signalen", "vergelijkingen_alles"):
                create_table(con, f"{table}_maand", f"SELECT * FROM {table}")
            return list(_months(con, seed, sizes, (shared, true), folder / "waarheid.csv"))


def _months(
    con: Connection,
    seed: int,
    sizes: Sequence[int],
    tables_of: tuple[SharedRates, SharedRates],
    truth: Path,
) -> Iterator[Month]:
    shared, true = tables_of
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
        "waar": true,
    }
    for size in sizes:
        _keep_signals(con, size, seed)
        create_table(con, "vergelijkingen", "SELECT * FROM vergelijkingen_alles")
        score_pairs(con, comparators)
        for way in WAYS:
            figures = model_figures()
            if way == "waar":
                figures = replace(figures, strength_source=SURE)
            posterior_tables.learn_rates(
                con, comparators, teach=way != "prior", shared=tables[way], figures=figures
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
    yield (
        "| signals | measure | prior | own month | shared | exchanged | truth | shared − prior | shared − own | exchanged − own | "
        "truth − own | shared worse / better than own | truth worse / better than own |"
    )
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for size in sorted({month.signals for month in months}):
        for measure in ("log_loss", "cost"):
            by_way = {
                way: {
                    m.seed: getattr(m, measure) for m in months if (m.signals, m.way) == (size, way)
                }
                for way in WAYS
            }
            means = " | ".join(f"{mean(by_way[way].values()):.4f}" for way in WAYS)

            def gaps(
                one: str, other: str, found: dict[str, dict[int, float]] = by_way
            ) -> list[float]:
                return [found[one][seed] - found[other][seed] for seed in sorted(found[one])]

            pairs = (
                ("gedeeld", "prior"),
                ("gedeeld", "eigen maand"),
                ("verwisseld", "eigen maand"),
                ("waar", "eigen maand"),
            )
            shown = " | ".join(_gap(gaps(*pair)) for pair in pairs)
            signs = " | ".join(_signs(gaps(way, "eigen maand")) for way in ("gedeeld", "waar"))
            yield f"| {size} | {measure} | {means} | {shown} | {signs} |"


def _signs(gaps: Sequence[float]) -> str:
    worse, better = (sum(sign * gap > 1e-9 for gap in gaps) for sign in (1, -1))
    return f"{worse} / {better} of {len(gaps)}"


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
    ask.add_argument("--first", type=int, default=1)
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
        made = remembered(pool, export_of, others, kept)
        documents = [one["uitvoer"] for one in made]
        path = Path(work) / "landelijk.json"
        write_json(merged(documents, load_comparators()), path)
        shared = load_shared(path)
        true = known([row for one in made for row in one["waar"]], shared.sectors)
        places = range(given.first, given.first + given.seeds)
        seeds = [(seed, given.residents, given.sizes, shared, true) for seed in places]
        months = [Month(*one) for town in remembered(pool, one_town, seeds, kept) for one in town]
    told = sum(
        len(levels) for d in documents for e in d["vlps"] for levels in e["niveaus"].values()
    )
    print(f"{given.others} municipalities of {SIGNALS} signals told {told} counts\n")
    print("\n".join(table(months)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
