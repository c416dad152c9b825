"""A results table as text, JSON and CSV: the same numbers in three forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from statistics import median
from typing import Any

from brp_match.benchmark.curves import calibration_error, log_loss, probability_pairs
from brp_match.benchmark.febrl import NAMES as FEBRL
from brp_match.benchmark.runner import Table, versions
from brp_match.benchmark.scores import (
    GROUPS,
    Costs,
    Rate,
    Scores,
    candidate_recall,
    score,
    score_groups,
)
from brp_match.benchmark.truth import Judged
from brp_match.csv_file import csv_text
from brp_match.dutch import NOT_KNOWN, decimal
from brp_match.policy import load_policy

RATES = ("drop_out", "wrongful_drop", "wrongful_of_drops", "false_match", "wrong_person", "review",
         "wrong_automatic")  # fmt: skip
VERSION = "1"


def default_costs() -> Costs:
    """Costs of the shipped policy."""
    return Costs.of_policy(load_policy())


def rate_fields(rate: Rate | None) -> dict[str, Any] | None:
    """Return a rate as JSON: count, of, value and interval, rounded to 6 decimals."""
    if rate is None:
        return None
    value = None if rate.value is None else round(rate.value, 6)
    return {
        "count": rate.count,
        "of": rate.of,
        "value": value,
        "low": round(rate.low, 6),
        "high": round(rate.high, 6),
    }


def score_fields(scores: Scores) -> dict[str, Any]:
    """Return scores as JSON."""
    fields: dict[str, Any] = {name: rate_fields(getattr(scores, name)) for name in RATES}
    precision = scores.precision_automatic
    return {
        "signals": scores.signals,
        **fields,
        "precision_automatic": None if precision is None else round(precision, 6),
        "cost": round(scores.cost, 6),
    }


def method_fields(judged: Sequence[Judged], costs: Costs) -> dict[str, Any]:
    """Return everything measured over a set of judged signals, without the groups."""
    pairs = probability_pairs(judged)
    ece, loss = calibration_error(pairs), log_loss(pairs)
    return {
        **score_fields(score(judged, costs)),
        "candidate_recall": rate_fields(candidate_recall(judged)),
        "ece": None if ece is None else round(ece, 6),
        "log_loss": None if loss is None else round(loss, 6),
    }


def as_json(table: Table, command: str) -> dict[str, Any]:
    """Return the whole table: overall, per scenario, per group and per run, with how it was made."""
    costs = default_costs()
    plan = table.plan
    methods: dict[str, Any] = {}
    for method in table.methods():
        everything = table.of(method)
        methods[method] = {
            "all": method_fields(everything, costs),
            "scenarios": {
                name: method_fields(judged, costs)
                for name in plan.scenarios
                if (judged := table.of(method, name))
            },
            "groups": {
                by: {k: score_fields(s) for k, s in score_groups(everything, by, costs).items()}
                for by in GROUPS
            },
        }
    runs = [
        {
            "scenario": run.scenario,
            "seed": run.seed,
            "method": run.method,
            "residents": run.residents,
            "seconds": round(run.measured.seconds, 2),
            "peak_mib": round(run.measured.peak_mib),
            **method_fields(run.judged, costs),
        }
        for run in table.runs
        if not run.variant
    ]
    return {
        "schema": f"brp-match-benchmark/{VERSION}",
        "command": command,
        "versions": versions(),
        "scenarios": list(plan.scenarios),
        "seeds": list(plan.seeds),
        "threads": plan.threads,
        "costs": {"false_match": costs.false_match, "missed_resident": costs.missed_resident,
                  "review": costs.review},
        "absent": table.absent,
        "too_large": sorted({f"{method}: {name}" for method, name, _ in table.too_large}),
        "failed": [f"{method}: {name}, zaad {seed}" for method, name, seed in table.failed],
        "methods": methods,
        "runs": runs,
        **({"sensitivity": sensitivity(table, costs)} if plan.sensitivity else {}),
    }  # fmt: skip


def sensitivity(table: Table, costs: Costs) -> dict[str, Any]:
    """Return scenario → variant ("" for the scenario itself, on the same seed) → method → its scores."""
    first = table.plan.seeds[0]
    found: dict[str, Any] = {}
    for run in table.runs:
        if run.seed == first and run.scenario not in FEBRL:
            variants = found.setdefault(run.scenario, {})
            variants.setdefault(run.variant, {})[run.method] = score_fields(
                score(run.judged, costs)
            )
    return found


def as_csv(results: dict[str, Any]) -> str:
    """Return one line a run: `;`-separated, decimal points."""
    header = ["scenario", "seed", "method", "residents", "signals", "seconds", "peak_mib", "cost",
              "ece", "log_loss"]  # fmt: skip
    parts = [(name, part) for name in RATES for part in ("count", "of")]
    rows = [
        ["" if run[key] is None else run[key] for key in header] + [run[name][part] for name, part in parts]
        for run in results["runs"]
    ]  # fmt: skip
    return csv_text([[*header, *(f"{name}_{part}" for name, part in parts)], *rows], end="\n")


def as_bytes(results: dict[str, Any]) -> str:
    """Return the JSON as text, keys in the order they were made."""
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def percent(rate: dict[str, Any] | None) -> str:
    """Return a share with its interval in Dutch: `0,3% (0,1–0,9)`."""
    if rate is None or rate["value"] is None:
        return "–"
    value, low, high = (100 * rate[key] for key in ("value", "low", "high"))
    decimals = 2 if value < 1 else 1
    return f"{decimal(value, decimals)}% ({decimal(low, decimals)}–{decimal(high, decimals)})"


def number(value: float | None, decimals: int) -> str:
    """Return a number with a decimal comma, a dash where there is none."""
    return NOT_KNOWN if value is None else decimal(value, decimals)


MAIN_HEADER = ("methode", "onterechte uitval", "fout onder automatische matches", "te beoordelen",
               "kosten per signaal", "ECE", "seconden", "MiB")  # fmt: skip


def main_rows(results: dict[str, Any], scenario: str | None = None) -> list[list[str]]:
    """Rows of the table of methods: shares with their 95% interval, median seconds, peak memory."""
    rows = []
    for method, of in results["methods"].items():
        if scenario is not None and scenario not in of["scenarios"]:
            continue
        fields = of["all"] if scenario is None else of["scenarios"][scenario]
        everything = max(m["all"]["signals"] for m in results["methods"].values())
        partly = scenario is None and of["all"]["signals"] < everything
        runs = [
            run
            for run in results["runs"]
            if run["method"] == method and scenario in (None, run["scenario"])
        ]
        rows.append(
            [
                f"{method} (niet alle registers)" if partly else method,
                percent(fields["wrongful_drop"]),
                percent(fields["wrong_automatic"]),
                percent(fields["review"]),
                number(fields["cost"], 3),
                number(fields["ece"], 4),
                number(median(run["seconds"] for run in runs), 1),
                str(max(run["peak_mib"] for run in runs)),
            ]
        )
    return rows


def as_text(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay a table out in columns for a terminal."""
    widths = [max(len(str(row[i])) for row in (header, *rows)) for i in range(len(header))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)) for r in (header, *rows)]
    return "\n".join(line.rstrip() for line in lines)
