"""Rows with fewer fields than the header: which only left out their empty last fields, and which are broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from brp_match.ingest.columns import Kind, layout_of

OPTIONAL = frozenset(
    {
        "telefoon", "email", "kvk_nummer", "termijnbedrag", "huisletter", "huisnummertoevoeging",
        "aanduiding_bij_huisnummer", "locatie", "bag_id", "object_type", "warme_overdracht",
        "crisissignaal", "einddatum_contract",
    }
)  # fmt: skip
"""Columns that are mostly empty and decide nothing: who lacks only these lacks nothing."""

Fields = Sequence[str] | None


def complete_rows(
    records: Sequence[Fields], header: Sequence[str], kind: Kind, *, ended: bool
) -> set[int]:
    """Return the places of the short records that are read: what they lack are their empty last fields.

    Programs leave them out (Excel does from row 16 on). A row is believed to be whole when it has what
    cannot be missed, and every column it lacks is optional or stands empty in another row. Two halves of
    one row that a line end cut through are not; nor is a last line without a line end (`ended` false) that
    lacks more than what is optional: there the file may have been cut off.
    """
    width = len(header)
    layout = layout_of(kind, header)
    collected = set(layout.sources.values())
    needed = [
        places for group in kind.required
        if (places := {layout.sources[c] for c in group if c in layout.sources})
    ]  # fmt: skip
    optional = {layout.sources[c] for c in OPTIONAL if c in layout.sources}
    if not layout.missing:
        optional |= set(range(width)) - collected

    def has_needed(fields: Sequence[str]) -> bool:
        filled = {p for p, field in enumerate(fields[:width]) if field.strip()}
        return bool(filled) and all(places & filled for places in needed)

    short = {
        n for n, fields in enumerate(records)
        if fields is not None and len(fields) < width and has_needed(fields)
    }  # fmt: skip
    if not short:
        return short
    short -= {n for n in short if _is_half(records, n, width)}
    last = -1 if ended else len(records) - 1
    empty: Counter[int] = Counter()
    for n, fields in enumerate(records):
        if fields is not None and n != last and (n in short or len(fields) >= width):
            empty.update(p for p in range(width) if p >= len(fields) or not fields[p].strip())

    def lacks_nothing(n: int) -> bool:
        fields = records[n]
        assert fields is not None
        lacking = set(range(len(fields), width)) - optional
        if n == last:
            return not lacking
        # the row itself is one of those that have it empty
        return all(empty[place] > 1 for place in lacking)

    return {n for n in short if lacks_nothing(n)}


def _is_half(records: Sequence[Fields], n: int, width: int) -> bool:
    """Tell whether record `n` is one row with the record before or behind it, which a line end cut through.

    Two of the same length are two rows that left out the same fields.
    """
    here = records[n]
    for other in (n - 1, n + 1):
        beside = records[other] if 0 <= other < len(records) else None
        if here is not None and beside is not None and len(here) + len(beside) == width + 1:
            return len(here) != len(beside) and len(beside) < width
    return False
