"""A page waits for no cards that are being made: it shows the last ones and says of when they are."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from brp_match.report.cards import Overview
from brp_match.report.maker import Order, OverviewMaker
from brp_match.review import load_run, runs
from brp_match.review.engine import reading
from brp_match.web.overviews import Overviews
from web.pages.conftest import NOW
from web.pages.service import Service
from web.pages.test_months_and_lists import with_dates
from web.pages.test_work import judge


class Slow(OverviewMaker):
    """Makes overviews when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let, self.made = threading.Event(), 0

    def make(self, order: Order) -> Overview:
        assert self.let.wait(20)
        self.made += 1
        return super().make(order)

    def forget(self, gone: Sequence[Path]) -> None:
        super().forget(gone)


def test_older_cards_are_shown_while_the_newest_are_made(service: Service) -> None:
    maker = Slow()
    overviews = Overviews(service.app.state.engine, maker)
    with reading(service.app.state.engine) as con:
        run = runs.finished_run(con, "")
    maker.let.set()
    first = overviews.shown(run)
    assert first.of is None
    assert overviews.shown(run).overview is first.overview
    reviewer = service.sign_in("geheime")
    case = reviewer.get("/werkvoorraad").text.partition('href="/zaak/')[2].partition('"')[0]
    assert judge(reviewer, f"/zaak/{case}", "geen_van_deze").status_code == 303
    maker.let.clear()
    again = overviews.shown(run, patience=0.01)
    assert again.overview is first.overview
    assert again.of is not None
    # who releases a card waits for the newest
    coming = overviews.begin(run)
    assert coming is overviews.begin(run)
    maker.let.set()
    newest = overviews.of(run)
    assert newest.kaarten != first.overview.kaarten
    assert coming.result(20) is newest
    assert overviews.shown(run).of is None
    assert maker.made == 2
    overviews.close()


def test_while_cards_are_made_for_the_first_time_those_before_are_shown(
    service: Service, linked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = Slow()
    overviews = service.app.state.overviews = Overviews(service.app.state.engine, maker)
    client = service.sign_in("coor")
    maker.let.set()
    assert "worden de scorekaarten nu gemaakt" not in client.get("/scorekaarten").text
    monkeypatch.setattr(load_run, "content_hash", lambda found: str(found)[-60:])
    folder = with_dates(linked, tmp_path, "2026-12-02")
    with service.app.state.engine.begin() as con:
        newer = load_run.import_run(con, folder, account_id="", now=NOW + timedelta(hours=1))
    maker.let.clear()
    page = client.get("/scorekaarten").text
    assert "worden de scorekaarten nu gemaakt" in page
    assert newer not in page.partition("<tbody>")[2].partition("</tbody>")[0]
    maker.let.set()
    with reading(service.app.state.engine) as con:
        overviews.of(runs.get_run(con, newer))
    page = client.get("/scorekaarten").text
    assert "worden de scorekaarten nu gemaakt" not in page
    assert newer in page.partition("<tbody>")[2].partition("</tbody>")[0]
    overviews.close()


def test_the_page_says_of_when_its_cards_are(service: Service) -> None:
    maker = Slow()
    service.app.state.overviews = Overviews(service.app.state.engine, maker)
    client, reviewer = service.sign_in("coor"), service.sign_in("geheime")
    maker.let.set()
    assert "Dit is de stand van" not in client.get("/scorekaarten").text
    case = reviewer.get("/werkvoorraad").text.partition('href="/zaak/')[2].partition('"')[0]
    judge(reviewer, f"/zaak/{case}", "geen_van_deze")
    maker.let.clear()
    page = client.get("/scorekaarten")
    maker.let.set()
    assert "Dit is de stand van" in page.text
    service.app.state.overviews.close()
