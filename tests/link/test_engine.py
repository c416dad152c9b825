"""Splink's statement: kept in a prepared register, and written anew when something else wrote it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from brp_match.content import load_comparators
from brp_match.database import Connection, connect, run_step
from brp_match.link.comparisons import ORDER
from brp_match.link.engine import keep_statement, open_scorer, score_pairs

LEVELS = {"achternaam": "gelijk", "voornaam": "voorletters", "geboortedatum": "ontbreekt", "adres": "nabij"}  # fmt: skip


@pytest.fixture
def pairs() -> Connection:
    con = connect()
    columns = ", ".join(f"'{LEVELS[c]}' AS {c}_niveau, 0.01 * i AS {c}_u" for c in ORDER)
    run_step(
        con,
        f"CREATE TABLE vergelijkingen AS SELECT i AS paar_nr, {columns} FROM range(1, 4) r(i)",
    )
    keep_statement(con)
    return con


def weights(con: Connection) -> list[tuple[float, ...]]:
    return con.execute("FROM gewichten ORDER BY paar_nr").fetchall()


def test_the_kept_statement_weighs_as_splink_does(pairs: Connection) -> None:
    score_pairs(pairs, load_comparators())
    expected = weights(pairs)
    open_scorer(pairs, "main.").score(pairs)
    assert weights(pairs) == expected
    assert len({row[1:] for row in expected}) == 3
    # nothing is known of the birth date
    assert {row[3] for row in expected} == {0.0}


def test_a_statement_of_other_comparators_or_another_splink_is_not_used(pairs: Connection) -> None:
    run_step(pairs, "UPDATE splink_opdracht SET opdracht = 'SELECT onzin'")
    with pytest.raises(Exception, match="onzin"):
        open_scorer(pairs, "main.").score(pairs)
    run_step(pairs, "UPDATE splink_opdracht SET gemaakt_met = '4.0.0 abc'")
    open_scorer(pairs, "main.").score(pairs)
    assert len(weights(pairs)) == 3


def test_splink_leaves_no_table_behind(pairs: Connection) -> None:
    score_pairs(pairs, load_comparators())
    tables = pairs.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
    assert tables == [("gewichten",), ("splink_opdracht",), ("vergelijkingen",)]


def test_with_a_kept_statement_splink_is_not_loaded() -> None:
    code = (
        "import sys; from brp_match.database import connect, run_step; import brp_match.link.engine as engine; "
        "con = connect(); run_step(con, 'CREATE TABLE splink_opdracht AS SELECT ? AS gemaakt_met, ? AS opdracht', "
        "[engine._made_with(), 'SELECT 1']); engine.open_scorer(con, 'main.'); print('splink' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
