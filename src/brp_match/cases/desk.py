"""The pick-up list of a run's cases, with what a municipality asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from brp_match.cases.bsn import read_bsns
from brp_match.cases.exchange import Exchange, exchange, write_exchange
from brp_match.cases.layout import Layout
from brp_match.cases.pick_up import pick_up_rows
from brp_match.cases.pick_up_files import write_lists
from brp_match.cases.work import Work


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
