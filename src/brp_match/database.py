"""The only door to DuckDB: connect, quote identifiers, run named steps."""

from __future__ import annotations

import errno
import itertools
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from brp_match.errors import BrpMatchError
from brp_match.scratch import scratch

Connection = duckdb.DuckDBPyConnection


def connect(
    path: Path | None = None,
    *,
    read_only: bool = False,
    threads: int | None = None,
    memory_limit: str | None = None,
) -> Connection:
    """Open a database: a file, or memory when `path` is None.

    No extension is fetched or loaded from outside and no progress bar is drawn. What does not fit
    in memory goes beside the file, or of a database in memory to a folder that only this user can
    read, under TMPDIR; it goes with the connection, and at the latest with the process.
    Raises BrpMatchError REGISTER_ONLEESBAAR when the file is not a DuckDB database, WERKMAP_ONTBREEKT when
    nothing can be written under TMPDIR; OSError when the disk is full.
    """
    try:
        con = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
    except duckdb.Error as error:
        if disk_is_full(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise unreadable(path) from error
    con.execute("SET enable_progress_bar = false")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute("SET preserve_insertion_order = false")
    if path is None:
        # DuckDB itself would take `.tmp` in the folder somebody happens to stand in
        con.execute("SET temp_directory = ?", [str(scratch() / str(next(_SCRATCH_NUMBER)))])
    if threads:
        con.execute(f"SET threads = {int(threads)}")
    if memory_limit:
        con.execute("SET memory_limit = ?", [memory_limit])
    return con


def at_most(bytes_wanted: int) -> str:
    """Return a memory limit: so many bytes, or four fifths of this machine's where that is less (DuckDB's own)."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        whole = bytes_wanted * 2
    return f"{min(bytes_wanted, whole * 4 // 5)}B"


_SCRATCH_NUMBER = itertools.count()


def disk_is_full(error: duckdb.Error) -> bool:
    """Tell whether DuckDB failed for want of room; it raises one type or another, all without a number."""
    return os.strerror(errno.ENOSPC) in str(error)


def unreadable(path: Path | None) -> BrpMatchError:
    """Return the error for a database file that is none, is damaged, or is of another DuckDB."""
    return BrpMatchError(
        "REGISTER_ONLEESBAAR",
        path.name if path else "geheugen",
        "dit bestand is geen database die brp-match kan openen, of het is beschadigd",
    )


def rows_by_name(
    con: Connection, sql: str, values: Sequence[Any] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a query, each by the names of its columns, in the query's order."""
    cursor = con.execute(sql, values or [])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def quote_identifier(name: str) -> str:
    """Quote `name` as an SQL identifier; a double quote inside is doubled."""
    return '"' + name.replace('"', '""') + '"'


def quote_literal(value: str) -> str:
    """Quote `value` as an SQL string; for places where DuckDB takes no parameter."""
    return "'" + value.replace("'", "''") + "'"


def exact(path: Path) -> str:
    """Write a path so that DuckDB takes it for that one file: `inwoners[1].csv` and `lev*.parquet` are names and
    no patterns, and no relative name is a protocol. For what is read; what is written is never a pattern."""
    return re.sub(r"[\[*?]", r"[\g<0>]", str(path.absolute()))


def parquet_sql(path: Path) -> str:
    """SQL that reads one Parquet file; a folder named `vlp=Ander` gives it no column."""
    return f"read_parquet({quote_literal(exact(path))}, hive_partitioning = false)"


def distinct_in_order(values: str) -> str:
    """Return the SQL of a list with each value once, where it first stands; `values` is the SQL of a list."""
    return f"list_filter({values}, lambda x, i: list_position({values}, x) = i)"


def run_step(con: Connection, sql: str, parameters: Sequence[Any] | None = None) -> None:
    """Run one statement and drop what it returns (DuckDB 2 refuses unread results).

    Raises BrpMatchError GEHEUGEN_VOL when memory and the disk for what does not fit in it are full.
    """
    try:
        con.execute(sql, parameters or []).fetchall()
    except duckdb.OutOfMemoryException as error:
        raise BrpMatchError(
            "GEHEUGEN_VOL",
            "werkgeheugen",
            "er is te weinig geheugen, en te weinig ruimte voor wat er niet in past; "
            "zet TMPDIR op een ruimere schijf",
            http_status=507,
        ) from error


def together(con: Connection, *steps: Callable[[Connection], object]) -> None:
    """Run steps that need nothing of each other, side by side: DuckDB plans and runs outside Python's lock.

    The first runs here on `con`, every other on a thread and a cursor of its own, which sees the same tables
    but no temporary ones. On one DuckDB thread they run one after the other. Of faults the one of
    the earliest step is raised; a step is not begun anew, and none is left running.
    """
    here, *others = steps
    ((threads, path),) = con.execute(
        "SELECT current_setting('threads'), current_setting('search_path')"
    ).fetchall()
    if threads < 2 or not others:
        for step in steps:
            step(con)
        return
    cursors = [con.cursor() for _ in others]
    try:
        for cursor in cursors if path else ():
            # a cursor begins in the main schema, wherever this one works
            run_step(cursor, f"SET search_path = {quote_literal(path)}")
        with ThreadPoolExecutor(len(others)) as pool:
            running = [
                pool.submit(step, cursor) for step, cursor in zip(others, cursors, strict=True)
            ]
            try:
                here(con)
                wait(running)
            except BaseException:
                # what is between two statements hears nothing of one interrupt
                while wait(running, timeout=0.05).not_done:
                    for cursor in cursors:
                        cursor.interrupt()
                raise
        for one in running:
            one.result()
    finally:
        for cursor in cursors:
            cursor.close()


def create_table(
    con: Connection, name: str, select: str, parameters: Sequence[Any] | None = None
) -> None:
    """Create or replace table `name` as the SELECT given."""
    run_step(con, f"CREATE OR REPLACE TABLE {quote_identifier(name)} AS {select}", parameters)


def create_table_of(
    con: Connection, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Create or replace table `name` of these rows; `columns` gives the SQL type of every column."""
    create_table(con, name, f"SELECT {_listed(columns)}", _by_column(columns, rows))


def add_rows(
    con: Connection, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]
) -> None:
    """Add rows to table `name`, whose columns and SQL types are `columns`.

    Through parameters: making an Arrow table of Python values brings pandas in, a quarter of a second.
    """
    run_step(
        con,
        f"INSERT INTO {quote_identifier(name)} SELECT {_listed(columns)}",
        _by_column(columns, rows),
    )


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(
        f"unnest(${place}::{kind}[]) AS {quote_identifier(column)}"
        for place, (column, kind) in enumerate(columns.items(), start=1)
    )


def _by_column(columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]


def create_reading(
    con: Connection,
    name: str,
    source: str,
    columns: Mapping[str, str],
    read: Callable[..., tuple[Any, ...]],
    *,
    inputs: Sequence[str] = ("tekst",),
) -> None:
    """Create or replace table `name`: every distinct row of the query `source`, and what `read` makes of it.

    `inputs` names the columns of the source, which are texts; rows of nothing but NULL are left out. `columns`
    gives the SQL type of what `read` returns for the values of a row. Many rows hold the same few texts: a
    function is called once for each, and the callers join on the text.
    """
    listed = ", ".join(quote_identifier(column) for column in inputs)
    found = con.execute(
        f"SELECT DISTINCT {listed} FROM ({source}) AS t({listed}) WHERE coalesce({listed}) IS NOT NULL"
    ).fetchall()
    types = dict.fromkeys(inputs, "VARCHAR") | dict(columns)
    blocks = (
        [(*row, *read(*row)) for row in found[first : first + READING_BLOCK]]
        for first in range(0, len(found), READING_BLOCK)
    )
    create_table_of(con, name, types, next(blocks, []))
    for block in blocks:
        add_rows(con, name, types, block)


READING_BLOCK = 1 << 15
"""Texts that a function reads before what it made of them goes into the table."""


@contextmanager
def own_schema(con: Connection, name: str) -> Iterator[Connection]:
    """Yield a cursor whose tables are made in a schema of their own, and that reads those of `con` where it has
    none of that name; the schema goes on leaving. The steps of a run can be done twice so, side by side in one
    database."""
    run_step(con, f"CREATE SCHEMA {quote_identifier(name)}")
    own = con.cursor()
    try:
        run_step(own, f"SET search_path = {quote_literal(f'{name},main')}")
        yield own
    finally:
        own.close()
        run_step(con, f"DROP SCHEMA {quote_identifier(name)} CASCADE")


def table_exists(con: Connection, name: str) -> bool:
    """Tell whether a table or view of that name stands where a statement looks for one, so not in an attached database."""
    try:
        # the catalogue's own tables take ten times as long to ask
        con.execute(f"FROM {quote_identifier(name)} LIMIT 0").fetchall()
    except duckdb.CatalogException:
        return False
    return True


def scalar(con: Connection, sql: str, parameters: Sequence[Any] | None = None) -> Any:
    """Return the first column of the first row, or None when there is no row."""
    rows = con.execute(sql, parameters or []).fetchall()
    return rows[0][0] if rows else None
