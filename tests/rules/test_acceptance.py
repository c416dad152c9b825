"""No rule drops or exposes a resident: what a municipality tried, and what must come out."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from brp_match.cli import main
from brp_match.content.expectations import load_expectations
from brp_match.review.load_run import is_urgent
from rules.town import RESIDENT, SIGNAL, TownOf, filler, resident, signal, write

OTHER = "Niet opgepakt: andere reden"
WRONG = {"achternaam": "Zwaluwen", "voornamen": "Els", "straatnaam": "Nergensweg", "geboortedatum": "01-02-1990",
         "postcode": "1234AB"}  # fmt: skip


def one(
    town: TownOf, person: dict[str, str], sent: dict[str, str], *more: str, policy: str = ""
) -> dict[str, str]:
    residents = [*filler(), resident("P1", **person)]
    assert town.link(residents, [signal("S1", **sent)], *more, policy=policy) == 0
    return town.decisions()["S1"]


def test_a_signal_whose_data_were_mended_is_picked_up(town: TownOf) -> None:
    residents = [*filler(), resident("P1")]
    assert town.link(residents, [signal("S1", signaaldatum="2026-10-02", **WRONG)], out="okt") == 0
    assert town.decisions("okt")["S1"]["besluit"] == "reject"
    assert (
        town.link(residents, [signal("S2")], "--history", str(town.folder / "okt"), out="nov") == 0
    )
    found = town.decisions("nov")["S2"]
    assert (found["besluit"], found["persoon_id"]) == ("match", "P1")


@pytest.mark.parametrize(
    ("date", "amount", "besluit"),
    [
        ("2026-11-02", "212,85", "reject"),
        ("2026-11-02", "212,86", "match"),
        ("2027-10-02", "212,85", "match"),
    ],
)
def test_a_repeat_is_recent_and_not_higher(
    town: TownOf, date: str, amount: str, besluit: str
) -> None:
    residents = [*filler(), resident("P1")]
    assert town.link(residents, [signal("S1", signaaldatum="2026-10-02")], out="okt") == 0
    later = signal("S2", signaaldatum=date, bedrag=amount, klantnummer="4,12E+08")
    assert town.link(residents, [later], "--history", str(town.folder / "okt"), out="nov") == 0
    found = town.decisions("nov")["S2"]
    assert found["besluit"] == besluit
    if besluit == "reject":
        assert found["redenen"].split("|")[0] == "HERHAALDE_MELDING"
        assert found["ddas_status"] == "Niet opgepakt: herhaalde melding"
        assert found["terugkoppeling_status"] == "volgens_regel"


def test_a_customer_number_that_two_share_makes_no_repeat(town: TownOf) -> None:
    residents = [*filler(), resident("P1"), resident("P2", voornamen="Berend", geslachtsnaam="Oosterwijk",
                 geboortedatum="19700305", huisnummer="5")]  # fmt: skip
    assert town.link(residents, [signal("S1", signaaldatum="2026-10-02")], out="okt") == 0
    other = signal(
        "S2",
        voornamen="Berend",
        achternaam="Oosterwijk",
        geboortedatum="05-03-1970",
        huisnummer="5",
    )
    assert town.link(residents, [other], "--history", str(town.folder / "okt"), out="nov") == 0
    assert town.decisions("nov")["S2"]["besluit"] == "match"


def test_a_customer_number_that_a_spreadsheet_rounded_makes_no_repeat(town: TownOf) -> None:
    residents = [*filler(), resident("P1")]
    twice = [
        signal(f"S{n}", klantnummer=number) for n, number in ((1, "4,12E+08"), (2, "4,12E+08"))
    ]
    same = [signal(f"S{n}", klantnummer=number) for n, number in ((3, "0412"), (4, "412.0"))]
    assert town.link(residents, [*twice, *same]) == 0
    found = {key: one["besluit"] for key, one in town.decisions().items()}
    assert found == {"S1": "match", "S2": "match", "S3": "match", "S4": "reject"}


@pytest.mark.parametrize(("judged", "besluit"), [("match;P1", "reject"), ("reject;", "match")])
def test_what_a_reviewer_said_of_last_month_counts(town: TownOf, judged: str, besluit: str) -> None:
    residents = [*filler(), resident("P1")]
    assert town.link(residents, [signal("S1", signaaldatum="2026-10-02")], out="okt") == 0
    reviews = town.folder / "oordelen.csv"
    reviews.write_text(f"signaal_id;besluit;persoon_id\nS1;{judged}\n", encoding="utf-8")
    more = ["--history", str(town.folder / "okt"), "--reviews", str(reviews)]
    assert town.link(residents, [signal("S2")], *more, out="nov") == 0
    assert town.decisions("nov")["S2"]["besluit"] == besluit


def cooperation() -> list[dict[str, str]]:
    here, there = filler(120, "0225"), filler(80, "0296")
    moved = [{**row, "persoon_id": f"G{n}", "straat": "Anderpad"} for n, row in enumerate(there)]
    return [*map(dict, here), *moved, dict(resident("P1", gemeente="0296"))]


def test_a_register_without_a_clear_majority_is_refused_with_the_counts(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert town.link(cooperation(), [signal("S1")]) == 2
    said = capsys.readouterr().err
    assert "GEMEENTE_ONDUIDELIJK" in said
    assert "0225: 120, 0296: 81" in said
    assert "--gemeente 0225,0296" in said
    assert not (town.folder / "uit").exists()


def test_who_lives_in_a_cooperation_is_a_resident(town: TownOf) -> None:
    assert town.link(cooperation(), [signal("S1")], "--gemeente", "0225,0296") == 0
    found = town.decisions()["S1"]
    assert (found["besluit"], found["persoon_id"], found["gemeente"]) == ("match", "P1", "0296")
    assert town.link(cooperation(), [signal("S1")], "--gemeente", "0225", out="een") == 0
    alone = town.decisions("een")["S1"]
    assert alone["redenen"].split("|")[:2] == ["VERHUISD_ANDERE_GEMEENTE", "VERTROKKEN"]
    assert (alone["terugkoppeling"], alone["terugkoppeling_status"]) == ("geen_inwoner", "voorstel")


def test_a_prepared_register_of_a_cooperation(town: TownOf) -> None:
    residents = write(town.folder / "i.csv", RESIDENT, cooperation())
    register = town.folder / "register.duckdb"
    made = [
        "prepare",
        "--residents",
        str(residents),
        "--gemeente",
        "296,0225",
        "--out",
        str(register),
    ]
    assert main(made) == 0
    signals = write(town.folder / "s.csv", list(signal("S1")), [signal("S1")])
    run = [
        "link",
        "--signals",
        str(signals),
        "--register",
        str(register),
        "--out",
        str(town.folder / "uit"),
    ]
    assert main([*run, "--gemeente", "0225"]) == 2
    assert main([*run, "--gemeente", "0225,0296"]) == 0
    assert town.decisions()["S1"]["besluit"] == "match"


def test_a_code_that_is_none_or_nobody_s_is_refused(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    residents = [*filler(), resident("P1")]
    assert town.link(residents, [signal("S1")], "--gemeente", "9999,0001") == 2
    assert "GEMEENTE_ONBEKEND" in capsys.readouterr().err
    assert town.link(residents, [signal("S1")], "--gemeente", "Haarlem") == 2
    assert "GEMEENTE_ONGELDIG" in capsys.readouterr().err


def test_a_register_that_does_not_tell_who_has_secrecy_is_refused(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = [name for name in RESIDENT if name != "geheim"]
    residents = [
        {k: v for k, v in row.items() if k != "geheim"} for row in [*filler(), resident("P1")]
    ]
    assert town.link(residents, [signal("S1")], columns=columns) == 2
    assert "GEHEIM_ONTBREEKT" in capsys.readouterr().err
    assert not (town.folder / "uit").exists()
    assert town.link(residents, [signal("S1")], "--zonder-geheimhouding", columns=columns) == 0
    assert town.decisions()["S1"]["besluit"] == "match"


def test_who_may_not_see_a_secret_person_gets_no_trace_of_one(town: TownOf) -> None:
    found = one(town, {"geheim": "7"}, {})
    assert (found["besluit"], found["persoon_id"]) == ("match", "P1")
    assert "GEHEIMHOUDING" in found["redenen"]
    text = (town.folder / "uit" / "decisions_zonder_geheim.csv").read_text(encoding="utf-8")
    assert "P1" not in text
    assert "GEHEIM" not in text
    assert town.link(filler(), [signal("S1")], out="zonder") == 0
    hidden = town.decisions(name="decisions_zonder_geheim.csv")["S1"]
    absent = town.decisions("zonder")["S1"]
    assert hidden == absent


@pytest.mark.parametrize(
    "gone", [{"gemeente": "0363"}, {"opschorting_reden": "E"}, {"opschorting_reden": "O"}]
)
def test_of_a_secret_person_who_left_or_died_no_reason_goes_out(
    town: TownOf, gone: dict[str, str]
) -> None:
    found = one(town, {"geheim": "7", **gone}, {})
    assert (found["besluit"], found["ddas_status"]) == ("reject", OTHER)
    assert (found["terugkoppeling"], found["terugkoppeling_status"]) == (
        "niet_opgepakt",
        "volgens_regel",
    )


@pytest.mark.parametrize(
    ("person", "reason", "status", "state"),
    [
        ({"gemeente": "0363"}, "VERHUISD_ANDERE_GEMEENTE", "Persoon is geen inwoner (meer) in de gemeente", "voorstel"),
        ({"opschorting_reden": "E", "land_vertrek": "0000"}, "VERTROKKEN_ONBEKEND", OTHER, "volgens_regel"),
        ({"opschorting_reden": "E", "land_vertrek": "6030"}, "VERTROKKEN", OTHER, "volgens_regel"),
        ({"opschorting_reden": "O"}, "OVERLEDEN", "Inwoner is overleden", "voorstel"),
    ],
)  # fmt: skip
def test_leaving_in_three_ways(
    town: TownOf, person: dict[str, str], reason: str, status: str, state: str
) -> None:
    found = one(town, person, {})
    assert found["besluit"] == "reject"
    assert found["redenen"].split("|")[0] == reason
    assert (found["ddas_status"], found["terugkoppeling_status"]) == (status, state)


def test_a_threshold_of_the_policy(town: TownOf) -> None:
    policy = "[threshold]\nEnergie = 50\n"
    found = one(town, {}, {"bedrag": "3,00"}, policy=policy)
    assert (found["besluit"], found["redenen"].split("|")[0]) == ("reject", "ONDER_DREMPEL")
    assert found["ddas_status"] == "Niet opgepakt: onterecht signaal"
    assert one(town, {}, {"bedrag": "3,00"})["besluit"] == "match"
    assert one(town, {}, {"bedrag": "drie euro"}, policy=policy)["besluit"] == "match"


def test_the_age_of_arrears_of_the_policy(town: TownOf) -> None:
    policy = "[arrears_days]\nEnergie = [30, 100]\n"
    for arose, reason in (
        ("2026-10-20", "ACHTERSTAND_TE_JONG"),
        ("2026-07-01", "ACHTERSTAND_TE_OUD"),
    ):
        found = one(town, {}, {"ontstaansdatum": arose}, policy=policy)
        assert (found["besluit"], found["redenen"].split("|")[0]) == ("reject", reason)
    assert one(town, {}, {"ontstaansdatum": "2026-09-20"}, policy=policy)["besluit"] == "match"
    assert one(town, {}, {}, policy=policy)["besluit"] == "match"


def test_a_resident_whose_name_is_in_that_of_a_legal_person(town: TownOf) -> None:
    sent = {"voornamen": "", "achternaam": "Kampstra Holding B.V."}
    found = one(town, {}, sent)
    assert (found["besluit"], found["persoon_id"]) == ("review", "P1")
    assert found["redenen"].split("|")[0] == "RECHTSPERSOON"
    assert one(town, {}, sent, policy='legal_person = "reject"')["besluit"] == "reject"
    stranger = {"voornamen": "", "achternaam": "Waterland Holding B.V."}
    dropped = one(town, {}, stranger)
    assert (dropped["besluit"], dropped["persoon_id"]) == ("reject", "")
    assert dropped["ddas_status"] == "Niet opgepakt: onterecht signaal"


def test_a_box_in_the_addition(town: TownOf) -> None:
    sent = {"sector": "Huur", "straatnaam": "Garageplein", "huisnummer": "12", "huisnummertoevoeging": "BOX 4",
            "postcode": "9915ZZ"}  # fmt: skip
    found = one(town, {}, sent)
    assert (found["besluit"], found["redenen"], found["ddas_status"]) == (
        "reject",
        "GEEN_WONING",
        OTHER,
    )
    assert one(town, {}, {**sent, "sector": "Energie"})["besluit"] == "match"
    home = {
        "straat": "Garageplein",
        "huisnummer": "12",
        "huisnummertoevoeging": "BOX4",
        "postcode": "9915ZZ",
    }
    assert one(town, home, sent)["besluit"] == "match"


def test_every_row_says_its_municipality_date_and_policy(town: TownOf) -> None:
    found = one(town, {}, {"signaaldatum": "2-11-2026"})
    assert (found["gemeente"], found["signaaldatum_gelezen"]) == ("9999", "2026-11-02")
    assert len(found["beleid_versie"]) == 12
    assert found["ddas_status"] == "Nog niet opgepakt"


def test_a_policy_of_a_wrong_type_is_refused_with_its_place(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        town.link([*filler(), resident("P1")], [signal("S1")], policy='moved_within = ["pick_up"]')
        == 2
    )
    said = capsys.readouterr().err
    assert "BELEID_WAARDE" in said
    assert "uit-beleid.toml" in said


HOME_2 = {
    "type": "Adres",
    "functieAdres": {"code": "W"},
    "verblijfadres": {"officieleStraatnaam": "Proeflaan", "huisnummer": 3, "postcode": "9911AA"},
}


def person_2(number: int, surname: str, stay: dict[str, Any]) -> dict[str, Any]:
    """Somebody as Haal Centraal v2 gives her: without an A-number."""
    return {
        "burgerservicenummer": f"99999{number:04d}",
        "naam": {"voornamen": "Wouter", "geslachtsnaam": surname},
        "geboorte": {"datum": {"type": "Datum", "datum": "1958-11-02"}},
        "gemeenteVanInschrijving": {"code": "9999"},
        "verblijfplaats": HOME_2 | stay,
    }


ELSEWHERE = {"straatnaam": "Vorigeweg", "huisnummer": "8", "postcode": "9912BB"}
ESTABLISHED = {"indicatieVastgesteldVerblijftNietOpAdres": True}
ASKED = {"inOnderzoek": {"type": True}}
STAYS_2: tuple[tuple[str, dict[str, Any], dict[str, str], str], ...] = (
    ("Kampstra", {}, {}, "match"),
    ("Oosterwijk", {}, ELSEWHERE, "match"),
    ("Zwaluwen", ESTABLISHED, {}, "review"),
    ("Veldhoven", ASKED, {}, "match"),
    ("Brinkhorst", ASKED, ELSEWHERE, "review"),
)
"""Who, what v2 says of the address, where the signal is about, and what is decided."""


def test_haal_centraal_2_without_a_numbers_and_with_addresses_in_doubt(
    town: TownOf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [person_2(n, name, stay) for n, (name, stay, _, _) in enumerate(STAYS_2)]
    residents = town.folder / "personen.json"
    residents.write_text(json.dumps({"personen": people}), encoding="utf-8")
    sent = [signal(name, achternaam=name, klantnummer=name, **more) for name, _, more, _ in STAYS_2]
    signals, out = write(town.folder / "s.csv", SIGNAL, sent), town.folder / "uit"
    asked = ["link", "--signals", str(signals), "--residents", str(residents), "--gemeente", "9999", "--out", str(out)]  # fmt: skip
    monkeypatch.delenv("BRP_MATCH_PERSOON_SLEUTEL", raising=False)
    assert main(asked) == 2
    assert "PERSOON_SLEUTEL_ONTBREEKT" in capsys.readouterr().err
    assert not out.exists()
    key = "a" * 40
    monkeypatch.setenv("BRP_MATCH_PERSOON_SLEUTEL", key)
    assert main(asked) == 0
    found = town.decisions()
    assert {name: one["besluit"] for name, one in found.items()} == {
        name: besluit for name, _, _, besluit in STAYS_2
    }
    assert {name for name, one in found.items() if "ADRES_IN_ONDERZOEK" in one["redenen"]} == {
        name for name, stay, _, _ in STAYS_2 if stay
    }
    for person in people:
        number = person["burgerservicenummer"].encode()
        for file in out.iterdir():
            held = file.read_bytes()
            for planted in (number, hashlib.sha256(number).hexdigest()[:16].encode(), key.encode()):
                assert planted not in held, file.name


def test_a_crisis_goes_first_and_is_no_fault_of_the_deliverer() -> None:
    kinds = ("crisis", "Crisissignaal", "crisismelding", "aanmaning")
    assert [is_urgent({"soort_signaal": kind}) for kind in kinds] == [True, True, True, False]
    assert is_urgent({"soort_signaal": "vroegsignaal", "crisissignaal": "ja"})
    assert not is_urgent({"soort_signaal": "vroegsignaal", "crisissignaal": "nee"})
    # the only expectation about the kind of a signal whatever its sector: what the card is made of
    about = [e for e in load_expectations() if e.velden == ("soort_signaal",)]
    assert [e.id for e in about] == ["SOORT_SIGNAAL_ONBEKEND"]
    fits = [bool(re.match(about[0].argumenten["regex"], kind)) for kind in kinds]
    assert fits == [True, True, True, False]


def test_the_cases_of_the_field(tmp_path: Path) -> None:
    from shared_data import shared

    for name, more in (
        ("03-haalcentraal-vastgesteld-niet-op-adres", []),
        ("04-onderzoek-89999", []),
    ):
        folder = shared(f"cases/praktijk/{name}")
        residents = next(p for p in folder.iterdir() if p.stem == "inwoners")
        out = tmp_path / name
        assert main(["link", "--signals", str(folder / "signalen.csv"), "--residents", str(residents),
                     "--gemeente", "9999", "--out", str(out), *more]) in (0, 3)  # fmt: skip
        _as_expected(folder, out)


def test_the_repeats_of_the_field(tmp_path: Path) -> None:
    from shared_data import shared

    folder = shared("cases/praktijk/21-klantnummer-voorloopnullen")
    common = ["--residents", str(folder / "inwoners.csv"), "--gemeente", "9999"]
    before, out = tmp_path / "oktober", tmp_path / "uit"
    assert (
        main(["link", "--signals", str(folder / "oktober.csv"), *common, "--out", str(before)]) == 0
    )
    assert main(["link", "--signals", str(folder / "signalen.csv"), *common, "--history", str(before),
                 "--out", str(out)]) == 0  # fmt: skip
    _as_expected(folder, out)


def _as_expected(folder: Path, out: Path) -> None:
    def rows(path: Path) -> dict[str, dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return {row["signaal_id"]: row for row in csv.DictReader(file, delimiter=";")}

    found = rows(out / "decisions.csv")
    for signal_id, expected in rows(folder / "verwacht.csv").items():
        assert found[signal_id]["besluit"] in expected["besluit"].split("|"), signal_id
        assert found[signal_id]["persoon_id"] == expected["persoon_id"]
        wanted = set(filter(None, expected["redenen"].split("|")))
        assert wanted <= set(found[signal_id]["redenen"].split("|"))
