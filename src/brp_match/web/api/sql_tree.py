"""What DuckDB's own parser says of a statement: its constant patterns, and the tables it reads whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brp_match.database import Connection

_PATTERN_FUNCTIONS = frozenset(
    {"regexp_matches", "regexp_full_match", "regexp_replace", "regexp_extract", "regexp_extract_all",
     "regexp_split_to_array", "string_split_regex", "str_split_regex", "string_to_array_regex"}
)  # fmt: skip
"""Functions whose second argument is a pattern."""

LATE = "pas_bij_een_rij"
_LATE_MACRO = f"CREATE OR REPLACE MACRO {LATE}(patroon) AS CASE WHEN random() >= 0 THEN patroon END"
"""Its value is its argument; random() keeps DuckDB from working it out beforehand."""


class LatePatterns:
    """Stands in for a connection: patterns in macros and prepared statements are compiled for a row.

    DuckDB compiles every constant pattern of a plan at each execution, also those no row comes to. That
    is right for a month of signals; for one, most patterns stand behind a condition that does not hold.
    A pattern DuckDB only takes as a constant (one with names for its groups) stays one.
    """

    def __init__(self, con: Connection) -> None:
        self._con = con
        con.execute(_LATE_MACRO).fetchall()

    def execute(self, sql: str, parameters: object = None) -> Any:
        """Execute one statement, its patterns late when it is CREATE OR REPLACE MACRO or PREPARE."""
        if sql.lstrip().upper().startswith(("CREATE OR REPLACE MACRO ", "PREPARE ")):
            head, between, body = sql.partition(" AS ")
            sql = head + between + self._late(body)
        return self._con.execute(sql) if parameters is None else self._con.execute(sql, parameters)

    def _late(self, body: str) -> str:
        """`body`: a SELECT, or the expression of a macro."""
        query = body.lstrip().upper().startswith(("SELECT", "WITH", "FROM"))
        select = body if query else f"SELECT {body}"
        text = select.encode()
        for place, length in sorted(set(_patterns(_tree(self._con, select))), reverse=True):
            pattern = text[place : place + length].decode()
            text = text[:place] + f"{LATE}({pattern})".encode() + text[place + length :]
        return text.decode() if query else text.decode().removeprefix("SELECT ")


@dataclass(frozen=True)
class Wholes:
    """Tables of which a SELECT names no columns but takes all (`*`); `None` when that cannot be told."""

    tables: frozenset[str] | None

    def __contains__(self, table: str) -> bool:
        return self.tables is None or table in self.tables


def wholes(con: Connection, select: str) -> Wholes:
    """Return the tables of which a SELECT takes every column without naming it."""
    tree = _tree(con, select)
    if tree.get("error", True):
        return Wholes(None)
    found: set[str] = set()
    for node in _nodes(tree):
        if node.get("type") != "SELECT_NODE":
            continue
        tables = list(_tables(node.get("from_table")))
        names = {one["alias"] or one["table_name"] for one in tables}
        for part in node["select_list"]:
            for one in _nodes(part):
                if one.get("class") == "STAR":
                    star = one.get("relation_name") or ""
                    found |= {t["table_name"] for t in tables
                              if star in ("", t["alias"] or t["table_name"])}  # fmt: skip
                elif one.get("class") == "COLUMN_REF" and one["column_names"][-1] in names:
                    # a row as a struct
                    found |= {t["table_name"] for t in tables}
    return Wholes(frozenset(found))


def _tree(con: Connection, select: str) -> dict[str, Any]:
    rows = con.execute("SELECT json_serialize_sql($1)", [select]).fetchall()
    return dict(json.loads(rows[0][0]))


def _nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    if isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _nodes(part)


def _patterns(tree: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Where a constant pattern begins, and its length, in bytes."""
    for node in _nodes(tree):
        if node.get("class") != "FUNCTION" or node["function_name"] not in _PATTERN_FUNCTIONS:
            continue
        _, pattern, *more = (one["expression"] for one in node["arguments"])
        if pattern["class"] == "CONSTANT" and all(one["class"] == "CONSTANT" for one in more[:1]):
            yield pattern["query_location"], pattern["query_location_length"]


def _tables(source: object) -> Iterator[dict[str, Any]]:
    """The tables of a FROM, not those of its subqueries."""
    if not isinstance(source, dict):
        return
    if source.get("type") == "BASE_TABLE":
        yield source
    elif source.get("type") == "JOIN":
        yield from _tables(source["left"])
        yield from _tables(source["right"])
