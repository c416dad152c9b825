"""One municipality's share of a delivery and a register of many: the raw tables, out of Parquet files of all.

`country.split` writes the files, ordered by `deel`, so that the rows of one municipality stand together in a file
and are read without the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from brp_match.database import (
    Connection,
    parquet_sql,
    quote_identifier,
    quote_literal,
    run_step,
)
from brp_match.ingest.columns import KINDS, PREVIOUS_NAMES, SIGNALS
from brp_match.ingest.rows import create_cell_tables, create_log_tables, create_raw_table

SIGNAL_TABLES = ("bronnen", "raw_signalen", "levering_cellen", "levering_kolommen")
REGISTER_TABLES = ("raw_inwoners", "raw_vorige_adressen", "raw_vorige_namen", "raw_adressen")
PART_TABLES = (*SIGNAL_TABLES, *REGISTER_TABLES)
"""Tables that are shared out, each a Parquet file with the columns of the table and `deel`."""


@dataclass(frozen=True)
class Part:
    """One municipality, or municipalities that work as one, of a run over many.

    `codes`: four-figure codes in order. `folder` holds the files of PART_TABLES. `mark`: what its run record tells of
    it, by which a run that is started again knows what was done. `compared`: a Parquet file (`nummer`, `inhoud`) of its
    pairs as other machines compared them, chunk by chunk.
    """

    codes: tuple[str, ...]
    folder: Path = Path()
    mark: Mapping[str, Any] = field(default_factory=dict)
    compared: Path | None = None

    @property
    def key(self) -> str:
        """Return its name in files and folders: the codes with a dash between them."""
        return "-".join(self.codes)


def compared_chunks(con: Connection, part: Part | None) -> Iterator[bytes] | None:
    """Return the chunks of pairs that were compared elsewhere, in their order; None where none were."""
    if part is None or part.compared is None:
        return None
    rows = con.execute(
        f"SELECT inhoud FROM {parquet_sql(part.compared)} ORDER BY nummer"
    ).fetchall()
    return (bytes(row[0]) for row in rows)


def load_part_signals(con: Connection, part: Part) -> None:
    """Fill `bronnen`, `quarantaine`, `raw_signalen`, `levering_cellen` and `levering_kolommen` with one part."""
    create_log_tables(con)
    create_raw_table(con, "raw_signalen", SIGNALS)
    create_cell_tables(con)
    _load(con, part, SIGNAL_TABLES)


def load_part_register(con: Connection, part: Part) -> None:
    """Fill the raw tables of the register with one part."""
    for kind in KINDS.values():
        if kind.soort != "signalen":
            create_raw_table(con, kind.table, kind.columns)
    create_raw_table(con, "raw_vorige_namen", PREVIOUS_NAMES)
    _load(con, part, REGISTER_TABLES)


def _load(con: Connection, part: Part, tables: Sequence[str]) -> None:
    for table in tables:
        source = parquet_sql(part.folder / f"{table}.parquet")
        run_step(
            con,
            f"""INSERT INTO {table} SELECT {", ".join(_columns(con, table))} FROM {source}
            WHERE deel = {quote_literal(part.key)}""",
        )


def _columns(con: Connection, table: str) -> list[str]:
    return [quote_identifier(row[0]) for row in con.execute(f"DESCRIBE {table}").fetchall()]
