"""The BSN for a municipality's own pick-up list, read from its own file and kept nowhere."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from brp_match.ingest.columns import Kind
from brp_match.ingest.named_table import named_table
from brp_match.ingest.rows import STAGE

_KIND = Kind("bsn", "raw_bsn", ("persoon_id", "bsn"), (("persoon_id",), ("bsn",)))


def read_bsns(path: Path, people: Collection[str]) -> dict[str, str]:
    """Return persoon_id → BSN of these people, of a table with both columns (an extract of residents is one).

    Raises BrpMatchError BSN_ONTBREEKT for a file without them, or as reading a delivery does.
    """
    said = "dit bestand heeft geen kolommen persoon_id en bsn"
    with named_table(path, _KIND, "BSN_ONTBREEKT", said) as (con, columns):
        person, number = (columns[name] for name in _KIND.columns)
        rows = con.execute(
            f"""SELECT {person}, {number} FROM {STAGE}
            WHERE {number} IS NOT NULL AND {person} IN (SELECT unnest($1::VARCHAR[]))""",
            [sorted(people)],
        ).fetchall()
    # a spreadsheet takes the leading zero of a number of nine figures
    return {who: str(found).zfill(9) for who, found in rows}
