"""Differences are marked and said in words."""

from __future__ import annotations

import pytest

from brp_match.review.compare import compare_rows, compare_text


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("Jansen", "Jansen", ""),
        ("JANSEN", "Jansen", ""),
        ("Jansen", "Janssen", "In het signaal ontbreekt “s”."),
        ("Janssen", "Jansen", "In het signaal staat “s” extra."),
        ("Muller", "Müller", "In het signaal staat “u” zonder de tekens van “ü”."),
        ("Visser", "Vosser", "In het signaal staat “i”, in de BRP “o”."),
        ("", "Jansen", "Dit ontbreekt in het signaal."),
        ("Jansen", "", "Dit ontbreekt in de BRP."),
        ("Bakker", "Wu", "Dit is helemaal anders."),
    ],
)
def test_words(left: str, right: str, words: str) -> None:
    assert compare_text(left, right).words == words


def test_spans_give_the_texts_back() -> None:
    found = compare_text("Jansen de Vries", "Janssen Vries")
    assert "".join(piece for piece, _ in found.left) == "Jansen de Vries"
    assert "".join(piece for piece, _ in found.right) == "Janssen Vries"
    assert any(differs for _, differs in found.left)


def test_fields_of_a_signal_beside_the_register() -> None:
    rows = compare_rows(
        {"voornamen": "Jan", "achternaam": "Vries", "voorvoegsel": "de", "geboortedatum": "1-1-2000", "huisnummer": "3",
         "huisletter": "A", "postcode": "1234 AB"},
        {"voornamen": "Johannes", "geslachtsnaam": "Vries", "voorvoegsel": "de", "geboortedatum": "19620000",
         "huisnummer": "3", "huisnummertoevoeging": "1", "postcode": "1234AB"},
    )  # fmt: skip
    found = {row.label: row.difference for row in rows}
    assert found["Achternaam"].words == ""
    assert found["Postcode"].words == ""
    assert "".join(p for p, _ in found["Geboortedatum"].left) == "01-01-2000"
    assert "".join(p for p, _ in found["Geboortedatum"].right) == "??-??-1962"
    assert "".join(p for p, _ in found["Huisnummer"].right) == "3-1"
