"""`link --shv`: who is known to debt counselling goes to a person, and nothing of that file goes out."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rules.town import TownOf, filler, resident, signal

HEADER = ("clientnummer", "naam", "geboortedatum", "straat", "huisnummer", "postcode", "plaats",
          "soort traject", "startdatum")  # fmt: skip
PEOPLE = [
    *filler(),
    resident("P1"),
    resident("P2", voornamen="Gerda", geslachtsnaam="Zwaneveld", geboortedatum="19710605", geslacht="V",
             huisnummer="8"),
    resident("P4", voornamen="Jan", geslachtsnaam="Tweelink", geboortedatum="19800101", huisnummer="30"),
    resident("P5", voornamen="Joost", geslachtsnaam="Tweelink", geboortedatum="19800101", huisnummer="30"),
]  # fmt: skip
ROWS = (
    ("XQ-77011", "Kampstra, W.", "02-11-1958", "Proeflaan", "3", "9911AA", "Proefstad", "Budgetbeheer", "19-03-2024"),
    ("XQ-77012", "J. Tweelink", "01-01-1980", "Proeflaan", "30", "9911AA", "Proefstad", "Saneringskrediet", "20-04-2025"),
    ("XQ-77013", "O. Niemandsma", "07-07-1977", "Elderspad", "5", "9955ZZ", "Elders", "Budgetbeheer", "21-05-2025"),
    ("XQ-77015", "Olga Buitenman", "08-08-1978", "Verwegpad", "9", "9955YY", "Verweg", "Budgetbeheer", "21-05-2025"),
    ("XQ-77016", "Stil, Irma", "09-09-1979", "Stilpad", "4", "9911AA", "Proefstad", "Budgetbeheer", "21-05-2025"),
    ("XQ-77014", "", "", "", "", "", "", "Budgetbeheer", "22-06-2025"),
)  # fmt: skip
OF_GERDA = {
    "voornamen": "Gerda", "achternaam": "Zwaneveld", "geboortedatum": "05-06-1971", "huisnummer": "8",
    "klantnummer": "10002",
}  # fmt: skip
OF_JAN = {
    "voornamen": "Jan", "achternaam": "Tweelink", "geboortedatum": "01-01-1980", "huisnummer": "30",
    "klantnummer": "10003",
}  # fmt: skip
OF_OLGA = {
    "voornamen": "O.", "achternaam": "Buitenman", "geboortedatum": "08-08-1978", "straatnaam": "Verwegpad",
    "huisnummer": "9", "postcode": "9955YY", "klantnummer": "10004",
}  # fmt: skip
OF_NOBODY = OF_OLGA | {
    "achternaam": "Zomaar",
    "geboortedatum": "01-02-1981",
    "huisnummer": "77",
    "klantnummer": "10005",
}
IRMA = resident(
    "P6", voornamen="Irma", geslachtsnaam="Stil", geboortedatum="19790909", straat="Stilpad", huisnummer="4",
    geheim="7",
)  # fmt: skip
OF_IRMA = {
    "voornamen": "Irma", "achternaam": "Stil", "geboortedatum": "09-09-1979", "straatnaam": "Stilpad",
    "huisnummer": "4", "klantnummer": "10006",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownOf:
    made = TownOf(tmp_path_factory.mktemp("shv"))
    path = made.folder / "clienten.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([HEADER, *ROWS])
    sent = [signal("S1"), signal("S2", **OF_GERDA), signal("S3", **OF_JAN)]
    strangers = [signal("S4", **OF_OLGA), signal("S5", **OF_NOBODY), signal("S6", **OF_IRMA)]
    everybody = [*sent, *strangers]
    assert made.link([*PEOPLE, IRMA], everybody, "--shv", str(path), out="vreemden") == 0
    assert made.link(PEOPLE, everybody, "--shv", str(path), out="zonder-irma") == 0
    assert (
        made.link(
            PEOPLE, strangers, "--shv", str(path), out="negeer-ook", policy='shv = "ignore"\n'
        )
        == 0
    )
    assert made.link(PEOPLE, sent, "--shv", str(path)) == 0
    assert made.link(PEOPLE, sent, out="zonder") == 0
    assert made.link(PEOPLE, sent, "--shv", str(path), out="negeer", policy='shv = "ignore"\n') == 0
    return made


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_who_is_known_goes_to_a_person_and_the_rest_is_as_it_was(town: TownOf) -> None:
    known, without = town.decisions(), town.decisions("zonder")
    assert (known["S1"]["besluit"], known["S1"]["redenen"].split("|")[0]) == (
        "review",
        "BEKEND_BIJ_SHV",
    )
    assert (without["S1"]["besluit"], known["S1"]["persoon_id"]) == ("match", "P1")
    assert known["S1"]["ddas_status"] == "Nog niet opgepakt"
    for one in ("S2", "S3"):
        assert known[one] | {"beleid_versie": ""} == without[one] | {"beleid_versie": ""}
    assert town.decisions("negeer")["S1"]["besluit"] == "match"


def test_a_case_tells_that_its_resident_is_a_client_perhaps_or_not(town: TownOf) -> None:
    told = {
        one["persoon_id"]: one["bekend_bij_shv"] for one in rows(town.folder / "uit", "zaken.csv")
    }
    assert told == {"P1": "ja", "P2": "nee", "P4": "misschien"}
    without = rows(town.folder / "zonder", "zaken.csv")
    assert {one["bekend_bij_shv"] for one in without} == {""}
    listed = rows(town.folder / "uit", "shv.csv")
    assert sorted((one["persoon_id"], one["bekend"], one["regel"]) for one in listed) == [
        ("P1", "ja", "2"), ("P4", "misschien", "3"),
    ]  # fmt: skip
    assert rows(town.folder / "zonder", "shv.csv") == []


def test_a_client_whom_the_register_does_not_know_is_told_on_the_case(town: TownOf) -> None:
    found = town.decisions("vreemden")
    said = {
        name: (row["besluit"], row["persoon_id"], row["redenen"]) for name, row in found.items()
    }
    assert said["S4"] == ("review", "", "BEKEND_BIJ_SHV|NIET_GEVONDEN")
    assert said["S5"] == ("reject", "", "NIET_GEVONDEN")
    assert said["S6"][:2] == ("review", "P6")
    assert town.decisions("negeer-ook")["S4"]["redenen"] == "NIET_GEVONDEN"
    told = {
        one["signalen"]: one["bekend_bij_shv"]
        for one in rows(town.folder / "vreemden", "zaken.csv")
    }
    assert (told["S4"], told["S5"], told["S6"]) == ("ja", "", "ja")
    listed = rows(town.folder / "vreemden", "shv.csv")
    assert ("", "ja", "5", "S4") in [
        (one["persoon_id"], one["bekend"], one["regel"], one["signaal_id"]) for one in listed
    ]


def test_of_a_secret_client_the_open_decisions_are_those_of_a_register_without_them(
    town: TownOf,
) -> None:
    open_ones = {
        one["signaal_id"]: one
        for one in rows(town.folder / "vreemden", "decisions_zonder_geheim.csv")
    }
    without = town.decisions("zonder-irma")
    assert (without["S6"]["besluit"], without["S6"]["redenen"]) == (
        "review",
        "BEKEND_BIJ_SHV|NIET_GEVONDEN",
    )
    for name in ("S4", "S5", "S6"):
        assert (open_ones[name]["besluit"], open_ones[name]["redenen"], open_ones[name]["persoon_id"]) == (
            without[name]["besluit"], without[name]["redenen"], "",
        )  # fmt: skip


def test_the_run_tells_in_counts_what_became_of_the_file(town: TownOf) -> None:
    record = json.loads((town.folder / "uit" / "run.json").read_text(encoding="utf-8"))
    assert record["schuldhulpverlening"] == {
        "rijen": 6, "gevonden": 1, "onzeker": 1, "niet_gevonden": 3, "onbruikbaar": 1,
        "signalen_zonder_inwoner": 0,
    }  # fmt: skip
    strangers = json.loads((town.folder / "vreemden" / "run.json").read_text(encoding="utf-8"))
    # the client with secrecy is a resident: only of who may not see her the signal is about nobody
    assert strangers["schuldhulpverlening"]["signalen_zonder_inwoner"] == 1
    assert [one["soort"] for one in record["invoer"] if one["bestand"] == "clienten.csv"] == []
    assert {one["soort"] for one in record["instellingen"]} == {"shv"}
    assert record["afstemming"]["rijen_in"] == 3


def test_nothing_of_the_file_is_written(town: TownOf) -> None:
    planted = (
        "XQ-7701",
        "Budgetbeheer",
        "Saneringskrediet",
        "Niemandsma",
        "Elderspad",
        "19-03-2024",
        "2024-03-19",
        "20240319",
        "Kampstra, W.",
    )
    for path in sorted((town.folder / "uit").iterdir()):
        content = path.read_bytes()
        assert [one for one in planted if one.encode() in content] == [], path.name
