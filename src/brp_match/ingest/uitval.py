"""What dropped out of today's system (`--uitval`): a list of signals with the reason as given there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from brp_match.database import Connection
from brp_match.ingest.columns import Kind, header_key, layout_of
from brp_match.ingest.files import Format
from brp_match.ingest.mapping import load_mapping
from brp_match.ingest.rows import STAGE, create_log_tables, put_aside
from brp_match.ingest.signals import read_signal_file
from brp_match.ingest.sources import add_source, check_layout, next_source

UITVAL = Kind("uitval", "raw_uitval", ("signaal_id", "reden"), (("signaal_id",),))


@dataclass(frozen=True)
class Dropped:
    """One row of the list: `cells` as they came, in the order of the header; '' for an empty one."""

    signaal_id: str
    reden: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class DropOut:
    """The list as it came: `xlsx` tells whether it was a workbook, `separator` that of a text file."""

    header: tuple[str, ...]
    rows: tuple[Dropped, ...]
    xlsx: bool
    separator: str

    def reasons(self) -> dict[str, str]:
        """signaal_id → the reason given by today's system, of a signal that stands twice the last."""
        return {row.signaal_id: row.reden for row in self.rows if row.signaal_id}


def load_uitval(con: Connection, path: Path, mapping: Path | None = None) -> DropOut:
    """Read the list (any format of a delivery); the part `[uitval]` of the mapping names its columns.

    Writes a row of `bronnen`, and rows that cannot be read to `quarantaine`. Raises BrpMatchError as a
    delivery does: KOLOM_ONTBREEKT without a column for the signal.
    """
    create_log_tables(con)
    wanted = load_mapping(mapping).drop_out
    kind = replace(UITVAL, asked=frozenset(header_key(name) for name in wanted.values()))
    delivered, broken = read_signal_file(con, path, kind)
    layout = layout_of(UITVAL, delivered.header, wanted)
    check_layout(UITVAL, layout, delivered, path.name)
    number = next_source(con)
    put_aside(con, number, path.name, broken, delivered.header, layout.sources.values())
    add_source(con, number, UITVAL, path, delivered, layout, "plat")
    places = range(len(delivered.header))
    cells = con.execute(
        f"SELECT {', '.join(f'k{place}' for place in places)} FROM {STAGE} ORDER BY regel"
    ).fetchall()
    of = layout.sources

    def text(row: tuple[str | None, ...], column: str) -> str:
        return (row[of[column]] or "").strip() if column in of else ""

    rows = tuple(
        Dropped(text(row, "signaal_id"), text(row, "reden"), tuple(cell or "" for cell in row))
        for row in cells
    )
    return DropOut(
        tuple(delivered.header), rows, delivered.formaat is Format.XLSX, delivered.scheidingsteken
    )
