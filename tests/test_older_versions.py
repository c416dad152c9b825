"""What docs/compatibiliteit.md promises of older versions: a run of the first day opens in every command that reads runs, and
a register of then is refused with what to do."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from brp_match.cases.doubts_of_runs import doubts_of_runs
from brp_match.cases.run_files import work_of_run
from brp_match.cases.ways import load_way
from brp_match.cli import main
from brp_match.database import connect
from brp_match.rates.counts import count_runs
from brp_match.report.run_facts import read_facts
from brp_match.report.run_files import open_run
from brp_match.review.engine import migrate, open_engine
from brp_match.review.load_run import import_run
from brp_match.review.schema import cases

OLD = Path(__file__).parent / "data" / "oude_versie"
TOWN = Path(__file__).parent / "data" / "lindehoven"
MATCHES = {"H001": "L002", "H019": "L018", "H025": "L027", "H031": "L016", "H037": "L033", "H043": "L042"}  # fmt: skip


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("oud") / "november"
    shutil.copytree(OLD / "run", folder)
    for table, types in json.loads((OLD / "types.json").read_text(encoding="utf-8")).items():
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
        duckdb.connect().execute(
            f"""COPY (FROM read_csv('{OLD / table}.txt', delim = ';', header = true, nullstr = '\\N', quote = '"',
                columns = {{{columns}}})) TO '{folder / table}.parquet' (FORMAT parquet)"""
        ).fetchall()
    return folder


def test_it_is_explained(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "H019", "--run", str(old)]) == 0
    told = capsys.readouterr().out
    assert "Besluit: MATCH" in told
    assert "Beleid: versie niet vastgelegd" in told
    assert "De geboortedatum lijkt een typefout te hebben." in told


def test_it_is_the_history_of_a_run_of_now_and_stands_beside_it(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = tmp_path / "nu"
    asked = ["--signals", OLD / "signalen.csv", "--residents", TOWN / "inwoners.csv", "--addresses", TOWN / "bag.csv"]  # fmt: skip
    assert main(["link", *map(str, asked), "--history", str(old), "--out", str(new)]) == 0
    capsys.readouterr()
    # a run of then does not say what stands in it without who has secrecy
    assert main(["differences", "--before", str(old), "--after", str(new)]) == 2
    assert "--geheim" in capsys.readouterr().err
    assert main(["differences", "--before", str(old), "--after", str(new), "--geheim"]) == 0
    told = capsys.readouterr().out
    assert "8 signalen in beide runs" in told
    assert "| match | 6 | 6 |" in told
    assert {k: v for k, v in _matches(new).items() if k in MATCHES} == MATCHES


def _matches(run: Path) -> dict[str, str]:
    rows = duckdb.connect().execute(
        f"SELECT signaal_id, persoon_id FROM '{run}/decisions.parquet' WHERE besluit = 'match'"
    )
    return dict(rows.fetchall())


def test_its_cards_work_doubts_and_counts_are_read(old: Path) -> None:
    con = open_run(old)
    facts = read_facts(con, old)
    con.close()
    assert {vlp: one.geleverd for vlp, one in facts.uitkomsten.items()} == {
        "Stroomnet": 3, "Woonborg": 1, "Zorgzeker": 4,
    }  # fmt: skip
    matched = {one.case.persoon_id for one in work_of_run(old, [], load_way(None))}
    assert set(MATCHES.values()) <= matched
    assert [one.persoon_id for one in doubts_of_runs([old]).doubts] == ["L016"]
    # without `leert` it teaches nothing that nobody decided
    assert all(not one.people for one in count_runs(connect(), [old]))


def test_the_service_takes_it_in(old: Path, tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/dienst.sqlite")
    migrate(engine)
    with engine.begin() as con:
        run = import_run(con, old, account_id="a", now=datetime(2026, 11, 29, tzinfo=UTC))
        found = con.execute(cases.select().where(cases.c.run_id == run)).mappings().all()
    engine.dispose()
    assert {one["signaal_id"] for one in found} == {"H007", "H013"}


def test_a_register_of_then_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "register.duckdb"
    with duckdb.connect(str(register)) as con:
        con.execute((OLD / "register.sql").read_text(encoding="utf-8")).fetchall()
    asked = ["--signals", str(OLD / "signalen.csv"), "--register", str(register)]
    assert main(["link", *asked, "--out", str(tmp_path / "uit")]) == 2
    told = capsys.readouterr().err
    assert "draai 'brp-match prepare' opnieuw [REGISTER_VEROUDERD]" in told
    assert not (tmp_path / "uit").exists()
