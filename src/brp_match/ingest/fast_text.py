"""Large clean text files straight into DuckDB; anything unusual goes to the careful reader."""

from __future__ import annotations

import codecs
import itertools
from pathlib import Path

import duckdb

from brp_match.database import Connection, quote_literal, run_step, scalar
from brp_match.ingest.columns import Kind
from brp_match.ingest.delimited import read_delimited
from brp_match.ingest.files import LOOK, Delivered, Format
from brp_match.ingest.rows import STAGE, Broken
from brp_match.ingest.text import HEADER_WITHIN, encoding_of, find_header, is_utf8, is_wide


def read_text(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read a text file into `levering`; `tekst` stays NULL where DuckDB read the rows.

    DuckDB reads it when it is UTF-8 in which every row has the header's fields and no field runs
    over a line end; else `read_delimited` does, row by row, with the same outcome.
    """
    delivered = _read_fast(con, path, kind)
    return (delivered, []) if delivered else read_delimited(con, path, kind)


def _read_fast(con: Connection, path: Path, kind: Kind) -> Delivered | None:
    with path.open("rb") as stream:
        encoding = encoding_of(stream.read(LOOK))
    if is_wide(encoding) or not is_utf8(path):
        return None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = [line.rstrip("\r\n") for line in itertools.islice(stream, HEADER_WITHIN)]
    at, separator, header = find_header(head, kind)
    columns = ", ".join(f"'k{place}': 'VARCHAR'" for place in range(len(header)))
    blanks = "" if _only_spaces(path) else ", chr(32) || chr(9) || chr(160) || chr(65279)"
    trimmed = ", ".join(
        f"nullif(trim(k{place}{blanks}), '') AS k{place}" for place in range(len(header))
    )
    try:
        # row_number() without an order follows the file: DuckDB runs it on one thread, in order
        run_step(
            con,
            f"""CREATE OR REPLACE TABLE {STAGE} AS
            SELECT row_number() OVER () + {at + 1} AS regel, NULL::VARCHAR AS tekst, {trimmed}
            FROM read_csv({quote_literal(str(path))}, delim = {quote_literal(separator)}, quote = '"',
                escape = '"', header = false, skip = {at + 1}, auto_detect = false, strict_mode = true,
                null_padding = false, max_line_size = 2000000, columns = {{{columns}}})""",
        )
    except duckdb.Error:
        return None
    rows = int(scalar(con, f"SELECT count(*) FROM {STAGE}"))
    if rows + at + 1 != _line_count(path):
        # a field over several lines, or empty lines: line numbers would not be right
        return None
    return Delivered(tuple(header), rows, Format.CSV, encoding, separator)


def _only_spaces(path: Path) -> bool:
    """Tell whether the file holds no tab, no non-breaking space and no byte order mark but at its start:
    trimming one character is five times as quick as trimming any of four."""
    with path.open("rb") as stream:
        stream.seek(len(codecs.BOM_UTF8))
        # a character may lie over the edge of a piece; its first byte alone is reason enough
        return not any(
            b"\t" in piece
            or b"\xc2\xa0" in piece
            or codecs.BOM_UTF8 in piece
            or piece.endswith((b"\xc2", b"\xef", b"\xef\xbb"))
            for piece in iter(lambda: stream.read(1 << 22), b"")
        )


def _line_count(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while piece := stream.read(1 << 22):
            count += piece.count(b"\n")
            last = piece[-1:]
    return count + (last != b"\n")
