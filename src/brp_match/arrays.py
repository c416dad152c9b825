"""Columns of a table as arrays, and arrays as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brp_match.database import Connection, create_table, quote_identifier, run_step

_TYPES = {"INTEGER": np.int64, "DOUBLE": np.float64, "BOOLEAN": np.bool_, "VARCHAR": np.object_}
"""SQL type of a column → that of its array."""


def read_arrays(
    con: Connection, columns: Mapping[str, str], source: str
) -> dict[str, NDArray[Any]]:
    """Return the columns of a query, each as an array, in the order of its rows.

    `columns` gives name → SQL type (INTEGER, DOUBLE, BOOLEAN, VARCHAR) of what the query `source` has. None
    may be NULL.
    """
    names = ", ".join(f"{quote_identifier(name)}::{kind}" for name, kind in columns.items())
    found = con.execute(f"SELECT {names} FROM ({source})").fetchnumpy().values()
    return {
        name: np.asarray(values, dtype=_TYPES[kind])
        for (name, kind), values in zip(columns.items(), found, strict=True)
    }


_WITH_NULL = _TYPES | {"INTEGER": np.float64, "SMALLINT": np.float64}
"""SQL type of a column → that of an array of Python values, of which None stands as not a number among numbers."""


@contextmanager
def as_table(
    con: Connection, types: Mapping[str, str], lines: Sequence[tuple[Any, ...]]
) -> Iterator[str]:
    """Yield the SELECT of lines, whose columns and SQL types are `types`, for one statement; None is NULL, of a BOOLEAN
    there is none. Of many values it takes a fifth of the time of `database.add_rows`."""
    columns = list(zip(*lines, strict=True)) or [()] * len(types)
    arrays: dict[str, NDArray[Any]] = {
        name: np.array(values, dtype=_WITH_NULL[kind])
        for (name, kind), values in zip(types.items(), columns, strict=True)
    }
    listed = ", ".join(
        f"nullif({name}, 'nan'::DOUBLE)::{kind} AS {name}"
        if _WITH_NULL[kind] is np.float64
        else f"{name}::{kind} AS {name}"
        for name, kind in types.items()
    )
    con.register("regels", arrays)
    yield f"SELECT {listed} FROM regels"
    con.unregister("regels")


def add_lines(
    con: Connection, name: str, types: Mapping[str, str], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Add lines to table `name`, whose columns and SQL types are `types`, as `as_table` has them."""
    with as_table(con, types, lines) as select:
        run_step(con, f"INSERT INTO {quote_identifier(name)} {select}")


def write_table(
    con: Connection,
    name: str,
    columns: Mapping[str, NDArray[Any]],
    types: Mapping[str, str],
    *,
    more: bool = False,
) -> None:
    """Make table `name` of these columns, all of one length, with the SQL types given; `more`: add them to it."""
    listed = ", ".join(
        f"{quote_identifier(column)}::{kind} AS {quote_identifier(column)}"
        for column, kind in types.items()
    )
    view = f"{name}_kolommen"
    con.register(view, {column: columns[column] for column in types})
    select = f"SELECT {listed} FROM {quote_identifier(view)}"
    if more:
        run_step(con, f"INSERT INTO {quote_identifier(name)} {select}")
    else:
        create_table(con, name, select)
    con.unregister(view)
