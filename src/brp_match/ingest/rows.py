"""Rows of one delivered file into a `levering` table, and what could not be used into quarantine."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from brp_match.database import Connection, quote_identifier, run_step
from brp_match.dutch import whole
from brp_match.errors import BrpMatchError
from brp_match.ingest.bsn_texts import without_bsn

STAGE = "levering"
"""The file being read: `regel BIGINT, tekst VARCHAR, k0 … kn VARCHAR` in the order of the header. It holds what
is not collected: a temporary table, so that nothing of it stays in a prepared register."""

WIDEST = 1_000
"""Columns of a delivery, and fields of a row, at most: a delivery has some thirty, a line of separators claims millions."""

LONGEST_CELL = 1_000
"""Signs of a cell that is read, at most: over half of it a row is set aside too, but by a check, which counts it."""

BATCH = 20_000
"""Rows handed to DuckDB at once."""


@dataclass
class Rows:
    """Rows gathered in Python: columns of text, with the line each starts at."""

    width: int
    regel: list[int] = field(default_factory=list)
    tekst: list[str] = field(default_factory=list)
    values: list[Sequence[str | None]] = field(default_factory=list)

    def add(self, regel: int, tekst: str, values: Sequence[str | None]) -> None:
        """Add one row; `values` has `width` fields."""
        self.regel.append(regel)
        self.tekst.append(tekst)
        self.values.append(values)


@dataclass(frozen=True)
class Broken:
    """A row that could not be read: where, a stable code, a Dutch message, its text as it came.

    `blad`: of a workbook the sheet, from 1, where it is another than the one that was read. `fields`: its fields
    in the order of the header, where the row could be split.
    """

    regel: int
    code: str
    melding: str
    tekst: str
    blad: int | None = None
    fields: Sequence[str | None] | None = None


def check_width(width: int, place: str) -> None:
    """Raise BrpMatchError KOLOMMEN_TE_VEEL for a header that nobody wrote; `place`: where it stands."""
    if width > WIDEST:
        said = f"hier staan meer dan {whole(WIDEST)} kolommen; is dit de goede kopregel?"
        raise BrpMatchError("KOLOMMEN_TE_VEEL", place, said)


def stage(con: Connection, rows: Rows) -> None:
    """Write gathered rows to the `levering` table."""
    names = [f"k{place}" for place in range(rows.width)]
    columns = ", ".join(f"{name} VARCHAR" for name in ["tekst", *names])
    run_step(con, f"CREATE OR REPLACE TEMP TABLE {STAGE} (regel BIGINT, {columns})")
    fields = ", ".join(f"rij[{place}]" for place in range(1, rows.width + 3))
    for start in range(0, len(rows.regel), BATCH):
        part = slice(start, start + BATCH)
        values = [
            [str(regel), tekst, *row]
            for regel, tekst, row in zip(
                rows.regel[part], rows.tekst[part], rows.values[part], strict=True
            )
        ]
        # one JSON text is what DuckDB takes fastest without a data frame package to import
        run_step(
            con,
            f"""INSERT INTO {STAGE} SELECT {fields}
            FROM (SELECT unnest(from_json($1::JSON, '[["VARCHAR"]]')) AS rij)""",
            [json.dumps(values)],
        )


def clean(value: str | None) -> str | None:
    """Trim a field; empty is None. Control characters stay: the checks find them.

    A byte order mark in the middle comes of files laid behind each other: it is trimmed as well. So is what a
    spreadsheet writes before a value that it may not change: `="000123"`, `'000123`.
    """
    if value is None:
        return None
    value = value.strip(_BLANK)
    if value[:1] in ("=", "'"):
        value = _unmarked(value).strip(_BLANK)
    return value or None


_BLANK = " \t\r\n\xa0\ufeff"


def _unmarked(value: str) -> str:
    """Take off the mark of a spreadsheet, or quotes of one stroke; the apostrophe of 't Hart is a letter of the name."""
    if len(value) > 2 and value[0] == value[-1] == "'":
        return value[1:-1]
    if value.startswith('="') and value.endswith('"') and len(value) > 2:
        return value[2:-1].replace('""', '"')
    if value[1:2].isdigit() or value[1:2] in ("=", "+"):
        return clean(value[1:].removesuffix("'")) or "" if value[0] == "'" else value
    return value


def long_cells(con: Connection, used: Collection[int], width: int) -> list[Broken]:
    """Take rows with a cell in use that is longer than anything people write out of `levering`: what reads names and
    addresses takes time with the square of their length. `used`: the places of the columns; `width`: how many there are.

    Returns them, for `put_aside`.
    """
    if not used:
        return []
    longest = ", ".join(f"length(k{place})" for place in sorted(used))
    fields = ", ".join(f"k{place}" for place in range(width))
    found = con.execute(
        f"""DELETE FROM {STAGE} WHERE greatest({longest}) > {LONGEST_CELL}
        RETURNING regel, coalesce(tekst, ''), [{fields}]"""
    ).fetchall()
    said = f"In deze rij staat een veld van meer dan {whole(LONGEST_CELL)} tekens."
    return [Broken(regel, "VELD_TE_LANG", said, tekst, fields=cells) for regel, tekst, cells in sorted(found)]  # fmt: skip


WITHHELD = "(niet bewaard: niet te zien is wat hierin gebruikt wordt)"
"""Stands for the text of a row that cannot be split, of a file with columns that are not used."""


def put_aside(
    con: Connection, bron: int, bestand: str, broken: Sequence[Broken],
    header: Sequence[str], used: Collection[int],
) -> None:  # fmt: skip
    """Write rows that could not be read to `quarantaine`, without what stood in columns that are not used.

    `header`: the delivered names; `used`: the places of it that are. Of a row that was split the used fields stay;
    the text of any other stays only where every column of the file is used. A BSN stays in neither.
    """
    if broken:
        con.executemany(
            "INSERT INTO quarantaine VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                [bron, bestand, b.regel, b.code, b.melding, _kept(b, header, used), b.blad]
                for b in broken
            ],
        ).fetchall()


def _kept(row: Broken, header: Sequence[str], used: Collection[int]) -> str:
    if row.fields is not None:
        named = ((header[place], row.fields[place]) for place in sorted(used))
        text = "; ".join(f"{name}: {value}" for name, value in named if value)
    elif all(place in used for place in range(len(header))):
        text = row.tekst
    else:
        return WITHHELD
    return _printable(without_bsn(text))


def _printable(text: str) -> str:
    r"""Write NUL as \0, so that the text survives every reader of the quarantine file."""
    return text.replace("\x00", "\\0")


def create_log_tables(con: Connection) -> None:
    """Make `bronnen` and `quarantaine` when they are not there yet."""
    run_step(
        con,
        """CREATE TABLE IF NOT EXISTS bronnen (bron INTEGER, soort VARCHAR, bestand VARCHAR,
        sha256 VARCHAR, formaat VARCHAR, indeling VARCHAR, codering VARCHAR, scheidingsteken VARCHAR,
        rijen BIGINT, weggelaten VARCHAR[], hernoemd VARCHAR, kolommen VARCHAR[])""",
    )
    run_step(
        con,
        """CREATE TABLE IF NOT EXISTS quarantaine (bron INTEGER, bestand VARCHAR, regel BIGINT,
        code VARCHAR, melding VARCHAR, tekst VARCHAR, blad INTEGER)""",
    )


def create_raw_table(con: Connection, table: str, columns: Sequence[str]) -> None:
    """Make an empty raw table. Column order as docs/tables.md."""
    typed = ["bron INTEGER", "regel BIGINT"]
    typed += [f"{quote_identifier(column)} VARCHAR" for column in columns]
    run_step(con, f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(typed)})")


def create_cell_tables(con: Connection) -> None:
    """Make `levering_cellen` and `levering_kolommen` when they are not there yet: whole rows, for the profile."""
    run_step(
        con,
        "CREATE TABLE IF NOT EXISTS levering_cellen (bron INTEGER, regel BIGINT, cellen VARCHAR[])",
    )
    run_step(
        con,
        "CREATE TABLE IF NOT EXISTS levering_kolommen (bron INTEGER, kolommen VARCHAR[], onbekend VARCHAR[])",
    )
