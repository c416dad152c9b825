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
        ("Achternaam (verplicht)", "achternaam"),
        ("Geb. datum (dd-mm-jjjj)", "geboortedatum"),
        ("Geboortedatum jjjjmmdd", "geboortedatum"),
        ("Postcode [o]", "postcode"),
        ("7. Bedrag (in euro's)", "bedrag"),
        ("2) Geslachtsnaam (max. 40 tekens)", "achternaam"),
    ],
)
def test_a_column_is_known_by_its_other_names(delivered: str, column: str) -> None:
    assert layout_of(SIGNALS, [delivered]).renamed == {delivered: column}


def test_the_supplied_address_goes_before_that_of_the_customer() -> None:
    header = ["Klant postcode", "Verbruiksadres postcode", "Klant achternaam"]
    assert layout_of(SIGNALS, header).sources == {"postcode": 1, "achternaam": 2}


@pytest.mark.parametrize(
    "header",
    [
        ["signaal_id", "Contact.Achternaam", "Contact.Geb.datum", "Contact.Postcode", "Contact.Id"],
        ["signaal/id", "signaal/persoon/achternaam", "signaal/persoon/geboortedatum", "signaal/adres/postcode"],
        ["dbo.klanten.achternaam", "dbo.klanten.gebdatum", "dbo.adressen.postcode", "dbo.partner.achternaam"],
        ["Klager 2: achternaam", "Klager 1: achternaam", "Klager 1: geboortedatum", "Klager 1: postcode"],
    ],
)  # fmt: skip
def test_the_table_that_columns_come_from_is_no_part_of_their_names(header: list[str]) -> None:
    found = layout_of(SIGNALS, header).sources
    told = {column: header[place].lower() for column, place in found.items()}
    assert [told[one].split(".")[-1].split("/")[-1].split(" ")[-1] for one in ("achternaam", "postcode")] == ["achternaam", "postcode"]  # fmt: skip
    assert "geb" in told["geboortedatum"]
    assert not [name for name in told.values() if "partner" in name or "2" in name]


@pytest.mark.parametrize("piece", ["a.", "(indien ", "1. ", "a/b ", "datum "])
def test_a_heading_without_end_stops_nothing(piece: str) -> None:
    """A file of one line is a header of one name, and may be of megabytes."""
    assert layout_of(SIGNALS, [piece * 100_000, "achternaam"]).sources == {"achternaam": 1}


def test_a_full_stop_in_a_few_names_is_no_path() -> None:
    assert layout_of(SIGNALS, ["Tel.huisnr", "Naam", "Bedrag", "Plaats"]).sources == {
        "volledige_naam": 1, "bedrag": 2, "plaatsnaam": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "delivered",
    ["Huurder code", "Bewoner nummer", "Persoon", "Klant letter", "Achternaam (partner)", "2e achternaam"],
)  # fmt: skip
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
