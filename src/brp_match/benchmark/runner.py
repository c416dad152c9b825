"""Scenarios x seeds x methods: makes the towns, runs every method, scores it, keeps one table."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from brp_match.benchmark.febrl import NAMES as FEBRL
from brp_match.benchmark.febrl import write_town
from brp_match.benchmark.measure import Measured, learn_method, run_method
from brp_match.benchmark.truth import Answer, Judged, Truth, judge, read_truth
from brp_match.errors import BrpMatchError
from brp_match.scratch import scratch

PACKAGES = ("brp-match", "splink", "duckdb", "recordlinkage", "dedupe", "pandas", "numpy")
ABSENT = "niet aanwezig"
"""Version of a package that is not installed."""
THREADS = 2
OURS = "ours"

VARIANTS = {
    "fouten_half": (0.5, 1.0),
    "fouten_dubbel": (2.0, 1.0),
    "anderen_half": (1.0, 0.5),
    "anderen_dubbel": (1.0, 2.0),
}
"""Sensitivity: what every rate of error, and every share of signals about others than a resident at the address, is
multiplied by."""

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """One method on one town: its judged answers and what it took. `variant`: of VARIANTS, "" for the scenario itself."""

    scenario: str
    seed: int
    method: str
    residents: int
    judged: tuple[Judged, ...]
    measured: Measured
    variant: str = ""


@dataclass(frozen=True)
class Plan:
    """What is run. `names` and `addresses`: real lists in place of made-up ones. `sensitivity`: the first seed of
    every scenario again with its guesses halved and doubled (VARIANTS).
    """

    scenarios: tuple[str, ...]
    seeds: tuple[int, ...]
    methods: tuple[str, ...]
    names: Path | None = None
    addresses: Path | None = None
    threads: int = THREADS
    sensitivity: bool = False


@dataclass
class Table:
    """All runs, with what is needed to do them again."""

    plan: Plan
    runs: list[Run] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    too_large: list[tuple[str, str, int]] = field(default_factory=list)
    failed: list[tuple[str, str, int]] = field(default_factory=list)

    def of(self, method: str, scenario: str | None = None, variant: str = "") -> list[Judged]:
        """Judged signals of a method over all seeds, of one scenario or of all municipalities
        together; the FEBRL sets are no municipalities and stand apart unless there is nothing else.
        `variant`: those runs alone.
        """
        towns_only = scenario is None and not set(self.plan.scenarios) <= set(FEBRL)
        return [
            one
            for run in self.runs
            if run.method == method
            and run.variant == variant
            and scenario in (None, run.scenario)
            and not (towns_only and run.scenario in FEBRL)
            for one in run.judged
        ]

    def methods(self) -> list[str]:
        """Methods that ran, in the order of the plan."""
        ran = {run.method for run in self.runs}
        return [method for method in self.plan.methods if method in ran]


def make_town(name: str, seed: int, plan: Plan, folder: Path, variant: str = "") -> int:
    """Write one made-up municipality, or a FEBRL set (which has no seeds), to `folder`; returns the
    number of residents. `variant`: with its guesses multiplied.
    """
    if name in FEBRL:
        return write_town(name, folder)
    from brp_match.synthetic.generate import generate
    from brp_match.synthetic.scenario import load_scenario, rescaled

    scenario = rescaled(load_scenario(name), *VARIANTS.get(variant, (1.0, 1.0)))
    town = generate(scenario, folder, seed=seed, names=plan.names, addresses=plan.addresses)
    return town.count_residents


def rounds(plan: Plan) -> Iterator[tuple[str, int, str]]:
    """Yield (scenario, seed, variant) of every town that is made, in order."""
    for name in plan.scenarios:
        for seed in plan.seeds[:1] if name in FEBRL else plan.seeds:
            yield name, seed, ""
    if plan.sensitivity:
        for name in plan.scenarios:
            for variant in VARIANTS if name not in FEBRL else ():
                yield name, plan.seeds[0], variant


@contextmanager
def made(name: str, seed: int, plan: Plan, variant: str) -> Iterator[tuple[Path, int, list[Truth]]]:
    """Yield (folder, residents, truths) of a town; the folder goes afterwards."""
    with TemporaryDirectory(dir=scratch()) as work:
        folder = Path(work)
        residents = make_town(name, seed, plan, folder, variant)
        truth_file = folder / "waarheid.csv"
        truths = read_truth(truth_file)
        # no method can look at the truth
        truth_file.unlink()
        yield folder, residents, truths


def towns(plan: Plan) -> Iterator[tuple[str, int, Path, int, list[Truth]]]:
    """Yield (scenario, seed, folder, residents, truths) of the scenarios themselves; the folder lives until the next."""
    for name, seed, _ in rounds(replace(plan, sensitivity=False)):
        with made(name, seed, plan, "") as (folder, residents, truths):
            yield name, seed, folder, residents, truths


def run_plan(
    plan: Plan,
    progress: Progress = lambda _step: None,
    after_town: Callable[[Table], object] = lambda _table: None,
) -> Table:
    """Run every method of the plan on every town. A method whose package is missing is left out
    and named in `absent`; one too slow for a town, or that fails on it, is named with it in
    `too_large` or `failed`. `after_town` sees the table as it grows. Raises the fault of ours.
    """
    from brp_match.benchmark.peers import available, load_peer

    ready, absent = available(plan.methods)
    table = Table(plan, absent=absent)
    with TemporaryDirectory(dir=scratch()) as work:
        learned: dict[str, Path] = {}
        for name, seed, variant in rounds(plan):
            with made(name, seed, plan, variant) as (folder, residents, truths):
                for method in ready:
                    peer = load_peer(method)
                    if peer.MOST_RESIDENTS is not None and residents > peer.MOST_RESIDENTS:
                        table.too_large.append((method, name, seed))
                        continue
                    try:
                        if hasattr(peer, "learn") and method not in learned:
                            progress(f"{method} leert")
                            learn_method(method, Path(work) / method, plan.threads)
                            learned[method] = Path(work) / method
                        progress(f"{name}, zaad {seed}{variant and ', ' + variant}: {method}")
                        answers, measured = run_method(
                            method, folder, plan.threads, learned.get(method)
                        )
                    except BrpMatchError:
                        if method == OURS:
                            raise
                        # hours of other results must not go with one peer
                        table.failed.append((method, name, seed))
                        continue
                    judged = tuple(judge(truths, answered(truths, answers)))
                    run = Run(name, seed, method, residents, judged, measured, variant)
                    table.runs.append(run)
            after_town(table)
    return table


def answered(truths: Sequence[Truth], answers: Sequence[Answer]) -> list[Answer]:
    """Add a review for every signal without an answer: a quarantined row is one that a person sees."""
    from brp_match.model import Besluit

    seen = {one.signaal_id for one in answers}
    lost = [t.signaal_id for t in truths if t.signaal_id not in seen]
    return [*answers, *(Answer(signal, Besluit.REVIEW, "", None, ()) for signal in lost)]


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that decide the results."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ABSENT
    return found
