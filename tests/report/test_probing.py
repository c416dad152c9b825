"""A deliverer sends guesses about one person beside customers it knows, and reads its card: it learns nothing.

Played end to end: a small town is prepared, the delivery linked, the card released, once with a guess that
is right and once with one that is wrong. Every byte of the card is the same, also without the noise that stands
on its counts (`test_step_attack.py`), which is left out here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from brp_match.cli import main

SURNAMES = (
    "Bakkeren", "Dorenbos", "Galjaard", "Hoogland", "Kuipers", "Lammerts", "Molenaar", "Nagtegaal",
    "Oosterom", "Pelgrim", "Roelofs", "Schepers", "Tuinstra", "Verhagen", "Wijnbergen", "Zandstra",
)  # fmt: skip
STREETS = ("Kerkstraat", "Schoolstraat", "Polderweg", "Dorpsstraat", "Molenweg")
RESIDENT = (
    "persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "partner_voorvoegsel",
    "partner_geslachtsnaam", "geboortedatum", "geslacht", "functie_adres", "gemeente",
    "opschorting_reden", "overlijdensdatum", "geheim", "straat", "huisnummer", "huisletter",
    "huisnummertoevoeging", "postcode", "woonplaats", "onderzoek_adres",
)  # fmt: skip
SIGNAL = (
    "signaal_id", "vlp", "sector", "klantnummer", "signaaldatum", "soort_signaal", "bedrag",
    "termijnbedrag", "voornamen", "voorletters", "voorvoegsel", "achternaam", "volledige_naam",
    "geboortedatum", "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode",
    "plaatsnaam", "telefoon", "email", "kvk_nummer",
)  # fmt: skip
VLP = "Stroom Noord"

pytestmark = pytest.mark.usefixtures("no_pdfs", "no_noise")


@pytest.fixture
def no_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell counts as they are: a register with another target would have other noise."""
    monkeypatch.setattr("brp_match.report.run_facts.key_of", lambda record: b"")


@dataclass(frozen=True)
class Person:
    """A resident as the register has it, or as a deliverer guesses."""

    number: int
    voornaam: str
    achternaam: str
    geboren: str
    straat: str
    huisnummer: int
    postcode: str
    geheim: int = 0


def person(number: int) -> Person:
    street = number % len(STREETS)
    return Person(
        number,
        ("Arend", "Berta", "Cornelis", "Dirkje", "Evert", "Femke", "Gijsbert")[number % 7],
        f"{SURNAMES[number % 16]}{('', 'sma', 'stra', 'veld', 'horst')[number // 16 % 5]}",
        f"{1940 + number % 50}{1 + number % 12:02d}{1 + number % 28:02d}",
        STREETS[street],
        1 + number,
        f"{1000 + street}AB",
    )


TOWN = [person(number) for number in range(240)]
TARGET = replace(TOWN[100], geboren="19630517", voornaam="Quirinus", achternaam="Uylenbroek")


def register(path: Path, target: Person, town: Sequence[Person] = TOWN) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, RESIDENT, delimiter=";", restval="")
        out.writeheader()
        for one in [p for p in town if p.number != target.number] + [target]:
            out.writerow(
                {
                    "persoon_id": f"P{one.number:05d}", "voornamen": one.voornaam,
                    "geslachtsnaam": one.achternaam, "naamgebruik": "E", "geboortedatum": one.geboren,
                    "geslacht": "M", "functie_adres": "W", "gemeente": "9001", "geheim": one.geheim,
                    "straat": one.straat, "huisnummer": one.huisnummer, "postcode": one.postcode,
                    "woonplaats": "Verzonnenstad",
                }
            )  # fmt: skip
    return path


def delivery(
    path: Path, people: Sequence[Person], month: int = 3, same_customer: bool = False
) -> Path:
    """Write one signal for each, every one under a customer number of its own unless told otherwise."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, SIGNAL, delimiter=";", restval="")
        out.writeheader()
        for place, one in enumerate(people):
            born = f"{one.geboren[6:]}-{one.geboren[4:6]}-{one.geboren[:4]}"
            customer = one.number if same_customer else 7000 + place
            out.writerow(
                {
                    "signaal_id": f"S{month:02d}{place:05d}", "vlp": VLP, "sector": "Energie",
                    "klantnummer": f"K{customer}", "signaaldatum": f"2026-{month:02d}-02",
                    "soort_signaal": "vroegsignaal", "bedrag": "250,00", "termijnbedrag": "100,00",
                    "voornamen": one.voornaam, "voorletters": one.voornaam[0],
                    "achternaam": one.achternaam, "geboortedatum": born, "straatnaam": one.straat,
                    "huisnummer": one.huisnummer, "postcode": one.postcode,
                    "plaatsnaam": "Verzonnenstad",
                }
            )  # fmt: skip
    return path


def link(folder: Path, prepared: Path, signals: Path) -> Path:
    arguments = [
        "link",
        "--register",
        str(prepared),
        "--signals",
        str(signals),
        "--out",
        str(folder),
    ]
    assert main(arguments) == 0
    return folder


def card(folder: Path, run: Path, history: Sequence[Path] = ()) -> dict[str, bytes]:
    """Every file that goes to the deliverer, but the pdf, which is made of the page."""
    before = ["--history", *map(str, history)] if history else []
    arguments = ["scorecard", "--run", str(run), *before, "--out", str(folder), "--release"]
    assert main(arguments) == 0
    files = sorted((folder / "vlp" / "stroom-noord").iterdir())
    return {one.name: one.read_bytes() for one in files if one.suffix != ".pdf"}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register with the target in it, prepared once."""
    folder = tmp_path_factory.mktemp("stad")
    return prepared_register(folder, TARGET)


def prepared_register(folder: Path, target: Person) -> Path:
    prepared = folder / "register.duckdb"
    residents = register(folder / "inwoners.csv", target)
    assert main(["prepare", "--residents", str(residents), "--out", str(prepared)]) == 0
    return prepared


def released(
    folder: Path, target: Person, people: Sequence[Person], prepared: Path | None = None
) -> dict[str, bytes]:
    folder.mkdir(parents=True)
    prepared = prepared or prepared_register(folder, target)
    signals = delivery(folder / "signalen.csv", people)
    return card(folder / "kaart", link(folder / "run", prepared, signals))


def months_of(target: Person) -> list[Person]:
    """The target 3·m times with birth month m."""
    return [
        replace(target, geboren=f"{target.geboren[:4]}{m:02d}{target.geboren[6:]}")
        for m in range(1, 13)
        for _ in range(3 * m)
    ]


def addresses_of(target: Person) -> list[Person]:
    """The target at twelve addresses, the n-th n times."""
    return [
        replace(target, straat=at.straat, huisnummer=at.huisnummer, postcode=at.postcode)
        for n, at in enumerate(TOWN[99:111], start=1)
        for _ in range(n)
    ]


def test_a_birth_month_cannot_be_read_and_only_the_municipality_is_told(tmp_path: Path) -> None:
    people = [*TOWN[:22], *months_of(TARGET)]
    cards = [
        released(tmp_path / month, replace(TARGET, geboren=f"1963{month}17"), people)
        for month in ("02", "11")
    ]
    assert cards[0] == cards[1]
    record = json.loads((tmp_path / "02" / "run" / "run.json").read_text("utf-8"))
    assert record["sonderen"] == [{"vlp": VLP, "signalen": 234, "personen": 1}]
    page = (tmp_path / "02" / "kaart" / "gemeente" / "stroom-noord.html").read_text("utf-8")
    assert "234 signalen lijken de BRP te bevragen" in page
    told = [name for name, one in cards[0].items() if b"bevrag" in one or b"sonder" in one]
    assert told == []


def test_the_address_of_a_secret_person_cannot_be_read(tmp_path: Path) -> None:
    people = [*TOWN[:22], *addresses_of(TARGET)]
    homes = [TOWN[n] for n in (100, 109)]
    cards = [
        released(
            tmp_path / str(home.number),
            replace(
                TARGET,
                straat=home.straat,
                huisnummer=home.huisnummer,
                postcode=home.postcode,
                geheim=1,
            ),
            people,
        )
        for home in homes
    ]
    assert cards[0] == cards[1]


def test_ten_copies_of_a_guess_are_no_ten_persons(tmp_path: Path, town: Path) -> None:
    wrong = replace(TARGET, geboren="19710908", voornaam="Hubertus")
    cards = []
    for name, guess in (("goed", TARGET), ("fout", wrong)):
        people = [*TOWN[:22], *[guess] * 10]
        cards.append(released(tmp_path / name, TARGET, people, town))
    figures = [json.loads(one["scorekaart.json"]) for one in cards]
    for part in ("uitkomsten", "gemiddelde_uitval", "velden", "maanden", "verbeteren"):
        assert figures[0][part] == figures[1][part]


def test_variants_over_months_are_found_and_the_municipality_is_told(
    tmp_path: Path, town: Path
) -> None:
    def run(name: str, month: int, born: str) -> Path:
        people = [*TOWN[:30], replace(TARGET, geboren=born)]
        signals = delivery(tmp_path / f"{name}.csv", people, month, same_customer=True)
        return link(tmp_path / name, town, signals)

    before = [run(f"maand{m}", m, f"1963{m:02d}17") for m in (1, 2, 3)]
    cards = []
    for name, last in (("goed", "19630517"), ("fout", "19630917")):
        out = tmp_path / f"kaart-{name}"
        cards.append(card(out, run(name, 4, last), before))
        own = json.loads((out / "gemeente" / "stroom-noord.json").read_text("utf-8"))
        assert own["sonderen"] == 1
    assert cards[0] == cards[1]


def test_what_goes_back_row_by_row_is_the_same_against_any_register(tmp_path: Path) -> None:
    """Where names of the register decide how columns are read, the checks and rows of a card must not tell how."""
    backwards = [
        replace(one, achternaam=one.achternaam[::-1], voornaam=one.voornaam[::-1]) for one in TOWN
    ]
    people = [
        replace(one, voornaam=one.achternaam, achternaam=one.voornaam) for one in TOWN[:60]
    ] + [replace(one, postcode="12", geboren="18990101") for one in TOWN[60:80]]  # fmt: skip
    cards, mended = [], []
    for name, town in (("een", TOWN), ("twee", backwards)):
        work = tmp_path / name
        work.mkdir()
        residents = register(work / "inwoners.csv", town[100], town)
        assert (
            main(["prepare", "--residents", str(residents), "--out", str(work / "r.duckdb")]) == 0
        )
        run = link(work / "run", work / "r.duckdb", delivery(work / "s.csv", people))
        found = json.loads(card(work / "kaart", run)["scorekaart.json"])
        cards.append({part: found[part] for part in ("controles", "feiten", "gewoonten")})
        profile = json.loads((run / "run.json").read_text(encoding="utf-8"))["profiel"]
        mended.append(
            [(one["soort"], one["aantal"], one["hersteld"]) for one in profile[0]["bevindingen"]]
        )
    assert mended[0] != mended[1], "names of the register decide here"
    assert cards[0] == cards[1]
