"""Draw the cases that new reviewers practise on from a month that `brp-match demo` made, with the truth beside them.

    python benchmarks/practice.py DEMO

Writes src/brp_match/review/practice.json: everybody in it is made up. Cases a system decides by itself stand among
those it leaves to people, so that a reviewer meets every kind; the order is drawn by the number of the signal.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from brp_match.database import connect, parquet_sql, rows_by_name

TARGET = Path(__file__).parents[1] / "src" / "brp_match" / "review" / "practice.json"
OF_A_KIND = 2
"""Cases of every kind of signal and of every mistake that the month has."""

MOST = 30
PEOPLE = 4
"""Residents beside a signal at most."""

DROPPED = {"bron", "regel", "bestand", "uitval_reden", "leert"}


def main(demo: Path) -> None:
    """Write the file from the last month of a demo."""
    run = demo / "uitkomst"
    con = connect()
    tables = {
        name: rows_by_name(con, f"SELECT * FROM {parquet_sql(run / f'{name}.parquet')}")
        for name in ("signals", "decisions", "candidates")
    }
    (path,) = (demo / "gemeente").glob("waarheid-2026-11.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        truth = {row["signaal_id"]: row for row in csv.DictReader(stream, delimiter=";")}
    signals = {row["signaal_id"]: row for row in tables["signals"]}
    decisions = {row["signaal_id"]: row for row in tables["decisions"]}
    people: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(tables["candidates"], key=lambda one: one["rang"]):
        if not row["geheim"]:
            people.setdefault(row["signaal_id"], []).append(row)
    cases = []
    for number in _drawn(truth, decisions, people):
        rows = people[number][:PEOPLE]
        cases.append(
            {
                "signaal": _plain(signals[number]),
                "inwoners": [_plain(row) | {"rang": place} for place, row in enumerate(rows, 1)],
                "kans_geen": round(decisions[number]["kans_geen"], 4),
                "persoon_id": truth[number]["persoon_id"],
                "soort": truth[number]["soort"],
                "fouten": [one.split(":")[0] for one in truth[number]["fouten"].split("|") if one],
            }
        )
    # a case a line
    rows = ",\n".join(json.dumps(one, ensure_ascii=False, default=str) for one in cases)
    text = f"[\n{rows}\n]"
    TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{len(cases)} cases, {TARGET.stat().st_size // 1024} KiB")


def _drawn(truth: dict[str, Any], decisions: dict[str, Any], people: dict[str, Any]) -> list[str]:
    """Numbers of signals: reviews first among equals, some of every kind and of every mistake."""
    seen: dict[str, int] = {}
    order = sorted(
        truth,
        key=lambda one: (
            decisions[one]["besluit"] != "review",
            hashlib.sha256(one.encode()).hexdigest(),
        ),
    )
    chosen = []
    for number in order:
        row = truth[number]
        mistakes = [one.split(":")[0] for one in row["fouten"].split("|") if one]
        labels = [row["soort"], *mistakes]
        if number not in people or (not mistakes and row["soort"] == "ter_plaatse"):
            continue
        if any(seen.get(label, 0) < OF_A_KIND for label in labels):
            chosen.append(number)
            for label in labels:
                seen[label] = seen.get(label, 0) + 1
        if len(chosen) == MOST:
            break
    return sorted(chosen, key=lambda one: hashlib.sha256(f"orde{one}".encode()).hexdigest())


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what a page does not show; figures short."""
    return {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in row.items()
        if value not in (None, "") and key not in DROPPED
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
