"""The pick-up list of a run's cases, with what a municipality asked for: the BSN too, of its own file, kept nowhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from brp_match.cases.exchange import Exchange, exchange, write_exchange
from brp_match.cases.layout import Layout
from brp_match.cases.pick_up import pick_up_rows
from brp_match.cases.pick_up_files import write_lists
from brp_match.cases.work import Work
from brp_match.ingest.columns import Kind
from brp_match.ingest.named_table import named_table
from brp_match.ingest.rows import STAGE

_KIND = Kind("bsn", "raw_bsn", ("persoon_id", "bsn"), (("persoon_id",), ("bsn",)))


def read_bsns(path: Path, people: Collection[str]) -> dict[str, str]:
    """Return persoon_id → BSN of these people, of a table with both columns (an extract of residents is one).

    Raises BrpMatchError BSN_ONTBREEKT for a file without them, or as reading a delivery does.
    """
    said = "dit bestand heeft geen kolommen persoon_id en bsn"
    with named_table(path, _KIND, "BSN_ONTBREEKT", said) as (con, columns):
        person, number = (columns[name] for name in _KIND.columns)
        rows = con.execute(
            f"""SELECT {person}, {number} FROM {STAGE}
            WHERE {number} IS NOT NULL AND {person} IN (SELECT unnest($1::VARCHAR[]))""",
            [sorted(people)],
        ).fetchall()
    # a spreadsheet takes the leading zero of a number of nine figures
    return {who: str(found).zfill(9) for who, found in rows}


def write_pick_up(
    work: Sequence[Work], layout: Layout, folder: Path, *, secrecy: bool, bsn: Path | None
) -> Exchange:
    """Write oppaklijst.csv and oppaklijst.xlsx of the matched cases in `folder`, and ddas.json of all.

    `secrecy`: with residents with secrecy; `bsn`: the file that has the BSN of persons. Raises BrpMatchError
    as `read_bsns`, OSError. Returns what could not stand in ddas.json.
    """
    numbers = None
    if bsn is not None:
        layout = layout.with_bsn()
        people = {one.case.persoon_id for one in work if one.case.besluit == "match"}
        numbers = read_bsns(bsn, people)
    write_lists(pick_up_rows(work, secrecy=secrecy, bsn=numbers), layout, folder)
    made = exchange(work, datetime.now().astimezone(), secrecy=secrecy, bsn=numbers)
    write_exchange(made, folder)
    return made
