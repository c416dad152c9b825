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
