"""Kept plans answer as a connection does, keep no row, and plan a step once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from brp_match.database import connect, run_step
from brp_match.web.api.kept_plans import KeptPlans


@pytest.fixture
def kept() -> Iterator[KeptPlans]:
    con = connect(threads=1)
    run_step(con, "CREATE TABLE lijst_kleuren AS SELECT 'rood' AS kleur, ['r', 'o'] AS letters")
    run_step(con, "CREATE TABLE groot AS SELECT i AS nr, i * 10 AS waarde FROM range(1000) t(i)")
    lookups = {"klein": "SELECT r.* FROM groot r SEMI JOIN vraag USING (nr)"}
    yield KeptPlans(con, {"lijst_kleuren": "lijst_kleuren"}, lookups, {"heel_": "main."})
    con.close()


def test_a_table_goes_into_the_next_step_with_its_types(kept: KeptPlans) -> None:
    kept.put("vraag", {"nr": "INTEGER", "tekst": "VARCHAR"}, [(3, 'd\'Hont "ü"'), (4, None)])
    kept.execute(
        """CREATE OR REPLACE TABLE "stap" AS SELECT nr, tekst, DATE '2026-01-02' AS dag, [tekst] AS lijst,
        0.1::DOUBLE AS deel, hash(nr) AS sleutel, {'a': nr} AS bij FROM vraag"""
    )
    rows = kept.execute(
        "WITH een AS (SELECT * FROM stap WHERE nr = 3) SELECT dag, lijst, deel, sleutel = hash(nr), bij.a, tekst FROM een"
    ).fetchall()
    assert rows == [(date(2026, 1, 2), ['d\'Hont "ü"'], 0.1, True, 3, 'd\'Hont "ü"')]


def test_lookups_are_of_this_question_and_constants_stay(kept: KeptPlans) -> None:
    question = "SELECT k.waarde, l.letters FROM klein k CROSS JOIN lijst_kleuren l ORDER BY ALL"
    for asked in ([3, 5], [999], []):
        kept.clear()
        kept.put("vraag", {"nr": "BIGINT"}, [(nr,) for nr in asked])
        found = kept.execute(question).fetchall()
        assert found == [(nr * 10, ["r", "o"]) for nr in asked]
    assert len(kept._plans) == 2


def test_a_table_without_a_lookup_is_read_whole(kept: KeptPlans) -> None:
    kept.put("vraag", {"nr": "BIGINT"}, [(7,), (2000,)])
    found = kept.execute("SELECT waarde FROM vraag LEFT JOIN heel_groot USING (nr) ORDER BY nr")
    assert found.fetchall() == [(70,), (None,)]


def test_parameters_and_an_empty_table(kept: KeptPlans) -> None:
    kept.execute('CREATE OR REPLACE TABLE "leeg" AS SELECT NULL AS niets, 1 AS een WHERE false')
    assert kept.execute("SELECT count(*), $1::VARCHAR FROM leeg", ["x'"]).fetchall() == [(0, "x'")]
    kept.execute('CREATE OR REPLACE TABLE "u" AS SELECT unnest($1::VARCHAR[]) AS a', [["p", "q"]])
    assert kept.execute("SELECT a FROM u ORDER BY a").fetchall() == [("p",), ("q",)]


def test_a_macro_is_made_once_and_a_table_may_change_its_types(kept: KeptPlans) -> None:
    for _ in range(2):
        kept.execute("CREATE OR REPLACE MACRO dubbel(x) AS x || x")
    kept.execute('CREATE OR REPLACE TABLE "t" AS SELECT 1 AS a')
    assert kept.execute("SELECT a + 1 FROM t").fetchall() == [(2,)]
    kept.execute("""CREATE OR REPLACE TABLE "t" AS SELECT dubbel('x') AS a""")
    assert kept.execute("SELECT a FROM t").fetchall() == [("xx",)]
