"""The decisions of a run as they leave the store, people's decisions in the place of reviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from brp_match.cells import plain_cell, safe_cell
from brp_match.csv_file import csv_rows, csv_text
from brp_match.decide.feedback import going_out
from brp_match.errors import BrpMatchError
from brp_match.model import Feedback, FeedbackState
from brp_match.review import audit
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.export import Final, finals, hidden_signals
from brp_match.review.schema import cases, feedback, runs
from brp_match.review.sight import Sight, own_codes
from brp_match.review.visible import decisions_file, visible_rows

FETCHED = "besluiten_uitgevoerd"
"""The kind of the audit's line."""

ONE_FETCH = timedelta(hours=1)
"""Pages that one account asks of one run within so long are one line of the audit."""

CHUNK = 500
"""Rows for which the store is asked at once."""


def export_decisions(
    con: Connection, account: Account, run_id: str, now: datetime
) -> Iterator[str]:
    """Return the decisions of a run as CSV lines for people and case systems; a line in the audit.

    See `decided_rows`. No cell runs as a formula in a spreadsheet. Raises BrpMatchError 404, or 410 when
    the files were deleted.
    """
    path, sight = _file(con, run_id, account.sight), account.sight
    audit.write(con, FETCHED, account_id=account.id, now=now, run_id=run_id, detail={})
    with path.open(encoding="utf-8", newline="") as stream:
        names = next(csv_rows(stream), [])
    lines = [_line([*names, "beoordeeld"])]
    lines += (_line(list(row.values())) for row in decided_rows(con, run_id, path, sight=sight))
    return iter(lines)


def decisions_page(
    engine: Engine,
    account: Account,
    run_id: str,
    now: datetime,
    *,
    start: int,
    size: int,
    besluit: str = "",
) -> tuple[list[dict[str, str]], int | None]:
    """Return at most `size` rows of `decided_rows` from row `start` (0, 1, …) on, and where the next page starts.

    Only rows that end as `besluit`, '' for all; None for no next page. Reads what the page shows and no
    more. All pages that an account asks within `ONE_FETCH` are one line of the audit. Raises as
    `export_decisions`.
    """
    found: list[dict[str, str]] = []
    following = None
    with reading(engine) as con:
        chunk = CHUNK if besluit else size + 1
        path = _file(con, run_id, account.sight)
        rows = decided_rows(con, run_id, path, start, chunk, sight=account.sight)
        for place, row in enumerate(rows, start):
            if besluit in ("", row["besluit"]):
                if len(found) == size:
                    following = place
                    break
                found.append(row)
        told = audit.since(con, FETCHED, now - ONE_FETCH, account_id=account.id, run_id=run_id)
    if not told:
        with engine.begin() as con:
            audit.write(con, FETCHED, account_id=account.id, now=now, run_id=run_id, detail={})
    return found, following


def decided_rows(
    con: Connection,
    run_id: str,
    path: Path,
    start: int = 0,
    chunk: int = CHUNK,
    *,
    sight: Sight,
) -> Iterator[dict[str, str]]:
    """Yield the rows of decisions.csv at `path` that may be seen, from row `start` of these on, with what people
    made of them.

    Adds `beoordeeld` (ja, nee). What a judgement makes of a decision: see `after_review`. A review that
    nobody decided yet stays a review. `terugkoppeling_status` is bevestigd where a person said what the
    deliverer hears, geweigerd where a person refused the proposal: then it is `niet_opgepakt`. `ddas_status`
    is what may go out now (`going_out`): of a proposal that nobody confirmed, nothing yet. Without the
    right of secrecy, `path` is the file without persons who have it; what people made of cases that may not be seen is
    left out. The store is asked for `chunk` rows at once.
    """
    own = own_codes(con.execute(select(runs.c.record).where(runs.c.id == run_id)).scalar())
    with closing(visible_rows(path, own, sight)) as visible:
        delivered = islice(visible, start, None)
        while records := list(islice(delivered, chunk)):
            records = [
                {name: plain_cell(value or "") for name, value in record.items()}
                for record in records
            ]
            signals = [record["signaal_id"] for record in records]
            decided = {one.signaal_id: one for one in finals(con, run_id, signals, sight)}
            told = dict(
                con.execute(
                    select(cases.c.signaal_id, feedback.c.code)
                    .join(feedback, feedback.c.case_id == cases.c.id)
                    .where(cases.c.run_id == run_id, cases.c.signaal_id.in_(signals))
                    .where(sight.ours())
                ).all()
            )
            if hidden := hidden_signals(con, run_id, list(decided.values()), sight):
                decided = {key: one for key, one in decided.items() if key not in hidden}
                told = {key: code for key, code in told.items() if key not in hidden}
            for record in records:
                one = decided.get(record["signaal_id"])
                said = _said(told.get(record["signaal_id"]), record["terugkoppeling"], one)
                row = dict(record)
                if one is not None and one.result is not None:
                    row |= {name: str(value) for name, value in asdict(one.result).items()}
                row |= said
                # a run of before has no such column
                if word := row.get("ddas_status"):
                    row["ddas_status"] = going_out(word, row["terugkoppeling_status"])
                yield row | {"beoordeeld": "nee" if one is None else "ja"}


def _file(con: Connection, run_id: str, sight: Sight) -> Path:
    folder = con.execute(select(runs.c.folder).where(runs.c.id == run_id)).scalar()
    if folder is None:
        raise BrpMatchError("RUN_ONBEKEND", "run", "deze levering bestaat niet", http_status=404)
    path = decisions_file(Path(folder), sight)
    if not path.is_file():
        raise BrpMatchError(
            "RUN_VERWIJDERD", "run", "de bestanden van deze run zijn verwijderd", http_status=410
        )
    return path


def _said(code: str | None, proposed: str, one: Final | None) -> dict[str, str]:
    """What a person said of the feedback of a decision, where that stands; {} otherwise.

    A judgement after it goes first, but a proposal that was refused never goes out after all.
    """
    if code is None:
        return {}
    judged = one.result.terugkoppeling if one is not None and one.result is not None else None
    refused = code == Feedback.NIET_OPGEPAKT
    if judged is not None and judged != (proposed if refused else code):
        return {}
    state = FeedbackState.REFUSED if refused else FeedbackState.CONFIRMED
    return {
        "terugkoppeling": code, "terugkoppeling_status": str(state), "ddas_status": Feedback(code).status,
    }  # fmt: skip


def _line(values: Sequence[str]) -> str:
    return csv_text([[safe_cell(value) for value in values]])
