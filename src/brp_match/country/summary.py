"""What came of all municipalities together: samenvatting.csv, samenvatting.json and the rows decided nowhere."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from brp_match.country.split import Split
from brp_match.country.work import MunicipalityOutcome
from brp_match.csv_file import write_csv
from brp_match.json_file import write_json

SUMMARY, TABLE, ASIDE = "samenvatting.json", "samenvatting.csv", "quarantine.csv"
SUMMARY_FILES = (TABLE, ASIDE, SUMMARY)
"""What stands beside the folders of the municipalities; the last tells that the run is whole."""

BESLUITEN = ("match", "review", "reject")
COLUMNS = ("deel", "gemeenten", "inwoners", "signalen", *BESLUITEN, "quarantaine", "fout")


def reconciliation(shared: Split, outcomes: Sequence[MunicipalityOutcome]) -> dict[str, Any]:
    """Rows of signals delivered against rows decided, set aside in a municipality, set aside before any, and those
    of municipalities that were not decided."""
    undecided = {one.key for one in outcomes if one.faults}
    left = sum(share.signals for share in shared.shares if share.key in undecided)
    decided = sum(one.signals for one in outcomes)
    aside = sum(one.aside for one in outcomes)
    return {
        "rijen_in": shared.rows,
        "besloten": decided,
        "quarantaine": aside,
        "quarantaine_geen_gemeente": shared.aside,
        "niet_besloten": left,
        "klopt": shared.rows == decided + aside + shared.aside + left,
    }


def write_summary(
    shared: Split, outcomes: Sequence[MunicipalityOutcome], room: Path, out: Path
) -> None:
    """Write the files of SUMMARY_FILES in `room` and put them in `out`, samenvatting.json last.

    Raises RuntimeError when a row was lost.
    """
    check = reconciliation(shared, outcomes)
    if not check["klopt"]:
        raise RuntimeError("rows in do not equal rows decided plus rows set aside")
    write_csv(room / TABLE, COLUMNS, (_row(one) for one in outcomes))
    total = {name: sum(one.counts.get(name, 0) for one in outcomes) for name in BESLUITEN}
    write_json(
        {
            "afstemming": check,
            "besluiten": total,
            "delen": len(outcomes),
            "zonder_signalen": shared.idle,
            "inwoners_zonder_gemeente": shared.nowhere,
            "niet_gelukt": {
                one.key: [fault.code for fault in one.faults] for one in outcomes if one.faults
            },
            "tijden": {one.key: round(one.seconds, 3) for one in outcomes if one.seconds},
            "geheugen_mib": max((one.memory for one in outcomes), default=0),
        },
        room / SUMMARY,
    )
    for name in SUMMARY_FILES:
        os.replace(room / name, out / name)


def _row(one: MunicipalityOutcome) -> list[Any]:
    return [
        one.key, ",".join(one.codes), one.residents, one.signals, *(one.counts.get(name, 0) for name in BESLUITEN),
        one.aside, "|".join(fault.code for fault in one.faults),
    ]  # fmt: skip
