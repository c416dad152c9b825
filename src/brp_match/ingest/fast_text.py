"""Large clean text files straight into DuckDB; anything unusual goes to the careful reader."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from brp_match.database import Connection, exact, quote_literal, run_step, scalar
from brp_match.ingest.columns import Kind, Layout, recognised
from brp_match.ingest.delimited import read_delimited
from brp_match.ingest.files import LOOK, Delivered, Format
from brp_match.ingest.records import find_header, head_of, rows_above
from brp_match.ingest.rows import STAGE, WIDEST, Broken, clean
from brp_match.ingest.text import encoding_of, is_wide

LONGEST_LINE = 20_000
"""Bytes of a line that DuckDB reads, at most: the careful reader sets a longer cell aside."""


@dataclass(frozen=True)
class CleanText:
    """A file in UTF-8 without NUL: where its header ends (from 0), whether only spaces need trimming, and whether a
    mark of a spreadsheet may stand before a value."""

    path: Path
    encoding: str
    at: int
    separator: str
    header: tuple[str, ...]
    lines: int
    only_spaces: bool
    may_be_marked: bool

    def fields(self) -> list[str]:
        """SQL of each field, trimmed; NULL where nothing is left."""
        # trimming one character is five times as quick as trimming any of four
        blanks = "" if self.only_spaces else ", chr(32) || chr(9) || chr(160) || chr(65279)"
        return [f"nullif(trim(k{place}{blanks}), '')" for place in range(len(self.header))]

    def rows(self) -> str:
        """SQL of what DuckDB reads behind the header: fields k0 … kn as text, in the order of the file."""
        columns = ", ".join(f"'k{place}': 'VARCHAR'" for place in range(len(self.header)))
        return f"""read_csv({quote_literal(exact(self.path))}, hive_partitioning = false, compression = 'none', parallel = false, delim = {quote_literal(self.separator)},
            quote = '"', escape = '"', header = false, skip = {self.at + 1}, auto_detect = false,
            strict_mode = true, null_padding = false, max_line_size = {LONGEST_LINE}, buffer_size = 32000000, columns = {{{columns}}})"""

    @property
    def line(self) -> str:
        """SQL of the line a row stands on. row_number() without an order follows what it is given, and
        `rows` gives the lines in order: it reads on one thread."""
        return f"row_number() OVER () + {self.at + 1}"

    def delivered(self, rows: int, blank: int) -> Delivered | None:
        """Return what was delivered in `rows` rows, of which `blank` hold nothing and do not count; None
        for a field over several lines, or empty lines: then line numbers would not be right."""
        if rows + self.at + 1 != self.lines:
            return None
        return Delivered(self.header, rows - blank, Format.CSV, self.encoding, self.separator)


def look_at_text(path: Path, kind: Kind) -> CleanText | None:
    """Look through a whole text file, in pieces; None unless it is UTF-8 without NUL, with a header that is known
    and without rows above it."""
    with path.open("rb") as stream:
        encoding = encoding_of(stream.read(LOOK))
    if is_wide(encoding):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, last, only_spaces, may_be_marked = 0, b"\n", True, False
    for piece in _pieces(path):
        try:
            # plain ASCII decodes by itself, but for what is left of a letter over the edge of a piece
            if not piece.isascii() or decoder.getstate()[0]:
                decoder.decode(piece)
        except UnicodeDecodeError:
            return None
        if b"\x00" in piece:
            return None
        lines += piece.count(b"\n")
        last = piece[-1:]
        only_spaces = only_spaces and not _other_blanks(piece)
        may_be_marked = may_be_marked or b"'" in piece or b"=" in piece
    if decoder.getstate()[0]:
        return None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head = head_of(stream)
    header = find_header(head, kind)
    too_wide = len(header.fields) > WIDEST
    if too_wide or rows_above(head, header, kind) or not recognised(kind, header.fields):
        return None
    return CleanText(
        path,
        encoding,
        header.last,
        header.separator,
        tuple(header.fields),
        lines + (last != b"\n"),
        only_spaces,
        may_be_marked,
    )


def _is_marked(con: Connection, rows: str, columns: Iterable[str]) -> bool:
    """Tell whether a column of these rows has a value of which `clean` takes more than blanks: what a spreadsheet
    writes before a value that it may not change, or quotes of one stroke. Few begin so, as 's-Gravenhage."""
    begun = " UNION ".join(
        f"SELECT {column} {rows} {column} LIKE '''%' OR {column} LIKE '=%'" for column in columns
    )
    return any(clean(value) != value for (value,) in con.execute(begun).fetchall())


def _pieces(path: Path) -> Iterator[bytes]:
    """Read a file in pieces, without a byte order mark at its start."""
    with path.open("rb") as stream:
        if stream.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            stream.seek(0)
        while piece := stream.read(1 << 22):
            yield piece


def _other_blanks(piece: bytes) -> bool:
    """Tell whether a piece holds a tab, a non-breaking space or a byte order mark, or may do so over its
    edge. The first byte alone is found many times as quickly as two or three."""
    return (
        b"\t" in piece
        or (b"\xc2" in piece and (b"\xc2\xa0" in piece or piece.endswith(b"\xc2")))
        or (
            b"\xef" in piece
            and (codecs.BOM_UTF8 in piece or piece.endswith((b"\xef", b"\xef\xbb")))
        )
    )


def read_text(
    con: Connection, path: Path, kind: Kind, text: CleanText | None
) -> tuple[Delivered, list[Broken]]:
    """Read a text file into `levering`; `tekst` stays NULL where DuckDB read the rows.

    `text` is what `look_at_text` found. DuckDB reads it when every row has the header's fields and no field
    runs over a line end; else `read_delimited` does, row by row, with the same outcome.
    """
    if text is not None:
        columns = ", ".join(f"{sql} AS k{place}" for place, sql in enumerate(text.fields()))
        try:
            run_step(
                con,
                f"""CREATE OR REPLACE TEMP TABLE {STAGE} AS
                SELECT {text.line} AS regel, NULL::VARCHAR AS tekst, {columns} FROM {text.rows()}""",
            )
        except duckdb.Error:
            return read_delimited(con, path, kind)
        places = ", ".join(f"k{place}" for place in range(len(text.header)))
        blank = f"FROM {STAGE} WHERE coalesce({places}) IS NULL"
        rows = int(scalar(con, f"SELECT count(*) FROM {STAGE}"))
        delivered = text.delivered(rows, int(scalar(con, f"SELECT count(*) {blank}")))
        marked = text.may_be_marked and _is_marked(con, f"FROM {STAGE} WHERE", places.split(", "))
        if delivered is not None and not marked:
            run_step(con, f"DELETE {blank}")
            return delivered, []
    return read_delimited(con, path, kind)


def read_straight(
    con: Connection, text: CleanText, kind: Kind, layout: Layout, number: int
) -> Delivered | None:
    """Read a flat text file into the raw table of its kind, without `levering` between.

    `layout` is of its header, whole and without double columns; `number` is the file's in `bronnen`. Returns
    None, and leaves no row behind, where `read_text` has to look at the rows: also when one holds nothing,
    or may be the header once more.
    """
    fields = text.fields()
    taken = {column: fields[place] for column, place in layout.sources.items()}
    columns = ", ".join(f"{sql} AS {column}" for column, sql in taken.items())
    first = next(iter(taken))
    try:
        run_step(
            con,
            f"""INSERT INTO {kind.table} BY NAME
            SELECT {number} AS bron, {text.line} AS regel, {columns} FROM {text.rows()}""",
        )
    except duckdb.Error:
        return None
    # of a header once more the columns may stand in another order
    names = ", ".join(quote_literal(name) for one in text.header if (name := clean(one)))
    odd = f"coalesce({', '.join(taken)}) IS NULL OR {first} IN ({names})"
    own = f"FROM {kind.table} WHERE bron = {number}"
    rows = int(scalar(con, f"SELECT count(*) {own}"))
    others = scalar(con, f"SELECT count(*) {own} AND {odd}")
    delivered = text.delivered(rows, 0) if rows and not others else None
    if delivered and text.may_be_marked and _is_marked(con, f"{own} AND", taken):
        delivered = None
    if delivered is None:
        run_step(con, f"DELETE {own}")
    return delivered
