"""A made-up town for acceptance tests of the rules: people of their own, and one command over it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from brp_match.cli import main

RESIDENT = [
    "persoon_id",
    "voornamen",
    "voorvoegsel",
    "geslachtsnaam",
    "naamgebruik",
    "partner_voorvoegsel",
    "partner_geslachtsnaam",
    "geboortedatum",
    "geslacht",
    "functie_adres",
    "gemeente",
    "opschorting_reden",
    "overlijdensdatum",
    "geheim",
    "straat",
    "huisnummer",
    "huisletter",
    "huisnummertoevoeging",
    "postcode",
    "woonplaats",
    "onderzoek_adres",
    "land_vertrek",
    "datum_vertrek",
]
SIGNAL = [
    "signaal_id",
    "vlp",
    "sector",
    "klantnummer",
    "signaaldatum",
    "soort_signaal",
    "bedrag",
    "voornamen",
    "voorletters",
    "voorvoegsel",
    "achternaam",
    "volledige_naam",
    "geboortedatum",
    "straatnaam",
    "huisnummer",
    "huisletter",
    "huisnummertoevoeging",
    "postcode",
    "plaatsnaam",
    "ontstaansdatum",
]
_NAMES = [
    "Bakker",
    "Visser",
    "Smits",
    "Meijer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "Dekker",
    "Brouwer",
    "Dijk",
    "Kok",
    "Jacobs",
]
_GIVEN = [
    "Pieter",
    "Willem",
    "Gerard",
    "Arie",
    "Dirk",
    "Theo",
    "Ruud",
    "Kees",
    "Sander",
    "Niels",
    "Maria",
    "Petra",
    "Ingrid",
]

Row = Mapping[str, str]


def filler(count: int = 200, gemeente: str = "9999") -> list[Row]:
    """Other people of the town, at addresses of their own."""
    return [
        resident(
            f"F{n:04d}", gemeente=gemeente, voornamen=_GIVEN[n * 7 % 13], geslachtsnaam=_NAMES[n * 11 % 14],
            geboortedatum=f"{1940 + n * 13 % 60}{1 + n * 5 % 12:02d}{1 + n * 17 % 28:02d}", straat="Vulstraat",
            huisnummer=str(1 + n // 2), postcode="9998AA",
        )
        for n in range(count)
    ]  # fmt: skip


def resident(persoon_id: str, **values: str) -> Row:
    """One resident: Wouter Kampstra of 2 November 1958 at Proeflaan 3, unless `values` say otherwise."""
    return {
        "persoon_id": persoon_id, "voornamen": "Wouter", "geslachtsnaam": "Kampstra", "naamgebruik": "E",
        "geboortedatum": "19581102", "geslacht": "M", "functie_adres": "W", "gemeente": "9999", "geheim": "0",
        "straat": "Proeflaan", "huisnummer": "3", "postcode": "9911AA", "woonplaats": "Proefstad",
    } | values  # fmt: skip


def signal(signaal_id: str, **values: str) -> Row:
    """One signal about Wouter Kampstra, unless `values` say otherwise."""
    return {
        "signaal_id": signaal_id, "vlp": "Proefpartij", "sector": "Energie", "klantnummer": "10001",
        "signaaldatum": "2026-11-02", "soort_signaal": "vroegsignaal", "bedrag": "212,85", "voornamen": "Wouter",
        "achternaam": "Kampstra", "geboortedatum": "02-11-1958", "straatnaam": "Proeflaan", "huisnummer": "3",
        "postcode": "9911AA", "plaatsnaam": "Proefstad",
    } | values  # fmt: skip


def write(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> Path:
    """Write rows as a delivery."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


class TownOf:
    """Links signals with residents in one folder; `decisions` by signaal_id."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def link(
        self,
        residents: Sequence[Row],
        signals: Sequence[Row],
        *more: str,
        out: str = "uit",
        policy: str = "",
        columns: Sequence[str] = RESIDENT,
    ) -> int:
        """Run `link` and return its exit code; `more` are further options."""
        sent = list(dict.fromkeys([*SIGNAL, *(name for one in signals for name in one)]))
        args = [
            "link", "--signals", str(write(self.folder / f"{out}-signalen.csv", sent, signals)),
            "--residents", str(write(self.folder / f"{out}-inwoners.csv", columns, residents)),
            "--out", str(self.folder / out), *more,
        ]  # fmt: skip
        if policy:
            path = self.folder / f"{out}-beleid.toml"
            path.write_text(policy, encoding="utf-8")
            args += ["--policy", str(path)]
        return main(args)

    def decisions(self, out: str = "uit", name: str = "decisions.csv") -> dict[str, dict[str, str]]:
        """The decisions of a run by signaal_id."""
        with (self.folder / out / name).open(encoding="utf-8", newline="") as file:
            return {row["signaal_id"]: row for row in csv.DictReader(file, delimiter=";")}


@pytest.fixture
def town(tmp_path: Path) -> TownOf:
    """A folder to link in."""
    return TownOf(tmp_path)
