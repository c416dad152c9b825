"""What the demo tells beside its table: debt counselling, a list of the CAK, cases and trays, doubts about the register."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from brp_match.csv_file import read_csv
from brp_match.dutch import counted, whole
from brp_match.output import written_beside
from brp_match.settings import SEED
from brp_match.synthetic import HELP_DUE, Town
from brp_match.synthetic.other_lists import Clients, write_clients, write_lists

SHV = "clienten.csv"

CLIENTS = Clients(clients=0.02, housemates=0.02, others=40, strangers=10, signalled=3)
"""Who stands in the file of debt counselling of the last month."""
UNKNOWN = "vreemde"
"""What the truth calls a signal about somebody of no register."""

CHOSEN = "keuze.csv"
"""The list of doubts as somebody filled it in."""

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
    """Write the doubts about the register in `folder`, with what a person might choose of them and what then goes to
    the keepers of the register; returns lines about that, debt counselling and the list."""
    from brp_match.cases.doubts import ENOUGH, RETURNED
    from brp_match.cases.doubts_of_runs import doubts_of_runs
    from brp_match.cases.report_back import (
        read_choices,
        report_rows,
        visible,
        write_doubts,
        write_report,
    )

    found = visible(doubts_of_runs(runs), lambda who: not who.geheim)
    with written_beside(folder) as beside:
        write_doubts(found, beside)
        rows = report_rows(read_choices(_choose(beside), found), found)
        write_report(rows, beside)
    many = sum(one.bronnen >= ENOUGH for one in found.doubts)
    record = json.loads((runs[-1] / "run.json").read_text(encoding="utf-8"))
    known = record["schuldhulpverlening"]
    about = [
        row for row in read_csv(runs[-1] / "decisions.csv") if "BEKEND_BIJ_SHV" in row["redenen"]
    ]
    nobody = sum(not row["persoon_id"] for row in about)
    return [
        f"Schuldhulpverlening: van {whole(known['rijen'])} cliënten zijn er {whole(known['gevonden'])} een inwoner; "
        f"{counted(len(about), 'signaal gaat', 'signalen gaan')} daarom langs een mens, waarvan {whole(nobody)} over iemand "
        "die de BRP niet kent.",
        f"Lijst van het CAK: {list_told}",
        f"Adressen waar de BRP misschien niet klopt: {whole(len(found.doubts))}, waarvan {whole(many)} bij meer dan één "
        f"vastelastenpartner. Een mens kiest wat Burgerzaken hoort: hier {whole(len(rows))}, waarvan "
        f"{whole(sum(row['reden'].endswith(RETURNED) for row in rows))} omdat ook de post terugkwam.",
    ]


def _choose(folder: Path) -> Path:
    """Fill the list of doubts in as a person might: report what several deliverers say, and the first that one says
    and whose post came back. Returns the filled list."""
    from brp_match.cases.doubts import ENOUGH
    from brp_match.cases.pick_up_files import OWNER_ONLY
    from brp_match.cases.report_back import CHOOSE

    with (folder / CHOOSE).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    alone = next((row for row in rows if int(row["bronnen"]) < ENOUGH), None)
    for row in rows:
        row["melden"] = "ja" if row is alone or int(row["bronnen"]) >= ENOUGH else "nee"
        row["post_retour"] = "ja" if row is alone else ""
    path = folder / CHOSEN
    path.touch(mode=OWNER_ONLY)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(
            stream, rows[0] if rows else ["persoon_id", "melden"], delimiter=";"
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


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
        f"{whole(len(work))} zaken in de laatste maand, waarvan {whole(len(matched))} om op te pakken: {whole(many)} met "
        f"signalen van meer vastelastenpartners, {whole(again)} recidive.",
        f"Vandaag ziet een gemeente er {whole(lost)} niet, want alle signalen ervan vallen uit; bij {whole(partly)} mist zij "
        "er een deel.",
        "",
        "Wat zes gemeenten (bijlage 1 van de signaalreis) met deze zaken zouden doen:",
        *table_lines(compared),
    ]
