"""Overviews made again: the same as new ones, in this process or in one apart, and nothing of what is gone."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from brp_match.dutch import Month
from brp_match.errors import BrpMatchError
from brp_match.model import Besluit, Reason
from brp_match.report import maker as module
from brp_match.report.build import build_overview
from brp_match.report.cards import Reviewed
from brp_match.report.catalogue import load_catalogue, validator
from brp_match.report.checks import Validator
from brp_match.report.maker import Order, OverviewMaker
from brp_match.report.maker_process import MakerProcess
from brp_match.report.run_files import deliverers
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

    def checks(history: tuple[Path, ...], gemeente: str = "") -> Validator:
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


def test_what_it_holds_is_bounded(
    runs: list[Path], checked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    maker = OverviewMaker()
    for run in runs[:3]:
        maker.make(Order(run, ()))
    assert [folders for folders, _ in maker._found] == [(runs[1],), (runs[2],)]


def test_a_process_apart_answers_alike_tells_faults_and_is_replaced_when_it_dies(
    small: Order, tmp_path: Path
) -> None:
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
    finally:
        maker.close()
    with pytest.raises(BrpMatchError) as caught:
        maker.make(small)
    assert (caught.value.faults[0].code, caught.value.http_status) == ("KAARTEN_MISLUKT", 503)


@pytest.mark.usefixtures("checked")
def test_deliverers_stand_as_the_cards_do(runs: list[Path]) -> None:
    cards = OverviewMaker().make(Order(runs[0], ())).kaarten
    assert deliverers(runs[0]) == [card.vlp for card in cards]
