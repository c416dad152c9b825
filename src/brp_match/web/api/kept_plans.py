"""Steps of the pipeline on one signal, without planning them anew for every signal.

DuckDB takes most of a second to plan the steps (their macros are long) and next to nothing to run them
on one row. It keeps a prepared plan as long as that plan reads no table. So the tables a step makes are
kept here, as rows, and go into the next step as parameters: its SQL stays what the pipeline wrote, with
a CTE before it for every such table. Small tables that never change (word lists) become part of the plan.
What a step needs of a large table is looked up when it is first asked for, by a short SELECT of its own;
a large table without such a SELECT is read as it is, and its step planned each time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from brp_match.database import Connection, quote_identifier, quote_literal
from brp_match.web.api.sql_tree import wholes

_CREATE = re.compile(r'\s*CREATE OR REPLACE TABLE "(\w+)" AS\s', re.IGNORECASE)
_MACRO = re.compile(r"\s*CREATE OR REPLACE MACRO\s", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?(?!\s*[(.])', re.IGNORECASE)

ANSWERS_KEPT = 64
"""Answers remembered of questions about tables that do not change."""


_Columns = tuple[tuple[str, str], ...]
"""Names of columns with their SQL types."""


@dataclass(frozen=True)
class Rows:
    """What a statement gave: all rows, in order. Fetched with `fetchall`, as of a connection."""

    rows: list[tuple[Any, ...]]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows."""
        return self.rows


@dataclass(frozen=True)
class _Table:
    """Columns with their types, and rows; as JSON text by the columns that were asked for."""

    columns: _Columns
    rows: Sequence[Sequence[Any]]
    texts: dict[tuple[int, ...], str] = field(default_factory=dict)

    def kind(self, places: Sequence[int]) -> str:
        """The type of a list of rows with these columns."""
        # a column of NULLs alone has no type of its own
        fields = ", ".join(
            f"{quote_identifier(name)} {'INTEGER' if kind.strip(chr(34)) == 'NULL' else kind}"
            for name, kind in (self.columns[place] for place in places)
        )
        return f"STRUCT({fields})[]"

    def text(self, places: tuple[int, ...]) -> str:
        """The rows with these columns, as JSON."""
        if places not in self.texts:
            names = [(place, self.columns[place][0]) for place in places]
            self.texts[places] = _json(
                [{name: row[place] for place, name in names} for row in self.rows]
            )
        return self.texts[places]


@dataclass(frozen=True)
class _Plan:
    """A prepared statement, and the tables it is given with the places of the columns it reads."""

    name: str
    tables: tuple[tuple[str, tuple[int, ...]], ...]


class KeptPlans:
    """Stands in for a connection: CREATE OR REPLACE TABLE, CREATE OR REPLACE MACRO and SELECT, no more.

    `constants` names small tables of the connection, by the name under which steps read them. `lookups`
    gives a SELECT for a table that is made when a step first reads it; it may read tables made before.
    A table that is neither is the one of the same name in `whole`, by the first prefix it begins with.
    The tables of the connection must not change while this is in use. Not for several threads at once.
    """

    def __init__(
        self,
        con: Connection,
        constants: Mapping[str, str],
        lookups: Mapping[str, str],
        whole: Mapping[str, str] | None = None,
    ) -> None:
        self._con = con
        self._whole = whole or {}
        self._lookups = lookups
        self._constants = {name: self._read_whole(table) for name, table in constants.items()}
        self._tables: dict[str, _Table] = {}
        self._plans: dict[tuple[str, tuple[_Columns, ...]], _Plan] = {}
        self._macros: set[str] = set()
        self._answers: dict[tuple[str, str], Rows] = {}

    def clear(self) -> None:
        """Forget the rows of every table made; the plans stay."""
        self._tables.clear()

    def put(
        self, name: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]] = ()
    ) -> None:
        """Make a table of these rows; `columns` gives the SQL type of every column."""
        self._keep(name, list(columns.items()), rows)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Do one statement. A definition seen before is not done again."""
        if _MACRO.match(sql):
            if sql not in self._macros:
                self._con.execute(sql).fetchall()
                self._macros.add(sql)
            return Rows([])
        made = _CREATE.match(sql)
        if made is None:
            return self._answer(sql, parameters)
        columns, rows = self._run(sql[made.end() :], parameters)
        self._keep(made[1], columns, rows)
        return Rows([])

    def _answer(self, sql: str, parameters: Sequence[Any]) -> Rows:
        """Answer a question; from memory when it is about tables of the connection only."""
        if self._given(sql) or not _READ.search(sql):
            return Rows(self._run(sql, parameters)[1])
        key = (sql, _json(parameters))
        if key not in self._answers:
            if len(self._answers) >= ANSWERS_KEPT:
                self._answers.clear()
            self._answers[key] = Rows(self._run(sql, parameters)[1])
        return self._answers[key]

    def _given(self, sql: str) -> tuple[str, ...]:
        """Names of the tables made here that a statement reads, in order; looks up what is still missing."""
        read = sorted(set(_READ.findall(sql)))
        for name in read:
            if name in self._lookups and name not in self._tables:
                self._keep(name, *self._run(self._lookups[name], ()))
        return tuple(name for name in read if name in self._tables)

    def _read_whole(self, table: str) -> _Table:
        done = self._con.execute(f"FROM {table} ORDER BY ALL")
        columns = [(str(column[0]), str(column[1])) for column in done.description or ()]
        return _table(columns, done.fetchall())

    def _run(
        self, select: str, parameters: Sequence[Any]
    ) -> tuple[list[tuple[str, str]], list[tuple[Any, ...]]]:
        """Run a SELECT: names and types of its columns, and its rows."""
        given = self._given(select)
        # the types are part of the key: a table may come back with others
        key = (select, tuple(self._tables[name].columns for name in given))
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._prepare(select, given, len(parameters))
        values = [
            *(_literal(value) for value in parameters),
            *(quote_literal(self._tables[name].text(places)) for name, places in plan.tables),
        ]
        asked = f"EXECUTE {plan.name}" + (f"({', '.join(values)})" if values else "")
        done = self._con.execute(asked)
        columns = [(str(column[0]), str(column[1])) for column in done.description or ()]
        return columns, done.fetchall()

    def _prepare(self, select: str, given: Sequence[str], parameters: int) -> _Plan:
        taken, words = wholes(self._con, select), set(_WORD.findall(select))

        def read(name: str, table: _Table) -> tuple[int, ...]:
            """Places of the columns that may be asked for: a row takes memory for each."""
            named = [n for n, (c, _) in enumerate(table.columns) if name in taken or c in words]
            return tuple(named or [0])

        tables = tuple((name, read(name, self._tables[name])) for name in given)
        sources = {
            name: _unpacked(f"${number}::VARCHAR", self._tables[name].kind(places))
            for number, (name, places) in enumerate(tables, start=parameters + 1)
        }
        for name in sorted(set(_READ.findall(select)) - set(given)):
            prefix = next((one for one in self._whole if name.startswith(one)), None)
            if name in self._constants:
                constant = self._constants[name]
                places = read(name, constant)
                text = quote_literal(constant.text(places))
                sources[name] = _unpacked(text, constant.kind(places))
            elif prefix is not None:
                sources[name] = f"FROM {self._whole[prefix]}{name.removeprefix(prefix)}"
        ctes = ", ".join(f"{quote_identifier(name)} AS ({sql})" for name, sql in sources.items())
        name = f"plan_{len(self._plans)}"
        whole = f"WITH {ctes} SELECT * FROM ({select})" if ctes else select
        self._con.execute(f"PREPARE {name} AS {whole}").fetchall()
        return _Plan(name, tables)

    def _keep(
        self, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]
    ) -> None:
        self._tables[name] = _table(columns, rows)


def _unpacked(text: str, kind: str) -> str:
    return f"SELECT r.* FROM (SELECT unnest({text}::JSON::{kind}) AS r)"


def _table(columns: Iterable[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> _Table:
    return _Table(tuple(columns), list(rows))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _literal(value: Any) -> str:
    """A parameter of a step as SQL: text, number, or a list of those."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(one) for one in value)}]"
    if isinstance(value, str):
        return quote_literal(value)
    return "NULL" if value is None else f"{value!r}"
