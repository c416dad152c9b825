"""Today's check on a handful of rows: what agrees exactly, and what drops."""

from __future__ import annotations

from pathlib import Path

import pytest

from brp_match.ingest.columns import RESIDENTS, SIGNALS
from brp_match.synthetic.exact_check import VARIANTS, exact_check

PERSON = {
    "persoon_id": "1", "voornamen": "Ada Bep", "voorvoegsel": "van", "geslachtsnaam": "Voorbeeld",
    "geboortedatum": "19800203", "gemeente": "9001", "geheim": "0", "straat": "Proefstraat",
    "huisnummer": "12", "huisletter": "A", "postcode": "1234AB", "woonplaats": "Verzonnenstad",
}  # fmt: skip
SIGNAL = {
    "signaal_id": "s1", "vlp": "Proef", "voornamen": "Ada", "voorvoegsel": "van", "achternaam": "Voorbeeld",
    "geboortedatum": "03-02-1980", "huisnummer": "12", "huisletter": "A", "postcode": "1234AB",
}  # fmt: skip


def write(path: Path, columns: tuple[str, ...], row: dict[str, str]) -> Path:
    lines = [";".join(columns), ";".join(row.get(name, "") for name in columns)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def found(folder: Path, variant: str, person: dict[str, str], signal: dict[str, str]) -> str:
    residents = write(folder / "inwoners.csv", tuple(RESIDENTS), PERSON | person)
    signals = write(folder / "signalen.csv", tuple(SIGNALS), SIGNAL | signal)
    return exact_check((signals,), residents, variant=variant)["s1"]


@pytest.mark.parametrize(
    ("signal", "exact", "exact_voornamen", "exact_zonder_toevoeging"),
    [
        ({}, True, True, True),
        ({"achternaam": " VOORBEELD "}, True, True, True),
        ({"postcode": "1234 ab"}, True, True, True),
        ({"geboortedatum": "1980-02-03"}, True, True, True),
        ({"geboortedatum": "3-2-1980"}, True, True, True),
        ({"geboortedatum": "3/2/1980"}, True, True, True),
        ({"geboortedatum": "29254"}, True, True, True),
        ({"geboortedatum": "1980-02-00"}, False, False, False),
        ({"geboortedatum": "31-02-1980"}, False, False, False),
        ({"geboortedatum": "onbekend"}, False, False, False),
        ({"voornamen": "", "voorletters": "A."}, True, False, True),
        ({"huisletter": ""}, False, False, True),
        ({"voornamen": "Bep"}, False, False, False),
        ({"voorvoegsel": ""}, False, False, False),
        ({"achternaam": "Voorbeelt"}, False, False, False),
        ({"geboortedatum": "01-01-2000"}, False, False, False),
        ({"geboortedatum": ""}, False, False, False),
        ({"huisnummer": "14"}, False, False, False),
        ({"postcode": ""}, False, False, False),
    ],
)
def test_what_agrees(
    tmp_path: Path,
    signal: dict[str, str],
    exact: bool,
    exact_voornamen: bool,
    exact_zonder_toevoeging: bool,
) -> None:
    expected = (exact, exact_voornamen, exact_zonder_toevoeging)
    assert tuple(VARIANTS) == ("exact", "exact_voornamen", "exact_zonder_toevoeging")
    for variant, agrees in zip(VARIANTS, expected, strict=True):
        assert found(tmp_path, variant, {}, signal) == ("1" if agrees else "")


@pytest.mark.parametrize("reason", ["O", "E"])
def test_somebody_who_died_or_left_drops(tmp_path: Path, reason: str) -> None:
    assert found(tmp_path, "exact", {"opschorting_reden": reason}, {}) == ""


@pytest.mark.parametrize("person", [{"postcode": "1234 ab"}, {"geboortedatum": "1980-02-03"}])
def test_a_register_in_another_form_agrees(tmp_path: Path, person: dict[str, str]) -> None:
    assert found(tmp_path, "exact", person, {}) == "1"
