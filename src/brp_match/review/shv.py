"""The file of debt counselling in the service: kept apart for a time of its own, and what people say of it.

One file at a time, in `data/shv`; it goes on its last day, or when somebody removes it. No run holds anything of it
but line numbers; what people said of its rows goes with it.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from brp_match.cases.shv import LISTED
from brp_match.database import connect, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest import load_signals
from brp_match.ingest.files import sha256_of
from brp_match.model import Reason
from brp_match.review import audit, values
from brp_match.review.accounts import Account
from brp_match.review.engine import reading
from brp_match.review.intake import SentFile

FOLDER = "shv"
FILE_VALUE, SAID_VALUE = "shv_file", "shv_said"
KEPT_DAYS, KEPT_MOST = 31, 92
"""Days that the file is kept unless told otherwise, and at most."""


@dataclass(frozen=True)
class ShvFile:
    """The file that is kept: `until` the last day (jjjj-mm-dd), `rows` those that could be read."""

    path: str
    sha256: str
    rows: int
    received: str
    until: str


def arrive(data: Path, sent: SentFile | None, *, days: int, now: datetime) -> ShvFile:
    """Lay a file that was sent in a folder of its own and read it; `keep` puts it in the place of the one before. Apart from
    that, so that nobody's work waits until a large file is read.

    Raises BrpMatchError: SHV_TERMIJN for another number of days than 1 to KEPT_MOST, SHV_ONTBREEKT for no file, and
    as a delivery does for one that cannot be read.
    """
    if not 1 <= days <= KEPT_MOST:
        said = f"kies 1 tot en met {KEPT_MOST} dagen"
        raise BrpMatchError("SHV_TERMIJN", "dagen", said)
    if sent is None or not sent.name:
        raise BrpMatchError("SHV_ONTBREEKT", "bestand", "kies een bestand")
    folder = data / FOLDER / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        path = sent.write(folder, "clienten")
        rows = _count(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    digest = sha256_of(path)
    until = (now.date() + timedelta(days=days)).isoformat()
    return ShvFile(str(path), digest, rows, now.date().isoformat(), until)


def keep(con: Connection, data: Path, file: ShvFile, *, account: Account, now: datetime) -> None:
    """Put a file that arrived in the place of the one before, which goes with what was said of it."""
    remove(con, data, now=now, account_id=account.id, spare=Path(file.path).parent)
    values.write_json(con, FILE_VALUE, file)
    audit.write(
        con, "shv_ontvangen", account_id=account.id, now=now,
        detail={"rijen": file.rows, "sha256": file.sha256, "tot": file.until},
    )  # fmt: skip


def current(con: Connection, today: date) -> ShvFile | None:
    """Return the file that is kept; None when there is none, or its last day is over."""
    file = kept(con)
    there = file is not None and file.until >= today.isoformat() and Path(file.path).is_file()
    return file if there else None


def kept(con: Connection) -> ShvFile | None:
    """Return the file that came in last and was not removed, whatever its last day."""
    found = values.read_json(con, FILE_VALUE)
    return ShvFile(**found) if found else None


def used(record: Mapping[str, Any]) -> set[str]:
    """Return the SHA-256s of the files of debt counselling that a delivery was held against, by its record."""
    return {
        str(one.get("sha256")) for one in record.get("instellingen", []) if one["soort"] == "shv"
    }


def remove(
    con: Connection, data: Path, *, now: datetime, account_id: str = "", spare: Path | None = None
) -> bool:
    """Delete the file and what was said of it, with a line in the audit; False when there was none.

    `spare`: a folder that has just come in. Raises BrpMatchError VERWIJDEREN_MISLUKT.
    """
    gone = kept(con)
    for folder in sorted((data / FOLDER).glob("*")):
        if folder != spare:
            try:
                shutil.rmtree(folder)
            except OSError as error:
                said = f"het bestand kan niet worden verwijderd ({error.strerror})"
                raise BrpMatchError("VERWIJDEREN_MISLUKT", "bestand", said) from error
    values.write(con, SAID_VALUE, "")
    if gone is None:
        return False
    values.write(con, FILE_VALUE, "")
    audit.write(
        con, "shv_verwijderd", account_id=account_id, now=now,
        detail={"rijen": gone.rows, "sha256": gone.sha256},
    )  # fmt: skip
    return True


def remove_if_due(engine: Engine, data: Path, now: datetime) -> None:
    """Delete the file once its last day is over."""
    with reading(engine) as con:
        file = kept(con)
    if file and file.until < now.date().isoformat():
        with engine.begin() as con:
            remove(con, data, now=now)


def said(con: Connection) -> dict[str, bool]:
    """persoon_id → whether somebody said that the resident is the client of the row most like them."""
    return values.read_json(con, SAID_VALUE) or {}


def say(con: Connection, account: Account, persoon_id: str, same: bool, now: datetime) -> None:
    """Keep what a person says of a resident and the row most like them; the last word counts."""
    values.hold(con, SAID_VALUE)
    values.write_json(con, SAID_VALUE, said(con) | {persoon_id: same})
    audit.write(con, "shv_beoordeeld", account_id=account.id, now=now, detail={"zelfde": same})


def forget_person(con: Connection, persoon_id: str) -> None:
    """Forget what was said of one resident."""
    values.hold(con, SAID_VALUE)
    was = said(con)
    if persoon_id in was:
        del was[persoon_id]
        values.write_json(con, SAID_VALUE, was)


def as_said(decision: Mapping[str, Any], told: Mapping[str, bool]) -> Mapping[str, Any]:
    """Return a decision without BEKEND_BIJ_SHV where somebody said that its resident is not that client. Pure."""
    if told.get(str(decision.get("persoon_id") or "")) is not False:
        return decision
    codes = str(decision.get("redenen") or "").split("|")
    left = "|".join(code for code in codes if code != Reason.BEKEND_BIJ_SHV)
    return {**decision, "redenen": left}


FIELDS = (
    "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam", "geboortedatum", "straatnaam",
    "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "plaatsnaam", "soort_signaal", "signaaldatum",
)  # fmt: skip


def rows_of(file: ShvFile, lines: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the rows of the file at these lines: FIELDS as they were delivered, '' for an empty one."""
    return rows_at(Path(file.path), LISTED, lines)


def rows_at(path: Path, name: str, lines: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the rows at these lines of a list of persons called `name`, as `rows_of` does."""
    with connect(threads=1) as con:
        load_signals(con, [path], listed=name)
        found = con.execute(
            f"SELECT regel, {', '.join(FIELDS)} FROM raw_signalen WHERE list_contains($1::BIGINT[], regel)",
            [list(lines)],
        ).fetchall()
    return {
        int(line): dict(zip(FIELDS, (cell or "" for cell in cells), strict=True))
        for line, *cells in found
    }


def _count(path: Path) -> int:
    with connect(threads=1) as con:
        load_signals(con, [path], listed=LISTED)
        return int(scalar(con, "SELECT count(*) FROM raw_signalen"))
