"""Two municipalities that work as one, in the service: their residents are residents of both."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest

from brp_match.errors import BrpMatchError
from brp_match.options import build_parser
from brp_match.prepare import prepare
from brp_match.review import runs
from brp_match.review.decisions import decided_rows
from brp_match.review.engine import migrate, open_engine
from brp_match.review.runs import RunRequest, RunState
from brp_match.review.sight import EVERYTHING
from brp_match.review.worker import Worker
from brp_match.web.command import settings_from
from rules.town import RESIDENT, SIGNAL, filler, resident, signal, write

NOW = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
PEOPLE = [
    *filler(120, "0225"),
    *({**row, "persoon_id": f"G{n}", "straat": "Anderpad"} for n, row in enumerate(filler(80, "0296"))),
    resident("P1", gemeente="0296"),
]  # fmt: skip


@pytest.mark.usefixtures("linked_here")
@pytest.mark.parametrize(("gemeente", "state"), [("0225,0296", "klaar"), ("", "mislukt")])
def test_a_delivery_of_a_cooperation(tmp_path: Path, gemeente: str, state: str) -> None:
    request = RunRequest(
        signals=(str(write(tmp_path / "s.csv", SIGNAL, [signal("S1")])),),
        residents=str(write(tmp_path / "i.csv", RESIDENT, PEOPLE)),
    )
    engine = open_engine(f"sqlite:///{tmp_path}/db.sqlite")
    migrate(engine)
    with engine.begin() as con:
        run_id = runs.submit(con, name="x", request=request, account_id="", now=NOW)
    assert Worker(engine, tmp_path, lambda: NOW, gemeente=gemeente).run_once()
    with engine.begin() as con:
        run = runs.get_run(con, run_id)
        assert run.state == RunState(state)
        if state == "mislukt":
            assert [fault.code for fault in run.faults] == ["GEMEENTE_ONDUIDELIJK"]
            return
        assert run.municipalities == ["0225", "0296"]
        path = Path(run.folder) / "decisions.csv"
        (row,) = decided_rows(con, run_id, path, sight=EVERYTHING)
    assert (row["besluit"], row["persoon_id"], row["gemeente"]) == ("match", "P1", "0296")
    engine.dispose()


def asked(*more: str) -> argparse.Namespace:
    return build_parser().parse_args(["serve", *more])


def test_serve_takes_several_municipalities_and_refuses_what_is_none(tmp_path: Path) -> None:
    where = ["--data", str(tmp_path)]
    assert settings_from(asked(*where, "--gemeente", "296, 0225")).gemeente == "0225,0296"
    assert settings_from(asked(*where)).gemeente == ""
    with pytest.raises(BrpMatchError) as caught:
        settings_from(asked(*where, "--gemeente", "Haarlem"))
    assert caught.value.faults[0].code == "GEMEENTE_ONGELDIG"


def test_serve_refuses_others_than_the_register_was_prepared_for(tmp_path: Path) -> None:
    register = tmp_path / "register.duckdb"
    prepare(write(tmp_path / "i.csv", RESIDENT, PEOPLE), register, gemeente="0225,0296")
    where = ["--data", str(tmp_path), "--register", str(register), "--gemeente"]
    assert settings_from(asked(*where, "0225,0296")).gemeente == "0225,0296"
    with pytest.raises(BrpMatchError) as caught:
        settings_from(asked(*where, "0225"))
    assert caught.value.faults[0].code == "OPTIE_BIJ_PREPARE"
