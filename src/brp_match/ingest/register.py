"""The population register and the address file → raw tables, by looking at what the file is."""

from __future__ import annotations

import re
from pathlib import Path

from brp_match.database import Connection, run_step
from brp_match.errors import BrpMatchError, Fault
from brp_match.ingest.columns import KINDS, PREVIOUS_NAMES, Kind, layout_of
from brp_match.ingest.fast_text import CleanText, look_at_text, read_straight, read_text
from brp_match.ingest.files import Delivered, Format, format_of
from brp_match.ingest.haal_centraal import is_haal_centraal, load_haal_centraal
from brp_match.ingest.json_rows import read_json
from brp_match.ingest.later_headers import take_later_headers
from brp_match.ingest.lo import is_lo, load_lo
from brp_match.ingest.parquet import read_parquet
from brp_match.ingest.register_values import mend_values
from brp_match.ingest.rows import (
    STAGE,
    Broken,
    create_log_tables,
    create_raw_table,
    long_cells,
    put_aside,
)
from brp_match.ingest.sources import add_source, check_layout, check_some, next_source
from brp_match.ingest.workbook import read_workbook


def load_register(
    con: Connection,
    residents: Path,
    previous_addresses: Path | None = None,
    addresses: Path | None = None,
) -> None:
    """Fill `raw_inwoners`, `raw_vorige_adressen`, `raw_vorige_namen` and `raw_adressen`.

    Residents are flat (contract layout, any format), LO rubrieken or Haal Centraal JSON; the
    history of LO gives previous addresses and names, Haal Centraal has no previous addresses. Raises BrpMatchError with the
    faults of all three files.
    """
    create_log_tables(con)
    for kind in KINDS.values():
        if kind.soort != "signalen":
            create_raw_table(con, kind.table, kind.columns)
    create_raw_table(con, "raw_vorige_namen", PREVIOUS_NAMES)
    faults: list[Fault] = []
    for soort, path in (
        ("inwoners", residents),
        ("vorige_adressen", previous_addresses),
        ("adressen", addresses),
    ):
        if path is None:
            continue
        try:
            _load(con, path, KINDS[soort])
        except BrpMatchError as error:
            faults.extend(error.faults)
    run_step(con, f"DROP TABLE IF EXISTS {STAGE}")
    if faults:
        raise BrpMatchError.from_faults(faults)
    mend_values(con)


def look_at_register(
    residents: Path | None, previous_addresses: Path | None = None, addresses: Path | None = None
) -> None:
    """Refuse files that `load_register` would refuse, as far as is seen without reading their rows.

    Of every file what format it is, of flat text also its columns. Raises BrpMatchError with the faults
    of all three.
    """
    faults: list[Fault] = []
    for soort, path in (
        ("inwoners", residents),
        ("vorige_adressen", previous_addresses),
        ("adressen", addresses),
    ):
        try:
            if path is not None and format_of(path) is Format.CSV:
                _check_header(path, KINDS[soort])
        except BrpMatchError as error:
            faults.extend(error.faults)
    if faults:
        raise BrpMatchError.from_faults(faults)


def _check_header(path: Path, kind: Kind) -> None:
    text = look_at_text(path, kind)
    if text is None or (kind.soort == "inwoners" and is_lo(text.header)):
        return
    rows = text.lines - text.at - 1
    seen = Delivered(text.header, rows, Format.CSV, text.encoding, text.separator)
    check_layout(kind, layout_of(kind, text.header), seen, path.name)


def load_addresses(con: Connection, addresses: Path) -> None:
    """Fill `raw_adressen` alone. Raises BrpMatchError as `load_register` does."""
    create_log_tables(con)
    kind = KINDS["adressen"]
    create_raw_table(con, kind.table, kind.columns)
    _load(con, addresses, kind)


def _load(con: Connection, path: Path, kind: Kind) -> None:
    file_format = format_of(path)
    if kind.soort == "inwoners" and file_format is Format.JSON and is_haal_centraal(path):
        load_haal_centraal(con, path, kind)
        return
    text = look_at_text(path, kind) if file_format is Format.CSV else None
    if text is not None and _load_straight(con, text, kind):
        return
    delivered, broken = _read(con, path, kind, file_format, text)
    number = next_source(con)
    if kind.soort == "inwoners" and is_lo(delivered.header):
        width = len(delivered.header)
        broken += long_cells(con, range(width), width)
        load_lo(con, path, kind, delivered, number)
        put_aside(con, number, path.name, broken, delivered.header, ())
        return
    layout = layout_of(kind, delivered.header)
    check_layout(kind, layout, delivered, path.name)
    used = set(layout.sources.values())
    broken += [
        *take_later_headers(con, delivered.header),
        *long_cells(con, used, len(delivered.header)),
    ]
    columns = ", ".join(
        (f"k{layout.sources[column]}" if column in layout.sources else "NULL")
        + f"::VARCHAR AS {column}"
        for column in kind.columns
    )
    run_step(
        con,
        f"INSERT INTO {kind.table} BY NAME SELECT {number} AS bron, regel, {columns} FROM {STAGE}",
    )
    check_some(con, kind, path.name, broken)
    put_aside(con, number, path.name, broken, delivered.header, layout.sources.values())
    add_source(con, number, kind, path, delivered, layout, _layout_name(kind, delivered))


def _load_straight(con: Connection, text: CleanText, kind: Kind) -> bool:
    """Read a flat text file without more ado; False, and nothing done, where it needs a closer look."""
    layout = layout_of(kind, text.header)
    if is_lo(text.header) or layout.missing or layout.double:
        return False
    number = next_source(con)
    delivered = read_straight(con, text, kind, layout, number)
    if delivered is None:
        return False
    add_source(con, number, kind, text.path, delivered, layout, _layout_name(kind, delivered))
    return True


def _read(
    con: Connection, path: Path, kind: Kind, file_format: Format, text: CleanText | None
) -> tuple[Delivered, list[Broken]]:
    match file_format:
        case Format.XLSX:
            return read_workbook(con, path, kind)
        case Format.JSON:
            return read_json(con, path, kind)
        case Format.PARQUET:
            return read_parquet(con, path, kind), []
        case _:
            return read_text(con, path, kind, text)


def _layout_name(kind: Kind, delivered: Delivered) -> str:
    nlextract = kind.soort == "adressen" and "verkorteopenbareruimte" in {
        re.sub("[^a-z]", "", name.lower()) for name in delivered.header
    }
    return "nlextract" if nlextract else "plat"
