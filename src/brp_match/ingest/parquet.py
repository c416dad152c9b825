"""Parquet deliveries: every column as text, in the order of the file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from brp_match.database import Connection, quote_identifier, quote_literal, run_step, scalar
from brp_match.errors import BrpMatchError
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.rows import STAGE


def read_parquet(con: Connection, path: Path) -> Delivered:
    """Read a Parquet file into `levering`. Raises BrpMatchError PARQUET_ONLEESBAAR."""
    source = f"read_parquet({quote_literal(str(path))})"
    try:
        header = [row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        columns = ", ".join(
            f"nullif(trim({quote_identifier(name)}::VARCHAR), '') AS k{place}"
            for place, name in enumerate(header)
        )
        run_step(
            con,
            f"""CREATE OR REPLACE TABLE {STAGE} AS
            SELECT row_number() OVER () AS regel, NULL::VARCHAR AS tekst, {columns} FROM {source}""",
        )
    except duckdb.Error as error:
        raise BrpMatchError(
            "PARQUET_ONLEESBAAR", path.name, "dit parquet-bestand is beschadigd en niet te lezen"
        ) from error
    rows = int(scalar(con, f"SELECT count(*) FROM {STAGE}"))
    return Delivered(tuple(header), rows, Format.PARQUET)
