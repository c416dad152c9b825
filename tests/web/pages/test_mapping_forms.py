"""Columns chosen once are proposed the next month; what is missing or in doubt is asked before, not after."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brp_match.review.runs import get_run
from brp_match.review.worker import Worker
from brp_match.web import deps
from brp_match.web.pages import mapping_forms
from brp_match.web.pages.cells_read import as_read, order_of
from brp_match.web.pages.mapping_helper import look
from web.pages.service import Service, csrf_of
from web.pages.test_deliveries import upload
from web.pages.town import write_residents

MESSY = (
    "Nr;Wie;Gb;Waar;Hnr;PC;Open\n"
    "410001;J Aardbeek;03/01/1955;Verzonnenlaan;1;1234AB;120,50\n"
    "410002;J Bolderink;03/02/1955;Verzonnenlaan;2;1234AB;99,10\n"
    "410003;J Cuypersma;03/03/1955;Verzonnenlaan;3;1234AB;99,10\n"
    "410004;J Dorenveld;;Verzonnenlaan;4;1234AB;10,00\n"
)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/01/1955", "03/02/1955"], "twijfel"),
        (["03/01/1955", "25/02/1955"], "dmy"),
        (["03/01/1955", "02/25/1955"], "mdy"),
        (["03/03/1955", "1955-02-03", None], ""),
    ],
)
def test_the_order_of_dates_is_in_doubt_only_where_no_cell_tells(
    cells: list[str | None], order: str
) -> None:
    assert order_of(cells) == order


@pytest.mark.parametrize(
    ("column", "text", "read"),
    [
        ("geboortedatum", "3 jan 1955", "03-01-1955"),
        ("geboortedatum", "02/10/26", "02-10-1926"), ("signaaldatum", "02/10/26", "02-10-2026"),
        ("einddatum_contract", "31-12-27", "31-12-2027"),
        ("geboortedatum", "1980-13-45", "niet te lezen"), ("bedrag", "1.234,5", "€ 1.234,50"),
        ("postcode", "1234 ab", "1234AB"), ("achternaam", "Jansen", ""),
    ],
)  # fmt: skip
def test_cells_are_shown_as_they_are_read(column: str, text: str, read: str) -> None:
    assert as_read(column, text) == read


def test_missing_dates_are_told_before(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text(MESSY, encoding="utf-8")
    (file,) = look([path], {}, date(2026, 11, 10))
    assert mapping_forms.warnings(file) == [
        "In 1 van de 4 rijen (25%) staat geen geboortedatum. Dan wijst alleen de naam en het adres iemand aan: meer "
        "zaken gaan naar een mens."
    ]
    assert mapping_forms.in_doubt(file)
    assert mapping_forms.without_month([file])


def send(client: Any, folder: Path, name: str, residents: Path) -> str:
    path = folder / name
    path.write_text(MESSY, encoding="utf-8")
    return str(upload(client, ("signalen", path), ("inwoners", residents)).headers["location"])


def test_the_second_month_starts_with_one_click(service: Service, tmp_path: Path) -> None:
    client, residents = service.sign_in("coor"), write_residents(tmp_path)
    columns = send(client, tmp_path, "Waterbron oktober 2026.csv", residents)
    page = client.get(columns).text
    token = csrf_of(page)
    assert "03-01-1955" in page
    assert "In 1 van de 4 rijen (25%) staat geen geboortedatum." in page
    refused = client.post(columns, data={"csrf_token": token, "vlp0": "Waterbron"})
    assert refused.status_code == 400
    assert "kies of in de datums de dag of de maand vooraan staat" in refused.text
    assert "Kies over welke maand deze levering gaat" in refused.text
    looked = client.post(columns, data={"csrf_token": token, "k0_6": "termijnbedrag", "kijk": "ja"})
    assert (looked.status_code, looked.text.count("€ 120,50")) == (200, 1)
    chosen = {"vlp0": "Waterbron", "volgorde0": "mdy", "maand": "2026-10"}
    started = client.post(columns, data={"csrf_token": token, **chosen})
    run = started.headers["location"]
    assert started.status_code == 303
    assert Worker(service.app.state.engine, service.data, deps.now).run_once()
    with service.app.state.engine.begin() as con:
        made = get_run(con, run[-32:])
    assert (made.month, made.faults) == ("2026-10", ())
    assert made.record["antwoorden"] == {"datumvolgorde/Waterbron/geboortedatum": "herstellen"}
    # next month: everything stands as it was chosen, and only the month is asked
    columns = send(client, tmp_path, "Waterbron november 2026.csv", residents)
    page = client.get(columns).text
    assert "De kolommen staan zoals u ze eerder koos (november 2026)." in page
    assert 'value="Waterbron"' in page
    assert '<option value="mdy" selected>' in page
    again = client.post(columns, data={"csrf_token": csrf_of(page), **chosen, "maand": "2026-11"})
    assert again.status_code == 303
