"""Headers further down in a file: files laid behind each other, with the columns in the same order, in another, or other columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from brp_match.database import Connection, run_step
from brp_match.ingest.column_names import SYNONYMS, header_key
from brp_match.ingest.columns import all_names
from brp_match.ingest.rows import STAGE, WITHHELD, Broken, clean

_AT_LEAST, _ENOUGH = 3, 5
"""Names of columns in a row at least, if they are half of what stands in it; so many are enough: that is nobody's row."""

_LAST = 2**62


def take_later_headers(con: Connection, header: Sequence[str]) -> list[Broken]:
    """Take rows that are a header out of `levering`, and see to it that the rows behind them are read by their own columns.

    Where they have the names of `header` in another order, their cells are put in its order; where they have other
    names, the rows are taken out. Returns all that was taken out, for `put_aside`.
    """
    own = [header_key(clean(name) or "") for name in header]
    found = _headers(con, header, own)
    broken: list[Broken] = []
    for (line, keys, text), (end, _, _) in pairwise([*found, (_LAST, own, "")]):
        if keys == own:
            broken.append(Broken(line, "KOPREGEL_HERHAALD", _AGAIN, text))
        elif sorted(keys) == sorted(own) and _each_once(keys):
            broken.append(Broken(line, "KOPREGEL_HERHAALD", _AGAIN, WITHHELD))
            moved = ", ".join(f"k{to} = k{keys.index(key)}" for to, key in enumerate(own) if key)
            run_step(con, f"UPDATE {STAGE} SET {moved} WHERE regel > {line} AND regel < {end}")
        else:
            broken.append(Broken(line, "KOPREGEL_ANDERS", _OTHER, WITHHELD))
            broken += _take_out(con, line, end)
    if found:
        lines = ", ".join(str(line) for line, _, _ in found)
        run_step(con, f"DELETE FROM {STAGE} WHERE regel IN ({lines})")
    return broken


_AGAIN = "Dit is nog een keer de kopregel."
_OTHER = "Hier begint een tabel met andere kolommen. Lever die als bestand apart aan."


def _headers(
    con: Connection, header: Sequence[str], own: Sequence[str]
) -> list[tuple[int, list[str], str]]:
    """Return the rows that are a header, in their order: line, what each cell says as `header_key`, its text."""
    if not any(own):
        return []
    names = all_names(tuple(SYNONYMS)) | {*own} - {""}
    first = next(filter(None, map(clean, header)))
    fields = ", ".join(f"k{place}" for place in range(len(own)))
    # a number stands in nearly every row of somebody, and in few headers (a year)
    rows = con.execute(
        f"""SELECT regel, [{fields}], coalesce(tekst, '') FROM {STAGE}
        WHERE coalesce({fields}) = $1 OR NOT regexp_matches(concat_ws(' ', {fields}), '[0-9]{{3}}')
        ORDER BY regel""",
        [first],
    ).fetchall()
    keyed = [(line, [header_key(cell or "") for cell in cells], text) for line, cells, text in rows]
    return [
        (line, keys, text or ";".join(keys))
        for line, keys, text in keyed
        if keys == [*own] or _is_header([key for key in keys if key], names)
    ]


def _each_once(keys: Sequence[str]) -> bool:
    named = [key for key in keys if key]
    return len(named) == len({*named})


def _is_header(keys: Sequence[str], names: frozenset[str]) -> bool:
    known = sum(key in names for key in keys)
    return known >= _ENOUGH or (known >= _AT_LEAST and known * 2 >= len(keys))


def _take_out(con: Connection, line: int, end: int) -> list[Broken]:
    """Take out the rows between two headers: what stands in a cell is not known, so their text is not kept."""
    rows = con.execute(
        f"DELETE FROM {STAGE} WHERE regel > {line} AND regel < {end} RETURNING regel"
    ).fetchall()
    said = "Deze rij staat onder een kopregel met andere kolommen."
    return [Broken(regel, "KOPREGEL_ANDERS", said, WITHHELD) for (regel,) in sorted(rows)]
