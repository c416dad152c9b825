"""The migrations make what the tables say; older databases come along; the database keeps its records."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from brp_match.errors import BrpMatchError
from brp_match.review import audit, processing_log
from brp_match.review.accounts import list_accounts
from brp_match.review.engine import migrate, open_engine
from brp_match.review.schema import audit as audit_table
from brp_match.review.schema import metadata
from brp_match.review.schema import processing_log as log_table
from review.conftest import NOW


def test_migrations_make_the_tables_of_the_schema(engine: Engine) -> None:
    with engine.begin() as con:
        context = MigrationContext.configure(con, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_database_of_the_first_version_comes_along(tmp_path: object) -> None:
    old = open_engine(f"sqlite:///{tmp_path}/oud.sqlite")
    config = Config()
    config.set_main_option("script_location", "brp_match.review:migrations")
    with old.begin() as con:
        config.attributes["connection"] = con
        command.upgrade(config, "0001")
        con.execute(insert(audit_table).values(at=NOW, kind="oud", detail={}))
        con.execute(
            text(
                """INSERT INTO processing_log
                (trace_id, operation_id, status_code, name, start_time, end_time, attributes)
                VALUES ('t', 'o', 'OK', 'oud', '2026-01-01 00:00:00', '2026-01-01 00:00:00', '{}')"""
            )
        )
    migrate(old)
    migrate(old)
    with old.begin() as con:
        assert [entry.kind for entry in audit.read(con)] == ["oud"]
        assert con.execute(text("SELECT count(*) FROM claims")).scalar() == 0
        (line,) = processing_log.lines(con)
        assert (line["span_id"], line["status"], line["parent_span_id"]) == ("o", "OK", None)
    old.dispose()


@pytest.mark.parametrize("table", ["audit", "processing_log"])
def test_replacing_a_line_is_refused_too(engine: Engine, table: str) -> None:
    with engine.begin() as con:
        audit.write(con, "eerste", account_id="a", now=NOW)
        processing_log.log(con, operation="eerste", subject="1", now=NOW)
    columns = [column.name for column in metadata.tables[table].columns]
    listed = ", ".join(columns)
    changed = ", ".join("'anders'" if c in ("kind", "name") else c for c in columns)
    if engine.dialect.name == "sqlite":
        statement = f"INSERT OR REPLACE INTO {table} ({listed}) SELECT {changed} FROM {table}"
    else:
        what = "kind" if table == "audit" else "name"
        statement = f"""INSERT INTO {table} ({listed}) SELECT {listed} FROM {table}
        ON CONFLICT (id) DO UPDATE SET {what} = 'anders'"""
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as con:
        con.exec_driver_sql(statement)
    with engine.begin() as con:
        assert [entry.kind for entry in audit.read(con)] == ["eerste"]
        assert con.execute(select(func.max(log_table.c.name))).scalar() == "eerste"


@pytest.mark.postgres
def test_truncate_is_refused(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        return
    for table in ("audit", "processing_log", "judgements"):
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as con:
            con.exec_driver_sql(f"TRUNCATE {table}")


@pytest.mark.parametrize("url", ["mysql://gebruiker:geheim@host/db", "onzin"])
def test_an_address_of_another_kind_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BrpMatchError) as caught:
        open_engine(url)
    assert caught.value.faults[0].code == "DATABASE_ADRES"
    assert "geheim" not in str(caught.value)


def test_a_database_that_cannot_be_reached_says_so() -> None:
    gone = open_engine("postgresql://wie:geheim@127.0.0.1:1/weg")
    with pytest.raises(BrpMatchError) as caught:
        migrate(gone)
    assert caught.value.http_status == 503
    assert "geheim" not in str(caught.value)


def test_the_work_of_the_first_version_is_there_after_the_upgrade(tmp_path: object) -> None:
    old = open_engine(f"sqlite:///{tmp_path}/oud.sqlite")
    config = Config()
    config.set_main_option("script_location", "brp_match.review:migrations")
    rows: dict[str, dict[str, object]] = {
        "accounts": {"id": "a", "name": "anna", "roles": ["beoordelaar"], "secrecy": False, "active": True, "failures": 0,
                     "created": NOW},
        "runs": {"id": "r", "name": "november", "state": "klaar", "step": "", "month": "2026-11", "folder": "", "request": {},
                 "record": {}, "fault": [], "created": NOW},
        "cases": {"id": "z", "run_id": "r", "signaal_id": "s1", "vlp": "Water", "sector": "Water", "besluit": "review",
                  "reasons": [], "urgent": False, "sampled": False, "secret": False, "weight": 1.0, "signal_date": "",
                  "state": "open", "second_look": False, "version": 1, "signal": {"signaal_id": "s1"},
                  "decision": {"kans": 0.5, "redenen": "NAAM_GELIJK", "besluit": "review"}},
        "candidates": {"case_id": "z", "rang": 1, "persoon_id": "p1", "kans": 0.5, "geheim": 0, "huidig_adres": True,
                       "data": {"persoon_id": "p1"}},
        "judgements": {"case_id": "z", "account_id": "a", "look": "eerste", "outcome": "weet_ik_niet", "persoon_id": "",
                       "reason": "", "at": NOW},
    }  # fmt: skip
    with old.begin() as con:
        config.attributes["connection"] = con
        command.upgrade(config, "0001")
        first = MetaData()
        first.reflect(con)
        for name, row in rows.items():
            # in the columns of then, with the types of now: a reflected JSON is plain text
            known = [
                metadata.tables[name].c[one.name]._copy() for one in first.tables[name].columns
            ]
            con.execute(insert(Table(name, MetaData(), *known)).values(row))
    migrate(old)
    with old.begin() as con:
        (case,) = con.execute(select(metadata.tables["cases"])).all()
        assert (case.signaal_id, case.state, case.signal) == ("s1", "open", {"signaal_id": "s1"})
        (judgement,) = con.execute(select(metadata.tables["judgements"])).all()
        assert (judgement.outcome, judgement.ground) == ("weet_ik_niet", "")
        assert [one.name for one in list_accounts(con)] == ["anna"]
    old.dispose()
