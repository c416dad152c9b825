"""ddas.json: valid by the standard, with the words of the standard, and nothing of who has secrecy."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from brp_match.cli import main
from rules.town import RESIDENT, TownOf, filler, resident, signal
from shared_data import shared

WATER = {"vlp": "Waterpartij", "sector": "Water", "bedrag": "100,50"}
NOBODY = {
    "achternaam": "Onbekendsma", "voornamen": "Xanthippe", "geboortedatum": "01-03-1933",
    "straatnaam": "Nergensweg", "huisnummer": "77", "postcode": "9977 ZZ", "sector": "Kabel",
}  # fmt: skip


def schema() -> Any:
    text = resources.files("brp_match.cases").joinpath("ddas.schema.json").read_text("utf-8")
    return json.loads(text)


@pytest.fixture
def town(tmp_path: Path) -> TownOf:
    """A folder to link in."""
    return TownOf(tmp_path)


def exchange_of(town: TownOf, out: str = "uit") -> Any:
    file = json.loads((town.folder / out / "ddas.json").read_text(encoding="utf-8"))
    jsonschema.validate(file, schema())
    return file


def test_what_nobody_confirmed_is_not_told(town: TownOf) -> None:
    died = resident("P1", opschorting_reden="O", overlijdensdatum="20261001")
    assert town.link([*filler(), died], [signal("S1")]) == 0
    (delivery,) = exchange_of(town)["leveringen"]
    assert [one["status"] for one in delivery["vroegsignalen"]] == ["Nog niet opgepakt"]


def test_the_exchange_file_is_valid_and_tells_every_signal(town: TownOf) -> None:
    people = [*filler(), resident("P1", straat="Nieuwlaan", huisnummer="8", huisletter="B")]
    sent = [
        signal("S1"), signal("S2", **WATER, signaaldatum="2026-11-20"), signal("S3", **NOBODY),
        signal("S4", **NOBODY | {"postcode": ""}),
    ]  # fmt: skip
    assert town.link(people, sent) == 0
    file = exchange_of(town)
    assert (file["startdatumLevering"], file["einddatumLevering"]) == ("2026-11-01", "2026-11-30")
    (delivery,) = file["leveringen"]
    found = {one["ID"]: one for one in delivery["vroegsignalen"]}
    assert set(found) == {"S1", "S2", "S3"}
    assert found["S2"] == {
        "ID": "S2", "crisissignaal": False, "warmeOverdracht": False, "status": "Nog niet opgepakt",
        "signaalpartner": {"type": "Water"}, "bedrag": 101, "signaaldatum": "2026-11-20",
        "client": {
            "postcode": "9911AA", "huisnummer": 8, "huisnummertoevoeging": "B",
            "geslachtsaanduiding": "Man", "geboortedatum": "1958-11-02",
        },
    }  # fmt: skip
    assert found["S3"]["signaalpartner"] == {"type": "Overige"}
    assert found["S3"]["status"] == "Niet opgepakt: andere reden"
    assert found["S3"]["client"] == {
        "postcode": "9977ZZ", "huisnummer": 77, "geslachtsaanduiding": "Leeg", "geboortedatum": "1933-03-01",
    }  # fmt: skip
    case = next(one for one in delivery["vroegsignaalzaken"] if len(one["vroegsignalen"]) == 2)
    assert case == {
        "vroegsignalen": [{"ID": "S1"}, {"ID": "S2"}], "matchingsdatum": "2026-11-20",
        "startdatumMatchingperiode": "2026-11-01", "einddatumMatchingperiode": "2026-11-30",
    }  # fmt: skip
    record = json.loads((town.folder / "uit" / "run.json").read_text(encoding="utf-8"))
    assert record["zaken"]["ddas"] == {
        "signalen": 3, "onvolledig": 1, "geheim": 0, "zonder_gemeente": 0,
    }  # fmt: skip


def test_who_has_secrecy_is_as_nobody_and_a_bsn_only_when_asked(town: TownOf) -> None:
    """A signal that is missing, or a case more, would say of whom it is: who lacks the right reads the same bytes."""
    secret = resident("P1", geheim="7", bsn="999000111")
    made = []
    for people in (filler(), [*filler(), secret]):
        assert town.link(people, [signal("S1")], columns=[*RESIDENT, "bsn"]) == 0
        run, lists = str(town.folder / "uit"), town.folder / "lijst"
        assert main(["oppaklijst", "--run", run, "--out", str(lists)]) == 0
        assert main(["bakjes", "--run", run, "--out", str(lists)]) == 0
        told = [exchange_of(town)["leveringen"], exchange_of(town, "lijst")["leveringen"]]
        made.append(
            (told, (lists / "bakjes.csv").read_bytes(), (lists / "oppaklijst.csv").read_bytes())
        )
    assert made[0] == made[1]
    ((only,),) = (row["vroegsignalen"] for row in made[1][0][0])
    assert only["status"] == "Niet opgepakt: andere reden"
    args = [
        "oppaklijst",
        "--run",
        str(town.folder / "uit"),
        "--out",
        str(town.folder / "lijst"),
        "--geheim",
    ]
    assert main([*args, "--bsn", str(town.folder / "uit-inwoners.csv")]) == 0
    ((one,),) = (row["vroegsignalen"] for row in exchange_of(town, "lijst")["leveringen"])
    assert one["client"] == {"burgerservicenummer": "999000111"}


def test_the_words_are_those_of_the_standard() -> None:
    standard = json.loads(
        shared("data/standards/ddas_vroegsignalering_1.2.json").read_text(encoding="utf-8")
    )
    signal_rules = schema()["$defs"]["vroegsignaal"]["properties"]
    assert signal_rules["status"]["enum"] == standard["EnumSignaalstatus"]
    partner = signal_rules["signaalpartner"]["properties"]["type"]["enum"]
    assert partner == standard["EnumSignaalpartner"]
    assert set(signal_rules) == set(standard["vroegsignaal"]["velden"])
    assert schema()["required"] == standard["levering"]["verplicht"]
    case_rules = set(schema()["$defs"]["vroegsignaalzaak"]["properties"])
    assert case_rules == set(standard["vroegsignaalzaak"]["velden"]) - {"contactpogingen"}
