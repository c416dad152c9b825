"""What the demo tells beside its table: debt counselling, a list of the CAK, cases and trays, doubts about the register."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from brp_match.csv_file import read_csv
from brp_match.output import written_beside
from brp_match.settings import SEED
from brp_match.synthetic import HELP_DUE, Town
from brp_match.synthetic.other_lists import Clients, write_clients, write_lists

SHV = "clienten.csv"

CLIENTS = Clients(clients=0.02, housemates=0.02, others=40, strangers=10, signalled=3)
"""Who stands in the file of debt counselling of the last month."""
UNKNOWN = "vreemde"
"""What the truth calls a signal about somebody of no register."""

CAK = ("cak-2026-10", "cak-2026-11")
CAK_ROWS = 80
"""A list of the CAK a month, and its rows. Source of the number: the signaalreis."""


def other_lists(town: Town, folder: Path) -> list[Path]:
    """Write the file of debt counselling and the lists of the CAK; returns the lists, old to new."""
    everybody = read_csv(town.truth[-1])
    truth = [row for row in everybody if row["soort"] in HELP_DUE]
    about = {
        row["signaal_id"] for row in everybody if row["soort"] == UNKNOWN and not row["fouten"]
    }
    unknown = [row for row in read_csv(town.signals[-1]) if row["signaal_id"] in about]
    write_clients(town, truth, folder / SHV, random.Random(SEED), CLIENTS, unknown)
    lists = [folder / f"{name}.csv" for name in CAK]
    write_lists(town, lists, CAK_ROWS, random.Random(SEED))
    return lists


def check_newest(lists: Sequence[Path], out: Path, month: date) -> str:
    """Check the newest list beside the one before; returns the sentence about it."""
    from brp_match.lists.check import ListRequest, check_list

    return check_list(
        ListRequest(
            lists[-1], out / "register.duckdb", out / "lijst", vorige=lists[-2], name="CAK november",
            month=month,
        )
    ).sentence  # fmt: skip


def told_of_others(runs: Sequence[Path], folder: Path, list_told: str) -> list[str]:
    """Write the doubts about the register in `folder`; returns lines about them, debt counselling and the list."""
    from brp_match.cases.doubts import ENOUGH
    from brp_match.cases.doubts_of_runs import doubts_of_runs
    from brp_match.cases.report_back import visible, write_doubts

    found = visible(doubts_of_runs(runs), lambda who: not who.geheim)
    with written_beside(folder) as beside:
        write_doubts(found, beside)
    many = sum(one.bronnen >= ENOUGH for one in found.doubts)
    record = json.loads((runs[-1] / "run.json").read_text(encoding="utf-8"))
    known = record["schuldhulpverlening"]
    about = [
        row for row in read_csv(runs[-1] / "decisions.csv") if "BEKEND_BIJ_SHV" in row["redenen"]
    ]
    nobody = sum(not row["persoon_id"] for row in about)
    return [
        f"Schuldhulpverlening: van {known['rijen']} cliënten zijn er {known['gevonden']} een inwoner; {len(about)} signalen "
        f"gaan daarom langs een mens, waarvan {nobody} over iemand die de BRP niet kent.",
        f"Lijst van het CAK: {list_told}",
        f"Adressen waar de BRP misschien niet klopt: {len(found.doubts)}, waarvan {many} bij meer dan één "
        "vastelastenpartner; een mens kiest wat Burgerzaken hoort.",
    ]


def told_of_cases(runs: Sequence[Path], exact: Mapping[str, str]) -> list[str]:
    """Return the cases and trays of the last month, beside what today's check drops of them."""
    from brp_match.cases.compare import compare_ways, table_lines, written_ways
    from brp_match.cases.run_files import work_of_run
    from brp_match.cases.ways import load_way, shipped

    ways = [load_way(name) for name in shipped()]
    work = work_of_run(runs[-1], runs[:-1], ways[0])
    matched = [one.case for one in work if one.case.besluit == "match"]
    compared = compare_ways([one.case for one in work], ways)
    written_ways(compared, runs[-1] / "bakjes.csv")
    dropped = [[not exact.get(one.signaal_id, "-") for one in case.signalen] for case in matched]
    lost = sum(all(one) for one in dropped)
    partly = sum(any(one) and not all(one) for one in dropped)
    many = sum(len(case.vlps) > 1 for case in matched)
    again = sum(case.zaken_6_maanden > 0 for case in matched)
    return [
        f"{len(work)} zaken in de laatste maand, waarvan {len(matched)} om op te pakken: {many} met signalen van "
        f"meer vastelastenpartners, {again} recidive.",
        f"Vandaag ziet een gemeente er {lost} niet, want alle signalen ervan vallen uit; bij {partly} mist zij er een deel.",
        "",
        "Wat zes gemeenten (bijlage 1 van de signaalreis) met deze zaken zouden doen:",
        *table_lines(compared),
    ]
