"""A field that cannot be read is told, by its name and never by its value."""

from __future__ import annotations

import pytest

from brp_match.web.api.unread import unread


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("geboortedatum", "1980-13-45"), ("geboortedatum", "31-02-1990"),
        ("geboortedatum", "morgen"), ("geboortedatum", "01-01-0001"),
        ("signaaldatum", "1980-13-45"), ("bedrag", "veel"), ("termijnbedrag", "12 of 13"),
        ("postcode", "12345"), ("sector", "Gaswater"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(field: str, text: str) -> None:
    found = unread({"vlp": "Waterbron", field: text})
    assert [one.veld for one in found] == [field]
    assert text not in found[0].melding


def test_what_can_be_read_or_is_empty_is_not_told() -> None:
    assert unread(
        {
            "geboortedatum": "3-7-1961", "signaaldatum": "02/10/26", "bedrag": "€ 1.234,56",
            "termijnbedrag": " ", "postcode": "1234 ab", "sector": "water", "voornamen": None,
        }
    ) == []  # fmt: skip
    assert unread({"geboortedatum": "1961-00-00", "sector": ""}) == []


def test_all_at_once_in_the_order_of_the_fields() -> None:
    found = unread({"sector": "x", "postcode": "x", "bedrag": "x", "geboortedatum": "x1"})
    assert [one.veld for one in found] == ["geboortedatum", "bedrag", "postcode", "sector"]
