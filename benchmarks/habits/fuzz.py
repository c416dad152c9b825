"""A format habit costs no decision more than one step, and no row: the property, over habits drawn at random.

    python benchmarks/habits/fuzz.py [--seeds N] [--first N] [--residents N] [--signals N] [--strange]

For every seed each deliverer of `gewoonten-samen` gets one to three habits drawn from all there are, each in
a share of its rows; with `--strange` one of those of `strange.py` before them. The delivery is linked, and so is the same delivery with the habits undone. It holds that
every row is decided or set aside; that no resident to be helped falls two steps (match, review, reject); and
that none of them is rejected with certainty who is not without the habit. A program that writes another date over the
birth date (LOSES) leaves nothing to undo: a row that such a habit wrote is held against the same row without a birth date,
and counted as "lost with its date" where it does no better so. Exit code 1 where it does not hold,
with seed, habits and counts; run again with `--first SEED --seeds 1`.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from measure import STEPS, habits_of, linked, set_aside, worsened
from strange import STRANGE

from brp_match.benchmark.truth import HELP, Answer, Truth, read_truth
from brp_match.model import Besluit
from brp_match.synthetic import Town, generate, habits, load_scenario
from brp_match.synthetic.habits import HABITS, Habit

# the generator knows a habit by its name
habits.HABITS = {**HABITS, **STRANGE}

CERTAIN = 0.99
"""Probability of nobody, or what is left of it, from which a rejection is certain."""

LOSES = frozenset({"laagste_sql", "laagste_net", "eigen_leeg", "begin_contract", "half_weg"})
"""Habits that put something else in the place of a birth date, or nothing: what stood there nobody can tell."""


def main() -> int:
    """Try the seeds and print one line each; 1 where one fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--residents", type=int, default=4000)
    parser.add_argument("--signals", type=int, default=500)
    parser.add_argument("--strange", action="store_true")
    args = parser.parse_args()
    good = [
        holds(seed, args.residents, args.signals, strange=args.strange)
        for seed in range(args.first, args.first + args.seeds)
    ]
    print(f"{sum(good)} of {len(good)} seeds hold")
    return 0 if all(good) else 1


def holds(seed: int, residents: int, signals: int, *, strange: bool = False) -> bool:
    """Try one seed, print what came of it, and tell whether the property holds."""
    chance = random.Random(seed)
    base = replace(load_scenario("gewoonten-samen"), residents=residents, signals=signals)
    drawn = replace(
        base,
        deliverers=tuple(
            replace(one, habits=_draw(chance, strange=strange)) for one in base.deliverers
        ),
    )
    plain = replace(base, deliverers=tuple(replace(one, habits=()) for one in base.deliverers))
    with tempfile.TemporaryDirectory() as folder:
        town = generate(drawn, Path(folder) / "met", seed=seed)
        clean = generate(plain, Path(folder) / "zonder", seed=seed)
        got, best = linked(town, Path(folder) / "1"), linked(clean, Path(folder) / "2")
        truths = read_truth(town.truth[0])
        had = habits_of(town.truth[0].with_name("gewoonten.csv"))
        lost = [one.signaal_id for one in truths if one.signaal_id not in got]
        wrong = _wrong(truths, got, best)
        undated = {one for one in wrong if had.get(one) in LOSES}
        if undated:
            _without_dates(clean, undated)
            poor = linked(clean, Path(folder) / "3")
            undated -= _wrong(
                [one for one in truths if one.signaal_id in undated], got, poor
            ).keys()
    fell, sure = (
        sorted(
            had.get(one, "(geen)")
            for one, what in wrong.items()
            if what[place] and one not in undated
        )
        for place in (0, 1)
    )
    print(
        f"seed {seed}: {len(truths)} rows, {len(had)} with a habit, lost {len(lost)}, "
        f"two steps {len(fell)} {fell}, certain {len(sure)} {sure}"
        + (f", lost with its date {len(undated)}" if undated else ""),
        flush=True,
    )
    return not (lost or fell or sure)


def _wrong(
    truths: Sequence[Truth], got: Mapping[str, Answer], best: Mapping[str, Answer]
) -> dict[str, tuple[bool, bool]]:
    """Signal → whether it fell two steps, and whether it is a certain reject, beside `best`; only where one of both."""
    found = {}
    for one in truths:
        signal = one.signaal_id
        now, before = got.get(signal, set_aside(signal)), best.get(signal, set_aside(signal))
        rejected = now.besluit is Besluit.REJECT and STEPS[before.besluit] < STEPS[Besluit.REJECT]
        sure = one.soort in HELP and rejected and now.kans < 1 - CERTAIN
        if (fell := worsened(one, now, before)) or sure:
            found[signal] = (fell, sure)
    return found


def _without_dates(town: Town, signals: Collection[str]) -> None:
    """Take the birth dates of these signals out of the files of a town."""
    for path in town.signals:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(
                row | {"geboortedatum": ""} if row["signaal_id"] in signals else row for row in rows
            )


def _draw(chance: random.Random, *, strange: bool) -> tuple[Habit, ...]:
    names = chance.sample(sorted(HABITS), chance.randint(1, 3))
    if strange:
        names = [chance.choice(sorted(STRANGE)), *names[:2]]
    return tuple(Habit(name, chance.choice((0.1, 0.3, 0.6, 1.0))) for name in names)


if __name__ == "__main__":
    sys.exit(main())
