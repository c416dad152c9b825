"""Linking beside Splink's own, from a municipality to the country: seconds, memory and accuracy in one table.

    python benchmarks/beside.py [--sizes 1500x160000 8000x870000 100000x18000000] [--methods METHOD…] [--threads 2]
        [--limit 7200] [--memory 16000] [--work MAP] [--out benchmarks/growth]

Per size (signals x residents) a made-up country in files, and whole processes on the same files, one after another: Splink 5 on
DuckDB as its manual has it (`peers/splink_stock.py`: its own comparisons, its own keys to block on, u from random pairs, m by
EM), `link` cold, `prepare`, and `link` with the prepared register. Of each the seconds on the clock, those of the processor
with its children's, the most memory of the process, and by the truth: residents to be helped who were dropped, automatic
matches that are wrong, signals for a person to look at, and the cost of a signal in reviews (default policy). A method that
takes longer than `--limit` seconds or more than `--memory` MiB is stopped; the table says which and when.

What was measured stands in beside.json in `--out` and is printed and written as beside.md with it; with `--work` the country and
the prepared register stand there for another run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from growth import REGISTER, Measured, commands_of, commit, make_country, run
from peers.ours import answers_of

from brp_match.benchmark.runner import answered
from brp_match.benchmark.scores import Scores, score
from brp_match.benchmark.tables import default_costs
from brp_match.benchmark.truth import judge, read_answers, read_truth

METHODS = ("Splink 5", "link", "prepare", "link --register", "Splink 5 on Spark", "link on Spark")
"""In the order in which they run: `link --register` needs what `prepare` makes. Those on Spark need `make spark` once, and are
run when they are asked for."""


@dataclass(frozen=True)
class Row:
    """A method on one size. Accuracy as `Scores`: counts, and the cost of a signal in reviews; None of `prepare` and of what
    was stopped. `stopped`: the limit that stopped it, '' for none."""

    method: str
    residents: int
    signals: int
    seconds: float
    processor: float
    mib: float
    load: float
    day: str
    code: str
    stopped: str = ""
    dropped: tuple[int, int] | None = None
    wrong: tuple[int, int] | None = None
    review: int | None = None
    cost: float | None = None


def accuracy(made: Path, truth: Path) -> Scores:
    """Score by the truth what a method decided: Splink's file, or the folder of `link`."""
    if made.is_dir() and not (made / "decisions.csv").is_file():
        # of a country: the one municipality in it
        made = next(path.parent for path in made.glob("*/decisions.csv"))
    truths, answers = read_truth(truth), read_answers(made) if made.is_file() else answers_of(made)
    return score(judge(truths, answered(truths, answers)), default_costs())


def row_of(one: Measured, given: argparse.Namespace, scores: Scores | None) -> Row:
    """The line of a measurement."""
    stopped = ""
    if one.stopped:
        stopped = "time" if one.seconds >= given.limit else "memory"
    found = {} if scores is None else {
        "dropped": (scores.wrongful_drop.count, scores.wrongful_drop.of),
        "wrong": (scores.wrong_automatic.count, scores.wrong_automatic.of),
        "review": scores.review.count,
        "cost": round(scores.cost, 4),
    }  # fmt: skip
    return Row(
        one.step, one.residents, one.signals, one.seconds, one.processor, one.mib, one.load, one.day,
        commit(), stopped, **found,
    )  # fmt: skip


def measure(signals: int, residents: int, work: Path, given: argparse.Namespace) -> Iterator[Row]:
    """Run the methods on one size."""
    signals = make_country(residents, signals, work, given.threads)
    commands, register = commands_of(residents, work, given), work / REGISTER
    for method in METHODS:
        if method not in given.methods or (method == "link --register" and not register.is_file()):
            continue
        command, made = commands[method]
        one = run(method, residents, signals, command, made, given)
        decides = method != "prepare" and not one.stopped
        yield row_of(
            one, given, accuracy(made, work / "land" / "waarheid.csv") if decides else None
        )
        if made != register:
            shutil.rmtree(made) if made.is_dir() else made.unlink(missing_ok=True)


def as_table(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of beside.md."""
    yield (
        "| residents | signals | method | seconds | of processor | MiB | dropped who should be helped | wrong automatic | "
        "to a person | cost | load | day |"
    )
    yield "|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    for one in sorted(rows, key=lambda one: (one.residents, METHODS.index(one.method))):
        seconds = f"{one.seconds:.1f}" + (f", stopped ({one.stopped})" if one.stopped else "")
        counts = [
            f"{pair[0]:,} of {pair[1]:,}" if pair else "" for pair in (one.dropped, one.wrong)
        ]
        review = "" if one.review is None else f"{one.review:,}"
        cost = "" if one.cost is None else f"{one.cost:.4f}"
        yield (
            f"| {one.residents:,} | {one.signals:,} | {one.method} | {seconds} | {one.processor:.1f} | {one.mib:,.0f} | "
            f"{' | '.join(counts)} | {review} | {cost} | {one.load} | {one.day} |"
        )


def main() -> int:
    """Measure, print and keep after every method."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument(
        "--sizes", nargs="+", default=["1500x160000", "8000x870000", "100000x18000000"]
    )
    ask.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS[:-2]))
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--limit", type=float, default=7_200)
    ask.add_argument("--memory", type=float, default=16_000)
    ask.add_argument("--work", type=Path)
    ask.add_argument("--out", type=Path, default=Path(__file__).parent / "growth")
    given = ask.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    path = given.out / "beside.json"
    kept = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    found = {(row["residents"], row["method"]): Row(**row) for row in kept}
    for size in given.sizes:
        signals, residents = (int(part) for part in size.split("x"))
        with TemporaryDirectory() as own:
            room = (given.work or Path(own)) / f"land-{residents}"
            room.mkdir(parents=True, exist_ok=True)
            for row in measure(signals, residents, room, given):
                found[residents, row.method] = row
                print(f"{size} {row.method}: {row.seconds} s {row.stopped}", flush=True)
                rows = [asdict(one) for one in found.values()]
                path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    table = "\n".join(as_table(list(found.values())))
    (given.out / "beside.md").write_text(table + "\n", encoding="utf-8")
    print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
