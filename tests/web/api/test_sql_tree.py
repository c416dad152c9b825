"""Patterns are compiled for a row that needs them and say the same; columns nobody names are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from brp_match.database import Connection, connect
from brp_match.web.api.kept_plans import KeptPlans
from brp_match.web.api.sql_tree import LATE, LatePatterns, wholes


class Heard:
    """A connection that keeps what it was told."""

    def __init__(self, con: Connection) -> None:
        self.con = con
        self.said: list[str] = []

    def execute(self, sql: str, parameters: Any = None) -> Any:
        self.said.append(sql)
        return self.con.execute(sql) if parameters is None else self.con.execute(sql, parameters)


@pytest.fixture
def heard() -> Iterator[Heard]:
    con = connect(threads=1)
    yield Heard(con)
    con.close()


@pytest.mark.parametrize(
    ("body", "late"),
    [
        ("regexp_replace(t, 'é+|''s', 'x', 'g') || string_split_regex(t, '\\s')[1]", 2),
        ("CASE WHEN regexp_matches(lower(t), 'a') THEN regexp_extract(t, '(.)b', 1) END", 2),
        ("regexp_extract(t, '(?P<x>.)', ['x'])", 0),
        ("regexp_matches(t, t || '$')", 0),
        ("list_transform([t], lambda x: regexp_full_match(x, '.*'))", 1),
    ],
)
def test_a_macro_says_the_same_with_late_patterns(heard: Heard, body: str, late: int) -> None:
    texts = ["ab", "'sé één", "", None]
    plain = [heard.con.execute(f"SELECT {body} FROM (SELECT $1::VARCHAR AS t)", [one]).fetchall()
             for one in texts]  # fmt: skip
    LatePatterns(cast(Connection, heard)).execute(f"CREATE OR REPLACE MACRO m(t) AS {body}")
    assert heard.said[-1].count(f"{LATE}('") == late
    found = [heard.con.execute("SELECT m($1::VARCHAR)", [one]).fetchall() for one in texts]
    assert found == plain


def test_a_prepared_statement_has_late_patterns_and_a_question_has_not(heard: Heard) -> None:
    con = LatePatterns(cast(Connection, heard))
    con.execute("PREPARE p AS WITH a AS (SELECT 1) SELECT regexp_matches($1, 'é') AS b").fetchall()
    assert heard.said[-1].endswith(f"SELECT regexp_matches($1, {LATE}('é')) AS b")
    con.execute("SELECT regexp_matches('e', 'e')").fetchall()
    assert LATE not in heard.said[-1]


@pytest.mark.parametrize(
    ("select", "whole"),
    [
        ("SELECT a, count(*) FROM t JOIN u USING (b) GROUP BY a", set()),
        ("SELECT * FROM t JOIN u USING (b)", {"t", "u"}),
        ("SELECT r.*, u.a FROM t r JOIN u USING (b)", {"t"}),
        ("SELECT * FROM (SELECT a * 2 FROM t) JOIN u ON true", {"u"}),
        ("WITH k AS (SELECT * EXCLUDE (a) FROM t) SELECT a FROM k, u", {"t"}),
        ("FROM t ORDER BY a", {"t"}),
        ("SELECT list(r) FROM t r", {"t"}),
    ],
)
def test_tables_of_which_all_columns_are_taken(heard: Heard, select: str, whole: set[str]) -> None:
    found = wholes(heard.con, select)
    assert {name for name in ("t", "u") if name in found} == whole


def test_only_columns_that_are_named_go_into_a_plan(heard: Heard) -> None:
    kept = KeptPlans(cast(Connection, heard), {}, {})
    kept.put("t", {"a": "INTEGER", "b": "VARCHAR"}, [(1, "geheim"), (2, "ook")])
    assert kept.execute("SELECT sum(a) FROM t").fetchall() == [(3,)]
    assert "geheim" not in heard.said[-1]
    assert kept.execute("SELECT * FROM t ORDER BY a").fetchall() == [(1, "geheim"), (2, "ook")]
    assert kept.execute("SELECT count(*) FROM t").fetchall() == [(2,)]
