"""Workbooks: the sheet that holds a delivery; what lies beside it in columns nobody asked for does no harm."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from brp_match.database import Connection
from brp_match.errors import BrpMatchError
from brp_match.ingest.column_names import header_key
from brp_match.ingest.columns import Kind, collected, layout_of, recognised
from brp_match.ingest.files import Delivered, Format
from brp_match.ingest.records import HEADER_WITHIN, is_row_above, one_line
from brp_match.ingest.rows import Broken, Rows, check_width, clean, stage
from brp_match.ingest.sheets import MERGED, MESSAGES, MergedRows, Sheet, SheetRow
from brp_match.ingest.xlsx import day_from_1904, read_sheets

LOOKS_LIKE = 3
"""Columns recognised from which a sheet holds rows of a kind."""


def read_workbook(con: Connection, path: Path, kind: Kind) -> tuple[Delivered, list[Broken]]:
    """Read the sheet that holds `kind` into `levering`.

    A formula that failed, has no kept value, or a merged cell sets a row aside when it stands in a column that is
    collected; cells without a name above them are not read. Rows of other sheets that might be of this kind, and
    rows above the header, are set aside. Raises BrpMatchError when the file is no workbook, is a bomb, or when a
    second or hidden sheet holds a table of this kind.
    """
    sheets = read_sheets(path)
    place, at = _choose(sheets, kind, path)
    sheet = sheets[place] if sheets else Sheet(hidden=False)
    head = sheet.rows[at].cells if sheet.rows else {}
    named = {column for column, name in head.items() if one_line(name)}
    # the first column of LO lists has no name
    columns = sorted(named | {1}) if named else []
    header = [one_line(head.get(column)) for column in columns]
    if header:
        check_width(len(header), f"{path.name}, rij {sheet.rows[at].regel}")
    rows, broken = _rows(sheet, at, columns, header, kind)
    aside = [
        Broken(row.regel, "RIJ_BOVEN_KOPREGEL", "Deze rij staat boven de kopregel; zet de kopregel bovenaan.", row.text())
        for row in sheet.rows[:at]
        if is_row_above(_fields(row, columns), header, kind)
    ]  # fmt: skip
    for number, other in enumerate(sheets):
        if number != place:
            aside += _of_other(other, number + 1, columns, header, kind)
    stage(con, rows)
    count = len(rows.regel) + len(broken) + len(aside)
    return Delivered(tuple(header), count, Format.XLSX), [*aside, *broken]


def _rows(
    sheet: Sheet, at: int, columns: Sequence[int], header: Sequence[str], kind: Kind
) -> tuple[Rows, list[Broken]]:
    """Return the rows below the header, read or set aside."""
    understood = bool(kind.asked) or not layout_of(kind, header).missing
    matter = {columns[p] for p in collected(kind, header)} if understood else set(columns)
    merged = MergedRows(sheet.merged, matter)
    days = _day_columns(kind, header) if sheet.from_1904 else ()
    rows, broken = Rows(len(header)), list[Broken]()
    for row in sheet.rows[at + 1 :]:
        faults = [row.faults[column] for column in sorted(row.faults) if column in matter]
        if row.regel in merged:
            faults = [MERGED]
        fields = [clean(field) for field in _fields(row, columns)]
        for place in days:
            fields[place] = day_from_1904(fields[place] or "") or None
        if faults:
            message = MESSAGES[faults[0]]
            broken.append(Broken(row.regel, faults[0], message, row.text(), fields=fields))
        elif any(fields):
            rows.add(row.regel, row.text(), fields)
    return rows, broken


def _day_columns(kind: Kind, header: Sequence[str]) -> list[int]:
    """Return the places of the header under which a number without a style is a day: of ours, or of a mapping."""
    ours = {p for column, p in layout_of(kind, header).sources.items() if "datum" in column}
    asked = {p for p in collected(kind, header) if "dat" in header_key(header[p])}
    return sorted(ours | asked)


def _fields(row: SheetRow, columns: Sequence[int]) -> list[str | None]:
    return [row.cells.get(column) for column in columns]


def _of_other(
    sheet: Sheet, number: int, columns: Sequence[int], header: Sequence[str], kind: Kind
) -> list[Broken]:
    """Return the rows of another sheet that go on with the table, without a header of their own."""
    message = f"Deze rij staat op werkblad {number}, zonder kopregel; zet alle rijen op één blad."
    return [
        Broken(row.regel, "RIJ_OP_ANDER_BLAD", message, row.text(), number)
        for row in sheet.rows
        if is_row_above(_fields(row, columns), header, kind)
    ]


def _choose(sheets: Sequence[Sheet], kind: Kind, path: Path) -> tuple[int, int]:
    """Return the place of the sheet with rows of `kind`, and of its header among the rows, from 0."""
    found = [(place, *_header(sheet, kind)) for place, sheet in enumerate(sheets)]
    looks_like = [
        one for one in found if one[2] >= LOOKS_LIKE and len(sheets[one[0]].rows) > one[1] + 1
    ]
    if len(looks_like) > 1:
        raise BrpMatchError(
            "BLADEN_MEER_DAN_EEN",
            path.name,
            f"{len(looks_like)} werkbladen (verborgen bladen meegeteld) hebben rijen van deze soort; "
            "lever één blad per bestand",
        )
    if looks_like and sheets[looks_like[0][0]].hidden:
        raise BrpMatchError(
            "BLAD_VERBORGEN",
            path.name,
            "de rijen staan op een verborgen werkblad; maak dat zichtbaar, of lever een ander bestand",
        )
    place, at, _ = (
        looks_like[0] if looks_like else max(found, key=lambda one: one[2], default=(0, 0, 0))
    )
    return place, at


def _header(sheet: Sheet, kind: Kind) -> tuple[int, int]:
    """Return (place of the header among the rows, columns recognised); the first row when none is."""
    scored = [
        (recognised(kind, [one_line(row.cells[c]) for c in sorted(row.cells)]), -place)
        for place, row in enumerate(islice(sheet.rows, HEADER_WITHIN))
    ]
    score, place = max(scored, default=(0, 0))
    return -place, score
