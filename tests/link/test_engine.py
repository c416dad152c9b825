"""Splink's statement: it lies beside the comparators, and Splink writes it anew for others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from brp_match.content import load_comparators
from brp_match.database import Connection, connect, run_step
from brp_match.link import engine
from brp_match.link.comparisons import ORDER
from brp_match.link.engine import STATEMENT, open_scorer, score_pairs, statement_file
from brp_match.settings import content_root

LEVELS = {"achternaam": "gelijk", "voornaam": "voorletters", "geboortedatum": "ontbreekt", "adres": "nabij"}  # fmt: skip


@pytest.fixture
def pairs() -> Connection:
    con = connect()
    columns = ", ".join(f"'{LEVELS[c]}' AS {c}_niveau, 0.01 * i AS {c}_u" for c in ORDER)
    run_step(
        con,
        f"CREATE TABLE vergelijkingen AS SELECT i AS paar_nr, {columns} FROM range(1, 4) r(i)",
    )
    return con


def weights(con: Connection) -> list[tuple[float, ...]]:
    return con.execute("FROM gewichten ORDER BY paar_nr").fetchall()


def test_the_statement_that_lies_there_weighs_as_splink_does(pairs: Connection) -> None:
    score_pairs(pairs, load_comparators())
    expected = weights(pairs)
    open_scorer(pairs).score(pairs)
    assert weights(pairs) == expected
    assert len({row[1:] for row in expected}) == 3
    # nothing is known of the birth date
    assert {row[3] for row in expected} == {0.0}


def test_it_is_what_splink_writes_for_these_comparators() -> None:
    lying = (content_root("comparators") / STATEMENT).read_text(encoding="utf-8")
    assert lying == statement_file(), "run `make docs-pages`"


def test_a_statement_for_other_comparators_or_of_another_splink_is_not_used(
    pairs: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _, _ = statement_file().partition("\n")
    (tmp_path / STATEMENT).write_text(f"{made}\nSELECT onzin", encoding="utf-8")
    monkeypatch.setattr(engine, "content_root", lambda _: tmp_path)
    monkeypatch.setattr(engine, "_made_with", lambda: "-- Splink 4.0.0, comparators abc")
    open_scorer(pairs).score(pairs)
    assert len(weights(pairs)) == 3
    monkeypatch.setattr(engine, "_made_with", lambda: made)
    with pytest.raises(Exception, match="onzin"):
        open_scorer(pairs).score(pairs)


def test_splink_leaves_no_table_behind(pairs: Connection) -> None:
    score_pairs(pairs, load_comparators())
    tables = pairs.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
    assert tables == [("gewichten",), ("vergelijkingen",)]


def test_with_the_statement_splink_is_not_loaded() -> None:
    code = (
        "import sys; from brp_match.database import connect; from brp_match.link.engine import open_scorer; "
        "open_scorer(connect()); print('splink' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
