"""Mutants: how many of a seeded draw of changed lines the tests kill (`make mutants`).

Cosmic-ray makes the changes (its operators, every place they fit); drawn here, because its own runner takes all
of them. A copy of the source is mutated, never the working tree. A process that has imported the libraries is
forked for every mutant. The tests of a room judge its mutants in
their order below, the quickest first; what they leave alive goes to the hand-made town.

    python tests/mutants.py --count 200 --seed 11 --out mutants.csv

Prints a table by room, and every survivor as a diff.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import gc
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOWN = ("tests/cases/test_lindehoven.py", "tests/lookup")
RECORDS = "tests/contracts/test_frozen.py"
ROOMS: dict[str, tuple[str, ...]] = {
    "reading": (RECORDS, "tests/reading", "tests/link", *TOWN),
    "link": (RECORDS, "tests/link", *TOWN),
    "decide": (RECORDS, "tests/decide", TOWN[0]),
    "report/firewall.py": (
        RECORDS,
        "tests/report/test_firewall.py",
        "tests/report/test_release.py",
    ),
    "review": (
        RECORDS,
        "tests/review",
        "tests/web/api/test_api.py",
        "tests/web/pages/test_work.py",
    ),
}
"""A folder or module of the source, and the tests that judge its mutants."""

DECLARED = ("migrations", "schema.py")
"""Tables as they are declared: the database and `tests/review/test_migrations.py` hold them, no test of a rule."""

AT_MOST = 240.0
"""Seconds of processor for the tests of one mutant: more is an endless loop, and killed. Of the clock ten times as
many, for what waits for ever: on a busy machine slow is not dead."""


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
        nodes = list(ast_nodes(get_ast(path.read_text(encoding="utf-8"))))
        unseen = annotations(path)
        for name in sorted(operator_names()):
            kind = get_operator(name)
            if kind.arguments() or name == "core/RemoveDecorator":
                continue
            spots = (start for node in nodes for start, _ in kind().mutation_positions(node))
            for occurrence, start in enumerate(spots):
                if not any(begin <= start < end for begin, end in unseen):
                    yield room, path, name, occurrence, start[0]


def annotations(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where (line, column) every annotation begins and ends: nothing works one out, so no test can see it."""
    import ast

    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        one = getattr(node, "annotation", None) or getattr(node, "returns", None)
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


def judged(tests: Sequence[str], seconds: float = AT_MOST) -> bool:
    """Whether the tests, in a fork of this process, go red (or never end)."""
    child = os.fork()
    if child == 0:
        os.setpgrp()
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        import pytest

        code = pytest.main(["-x", "-q", "-p", "no:xdist", "-p", "no:randomly", *tests])
        os._exit(0 if code == 0 else 1)
    end = time.monotonic() + 10 * seconds
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def preload() -> None:
    """Import what every test imports, but nothing of the source."""
    import great_expectations
    import hypothesis
    import pytest
    import scipy.optimize
    import splink

    assert None not in (great_expectations, hypothesis, pytest, scipy, splink)
    assert not [name for name in sys.modules if name.split(".")[0] == "brp_match"]
    gc.freeze()


def killed(mutant: Mutant, tree: Path) -> bool:
    """Whether a test of the mutant's room sees it."""
    path = tree / "src/brp_match" / mutant.file
    path.write_text(mutant.after, encoding="utf-8")
    try:
        return any(judged([tests]) for tests in ROOMS[mutant.room])
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
    preload()
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
        red = [tests for room in total for tests in ROOMS[room] if judged([tests], 4 * AT_MOST)]
        if red:
            print(f"red without a mutant, so they judge nothing: {' '.join(red)}", file=sys.stderr)
            return 1
        for number, one in enumerate(mutants, 1):
            dead = killed(one, tree)
            if not dead:
                alive.append(one)
                print(f"\n{one.file}:{one.line} {one.operator}\n{one.diff}", flush=True)
            print(f"\r{number}/{len(mutants)}, alive {len(alive)}", end="", file=sys.stderr)
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
