"""The decisions of a finished run that an account may see, out of its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Generator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from brp_match.csv_file import each_row
from brp_match.database import connect, rows_by_name
from brp_match.output import OPEN_DECISIONS
from brp_match.review.runs import Run
from brp_match.review.sight import LIKELY_FROM, Sight, codes_of
from brp_match.run_tables import seen_sql


def decisions_file(folder: Path, sight: Sight) -> Path:
    """Return the decisions of a run, or those as if nobody with secrecy stood in the register."""
    return folder / ("decisions.csv" if sight.secrecy else OPEN_DECISIONS)


def visible_rows(path: Path, own: Collection[str], sight: Sight) -> Generator[dict[str, str]]:
    """Yield the rows of a file of decisions that may be seen.

    `own`: the codes of the municipalities of the run. Where not all of these may be seen a row names no
    runner-up, who may live in another.
    """
    people = {} if sight.whole else _likely(path.parent, sight)
    for row in each_row(path):
        if sight.whole:
            yield row
        elif sight.of(codes_of(row["gemeente"], people.get(row["signaal_id"], ()), own)):
            yield row | {"tweede_persoon_id": "", "tweede_kans": ""}


def _likely(folder: Path, sight: Sight) -> dict[str, list[Mapping[str, Any]]]:
    """Return signaal_id → the candidates it may well mean."""
    with connect(threads=1) as con:
        rows = rows_by_name(
            con,
            f"""SELECT signaal_id, rang, kans, gemeente FROM {seen_sql(folder, "candidates", secrecy=sight.secrecy)}
            WHERE rang = 1 OR kans >= {LIKELY_FROM} ORDER BY signaal_id, rang""",
        )
        return {key: list(group) for key, group in groupby(rows, lambda row: row["signaal_id"])}


def counts_of(run: Run, sight: Sight) -> Mapping[str, int]:
    """Return decisions by kind as a run made them; empty until it is done, or where its files are gone."""
    if sight.whole:
        return run.counts(secrecy=sight.secrecy)
    path = decisions_file(Path(run.folder), sight)
    if not run.done or not path.is_file():
        return {}
    return Counter(row["besluit"] for row in visible_rows(path, run.municipalities, sight))
