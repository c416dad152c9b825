"""A small table of the municipality's own, of which every column is known by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from brp_match.database import Connection, connect
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind, layout_of
from brp_match.ingest.rows import create_log_tables
from brp_match.ingest.signals import read_signal_file


@contextmanager
def named_table(
    path: Path, kind: Kind, code: str, said: str
) -> Iterator[tuple[Connection, Mapping[str, str]]]:
    """Yield a connection with the rows of a file in STAGE, and our column → its column there, of those it has.

    Raises BrpMatchError with `code` and the message `said` where a column that is needed is missing, or as
    reading a delivery does.
    """
    with connect(threads=1) as con:
        create_log_tables(con)
        delivered, _ = read_signal_file(con, path, kind)
        layout = layout_of(kind, delivered.header)
        if layout.missing:
            raise BrpMatchError(code, path.name, said)
        yield con, {name: f"k{place}" for name, place in layout.sources.items()}
