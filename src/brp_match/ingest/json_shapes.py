"""Tables in JSON that are no list of rows: by column, by number of row, or names and rows apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import Kind, recognised

Row = dict[str, Any]

DEEPEST = 5
"""So many names may stand around a table."""

RECOGNISED = 3
"""So many names of columns make a list of objects a table: a remark or a sender has fewer."""


def rows_within(whole: Mapping[str, Any], kind: Kind, name: str) -> list[Row] | None:
    """Return the rows of a table that is one object; None where it is no table in one of these shapes.

    `{"kolom": [waarde, …]}`, `{"kolom": {"0": waarde}}`, `{"0": {"kolom": waarde}}` (what pandas writes), and
    `{"columns": […], "data": [[…]]}`, one list of lists, and any of them one or more names deep
    (`{"signalen": {"signaal": [{…}]}}`); the one list of rows of this kind, whatever stands beside and around it
    (`{"gemaakt": {…}, "data": {"signalen": [{…}]}}`). Raises BrpMatchError JSON_KOLOMMEN_ONGELIJK where columns differ in rows.
    """
    tables = list(_tables(whole, kind, DEEPEST))
    if len(tables) == 1:
        return tables[0]
    within = _innermost(whole)
    if within is not whole and (rows := _only_list(within)) is not None:
        return rows
    whole = within
    names, data = whole.get("columns"), whole.get("data")
    if (
        isinstance(names, list)
        and isinstance(data, list)
        and all(isinstance(r, list) for r in data)
    ):
        return _named(list(map(str, names)), data, name)
    values = list(whole.values())
    lists = [value for value in values if isinstance(value, list)]
    if len(lists) == 1 and lists[0] and all(isinstance(row, list) for row in lists[0]):
        return rows_of_lists(lists[0], kind, name)
    if len(values) < 2 or not all(isinstance(value, dict | list) for value in values):
        return None
    if all(isinstance(value, list) and _plain(value) for value in values):
        return _transposed({key: dict(enumerate(value)) for key, value in whole.items()}, name)
    if not all(isinstance(value, dict) and _plain(list(value.values())) for value in values):
        return None
    inner = list(dict.fromkeys(key for value in values for key in value))
    if recognised(kind, list(whole)) >= recognised(kind, inner):
        return _transposed(whole, name)
    return [dict(value) for value in values]


def _tables(whole: Mapping[str, Any], kind: Kind, deep: int) -> Iterator[list[Row]]:
    """The lists of objects that have names of columns of this kind, up to `deep` names within an object."""
    for value in whole.values():
        if isinstance(value, dict) and deep:
            yield from _tables(value, kind, deep - 1)
        elif _is_table(value) and recognised(kind, list(value[0])) >= RECOGNISED:
            yield list(value)


def _is_table(value: Any) -> bool:
    """Tell whether a value is a list of objects, at least one."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _innermost(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object that is all there is in the one around it, some names deep."""
    for _ in range(DEEPEST):
        (inside,) = whole.values() if len(whole) == 1 else (None,)
        if not isinstance(inside, dict):
            break
        whole = inside
    return whole


def _only_list(whole: Mapping[str, Any]) -> list[Row] | None:
    """The rows of an object with one list, of objects; None of any other."""
    lists = [value for value in whole.values() if isinstance(value, list)]
    return list(lists[0]) if len(lists) == 1 and _is_table(lists[0]) else None


def rows_of_lists(table: Sequence[Sequence[Any]], kind: Kind, name: str) -> list[Row]:
    """Return the rows of a list of lists, of which the first has the names.

    Raises BrpMatchError JSON_ZONDER_NAMEN where it has no name of a column, JSON_KOLOMMEN_ONGELIJK where a row has
    another number of values.
    """
    names = [str(one) for one in table[0]]
    if not recognised(kind, names):
        raise BrpMatchError(
            "JSON_ZONDER_NAMEN",
            name,
            "deze json is een lijst van lijsten zonder kolomnamen; zet ze in de eerste lijst, of lever per rij een object",
        )
    return _named(names, table[1:], name)


def _named(names: Sequence[str], data: Sequence[Sequence[Any]], name: str) -> list[Row]:
    if len(set(names)) < len(names) or any(len(row) != len(names) for row in data):
        raise _unequal(name)
    return [dict(zip(names, row, strict=True)) for row in data]


def _plain(values: list[Any]) -> bool:
    return not any(isinstance(value, dict | list) for value in values)


def _transposed(columns: Mapping[str, Mapping[Any, Any]], name: str) -> list[Row]:
    keys = [list(column) for column in columns.values()]
    if any(one != keys[0] for one in keys):
        raise _unequal(name)
    return [{column: values[key] for column, values in columns.items()} for key in keys[0]]


def _unequal(name: str) -> BrpMatchError:
    return BrpMatchError(
        "JSON_KOLOMMEN_ONGELIJK",
        name,
        "de kolommen in deze json hebben niet evenveel waarden of twee dezelfde namen; lever een lijst met per rij een object",
    )
