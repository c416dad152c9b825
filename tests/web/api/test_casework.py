"""The pick-up list over the API."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic.alias_generators import to_camel

from brp_match.review.load_run import import_run
from brp_match.web import deps
from web.town import PEOPLE

SECRET = PEOPLE[7]["persoon_id"]


def test_the_list_has_the_cases_without_secrecy(
    app: FastAPI, api: Callable[..., TestClient], run_folder: Path
) -> None:
    caller = api("coordinator")
    assert caller.get("/v1/oppaklijst").status_code == 404
    with app.state.engine.begin() as con:
        import_run(con, run_folder, account_id="", now=deps.now())
    answer = caller.get("/v1/oppaklijst?limit=5")
    assert answer.status_code == 200
    first = answer.json()["items"][0]
    assert first["signalen"][0].endswith("vroegsignaal, € 120,50")
    assert first["uitersteDag"] == "2026-11-30"
    assert len(answer.json()["items"]) == 5
    found = [*answer.json()["items"]]
    while following := answer.json()["_links"].get("next"):
        answer = caller.get(following["href"])
        found += answer.json()["items"]
    # person 7 has secrecy: without her the signal is about somebody else of that name
    homes = {one["huisnummer"] for one in found if one["naam"] == "Hanna Voorbeeld"}
    assert homes == {PEOPLE[37]["huisnummer"]}
    assert PEOPLE[7]["huisnummer"] not in homes
    assert len(found) == 12
    assert api("beoordelaar").get("/v1/oppaklijst").status_code == 403
    assert api("beoordelaar").get("/v1/vroegsignaalzaken").status_code == 403
    assert caller.get("/v1/oppaklijst?maand=2026-13").status_code == 400


def test_every_case_of_the_month_as_zaken_csv_has_it(
    app: FastAPI, api: Callable[..., TestClient], run_folder: Path
) -> None:
    with app.state.engine.begin() as con:
        import_run(con, run_folder, account_id="", now=deps.now())
    with (run_folder / "zaken.csv").open(encoding="utf-8", newline="") as file:
        written = {row["zaak_id"]: row for row in csv.DictReader(file, delimiter=";")}

    def fetched(secrecy: bool, besluit: str = "") -> dict[str, dict[str, Any]]:
        client, found = api("coordinator", secrecy=secrecy), {}
        answer = client.get(f"/v1/vroegsignaalzaken?limit=5&besluit={besluit}").json()
        found |= {one["zaakId"]: one for one in answer["items"]}
        while following := answer["_links"].get("next"):
            answer = client.get(following["href"]).json()
            found |= {one["zaakId"]: one for one in answer["items"]}
        return found

    whole = fetched(True)
    assert whole.keys() == written.keys()
    plain = (
        "gemeente", "persoon_id", "leeftijdsgroep", "laatste_zaak", "bekend_bij_shv", "besluit", "combinatie",
        "oudste_signaal", "uiterste_dag", "bakje",
    )  # fmt: skip
    for zaak_id, row in written.items():
        one = whole[zaak_id]
        assert {name: one.get(to_camel(name)) or "" for name in plain} == {
            name: row[name] for name in plain
        }
        for name in ("signalen", "vlps", "sectoren"):
            assert "|".join(one[name]) == row[name]
        assert f"{one['bedrag']:.2f}" == row["bedrag"]
        assert one["zaken6Maanden"] == int(row["zaken_6_maanden"])
        for name in ("crisis", "eindelevering", "warme_overdracht"):
            assert one[to_camel(name)] is (row[name] == "ja")
    kinds = {kind: fetched(True, kind).keys() for kind in ("match", "review", "reject")}
    assert set().union(*kinds.values()) == whole.keys()
    assert {whole[name]["besluit"] for name in kinds["review"]} == {"review"}
    # without the right as many cases, and nobody with secrecy (person 7) among them
    seen = fetched(False)
    assert len(seen) == len(whole)
    people = {one["persoonId"] for one in seen.values()}
    assert SECRET in {one["persoonId"] for one in whole.values()} - people
    unread = api("coordinator").get("/v1/vroegsignaalzaken?besluit=misschien")
    assert (unread.status_code, unread.json()["errors"][0]["location"]) == (
        400,
        {"name": "besluit"},
    )
