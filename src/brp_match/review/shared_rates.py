"""What other municipalities know of the deliverers, in the service: the table that the working group publishes.

One table at a time, in `data/kansen`. Nobody stands in it. A delivery is linked with a copy in its own folder, so that
another table changes nothing of what is at work or was decided.
"""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from brp_match.errors import BrpMatchError
from brp_match.ingest.files import sha256_of
from brp_match.link.shared import LARGEST_FILE, Published, published
from brp_match.review import audit, values
from brp_match.review.intake import SentFile

FOLDER, COPY = "kansen", "kansen.json"
VALUE = "shared_rates"
RECEIVED, REMOVED = "kansen_ontvangen", "kansen_verwijderd"


@dataclass(frozen=True)
class Table:
    """The table that is kept: where, its hash, and the day (jjjj-mm-dd) it came in."""

    path: str
    sha256: str
    received: str


def keep(
    con: Connection, data: Path, sent: SentFile | None, *, account_id: str, now: datetime
) -> Table:
    """Read and keep a table in the place of the one before.

    Raises BrpMatchError KANSEN_ONTBREEKT for no file, KANSEN_GROOT for more than LARGEST_FILE bytes, and as
    `load_shared` does for one that is no table.
    """
    if sent is None or not sent.name:
        raise BrpMatchError("KANSEN_ONTBREEKT", "bestand", "kies een bestand")
    content = sent.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        said = f"kies een bestand van ten hoogste {LARGEST_FILE // 1_000_000} MB"
        raise BrpMatchError("KANSEN_GROOT", "bestand", said)
    path = data / FOLDER / uuid.uuid4().hex / COPY
    path.parent.mkdir(parents=True)
    try:
        path.write_bytes(content)
        told = published(path)
    except BaseException:
        shutil.rmtree(path.parent, ignore_errors=True)
        raise
    _clear(data, spare=path.parent)
    table = Table(str(path), sha256_of(path), now.date().isoformat())
    values.write_json(con, VALUE, table)
    audit.write(
        con, RECEIVED, account_id=account_id, now=now,
        detail={"gemeenten": told.municipalities, "vlps": len(told.sources), "sha256": table.sha256},
    )  # fmt: skip
    return table


def current(con: Connection) -> Table | None:
    """Return the table that is kept; None when there is none."""
    found = values.read_json(con, VALUE)
    table = Table(**found) if found else None
    return table if table and Path(table.path).is_file() else None


def told(table: Table) -> Published:
    """Return what stands in a table. Raises BrpMatchError for one that this version cannot read any more."""
    return published(Path(table.path))


def remove(con: Connection, data: Path, *, account_id: str, now: datetime) -> None:
    """Take the table away; deliveries from now on start from the priors."""
    table = current(con)
    _clear(data)
    values.write(con, VALUE, "")
    if table:
        audit.write(con, REMOVED, account_id=account_id, now=now, detail={"sha256": table.sha256})


def copy_for(con: Connection, folder: Path) -> Path | None:
    """Put a copy of the table in the folder of a delivery; None, and no copy, where there is none."""
    table, copy = current(con), folder / COPY
    if table is None:
        copy.unlink(missing_ok=True)
        return None
    shutil.copyfile(table.path, copy)
    return copy


def _clear(data: Path, spare: Path | None = None) -> None:
    for folder in sorted((data / FOLDER).glob("*")):
        if folder != spare:
            shutil.rmtree(folder, ignore_errors=True)
