"""What the work of a month is made of, and where a signal stood when it was delivered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, insert

from brp_match.errors import BrpMatchError
from brp_match.review import runs
from brp_match.review.casework import first_cases, month_files
from brp_match.review.schema import runs as table
from review.conftest import NOW


def deliver(engine: Engine, *months: str) -> None:
    """Finished deliveries, old to new, of these months."""
    empty = {"request": {"signals": []}, "record": {}, "fault": {}, "step": ""}
    with engine.begin() as con:
        for place, month in enumerate(months):
            made = NOW + timedelta(days=place)
            con.execute(
                insert(table).values(
                    id=f"r{place}", name="proef", state=str(runs.RunState.KLAAR), month=month,
                    folder=f"/{place}", created=made, **empty,
                )
            )  # fmt: skip


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_months_stand_newest_first_and_those_before_are_history(engine: Engine) -> None:
    deliver(engine, "2026-08", "2025-11", "2026-09", "2026-08", "2026-01", "2025-12")
    with engine.connect() as con:
        newest = month_files(con, secrecy=True)
        before = month_files(con, "2026-08", secrecy=True)
        with pytest.raises(BrpMatchError, match="geen levering") as told:
            month_files(con, "2026-07", secrecy=True)
    assert newest.months == ("2026-09", "2026-08", "2026-01", "2025-12", "2025-11")
    assert before.months == newest.months
    assert (newest.month, newest.folders) == ("2026-09", (Path("/2"),))
    # eight months back, old to new
    assert newest.history == (Path("/0"), Path("/3"), Path("/4"))
    assert before.folders == (Path("/0"), Path("/3"))
    assert before.history == (Path("/4"), Path("/5"))
    assert told.value.http_status == 404


def run(folder: Path, **columns: list[str]) -> Path:
    folder.mkdir()
    pq.write_table(pa.table(columns), folder / "decisions.parquet")
    return folder


def test_the_first_case_of_a_signal_is_that_of_its_first_delivery(tmp_path: Path) -> None:
    old = run(tmp_path / "oud", signaal_id=["1", "2", "3"], zaak_id=["A", "B", "C"])
    new = run(tmp_path / "nieuw", signaal_id=["1", "4"], zaak_id=["B", "B"])
    assert first_cases([old, new], "B", ["1"], secrecy=True) == {"1": "A", "2": "B", "4": "B"}
    assert first_cases([new, old], "B", [], secrecy=True) == {"1": "B", "2": "B", "4": "B"}


def test_without_a_delivery_that_can_be_read_no_signal_had_a_case(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    assert first_cases([], "A", ["1"], secrecy=True) == {}
    assert first_cases([tmp_path / "leeg"], "A", ["1"], secrecy=True) == {}
    made = run(tmp_path / "goed", signaal_id=["1"], zaak_id=["A"])
    assert first_cases([tmp_path / "leeg", made], "A", ["1"], secrecy=True) == {"1": "A"}
