"""Which deliveries a new one in the service has before it: earlier months, its own month, and a late one's next month."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, insert

from brp_match.review import lessons
from brp_match.review.schema import runs
from review.conftest import NOW


def a_run(engine: Engine, folder: Path, month: str, state: str = "klaar") -> str:
    """A delivery of a month with its files."""
    folder.mkdir()
    (folder / "signals.parquet").write_bytes(b"")
    with engine.begin() as con:
        con.execute(
            insert(runs).values(
                id=folder.name, name=folder.name, state=state, month=month, folder=str(folder), request={}, record={},
                fault=[], created=NOW,
            )
        )  # fmt: skip
    return folder.name


def test_a_late_or_daily_delivery_has_those_of_its_month_before_it(
    engine: Engine, tmp_path: Path
) -> None:
    for name, month in (
        ("oud", "2025-12"), ("sep", "2026-09"), ("dag1", "2026-11"), ("dag2", "2026-11"), ("dec", "2026-12"),
        ("later", "2027-02"),
    ):  # fmt: skip
        a_run(engine, tmp_path / name, month)
    a_run(engine, tmp_path / "bezig", "2026-11", state="bezig")
    with engine.begin() as con:

        def found(month: str, **more: bool) -> set[str]:
            return {name for name, _ in lessons.earlier_runs(con, month, **more)}

        assert found("2026-11") == {"oud", "sep", "dag1", "dag2", "dec"}
        assert found("2026-11", before=True) == {"oud", "sep"}
        assert found("2026-12") == {"oud", "sep", "dag1", "dag2", "dec"}
        assert found("2027-01") == {"oud", "sep", "dag1", "dag2", "dec", "later"}
        assert found("2025-12", before=True) == set()
