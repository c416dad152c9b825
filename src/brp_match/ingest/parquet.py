"""Parquet deliveries: every column as text, in the order of the file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from brp_match.database import (
    Connection,
    exact,
    parquet_sql,
    quote_identifier,
    quote_literal,
    run_step,
    scalar,
)
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind, recognised
from brp_match.ingest.counted import check_count
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.rows import STAGE, check_width


def read_parquet(con: Connection, path: Path, kind: Kind) -> Delivered:
    """Read a Parquet file into `levering`; `regel` is the row, from 1.

    Raises BrpMatchError PARQUET_ONLEESBAAR, or PARQUET_GENEST when a column of `kind` holds lists or
    fields of its own.
    """
    source = parquet_sql(path)
    try:
        types = dict(row[:2] for row in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall())
        header = list(types)
        check_width(len(header), path.name)
        columns = ", ".join(
            f"nullif(trim({_text(name, types[name])}, chr(32) || chr(9) || chr(160)), '') AS k{place}"
            for place, name in enumerate(header)
        )
        run_step(
            con,
            f"""CREATE OR REPLACE TEMP TABLE {STAGE} AS
            SELECT row_number() OVER () AS regel, NULL::VARCHAR AS tekst, {columns} FROM {source}""",
        )
        told = f"SELECT sum(num_rows) FROM parquet_file_metadata({quote_literal(exact(path))})"
        standing = int(scalar(con, told))
    except duckdb.Error as error:
        raise BrpMatchError(
            "PARQUET_ONLEESBAAR", path.name, "dit parquet-bestand is beschadigd en niet te lezen"
        ) from error
    for name in header:
        if (
            types[name].endswith(("]", ")"))
            and "DECIMAL" not in types[name]
            and recognised(kind, [name])
        ):
            raise BrpMatchError(
                "PARQUET_GENEST",
                path.name,
                "een kolom die nodig is bevat lijsten of velden in velden; maak er gewone kolommen van",
            )
    rows = int(scalar(con, f"SELECT count(*) FROM {STAGE}"))
    check_count(path, standing, rows, "rijen")
    return Delivered(tuple(header), rows, Format.PARQUET)


def _text(name: str, kind: str) -> str:
    """SQL for a column as text; older writers leave text as bytes."""
    column = quote_identifier(name)
    return (
        f"coalesce(TRY(decode({column})), {column}::VARCHAR)"
        if kind == "BLOB"
        else f"{column}::VARCHAR"
    )
