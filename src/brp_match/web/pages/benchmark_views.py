"""The benchmark page: the tables of `results.json`, as `brp-match benchmark` wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.web.pages.seat import Context

RESULTS = "results.json"
FOLDER = "benchmark"
"""Folder within the data folder of the service: `brp-match benchmark --out DATA/benchmark`."""


def benchmark_page(data: Path) -> Context:
    """Return the context of benchmark.html; no tables when there is no result yet.

    Raises BrpMatchError UITSLAG_ONLEESBAAR for a file that is no result of the benchmark.
    """
    path = data / FOLDER / RESULTS
    if not path.is_file():
        return {"tabellen": []}
    try:
        return {"tabellen": _tables(json.loads(path.read_text(encoding="utf-8")))}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrpMatchError(
            "UITSLAG_ONLEESBAAR",
            RESULTS,
            "dit bestand is geen uitslag van 'brp-match benchmark'",
            http_status=500,
        ) from error


def _tables(results: dict[str, Any]) -> list[dict[str, Any]]:
    from brp_match.benchmark.reports.words import METHODS
    from brp_match.benchmark.tables import MAIN_HEADER, main_rows

    names = sorted({name for of in results["methods"].values() for name in of["scenarios"]})
    titles: list[tuple[str, str | None]] = [("Alle gemeenten samen", None)]
    if len(names) > 1:
        titles += [(f"Gemeente “{name}”", name) for name in names]
    return [
        {
            "titel": title,
            "koppen": [head[:1].upper() + head[1:] for head in MAIN_HEADER],
            "rijen": [
                [METHODS.get(row[0], row[0]), *row[1:]] for row in main_rows(results, scenario)
            ],
        }
        for title, scenario in titles
    ]
