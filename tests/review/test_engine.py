"""Reading waits for no writer, and cannot write."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import OperationalError

from brp_match.review.engine import migrate, open_engine, reading
from brp_match.review.schema import clients
from brp_match.web import deps

ROW = {"id": "a", "name": "a", "token_hash": "a", "roles": [], "created": deps.now(), "active": True}  # fmt: skip
COUNT = select(func.count()).select_from(clients)


def test_reading_beside_a_writer(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    migrate(engine)
    with engine.begin() as writer:
        writer.execute(insert(clients).values(ROW))
        start = time.monotonic()
        with reading(engine) as con:
            assert con.execute(COUNT).scalar_one() == 0
        # a writer that waits gives up after fifteen seconds only
        assert time.monotonic() - start < 10
    # nor does it stay a reader's outside a transaction, where VACUUM writes
    raw = engine.raw_connection()
    raw.cursor().execute("VACUUM")
    raw.close()
    with reading(engine) as con:
        assert con.execute(COUNT).scalar_one() == 1
        with pytest.raises(OperationalError):
            con.execute(insert(clients).values(ROW | {"id": "b", "token_hash": "b"}))
    # the same connection from the pool may write again
    with engine.begin() as con:
        con.execute(insert(clients).values(ROW | {"id": "c", "token_hash": "c"}))
        assert con.execute(COUNT).scalar_one() == 2
    engine.dispose()
