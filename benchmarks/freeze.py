"""Freeze the results: `python benchmarks/freeze.py [--method NAME…]`.

Runs the frozen scenarios and seeds, writes `results/results.json` and `results.csv`, and reprints the
tables in `results/README.md`. With `--method` only those are run and the others stay as they
were frozen; that is refused where scenarios, seeds, costs or the versions of packages differ.
`--tables` runs nothing and reprints the tables of what is frozen.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from brp_match.benchmark.peers import ORDER
from brp_match.benchmark.reports.words import method_name
from brp_match.benchmark.runner import ABSENT, Plan, run_plan
from brp_match.benchmark.tables import MAIN_HEADER, as_csv, as_json, main_rows

FOLDER = Path(__file__).resolve().parent / "results"
SCENARIOS = ("gemiddeld", "statushouders", "ondernemers", "waterbedrijf", "haarlem-2023",
             "kleine-gemeente", "schoon", "febrl1", "febrl2", "febrl3", "febrl4")  # fmt: skip
SEEDS = (1, 2)
SAME = ("schema", "scenarios", "seeds", "threads", "costs")
COMMAND = "python benchmarks/freeze.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--method", nargs="+", default=[], metavar="NAAM")
    parser.add_argument("--tables", action="store_true")
    args = parser.parse_args()
    if args.tables:
        return write_tables(frozen())
    plan = Plan(SCENARIOS, SEEDS, tuple(args.method or ORDER))

    results = as_json(
        run_plan(plan, lambda step: print(step, file=sys.stderr, flush=True)), COMMAND
    )
    if args.method:
        results = joined(frozen(), results)
    (FOLDER / "results.json").write_text(as_text(results), encoding="utf-8")
    (FOLDER / "results.csv").write_text(as_csv(results), encoding="utf-8")
    return write_tables(results)


def frozen() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))
    return found


def joined(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Lay the methods of `new` over those of `old`, in the order of the tables."""
    differ = [key for key in SAME if old[key] != new[key]]
    # a package that is not here was not used by what ran
    present = {p: v for p, v in new["versions"].items() if v != ABSENT}
    differ += sorted(p for p, v in present.items() if old["versions"].get(p) != v)
    if differ:
        sys.exit(f"niet te voegen bij wat bevroren is, verschilt in: {', '.join(differ)}")
    names = [name for name in ORDER if name in old["methods"] or name in new["methods"]]
    methods = {name: new["methods"].get(name, old["methods"].get(name)) for name in names}
    runs = new["runs"] + [run for run in old["runs"] if run["method"] not in new["methods"]]
    place = {
        (name, seed): i
        for i, (name, seed) in enumerate((n, s) for n in new["scenarios"] for s in new["seeds"])
    }
    runs.sort(key=lambda run: (place[run["scenario"], run["seed"]], names.index(run["method"])))
    absent = {k: v for k, v in (old["absent"] | new["absent"]).items() if k not in methods}
    both = {
        key: sorted(
            {one for one in old[key] if one.split(":")[0] not in new["methods"]} | {*new[key]}
        )
        for key in ("too_large", "failed")
    }
    laid = {
        "absent": absent,
        "methods": methods,
        "runs": runs,
        "versions": old["versions"] | present,
    }
    return new | both | laid


def as_text(results: dict[str, Any]) -> str:
    """JSON with a line for every innermost object: what moved is to be read in a difference."""
    text = json.dumps(results, ensure_ascii=False, indent=1)
    return re.sub(r"\{[^{}]*\}", lambda part: re.sub(r"\s*\n\s*", " ", part.group()), text) + "\n"


def tables(results: dict[str, Any]) -> list[str]:
    """Return the lines of the tables: over all municipalities, and of every scenario."""
    towns = [name for name in results["scenarios"] if not name.startswith("febrl")]
    parts = [("Alle gemeenten samen", None), *((name, name) for name in results["scenarios"])]
    signals = {
        name: max(
            m["scenarios"][name]["signals"]
            for m in results["methods"].values()
            if name in m["scenarios"]
        )
        for name in results["scenarios"]
    }
    lines = [
        f"`{results['command']}`; zaden {', '.join(map(str, results['seeds']))}; "
        + ", ".join(f"{name} {number}" for name, number in results["versions"].items())
        + ".",
    ]
    for title, name in parts:
        count = sum(signals[town] for town in towns) if name is None else signals[name]
        lines += ["", f"**{title}** ({count:,} signalen)".replace(",", "."), ""]
        lines += markdown(MAIN_HEADER, main_rows(results, name))
    lines += [f"\n{one}: niet gedraaid, te veel inwoners." for one in results["too_large"]]
    lines += [f"\n{one}: de methode stopte met een fout." for one in results["failed"]]
    return lines


def write_tables(results: dict[str, Any]) -> int:
    """Reprint the tables between the marks in results/README.md."""
    page = FOLDER / "README.md"
    before, _, rest = page.read_text(encoding="utf-8").partition("<!-- tabellen -->\n")
    after = rest.partition("<!-- einde tabellen -->\n")[2]
    text = "\n".join(tables(results))
    page.write_text(
        f"{before}<!-- tabellen -->\n{text}\n<!-- einde tabellen -->\n{after}", encoding="utf-8"
    )
    print(text)
    return 0


def markdown(header: tuple[str, ...], rows: list[list[str]]) -> list[str]:
    named = [[method_name(row[0]), *row[1:]] for row in rows]
    rule = "|---|" + "---:|" * (len(header) - 1)
    return [f"| {' | '.join(header)} |", rule, *(f"| {' | '.join(row)} |" for row in named)]


if __name__ == "__main__":
    sys.exit(main())
