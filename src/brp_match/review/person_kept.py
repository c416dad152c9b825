"""A person in what the service keeps beside the deliveries: lists, the file of debt counselling, what was chosen to
report back. A file that holds the person goes whole, as a delivery does.

A row is the person's when the register was sure of it, or somebody said so; a row in doubt may be of another and is
counted only. Found is who was compared: what waits or failed was compared with nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from brp_match.cases import shv as known
from brp_match.csv_file import each_row
from brp_match.policy import load_policy
from brp_match.review import list_check, report_back, runs, shv
from brp_match.review.list_check import KeptList
from brp_match.review.runs import RunState
from brp_match.review.shv import ShvFile

OWN_VALUES = (report_back.VALUE, shv.SAID_VALUE)
"""Values of the service that are looked in here, by what they say."""


@dataclass(frozen=True)
class InKept:
    """Where a person stands: lists, rows of the file of debt counselling as deliveries found them, what somebody
    `said` of the person there, choices of reporting back. `unread`: deliveries, lists and a file not compared yet."""

    lists: tuple[KeptList, ...]
    client_rows: tuple[dict[str, str], ...]
    said: bool | None
    choices: int
    unread: int

    @property
    def client(self) -> bool:
        """Whether the file of debt counselling holds the person, or something was said of them."""
        return bool(self.client_rows) or self.said is not None

    @property
    def anything(self) -> bool:
        """Whether there is something that can be erased."""
        return bool(self.lists or self.client or self.choices)


def look(con: Connection, persoon_id: str) -> InKept:
    """Look for a person in all that is kept."""
    lists, file = list_check.lists(con), shv.kept(con)
    compared = [one for one in lists if one.listed.is_file()]
    read = _runs_of(con, file) if file else []
    waiting = [one for one in runs.list_runs(con) if one.state is not RunState.KLAAR]
    chosen = report_back.of_person(report_back.read(con), persoon_id)
    return InKept(
        tuple(one for one in compared if _rows_of(one, persoon_id)),
        tuple(_client_rows(read, persoon_id)),
        shv.said(con).get(persoon_id),
        len(chosen.melden) + len(chosen.retour),
        len(waiting) + len(lists) - len(compared) + (file is not None and not read),
    )


def _rows_of(one: KeptList, persoon_id: str) -> list[dict[str, str]]:
    return [row for row in list_check.rows(one) if row["persoon_id"] == persoon_id]


def _runs_of(con: Connection, file: ShvFile) -> list[runs.Run]:
    """The finished deliveries that were held against this file, the newest first."""
    return [
        one for one in runs.list_runs(con, finished=True) if file.sha256 in shv.used(one.record)
    ]


def _client_rows(read: list[runs.Run], persoon_id: str) -> Iterator[dict[str, str]]:
    """The rows of shv.csv about a person, each line of the file once, as the newest delivery has it."""
    lines: set[str] = set()
    for run in read:
        path = Path(run.folder) / known.FILE
        if path.is_file():
            for row in each_row(path):
                if row["persoon_id"] == persoon_id and row["regel"] not in lines:
                    lines.add(row["regel"])
                    yield row


def export(con: Connection, kept: InKept, persoon_id: str) -> dict[str, Any]:
    """Return what the person may see of it: own rows as they were given, and what was made of them."""
    chosen = report_back.of_person(report_back.read(con), persoon_id)
    return {
        "lijsten": [_list_told(one, persoon_id) for one in kept.lists],
        "schuldhulpverlening": _client_told(con, kept),
        "terugmelding": [
            {"ander_adres": key.partition("|")[2], "gemeld": one.gemeld} for key, one in chosen.melden.items()
        ],
        "post_retour": [{"adres": one.adres} for one in chosen.retour.values()],
    }  # fmt: skip


def _list_told(one: KeptList, persoon_id: str) -> dict[str, Any]:
    rows = _rows_of(one, persoon_id)
    sure = load_policy(Path(one.path).parent / list_check.POLICY).match_at
    mine = [row for row in rows if float(row["kans"] or 0) >= sure]
    given = shv.rows_at(Path(one.path), one.name, [int(row["regel"]) for row in mine])
    return {
        "naam": one.name, "ontvangen": one.received, "bewaard_tot": one.until,
        "rijen": [
            {
                "geleverd": _filled(given.get(int(row["regel"]), {})),
                **{name: row[name] for name in ("kenmerk", "nieuw", "uitkomst", "kans", "redenen", "toelichting")},
            }
            for row in mine
        ],
        "misschien": len(rows) - len(mine),
    }  # fmt: skip


def _client_told(con: Connection, kept: InKept) -> dict[str, Any] | None:
    file = shv.kept(con)
    if not kept.client:
        return None
    mine = [
        int(row["regel"])
        for row in kept.client_rows
        if (row["bekend"] == known.YES if kept.said is None else kept.said)
    ]
    there = file is not None and Path(file.path).is_file()
    given = shv.rows_of(file, mine) if file and there else {}
    return {
        "ontvangen": file.received if file else "", "bewaard_tot": file.until if file else "",
        "rijen": [_filled(given[line]) for line in mine if line in given],
        "misschien": len(kept.client_rows) - len(mine),
        "door_een_medewerker_gezegd": {None: "", True: "ja", False: "nee"}[kept.said],
    }  # fmt: skip


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


def erase(
    con: Connection, kept: InKept, persoon_id: str, digest: Any, *, now: datetime, account_id: str
) -> tuple[dict[str, int], int]:
    """Erase it; returns what went by kind, and how many files. `digest` is fed with the SHA-256 of each of them.

    Raises BrpMatchError VERWIJDEREN_MISLUKT.
    """
    gone, file = 0, shv.kept(con) if kept.client else None
    for one in kept.lists:
        folder = Path(one.path).parent
        gone += _told(folder, digest)
        list_check.remove(con, folder.parent.parent, one, now=now, account_id=account_id)
    if file:
        folder = Path(file.path).parent
        gone += _told(folder, digest)
        shv.remove(con, folder.parent.parent, now=now, account_id=account_id)
    shv.forget_person(con, persoon_id)
    report_back.forget_person(con, persoon_id)
    rows = {
        "lijsten": len(kept.lists), "schuldhulpverlening": int(kept.client), "terugmelding": kept.choices,
    }  # fmt: skip
    return rows, gone


def _told(folder: Path, digest: Any) -> int:
    """Feed the digest with the files of a folder; returns how many there are."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return len(files)
