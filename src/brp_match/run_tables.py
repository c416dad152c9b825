"""The files of a run: its record, and its tables, also of a run that an older version made: what it did not have is
empty. A run that cannot be read is refused in one way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from brp_match.database import parquet_sql
from brp_match.errors import BrpMatchError
from brp_match.policy import Policy, policy_of_record

RECORD = "run.json"

LATER = {
    "decisions": ("gemeente", "zaak_id", "ddas_status", "signaaldatum_gelezen", "beleid_versie"),
    "candidates": ("land_vertrek", "datum_vertrek", "leert"),
    "signals": ("gemeente", "ontstaansdatum", "crisissignaal", "warme_overdracht", "einddatum_contract"),
}  # fmt: skip
"""Table → its columns, all VARCHAR, that came after the first version. A run without `leert` teaches nothing but what
people decided about it."""


def run_sql(path: Path) -> str:
    """Return SQL that reads a Parquet file of a run with every column that this version knows.

    `path`: the file, whose name says which table it is; one that is not of LATER is read as it is.
    """
    later = LATER.get(path.stem)
    if later is None:
        return parquet_sql(path)
    empty = ", ".join(f"NULL::VARCHAR AS {name}" for name in later)
    return f"(FROM {parquet_sql(path)} UNION ALL BY NAME SELECT {empty} WHERE false)"


def refused_run(
    run: Path, said: str = "deze map is geen run van 'brp-match link'"
) -> BrpMatchError:
    """Return the refusal of a folder that is no run, or of a run that is damaged."""
    return BrpMatchError("RUN_ONLEESBAAR", run.resolve().name, said)


@contextmanager
def whole_run(run: Path) -> Iterator[None]:
    """Let what the tables of a damaged run raise be BrpMatchError RUN_ONLEESBAAR."""
    try:
        yield
    except duckdb.Error as error:
        said = "deze run is beschadigd of met een andere versie van brp-match gemaakt"
        raise refused_run(run, said) from error


def read_record(run: Path) -> dict[str, Any]:
    """Return the record of a run. Raises BrpMatchError RUN_ONLEESBAAR."""
    try:
        record = json.loads((run / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refused_run(run) from error
    except (OSError, ValueError) as error:
        raise refused_run(run, f"{RECORD} is niet te lezen") from error
    if not isinstance(record, dict):
        raise refused_run(run, f"{RECORD} is geen verslag van een run")
    return record


def policy_of_run(run: Path) -> Policy:
    """Return the policy of a run; the shipped one where its record cannot be read."""
    try:
        return policy_of_record(read_record(run))
    except BrpMatchError:
        return policy_of_record({})
