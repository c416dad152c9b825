"""Where the review service keeps things, unless told otherwise; imports nothing heavy."""

from __future__ import annotations

import os
from pathlib import Path

DATA_FOLDER = Path("brp-match-data")
"""Deliveries, outcomes and the embedded database."""

URL_VARIABLE = "BRP_MATCH_DATABASE_URL"

ACTIVITY_VARIABLE = "BRP_MATCH_ACTIVITY"
"""Holds the URI of this processing activity in the municipality's own register; lines made without it
leave `dpl.core.processing_activity_id` out, as nobody else can know it."""


def database_url(data: Path, given: str = "") -> str:
    """Return the address of the database: as given, else the environment's, else SQLite in `data`.

    The folder is made when the database will be in it.
    """
    address = given or os.environ.get(URL_VARIABLE, "")
    if address:
        return address
    data.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{(data / 'brp-match.sqlite').resolve()}"
