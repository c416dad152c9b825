"""Deliveries with odd dates or none, more than a page of them, and cards that count what people decided."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import insert, select

from brp_match.review import load_run, schema
from brp_match.review.engine import open_engine, reading
from brp_match.review.retention import give_back
from brp_match.web.overviews import Overviews, Shown
from web.pages.conftest import NOW
from web.pages.service import Service, csrf_of
from web.pages.test_deliveries import run_of
from web.pages.test_work import judge


def with_dates(linked: Path, folder: Path, date: str | None) -> Path:
    """The run of the town with one date in all its signals."""
    out = folder / "uitkomst"
    shutil.copytree(linked / "run", out)
    text = "NULL::VARCHAR" if date is None else f"'{date}'"
    duckdb.sql(
        f"""COPY (SELECT * REPLACE ({text} AS signaaldatum) FROM
        read_parquet('{linked / "run" / "signals.parquet"}')) TO '{out / "signals.parquet"}'"""
    )
    record = out / "run.json"
    record.write_text(
        record.read_text("utf-8").replace('"versie"', f'"andere": "{date}", "versie"')
    )
    return out


def imported(service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(load_run, "content_hash", lambda found: str(found)[-60:])
    with service.app.state.engine.begin() as con:
        return load_run.import_run(con, folder, account_id="", now=NOW)


@pytest.mark.parametrize(
    ("date", "month", "day"),
    [
        ("02/10/26", "oktober 2026", "2026-10-02"),
        ("2 oktober 2026", "oktober 2026", "2026-10-02"),
        # none can be read: the month in which it came in
        ("02-10-0026", "november 2026", ""),
        (None, "november 2026", ""),
    ],
)
def test_any_date_has_a_month_a_card_and_a_clock(
    service: Service,
    linked: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    date: str | None,
    month: str,
    day: str,
) -> None:
    run = imported(service, with_dates(linked, tmp_path, date), monkeypatch)
    client = service.sign_in("coor")
    page = client.get("/leveringen")
    assert page.status_code == 200
    assert page.text.count(f">{month}<") == (1 if day else 2)
    assert client.get(f"/scorekaarten?levering={run}").status_code == 200
    card = client.get(f"/scorekaarten/{run}/0")
    assert (card.status_code, month in card.text.lower()) == (200, True)
    with service.app.state.engine.begin() as con:
        days = con.execute(
            select(schema.cases.c.signal_date).where(schema.cases.c.run_id == run).distinct()
        ).scalars()
        assert list(days) == [day]


def test_a_month_that_an_older_version_kept_wrongly_stops_no_page(service: Service) -> None:
    client = service.sign_in("coor")
    with service.app.state.engine.begin() as con:
        con.exec_driver_sql("UPDATE runs SET month = '26-10'")
    for path in ("/leveringen", "/scorekaarten", run_of(client)):
        assert client.get(path).status_code == 200, path


def test_every_delivery_and_every_card_stays_within_reach(service: Service) -> None:
    client = service.sign_in("coor")
    first = run_of(client)
    with service.app.state.engine.begin() as con:
        old = con.execute(select(schema.runs)).one()._mapping
        for number in range(1, 121):
            more = {
                "id": f"{number:032x}", "created": old["created"] + timedelta(minutes=number),
                "content_hash": f"{number:064x}", "month": "",
            }  # fmt: skip
            con.execute(insert(schema.runs).values(**{**old, **more}))
    seen: set[str] = set()
    path: str | None = "/leveringen"
    while path:
        page = client.get(path).text
        seen |= set(re.findall(r'href="(/leveringen/[0-9a-f]{32})"', page))
        following = re.search(r'href="(/leveringen\?vanaf=\d+)" rel="next"', page)
        path = following[1] if following else None
    assert len(seen) == 121
    assert first in seen
    assert client.get(f"/scorekaarten/{first[-32:]}/0").status_code == 200
    assert f'<option value="{first[-32:]}"' in client.get("/scorekaarten").text


def figures(client: Any, run: str) -> list[int]:
    """Delivered, picked up, waiting and dropped, over all deliverers of a run, as its page has them."""
    page = client.get(f"/scorekaarten?levering={run}").text
    rows = re.findall(r'class="number" data-label="([^"]+)">([\d.]+)<', page)
    names = list(dict.fromkeys(name for name, _ in rows))
    return [sum(int(figure) for name, figure in rows if name == one) for one in names][:4]


def test_cards_and_totals_count_what_people_decided(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the page waits for the newest: on a busy machine it would show those before
    monkeypatch.setattr(Overviews, "shown", lambda self, run, part: Shown(self.of(run, part)))
    bea, coor = service.sign_in("geheime"), service.sign_in("coor")
    run = run_of(coor)
    assert figures(coor, run[-32:]) == [13, 0, 13, 0]
    assert '<span class="figure">13</span> te beoordelen' in coor.get(run).text
    queue = bea.get("/werkvoorraad").text
    cases = list(dict.fromkeys(re.findall(r"/zaak/[0-9a-f]{32}", queue)))
    said = judge(bea, cases[0], "dezelfde_persoon", reason="Telefonisch bevestigd.")
    assert said.status_code == 303
    assert judge(bea, cases[1], "geen_van_deze").status_code == 303
    assert '<span class="figure">11</span> te beoordelen' in coor.get(run).text
    assert figures(coor, run[-32:]) == [13, 1, 11, 1]


def test_nothing_of_a_delivery_outlives_it_in_memory(service: Service) -> None:
    client = service.sign_in("coor")
    run = run_of(client)
    assert client.get("/scorekaarten").status_code == 200
    assert len(service.app.state.overviews) == 1
    # the files of the town are shared by the tests: the row points to a copy
    copy = service.data / run[-32:]
    with service.app.state.engine.begin() as con:
        folder = con.execute(select(schema.runs.c.folder)).scalar_one()
        shutil.copytree(folder, copy / "uitkomst")
        con.exec_driver_sql(f"UPDATE runs SET folder = '{copy / 'uitkomst'}'")
    assert client.get("/scorekaarten").status_code == 200
    form = {"csrf_token": csrf_of(client.get(run).text), "akkoord": "ja"}
    assert client.post(f"{run}/verwijderen", data=form).status_code == 303
    assert not copy.exists()
    assert len(service.app.state.overviews) == 0


def test_space_can_be_given_back_after_reading(tmp_path: Path) -> None:
    """A connection that only read comes back into the pool and may write again."""
    engine = open_engine(f"sqlite:///{tmp_path / 'db.sqlite'}")
    with engine.begin() as con:
        con.exec_driver_sql("CREATE TABLE t (a)")
    for _ in range(5):
        with reading(engine) as con:
            con.exec_driver_sql("SELECT * FROM t")
    give_back(engine)
    engine.dispose()
