"""A hand-made town of some dozens of residents whose signals leave several cases open.

Made up; no name, date or address of a real person. `NASTY` stands in every text field of one signal,
and in the name of a resident, so that every page that shows them is tried.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

NASTY = "\"'><script>alert(1)</script>"
SIGNAL_FIELDS = (
    "signaal_id", "vlp", "sector", "klantnummer", "signaaldatum", "soort_signaal", "bedrag",
    "voornamen", "voorletters", "voorvoegsel", "achternaam", "geboortedatum", "straatnaam",
    "huisnummer", "huisletter", "postcode", "plaatsnaam",
)  # fmt: skip
RESIDENT_FIELDS = (
    "persoon_id", "voornamen", "voorvoegsel", "geslachtsnaam", "naamgebruik", "geboortedatum",
    "geslacht", "functie_adres", "gemeente", "opschorting_reden", "overlijdensdatum", "geheim",
    "straat", "huisnummer", "postcode", "woonplaats",
)  # fmt: skip
SURNAMES = (
    "Aardbeek", "Bolderink", "Cuypersma", "Dorenveld", "Eikelaar", "Fonteijn", "Groenewold",
    "Hazelhof", "IJzendijk", "Jachthuis", "Kievitsma", "Lindenaar",
)  # fmt: skip


def _write(path: Path, fields: Sequence[str], rows: Sequence[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fields, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_residents(folder: Path) -> Path:
    """A father and a son with the same first letter in every house; one with secret data."""
    rows: list[dict[str, str]] = []
    for number, surname in enumerate(SURNAMES):
        for first, year in (("Jan Pieter", "1955"), ("Joris", "1985")):
            rows.append(
                {
                    "persoon_id": f"90000{len(rows):05d}", "voornamen": first,
                    "geslachtsnaam": surname, "naamgebruik": "E",
                    "geboortedatum": f"{year}03{number + 1:02d}", "geslacht": "M",
                    "functie_adres": "W", "gemeente": "9001",
                    "geheim": "7" if surname == "Lindenaar" else "0",
                    "straat": "Verzonnenlaan", "huisnummer": str(number + 1),
                    "postcode": "1234AB", "woonplaats": "Verzonnenstad",
                }
            )  # fmt: skip
    for number, first in enumerate(("Nina", "Nora")):
        rows.append(
            {
                "persoon_id": f"900009999{number}", "voornamen": f"{first} <b onmouseover=x>",
                "naamgebruik": "E", "geslachtsnaam": "Nasty", "geboortedatum": "19700101",
                "geslacht": "V", "functie_adres": "W", "gemeente": "9001", "geheim": "0",
                "straat": f"Verzonnen{NASTY}", "huisnummer": "99", "postcode": "1234AB",
                "woonplaats": NASTY,
            }
        )  # fmt: skip
    return _write(folder / "inwoners.csv", RESIDENT_FIELDS, rows)


def write_signals(folder: Path, name: str = "signalen.csv", prefix: str = "S") -> Path:
    """A signal to every house with a first letter only: two residents fit."""
    rows = [
        {
            "signaal_id": f"{prefix}{number:03d}", "vlp": "Waterbron" if number % 2 else "Stroomwerk",
            "sector": "Water" if number % 2 else "Energie", "klantnummer": f"K{number}",
            "signaaldatum": "2026-11-02",
            "soort_signaal": "eindelevering" if number == 7 else "vroegsignaal",
            "bedrag": "120,50", "voorletters": "J", "achternaam": surname,
            "straatnaam": "Verzonnenlaan", "huisnummer": str(number + 1), "postcode": "1234AB",
            "plaatsnaam": "Verzonnenstad",
        }
        for number, surname in enumerate(SURNAMES)
    ]  # fmt: skip
    nasty = dict.fromkeys(SIGNAL_FIELDS, NASTY)
    nasty |= {
        "signaal_id": f"=cmd{NASTY}", "sector": "Energie", "signaaldatum": "2026-11-02",
        "soort_signaal": "vroegsignaal", "voornamen": "", "voorletters": "N", "voorvoegsel": "",
        "achternaam": "Nasty", "huisletter": "", "huisnummer": "99", "postcode": "1234AB",
        "geboortedatum": "", "vlp": f"@vlp{NASTY}",
    }  # fmt: skip
    empty = {"signaal_id": "LEEG", "vlp": NASTY}
    return _write(folder / name, SIGNAL_FIELDS, [*rows, nasty, empty])
