"""What a run in the service learns from and joins: deliveries that came before it, and what people decided about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import Connection, select

from brp_match.cases.periods import months_later
from brp_match.csv_file import csv_rows
from brp_match.database import connect, exact, quote_literal
from brp_match.delivery.month import month_of
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_signals
from brp_match.review.export import reviews_csv
from brp_match.review.runs import Run
from brp_match.review.schema import runs

MONTHS = 12
"""Earlier months to learn from, the newest: habits of deliverers change. Of a month every delivery counts: where
there is one a day, twelve runs would be two weeks."""


def collect(con: Connection, run: Run, reviews: Path) -> dict[str, Any]:
    """Return `history` (folders of earlier deliveries) and `reviews` (written to that file, '' for none).

    Earlier: of a month before this delivery's, of the same month, or of the next, for a late one. A signal id that occurs in several
    of these deliveries, or in this one, names no signal for sure: what was decided about it is left out.
    A delivery that cannot be read learns nothing here: linking says what is wrong with it.
    """
    done = select(runs.c.id).where(runs.c.state == "klaar", runs.c.month != "").limit(1)
    # a first delivery has nothing to learn from: it is not read for that
    month, ids = _delivery(run) if con.execute(done).first() else ("", set())
    if not month:
        return {"history": [], "reviews": ""}
    history = [folder for _, folder in earlier_runs(con, month)]
    if not history:
        return {"history": [], "reviews": ""}
    known = ids_of_one_run(history) - ids
    reviews.write_text(reviews_of(con, known), encoding="utf-8", newline="")
    return {"history": [str(one) for one in history], "reviews": str(reviews)}


def reviews_of(con: Connection, known: Collection[str]) -> str:
    """Return what people decided of the signals `known`, as `link --reviews` reads it."""
    head, *lines = reviews_csv(con)
    return head + "".join(line for line in lines if next(csv_rows([line]))[0] in known)


def earlier_runs(con: Connection, month: str, *, before: bool = False) -> list[tuple[str, Path]]:
    """Return id and folder of the runs done that a delivery of `month` (jjjj-mm) has before it, with their files.

    Of the newest months up to it, and of the month after it, where a late delivery finds signals of its own month; with
    `before` only of the months before it.
    """
    last = runs.c.month < month if before else runs.c.month <= _next(month)
    done = (runs.c.state == "klaar", last, runs.c.month != "")
    months = (
        select(runs.c.month).distinct().where(*done).order_by(runs.c.month.desc()).limit(MONTHS)
    )
    rows = con.execute(
        select(runs.c.id, runs.c.folder)
        .where(*done, runs.c.month.in_([str(row[0]) for row in con.execute(months)]))
        .order_by(runs.c.month.desc(), runs.c.created.desc(), runs.c.id)
    ).all()
    found = [(str(row.id), Path(row.folder)) for row in rows]
    return [one for one in found if (one[1] / "signals.parquet").is_file()]


def _next(month: str) -> str:
    return f"{months_later(date.fromisoformat(f'{month}-01'), 1):%Y-%m}"


def _delivery(run: Run) -> tuple[str, set[str]]:
    """Return the month of a delivery ('' for one that cannot be read) and its signal ids."""
    con = connect(threads=1)
    try:
        mapping = Path(run.request.mapping) if run.request.mapping else None
        load_signals(con, [Path(one) for one in run.request.signals], mapping)
        dates = con.execute("SELECT signaaldatum, count(*) FROM raw_signalen GROUP BY 1").fetchall()
        ids = con.execute("SELECT DISTINCT signaal_id FROM raw_signalen").fetchall()
    except (BrpMatchError, duckdb.Error):
        return "", set()
    finally:
        con.close()
    return month_of(dates) or f"{run.created:%Y-%m}", {str(row[0]) for row in ids}


def ids_of_one_run(history: Sequence[Path]) -> set[str]:
    """Return the signal ids that occur in exactly one of these runs: others name no signal for sure."""
    files = ", ".join(quote_literal(exact(one / "signals.parquet")) for one in history)
    with connect(threads=1) as con:
        rows = con.execute(
            f"""SELECT signaal_id FROM read_parquet([{files}], filename = true, hive_partitioning = false)
            GROUP BY signaal_id HAVING count(DISTINCT filename) = 1"""
        ).fetchall()
    return {str(row[0]) for row in rows}
