"""Made-up municipalities: the same seed gives the same bytes, and the truth is true."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from brp_match.synthetic import (
    HELP_DUE,
    Town,
    generate,
    generate_months,
    load_scenario,
)
from brp_match.synthetic.country import cut_up
from brp_match.synthetic.exact_check import VARIANTS, exact_check
from shared_data import shared


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def digest(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return generate(load_scenario("oefenmaand"), tmp_path_factory.mktemp("demo"), seed=7)


def test_same_seed_same_bytes_whatever_the_threads(tmp_path: Path) -> None:
    scenario = replace(load_scenario("statushouders"), signals=3_000)
    for name, seed, threads in (("a", 3, 1), ("b", 3, 4), ("c", 4, None)):
        generate(scenario, tmp_path / name, seed=seed, threads=threads)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    first, other = digest(tmp_path / "a"), digest(tmp_path / "c")
    # the addresses of a made-up town are made by rule, all else by chance
    assert {name for name in first if first[name] != other[name]} >= set(first) - {"adressen.csv"}


def test_every_signal_has_its_truth(town: Town) -> None:
    signals, truth = rows_of(town.signals[0]), rows_of(town.truth[0])
    residents = {row["persoon_id"] for row in rows_of(town.residents)}
    assert [s["signaal_id"] for s in signals] == [t["signaal_id"] for t in truth]
    assert [s["signaal_id"] for s in signals] == sorted(s["signaal_id"] for s in signals)
    assert len(residents) == town.count_residents == 20_000
    for row in truth:
        registered = row["soort"] in HELP_DUE | {"vertrokken", "overleden", "garagebox"}
        assert (row["persoon_id"] in residents) == registered


def test_the_population_has_what_makes_matching_hard(town: Town) -> None:
    people = rows_of(town.residents)
    homes: dict[tuple[str, str], list[dict[str, str]]] = {}
    for person in people:
        if person["postcode"]:
            key = (
                person["postcode"],
                person["huisnummer"] + person["huisletter"] + person["huisnummertoevoeging"],
            )
            homes.setdefault(key, []).append(person)
    twins = sum(
        any(a["geboortedatum"] == b["geboortedatum"] for i, a in enumerate(home) for b in home[:i])
        for home in homes.values()
        if len(home) < 9
    )
    assert twins > 20
    assert sum(not p["voornamen"] for p in people) > 3
    assert sum(p["geboortedatum"].endswith("0000") for p in people) > 20
    assert {p["naamgebruik"] for p in people} == {"E", "P", "V", "N"}
    assert sum(p["functie_adres"] == "B" for p in people) > 20
    assert sum(p["gemeente"] != "9001" for p in people) > 200
    assert all(p["bsn"].startswith("9999") for p in people)


def test_nothing_drops_where_everything_agrees(tmp_path: Path) -> None:
    town = generate(load_scenario("schoon"), tmp_path, seed=1)
    for variant in VARIANTS:
        found = exact_check(town.signals, town.residents, variant=variant)
        truth = rows_of(town.truth[0])
        assert all(found[row["signaal_id"]] == row["persoon_id"] for row in truth)


def test_haarlem_drops_forty_and_ten_wrongly(tmp_path: Path) -> None:
    town = generate(load_scenario("haarlem-2023"), tmp_path, seed=1)
    found = exact_check(town.signals, town.residents)
    dropped = [row for row in rows_of(town.truth[0]) if not found[row["signaal_id"]]]
    assert len(dropped) == 40
    assert sum(row["soort"] in HELP_DUE for row in dropped) == 10


def test_half_of_the_water_company_drops(tmp_path: Path) -> None:
    town = generate(load_scenario("waterbedrijf"), tmp_path, seed=2)
    found = exact_check(town.signals, town.residents)
    water = [row for row in rows_of(town.truth[0]) if row["sector"] == "Water"]
    share = sum(not found[row["signaal_id"]] for row in water) / len(water)
    assert 0.4 < share < 0.6


def test_months_share_their_population(tmp_path: Path) -> None:
    scenario = load_scenario("kleine-gemeente")
    town = generate_months(scenario, tmp_path, ["2026-10", "2026-11"], seed=5, counts=[30, 40])
    assert [len(rows_of(path)) for path in town.signals] == [30, 40]
    assert rows_of(town.signals[0])[0]["signaaldatum"] == "2026-10-02"
    first, second = (rows_of(path)[0]["persoon_id"] for path in town.truth)
    assert first != second


def test_real_lists_and_addresses(tmp_path: Path) -> None:
    addresses = shared("data/bag/weesp_adressen_20211015.csv")
    town = generate(
        load_scenario("kleine-gemeente"), tmp_path, seed=1, names=shared("data/names"),
        addresses=addresses,
    )  # fmt: skip
    with addresses.open(encoding="utf-8-sig", newline="") as stream:
        real = {row["openbareruimte"] for row in csv.DictReader(stream, delimiter=";")}
    people = rows_of(town.residents)
    assert {row["straat"] for row in people if row["straat"]} <= real
    common = {"Jong", "Vries", "Bakker", "Visser", "Smit"}
    assert sum(row["geslachtsnaam"] in common for row in people) > len(people) * 0.01
    kinds = {row["gebruiksdoel"] for row in rows_of(town.addresses)}
    assert any(kind.startswith("overige") for kind in kinds)


def test_shared_homes_and_the_town_hall(tmp_path: Path) -> None:
    scenario = replace(load_scenario("grote-stad"), residents=20_000, signals=10)
    people = rows_of(generate(scenario, tmp_path, seed=1).residents)

    def at(kind: str) -> list[int]:
        homes = Counter(
            (p["postcode"], p["huisnummer"], p["huisletter"], p["huisnummertoevoeging"])
            for p in people
            if p["functie_adres"] == kind and p["postcode"]
        )
        return sorted(homes.values(), reverse=True)

    assert at("B")[0] > 20
    assert at("B")[0] / sum(at("B")) == pytest.approx(0.7, abs=0.15)
    crowded = sum(count for count in at("W") if count > 12)
    assert crowded / sum(at("W")) == pytest.approx(scenario.shared_homes, abs=0.02)


def test_fathers_and_sons_and_refugees(town: Town) -> None:
    people = rows_of(town.residents)
    names = Counter(
        (p["voornamen"], p["geslachtsnaam"], p["postcode"], p["huisnummer"]) for p in people
    )
    assert sum(count > 1 for count in names.values()) > 10
    refugees = [p for p in people if p["geboortedatum"].endswith("0101")]
    assert 0.01 < len(refugees) / len(people) < 0.04
    assert {p["opschorting_reden"] for p in people} == {"", "O", "E"}
    assert sum(p["geheim"] == "7" for p in people) > 50
    assert {row["object_type"] for row in rows_of(town.addresses)} == {"VBO", "LIG", "STA"}


def test_a_town_is_cut_up_whole_or_not_at_all(tmp_path: Path) -> None:
    files = {
        "inwoners": "persoon_id;gemeente;postcode;woonplaats\n1;9001;1000AA;Voorbeeldstad\n2;9001;2000AA;Voorbeeldstad\n",
        "vorige_adressen": "postcode;woonplaats\n1000AA;Voorbeeldstad\n",
        "adressen": "bag_id;postcode\n1;1000AA\n",  # no woonplaats: it cannot be rewritten
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(duckdb.Error):
        cut_up(tmp_path, 2)
    assert {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == files
