"""`register-check` over a small town: what it says of a list, and what may go back to who sent it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from brp_match.cli import main
from brp_match.link import candidates
from rules.town import RESIDENT, filler, resident, write

HEADER = ("polisnummer", "naam", "gebdat", "straat", "huisnr", "pc", "plaats", "diagnose")
LIST = (
    ("901", "W. Kampstra", "2-11-1958", "Proeflaan", "3", "9911AA", "Proefstad", "x"),
    ("902", "G. Zwaneveld", "05-06-1971", "Proeflaan", "8", "9911AA", "Proefstad", "x"),
    ("903", "Kampstra, Wouter", "02-11-1958", "Proeflaan", "3", "9911AA", "Proefstad", "x"),
    ("904", "Xanthippe Onbekendsma", "01-03-1933", "Nergensweg", "77", "9977ZZ", "Elders", "x"),
    ("905", "", "", "", "", "", "", "x"),
    ("906", "T. Heimelijk", "09-09-1969", "Proeflaan", "20", "9911AA", "Proefstad", "x"),
)  # fmt: skip
PEOPLE = [
    *filler(),
    resident("P1"),
    resident("P2", voornamen="Gerda", geslachtsnaam="Zwaneveld", geboortedatum="19710605", geslacht="V",
             straat="Verhuisweg", huisnummer="11", postcode="9955PL"),
    # the same surname and year of birth, another person elsewhere
    resident("P4", voornamen="Arie", geboortedatum="19580105", straat="Verhuisweg", huisnummer="77", postcode="9955PL"),
    resident("P3", voornamen="Tijn", geslachtsnaam="Heimelijk", geboortedatum="19690909", geheim="7",
             huisnummer="20"),
    # born on the day of who has secrecy: compared as if that person were not there
    resident("P5", voornamen="Bram", geslachtsnaam="Oosterling", geboortedatum="19690909", straat="Verhuisweg",
             huisnummer="78", postcode="9955PL"),
]  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lijst")
    write(folder / "inwoners.csv", RESIDENT, PEOPLE)
    for name, rows in (("lijst.csv", LIST), ("vorige.csv", LIST[1:])):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([HEADER, *rows])
    residents = str(folder / "inwoners.csv")
    assert main(["prepare", "--residents", residents, "--out", str(folder / "r.duckdb")]) == 0
    return folder


def check(town: Path, out: str, *more: str) -> list[dict[str, str]]:
    lijst, register = str(town / "lijst.csv"), str(town / "r.duckdb")
    command = ["register-check", "--lijst", lijst, "--register", register, "--out", str(town / out)]
    assert main([*command, "--naam", "CAK", *more]) == 0
    with (town / out / "lijst.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_every_row_has_an_answer_and_secrecy_is_closed(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = check(town, "uit", "--vorige", str(town / "vorige.csv"))
    assert [(r["regel"], r["kenmerk"], r["nieuw"], r["uitkomst"], r["persoon_id"]) for r in rows] == [
        ("2", "", "nee", "op_adres", "P1"), ("3", "", "nee", "ander_adres", "P2"),
        ("4", "", "nee", "dubbel", "P1"), ("5", "", "nee", "niet_gevonden", ""),
        ("6", "", "ja", "onleesbaar", ""), ("7", "", "nee", "niet_gevonden", ""),
    ]  # fmt: skip
    assert rows[2]["dubbel_van"] == "2"
    told = capsys.readouterr().out
    assert told.startswith("1 rij is nieuw sinds de vorige lijst, van 6. ")
    made = sorted(path.name for path in (town / "uit").iterdir())
    assert made == [
        "lijst.csv", "lijst.html", "lijst.xlsx", "voor-afzender.html", "voor-afzender.json",
        "voor-afzender.xlsx",
    ]  # fmt: skip
    page = (town / "uit" / "lijst.html").read_text(encoding="utf-8")
    assert "Niet gelezen, want niet nodig: polisnummer, diagnose" in page.replace("diagnose, polisnummer", "polisnummer, diagnose")  # fmt: skip


def test_with_the_right_a_secret_person_is_found_by_whatever_pairs(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a row whose address and birth date settle it no weaker pair is compared: the same bytes with all of them."""
    pairs: list[int] = []
    find = candidates.find_candidates

    def counted(con: Any, **more: Any) -> None:
        find(con, **more)
        pairs.append(con.execute("SELECT count(*) FROM paren").fetchone()[0])

    monkeypatch.setattr(candidates, "find_candidates", counted)
    rows = check(town, "geheim", "--geheim")
    monkeypatch.setattr(candidates, "SETTLED", frozenset("AGZ"))
    assert check(town, "alles", "--geheim") == rows
    for name in ("lijst.html", "voor-afzender.json"):
        assert (town / "alles" / name).read_bytes() == (town / "geheim" / name).read_bytes(), name
    # who has secrecy settles no row, whatever the right: what is compared tells nothing of them
    assert pairs == [5, 7]
    assert (rows[5]["uitkomst"], rows[5]["persoon_id"], rows[5]["nieuw"]) == ("op_adres", "P3", "")


def test_what_goes_back_holds_nothing_of_the_register(town: Path) -> None:
    check(town, "terug", "--geheim")
    planted = ("Verhuisweg", "9955PL", "Gerda", "Heimelijk", "19690909", "P1", "P2", "P3")
    for ending in ("html", "json"):
        text = (town / "terug" / f"voor-afzender.{ending}").read_text(encoding="utf-8")
        assert [one for one in planted if one in text] == []
    # of six rows no rate is told
    assert "niet getoond" in (town / "terug" / "voor-afzender.json").read_text(encoding="utf-8")


def test_a_list_without_a_name_is_refused(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (town / "leeg.csv").write_text("gebdat;pc\n1-1-1970;9911AA\n", encoding="utf-8")
    register = str(town / "r.duckdb")
    command = ["register-check", "--lijst", str(town / "leeg.csv"), "--register", register]
    assert main([*command, "--out", str(town / "niets")]) == 2
    assert "KOLOM_ONTBREEKT" in capsys.readouterr().err
    assert not (town / "niets").exists()
