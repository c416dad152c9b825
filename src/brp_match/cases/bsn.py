"""The BSN for a municipality's own pick-up list, read from its own file and kept nowhere."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from brp_match.database import connect
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind, layout_of
from brp_match.ingest.rows import STAGE, create_log_tables
from brp_match.ingest.signals import read_signal_file

_KIND = Kind("bsn", "raw_bsn", ("persoon_id", "bsn"), (("persoon_id",), ("bsn",)))


def read_bsns(path: Path, people: Collection[str]) -> dict[str, str]:
    """Return persoon_id → BSN of these people, of a table with both columns (an extract of residents is one).

    Raises BrpMatchError BSN_ONTBREEKT for a file without them, or as reading a delivery does.
    """
    con = connect(threads=1)
    try:
        create_log_tables(con)
        delivered, _ = read_signal_file(con, path, _KIND)
        layout = layout_of(_KIND, delivered.header)
        if layout.missing:
            raise BrpMatchError(
                "BSN_ONTBREEKT", path.name, "dit bestand heeft geen kolommen persoon_id en bsn"
            )
        person, number = (f"k{layout.sources[name]}" for name in _KIND.columns)
        rows = con.execute(
            f"""SELECT {person}, {number} FROM {STAGE}
            WHERE {number} IS NOT NULL AND {person} IN (SELECT unnest($1::VARCHAR[]))""",
            [sorted(people)],
        ).fetchall()
    finally:
        con.close()
    # a spreadsheet takes the leading zero of a number of nine figures
    return {who: str(found).zfill(9) for who, found in rows}
