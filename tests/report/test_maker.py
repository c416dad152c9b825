"""Overviews made again: the same as new ones, in this process or in one apart, and nothing of what is gone."""

from __future__ import annotations

import os
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.database import connect, create_table, scalar
from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit, Reason
from brp_match.output import copy_parquet
from brp_match.report import maker as module
from brp_match.report.build import build_overview
from brp_match.report.cards import Reviewed
from brp_match.report.catalogue import load_catalogue, validator
from brp_match.report.checks import Validator
from brp_match.report.maker import Order, OverviewMaker
from brp_match.report.maker_process import MakerProcess
from brp_match.report.run_files import Part, deliverers
from brp_match.scratch import scratch
from brp_match.validate.history import load_history
from report.run_fixture import Vlp, make_run, validate

SIGNAL = "WAT-2026-02-0004"
PICKED_UP = Reviewed(Besluit.MATCH, Reason.NIET_GEVONDEN, "opgepakt", "voorstel")


def new(order: Order, check: Validator = validate) -> object:
    return build_overview(
        order.run, order.history, load_catalogue(), check, order.judgements, decided=order.decided
    )


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The deliveries that were checked, with the checks of the made-up runs."""
    found: list[object] = []

    def checks(history: tuple[Path, ...], gemeente: str = "", secrecy: bool = True) -> Validator:
        found.append(history)
        return validate

    monkeypatch.setattr(module, "validator", checks)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Order:
    root = tmp_path_factory.mktemp("klein")
    vlp = [Vlp("Water", "Water", goed=3)]
    months = [make_run(root / f"maand{m}", Month(2026, m), vlp) for m in (1, 2)]
    return Order(months[1], (months[0],))


def test_it_is_as_new_after_decisions_and_checks_a_delivery_once(
    small: Order, checked: list[object]
) -> None:
    decided = {small.run: {SIGNAL: PICKED_UP}}
    again = Order(small.run, small.history, decided=decided)
    maker = OverviewMaker()
    first, second = maker.make(small), maker.make(again)
    assert (first, second) == (new(small), new(again))
    assert first != second
    assert len(checked) == 1
    maker.forget([small.history[0]])
    assert maker.make(small) == first
    assert len(checked) == 2


def test_what_a_deliverer_counts_in_one_municipality_is_what_it_delivered_there(
    tmp_path: Path,
) -> None:
    """Of whom only a resident with secrecy tells the municipality, the deliverer's card counts nowhere: a check over more
    signals than were delivered told that somebody hidden lives there, and of how many signals."""
    vlps = [Vlp("Water", "Water", goed=30, onbekend=0)]
    months = [make_run(tmp_path / f"maand{m}", Month(2026, m), vlps, gemeente="0392,0363") for m in (1, 2, 3)]  # fmt: skip
    for run in months:
        with connect() as con:
            create_table(
                con, "b", f"SELECT *, '0392' AS gemeente FROM '{run / 'decisions.parquet'}'"
            )
            copy_parquet(con, "FROM b", run / "decisions.parquet")
            hidden = "signaal_id IN (SELECT signaal_id FROM b ORDER BY 1 LIMIT 2)"
            copy_parquet(
                con,
                f"SELECT * REPLACE (CASE WHEN {hidden} THEN '' ELSE gemeente END AS gemeente) FROM b",
                run / "decisions_zonder_geheim.parquet",
            )
    maker, order = OverviewMaker(), Order(months[2], tuple(months[:2]))
    for secrecy, delivered in ((True, 30), (False, 28)):
        (card,) = maker.make(replace(order, part=Part("0392", secrecy))).kaarten
        checks = {one.code: one for one in card.verwachtingen}
        assert card.uitkomsten.geleverd == delivered
        assert checks["ACHTERNAAM_ONTBREEKT"].noemer == delivered
        assert [m.noemer for m in checks["ACHTERNAAM_ONTBREEKT"].maanden] == [delivered] * 3
        with connect() as con:
            load_history(con, months[:1], "0392", secrecy)
            assert scalar(con, "SELECT count(*) FROM controle_eerder") == delivered


def test_what_it_holds_is_bounded(
    runs: list[Path], checked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    maker = OverviewMaker()
    for run in runs[:3]:
        maker.make(Order(run, ()))
    assert [folders for folders, _ in maker._found] == [(runs[1],), (runs[2],)]


def test_a_process_apart_answers_alike_tells_faults_and_is_replaced_when_it_dies(
    small: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tijdelijk"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "tijdelijk").mkdir()
    maker, made = MakerProcess(), new(small, validator(small.history))
    try:
        assert maker.make(small) == made
        assert maker._process is not None
        first = maker._process
        with pytest.raises(BrpMatchError) as caught:
            maker.make(Order(tmp_path, ()))
        assert [one.code for one in caught.value.faults] == ["RUN_ONLEESBAAR"]
        assert maker._process is first
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with pytest.raises(BrpMatchError):
            maker.make(Order(tmp_path, ()))
        assert maker._process.pid != first.pid
        assert maker.make(small) == made
    finally:
        maker.close()
    assert list((tmp_path / "tijdelijk").iterdir()) == []
    with pytest.raises(BrpMatchError) as caught:
        maker.make(small)
    assert (caught.value.faults[0].code, caught.value.http_status) == ("KAARTEN_MISLUKT", 503)


@pytest.mark.usefixtures("checked")
def test_deliverers_stand_as_the_cards_do(runs: list[Path]) -> None:
    cards = OverviewMaker().make(Order(runs[0], ())).kaarten
    assert deliverers(runs[0]) == [card.vlp for card in cards]
