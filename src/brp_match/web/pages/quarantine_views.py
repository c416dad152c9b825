"""Rows of a delivery that were set aside, as their page and their file show them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from brp_match.cells import safe_cell
from brp_match.csv_file import csv_text, each_row
from brp_match.dutch import sentence
from brp_match.review import accounts, mending, runs
from brp_match.review.accounts import Role
from brp_match.review.runs import Run, RunState
from brp_match.web.errors import WebError
from brp_match.web.pages.case_views import number_of
from brp_match.web.pages.run_views import as_sent, run_head
from brp_match.web.pages.seat import Context, Seat

ROWS = 50
"""Rows set aside on one page."""


def quarantine_page(seat: Seat, run_id: str, start: int) -> Context:
    """Return the context of quarantine.html, a page of rows from `start` (0 is the first). 404 without."""
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
    path = Path(run.folder) / "quarantine.csv"
    if run.state is not RunState.KLAAR or not path.is_file():
        raise WebError(404, "GEEN_RIJEN", "Van deze levering zijn er geen rijen te tonen.")
    closed = set() if seat.user.secrecy else _of_the_register(run)
    groups: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    total = 0
    for total, row in enumerate(each_row(path), start=1):
        message = sentence(row["melding"])
        groups[message] += 1
        if start < total <= start + ROWS:
            text = None if row["bestand"] in closed else row["tekst"]
            place = as_sent(run, row["bestand"])
            shown.append(
                row | {"melding": message, "bestand": place, "tekst": text, "nummer": total}
            )
    here = f"/leveringen/{run_id}/apart-gezet"
    mended, waiting = _mended(seat, run)
    return {
        "verbeterd": mended,
        "wachten": waiting,
        "run": run_head(run),
        "totaal": total,
        "terugsturen": seat.is_a(Role.COORDINATOR) and bool(total),
        "van": start + 1,
        "tot": start + len(shown),
        "groepen": [
            {"melding": text, "aantal": n}
            for text, n in sorted(groups.items(), key=lambda item: (-item[1], item[0]))
        ],
        "rijen": shown,
        "vorige": f"{here}?vanaf={max(0, start - ROWS)}" if start else None,
        "volgende": f"{here}?vanaf={start + ROWS}" if start + ROWS < total else None,
    }


def _mended(seat: Seat, run: Run) -> tuple[dict[int, Context], int]:
    """Return, of every row that can be mended, where that is done, or who did it and where it joined; and how many wait
    to join. Nothing for who may not send a delivery."""
    if not (seat.is_a(Role.COORDINATOR) and seat.user.sight.whole):
        return {}, 0
    with seat.reading() as con:
        joined = mending.joined(con, run.id)
        names = {one.id: one.name for one in accounts.list_accounts(con)}
    made = mending.kept(run)
    found: dict[int, Context] = {}
    for row in mending.rows_aside(run):
        if mending.file_of(run, row) is None:
            continue
        mend, there = made.get(row.number), joined.get(row.number)
        found[row.number] = {
            "href": f"/leveringen/{run.id}/apart-gezet/{row.number}" if there is None else "",
            "wie": names.get(mend.account_id, "") if mend else "",
            "moment": mend.at if mend else "",
            "waarom": mend.reason if mend else "",
            "in": {"href": f"/leveringen/{there.id}", "nummer": number_of(there.id)}
            if there
            else None,
        }
    return found, sum(number not in joined for number in made)


def quarantine_lines(seat: Seat, run_id: str) -> list[str]:
    """Return the rows of the delivery itself that were set aside, as lines of a CSV with a header; of the register
    none. WebError 404 without any."""
    with seat.reading() as con:
        run = runs.get_run(con, run_id)
    path = Path(run.folder) / "quarantine.csv"
    if run.state is not RunState.KLAAR or not path.is_file():
        raise WebError(404, "GEEN_RIJEN", "Van deze levering zijn er geen rijen op te halen.")
    ours = _of_the_register(run)
    rows = [
        (as_sent(run, row["bestand"]), row["regel"], sentence(row["melding"]), row["tekst"])
        for row in each_row(path)
        if row["bestand"] not in ours
    ]
    header = ("bestand", "regel", "wat er mis is", "wat er stond")
    return [csv_text([[safe_cell(cell) for cell in cells]]) for cells in (header, *rows)]


def _of_the_register(run: Run) -> set[str]:
    """Names of the files of the register: a row that cannot be used may be of somebody with secrecy."""
    about = ("inwoners", "vorige_adressen")
    return {one["bestand"] for one in run.record.get("invoer", []) if one["soort"] in about}
