"""Where the review service keeps things, unless told otherwise; imports nothing heavy."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from brp_match.errors import BrpMatchError
from brp_match.settings import secret_text

DATA_FOLDER = Path("brp-match-data")
"""Deliveries, outcomes and the embedded database."""

URL_VARIABLE = "BRP_MATCH_DATABASE_URL"

SEAL_VARIABLE = "BRP_MATCH_AUDIT_KEY"
SEAL_FILE = "audit.sleutel"
WITNESS_FILE = "audit.stand"
"""The last seal that the service saw, beside the key: where it is no longer in the audit, lines are gone."""


def seal_key(folder: Path) -> bytes:
    """Return the key that seals the audit: from BRP_MATCH_AUDIT_KEY, else a file in `folder` only we can read.

    Kept by somebody else than the database, and the same for as long as the audit lives.
    """
    given = secret_text(SEAL_VARIABLE)
    return given.encode() if given else key_file(folder / SEAL_FILE).encode()


def key_file(path: Path) -> str:
    """Return the key in a file; the first time one is drawn, in a file that only we can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def private(folder: Path) -> None:
    """Make a folder that nobody else on this computer can read, also when it stood there already.

    A folder that is not ours is left as it is: whoever owns it decides. Raises BrpMatchError MAP_IS_BESTAND where a
    file stands.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (FileExistsError, NotADirectoryError) as error:
        said = "dit moet een map zijn, geen bestand"
        raise BrpMatchError("MAP_IS_BESTAND", folder.name, said) from error
    with suppress(PermissionError):
        folder.chmod(0o700)


def database_url(data: Path, given: str = "") -> str:
    """Return the address of the database: as given, else the environment's, else SQLite in `data`.

    The folder is made when the database will be in it.
    """
    address = given or secret_text(URL_VARIABLE)
    if address:
        return address
    private(data)
    return f"sqlite:///{(data / 'brp-match.sqlite').resolve()}"
