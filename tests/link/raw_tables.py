"""Raw tables filled by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from brp_match.database import Connection, run_step
from brp_match.ingest.rows import create_raw_table


def insert(
    con: Connection, table: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> None:
    create_raw_table(con, table, columns)
    names = ["bron", "regel", *columns]
    marks = ", ".join("?" for _ in names)
    for number, row in enumerate(rows, start=2):
        run_step(
            con,
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
            [0, number, *(row.get(column) for column in columns)],
        )
