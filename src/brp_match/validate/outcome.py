"""How every expectation did, in words for a terminal and as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from brp_match.content.files import content_hash
from brp_match.database import Connection, table_exists
from brp_match.dutch import percentage, whole
from brp_match.validate.run import Result

FINDINGS = {
    "signalen": "bevindingen",
    "leveringen": "bevindingen",
    "inwoners": "bevindingen_inwoners",
}
"""What an expectation is about → table of its findings."""


def lines(results: Sequence[Result]) -> Iterator[str]:
    """Give a line for each expectation, by subject; `!` where the norm was not met."""
    subject = ""
    for result in results:
        expectation = result.verwachting
        if expectation.onderwerp != subject:
            subject = expectation.onderwerp
            yield f"\n{subject}"
        yield f"{'  ' if result.gehaald else '! '}{expectation.id:<34}{_share(result)}"


def summary(results: Sequence[Result]) -> str:
    """Say in one line how many expectations were met."""
    checked = [result for result in results if result.noemer]
    met = sum(1 for result in checked if result.gehaald)
    left = len(results) - len(checked)
    tail = f", {left} niet te toetsen" if left else ""
    return f"{met} van {len(checked)} verwachtingen gehaald{tail}"


def as_json(con: Connection, results: Sequence[Result]) -> str:
    """Write results as JSON: counts per deliverer, and failing rows as file and line only."""
    rows = _rows(con)
    content = {
        "inhoud": content_hash("expectations"),
        "verwachtingen": [_entry(result, rows) for result in results],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _entry(result: Result, rows: dict[tuple[str, str], dict[str, list[int]]]) -> dict[str, Any]:
    e = result.verwachting
    return {
        "code": e.id,
        "over": e.over,
        "onderwerp": e.onderwerp,
        "titel": e.titel,
        "dimensie": str(e.dimensie),
        "ernst": str(e.ernst),
        "sectoren": list(e.sectoren),
        "velden": list(e.velden),
        "norm": e.norm,
        "norm_van": str(e.norm_van),
        "advies": e.advies,
        "bron": e.bron,
        "teller": result.teller,
        "noemer": result.noemer,
        "gehaald": result.gehaald if result.noemer else None,
        "per_vlp": [
            {"vlp": vlp, "teller": failed, "noemer": checked}
            for vlp, (failed, checked) in sorted(result.per_vlp.items())
        ],
        "regels": rows.get((FINDINGS[e.over], e.id), {}),
    }


def _rows(con: Connection) -> dict[tuple[str, str], dict[str, list[int]]]:
    """Failing lines by table and code, and by file."""
    found: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(dict)
    for table in dict.fromkeys(FINDINGS.values()):
        if table_exists(con, table):
            for code, file, numbers in con.execute(
                f"""SELECT f.code, b.bestand, list(f.regel ORDER BY f.regel) FROM {table} f
                JOIN bronnen b ON b.bron = f.bron GROUP BY f.code, f.bron, b.bestand ORDER BY f.code, f.bron"""
            ).fetchall():
                found[table, code].setdefault(file, []).extend(numbers)
    return found


def _share(result: Result) -> str:
    if not result.noemer:
        return "niet te toetsen"
    worst = result.verwachting.hoogste_foutdeel
    return (
        f"{whole(result.teller):>9} van {whole(result.noemer):<9} "
        f"{_percent(result.teller / result.noemer):>7}  norm: hoogstens {_percent(worst)} ({result.verwachting.norm_van})"
    )


def _percent(share: float) -> str:
    """A share in Dutch form; more decimals where one would round it away."""
    places = 1 if share in (0, 1) or share >= 0.001 else 2
    return percentage(share, places)
