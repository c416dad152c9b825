"""Which delivered column becomes which of ours."""

from __future__ import annotations

import pytest

from brp_match.ingest.columns import KINDS, layout_of

SIGNALS = KINDS["signalen"]


@pytest.mark.parametrize(
    ("delivered", "column"),
    [
        ("Voorl.", "voorletters"),
        ("Openstaand saldo", "bedrag"),
        ("Huurder: achternaam", "achternaam"),
        ("Huurder - tussenvoegsel", "voorvoegsel"),
        ("Postcode (verbruiksadres)", "postcode"),
        ("klant_naam", "volledige_naam"),
        ("Verzekerde geb.datum", "geboortedatum"),
    ],
)
def test_a_column_is_known_by_its_other_names(delivered: str, column: str) -> None:
    assert layout_of(SIGNALS, [delivered]).renamed == {delivered: column}


def test_the_supplied_address_goes_before_that_of_the_customer() -> None:
    header = ["Klant postcode", "Verbruiksadres postcode", "Klant achternaam"]
    assert layout_of(SIGNALS, header).sources == {"postcode": 1, "achternaam": 2}


@pytest.mark.parametrize("delivered", ["Huurder code", "Bewoner nummer", "Persoon", "Klant letter"])
def test_what_says_too_little_is_no_column(delivered: str) -> None:
    assert layout_of(SIGNALS, [delivered]).sources == {}


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Ind. geheim BRP", "geheim"), ("Datum geheimhouding", ""), ("Reden opschort.", "opschorting_reden"),
        ("Datum opschorting bijhouding", ""), ("Overlijden datum PL", "overlijdensdatum"), ("Plaats van overlijden", ""),
    ],
)  # fmt: skip
def test_what_a_register_must_not_miss_is_found_by_its_stem(heading: str, column: str) -> None:
    found = layout_of(KINDS["inwoners"], ["persoon_id", heading]).sources
    assert [name for name, place in found.items() if place == 1] == ([column] if column else [])


def test_two_headings_with_one_stem_tell_nothing() -> None:
    assert "geheim" not in layout_of(KINDS["inwoners"], ["Geheim 1", "Geheim 2"]).sources


@pytest.mark.parametrize(
    "header",
    [
        [
            "First name",
            "Last name",
            "Date of birth",
            "Street",
            "House number",
            "Postal code",
            "City",
        ],
        ["NAME_FIRST", "NAME_LAST", "BIRTHDT", "STREET", "HOUSE_NUM1", "POST_CODE1", "CITY1"],
    ],
)
def test_headings_of_other_programs_are_known(header: list[str]) -> None:
    assert list(layout_of(KINDS["signalen"], header).sources) == [
        "voornamen", "achternaam", "geboortedatum", "straatnaam", "huisnummer", "postcode", "plaatsnaam"
    ]  # fmt: skip
