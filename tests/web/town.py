"""A town of made-up people, and signals of every outcome."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

GIVEN = ("Anna", "Bram", "Carla", "Dirk", "Elif", "Fatma", "Gerrit", "Hanna", "Ivo", "Jasmijn")
FAMILY = ("Proefman", "Voorbeeld", "Testema", "Verzonnen", "Bedachtsma", "Nepstra")
PEOPLE = [
    {
        "persoon_id": f"90{n:04d}",
        "voornamen": GIVEN[n % len(GIVEN)],
        "voorvoegsel": "",
        "geslachtsnaam": FAMILY[n % len(FAMILY)],
        "naamgebruik": "E",
        "geboortedatum": f"{1950 + n % 45}{n % 12 + 1:02d}{n % 27 + 1:02d}",
        "geslacht": "V" if n % 2 else "M",
        "functie_adres": "W",
        "gemeente": "9999",
        "geheim": "7" if n == 7 else "0",
        "straat": "Proefstraat",
        "huisnummer": str(n // 2 + 1),
        "huisletter": "",
        "huisnummertoevoeging": "",
        "postcode": "9999ZZ",
        "woonplaats": "Verzonnenstad",
    }
    for n in range(60)
]


def signal(number: int, person: int, **changes: str) -> dict[str, str]:
    """The signal of a person, with changes."""
    one = PEOPLE[person]
    born = one["geboortedatum"]
    return {
        "signaal_id": f"S-{number:04d}",
        "vlp": "Waterbron" if number % 2 else "Woonstichting Proef",
        "sector": "Water" if number % 2 else "Huur",
        "klantnummer": f"K{number}",
        "signaaldatum": "02-11-2026",
        "soort_signaal": "vroegsignaal",
        "bedrag": "120,50",
        "voornamen": one["voornamen"],
        "achternaam": one["geslachtsnaam"],
        "geboortedatum": f"{born[6:]}-{born[4:6]}-{born[:4]}",
        "straatnaam": one["straat"],
        "huisnummer": one["huisnummer"],
        "postcode": one["postcode"],
        "plaatsnaam": one["woonplaats"],
    } | changes


def about(number: int, person: int, one: dict[str, str], **changes: str) -> dict[str, str]:
    """The signal of a person with some of their fields given, by the first given name."""
    born = one["geboortedatum"]
    return signal(
        number, person, voornamen=one["voornamen"].split()[0], achternaam=one["geslachtsnaam"],
        straatnaam=one["straat"], huisnummer=one["huisnummer"], postcode=one["postcode"],
        geboortedatum=f"{born[6:]}-{born[4:6]}-{born[:4]}", **changes,
    )  # fmt: skip


SIGNALS = [
    *(signal(n, n) for n in range(1, 13)),
    # somebody at that address whose given name differs: a person must look
    *(signal(20 + n, 20 + n, voornamen="Xander", geboortedatum="") for n in range(8)),
    # nobody here
    *(
        signal(40 + n, 30 + n, voornamen="Quirine", achternaam="Onbekendsma",
               geboortedatum="01-02-1931", straatnaam="Elders", postcode="1111AA", huisnummer="9")
        for n in range(6)
    ),
]  # fmt: skip


def write(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write rows as a delivery."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_town(folder: Path) -> tuple[Path, Path]:
    """Write residents and signals; returns both files."""
    return write(folder / "inwoners.csv", PEOPLE), write(folder / "signalen.csv", SIGNALS)
