"""Mutants: how many of a seeded draw of changed lines the tests kill (`make mutants`).

Cosmic-ray makes the changes (its operators, every place they fit); drawn here, because its own runner takes all
of them. A copy of the source is mutated, never the working tree. A process that has imported the libraries is
forked for every mutant. First the tests of its room run once without a mutant, to tell which of them come by which
line: those judge a mutant first, the quickest before the others and no more than some seconds of them. What they leave
alive goes to every test of the room that is left.

    python tests/mutants.py --count 200 --seed 11 --out mutants.csv

Prints a table by room, and every survivor as a diff.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import difflib
import gc
import importlib
import json
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOWN = ("tests/cases/test_lindehoven.py", "tests/lookup")
RECORDS = "tests/contracts/test_frozen.py"
ROOMS: dict[str, tuple[str, ...]] = {
    "reading": (RECORDS, "tests/reading", "tests/link", *TOWN),
    "link": (RECORDS, "tests/link", "tests/rates", *TOWN),
    "decide": (RECORDS, "tests/decide", TOWN[0]),
    "report/firewall.py": (
        RECORDS,
        "tests/report/test_firewall.py",
        "tests/report/test_release.py",
    ),
    "review": (
        RECORDS,
        "tests/review",
        "tests/decide/test_kept_facts.py",
        "tests/web/api/test_api.py",
        "tests/web/pages",
    ),
}
"""A folder or module of the source, and the tests that judge its mutants."""

DECLARED = ("migrations", "schema.py")
"""Tables as they are declared: the database and `tests/review/test_migrations.py` hold them, no test of a rule."""

AT_MOST = 240.0
"""Seconds of processor for the tests of one mutant: more is an endless loop, and killed. Of the clock ten times as
many, for what waits for ever: on a busy machine slow is not dead."""

NEAR, NEAR_AT_MOST = 15.0, 60.0
"""Seconds of processor of the tests by a line, as they were without a mutant, and what they may take with one."""


@dataclass(frozen=True)
class Mutant:
    """One change: room, file below src/brp_match, line from 1, operator, and the source with it."""

    room: str
    file: str
    line: int
    operator: str
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The changed lines."""
        found = difflib.unified_diff(
            self.before.splitlines(), self.after.splitlines(), lineterm="", n=0
        )
        return "\n".join(list(found)[3:])


def places(room: str) -> Iterator[tuple[str, Path, str, int, int]]:
    """Every (room, file, operator, occurrence, line) of the modules of a room, in a fixed order."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    base = ROOT / "src/brp_match" / room
    for path in sorted(base.rglob("*.py")) if base.is_dir() else [base]:
        if set(DECLARED) & set(path.parts):
            continue
        text = path.read_text(encoding="utf-8")
        nodes = list(ast_nodes(get_ast(text)))
        unseen = changes_nothing(text)
        for name in sorted(operator_names()):
            kind = get_operator(name)
            if kind.arguments() or name == "core/RemoveDecorator":
                continue
            spots = (start for node in nodes for start, _ in kind().mutation_positions(node))
            for occurrence, start in enumerate(spots):
                if not any(begin <= start < end for begin, end in unseen):
                    yield room, path, name, occurrence, start[0]


def changes_nothing(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where (line, column) begins and ends what no test can see: annotations, which nothing works out, how many answers
    a cache holds, and the bare `*` of a signature, which is no product."""
    import ast

    found = [
        ((line, star.start()), (line, star.end()))
        for line, written in enumerate(text.splitlines(), 1)
        for star in re.finditer(r"(?<![\w)\]*])\*(?=,)", written)
    ]
    for node in ast.walk(ast.parse(text)):
        caches = (one for one in getattr(node, "decorator_list", ()) if "cache" in ast.unparse(one))
        for one in (getattr(node, "annotation", None), getattr(node, "returns", None), *caches):
            if one is not None:
                found.append(((one.lineno, one.col_offset), (one.end_lineno, one.end_col_offset)))
    return found


def draw(rooms: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Draw as many of every room, the same ones for the same source and seed.

    A line is drawn first and then an operator, or the many ways to exchange one `==` would crowd out the rest.
    """
    share, rest = divmod(count, len(rooms))
    return [
        one
        for number, room in enumerate(rooms)
        for one in draw_room(room, share + (number < rest), random.Random(f"{seed} {room}"))
    ]


def draw_room(room: str, count: int, chance: random.Random) -> Iterator[Mutant]:
    """Draw mutants of one room, one a line."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    by_line: dict[tuple[Path, int], list[tuple[str, int]]] = {}
    for _, path, operator, occurrence, line in places(room):
        by_line.setdefault((path, line), []).append((operator, occurrence))
    for path, line in chance.sample(list(by_line), len(by_line)):
        operator, occurrence = chance.choice(by_line[path, line])
        before = path.read_text(encoding="utf-8")
        try:
            after = mutate_code(before, get_operator(operator)(), occurrence)
        except AttributeError:
            # cosmic-ray knows no other name of an exception than a plain one: `except duckdb.Error` is none
            continue
        if after and after != before and count:
            file = str(path.relative_to(ROOT / "src/brp_match"))
            yield Mutant(room, file, line, operator.split("/")[-1], before, after)
            count -= 1


class Order:
    """A plugin of pytest: only the tests of `first`, in its order but file by file; or all but those of `done`.

    What it sees is the name of every test and its seconds of processor (`seconds`). A fault that hypothesis finds is
    not made smaller: one is enough.
    """

    def __init__(self, first: Sequence[str] = (), done: Collection[str] = ()) -> None:
        self.first, self.done, self.seconds = list(first), set(done), dict[str, float]()

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        from hypothesis import Phase, settings

        quick = settings(deadline=None, database=None, phases=(Phase.explicit, Phase.generate))
        settings.register_profile("first_fault", quick)
        settings.load_profile("first_fault")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_name = {item.nodeid: item for item in items}
        if self.first:
            files = list(dict.fromkeys(name.partition("::")[0] for name in self.first))
            chosen = [name for name in self.first if name in by_name]
            chosen.sort(key=lambda name: files.index(name.partition("::")[0]))
            items[:] = [by_name[name] for name in chosen]
        items[:] = [item for item in items if item.nodeid not in self.done]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begin = time.process_time()
        result = yield
        self.seconds[item.nodeid] = time.process_time() - begin
        return result


def judged(
    tests: Sequence[str],
    order: Order | None = None,
    seconds: float = AT_MOST,
    *,
    told: Path | None = None,
) -> bool:
    """Whether the tests, in a fork of this process, go red (or never end). In the folder `told` comes what was seen:
    which lines every test came by, its seconds of processor, and what was imported."""
    child = os.fork()
    if child == 0:
        os.setpgrp()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        order = order or Order()
        seen = (
            ["--cov=brp_match", "--cov-context=test", "--cov-report="] if told else ["-p", "no:cov"]
        )
        plain = ["-x", "-q", "--tb=no", "-n0"]
        code = pytest.main([*plain, *seen, *tests], plugins=[order])
        if told:
            made = [name for name, one in sys.modules.items() if _is_library(one)]
            (told / "seen.json").write_text(json.dumps([order.seconds, made]), encoding="utf-8")
        os._exit(0 if code in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED) else 1)
    end = time.monotonic() + 10 * seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _is_library(module: object) -> bool:
    file = getattr(module, "__file__", None) or ""
    return "site-packages" in file or file.startswith(os.path.dirname(os.__file__))


@dataclass(frozen=True)
class Seen:
    """What the tests of a room did without a mutant: their seconds of processor, and which came by a line of a file."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, set[str]]]

    def near(self, mutant: Mutant) -> list[str]:
        """The tests by the statement of a mutant, the quickest first, up to `NEAR` seconds. A second kind of database
        waits for the rest."""
        by_line = self.lines.get(mutant.file, {})
        found = set[str]().union(*(by_line.get(line, ()) for line in statement(mutant)))
        near: list[str] = []
        left = NEAR
        for name in sorted(found, key=lambda one: (self.seconds.get(one, NEAR), one)):
            left -= self.seconds.get(name, NEAR)
            if left < 0:
                break
            if "[postgresql" not in name:
                near.append(name)
        return near


def statement(mutant: Mutant) -> range:
    """The lines of the smallest statement with the mutant's line; of one with a body only what is above that."""
    import ast

    found = range(mutant.line, mutant.line + 1)
    for node in ast.walk(ast.parse(mutant.before)):
        if isinstance(node, ast.stmt) and node.lineno <= mutant.line <= (node.end_lineno or 0):
            body = getattr(node, "body", None)
            last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
            if mutant.line <= last:
                found = range(node.lineno, last + 1)
    return found


def look(tests: Sequence[str], tree: Path) -> Seen | None:
    """What the tests of a room do without a mutant; None where they are red. What they import is imported here too,
    but nothing of the source, so that no mutant waits for it."""
    from coverage import CoverageData

    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder)
        os.environ["COVERAGE_FILE"] = str(told / "lines")
        if judged(tests, seconds=8 * AT_MOST, told=told):
            return None
        seconds, made = json.loads((told / "seen.json").read_text(encoding="utf-8"))
        data = CoverageData(told / "lines")
        data.read()
        source = tree / "src/brp_match"
        lines = {
            str(Path(file).relative_to(source)): {
                line: {name.rpartition("|")[0] for name in names if name.endswith("|run")}
                for line, names in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        }
    for name in made:
        if name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    assert not [name for name in sys.modules if name.split(".")[0] == "brp_match"]
    gc.freeze()
    return Seen(seconds, lines)


def killed(mutant: Mutant, tree: Path, seen: Seen) -> bool:
    """Whether a test of the mutant's room sees it."""
    path = tree / "src/brp_match" / mutant.file
    path.write_text(mutant.after, encoding="utf-8")
    near = seen.near(mutant)
    try:
        files = sorted({name.partition("::")[0] for name in near})
        if near and judged(files, Order(first=near), NEAR_AT_MOST):
            return True
        return any(judged([tests], Order(done=near)) for tests in ROOMS[mutant.room])
    finally:
        path.write_text(mutant.before, encoding="utf-8")


def main() -> int:
    """Draw, run, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=200)
    asked.add_argument("--seed", type=int, default=11)
    asked.add_argument("--room", choices=list(ROOMS), action="append")
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    mutants = draw(given.room or list(ROOMS), given.count, given.seed)
    total: Counter[str] = Counter(one.room for one in mutants)
    alive: list[Mutant] = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        skip = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, tree, ignore=skip)
        os.chdir(tree)
        sys.path.insert(0, str(tree / "src"))
        os.environ["PYTHONPATH"] = str(tree / "src")
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        room, seen = "", Seen({}, {})
        for number, one in enumerate(mutants, 1):
            if room != one.room:
                room, found = one.room, look(ROOMS[one.room], tree)
                if found is None:
                    print(f"{room}: red without a mutant, so they judge nothing", file=sys.stderr)
                    return 1
                seen = found
            if not killed(one, tree, seen):
                alive.append(one)
                print(f"\n{one.file}:{one.line} {one.operator}\n{one.diff}", flush=True)
            cost = resource.getrusage(resource.RUSAGE_CHILDREN)
            line = f"{number}/{len(mutants)}, alive {len(alive)}, {cost.ru_utime + cost.ru_stime:.0f} s of processor"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)
    left = Counter(one.room for one in alive)
    print(f"\n\n{'room':<20}{'drawn':>7}{'alive':>7}")
    for room in ROOMS:
        if total[room]:
            print(f"{room:<20}{total[room]:>7}{left[room]:>7}")
    print(f"{'all':<20}{len(mutants):>7}{len(alive):>7}  {len(alive) / len(mutants):.1%}")
    if given.out:
        with given.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["bestand", "regel", "operator", "levend"])
            writer.writerows([m.file, m.line, m.operator, int(m in alive)] for m in mutants)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
