"""Signals: errors come as often as their rates say, and are what the truth says they are."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from brp_match.synthetic import Scenario, Town, generate, load_scenario

Rows = list[dict[str, str]]


def rows_of(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return replace(load_scenario("elders-wonend"), residents=12_000, signals=6_000)


@pytest.fixture(scope="module")
def town(scenario: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return generate(scenario, tmp_path_factory.mktemp("stad"), seed=11)


@pytest.fixture(scope="module")
def pairs(town: Town) -> list[tuple[dict[str, str], dict[str, str]]]:
    return list(zip(rows_of(town.signals[0]), rows_of(town.truth[0]), strict=True))


def test_kinds_and_deliverers_have_their_shares(
    scenario: Scenario, pairs: list[tuple[dict[str, str], dict[str, str]]]
) -> None:
    kinds = Counter(truth["soort"] for _, truth in pairs)
    # an entrepreneur at a deliverer without business contracts lives at the address
    assert kinds["familielid"] / 6_000 == pytest.approx(scenario.kinds["familielid"], abs=0.015)
    assert kinds["verhuisd"] / 6_000 == pytest.approx(scenario.kinds["verhuisd"], abs=0.015)
    shares = Counter(truth["vlp"] for _, truth in pairs)
    for one in scenario.deliverers:
        assert shares[one.name] / 6_000 == pytest.approx(one.share, abs=0.02)


@pytest.mark.parametrize(
    ("vlp", "error", "rate"),
    [
        ("Energie Noord", "geboortedatum_weg", 0.10),
        ("Stroomwerk", "geboortedatum_standaard", 0.12),
        ("Waterbron", "volledige_naam", 0.55),
        ("Zorgvoorbeeld", "geboortedatum_weg", 0.0),
    ],
)
def test_errors_come_at_their_rates(
    pairs: list[tuple[dict[str, str], dict[str, str]]], vlp: str, error: str, rate: float
) -> None:
    of_vlp = [t for _, t in pairs if t["vlp"] == vlp and t["soort"] in ("ter_plaatse", "vreemde")]
    found = sum(error in truth["fouten"].split("|") for truth in of_vlp) / len(of_vlp)
    assert len(of_vlp) > 300
    assert found == pytest.approx(rate, abs=0.05)


def test_names_from_elsewhere_are_swapped_more_often(
    pairs: list[tuple[dict[str, str], dict[str, str]]],
) -> None:
    def share(origins: set[str]) -> float:
        them = [t for _, t in pairs if t["herkomst"] in origins]
        return sum("naam_omgedraaid" in t["fouten"] for t in them) / len(them)

    assert share({"er", "sy", "ma", "tr"}) > 4 * share({"nl"})


def test_an_error_shows_in_its_signal(
    town: Town, pairs: list[tuple[dict[str, str], dict[str, str]]]
) -> None:
    people = {row["persoon_id"]: row for row in rows_of(town.residents)}
    seen: Counter[str] = Counter()
    for signal, truth in pairs:
        errors = truth["fouten"].split("|")
        person = people.get(truth["persoon_id"])
        if "geboortedatum_weg" in errors:
            assert signal["geboortedatum"] == ""
            seen["weg"] += 1
        if "geboortedatum_standaard" in errors and "geboortedatum_weg" not in errors:
            placeholder = "1-1-1900" if truth["vlp"] == "Stroomwerk" else "01-01-2000"
            if truth["vlp"] not in ("Woonstichting Proef", "Zorgvoorbeeld"):
                assert signal["geboortedatum"] == placeholder
                seen["standaard"] += 1
        if "postcode_weg" in errors:
            assert signal["postcode"] == ""
            seen["postcode"] += 1
        if person and truth["soort"] == "ter_plaatse" and not truth["fouten"]:
            assert signal["achternaam"] == person["geslachtsnaam"]
            assert (signal["postcode"], signal["huisnummer"]) == (
                person["postcode"], person["huisnummer"],
            )  # fmt: skip
            seen["foutloos"] += 1
    assert min(seen[key] for key in ("weg", "standaard", "postcode", "foutloos")) > 10


def test_people_who_moved_signal_from_an_old_or_an_unknown_address(
    town: Town, pairs: list[tuple[dict[str, str], dict[str, str]]]
) -> None:
    before = {(r["persoon_id"], r["postcode"]) for r in rows_of(town.previous_addresses)}
    moved = [
        (s, t) for s, t in pairs if t["soort"] == "verhuisd" and "postcode_" not in t["fouten"]
    ]
    known = [(t["persoon_id"], s["postcode"]) in before for s, t in moved]
    unknown = ["adres_onbekend" in t["fouten"].split("|") for _, t in moved]
    assert 0.4 < sum(unknown) / len(unknown) < 0.6
    assert all(k or u for k, u in zip(known, unknown, strict=True))
    # somebody may live by chance in the postcode of an earlier home
    assert sum(k and u for k, u in zip(known, unknown, strict=True)) < 6


def test_a_relative_is_nobody_who_lives_there(
    town: Town, pairs: list[tuple[dict[str, str], dict[str, str]]]
) -> None:
    """Where the signal names somebody at an address, no resident there has that name and date."""
    homes: dict[tuple[str, str, str, str], Rows] = {}
    address = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging")
    for row in rows_of(town.residents):
        homes.setdefault(
            (row[address[0]], row[address[1]], row[address[2]], row[address[3]]), []
        ).append(row)
    same_surname = checked = 0
    for signal, truth in pairs:
        if truth["soort"] != "familielid" or truth["fouten"]:
            continue
        there = homes[
            (signal[address[0]], signal[address[1]], signal[address[2]], signal[address[3]])
        ]
        checked += 1
        same_surname += any(one["geslachtsnaam"] == signal["achternaam"] for one in there)
        dates = {one["geboortedatum"] for one in there}
        if len(there) < 8:
            given = {(one["voornamen"] or one["geslachtsnaam"]).split()[0] for one in there}
            assert signal["voornamen"].split()[0] not in given
            assert "".join(reversed(signal["geboortedatum"].split("-"))) not in dates
    assert checked > 50
    assert 0.5 < same_surname / checked < 0.8
