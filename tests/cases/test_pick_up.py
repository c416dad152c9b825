"""The pick-up list: what it tells, what it keeps to itself, and how a municipality lays it out."""

from __future__ import annotations

import csv
import io
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from brp_match.cases.layout import COLUMNS, load_layout, read_layout
from brp_match.cases.residents import name_in_use
from brp_match.cases.run_files import work_of_runs
from brp_match.cases.ways import load_way
from brp_match.cli import main
from brp_match.errors import BrpMatchError
from brp_match.policy import load_policy
from rules.town import RESIDENT, TownOf, filler, resident, signal

WATER = {"vlp": "Waterpartij", "sector": "Water", "bedrag": "100,00"}


@pytest.fixture
def town(tmp_path: Path) -> TownOf:
    """A folder to link in."""
    return TownOf(tmp_path)


def rows(town: TownOf, out: str = "uit") -> list[dict[str, str]]:
    text = (town.folder / out / "oppaklijst.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_a_mover_stands_at_the_current_address(town: TownOf) -> None:
    now = {"straat": "Nieuwlaan", "huisnummer": "8", "huisletter": "B", "postcode": "9922CC"}
    previous = town.folder / "vorige.csv"
    previous.write_text(
        "persoon_id;straat;huisnummer;postcode;woonplaats;datum_van;datum_tot\n"
        "P1;Proeflaan;3;9911AA;Proefstad;20100101;20260901\n",
        encoding="utf-8",
    )
    people = [*filler(), resident("P1", **now, partner_geslachtsnaam="Dijk", naamgebruik="V")]
    # to another municipality of the cooperation: the case is of the one where the resident lives
    people[-1] = {**people[-1], "gemeente": "9998"}
    sent = [{**one, "gemeente": "9999"} for one in (signal("S1"), signal("S2", **WATER))]
    own = ("--gemeente", "9999,9998", "--previous-addresses", str(previous))
    assert town.link(people, sent, *own) == 0
    (row,) = rows(town)
    assert list(row) == list(COLUMNS)
    assert row | {"zaak_id": "", "bakje_waarom": ""} == {
        "bakje": "huisbezoek", "uiterste_dag": "30-11-2026", "naam": "Wouter Dijk-Kampstra",
        "straat": "Nieuwlaan", "huisnummer": "8", "huisletter": "B", "huisnummertoevoeging": "",
        "postcode": "9922CC", "woonplaats": "Proefstad", "gemeente": "9998", "telefoon": "", "email": "",
        "bedrag": "312,85",
        "signalen": "Proefpartij (Energie), vroegsignaal, € 212,85 | Waterpartij (Water), vroegsignaal, € 100,00",
        "combinatie": "E+W", "crisis": "nee", "eindelevering": "nee", "einddatum_contract": "",
        "warme_overdracht": "nee", "leeftijdsgroep": "67+", "zaken_6_maanden": "0",
        "maanden_zelfde_vlp": "1", "huishouden": "", "bekend_bij_shv": "",
        "let_op": "verhuisd: dit is het huidige adres", "bakje_waarom": "", "zaak_id": "", "laatste_zaak": "",
    }  # fmt: skip
    for name in ("oppaklijst.csv", "oppaklijst.xlsx"):
        path = town.folder / "uit" / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, name


def test_a_household_of_three_signals_stands_beside_each_other(town: TownOf) -> None:
    other = {"voornamen": "Grietje", "geslachtsnaam": "Postma", "geboortedatum": "19600405"}
    third = {"voornamen": "Jelle", "geslachtsnaam": "Kampstra", "geboortedatum": "19990607"}
    people = [*filler(), resident("P1"), resident("P2", **other), resident("P3", **third)]
    sent = [
        signal("S1"),
        signal("S2", voornamen="Grietje", achternaam="Postma", geboortedatum="05-04-1960", vlp="Tweede"),
        signal("S3", voornamen="Jelle", achternaam="Kampstra", geboortedatum="07-06-1999", vlp="Derde"),
    ]  # fmt: skip
    assert town.link(people, sent) == 0
    found = rows(town)
    names = {row["zaak_id"] for row in found}
    assert len(found) == 3
    assert all({row["zaak_id"], *row["huishouden"].split(", ")} == names for row in found)


def test_a_person_with_secrecy_stands_in_it_only_when_asked(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [
        *filler(),
        resident("P1", geheim="7"),
        resident("P2", voornamen="Sjoerd", geboortedatum="19700101"),
    ]
    sent = [
        signal("S1"),
        signal("S2", voornamen="Sjoerd", geboortedatum="01-01-1970", vlp="Tweede"),
    ]
    assert town.link(people, sent) == 0
    assert "1 zaak van mensen met geheimhouding" in capsys.readouterr().out
    (row,) = rows(town)
    assert (row["naam"], row["huishouden"]) == ("Sjoerd Kampstra", "")
    for name in ("oppaklijst.csv", "run.json"):
        assert "Wouter" not in (town.folder / "uit" / name).read_text(encoding="utf-8-sig"), name
    with zipfile.ZipFile(town.folder / "uit" / "oppaklijst.xlsx") as book:
        assert not any(b"Wouter" in book.read(part) for part in book.namelist())
    args = ["oppaklijst", "--run", str(town.folder / "uit"), "--out", str(town.folder / "lijst")]
    assert main([*args, "--geheim"]) == 0
    shown = rows(town, "lijst")
    assert sorted(row["naam"] for row in shown) == ["Sjoerd Kampstra", "Wouter Kampstra"]
    assert all(row["huishouden"] for row in shown)


def test_the_bsn_stands_in_it_only_when_asked(town: TownOf) -> None:
    columns = [*RESIDENT, "bsn"]
    people = [
        *filler(),
        resident("P1", bsn="99900011"),
        resident("P2", geboortedatum="19010101", bsn="999000222"),
    ]
    assert town.link(people, [signal("S1")], columns=columns) == 0
    for path in (town.folder / "uit").iterdir():
        assert b"99900011" not in path.read_bytes(), path.name
    file = town.folder / "uit-inwoners.csv"
    args = ["oppaklijst", "--run", str(town.folder / "uit"), "--out", str(town.folder / "lijst")]
    assert main([*args, "--bsn", str(file)]) == 0
    (row,) = rows(town, "lijst")
    assert row["bsn"] == "099900011"
    assert main([*args, "--bsn", str(town.folder / "uit-signalen.csv")]) == 2


def test_no_cell_runs_as_a_formula(town: TownOf) -> None:
    people = [*filler(), resident("P1")]
    assert town.link(people, [signal("S1", vlp="=cmd()")]) == 0
    (row,) = rows(town)
    assert row["signalen"].startswith("'=cmd()")
    with zipfile.ZipFile(town.folder / "uit" / "oppaklijst.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 'orientation="landscape"' in sheet


def test_a_municipality_lays_it_out_for_its_own_system(town: TownOf) -> None:
    layout = town.folder / "indeling.toml"
    layout.write_text(
        'datum = "jjjj-mm-dd"\ndecimaal = "."\n'
        '[[kolommen]]\nnaam = "Adres"\nuit = "{straat} {huisnummer}{huisletter}"\n'
        '[[kolommen]]\nnaam = "Soort"\nuit = "bakje"\n'
        '[[kolommen]]\nnaam = "Voor"\nuit = "uiterste_dag"\n'
        '[[kolommen]]\nnaam = "Euro"\nuit = "bedrag"\n'
        '[woorden.bakje]\nbrief = "B"\n',
        encoding="utf-8",
    )
    assert town.link([*filler(), resident("P1")], [signal("S1")], "--indeling", str(layout)) == 0
    assert rows(town) == [
        {"Adres": "Proeflaan 3", "Soort": "B", "Voor": "2026-11-30", "Euro": "212.85"}
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[kolommen]]\nnaam = "x"\nuit = "geboortedatum"', "is geen kolom van de oppaklijst"),
        ('[[kolommen]]\nnaam = "x"\nuit = "{naam:>99999}"', "tussen accolades"),
        ('[[kolommen]]\nnaam = "x"', "elke kolom heeft een 'naam' en 'uit'"),
        ('datum = "mm/dd"', "'datum' is een van"),
        ("kleur = 1", "de sleutel 'kleur' bestaat niet"),
        ("[woorden]\nbakje = 1", "'woorden' geeft per kolom"),
    ],
)
def test_a_layout_that_cannot_be_is_refused(text: str, told: str) -> None:
    with pytest.raises(BrpMatchError, match=told) as error:
        read_layout(text, "indeling.toml")
    assert error.value.faults[0].code == "INDELING_FOUT"


def test_a_layout_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    for text in ("", "geen toml", "kolommen = " + "[" * 5000 + "]" * 5000):
        file = tmp_path / "weg.toml"
        if text:
            file.write_text(text, encoding="utf-8")
        with pytest.raises(BrpMatchError) as error:
            load_layout(file)
        assert error.value.faults[0].code == "INDELING_ONLEESBAAR"


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"voornamen": "Anna", "voorvoegsel": "van", "geslachtsnaam": "Dam"}, "Anna van Dam"),
        ({"naamgebruik": "P"}, "Anna de Wit"),
        ({"naamgebruik": "V"}, "Anna de Wit-van Dam"),
        ({"naamgebruik": "N"}, "Anna van Dam-de Wit"),
        ({"naamgebruik": "P", "partner_geslachtsnaam": None}, "Anna van Dam"),
        ({"voornamen": None, "voorvoegsel": None, "geslachtsnaam": "Amina Noor"}, "Amina Noor"),
        ({"voorvoegsel": None, "geslachtsnaam": "."}, "Anna"),
    ],
)
def test_the_name_is_the_one_the_register_writes(
    person: Mapping[str, str | None], name: str
) -> None:
    usual = {
        "voornamen": "Anna", "voorvoegsel": "van", "geslachtsnaam": "Dam", "naamgebruik": "E",
        "partner_voorvoegsel": "de", "partner_geslachtsnaam": "Wit",
    }  # fmt: skip
    assert name_in_use(usual | person) == name


def test_the_ways_of_a_run_are_shown_side_by_side(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert town.link([*filler(), resident("P1")], [signal("S1"), signal("S2", **WATER)]) == 0
    capsys.readouterr()
    args = ["bakjes", "--run", str(town.folder / "uit"), "--out", str(town.folder / "naast")]
    assert main(args) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 zaak om op te pakken\n")
    head = next(line for line in told.splitlines() if line.startswith("bakje"))
    assert head.split() == ["bakje", "standaard", *(f"gemeente-{n}" for n in range(1, 7))]
    line = next(line for line in told.splitlines() if line.startswith("huisbezoek "))
    assert line.split()[1:] == ["1", "0", "1", "0", "1", "1", "1"]
    written = (town.folder / "naast" / "bakjes.csv").read_text(encoding="utf-8").splitlines()
    assert len(written) == 2
    assert "Kampstra" not in written[1]


def test_of_two_deliveries_of_a_month_the_newest_says_where_somebody_lives(town: TownOf) -> None:
    moved = resident("P1", straat="Nieuwlaan", huisnummer="8", postcode="9922CC")
    # by its signaal_id the first delivery would come last
    assert town.link([*filler(40), resident("P1")], [signal("S9")], out="een") == 0
    assert town.link([*filler(40), moved], [signal("S1", **WATER)], out="twee") == 0
    work = work_of_runs(
        [town.folder / "een", town.folder / "twee"], [], load_way(), policy=load_policy()
    )
    (one,) = work
    assert one.resident is not None
    assert (one.resident.straat, len(one.case.signalen)) == ("Nieuwlaan", 2)


def test_of_two_deliverers_with_one_number_both_stand_and_each_is_judged_apart(
    town: TownOf,
) -> None:
    other = resident(
        "P2",
        voornamen="Berend",
        geslachtsnaam="Oosterwijk",
        geboortedatum="19700305",
        huisnummer="5",
    )
    people = [*filler(40), resident("P1"), other]
    about_other = signal(
        "S1",
        **WATER,
        voornamen="Berend",
        achternaam="Oosterwijk",
        geboortedatum="05-03-1970",
        huisnummer="5",
    )
    assert town.link(people, [signal("S1")], out="een") == 0
    assert town.link(people, [about_other], out="twee") == 0
    runs = [town.folder / "een", town.folder / "twee"]
    work = work_of_runs(runs, [], load_way(), policy=load_policy())
    assert {one.case.persoon_id: one.case.vlps for one in work} == {
        "P1": ("Proefpartij",),
        "P2": ("Waterpartij",),
    }
    said = {("S1", "Waterpartij"): ("reject", "")}
    judged = work_of_runs(runs, [], load_way(), policy=load_policy(), judged=said)
    assert sorted(one.case.besluit for one in judged) == ["match", "reject"]


def test_a_signal_that_a_later_delivery_takes_back_is_told_on_its_case(town: TownOf) -> None:
    people = [*filler(40), resident("P1")]
    assert town.link(people, [signal("S1"), signal("S2", **WATER)], out="een") == 0
    back = signal("S2", **WATER, soort_signaal="Ingetrokken")
    assert town.link(people, [back, signal("S1", vlp="Derde")], out="twee") == 0
    runs = [town.folder / "een", town.folder / "twee"]
    (one,) = work_of_runs(runs, [], load_way(), policy=load_policy())
    assert one.notes == ("een signaal is ingetrokken door Waterpartij",)
    assert [signal.key for signal in one.case.signalen] == [
        ("S1", "Derde"), ("S1", "Proefpartij"), ("S2", "Waterpartij"),
    ]  # fmt: skip


def test_who_died_or_left_between_two_deliveries_is_not_written_to_as_if_nothing_happened(
    town: TownOf,
) -> None:
    who = [
        {"voornamen": name, "huisnummer": str(5 + n)}
        for n, name in enumerate(("Berend", "Femke", "Jelle"))
    ]
    now = [
        {"opschorting_reden": "O", "overlijdensdatum": "20261110"},
        {"opschorting_reden": "E"},
        {"gemeente": "0363"},
    ]
    here = [resident(f"P{n}", **one) for n, one in enumerate(who)]
    later = [
        resident(f"P{n}", **one, **changed)
        for n, (one, changed) in enumerate(zip(who, now, strict=True))
    ]
    first = [signal(f"S{n}", **one) for n, one in enumerate(who)]
    assert town.link([*filler(40), *here], first, out="een") == 0
    again = [signal(f"T{n}", **WATER | one) for n, one in enumerate(who)]
    more = ("--history", str(town.folder / "een"), "--gemeente", "9999")
    assert town.link([*filler(40), *later], again, *more) == 0
    told = {
        row["huisnummer"]: row["let_op"] for row in rows(town) if "Proefpartij" in row["signalen"]
    }
    assert told == {
        "5": "overleden sinds het signaal: schrijf deze persoon niet aan",
        "6": "woont sinds het signaal niet meer in de gemeente",
        "7": "woont sinds het signaal niet meer in de gemeente",
    }
