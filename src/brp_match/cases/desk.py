"""The pick-up list of a run's cases, with what a municipality asked for: the BSN too, of its own file, kept nowhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def bsns_of(work: Sequence[Work], path: Path | None) -> dict[str, str] | None:
    """Return `read_bsns` of the residents of matched cases; None where no file was given. Raises as that does."""
    if path is None:
        return None
    return read_bsns(path, {one.case.persoon_id for one in work if one.case.besluit == "match"})


def write_pick_up(
    work: Sequence[Work],
    layout: Layout,
    folder: Path,
    *,
    secrecy: bool,
    bsn: Mapping[str, str] | None,
    seen: Sequence[Work],
) -> Exchange:
    """Write oppaklijst.csv and oppaklijst.xlsx of the matched cases in `folder`, and ddas.json of all.

    `secrecy`: with residents with secrecy; `bsn`: persoon_id → BSN where they were asked for; `seen`: the work of ddas.json,
    without the right to secrecy as if nobody had it, as a signal that is missing would say of whom it is. Raises OSError. Returns
    what could not stand in ddas.json.
    """
    layout = layout if bsn is None else layout.with_bsn()
    write_lists(pick_up_rows(work, secrecy=secrecy, bsn=bsn), layout, folder)
    made = exchange(seen, datetime.now().astimezone(), secrecy=secrecy, bsn=bsn)
    write_exchange(made, folder)
    return made
