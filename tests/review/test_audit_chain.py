"""The audit's chain of seals: a line changed, taken out or made up is found, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, update

from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.review import audit
from brp_match.review.engine import SEAL_KEY, migrate, open_engine
from brp_match.review.places import SEAL_VARIABLE, WITNESS_FILE
from brp_match.review.schema import audit as table
from review.conftest import NOW

KINDS = ("ingelogd", "zaak_gezien", "zaak_beoordeeld", "uitgelogd")


@pytest.fixture
def sealed(engine: Engine) -> Engine:
    """A store with a key and four lines, whose triggers somebody took away."""
    engine.update_execution_options(**{SEAL_KEY: b"a key of our own"})
    for number, kind in enumerate(KINDS):
        with engine.begin() as con:
            audit.write(
                con, kind, account_id="anna", now=NOW + timedelta(seconds=number),
                case_id="c" * 32, detail={"versie": number, "é": ["x", 1.5, None, True]},
            )  # fmt: skip
    with engine.begin() as con:
        for name in ("audit_update", "audit_delete"):
            on = " ON audit" if engine.dialect.name == "postgresql" else ""
            con.exec_driver_sql(f"DROP TRIGGER {name}{on}")
    return engine


def check(engine: Engine) -> audit.Chain:
    with engine.begin() as con:
        return audit.check(con)


def test_an_untouched_audit_holds(sealed: Engine) -> None:
    found = check(sealed)
    assert (found.lines, found.keyless, found.older, found.broken) == (4, 0, 0, None)
    assert len(found.head) == 64


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("account_id", "bram"), ("kind", "uitgelogd"), ("case_id", "d" * 32), ("run_id", "r"),
        ("detail", {"versie": 9}), ("at", NOW), ("seal", "0" * 64), ("seal", ""),
    ],
)  # fmt: skip
def test_a_changed_line_is_found(sealed: Engine, name: str, value: object) -> None:
    with sealed.begin() as con:
        con.execute(update(table).where(table.c.kind == "zaak_beoordeeld").values({name: value}))
        number = con.execute(select(table.c.id).order_by(table.c.id).offset(2)).scalars().first()
    assert check(sealed).broken == number


def test_a_line_taken_out_or_made_up_is_found(sealed: Engine) -> None:
    with sealed.begin() as con:
        ids = con.execute(select(table.c.id).order_by(table.c.id)).scalars().all()
        con.execute(delete(table).where(table.c.id == ids[1]))
    assert check(sealed).broken == ids[2]


def test_a_line_added_by_who_has_no_key_is_told(sealed: Engine) -> None:
    before = check(sealed)
    with sealed.begin() as con:
        con.execute(
            insert(table).values(at=NOW, kind="ingelogd", account_id="x", detail={}, seal="1" * 64)
        )
    assert check(sealed).broken is not None
    # and who knows how seals are made, but not the key
    with sealed.begin() as con:
        con.execute(delete(table).where(table.c.seal == "1" * 64))
    assert check(sealed) == before
    other = sealed.execution_options(**{SEAL_KEY: b""})
    with other.begin() as con, pytest.raises(BrpMatchError, match="AUDIT_SLEUTEL"):
        audit.write(con, "ingelogd", account_id="x", now=NOW)


def test_all_that_comes_after_a_line_sealed_again_without_the_key_is_found(sealed: Engine) -> None:
    """Only from the first line on, as of a service that never had a key: then every line is told as such."""
    for start, told in ((1, "broken"), (0, "keyless")):
        with sealed.begin() as con:
            rows = con.execute(select(table).order_by(table.c.id)).all()
            before = rows[start - 1].seal if start else ""
            for row in rows[start:]:
                line = (row.at, row.kind, "bram", row.case_id, row.run_id, row.detail)
                before = audit._seal(b"", before, line)
                con.execute(
                    update(table).where(table.c.id == row.id).values(account_id="bram", seal=before)
                )
        found = check(sealed)
        assert (found.broken, found.keyless) == ((rows[1].id, 0) if told == "broken" else (None, 4))


def test_lines_that_changed_places_are_found(sealed: Engine) -> None:
    with sealed.begin() as con:
        one, other = con.execute(
            select(table.c.id).order_by(table.c.id).offset(1).limit(2)
        ).scalars()
        for was, becomes in ((one, 1_000), (other, one), (1_000, other)):
            con.execute(update(table).where(table.c.id == was).values(id=becomes))
    assert check(sealed).broken == one


def test_lines_written_at_once_stand_in_one_chain(sealed: Engine) -> None:
    def work(number: int) -> None:
        for _ in range(5):
            with sealed.begin() as con:
                audit.write(con, "ingelogd", account_id=str(number), now=NOW)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = check(sealed)
    assert (found.lines, found.broken) == (34, None)


def test_the_command_checks_and_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SEAL_VARIABLE, raising=False)
    path = tmp_path / "brp-match.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    with engine.begin() as con:
        for kind in KINDS:
            audit.write(con, kind, account_id="anna", now=NOW)
    assert (tmp_path / "audit.sleutel").stat().st_mode & 0o777 == 0o600
    assert main(["audit-check", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "4 regels verzegeld, 0 van voor de verzegeling" in said
    assert f"laatste zegel: {check(engine).head}" in said
    with engine.begin() as con:
        con.exec_driver_sql("DROP TRIGGER audit_update")
        con.exec_driver_sql("UPDATE audit SET account_id = 'bram' WHERE id = 2")
    assert main(["audit-check", "--data", str(tmp_path)]) == 2
    assert "regel 2" in capsys.readouterr().err
    engine.dispose()


def test_lines_cut_from_the_end_and_an_older_database_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chain that is left is whole: what tells is the last seal, kept beside the key."""
    monkeypatch.delenv(SEAL_VARIABLE, raising=False)
    checked = ["audit-check", "--data", str(tmp_path)]
    engine = open_engine(f"sqlite:///{tmp_path / 'brp-match.sqlite'}")
    migrate(engine)
    for kind in KINDS:
        with engine.begin() as con:
            audit.write(con, kind, account_id="anna", now=NOW)
    assert main(checked) == 0
    assert (tmp_path / WITNESS_FILE).stat().st_mode & 0o777 == 0o600
    with engine.begin() as con:
        audit.write(con, "uitgelogd", account_id="anna", now=NOW)
        assert audit.keep_last(con)
        con.exec_driver_sql("DROP TRIGGER audit_delete")
        con.exec_driver_sql("DELETE FROM audit WHERE id = 5")
        # as an older database put back; what was kept stays
        assert not audit.keep_last(con)
    capsys.readouterr()
    assert main(checked) == 2
    assert "[AUDIT_AFGEKNIPT]" in capsys.readouterr().err
    (tmp_path / WITNESS_FILE).unlink()
    assert main(checked) == 0
    engine.dispose()


def test_the_lines_of_one_account_are_no_others(engine: Engine) -> None:
    with engine.begin() as con:
        for name in ("anna", "bram", "cor"):
            audit.write(con, "ingelogd", account_id=name, now=NOW)
        found = audit.read(con, kind="ingelogd", account_id="bram")
    assert [one.account_id for one in found] == ["bram"]
