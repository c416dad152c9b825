"""Deliveries of signals → `raw_signalen`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from brp_match.database import Connection, quote_literal, run_step
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.birth_parts import join_birth_parts
from brp_match.ingest.bsn_texts import is_bsn_column
from brp_match.ingest.column_names import header_key
from brp_match.ingest.columns import KINDS, SIGNALS, Kind, Layout, layout_of
from brp_match.ingest.delimited import read_delimited
from brp_match.ingest.files import Delivered, Format, format_of
from brp_match.ingest.json_rows import read_json
from brp_match.ingest.later_headers import take_later_headers
from brp_match.ingest.mapping import ColumnMapping, Renames, load_mapping
from brp_match.ingest.parquet import read_parquet
from brp_match.ingest.rows import (
    LONGEST_CELL,
    STAGE,
    Broken,
    create_cell_tables,
    create_log_tables,
    create_raw_table,
    long_cells,
    put_aside,
)
from brp_match.ingest.sources import LONGEST_NAME, add_source, check_layout, check_some, next_source
from brp_match.ingest.workbook import read_workbook


def load_signals(
    con: Connection, files: Sequence[Path], mapping: Path | None = None, *, listed: str = ""
) -> None:
    """Read every delivery into `raw_signalen`; rows that cannot be read go to `quarantaine`.

    `listed`: the files are lists of persons of this name, not deliveries: a row needs no more than a name,
    and is known by its line. Writes `bronnen`, one row a file. Raises BrpMatchError with the faults of all files: missing
    or unreadable file, missing or double columns, no rows, a mapping that names absent columns.
    """
    renames = load_mapping(mapping)
    create_log_tables(con)
    kind = KINDS["signalen"]
    if listed:
        kind = replace(kind, required=NAME_ALONE)
    create_raw_table(con, kind.table, SIGNALS)
    faults: list[Fault] = []
    headers: set[str] = set()
    for path in files:
        try:
            headers |= _load_one(con, path, kind, renames, listed)
        except BrpMatchError as error:
            faults.extend(error.faults)
    if not faults and mapping is not None:
        vlps = {row[0] for row in con.execute(f"SELECT DISTINCT vlp FROM {kind.table}").fetchall()}
        faults = _absent(renames.in_use([path.name for path in files], vlps), headers, mapping.name)
    if faults:
        raise BrpMatchError.from_faults(faults)


def read_signal_file(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read one file of rows into `levering`, whatever its format."""
    match format_of(path):
        case Format.XLSX:
            return read_workbook(con, path, kind)
        case Format.JSON:
            return read_json(con, path, kind)
        case Format.PARQUET:
            return read_parquet(con, path, kind), []
        case _:
            return read_delimited(con, path, kind)


NAME_ALONE = (("achternaam", "volledige_naam", "voornamen"),)
"""What a row of a list of persons cannot do without: one of these."""


TRACK = {
    "soort_signaal": ("soorttraject", "trajectsoort", "traject", "soort", "trajectnaam", "product", "voorziening"),
    "signaaldatum": ("datumtraject", "trajectdatum", "startdatum", "datumstart", "ingangsdatum", "begindatum",
                     "datumaanvang", "aanvangsdatum", "datumaanmelding", "aanmelddatum", "datum"),
}  # fmt: skip
"""Names of what a list says besides the person (the kind of a track, the day it began) → our column for it."""


def _of_a_track(header: Sequence[str]) -> dict[str, str]:
    """Ours → delivered, of the columns in TRACK that a list has."""
    names = {header_key(name): name for name in header}
    found = {
        column: next((names[key] for key in keys if key in names), "")
        for column, keys in TRACK.items()
    }
    return {column: name for column, name in found.items() if name}


def _of_list(columns: dict[str, str], number: int, name: str) -> dict[str, str]:
    """Give every row of a list its line as signaal_id and the list as vlp; the list's own number stays."""
    own = f"coalesce({columns['klantnummer']}, {columns['signaal_id']})"
    line = f"printf('{number}-%08d', regel)"
    return columns | {"signaal_id": line, "vlp": quote_literal(name), "klantnummer": own}


def _load_one(
    con: Connection, path: Path, kind: Kind, mapping: ColumnMapping, listed: str
) -> set[str]:
    renames = mapping.for_file(path.name)
    kind = replace(kind, asked=mapping.asked(path.name))
    delivered, broken = read_signal_file(con, path, kind)
    broken += take_later_headers(con, delivered.header)
    if "geboortedatum" not in renames.columns:
        delivered = replace(delivered, header=join_birth_parts(con, delivered.header))
    keys = {header_key(name) for name in delivered.header}
    wanted = {c: name for c, name in renames.columns.items() if header_key(name) in keys}
    # who says which column is which leaves the others out
    unread = () if wanted else delivered.header
    if listed:
        wanted = _of_a_track(delivered.header) | wanted
    layout = layout_of(kind, delivered.header, wanted, tuple(renames.fixed))
    check_layout(kind, layout, delivered, path.name)
    number = next_source(con)
    width = len(delivered.header)
    broken += long_cells(con, set(layout.sources.values()), width)
    columns = {c: _expression(c, layout, renames) for c in SIGNALS}
    if listed:
        columns = _of_list(columns, number, listed)
    for vlp, special in mapping.per_vlp.items():
        columns = _for_vlp(columns, vlp, special, delivered.header, layout)
    run_step(
        con,
        f"""INSERT INTO {kind.table} BY NAME SELECT {number} AS bron, regel,
        {", ".join(f"{sql} AS {column}" for column, sql in columns.items())} FROM {STAGE}""",
    )
    _keep_cells(con, number, layout, width, unread)
    check_some(con, kind, path.name, broken)
    put_aside(con, number, path.name, broken, delivered.header, layout.sources.values())
    add_source(con, number, kind, path, delivered, layout, delivered.indeling)
    return keys


def _keep_cells(
    con: Connection, number: int, layout: Layout, width: int, header: Sequence[str]
) -> None:
    """Keep whole rows in the order of the file, for the profile: `levering_cellen(bron, regel, cellen)` and
    `levering_kolommen(bron, kolommen, onbekend)`: what each place is of ours, and the heading of a column that nobody
    reads ('' for others, and for a BSN). They stay in memory and go out nowhere."""
    ours = {place: column for column, place in layout.sources.items()}
    kept = [ours.get(place) for place in range(width)]
    unread = [
        "" if place in ours or is_bsn_column(name) else name[:LONGEST_NAME]
        for place, name in enumerate(header)
    ]
    create_cell_tables(con)
    cells = ", ".join(f"left(k{place}, {LONGEST_CELL})" for place in range(width))
    run_step(con, f"INSERT INTO levering_cellen SELECT {number}, regel, [{cells}] FROM {STAGE}")
    run_step(con, "INSERT INTO levering_kolommen VALUES (?, ?, ?)", [number, kept, unread])


def _expression(column: str, layout: Layout, renames: Renames) -> str:
    if column in renames.fixed:
        return quote_literal(renames.fixed[column])
    return f"k{layout.sources[column]}" if column in layout.sources else "NULL::VARCHAR"


def _for_vlp(
    columns: dict[str, str], vlp: str, special: Renames, header: Sequence[str], layout: Layout
) -> dict[str, str]:
    """Lay the renames of one VLP over the rows of that VLP only.

    A delivered column that they give another meaning loses its usual one in those rows.
    """
    keys = [header_key(name) for name in header]
    moved = {
        c: keys.index(header_key(n)) for c, n in special.columns.items() if header_key(n) in keys
    }
    out = {}
    for column, usual in columns.items():
        if column in special.fixed:
            value = quote_literal(special.fixed[column])
        elif column in moved:
            value = f"k{moved[column]}"
        elif layout.sources.get(column) in moved.values():
            value = "NULL"
        else:
            out[column] = usual
            continue
        out[column] = (
            f"CASE WHEN {columns['vlp']} = {quote_literal(vlp)} THEN {value} ELSE {usual} END"
        )
    return out


def _absent(in_use: Sequence[Renames], headers: set[str], where: str) -> list[Fault]:
    asked = {name for renames in in_use for name in renames.columns.values()}
    return [
        Fault("MAPPING_KOLOM", where, f"geen van de bestanden heeft een kolom '{name}'")
        for name in sorted(asked)
        if header_key(name) not in headers
    ]
