"""One signal looked up in a prepared register, beside Splink's own look-up in the same residents.

    python benchmarks/look_up.py [--scenario gemiddeld grote-stad] [--signals 300] [--splink 20] [--seed 1]
    python benchmarks/look_up.py --prepared REGISTER SIGNALEN [--signals 300]      # ours alone, in a register that stands there
    python benchmarks/look_up.py --prepared REGISTER SIGNALEN --at-once 50         # and so many askers at the same time

Makes each town, prepares its register once, and times two things one signal after another in this process:
what the API does beyond HTTP (`SingleMatcher.match`), and Splink's look-up of a new record (`predict_between`, which took
the place of `find_matches_to_new_records` in Splink 5) with the comparisons and keys of `peers/splink_stock.py`.
Splink's m and u are its defaults: they change no time. Prints milliseconds,
on the clock and of the processor, and the machine's load, which says how far the clock can be trusted. With `--at-once` the
askers each send their next signal as soon as they have an answer, so the time of a look-up is mostly that of the others.
"""

from __future__ import annotations

import argparse
import csv
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from brp_match.benchmark.peers import TownFiles
from brp_match.database import connect, run_step
from brp_match.policy import load_policy
from brp_match.prepare import prepare
from brp_match.review.sight import EVERYTHING
from brp_match.synthetic import generate, load_scenario
from brp_match.web.api.single_match import SingleMatcher

WARM_UP = 3
"""Look-ups that are not counted: the first reads the content and opens the register."""


@dataclass(frozen=True)
class Times:
    """Milliseconds of a look-up: median and 95th percentile on the clock, and the latter of the processor."""

    median: float
    p95: float
    p95_processor: float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that so large a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(look_up: Callable[[Any], object], asked: Sequence[Any]) -> Times:
    """Time a look-up of each; the first WARM_UP are done once before."""
    for one in asked[:WARM_UP]:
        look_up(one)
    clock, processor = [], []
    for one in asked:
        started, used = time.perf_counter(), time.process_time()
        look_up(one)
        clock.append(1000 * (time.perf_counter() - started))
        processor.append(1000 * (time.process_time() - used))
    return Times(percentile(clock, 0.5), percentile(clock, 0.95), percentile(processor, 0.95))


def ours(register: Path, signals: Sequence[dict[str, str]]) -> Times:
    """What the API does with one signal, beyond HTTP."""
    matcher, policy = SingleMatcher(register), load_policy()
    try:
        return timed(lambda one: matcher.match(one, policy, sight=EVERYTHING), signals)
    finally:
        matcher.close()


LOADING = 10
"""Seconds that the other processes have to start, the work of which is in no figure."""


def _used() -> float:
    """Seconds of the processor that this process and those beside it have used (Linux)."""
    # a process is the child of the thread that started it
    children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
    ticks = 0
    for process in ["self", *children.split()]:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def at_once(
    register: Path, signals: Sequence[dict[str, str]], askers: int, others: int | None
) -> tuple[float, Times]:
    """Look-ups a second, and the times of each, with so many askers who never wait; `others`: as SingleMatcher has it."""
    matcher, policy = SingleMatcher(register, others), load_policy()
    clock: list[float] = []

    def ask(first: int) -> None:
        for one in signals[first::askers]:
            started = time.perf_counter()
            matcher.match(one, policy, sight=EVERYTHING)
            clock.append(1000 * (time.perf_counter() - started))

    try:
        with ThreadPoolExecutor(askers) as pool:
            for _ in range(2):
                # the other processes start when the first has to wait
                list(
                    pool.map(
                        lambda one: matcher.match(one, policy, sight=EVERYTHING), signals[:askers]
                    )
                )
                time.sleep(LOADING if others != 0 else 0)
            started, used = time.perf_counter(), _used()
            list(pool.map(ask, range(askers)))
            whole, processor = time.perf_counter() - started, _used() - used
    finally:
        matcher.close()
    return len(clock) / whole, Times(
        percentile(clock, 0.5), percentile(clock, 0.95), 1000 * processor / len(clock)
    )


def splink(town: TownFiles, count: int, threads: int) -> Times:
    """Splink's own look-up of one new record among the residents."""
    sys.path.insert(0, str(Path(__file__).parent / "peers"))
    from cleaned import load_cleaned  # type: ignore[import-not-found]
    from splink import DuckDBAPI, Linker
    from splink_stock import settings  # type: ignore[import-not-found]

    logging.getLogger("splink").setLevel(logging.ERROR)
    con = connect(threads=threads)
    load_cleaned(con, town)
    api = DuckDBAPI(con)
    residents = api.register("r", dataset_display_name="a_r")
    run_step(con, "CREATE TABLE een AS FROM s LIMIT 0")
    one = api.register("een", dataset_display_name="b_s")
    linker = Linker([residents, one], settings("link_only"))
    for column in ("voornaam", "achternaam", "postcode", "huisnummer"):
        linker.table_management.compute_tf_table(column)
    found = con.execute("SELECT unique_id FROM s ORDER BY unique_id LIMIT ?", [count])
    asked = [str(row[0]) for row in found.fetchall()]

    def look_up(signal: str) -> None:
        run_step(con, "DELETE FROM een")
        run_step(con, "INSERT INTO een FROM s WHERE unique_id = ?", [signal])
        pairs = linker.inference.predict_between(
            residents, one, threshold_match_probability=0.001, warning_mode="never"
        )
        con.execute(f"SELECT count(*) FROM {pairs.physical_name}").fetchall()
        pairs.drop_table_from_database_and_remove_from_cache()

    try:
        return timed(look_up, asked)
    finally:
        con.close()


def measure(name: str, given: argparse.Namespace) -> None:
    """Make a town, time both methods on it, print a line for each."""
    with tempfile.TemporaryDirectory() as work:
        made = generate(load_scenario(name), Path(work), seed=given.seed)
        town = TownFiles.of_folder(Path(work))
        register = Path(work) / "register.duckdb"
        counts = prepare(
            town.residents, register, previous_addresses=town.previous_addresses,
            addresses=town.addresses, threads=given.threads,
        )  # fmt: skip
        with made.signals[0].open(encoding="utf-8", newline="") as stream:
            signals = list(csv.DictReader(stream, delimiter=";"))[: given.signals]
        for method, run in (
            ("brp-match", partial(ours, register, signals)),
            ("Splink 5", partial(splink, town, given.splink, given.threads)),
        ):
            one = run()
            print(
                f"{counts['inwoners']} | {method} | {one.median:.1f} | {one.p95:.1f} | {one.p95_processor:.1f} | "
                f"{os.getloadavg()[0]:.1f}",
                flush=True,
            )


def main() -> int:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--scenario", nargs="+", default=["gemiddeld"])
    ask.add_argument("--signals", type=int, default=300)
    ask.add_argument("--splink", type=int, default=20)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--at-once", type=int, default=0, metavar="ASKERS")
    ask.add_argument("--others", type=int, help="processes beside this one (usually: other cores)")
    ask.add_argument("--prepared", type=Path, nargs=2, metavar=("REGISTER", "SIGNALEN"))
    given = ask.parse_args()
    if given.prepared:
        register, signals = given.prepared
        with signals.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))[: given.signals]
        if given.at_once:
            rate, one = at_once(register, rows, given.at_once, given.others)
            print(
                f"{given.at_once} | {rate:.1f} a second | {one.median:.2f} | {one.p95:.2f} | {one.p95_processor:.2f}"
            )
            return 0
        one = ours(register, rows)
        print(f"{len(rows)} | {one.median:.2f} | {one.p95:.2f} | {one.p95_processor:.2f}")
        return 0
    print("residents | method | median ms | p95 ms | p95 ms of processor | load")
    for name in given.scenario:
        measure(name, given)
    return 0


if __name__ == "__main__":
    sys.exit(main())
