"""Cards that were released: those of a run are of that run alone."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from brp_match.review.releases import list_releases, newest, standing
from brp_match.review.schema import releases, runs
from review.conftest import NOW


def test_the_releases_of_a_run_are_not_those_of_another(engine: Engine, run_id: str) -> None:
    other = "f" * 32
    with engine.begin() as con:
        row = dict(con.execute(select(runs).where(runs.c.id == run_id)).one()._mapping)
        con.execute(insert(runs).values(row | {"id": other, "content_hash": "f" * 64}))
        made = [(run_id, "Water", 2, None), (run_id, "Water", 1, NOW), (other, "Gas", 1, None), (other, "Water", 1, None)]  # fmt: skip
        for run, vlp, number, withdrawn in made:
            con.execute(
                insert(releases).values(
                    run_id=run, vlp=vlp, number=number, card_hash="0" * 64, account_id="a" * 32, at=NOW,
                    withdrawn=withdrawn,
                )
            )  # fmt: skip
        told = [(one.run_id, one.vlp, one.number) for one in list_releases(con, run_id)]
        assert told == [(run_id, "Water", 1), (run_id, "Water", 2)]
        assert {vlp: one.number for vlp, one in standing(con, run_id).items()} == {"Water": 2}
        assert {vlp: one.run_id for vlp, one in standing(con, other).items()} == {
            "Gas": other,
            "Water": other,
        }
        assert len(newest(con)) == 4
