"""One row of a delivered file read once more, by our columns: for who mends a row that was set aside."""

from __future__ import annotations

from pathlib import Path

from brp_match.database import connect
from brp_match.ingest.columns import KINDS, SIGNALS, layout_of
from brp_match.ingest.mapping import load_mapping
from brp_match.ingest.signals import load_signals, read_signal_file


def row_again(path: Path, mapping: Path | None, line: int) -> dict[str, str]:
    """Return what a row of a file of signals has in the columns that we use, empty ones left out.

    `line`: as the quarantine names it. Of a row with too few or too many fields what stands in each place; of one
    that cannot be split nothing. Raises BrpMatchError for a file that cannot be read.
    """
    with connect(threads=1) as con:
        load_signals(con, [path], mapping)
        names = ", ".join(SIGNALS)
        query = f"SELECT {names} FROM raw_signalen WHERE regel = ?"
        found = con.execute(query, [line]).fetchall()
        if found:
            return {
                name: text for name, text in zip(SIGNALS, found[0], strict=True) if text is not None
            }
        renames, kind = load_mapping(mapping), KINDS["signalen"]
        delivered, broken = read_signal_file(con, path, kind)
    layout = layout_of(kind, delivered.header, renames.for_file(path.name).columns)
    fields = next((one.fields for one in broken if one.regel == line and one.fields), ())
    return {
        name: str(fields[place])
        for name, place in layout.sources.items()
        if place < len(fields) and fields[place]
    }
