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

OPEN = "_zonder_geheim"
"""What the name of a table ends in that is as if nobody with secrecy stood in the register."""

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
    later = LATER.get(path.stem.removesuffix(OPEN))
    if later is None:
        return parquet_sql(path)
    empty = ", ".join(f"NULL::VARCHAR AS {name}" for name in later)
    return f"(FROM {parquet_sql(path)} UNION ALL BY NAME SELECT {empty} WHERE false)"


def seen_sql(folder: Path, name: str, *, secrecy: bool) -> str:
    """Return SQL of a table of a run, `decisions` or `candidates`: without the right of `secrecy` as if nobody who has it
    stood in the register."""
    whole, beside = run_sql(folder / f"{name}.parquet"), folder / f"{name}{OPEN}.parquet"
    if secrecy:
        return whole
    kept = beside.is_file()
    if kept and name == "decisions":
        return run_sql(beside)
    people = run_sql(folder / "candidates.parquet")
    others = f"""SELECT * FROM {whole} WHERE signaal_id NOT IN (
        SELECT signaal_id FROM {people} WHERE coalesce(geheim, 0) > 0)"""
    if not kept:
        # of a version that kept nothing else: who has secrecy in reach of a signal takes it along
        return f"({others})"
    seen = run_sql(beside)
    return f"({others} AND signaal_id NOT IN (SELECT signaal_id FROM {seen}) UNION ALL BY NAME FROM {seen})"


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
