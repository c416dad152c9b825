"""Reporting back to the register: who is doubted, who chooses, and that nothing of a debt goes along."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from brp_match.cases.doubts import Choice, Doubt, Place, Sighting, doubts_of, reportable, reported
from brp_match.cases.residents import Resident
from brp_match.cli import main
from rules.town import TownOf, filler, resident, signal

HOME, OTHER = Place("9911AA", 3), Place("9922CC", 8, "B")
WHO = Resident(
    "P1", "Wouter Kampstra", "9999", "Proeflaan", "3", "", "", "9911AA", "Proefstad", "19581102", "M",
    False, False, False, False,
)  # fmt: skip
SEEN = Sighting("P1", "Waterpartij", date(2026, 10, 2), OTHER, True, 0, "Elderslaan")


def found(*sightings: Sighting, who: Resident = WHO) -> list[tuple[Place | None, int, str, str]]:
    return [(d.plaats, d.bronnen, d.sinds, d.laatst) for d in doubts_of(sightings, {"P1": who})]


def test_two_deliverers_in_two_months_make_one_doubt_and_one_twice_does_not() -> None:
    second = replace(SEEN, vlp="Huurpartij", dag=date(2026, 11, 3), run=1)
    assert found(SEEN, second) == [(OTHER, 2, "2026-10", "2026-11")]
    again = replace(SEEN, vlp="WATERPARTIJ", dag=None, run=1)
    assert found(SEEN, again) == [(OTHER, 1, "2026-10", "2026-10")]


@pytest.mark.parametrize(
    ("sightings", "who"),
    [
        ([SEEN], replace(WHO, straat="Elderslaan", huisnummer="8", huisletter="b", postcode="9922CC")),
        ([SEEN, replace(SEEN, onbekend=False, run=1)], WHO),
        ([replace(SEEN, onbekend=False)], WHO),
        ([SEEN], replace(WHO, onderzoek=True)),
        ([replace(SEEN, persoon_id="P2")], WHO),
    ],
    ids=["moved there since", "the register knows it since", "known", "looked into already", "nobody here"],
)  # fmt: skip
def test_no_doubt(sightings: list[Sighting], who: Resident) -> None:
    assert found(*sightings, who=who) == []


def test_one_deliverer_is_no_ground_before_the_post_came_back() -> None:
    one, two = Doubt("P1", OTHER, 1), Doubt("P1", OTHER, 2)
    returned = Choice(melden=True, retour=True)
    assert [reportable(d, c) for d in (one, two) for c in (Choice(melden=True), returned)] == [
        False, True, True, True,
    ]  # fmt: skip
    assert reported(Doubt("P1", None, 0), returned, WHO)["reden"] == (
        "Post aan het adres in de BRP kwam onbestelbaar terug."
    )


PLANTED = (
    "Waterpartij", "Huurpartij", "Water", "Huur", "912", "555,55", "555.55", "88001", "S1", "S2", "signaal",
    "schuld", "achterstand", "brp-match", "0612345678", "2026-10-02", "02-10-2026", "20261002", "Elderslaan",
    "Zwaluw", "meer dan twee",
)  # fmt: skip
"""What the deliveries tell and the duty does not need."""
ELSEWHERE = {"straatnaam": "Elderslaan t.a.v. Zwaluw", "huisnummer": "8", "huisletter": "B", "postcode": "9922CC"}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> TownOf:
    """Two months: P1 is known by two deliverers at an unknown address, P2 by one, P3 has secrecy."""
    made = TownOf(tmp_path_factory.mktemp("terugmelding"))
    kampen = {
        "voornamen": "Gerda",
        "geslachtsnaam": "Zwaneveld",
        "geboortedatum": "19710605",
        "geslacht": "V",
    }
    secret = {
        "voornamen": "Tijn",
        "geslachtsnaam": "Heimelijk",
        "geboortedatum": "19690909",
        "geheim": "7",
    }
    people = [
        *filler(), resident("P1"), resident("P2", huisnummer="12", **kampen),
        resident("P3", huisnummer="20", **secret),
    ]  # fmt: skip
    gerda = {"voornamen": "Gerda", "achternaam": "Zwaneveld", "geboortedatum": "05-06-1971"}
    tijn = {"voornamen": "Tijn", "achternaam": "Heimelijk", "geboortedatum": "09-09-1969"}
    water = {"vlp": "Waterpartij", "sector": "Water", "signaaldatum": "2026-10-02", "bedrag": "912,00",
             "klantnummer": "88001", **ELSEWHERE}  # fmt: skip
    rent = {"vlp": "Huurpartij", "sector": "Huur", "bedrag": "555,55", **ELSEWHERE}
    october = [
        signal("S1", **water),
        signal("S3", **(water | gerda)),
        signal("S5", **(water | tijn)),
    ]
    november = [signal("S2", **rent), signal("S6", **(rent | tijn)), signal("S4")]
    assert made.link(people, october, out="oktober") == 0
    assert (
        made.link(people, november, "--history", str(made.folder / "oktober"), out="november") == 0
    )
    return made


def report(town: TownOf, out: str, *more: str) -> int:
    run, before = str(town.folder / "november"), str(town.folder / "oktober")
    command = ["terugmelding", "--run", run, "--history", before, "--out", str(town.folder / out)]
    return main([*command, *more])


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def chosen(town: TownOf, *answers: tuple[str, str]) -> Path:
    """The list as a person filled it in; a third row for who only got post back."""
    doubts = rows(town.folder / "twijfel" / "twijfel.csv")
    for row, (report_it, returned) in zip(doubts, answers, strict=True):
        row |= {"melden": report_it, "post_retour": returned}
    path = town.folder / "keuze.csv"
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.DictWriter(stream, list(doubts[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(doubts)
    return path


def test_a_person_chooses_and_nothing_of_a_debt_goes_to_burgerzaken(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(town, "twijfel") == 0
    assert "Twijfel over een adres: 2, waarvan 1 door meer dan één" in capsys.readouterr().out
    first, second = rows(town.folder / "twijfel" / "twijfel.csv")
    assert [first[n] for n in ("persoon_id", "adres_brp", "bronnen", "bekend_sinds", "laatst_gezien")] == [
        "P1", "9911AA 3", "2", "2026-10", "2026-11",
    ]  # fmt: skip
    assert (second["persoon_id"], second["bronnen"]) == ("P2", "1")
    alone = chosen(town, ("ja", ""), ("ja", ""))
    assert report(town, "niets", "--keuze", str(alone)) == 2
    assert "regel 3" in (told := capsys.readouterr().err)
    assert "KEUZE_ZONDER_GROND" in told
    assert not (town.folder / "niets").exists()
    ticked = chosen(town, ("ja", ""), ("ja", "ja"))
    assert report(town, "uit", "--keuze", str(ticked)) == 0
    made = rows(town.folder / "uit" / "terugmelding.csv")
    assert made[0] == {
        "persoon_id": "P1", "naam": "Wouter Kampstra", "geboortedatum": "19581102", "gegeven": "verblijfplaats",
        "straat": "Proeflaan", "huisnummer": "3", "huisletter": "", "huisnummertoevoeging": "",
        "postcode": "9911AA", "woonplaats": "Proefstad", "ander_adres_postcode": "9922CC",
        "ander_adres_huisnummer": "8", "ander_adres_toevoeging": "B", "bekend_sinds": "2026-10",
        "reden": "Meer dan één bron kent deze persoon op een adres dat de BRP niet kent.",
    }  # fmt: skip
    assert [one["persoon_id"] for one in made] == ["P1", "P2"]
    with zipfile.ZipFile(town.folder / "uit" / "terugmelding.xlsx") as book:
        texts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
    texts.append((town.folder / "uit" / "terugmelding.csv").read_text("utf-8-sig"))
    assert "Kampstra" in "".join(texts)
    assert [word for word in PLANTED for text in texts if word.lower() in text.lower()] == []


def test_secrecy_is_closed_and_a_stranger_cannot_be_chosen(
    town: TownOf, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(town, "geheim", "--geheim") == 0
    assert [one["persoon_id"] for one in rows(town.folder / "geheim" / "twijfel.csv")] == ["P1", "P3", "P2"]  # fmt: skip
    path = town.folder / "vreemd.csv"
    path.write_text(
        "persoon_id;melden;post_retour\nP3;ja;ja\nP2;nee;\nP1;ja;ja\n", encoding="utf-8"
    )
    assert report(town, "niets", "--keuze", str(path)) == 2
    told = capsys.readouterr().err
    assert "vreemd.csv, regel 2" in told
    assert "regel 4" not in told
    assert "KEUZE_ONBEKEND" in told
    assert report(town, "met", "--geheim", "--keuze", str(path)) == 0
    made = rows(town.folder / "met" / "terugmelding.csv")
    assert [(one["persoon_id"], one["ander_adres_postcode"]) for one in made] == [
        ("P1", ""),
        ("P3", ""),
    ]
