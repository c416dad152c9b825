"""Addresses: street fields, house numbers, additions, postcodes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brp_match.reading import AddressReading, read_address, read_postcode, same_addition
from brp_match.reading.house_numbers import read_house_number


def _read(*fields: str | None) -> tuple[str, int | None, str]:
    found = read_address(*fields)
    return found.street, found.number, found.addition


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Molenweg 92 appartement 2", ("Molenweg", 92, "2")), ("Molenweg 92, app. 2", ("Molenweg", 92, "2")), ("Molenweg 92 apt 2b", ("Molenweg", 92, "2B")),
        ("Molenweg 92 woning 3", ("Molenweg", 92, "3")), ("Molenweg 92 flat 3", ("Molenweg", 92, "3")), ("Molenweg 92 studio A", ("Molenweg", 92, "A")),
        ("Molenweg 92 Blok B", ("Molenweg", 92, "B")), ("Molenweg 92 unit 3b", ("Molenweg", 92, "3B")), ("Molenweg 92 kamer 20", ("Molenweg", 92, "K20")),
        ("Molenweg 92 K12", ("Molenweg", 92, "K12")), ("Molenweg 92 k. 4", ("Molenweg", 92, "K4")), ("Molenweg 92 etage 2", ("Molenweg", 92, "2")),
        ("Molenweg 92 derde verdieping", ("Molenweg", 92, "3")), ("Molenweg 92 2-hoog", ("Molenweg", 92, "2")), ("Molenweg 92 III", ("Molenweg", 92, "3")),
        ("Molenweg 92 bovenwoning", ("Molenweg", 92, "BOV")), ("Molenweg 92 beneden", ("Molenweg", 92, "BEN")), ("Molenweg 92 huis", ("Molenweg", 92, "HS")),
        ("Molenweg 92-94", ("Molenweg", 92, "94")), ("Molenweg 92 t/m 94", ("Molenweg", 92, "")), ("Molenweg 92 & 94", ("Molenweg", 92, "")),
        ("Molenweg 92 en 94", ("Molenweg", 92, "")), ("Molenweg 92, 94", ("Molenweg", 92, "")), ("Molenweg 92-92a", ("Molenweg", 92, "A")), ("Molenweg 1-1", ("Molenweg", 1, "1")),
        ("1e Zijweg 3", ("1e Zijweg", 3, "")), ("Lange 2e Dwarsstraat 61.", ("Lange 2e Dwarsstraat", 61, "")), ("Plein 1953 4", ("Plein 1953", 4, "")),
        ("Plein 1953", ("Plein 1953", None, "")), ("17 april 1945 Pad 2", ("17 april 1945 Pad", 2, "")), ("8 Mei 1945-plein 3", ("8 Mei 1945-plein", 3, "")),
        ("Laan '40-'45 12", ("Laan '40-'45", 12, "")), ("Laan 1940 – 1945 12 a", ("Laan 1940 - 1945", 12, "A")), ("40-45 laan 3", ("40-45 laan", 3, "")),
        ("Laan van 1940 3", ("Laan van 1940", 3, "")), ("Rijksweg N201 12", ("Rijksweg N201", 12, "")), ("Veldduinen 4 47", ("Veldduinen 4", 47, "")),
        ("Wijk 4 12b", ("Wijk 4", 12, "B")), ("Wijk 4", ("Wijk", 4, "")), ("Parklaan 2 32", ("Parklaan", 2, "32")),
        ("Molenweg 1012 HS", ("Molenweg", 1012, "HS")), ("Molenweg 5 1012 HS", ("Molenweg", 5, "")), ("Molenweg 12 te Utrecht", ("Molenweg", 12, "")), ("Molenweg 12 Den Haag", ("Molenweg", 12, "")), ("Molenweg 12 A Ede", ("Molenweg", 12, "A")),
        ("Molenweg 12, Bergen op Zoom", ("Molenweg", 12, "")), ("Molenweg 12 's-Gravenhage", ("Molenweg", 12, "")), ("Molenweg 12 (achter)", ("Molenweg", 12, "")),
        ("Molenweg t/o 12", ("Molenweg", 12, "")), ("Molenweg bij 12 B", ("Molenweg", 12, "B")), ("Molenweg tegenover nr. 12", ("Molenweg", 12, "")),
        ("Molenweg\u00a012\u00a0a", ("Molenweg", 12, "A")), ("Molenweg12a", ("Molenweg", 12, "A")), ("Molenw.12", ("Molenw.", 12, "")), ("Molenweg, Nr 12", ("Molenweg", 12, "")),
        ("Molenweg No:12", ("Molenweg", 12, "")), ("12 Molenweg", ("Molenweg", 12, "")), ("12a, Molenweg", ("Molenweg", 12, "A")), ("3 Oktoberstraat", ("3 Oktoberstraat", None, "")),
        ("Hoeve De Das, Molenweg 4", ("Molenweg", 4, "")), ("Zeeflat 25 kamer 45 Molenweg", ("Molenweg", 25, "K45")), ("Molenweg 12 p/a Jansen", ("Molenweg", 12, "")),
        ("p/a Molenweg 12", ("Molenweg", 12, "")), ("Molenweg 12 hoek Dorpsstraat", ("Molenweg", 12, "")), ("Molenweg 12 A bis", ("Molenweg", 12, "ABIS")),
        ("Molenweg", ("Molenweg", None, "")), ("", ("", None, "")), (None, ("", None, "")), ("B 110", ("B", 110, "")), ("Molenweg 12 dichtbij de 3 bruggen van 1900!", ("Molenweg", 12, "")),
    ],
)  # fmt: skip
def test_a_street_field(line: str | None, parts: tuple[str, int | None, str]) -> None:
    assert _read(line) == parts


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        (("Molenweg", "12", "a", "3"), ("Molenweg", 12, "A3")), (("Molenweg 12", "12"), ("Molenweg", 12, "")), (("Molenweg 12a", "12"), ("Molenweg", 12, "A")),
        (("Molenweg 12", "12", "a"), ("Molenweg", 12, "A")), (("Molenweg 12a", "14"), ("Molenweg", 14, "")), (("Wijk 2", "21"), ("Wijk 2", 21, "")), (("Plein 1953", "4"), ("Plein 1953", 4, "")),
        (("Molenweg", "12 kamer 20"), ("Molenweg", 12, "K20")), (("Molenweg", "12", None, "kamer 20"), ("Molenweg", 12, "K20")), (("Molenweg", None, None, "12-3"), ("Molenweg", 12, "3")),
        (("Molenweg", None, "12a"), ("Molenweg", 12, "A")), (("Molenweg", None, None, "2A"), ("Molenweg", 2, "A")), (("Molenweg", "12", None, "to"), ("Molenweg", 12, "")), (("Molenweg", "12 bij"), ("Molenweg", 12, "")),
        (("Molenweg", "Huisnummer 9"), ("Molenweg", 9, "")), (("Molenweg", "No:14/B3 "), ("Molenweg", 14, "B3")), (("Molenweg", "#24 C"), ("Molenweg", 24, "C")),
        (("Molenweg", "12.0"), ("Molenweg", 12, "")), (("Molenweg", "0012"), ("Molenweg", 12, "")), (("Molenweg", "0"), ("Molenweg", None, "")), (("Molenweg", "12", "A", "A"), ("Molenweg", 12, "AA")),
        (("Molenweg", "12A", "A"), ("Molenweg", 12, "A")), (("Molenweg", "12A-3", "A", "3"), ("Molenweg", 12, "A3")), (("Molenweg", "12", None, "n.v.t."), ("Molenweg", 12, "")),
    ],
)  # fmt: skip
def test_fields_together(
    fields: tuple[str | None, ...], parts: tuple[str, int | None, str]
) -> None:
    assert _read(*fields) == parts


def test_postcodes_and_boxes() -> None:
    assert read_address("Molenweg 12, 1234 AB Utrecht") == AddressReading(
        "Molenweg", 12, "", "1234AB", False
    )
    assert read_address("Molenweg 12 1234AB", postcode="4321 ZX").postcode == "4321ZX"
    for box in ("Postbus 12", "postbus", "P.O. Box 23", "PB 4", "Antwoordnummer 1234", "Antw.nr. 12", "Post bus 3, Utrecht"):  # fmt: skip
        assert read_address(box).po_box, box
    assert not read_address("Postweg 12").po_box
    assert not read_address("Postbusplein").po_box


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("1234ab", "1234AB"), (" 1234  AB ", "1234AB"), ("1234 A B", "1234AB"), ("NL-1234 AB", "1234AB"), ("NL 1234AB", "1234AB"), ("1234AB.", "1234AB"),
        ("1234-AB", "1234AB"), ("12O4AB", "1204AB"), ("I2O4 AB", "1204AB"), ("12 34 AB", "1234AB"), ("1234 AB Utrecht", "1234AB"), ("0123AB", None),
        ("O123AB", None), ("1234", None), ("12345", None), ("AB1234", None), ("1234 A8", None), ("1234SS", None), ("1234ABC", None), ("", None), (None, None), ("B-1000", None),
        ("1234 0B", "1234OB"), ("12341b", "1234LB"), ("1234 01", None), ("1234 A 1", None), ("1234 A12", None),
    ],
)  # fmt: skip
def test_postcode(text: str | None, postcode: str | None) -> None:
    assert read_postcode(text) == postcode


_LETTERS = st.sampled_from(["", "A", "b", "H", "z"])
_ADDITIONS = st.sampled_from(
    ["", "1", "02", "HS", "bis", "III", "3 hoog", "K12", "kamer 4", "BOV", "begane grond", "ZW"]
)


@given(st.integers(1, 99999), _LETTERS, _ADDITIONS)
def test_one_field_or_three_are_the_same(number: int, letter: str, addition: str) -> None:
    apart = read_house_number(str(number), letter, addition)
    assert apart[0] == number
    assert read_house_number(f"{number}{letter} {addition}") == apart
    assert read_house_number(f"{number} {letter} {addition}".strip()) == apart
    assert read_house_number(f"000{number}", letter.lower() or None, addition.lower()) == apart
    assert _read(f"Molenweg {number}{letter} {addition}".strip()) == ("Molenweg", *apart)
    again = read_house_number(str(number), "", apart[1])
    assert again == apart


@given(st.text(max_size=30), st.text(max_size=8), st.text(max_size=4), st.text(max_size=6))
def test_any_text_is_some_address(street: str, number: str, letter: str, addition: str) -> None:
    found = read_address(street, number, letter, addition, street)
    assert found.number is None or 1 <= found.number <= 99999
    assert found.addition == "".join(
        c for c in found.addition if c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    assert found.postcode == "" or read_postcode(found.postcode) == found.postcode


def test_additions_that_are_the_same() -> None:
    for one, other in (
        ("HS", "H"),
        ("RD", "R"),
        ("ZW", "Z"),
        ("BOV", "BV"),
        ("BEN", "BN"),
        ("K12", "12"),
        ("A", "A"),
    ):
        assert same_addition(one, other)
        assert same_addition(other, one)
    for one, other in (
        ("A", "B"),
        ("", "A"),
        ("K12", "13"),
        ("K12", "K13"),
        ("1", "HS"),
        ("K12", ""),
        ("K", ""),
        ("KA", "A"),
    ):
        assert not same_addition(one, other)
