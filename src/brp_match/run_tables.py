"""The tables in the folder of a run, also of a run that an older version made: what it did not have is empty."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import parquet_sql

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
