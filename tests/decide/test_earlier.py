"""What earlier runs picked up, as far as a signal of now can repeat it: no more is read of a history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from brp_match.database import Connection, connect, run_step
from brp_match.decide.earlier import load_pick_ups, repeatable_since, repeatable_until
from brp_match.link.history import keep_judgements, old_to_new, sent_since


def a_run(
    con: Connection, folder: Path, rows: dict[str, tuple[str, str]], *, dates: bool = True
) -> Path:
    """A run of matched signals: signaal_id → (persoon_id, day as jjjj-mm-dd)."""
    folder.mkdir()
    read = ", dag AS signaaldatum_gelezen" if dates else ""
    values = ", ".join(f"('{name}', '{who}', '{day}')" for name, (who, day) in rows.items())
    run_step(con, f"CREATE OR REPLACE TABLE rijen AS FROM (VALUES {values}) t(id, wie, dag)")
    for name, select in (
        ("decisions", f"id AS signaal_id, 'match' AS besluit, wie AS persoon_id, '' AS redenen{read}"),
        ("signals", "id AS signaal_id, 'Stroom' AS vlp, '' AS soort_signaal, '10' AS bedrag, dag AS signaaldatum, '0' || id AS klantnummer"),
        ("candidates", "id AS signaal_id, wie AS persoon_id, 'inwoner' AS status"),
    ):  # fmt: skip
        run_step(
            con, f"COPY (SELECT {select} FROM rijen) TO '{folder / name}.parquet' (FORMAT parquet)"
        )
    return folder


@pytest.fixture
def con() -> Connection:
    made = connect(threads=1)
    keep_judgements(made, {})
    run_step(made, "CREATE TABLE uitkomst AS SELECT 'P1' AS persoon_id")
    return made


def test_only_what_can_be_repeated_is_read(con: Connection, tmp_path: Path) -> None:
    old = a_run(con, tmp_path / "oud", {"S0": ("P1", "2026-06-30")})
    run = a_run(con, tmp_path / "nu", {
        "S1": ("P1", "2026-09-01"), "S2": ("P1", "2026-08-30"), "S3": ("P2", "2026-10-01"),
        "S4": ("P1", "2026-12-01"), "S5": ("P1", ""),
    })  # fmt: skip
    since = repeatable_since(date(2026, 11, 2), 62)
    assert since == date(2026, 9, 1)

    def found(people: str = "", until: date | None = date(2026, 11, 30)) -> list[str]:
        read = load_pick_ups(con, [run, old], since, until, people)
        return [one.signaal_id for one in read]

    assert found("uitkomst") == ["S1"]
    assert found() == ["S1", "S3"]
    assert found(until=None) == ["S1", "S3", "S4"]
    assert load_pick_ups(con, [run], repeatable_since(date(2026, 11, 2), 0)) == []
    # of a run that is too old no row is read: it may even be damaged
    (old / "signals.parquet").write_bytes(b"")
    assert found("uitkomst") == ["S1"]


def test_of_one_month_whatever_came_first_is_read() -> None:
    assert repeatable_until(date(2028, 2, 3)) == date(2028, 2, 29)
    assert repeatable_until(date(2026, 12, 31)) == date(2026, 12, 31)
    assert repeatable_until(None) is None


def test_a_run_that_read_no_dates_is_looked_at_row_by_row(con: Connection, tmp_path: Path) -> None:
    rows = {"S1": ("P1", "01-10-2026"), "S2": ("P1", "01-01-2026")}
    run = a_run(con, tmp_path / "eerder", rows, dates=False)
    read = load_pick_ups(con, [run], date(2026, 9, 1))
    assert [(one.signaal_id, one.datum, one.contract) for one in read] == [
        ("S1", date(2026, 10, 1), "s1")
    ]
    assert sent_since(con, [run], date(2030, 1, 1)) == [run]


def test_runs_stand_in_the_order_of_their_signals_and_not_of_their_names(
    con: Connection, tmp_path: Path
) -> None:
    october = {"S1": ("P1", "2026-10-01"), "S2": ("P1", "2026-10-02"), "S3": ("P1", "2062-10-02")}
    september = a_run(con, tmp_path / "september", {"S4": ("P1", "2026-09-01")})
    made = [a_run(con, tmp_path / "oktober", october), september]
    assert [one.name for one in old_to_new(con, [*made, september])] == ["september", "oktober"]
